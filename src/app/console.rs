//! Words on the terminal the program was started from, if there is one.
//!
//! A terminal that is stopped, or a pipe that nobody reads, holds whoever writes to it. So a thread
//! of its own writes; it is started with the first words, and what it cannot take is dropped.

use std::sync::mpsc::{SyncSender, TrySendError, sync_channel};
use std::thread;

use super::aloud::aloud;

/// So many sentences wait for a terminal that is stopped.
const WAITING: usize = 64;

/// Says things on stderr without ever waiting for it.
#[derive(Debug, Default)]
pub(super) struct Console {
    words: Option<SyncSender<String>>,
}

impl Console {
    /// Says a sentence, as soon as the terminal takes it.
    pub(super) fn say(&mut self, words: &str) {
        let sender = self.words.get_or_insert_with(begin);
        match sender.try_send(words.to_owned()) {
            // Either nobody reads it or nobody can write it; it stands in the log and in `status`.
            Ok(()) | Err(TrySendError::Full(_) | TrySendError::Disconnected(_)) => {}
        }
    }
}

fn begin() -> SyncSender<String> {
    let (sender, words) = sync_channel::<String>(WAITING);
    let writing = thread::Builder::new()
        .name("console".to_owned())
        .spawn(move || {
            for words in words {
                aloud(words);
            }
        });
    if let Err(error) = writing {
        tracing::warn!(%error, "no thread to write to the terminal with");
    }
    sender
}

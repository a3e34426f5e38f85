//! Questions that may never be answered: each on a thread of its own, and an end to the waiting.

use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use crate::platform::boot_time;

/// An answer that may come.
#[derive(Debug)]
pub(super) struct Pending<T>(Receiver<T>);

/// When the waiting ends.
#[derive(Debug, Clone, Copy)]
pub(super) struct Until(Duration);

impl Until {
    /// So long from now.
    pub(super) fn after(time: Duration) -> Self {
        Self(boot_time().saturating_add(time))
    }

    /// How long that is still.
    pub(super) fn left(self) -> Duration {
        self.0.saturating_sub(boot_time())
    }
}

impl<T: Send + 'static> Pending<T> {
    /// Begins to ask.
    pub(super) fn ask(question: impl FnOnce() -> T + Send + 'static) -> Self {
        let (answer, receiver) = mpsc::channel();
        let asking = thread::Builder::new()
            .name("doctor".to_owned())
            .spawn(move || {
                // Nobody waits any more: the report is out without it.
                let _ = answer.send(question());
            });
        if let Err(error) = asking {
            // The receiver learns it by the sender's end.
            tracing::warn!(%error, "no thread to ask with");
        }
        Self(receiver)
    }

    /// The answer, if it comes in time.
    pub(super) fn answer(self, until: Until) -> Option<T> {
        self.0.recv_timeout(until.left()).ok()
    }
}

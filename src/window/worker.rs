//! The thread that does the window's chores, one after the other; there is none before the first.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

use super::chores::{Came, Chore};
use super::client::Tell;
use super::model::Heard;
use crate::settings;
use crate::store::Watch;

/// How long a closed window still waits for what was begun.
const FAREWELL: Duration = Duration::from_secs(3);

/// Does chores.
pub(super) struct Worker {
    settings: PathBuf,
    tell: Tell,
    busy: Option<(Sender<Chore>, Receiver<()>)>,
    watch: Option<Watch>,
}

impl Worker {
    pub(super) fn new(settings: PathBuf, tell: Tell) -> Self {
        Self {
            settings,
            tell,
            busy: None,
            watch: None,
        }
    }

    /// Never blocks.
    pub(super) fn give(&mut self, chore: Chore) {
        if let Chore::Open(_) | Chore::OpenFile = chore {
            return self.aside(chore);
        }
        if self.busy.is_none() {
            self.busy = self.start();
        }
        if let Some((chores, _)) = &self.busy {
            // The thread lives as long as this; a panic of its is reported by the hook.
            let _ = chores.send(chore);
        }
    }

    /// Tells what is in the files each time somebody changes them, for as long as that is wanted.
    pub(super) fn watch(&mut self, wanted: bool) {
        if !wanted {
            self.watch = None;
        } else if self.watch.is_none() {
            let tell = Arc::clone(&self.tell);
            self.watch = Some(settings::follow(&self.settings, move |loaded| {
                tell(Heard::Came(Came::Read(Box::new(loaded))));
            }));
        }
    }

    /// A browser or an editor that starts may end only when it is closed: it has a thread of its own, and nobody
    /// waits for it.
    fn aside(&self, chore: Chore) {
        let (settings, tell) = (self.settings.clone(), Arc::clone(&self.tell));
        let started = thread::Builder::new()
            .name("open".to_owned())
            .stack_size(128 * 1024)
            .spawn(move || {
                tell(Heard::Came(chore.perform(&settings)));
            });
        if let Err(error) = started {
            tracing::warn!(%error, "no thread to open something");
        }
    }

    fn start(&self) -> Option<(Sender<Chore>, Receiver<()>)> {
        let (chores, to_do) = channel::<Chore>();
        let (end, ended) = channel();
        let (settings, tell) = (self.settings.clone(), Arc::clone(&self.tell));
        let started = thread::Builder::new()
            .name("chores".to_owned())
            .stack_size(512 * 1024)
            .spawn(move || {
                // Dropped with the thread, which is how the window hears of its end.
                let _end = end;
                for chore in to_do {
                    // A closed window hears nothing, but what was pressed has its way.
                    tell(Heard::Came(chore.perform(&settings)));
                }
            });
        if let Err(error) = started {
            tracing::warn!(%error, "no thread for the settings");
            return None;
        }
        Some((chores, ended))
    }
}

impl Drop for Worker {
    /// What was pressed last is still written.
    fn drop(&mut self) {
        if let Some((chores, ended)) = self.busy.take() {
            drop(chores);
            // Either it has ended, or its time is over.
            let _ = ended.recv_timeout(FAREWELL);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::sync::mpsc::channel;

    use super::*;

    const SOON: Duration = Duration::from_secs(20);

    #[test]
    fn what_somebody_else_writes_is_told_while_that_is_wanted() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("settings.json");
        let (sender, heard) = channel();
        let tell: Tell = Arc::new(move |told| sender.send(told).is_ok());
        let mut worker = Worker::new(path.clone(), tell);
        worker.watch(true);
        // Asked for with every picture.
        worker.watch(true);
        let stairs = || match heard.recv_timeout(SOON) {
            Ok(Heard::Came(Came::Read(loaded))) => loaded.settings.movements.stairs,
            other => panic!("{other:?} was heard"),
        };
        assert!(!stairs(), "what is there at first");
        fs::write(&path, r#"{"movements": {"stairs": true}}"#).expect("a file");
        assert!(stairs());
        worker.watch(false);
        assert!(worker.watch.is_none());
    }
}

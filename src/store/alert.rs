//! What wakes a watch, and the rest it takes between two wakes.
//!
//! A watch sleeps until something on the way to what it watches changes. While nothing does, nothing
//! wakes up.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::Duration;

use crate::platform::watcher::Watcher;

use super::way::Way;

/// A change counts when nothing more has changed for three of these.
pub(super) const SLICE: Duration = Duration::from_millis(100);
const QUIET_SLICES: u32 = 3;
/// It counts anyway after so many, for what never comes to rest.
pub(super) const MOST_SLICES: u32 = 7;

const FIRST_RETRY: Duration = Duration::from_mins(1);
const LAST_RETRY: Duration = Duration::from_hours(1);
/// The way may change while the watch over it is set up; then it is set up anew, so often.
const MOST_SETUPS: usize = 5;

/// Wakes a watch from elsewhere; dropped, it ends it.
#[derive(Debug)]
pub(super) struct Bell {
    ring: SyncSender<()>,
    stop: Arc<AtomicBool>,
}

/// The watch's own end.
#[derive(Debug)]
pub(super) struct Alert {
    heard: Receiver<()>,
    ring: SyncSender<()>,
    stop: Arc<AtomicBool>,
    retry: Duration,
}

/// A watch that stands, while it is held.
#[derive(Debug)]
pub(super) struct Armed {
    _watcher: Watcher,
    /// What it watches.
    pub(super) way: Way,
}

/// What ended a wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Waited {
    /// Something rang, or may have changed.
    Changed,
    /// The time was over before.
    InVain,
    /// Nobody can ring any more.
    Over,
}

impl Bell {
    /// Has the watch look, whether anything changed or not.
    pub(super) fn ring(&self) {
        ring(&self.ring);
    }
}

impl Drop for Bell {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Release);
        self.ring();
    }
}

impl Alert {
    /// A bell and who hears it.
    pub(super) fn new() -> (Bell, Self) {
        let (ring, heard) = sync_channel(1);
        let stop = Arc::new(AtomicBool::new(false));
        let bell = Bell {
            ring: ring.clone(),
            stop: Arc::clone(&stop),
        };
        let alert = Self {
            heard,
            ring,
            stop,
            retry: FIRST_RETRY,
        };
        (bell, alert)
    }

    /// Watches everything by which a change can come, as things stand now.
    ///
    /// # Errors
    /// When a folder cannot be watched, or asked where the way leads.
    pub(super) fn arm(&self, way: impl Fn() -> io::Result<Way>) -> io::Result<Armed> {
        let mut found = way()?;
        let mut watcher = self.watch(&found);
        for _ in 1..MOST_SETUPS {
            let now = way()?;
            if now == found {
                break;
            }
            found = now;
            watcher = self.watch(&found);
        }
        Ok(Armed {
            _watcher: watcher?,
            way: found,
        })
    }

    fn watch(&self, way: &Way) -> io::Result<Watcher> {
        let bell = self.ring.clone();
        Watcher::start(way, move || ring(&bell))
    }

    /// Waits until something rings.
    pub(super) fn wait(&mut self) -> Waited {
        self.retry = FIRST_RETRY;
        match self.heard.recv() {
            Ok(()) => Waited::Changed,
            Err(_) => Waited::Over,
        }
    }

    /// The same, no longer than this.
    pub(super) fn wait_at_most(&mut self, time: Duration) -> Waited {
        self.retry = FIRST_RETRY;
        match self.heard.recv_timeout(time) {
            Ok(()) => Waited::Changed,
            Err(RecvTimeoutError::Timeout) => Waited::InVain,
            Err(RecvTimeoutError::Disconnected) => Waited::Over,
        }
    }

    /// After a failure: waits for the bell, or until it is worth trying again; each time longer.
    pub(super) fn wait_to_retry(&mut self) {
        // Whether it was the bell or the time, the answer is to look again.
        let _ = self.heard.recv_timeout(self.retry);
        self.retry = (self.retry * 2).min(LAST_RETRY);
    }

    /// Waits until what changes has come to rest, and not for ever.
    pub(super) fn settle(&self, most: u32) {
        let mut quiet = 0;
        for _ in 0..most {
            if quiet == QUIET_SLICES || self.is_over() {
                return;
            }
            match self.heard.recv_timeout(SLICE) {
                Ok(()) => quiet = 0,
                Err(RecvTimeoutError::Timeout) => quiet += 1,
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// Whether the watch is to end.
    pub(super) fn is_over(&self) -> bool {
        self.stop.load(Ordering::Acquire)
    }
}

fn ring(bell: &SyncSender<()>) {
    // Full means that somebody is about to look anyway.
    let _ = bell.try_send(());
}

//! A file, or a few, watched for changes, however an editor makes them.
//!
//! The folder is watched, not only the file, because editors put a new file in the old one's place. A
//! link is followed to every folder on its way (`way.rs`). While nothing changes, nothing wakes up: but
//! a folder on another machine tells nothing of changes made there, so a file in one is looked at now
//! and then.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

use crate::link::{Health, Link, Part};
use crate::platform::files::{Stamp, open_at_once, stamp};
use crate::platform::watcher::{Watcher, changes_unheard};

use super::way::Way;
use super::writer::why;

/// A file larger than this is not read.
const LARGEST: u64 = 4 * 1024 * 1024;

/// A change counts when nothing more has changed for three of these.
const SLICE: Duration = Duration::from_millis(100);
const QUIET_SLICES: u32 = 3;
/// It counts anyway after so many, for a file that never comes to rest.
const MOST_SLICES: u32 = 7;
/// A file that is gone, or empty, may be on its way: it is given so many more to come back.
const SLICES_TO_COME_BACK: u32 = 3;

/// A file that others may change without a word is looked at this often: one question for its size and
/// age, and no reading while they are the same.
const BETWEEN_LOOKS: Duration = Duration::from_secs(10);

const FIRST_RETRY: Duration = Duration::from_mins(1);
const LAST_RETRY: Duration = Duration::from_hours(1);
/// The way may change while the watch over it is set up; then it is set up anew, so often.
const MOST_SETUPS: usize = 5;

/// What is in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Contents {
    /// Its bytes.
    Bytes(Vec<u8>),
    /// There is no such file.
    Absent,
    /// It cannot be read, and why: "it is a folder, not a file".
    Unreadable(String),
}

/// Watches until it is dropped.
#[derive(Debug)]
pub struct Watch {
    stop: Arc<AtomicBool>,
    bell: SyncSender<()>,
}

impl Contents {
    /// Reads a file. Never waits for something that is no plain file.
    #[must_use]
    pub fn of(path: &Path) -> Self {
        match Self::read(path) {
            Ok(contents) => contents,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Self::Absent,
            Err(error) => Self::Unreadable(format!("it cannot be read: {}", why(&error))),
        }
    }

    fn read(path: &Path) -> io::Result<Self> {
        // Opening may do something to what is no plain file, and what was one may be none by then.
        if let Some(refused) = Self::refused(&fs::metadata(path)?) {
            return Ok(refused);
        }
        let file = open_at_once(path)?;
        if let Some(refused) = Self::refused(&file.metadata()?) {
            return Ok(refused);
        }
        let mut bytes = Vec::new();
        file.take(LARGEST + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > LARGEST {
            let mib = LARGEST / (1024 * 1024);
            return Ok(Self::Unreadable(format!("it is larger than {mib} MiB")));
        }
        Ok(Self::Bytes(bytes))
    }

    fn refused(metadata: &fs::Metadata) -> Option<Self> {
        if metadata.is_dir() {
            return Some(Self::Unreadable("it is a folder, not a file".to_owned()));
        }
        (!metadata.is_file()).then(|| Self::Unreadable("it is not a plain file".to_owned()))
    }

    /// Whether it is as some programs leave a file for a moment, before they write it anew.
    fn is_on_its_way(&self) -> bool {
        match self {
            Self::Bytes(bytes) => bytes.is_empty(),
            Self::Absent => true,
            Self::Unreadable(_) => false,
        }
    }
}

impl Watch {
    /// Calls `changed` from a thread of its own: once at first, and then with what is in the file
    /// after each change. Whether it can watch is told through the link as the health of `part`.
    #[must_use]
    pub fn start(
        path: &Path,
        part: Part,
        link: Link,
        changed: impl Fn(Contents) + Send + 'static,
    ) -> Self {
        Self::start_all([path], part, link, move |[contents]| changed(contents))
    }

    /// The same for files that belong together: what is in all of them after a change of any. The
    /// first gives the watch its name.
    #[must_use]
    pub fn start_all<const N: usize>(
        paths: [&Path; N],
        part: Part,
        link: Link,
        changed: impl Fn([Contents; N]) + Send + 'static,
    ) -> Self {
        let (bell, rung) = sync_channel(1);
        let failed = link.clone();
        let stop = Arc::new(AtomicBool::new(false));
        let mut watcher = Looker {
            paths: paths.map(|path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned())),
            part,
            link,
            bell: bell.clone(),
            stop: Arc::clone(&stop),
            told: None,
        };
        let spawned = thread::Builder::new()
            .name("watch".to_owned())
            .spawn(move || watcher.run(&rung, &changed));
        if let Err(error) = spawned {
            let path = paths.first().copied().unwrap_or(Path::new(""));
            failed.health(part, Health::Missing(in_words(path, &error.to_string())));
        }
        Self { stop, bell }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Release);
        // Full means that the thread is about to wake anyway.
        let _ = self.bell.try_send(());
    }
}

struct Looker<const N: usize> {
    paths: [PathBuf; N],
    part: Part,
    link: Link,
    bell: SyncSender<()>,
    stop: Arc<AtomicBool>,
    /// The health told last.
    told: Option<Health>,
}

/// A watch that stands.
struct Armed {
    /// Rings while it is held.
    _watcher: Watcher,
    /// Somebody may change the files without a word.
    unheard: bool,
}

/// What ended a wait.
#[derive(Debug, PartialEq, Eq)]
enum Waited {
    /// Something rang, or may have changed.
    Changed,
    /// Nobody can ring any more.
    Over,
}

impl<const N: usize> Looker<N> {
    fn run(&mut self, rung: &Receiver<()>, changed: &dyn Fn([Contents; N])) {
        let mut known: Option<[Contents; N]> = None;
        let mut retry = FIRST_RETRY;
        let mut watching = None;
        loop {
            // The new watch stands before the old one falls, and both before the file is read.
            let armed = self.arm();
            let failed = armed.is_none();
            watching = armed.or_else(|| watching.take());
            let mut stamps = self.stamps();
            let mut contents = self.read();
            if known
                .as_ref()
                .is_some_and(|known| vanished(known, &contents))
            {
                self.settle(rung, SLICES_TO_COME_BACK);
                stamps = self.stamps();
                contents = self.read();
            }
            let is_new = known.as_ref() != Some(&contents);
            if is_new {
                known = Some(contents.clone());
                changed(contents);
            }
            let unheard = watching.as_ref().is_some_and(|armed| armed.unheard);
            if failed {
                wait_to_retry(rung, &mut retry);
            } else {
                retry = FIRST_RETRY;
                let waited = if unheard {
                    self.look_now_and_then(rung, &stamps, is_new)
                } else {
                    wait(rung)
                };
                if waited == Waited::Over {
                    return;
                }
            }
            self.settle(rung, MOST_SLICES);
            if self.stop.load(Ordering::Acquire) {
                return;
            }
        }
    }

    fn read(&self) -> [Contents; N] {
        self.paths.each_ref().map(|path| Contents::of(path))
    }

    fn stamps(&self) -> [Option<Stamp>; N] {
        self.paths.each_ref().map(|path| stamp(path))
    }

    /// Waits until something rings, or the files look otherwise. Right after a change they are read
    /// once more in any case: where time is kept coarsely, a second change may look like the first.
    fn look_now_and_then(
        &self,
        rung: &Receiver<()>,
        seen: &[Option<Stamp>; N],
        is_new: bool,
    ) -> Waited {
        loop {
            match rung.recv_timeout(BETWEEN_LOOKS) {
                Ok(()) => return Waited::Changed,
                Err(RecvTimeoutError::Disconnected) => return Waited::Over,
                Err(RecvTimeoutError::Timeout) if is_new || self.stamps() != *seen => {
                    return Waited::Changed;
                }
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
    }

    /// Waits until the file has come to rest, and not for ever.
    fn settle(&self, rung: &Receiver<()>, most: u32) {
        let mut quiet = 0;
        for _ in 0..most {
            if quiet == QUIET_SLICES || self.stop.load(Ordering::Acquire) {
                return;
            }
            match rung.recv_timeout(SLICE) {
                Ok(()) => quiet = 0,
                Err(RecvTimeoutError::Timeout) => quiet += 1,
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// Watches everything by which a change can touch the files, as things stand now.
    fn arm(&mut self) -> Option<Armed> {
        let to = |paths: &[PathBuf; N]| Way::to(paths.iter().map(PathBuf::as_path));
        let mut way = to(&self.paths);
        let mut armed = self.watch(&way);
        for _ in 1..MOST_SETUPS {
            let now = to(&self.paths);
            if now == way {
                break;
            }
            way = now;
            armed = self.watch(&way);
        }
        let name = self.name().display();
        match armed {
            Ok(watcher) => {
                let unheard = way.folders().any(changes_unheard);
                let mut words = format!("watching {name}");
                if unheard {
                    words.push_str(&format!(
                        "; its folder does not tell of all changes, so it is looked at every {} s",
                        BETWEEN_LOOKS.as_secs()
                    ));
                }
                self.tell(Health::Works(words));
                Some(Armed {
                    _watcher: watcher,
                    unheard,
                })
            }
            Err(error) => {
                self.tell(Health::Missing(in_words(self.name(), &why(&error))));
                None
            }
        }
    }

    fn watch(&self, way: &Way) -> io::Result<Watcher> {
        let bell = self.bell.clone();
        Watcher::start(way, move || {
            // Full means that a change is waiting to be looked at already.
            let _ = bell.try_send(());
        })
    }

    fn name(&self) -> &Path {
        self.paths.first().map_or(Path::new(""), PathBuf::as_path)
    }

    fn tell(&mut self, health: Health) {
        if self.told.as_ref() != Some(&health) {
            self.told = Some(health.clone());
            self.link.health(self.part, health);
        }
    }
}

/// Whether something was there and is gone for now.
fn vanished(known: &[Contents], found: &[Contents]) -> bool {
    known
        .iter()
        .zip(found)
        .any(|(known, found)| !known.is_on_its_way() && found.is_on_its_way())
}

fn wait(rung: &Receiver<()>) -> Waited {
    match rung.recv() {
        Ok(()) => Waited::Changed,
        Err(_) => Waited::Over,
    }
}

fn wait_to_retry(rung: &Receiver<()>, retry: &mut Duration) {
    // Whether it was the bell or the time, the answer is to look again.
    let _ = rung.recv_timeout(*retry);
    *retry = (*retry * 2).min(LAST_RETRY);
}

fn in_words(path: &Path, why: &str) -> String {
    format!(
        "Changes to {} are not noticed: {why}. It is looked at again after a while; to use a \
         change at once, start Soleus again.",
        path.display()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_in_force_within_a_second_of_the_last_write() {
        // The longest way: a file that is gone when it has come to rest, and comes back.
        let longest = SLICE * (MOST_SLICES + SLICES_TO_COME_BACK);
        assert!(longest <= Duration::from_secs(1), "{longest:?}");
    }

    #[test]
    fn only_what_was_there_can_vanish() {
        let there = || Contents::Bytes(b"{}".to_vec());
        let empty = || Contents::Bytes(Vec::new());
        let folder = || Contents::Unreadable("it is a folder, not a file".to_owned());
        let table = [
            (there(), Contents::Absent, true),
            (there(), empty(), true),
            (folder(), Contents::Absent, true),
            (there(), folder(), false),
            (there(), there(), false),
            (Contents::Absent, Contents::Absent, false),
            (Contents::Absent, empty(), false),
            (empty(), there(), false),
        ];
        for (known, found, expected) in table {
            let case = format!("{known:?} {found:?}");
            assert_eq!(vanished(&[known], &[found]), expected, "{case}");
        }
    }
}

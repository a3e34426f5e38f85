//! A file, or a few, watched for changes, however an editor makes them.
//!
//! The folder is watched, not only the file, because editors put a new file in the old one's place. A
//! link is followed to every folder on its way (`way.rs`). While nothing changes, nothing wakes up: but
//! a folder on another machine tells nothing of changes made there, so a file in one is looked at now
//! and then.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use crate::link::{Health, Link, Part};
use crate::platform::files::{Stamp, open_at_once, stamp};
use crate::platform::watcher::changes_unheard;

use super::alert::{Alert, Armed, Bell, MOST_SLICES, Waited};
use super::way::Way;
use super::writer::why;

/// A file larger than this is not read.
const LARGEST: u64 = 4 * 1024 * 1024;

/// A file that is gone, or empty, may be on its way: it is given so many more to come back.
const SLICES_TO_COME_BACK: u32 = 3;

/// A file that others may change without a word is looked at this often: one question for its size and
/// age, and no reading while they are the same.
const BETWEEN_LOOKS: Duration = Duration::from_secs(10);

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
    _bell: Bell,
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
        let (bell, alert) = Alert::new();
        let failed = link.clone();
        let mut watcher = Looker {
            paths: paths.map(|path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned())),
            part,
            link,
            alert,
            told: None,
        };
        let spawned = thread::Builder::new()
            .name("watch".to_owned())
            .spawn(move || watcher.run(&changed));
        if let Err(error) = spawned {
            let path = paths.first().copied().unwrap_or(Path::new(""));
            failed.health(part, Health::Missing(in_words(path, &error.to_string())));
        }
        Self { _bell: bell }
    }
}

struct Looker<const N: usize> {
    paths: [PathBuf; N],
    part: Part,
    link: Link,
    alert: Alert,
    /// The health told last.
    told: Option<Health>,
}

impl<const N: usize> Looker<N> {
    fn run(&mut self, changed: &dyn Fn([Contents; N])) {
        let mut known: Option<[Contents; N]> = None;
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
                self.alert.settle(SLICES_TO_COME_BACK);
                stamps = self.stamps();
                contents = self.read();
            }
            let is_new = known.as_ref() != Some(&contents);
            if is_new {
                known = Some(contents.clone());
                changed(contents);
            }
            if failed {
                self.alert.wait_to_retry();
            } else {
                let unheard = watching.as_ref().is_some_and(is_unheard);
                let waited = if unheard {
                    self.look_now_and_then(&stamps, is_new)
                } else {
                    self.alert.wait()
                };
                if waited == Waited::Over {
                    return;
                }
            }
            self.alert.settle(MOST_SLICES);
            if self.alert.is_over() {
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
    fn look_now_and_then(&mut self, seen: &[Option<Stamp>; N], is_new: bool) -> Waited {
        loop {
            match self.alert.wait_at_most(BETWEEN_LOOKS) {
                Waited::InVain if is_new || self.stamps() != *seen => return Waited::Changed,
                Waited::InVain => {}
                waited => return waited,
            }
        }
    }

    /// Watches everything by which a change can touch the files, as things stand now.
    fn arm(&mut self) -> Option<Armed> {
        let paths = || self.paths.iter().map(PathBuf::as_path);
        match self.alert.arm(|| Ok(Way::to(paths()))) {
            Ok(armed) => {
                let mut words = format!("watching {}", self.name().display());
                if is_unheard(&armed) {
                    words.push_str(&format!(
                        "; its folder does not tell of all changes, so it is looked at every {} s",
                        BETWEEN_LOOKS.as_secs()
                    ));
                }
                self.tell(Health::Works(words));
                Some(armed)
            }
            Err(error) => {
                self.tell(Health::Missing(in_words(self.name(), &why(&error))));
                None
            }
        }
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

/// Whether somebody may change the files without a word.
fn is_unheard(armed: &Armed) -> bool {
    armed.way.folders().any(changes_unheard)
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
    use super::super::alert::SLICE;
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

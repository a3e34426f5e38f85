//! A file, or a few, watched for changes, however an editor makes them.
//!
//! The folder is watched, not the file, because editors put a new file in the old one's place. A
//! link is followed to every folder on its way. While nothing changes, nothing wakes up. A folder
//! on another machine tells nothing of changes made there.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

use notify::event::{AccessKind, AccessMode, EventKind};
use notify::{ErrorKind, Event, RecommendedWatcher, RecursiveMode, Watcher};

use crate::link::{Health, Link, Part};

use super::places::folder_of;
use super::writer::why;

/// A file larger than this is not read.
const LARGEST: u64 = 4 * 1024 * 1024;

/// A change counts when nothing more has changed for three of these.
const SLICE: Duration = Duration::from_millis(100);
const QUIET_SLICES: u32 = 3;
/// It counts anyway after so many, for a file that never comes to rest.
const MOST_SLICES: u32 = 7;

const FIRST_RETRY: Duration = Duration::from_mins(1);
const LAST_RETRY: Duration = Duration::from_hours(1);
const MOST_LINKS: usize = 40;

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
        let metadata = fs::metadata(path)?;
        if metadata.is_dir() {
            return Ok(Self::Unreadable("it is a folder, not a file".to_owned()));
        }
        if !metadata.is_file() {
            return Ok(Self::Unreadable("it is not a plain file".to_owned()));
        }
        let mut bytes = Vec::new();
        File::open(path)?
            .take(LARGEST + 1)
            .read_to_end(&mut bytes)?;
        if bytes.len() as u64 > LARGEST {
            let mib = LARGEST / (1024 * 1024);
            return Ok(Self::Unreadable(format!("it is larger than {mib} MiB")));
        }
        Ok(Self::Bytes(bytes))
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

impl<const N: usize> Looker<N> {
    fn run(&mut self, rung: &Receiver<()>, changed: &dyn Fn([Contents; N])) {
        let mut known = None;
        let mut retry = FIRST_RETRY;
        let mut watching = None;
        loop {
            // The new watch stands before the old one falls, and both before the file is read.
            let armed = self.arm();
            let failed = armed.is_none();
            watching = armed.or_else(|| watching.take());
            let contents = self.paths.each_ref().map(|path| Contents::of(path));
            if known.as_ref() != Some(&contents) {
                known = Some(contents.clone());
                changed(contents);
            }
            if failed {
                wait_to_retry(rung, &mut retry);
            } else {
                retry = FIRST_RETRY;
                if rung.recv().is_err() {
                    return;
                }
            }
            self.settle(rung);
            if self.stop.load(Ordering::Acquire) {
                return;
            }
        }
    }

    /// Waits until the file has come to rest.
    fn settle(&self, rung: &Receiver<()>) {
        let mut quiet = 0;
        for _ in 0..MOST_SLICES {
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

    /// Watches every folder in which a change can touch the file, as things stand now.
    fn arm(&mut self) -> Option<RecommendedWatcher> {
        let (mut folders, mut names) = (BTreeSet::new(), BTreeSet::new());
        for path in &self.paths {
            places_to_watch(path, &mut folders, &mut names);
        }
        let bell = self.bell.clone();
        let heard = move |event: notify::Result<Event>| {
            if event.is_err() || event.is_ok_and(|event| matters(&event, &names)) {
                // Full means that a change is waiting to be looked at already.
                let _ = bell.try_send(());
            }
        };
        let armed = notify::recommended_watcher(heard).and_then(|mut watcher| {
            for folder in &folders {
                watcher.watch(folder, RecursiveMode::NonRecursive)?;
            }
            Ok(watcher)
        });
        match armed {
            Ok(watcher) => {
                self.tell(Health::Works(format!("watching {}", self.name().display())));
                Some(watcher)
            }
            Err(error) => {
                let why = match error.kind {
                    ErrorKind::MaxFilesWatch => "this system watches too many files already \
                         (raise fs.inotify.max_user_watches)"
                        .to_owned(),
                    ErrorKind::Io(error) => why(&error),
                    other => format!("{other:?}"),
                };
                self.tell(Health::Missing(in_words(self.name(), &why)));
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

/// Adds the folders to watch, and the names in them that matter: the file's, those of links on the
/// way to it, and of a folder that is not there yet.
fn places_to_watch(path: &Path, folders: &mut BTreeSet<PathBuf>, names: &mut BTreeSet<OsString>) {
    let mut path = path.to_owned();
    for _ in 0..MOST_LINKS {
        let mut wanted = path.as_path();
        let mut folder = folder_of(wanted);
        while !folder.is_dir() && folder.parent().is_some() {
            wanted = folder;
            folder = folder_of(wanted);
        }
        names.extend(wanted.file_name().map(OsString::from));
        names.extend(folder.file_name().map(OsString::from));
        folders.insert(folder.to_owned());
        match fs::read_link(&path) {
            Ok(next) => path = folder_of(&path).join(next),
            Err(_) => break,
        }
    }
}

/// Whether an event may have changed the file. Reading it must not, or reading would go on for ever.
fn matters(event: &Event, names: &BTreeSet<OsString>) -> bool {
    let written = match event.kind {
        EventKind::Access(kind) => kind == AccessKind::Close(AccessMode::Write),
        _ => true,
    };
    let wanted = |path: &PathBuf| path.file_name().is_some_and(|name| names.contains(name));
    event.need_rescan() || (written && event.paths.iter().any(wanted))
}

//! Changes on the way to a file, by the system's own events.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

use notify::event::{AccessKind, AccessMode, EventKind};
use notify::{ErrorKind, Event, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::store::Way;

/// Watches until it is dropped.
#[derive(Debug)]
pub struct Watcher {
    _watcher: RecommendedWatcher,
}

impl Watcher {
    /// Calls `ring` from a thread of its own after each change on the way.
    ///
    /// # Errors
    /// When a folder cannot be watched.
    pub fn start(way: &Way, ring: impl Fn() + Send + 'static) -> io::Result<Self> {
        let mut folders = way.folders.clone();
        let mut names = way.names.clone();
        names.extend(
            way.folders
                .iter()
                .filter_map(|it| it.file_name())
                .map(OsString::from),
        );
        for link in way.passed.iter().filter(|it| it.is_symlink()) {
            folders.extend(link.parent().map(PathBuf::from));
            names.extend(link.file_name().map(OsString::from));
        }
        let whole = way.whole.clone();
        let heard = move |event: notify::Result<Event>| {
            if event.is_err() || event.is_ok_and(|event| matters(&event, &names, &whole)) {
                ring();
            }
        };
        let mut watcher = notify::recommended_watcher(heard).map_err(in_words)?;
        for folder in &folders {
            watcher
                .watch(folder, RecursiveMode::NonRecursive)
                .map_err(in_words)?;
        }
        for folder in way.whole.difference(&folders) {
            // One that is gone again is no failure: the folder above tells.
            match watcher.watch(folder, RecursiveMode::NonRecursive) {
                Err(error) if matches!(error.kind, ErrorKind::MaxFilesWatch) => {
                    return Err(in_words(error));
                }
                _ => {}
            }
        }
        Ok(Self { _watcher: watcher })
    }
}

/// Not known here: what the system tells is believed.
#[must_use]
pub fn changes_unheard(_folder: &Path) -> bool {
    false
}

fn in_words(error: notify::Error) -> io::Error {
    match error.kind {
        ErrorKind::MaxFilesWatch => io::Error::other("this system watches too many files already"),
        ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

/// Whether an event may have changed the file. Reading it must not, or reading would go on for ever.
fn matters(event: &Event, names: &BTreeSet<OsString>, whole: &BTreeSet<PathBuf>) -> bool {
    let written = match event.kind {
        EventKind::Access(kind) => kind == AccessKind::Close(AccessMode::Write),
        _ => true,
    };
    let wanted = |path: &PathBuf| {
        path.file_name().is_some_and(|name| names.contains(name))
            || path.parent().is_some_and(|folder| whole.contains(folder))
    };
    event.need_rescan() || (written && event.paths.iter().any(wanted))
}

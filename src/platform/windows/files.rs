//! Folders and files below the user's profile, which only their owner may read anyway.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Creates a folder and its parents. The profile's own rights keep others out.
///
/// # Errors
/// Whatever the system says.
pub fn create_private_folder(path: &Path) -> io::Result<()> {
    std::fs::create_dir_all(path)
}

/// Nothing: the profile's own rights keep others out.
///
/// # Errors
/// None.
pub fn make_private(_path: &Path) -> io::Result<()> {
    Ok(())
}

/// Options to open a file.
#[must_use]
pub fn private_file() -> OpenOptions {
    OpenOptions::new()
}

/// Opens a file to read it.
///
/// # Errors
/// Whatever the system says.
pub fn open_at_once(path: &Path) -> io::Result<File> {
    File::open(path)
}

/// What tells one state of a file from another without reading it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp(Option<SystemTime>, u64);

/// The stamp of what is there; none: nothing, or it cannot be seen.
#[must_use]
pub fn stamp(path: &Path) -> Option<Stamp> {
    let of = std::fs::metadata(path).ok()?;
    Some(Stamp(of.modified().ok(), of.len()))
}

/// Whether a file may be run as a program: any may be tried here.
#[must_use]
pub fn may_be_run(path: &Path) -> bool {
    path.is_file()
}

/// Who but its owner may change what a file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trespass {
    /// The file or the folder.
    pub path: PathBuf,
    /// What is the matter with it.
    pub what: &'static str,
    /// What to type to mend it.
    pub mend: String,
}

/// Nobody is looked for: the profile's own rights keep others out.
///
/// # Errors
/// None.
pub fn trespass(_path: &Path) -> io::Result<Option<Trespass>> {
    Ok(None)
}

/// Nothing: a folder cannot be synced here, and renaming is journalled by the file system.
///
/// # Errors
/// None.
pub fn sync_folder(_path: &Path) -> io::Result<()> {
    Ok(())
}

//! Folders and files that only their owner may read, and folders synced to disk.

use std::fs::{DirBuilder, File, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use crate::platform::process::{NO_WAIT, user};

/// Creates a folder and its parents, each new one for its owner alone (0700).
///
/// # Errors
/// Whatever the system says.
pub fn create_private_folder(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)
}

/// Takes every right on a folder from all but its owner.
///
/// # Errors
/// Whatever the system says.
pub fn make_private(path: &Path) -> io::Result<()> {
    std::fs::set_permissions(path, Permissions::from_mode(0o700))
}

/// Options to open a file that only its owner may read, should it be created (0600).
#[must_use]
pub fn private_file() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.mode(0o600);
    options
}

/// Opens a file to read it, without waiting for what is no plain file after all: a pipe nobody writes to.
///
/// # Errors
/// Whatever the system says.
pub fn open_at_once(path: &Path) -> io::Result<File> {
    OpenOptions::new()
        .read(true)
        .custom_flags(NO_WAIT)
        .open(path)
}

/// What tells one state of a file from another without reading it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp([i64; 4], [u64; 3]);

/// The stamp of what is there; none: nothing, or it cannot be seen.
#[must_use]
pub fn stamp(path: &Path) -> Option<Stamp> {
    let of = std::fs::metadata(path).ok()?;
    let times = [of.mtime(), of.mtime_nsec(), of.ctime(), of.ctime_nsec()];
    Some(Stamp(times, [of.dev(), of.ino(), of.size()]))
}

/// Whether a file may be run as a program by somebody.
#[must_use]
pub fn may_be_run(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|of| of.mode() & 0o111 != 0)
}

/// Who but its owner may change what a file says: it, or the folder it lies in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trespass {
    /// The file or the folder.
    pub path: PathBuf,
    /// What is the matter with it: "may be written by others".
    pub what: &'static str,
    /// What to type to mend it.
    pub mend: String,
}

/// Whether somebody else than this user, or the system's administrator, may change what a file says.
///
/// # Errors
/// When it cannot be looked at.
pub fn trespass(path: &Path) -> io::Result<Option<Trespass>> {
    let file = path.canonicalize()?;
    if let Some(found) = open_to_others(&file, 0)? {
        return Ok(Some(found));
    }
    // In a folder with this bit, as /tmp has it, nobody replaces what belongs to another.
    match file.parent() {
        Some(folder) => open_to_others(folder, 0o1000),
        None => Ok(None),
    }
}

fn open_to_others(path: &Path, pardoned_by: u32) -> io::Result<Option<Trespass>> {
    let metadata = std::fs::metadata(path)?;
    let quoted = path.display();
    let found = |what, mend| {
        Some(Trespass {
            path: path.to_owned(),
            what,
            mend,
        })
    };
    if ![0, user()].contains(&metadata.uid()) {
        return Ok(found(
            "belongs to another user",
            format!("sudo chown \"$USER\" '{quoted}'"),
        ));
    }
    let mode = metadata.mode();
    if writable_by_others(mode, metadata.uid(), metadata.gid()) && mode & pardoned_by == 0 {
        return Ok(found(
            "may be written by other users",
            format!("chmod go-w '{quoted}'"),
        ));
    }
    Ok(None)
}

/// Whether the mode lets others write. Where each user has a group of their own, which then has the
/// user's number, that group is nobody else: such systems create files that it may write.
fn writable_by_others(mode: u32, owner: u32, group: u32) -> bool {
    let own_group = owner != 0 && group == owner;
    let others = if own_group { 0o002 } else { 0o022 };
    mode & others != 0
}

/// Makes names created in, moved within and removed from a folder last over a power loss.
///
/// # Errors
/// Whatever the system says.
pub fn sync_folder(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_of_ones_own_is_nobody_else() {
        for (mode, owner, group, others) in [
            (0o644, 1000, 1000, false),
            (0o664, 1000, 1000, false),
            (0o664, 1000, 100, true),
            (0o666, 1000, 1000, true),
            (0o602, 1000, 1000, true),
            (0o664, 0, 0, true),
        ] {
            assert_eq!(
                writable_by_others(mode, owner, group),
                others,
                "{mode:o} {owner} {group}"
            );
        }
    }
}

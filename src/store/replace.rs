//! A file replaced as a whole: at every moment it holds the old text or the new, never a half.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::platform::files;

use super::places::folder_of;

const MOST_LINKS: usize = 40;

/// What the temporary files are called, so that those of a crash can be found.
pub(super) const PREFIX: &str = ".soleus-";
const SUFFIX: &str = ".tmp";

/// Replaces the text of a file. A link stays a link; the file it points to is replaced.
///
/// # Errors
/// Whatever the system says; the file is then as it was.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    replace_if(path, bytes, || true).map(|_| ())
}

/// Replaces the text of a file if `still` says so in the last moment, when the new text is on the
/// disk already. Whether it did.
///
/// # Errors
/// Whatever the system says; the file is then as it was.
pub fn replace_if(path: &Path, bytes: &[u8], still: impl FnOnce() -> bool) -> io::Result<bool> {
    let target = resolved(path)?;
    let folder = folder_of(&target);
    let mut new = tempfile::Builder::new()
        .prefix(PREFIX)
        .suffix(SUFFIX)
        .tempfile_in(folder)?;
    new.write_all(bytes)?;
    if let Ok(old) = fs::metadata(&target) {
        new.as_file().set_permissions(old.permissions())?;
    }
    new.as_file().sync_all()?;
    if !still() {
        return Ok(false);
    }
    new.persist(&target)?;
    files::sync_folder(folder).map(|()| true)
}

/// Removes what a crash in the middle of a replacement left behind.
pub(super) fn remove_leftovers(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with(PREFIX) && name.ends_with(SUFFIX) {
            // Left where it is it costs a few kilobytes, and the next start tries again.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// The file at the end of a chain of links; it need not exist.
pub(super) fn resolved(path: &Path) -> io::Result<PathBuf> {
    let mut target = path.to_owned();
    for _ in 0..MOST_LINKS {
        match fs::read_link(&target) {
            Ok(next) => target = folder_of(&target).join(next),
            Err(_) => return Ok(target),
        }
    }
    Err(io::Error::other("its links lead in a circle"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_is_created_and_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state.json");
        for text in ["one", "two, which is longer", ""] {
            replace(&path, text.as_bytes()).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
        assert_eq!(names(folder.path()), ["state.json"]);
    }

    #[test]
    fn a_failed_replacement_leaves_the_old_file_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state.json");
        fs::create_dir(&path).unwrap();
        fs::write(path.join("inner"), "kept").unwrap();
        replace(&path, b"new").unwrap_err();
        assert_eq!(fs::read_to_string(path.join("inner")).unwrap(), "kept");
        assert_eq!(names(folder.path()), ["state.json"]);
    }

    #[test]
    fn in_the_last_moment_it_can_be_left_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.json");
        fs::write(&path, "old").unwrap();
        let foreign = || {
            fs::write(&path, "foreign").unwrap();
            false
        };
        assert!(!replace_if(&path, b"new", foreign).unwrap());
        assert_eq!(fs::read_to_string(&path).unwrap(), "foreign");
        assert_eq!(names(folder.path()), ["settings.json"]);
        assert!(replace_if(&path, b"new", || true).unwrap());
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_a_link_and_modes_stay() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("dotfiles")).unwrap();
        let real = folder.path().join("dotfiles/settings.json");
        fs::write(&real, "old").unwrap();
        fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
        let link = folder.path().join("settings.json");
        symlink("dotfiles/settings.json", &link).unwrap();
        replace(&link, b"new").unwrap();
        assert!(link.is_symlink());
        assert_eq!(fs::read_to_string(&real).unwrap(), "new");
        let mode = fs::metadata(&real).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o640);
    }

    #[cfg(unix)]
    #[test]
    fn links_in_a_circle_are_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let [a, b] = ["a", "b"].map(|name| folder.path().join(name));
        std::os::unix::fs::symlink(&a, &b).unwrap();
        std::os::unix::fs::symlink(&b, &a).unwrap();
        replace(&a, b"new").unwrap_err();
    }

    #[test]
    fn leftovers_of_a_crash_are_removed_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        for name in [".soleus-x1y2z3.tmp", ".soleus-keep", "other.tmp"] {
            fs::write(folder.path().join(name), "").unwrap();
        }
        remove_leftovers(folder.path());
        assert_eq!(names(folder.path()), [".soleus-keep", "other.tmp"]);
    }
}

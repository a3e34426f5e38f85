//! Who holds a file open, as the kernel tells it of this user's own programs.
//!
//! Of each open file only the path is compared; what a program is called is asked only of those that
//! hold a camera, and neither kept nor told.

use std::fs::{self, DirEntry, File};
use std::io::{self, Read};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::platform::boot_time;

/// A look takes no longer. To look through ten thousand open files took a tenth of a second on a busy
/// machine, not optimised.
const LONGEST: Duration = Duration::from_millis(400);
/// The kernel keeps fifteen letters of a program's name.
const NAME: usize = 16;

/// Whether somebody holds one of the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Held {
    Yes,
    No,
    /// There was too much to look through.
    Unknown,
}

/// Whether a program of this user's, other than this one, holds one of these files open.
pub(super) fn held(files: &[PathBuf]) -> io::Result<Held> {
    held_until(files, boot_time() + LONGEST)
}

fn held_until(files: &[PathBuf], late: Duration) -> io::Result<Held> {
    let user = rustix::process::geteuid().as_raw();
    let own = std::process::id();
    for process in fs::read_dir("/proc")?.map_while(Result::ok) {
        let number = process.file_name().to_str().and_then(|it| it.parse().ok());
        let Some(number) = number.filter(|number: &u32| *number != own) else {
            continue;
        };
        // A program that ended meanwhile holds nothing.
        let is_ours = process.metadata().is_ok_and(|it| it.uid() == user);
        if !is_ours {
            continue;
        }
        match holds(&process, files, late) {
            Held::Yes if hands_on(number) => {}
            Held::No => {}
            found => return Ok(found),
        }
    }
    Ok(Held::No)
}

fn holds(process: &DirEntry, files: &[PathBuf], late: Duration) -> Held {
    // Some of our own processes do not let us see either.
    let Ok(open) = fs::read_dir(process.path().join("fd")) else {
        return Held::No;
    };
    for file in open.map_while(Result::ok) {
        if boot_time() >= late {
            return Held::Unknown;
        }
        let path = fs::read_link(file.path());
        // Both are whole: as texts they are compared faster.
        let is = |path: &Path| {
            files
                .iter()
                .any(|file| file.as_os_str() == path.as_os_str())
        };
        if path.is_ok_and(|path| is(&path)) {
            return Held::Yes;
        }
    }
    Held::No
}

/// Whether this program only hands cameras on to others. PipeWire and its session manager hold
/// every camera open for as long as they run where libcamera older than 0.4 finds cameras for them
/// (pipewire issue 2669; libcamera's `acquireDevice` of August 2024), and a call without an end would
/// be worse than one unseen: it is seen by its microphone.
fn hands_on(process: u32) -> bool {
    let mut name = Vec::new();
    let path = Path::new("/proc").join(process.to_string()).join("comm");
    let read = File::open(path).and_then(|file| file.take(NAME as u64).read_to_end(&mut name));
    read.is_ok() && is_session_manager(&name)
}

fn is_session_manager(name: &[u8]) -> bool {
    // Some systems wrap a program, and put a dot before its name.
    let name = name.strip_prefix(b".").unwrap_or(name);
    name.starts_with(b"pipewire") || name.starts_with(b"wireplumber")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_hands_cameras_on_is_known_by_name() {
        for name in [
            "wireplumber\n",
            "pipewire\n",
            "pipewire-media-\n",
            ".wireplumber-wr\n",
        ] {
            assert!(is_session_manager(name.as_bytes()), "{name}");
        }
        for name in ["firefox\n", "zoom\n", "my-pipewire\n", ""] {
            assert!(!is_session_manager(name.as_bytes()), "{name}");
        }
    }

    #[test]
    fn a_look_that_takes_too_long_is_given_up() {
        let found = held_until(&["/nonexistent".into()], Duration::ZERO).unwrap();
        // Nothing else may run as this user; then there was nothing to look through.
        assert_ne!(found, Held::Yes);
    }
}

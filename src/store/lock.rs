//! One running program per user: the lock on a file, which the system drops with the process.

use std::fs::{File, TryLockError};
use std::io;
use std::path::Path;

use crate::platform::files;

/// The lock, held until it is dropped.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

/// What came of asking for the lock.
#[derive(Debug)]
pub enum Locked {
    /// This program has it now.
    Held(Lock),
    /// Another one has it.
    Taken,
}

impl Lock {
    /// Asks for the lock and never waits. The file stays when the lock is gone: removing it would
    /// let two programs hold two files of the same name.
    ///
    /// # Errors
    /// If the file cannot be opened or the file system has no locks.
    pub fn ask(path: &Path) -> io::Result<Locked> {
        let file = files::private_file()
            .create(true)
            .truncate(false)
            .write(true)
            .open(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Locked::Held(Self { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(Locked::Taken),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_holds_the_lock_and_a_stale_file_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lock");
        std::fs::write(&path, "left by a crash").unwrap();
        let Ok(Locked::Held(first)) = Lock::ask(&path) else {
            panic!("a file without a lock can be locked");
        };
        assert!(matches!(Lock::ask(&path), Ok(Locked::Taken)));
        drop(first);
        assert!(matches!(Lock::ask(&path), Ok(Locked::Held(_))));
    }

    #[test]
    fn without_its_folder_it_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        Lock::ask(&folder.path().join("none/lock")).unwrap_err();
    }
}

//! Where an export goes: stdout, or a new file that comes to be as a whole.

use std::io::{self, BufWriter, ErrorKind, IntoInnerError, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::Failed;

/// Where an export goes.
pub(super) enum Sink {
    Stdout(BufWriter<io::StdoutLock<'static>>),
    File(BufWriter<NamedTempFile>, PathBuf),
}

impl Sink {
    /// Opens it; a file that is there is not written over.
    ///
    /// # Errors
    /// A sentence for the user.
    pub(super) fn open(path: Option<&Path>) -> Result<Self, String> {
        let Some(path) = path else {
            return Ok(Self::Stdout(BufWriter::new(io::stdout().lock())));
        };
        if path.symlink_metadata().is_ok() {
            return Err(there(path));
        }
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let file = tempfile::Builder::new()
            .prefix(".soleus-export-")
            .tempfile_in(folder)
            .map_err(|error| format!("{} cannot be written: {error}.", path.display()))?;
        Ok(Self::File(BufWriter::new(file), path.to_owned()))
    }

    /// The file that is not whole yet.
    pub(super) fn half_made(&self) -> Option<PathBuf> {
        match self {
            Self::Stdout(_) => None,
            Self::File(file, _) => Some(file.get_ref().path().to_owned()),
        }
    }

    /// Ends it, when everything is written.
    ///
    /// # Errors
    /// Whatever the system says, or that the file is there by now.
    pub(super) fn finish(self) -> Result<(), Failed> {
        match self {
            Self::Stdout(mut stdout) => stdout.flush().map_err(Failed::Write),
            Self::File(file, path) => {
                let file = file.into_inner().map_err(IntoInnerError::into_error);
                let file = file.map_err(Failed::Write)?;
                file.as_file().sync_all().map_err(Failed::Write)?;
                let kept = file.persist_noclobber(&path);
                kept.map(drop).map_err(|failed| match failed.error.kind() {
                    ErrorKind::AlreadyExists => Failed::There(there(&path)),
                    _ => Failed::Write(failed.error),
                })
            }
        }
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Stdout(stdout) => stdout.write(bytes),
            Self::File(file, _) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Stdout(stdout) => stdout.flush(),
            Self::File(file, _) => file.flush(),
        }
    }
}

fn there(path: &Path) -> String {
    let path = path.display();
    format!("{path} is there already, and an export is never written over a file. Name another.")
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_file_comes_to_be_as_a_whole_and_nothing_is_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.jsonl");
        let mut sink = Sink::open(Some(&path)).unwrap();
        sink.write_all(b"hello").unwrap();
        assert!(!path.exists(), "it is not whole yet");
        sink.finish().unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "hello");
        let refused = Sink::open(Some(&path)).err().unwrap();
        assert!(refused.contains("is there already"), "{refused}");
    }

    #[test]
    fn a_file_that_came_meanwhile_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.jsonl");
        let mut sink = Sink::open(Some(&path)).unwrap();
        sink.write_all(b"hello").unwrap();
        fs::write(&path, "another's").unwrap();
        let refused = sink.finish().unwrap_err().to_string();
        assert!(refused.contains("is there already"), "{refused}");
        assert_eq!(fs::read_to_string(&path).unwrap(), "another's");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}

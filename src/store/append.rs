//! Records appended to the month's file, and on the disk when it says so.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use crate::engine::Record;
use crate::history::to_line;
use crate::platform::files;

/// Appends to the history of one device.
///
/// The file is opened anew each time: a program that synchronises folders may have put another
/// one in its place.
#[derive(Debug, Clone)]
pub struct Appender {
    folder: PathBuf,
}

/// An append that failed half-way.
#[derive(Debug, thiserror::Error)]
#[error("{error}")]
pub struct Failed {
    /// How many of the records are on the disk; the others have left no trace.
    pub written: usize,
    /// Why no more are.
    pub error: io::Error,
}

impl Appender {
    /// Appends to the folder of this device in the history.
    #[must_use]
    pub fn new(history: &Path, device: &str) -> Self {
        Self {
            folder: history.join(device),
        }
    }

    /// Creates the folder.
    ///
    /// # Errors
    /// Whatever the system says.
    pub fn prepare(&self) -> io::Result<()> {
        files::create_private_folder(&self.folder)
    }

    /// Appends records, each to the file of its month, and returns when they are on the disk.
    ///
    /// # Errors
    /// What the system says, and how many records are on the disk all the same.
    pub fn append(&self, records: &[Record]) -> Result<(), Failed> {
        let mut written = 0;
        for run in records.chunk_by(|a, b| month(a) == month(b)) {
            self.append_run(run)
                .map_err(|error| Failed { written, error })?;
            written += run.len();
        }
        Ok(())
    }

    fn append_run(&self, run: &[Record]) -> io::Result<()> {
        let Some(first) = run.first() else {
            return Ok(());
        };
        let mut file = self.open(&self.folder.join(format!("{}.jsonl", month(first))))?;
        let before = file.seek(SeekFrom::End(0))?;
        let mut text = String::new();
        if before > 0 && last_byte(&mut file)? != b'\n' {
            // A crash tore the last line: end it, so that it spoils no other.
            text.push('\n');
        }
        for record in run {
            text += &to_line(record)?;
        }
        let written = file
            .write_all(text.as_bytes())
            .and_then(|()| file.sync_data());
        if written.is_err() {
            // So that a later attempt does not double what got through. Should this fail too,
            // readers still count a record of the same id once.
            let _ = file.set_len(before);
        }
        written
    }

    fn open(&self, path: &Path) -> io::Result<File> {
        let mut options = files::private_file();
        options.read(true).append(true);
        match options.open(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            opened => return opened,
        }
        self.prepare()?;
        let file = options.create(true).open(path)?;
        files::sync_folder(&self.folder)?;
        Ok(file)
    }
}

fn month(record: &Record) -> String {
    record.at.format("%Y-%m").to_string()
}

fn last_byte(file: &mut File) -> io::Result<u8> {
    let mut byte = [0];
    file.seek(SeekFrom::End(-1))?;
    file.read_exact(&mut byte)?;
    Ok(byte[0])
}

#[cfg(test)]
mod tests {
    use std::fs;

    use chrono::DateTime;

    use crate::engine::record::{Happened, RECORD_VERSION};
    use crate::history::{Line, devices_around, read_line};

    use super::*;

    fn record(id: u64, at: &str) -> Record {
        Record {
            v: RECORD_VERSION,
            id,
            at: DateTime::parse_from_rfc3339(at).unwrap(),
            happened: Happened::Undo {
                of: 1,
                device: None,
            },
        }
    }

    fn november(id: u64) -> Record {
        record(id, "2026-11-30T23:30:00+01:00")
    }

    #[test]
    fn each_record_goes_to_the_file_of_its_own_local_month() {
        let folder = tempfile::tempdir().unwrap();
        let appender = Appender::new(folder.path(), "pc-1");
        let december = record(2, "2026-12-01T00:30:00+01:00");
        appender
            .append(&[november(1), december.clone(), november(3)])
            .unwrap();
        let read = |month: &str| {
            let text = fs::read_to_string(folder.path().join(format!("pc-1/{month}.jsonl")));
            let text = text.unwrap();
            let records = text.lines().map(|line| match read_line(line.as_bytes()) {
                Line::Record(record) => record,
                other => panic!("{other:?}"),
            });
            records.collect::<Vec<_>>()
        };
        assert_eq!(read("2026-11"), [november(1), november(3)]);
        assert_eq!(read("2026-12"), [december]);
    }

    #[test]
    fn a_line_torn_by_a_crash_spoils_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let appender = Appender::new(folder.path(), "pc-1");
        appender.append(&[november(1), november(2)]).unwrap();
        let path = folder.path().join("pc-1/2026-11.jsonl");
        let text = fs::read(&path).unwrap();
        fs::write(&path, &text[..text.len() - 9]).unwrap();
        appender.append(&[november(3)]).unwrap();
        let date = DateTime::parse_from_rfc3339("2026-11-30T12:00:00Z")
            .unwrap()
            .date_naive();
        let device = devices_around(folder.path(), date, date).unwrap().remove(0);
        assert_eq!(device.records, [november(1), november(3)]);
        assert_eq!(device.unread.damaged, 1);
    }

    #[test]
    fn a_failed_append_says_how_many_records_are_on_the_disk() {
        let folder = tempfile::tempdir().unwrap();
        let appender = Appender::new(folder.path(), "pc-1");
        fs::create_dir_all(folder.path().join("pc-1/2026-12.jsonl")).unwrap();
        let december = record(3, "2026-12-01T00:30:00+01:00");
        let failed = appender
            .append(&[november(1), november(2), december])
            .unwrap_err();
        assert_eq!(failed.written, 2);
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_can_read_the_history() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let history = folder.path().join("history");
        Appender::new(&history, "pc-1")
            .append(&[november(1)])
            .unwrap();
        let mode = |path: PathBuf| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(history.join("pc-1")), 0o700);
        assert_eq!(mode(history.join("pc-1/2026-11.jsonl")), 0o600);
    }
}

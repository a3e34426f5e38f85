//! The newest records of a device, read from the ends of its newest files.
//!
//! What a start costs does not depend on how much history there is.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::engine::Record;
use crate::history::{Line, read_line};

const CHUNK: u64 = 64 * 1024;

/// A line longer than this is damage and is not kept in memory.
const LONGEST_LINE: usize = 1024 * 1024;

/// So many files are looked at by name and by time of change. One would do but for records of the
/// last minutes of a month, and for a clock that was once set to another year.
const NEWEST_FILES: usize = 3;

/// The newest records.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tail {
    /// Oldest first, each once.
    pub records: Vec<Record>,
    /// Damaged lines among them.
    pub damaged: u64,
    /// Lines of a newer version or an unknown kind among them.
    pub unknown: u64,
}

/// The records of a device that are newer than the one with this id.
///
/// # Errors
/// If its folder or a file in it is there and cannot be read.
pub fn records_after(history: &Path, device: &str, id: u64) -> io::Result<Tail> {
    let mut tail = Tail::default();
    let mut records = BTreeMap::new();
    for path in newest_files(&history.join(device))? {
        each_line_from_the_end(&path, |line| match read_line(line) {
            Line::Record(record) if record.id > id => {
                records.insert(record.id, record);
                Go::On
            }
            Line::Unknown { id: newer } if newer > id => {
                tail.unknown += 1;
                Go::On
            }
            Line::Record(_) | Line::Unknown { .. } => Go::Home,
            Line::Damaged => {
                tail.damaged += 1;
                Go::On
            }
            Line::Blank => Go::On,
        })?;
    }
    tail.records = records.into_values().collect();
    Ok(tail)
}

/// The id of the newest record of a device; none if it has none.
///
/// # Errors
/// If its folder or a file in it is there and cannot be read.
pub fn last_id(history: &Path, device: &str) -> io::Result<Option<u64>> {
    let mut newest = None;
    for path in newest_files(&history.join(device))? {
        each_line_from_the_end(&path, |line| {
            let id = match read_line(line) {
                Line::Record(record) => record.id,
                Line::Unknown { id } => id,
                Line::Damaged | Line::Blank => return Go::On,
            };
            newest = newest.max(Some(id));
            Go::Home
        })?;
    }
    Ok(newest)
}

#[derive(PartialEq, Eq)]
enum Go {
    On,
    Home,
}

fn newest_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut files = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "jsonl")
            && path.is_file()
        {
            let changed = fs::metadata(&path)?
                .modified()
                .unwrap_or(SystemTime::UNIX_EPOCH);
            files.push((path, changed));
        }
    }
    files.sort_by(|a, b| b.0.cmp(&a.0));
    let mut newest: Vec<_> = files.iter().take(NEWEST_FILES).cloned().collect();
    files.sort_by_key(|(_, changed)| Reverse(*changed));
    newest.extend(files.into_iter().take(NEWEST_FILES));
    let mut seen = HashSet::new();
    newest.retain(|(path, _)| seen.insert(path.clone()));
    Ok(newest.into_iter().map(|(path, _)| path).collect())
}

/// Calls `each` with the lines of a file, the last one first, until it is told to go home.
fn each_line_from_the_end(path: &Path, mut each: impl FnMut(&[u8]) -> Go) -> io::Result<()> {
    let mut file = File::open(path)?;
    let mut unread = file.seek(SeekFrom::End(0))?;
    // The beginning of a line whose end was read already.
    let mut rest: Vec<u8> = Vec::new();
    while unread > 0 {
        let length = unread.min(CHUNK);
        unread -= length;
        file.seek(SeekFrom::Start(unread))?;
        let mut chunk = Vec::new();
        file.by_ref().take(length).read_to_end(&mut chunk)?;
        rest.truncate(LONGEST_LINE);
        chunk.append(&mut rest);
        let mut end = chunk.len();
        while let Some(feed) = chunk[..end].iter().rposition(|byte| *byte == b'\n') {
            if each(&chunk[feed + 1..end]) == Go::Home {
                return Ok(());
            }
            end = feed;
        }
        chunk.truncate(end);
        rest = chunk;
    }
    each(&rest);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(id: u64) -> String {
        format!(
            "{{\"v\":1,\"id\":{id},\"at\":\"2026-11-23T09:00:00+01:00\",\"kind\":\"started\"}}\n"
        )
    }

    fn history(files: &[(&str, String)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("pc-1")).unwrap();
        for (name, text) in files {
            fs::write(folder.path().join("pc-1").join(name), text).unwrap();
        }
        folder
    }

    fn ids_after(history: &tempfile::TempDir, id: u64) -> (Vec<u64>, u64) {
        let tail = records_after(history.path(), "pc-1", id).unwrap();
        let ids = tail.records.iter().map(|record| record.id).collect();
        (ids, tail.damaged)
    }

    #[test]
    fn the_records_newer_than_an_id_come_oldest_first() {
        let text: String = (1..=5).map(line).collect();
        let history = history(&[("2026-11.jsonl", text)]);
        assert_eq!(ids_after(&history, 3), (vec![4, 5], 0));
        assert_eq!(ids_after(&history, 5), (vec![], 0));
        assert_eq!(ids_after(&history, 0), (vec![1, 2, 3, 4, 5], 0));
        assert_eq!(last_id(history.path(), "pc-1").unwrap(), Some(5));
    }

    #[test]
    fn lines_across_chunks_are_whole() {
        let text: String = (1..=5000).map(line).collect();
        assert!(text.len() as u64 > 3 * CHUNK);
        let history = history(&[("2026-11.jsonl", text)]);
        let (ids, damaged) = ids_after(&history, 10);
        assert_eq!(ids, (11..=5000).collect::<Vec<_>>());
        assert_eq!(damaged, 0);
    }

    #[test]
    fn only_the_end_of_a_long_history_is_read() {
        let padding = "garbage that would be counted\n".repeat(20_000);
        let text = padding + &(1..=5000).map(line).collect::<String>();
        let history = history(&[("2026-11.jsonl", text)]);
        assert_eq!(ids_after(&history, 4998), (vec![4999, 5000], 0));
    }

    #[test]
    fn damage_at_the_end_is_skipped_and_counted() {
        let text = line(1) + &line(2) + &line(3)[..30] + "\n" + &line(4) + &line(5)[..40];
        let history = history(&[("2026-11.jsonl", text)]);
        assert_eq!(ids_after(&history, 1), (vec![2, 4], 2));
        assert_eq!(last_id(history.path(), "pc-1").unwrap(), Some(4));
    }

    #[test]
    fn records_of_the_old_month_and_of_a_wrong_clock_are_found() {
        let history = history(&[
            ("2026-10.jsonl", line(1)),
            ("2026-11.jsonl", line(2) + &line(7)),
            ("2026-12.jsonl", line(6) + &line(8)),
            ("2099-01.jsonl", line(3)),
        ]);
        assert_eq!(ids_after(&history, 5), (vec![6, 7, 8], 0));
        assert_eq!(last_id(history.path(), "pc-1").unwrap(), Some(8));
    }

    #[test]
    fn a_record_of_a_newer_program_is_counted_and_its_id_too() {
        let newer = "{\"v\":2,\"id\":9,\"kind\":\"started\"}\n".to_owned();
        let history = history(&[("2026-11.jsonl", line(1) + &newer)]);
        let tail = records_after(history.path(), "pc-1", 0).unwrap();
        assert_eq!((tail.records.len(), tail.unknown), (1, 1));
        assert_eq!(last_id(history.path(), "pc-1").unwrap(), Some(9));
    }

    #[test]
    fn no_history_has_no_newest_record() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(last_id(folder.path(), "pc-1").unwrap(), None);
        assert_eq!(
            records_after(folder.path(), "pc-1", 0).unwrap(),
            Tail::default()
        );
    }
}

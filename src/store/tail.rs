//! The newest records of a device, read from the ends of its newest files.
//!
//! What a start costs does not depend on how much history there is.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use chrono::{DateTime, FixedOffset, TimeDelta};

use crate::engine::Record;
use crate::history::{Line, read_line};
use crate::platform::files::open_at_once;

use super::folders::files_of;

const CHUNK: u64 = 64 * 1024;

/// A line longer than this is damage and is not kept in memory.
const LONGEST_LINE: usize = 64 * 1024;

/// So many files are looked at by name and by time of change. One would do but for records of the
/// last minutes of a month, and for a clock that was once set to another year.
const NEWEST_FILES: usize = 3;

/// So much of a file is read at most to learn what happened lately: some ten thousand records.
const LATELY: u64 = 1024 * 1024;

/// So much of it to learn what was written last.
const LAST: u64 = 16 * 1024;

/// Ids so far ahead of the clock are of one that was wrong, or of nobody.
const FAR: TimeDelta = TimeDelta::days(366);

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
    tail(history, device, id, u64::MAX)
}

/// The records that a device wrote since this moment, by its own clock: ids are milliseconds of it.
/// Whatever lies there, no more than a mebibyte of each of its newest files is read.
///
/// # Errors
/// If its folder or a file in it is there and cannot be read.
pub fn records_since(
    history: &Path,
    device: &str,
    since: DateTime<FixedOffset>,
) -> io::Result<Tail> {
    let id = u64::try_from(since.timestamp_millis()).unwrap_or_default();
    tail(history, device, id, LATELY)
}

/// The records that a device wrote last, a hundred or so.
///
/// # Errors
/// If its folder or a file in it is there and cannot be read.
pub fn last_records(history: &Path, device: &str) -> io::Result<Tail> {
    tail(history, device, 0, LAST)
}

fn tail(history: &Path, device: &str, id: u64, most: u64) -> io::Result<Tail> {
    let mut tail = Tail::default();
    let mut records = BTreeMap::new();
    for path in newest_files(&history.join(device))? {
        each_line_from_the_end(&path, most, |line| match read_line(line) {
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

/// Whether an id may be gone on from: not one further ahead than a clock may be wrong. Ids are
/// milliseconds of it, and after the largest there is none.
#[must_use]
pub fn is_near(id: u64, now: DateTime<FixedOffset>) -> bool {
    let ahead = i64::try_from(id).map(|id| id.saturating_sub(now.timestamp_millis()));
    ahead.is_ok_and(|ahead| ahead <= FAR.num_milliseconds())
}

/// The id of the newest record of a device; none if it has none. Those that no later one can follow
/// are passed over.
///
/// # Errors
/// If its folder or a file in it is there and cannot be read.
pub fn last_id(
    history: &Path,
    device: &str,
    now: DateTime<FixedOffset>,
) -> io::Result<Option<u64>> {
    let mut newest = None;
    for path in newest_files(&history.join(device))? {
        each_line_from_the_end(&path, u64::MAX, |line| {
            let id = match read_line(line) {
                Line::Record(record) => record.id,
                Line::Unknown { id } => id,
                Line::Damaged | Line::Blank => return Go::On,
            };
            if !is_near(id, now) {
                return Go::On;
            }
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
    let mut files = Vec::new();
    for path in files_of(folder)? {
        let changed = fs::metadata(&path).and_then(|file| file.modified());
        files.push((path, changed.unwrap_or(SystemTime::UNIX_EPOCH)));
    }
    files.sort_by(|a, b| b.0.cmp(&a.0));
    let mut newest: Vec<_> = files.iter().take(NEWEST_FILES).cloned().collect();
    files.sort_by_key(|(_, changed)| Reverse(*changed));
    newest.extend(files.into_iter().take(NEWEST_FILES));
    let mut seen = HashSet::new();
    newest.retain(|(path, _)| seen.insert(path.clone()));
    Ok(newest.into_iter().map(|(path, _)| path).collect())
}

/// Calls `each` with the lines of a file, the last one first, until it is told to go home or so many
/// bytes are read.
fn each_line_from_the_end(
    path: &Path,
    most: u64,
    mut each: impl FnMut(&[u8]) -> Go,
) -> io::Result<()> {
    let mut file = match open_at_once(path) {
        // Who synchronises the folder took it away meanwhile.
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        opened => opened?,
    };
    if !file.metadata()?.is_file() {
        return Ok(());
    }
    let mut unread = file.seek(SeekFrom::End(0))?;
    let end = unread.saturating_sub(most);
    // The beginning of a line whose end was read already.
    let mut rest: Vec<u8> = Vec::new();
    while unread > end {
        let length = (unread - end).min(CHUNK);
        unread -= length;
        file.seek(SeekFrom::Start(unread))?;
        let mut chunk = Vec::new();
        file.by_ref().take(length).read_to_end(&mut chunk)?;
        if rest.len() > LONGEST_LINE {
            rest.clear();
        }
        chunk.append(&mut rest);
        let mut whole = chunk.len();
        while let Some(feed) = chunk[..whole].iter().rposition(|byte| *byte == b'\n') {
            if each(&chunk[feed + 1..whole]) == Go::Home {
                return Ok(());
            }
            whole = feed;
        }
        chunk.truncate(whole);
        rest = chunk;
    }
    if unread == 0 {
        each(&rest);
    }
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

    fn now() -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339("2026-11-23T12:00:00+01:00").unwrap()
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
        assert_eq!(last_id(history.path(), "pc-1", now()).unwrap(), Some(5));
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
    fn what_was_written_lately_is_found_by_the_writers_clock() {
        let nine = DateTime::parse_from_rfc3339("2026-11-23T09:00:00+01:00").unwrap();
        let at = u64::try_from(nine.timestamp_millis()).unwrap();
        let text: String = [at - 5000, at, at + 1, at + 5000].map(line).concat();
        let history = history(&[("2026-11.jsonl", text)]);
        let tail = records_since(history.path(), "pc-1", nine).unwrap();
        let ids: Vec<u64> = tail.records.iter().map(|record| record.id).collect();
        assert_eq!(ids, [at + 1, at + 5000]);
    }

    #[test]
    fn of_a_huge_file_of_another_machine_the_end_alone_is_read() {
        let long_ago = DateTime::UNIX_EPOCH.fixed_offset();
        let lines = 3 * LATELY / line(1).len() as u64;
        let history = history(&[("2026-11.jsonl", (1..=lines).map(line).collect())]);
        let tail = records_since(history.path(), "pc-1", long_ago).unwrap();
        let newest = tail.records.last().unwrap().id;
        assert_eq!((newest, tail.damaged), (lines, 0));
        let read = tail.records.len() as u64;
        assert!(read * 3 <= lines && 4 * read > lines, "{read} of {lines}");
    }

    #[test]
    fn damage_at_the_end_is_skipped_and_counted() {
        let text = line(1) + &line(2) + &line(3)[..30] + "\n" + &line(4) + &line(5)[..40];
        let history = history(&[("2026-11.jsonl", text)]);
        assert_eq!(ids_after(&history, 1), (vec![2, 4], 2));
        assert_eq!(last_id(history.path(), "pc-1", now()).unwrap(), Some(4));
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
        assert_eq!(last_id(history.path(), "pc-1", now()).unwrap(), Some(8));
    }

    #[test]
    fn an_id_far_ahead_of_the_clock_is_not_gone_on_from() {
        let milliseconds =
            |at: DateTime<FixedOffset>| u64::try_from(at.timestamp_millis()).unwrap();
        let [near, far] = [-1, 1].map(|days| milliseconds(now() + FAR + TimeDelta::days(days)));
        let of = |ids: &[u64]| {
            let history = history(&[("2026-11.jsonl", ids.iter().copied().map(line).collect())]);
            last_id(history.path(), "pc-1", now()).unwrap()
        };
        assert_eq!(of(&[4, near]), Some(near));
        assert_eq!(of(&[4, far, 253_402_300_799_999]), Some(4));
        assert_eq!(of(&[far]), None);
    }

    #[test]
    fn a_record_of_a_newer_program_is_counted_and_its_id_too() {
        let newer = "{\"v\":2,\"id\":9,\"kind\":\"started\"}\n".to_owned();
        let history = history(&[("2026-11.jsonl", line(1) + &newer)]);
        let tail = records_after(history.path(), "pc-1", 0).unwrap();
        assert_eq!((tail.records.len(), tail.unknown), (1, 1));
        assert_eq!(last_id(history.path(), "pc-1", now()).unwrap(), Some(9));
    }

    #[test]
    fn no_history_has_no_newest_record() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(last_id(folder.path(), "pc-1", now()).unwrap(), None);
        assert_eq!(
            records_after(folder.path(), "pc-1", 0).unwrap(),
            Tail::default()
        );
    }
}

//! The files of the history, read tolerantly: one device after the other, some months of each.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use crate::engine::Record;

use super::line::{Line, read_line};

/// A longer line is damage, however it came there.
const LONGEST_LINE: u64 = 64 * 1024;

/// What one device wrote.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Device {
    /// Its name, which is its folder's.
    pub name: String,
    /// Its records in the order of their ids, each once.
    pub records: Vec<Record>,
    /// What could not be used.
    pub unread: Unread,
}

/// How many lines could not be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Unread {
    /// Cut off or garbled.
    pub damaged: u64,
    /// Of a newer version or an unknown kind.
    pub unknown: u64,
}

/// Reads some months (`2026-11`) of every device. A folder that is not there is an empty history.
///
/// # Errors
/// If the folder or a file in it cannot be read.
pub fn devices(history: &Path, months: &[String]) -> io::Result<Vec<Device>> {
    let folder = match fs::read_dir(history) {
        Ok(folder) => folder,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut devices = Vec::new();
    for entry in folder {
        let entry = entry?;
        if entry.path().is_dir() {
            let name = entry.file_name().to_string_lossy().into_owned();
            devices.push(device(name, &entry.path(), months)?);
        }
    }
    devices.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(devices)
}

fn device(name: String, folder: &Path, months: &[String]) -> io::Result<Device> {
    let mut device = Device {
        name,
        ..Device::default()
    };
    let mut seen = HashSet::new();
    for month in months {
        let file = match File::open(folder.join(format!("{month}.jsonl"))) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error),
        };
        read_lines(BufReader::new(file), |line| match line {
            Line::Record(record) => {
                if seen.insert(record.id) {
                    device.records.push(record);
                }
            }
            Line::Unknown { .. } => device.unread.unknown += 1,
            Line::Damaged => device.unread.damaged += 1,
            Line::Blank => {}
        })?;
    }
    device.records.sort_by_key(|record| record.id);
    Ok(device)
}

/// Calls `each` with every line; one that is too long is damage and takes no memory.
fn read_lines(mut file: impl BufRead, mut each: impl FnMut(Line)) -> io::Result<()> {
    let mut line = Vec::new();
    loop {
        line.clear();
        let length = file
            .by_ref()
            .take(LONGEST_LINE)
            .read_until(b'\n', &mut line)?;
        if length == 0 {
            return Ok(());
        }
        if length as u64 == LONGEST_LINE && line.last() != Some(&b'\n') {
            file.skip_until(b'\n')?;
            each(Line::Damaged);
            continue;
        }
        each(read_line(&line));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(id: u64) -> String {
        format!(
            "{{\"v\":1,\"id\":{id},\"at\":\"2026-11-23T09:00:00+01:00\",\"kind\":\"started\"}}\n"
        )
    }

    fn read(text: impl AsRef<[u8]>) -> Device {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("pc-1")).unwrap();
        fs::write(folder.path().join("pc-1/2026-11.jsonl"), text).unwrap();
        devices(folder.path(), &["2026-11".into()])
            .unwrap()
            .remove(0)
    }

    fn ids(device: &Device) -> Vec<u64> {
        device.records.iter().map(|record| record.id).collect()
    }

    #[test]
    fn damage_is_counted_and_changes_no_other_line() {
        let cut = &line(2)[..20];
        let text = format!("{}{cut}\n{}\0\0\0\n\n{}", line(1), line(3), line(4));
        let device = read(text);
        assert_eq!(ids(&device), [1, 3, 4]);
        assert_eq!(
            device.unread,
            Unread {
                damaged: 2,
                unknown: 0
            }
        );
    }

    #[test]
    fn a_last_line_without_line_feed_is_read_when_it_is_whole() {
        let both = line(1) + &line(2);
        assert_eq!(ids(&read(both.trim_end())), [1, 2]);
        let device = read(&both[..both.len() - 5]);
        assert_eq!((ids(&device), device.unread.damaged), (vec![1], 1));
    }

    #[test]
    fn a_line_without_end_is_one_damaged_line() {
        let long = "x".repeat(300_000);
        let device = read(format!("{}{long}\n{}", line(1), line(2)));
        assert_eq!(ids(&device), [1, 2]);
        assert_eq!(device.unread.damaged, 1);
    }

    #[test]
    fn a_record_written_twice_counts_once_and_order_is_that_of_ids() {
        assert_eq!(ids(&read(line(5) + &line(2) + &line(5))), [2, 5]);
    }

    #[test]
    fn no_history_is_an_empty_one() {
        let folder = tempfile::tempdir().unwrap();
        let none = devices(&folder.path().join("none"), &[]).unwrap();
        assert!(none.is_empty());
    }

    #[test]
    fn files_beside_the_devices_are_no_devices() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("notes.txt"), "hello").unwrap();
        assert!(devices(folder.path(), &[]).unwrap().is_empty());
    }
}

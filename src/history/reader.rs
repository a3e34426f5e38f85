//! The files of the history, read tolerantly: a folder for each device, a file for each month.
//!
//! A folder may be synchronised by any program. What such a program puts beside a file when it was
//! changed in two places (a *conflict copy*) is read like the file itself; records that are in both
//! count once. A correction stands in the month of what it corrects or in a later one of the same
//! device; who reads a month reads its neighbours too.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use std::ops::AddAssign;
use std::path::{Path, PathBuf};

use chrono::{Datelike, NaiveDate};

use crate::engine::Record;

use super::line::{Line, read_line};
use super::lines::{LONGEST_LINE, lines};
use super::names::machine_of;
use super::set::Batch;

/// No file is read further: a month of a machine is a thousandth of this.
const LARGEST_FILE: u64 = 512 * 1024 * 1024;

const ENDING: &str = ".jsonl";

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

/// What could not be used, and files that were folded in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Unread {
    /// Lines cut off or garbled.
    pub damaged: u64,
    /// Lines of a newer version or an unknown kind.
    pub unknown: u64,
    /// Conflict copies: each was read, and counts once.
    pub copies: u64,
    /// Folders and files that could not be read at all.
    pub refused: BTreeSet<Refused>,
}

/// A folder or file of a machine that cannot be read. It hides no other.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Refused {
    /// Whose it is.
    pub device: String,
    /// Where it lies.
    pub path: PathBuf,
    /// What the system says.
    pub why: String,
}

impl Unread {
    /// What this device wrote itself has to be read, or nothing of it is true.
    ///
    /// # Errors
    /// If anything of it was refused.
    pub fn all_of(&self, device: &str) -> io::Result<()> {
        match self.refused.iter().find(|it| it.device == device) {
            Some(Refused { path, why, .. }) => {
                Err(io::Error::other(format!("{}: {why}", path.display())))
            }
            None => Ok(()),
        }
    }
}

impl Refused {
    /// Where it lies and why it cannot be read, as it is put into words.
    #[must_use]
    pub fn told(&self) -> (&Path, &str) {
        (&self.path, &self.why)
    }

    /// This machine's folder or file, which the system refused so.
    #[must_use]
    pub fn of(device: &str, path: &Path, error: &io::Error) -> Self {
        let why = error.to_string();
        // The number says nothing to a person.
        let words = why
            .split_once(" (os error")
            .map_or(&*why, |(words, _)| words);
        Self {
            device: device.to_owned(),
            path: path.to_owned(),
            why: words.to_lowercase(),
        }
    }
}

impl AddAssign for Unread {
    fn add_assign(&mut self, other: Self) {
        self.damaged += other.damaged;
        self.unknown += other.unknown;
        self.copies += other.copies;
        self.refused.extend(other.refused);
    }
}

impl Device {
    /// Its records, as the fold takes them.
    pub(super) fn batch(&self) -> Batch<'_> {
        Batch {
            device: &self.name,
            records: &self.records,
        }
    }
}

/// A month of the calendar; they are in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Month {
    /// Counted from January of the year 0.
    index: i32,
}

impl Month {
    /// The month of a date.
    pub(super) fn of(date: NaiveDate) -> Self {
        Self {
            index: date.year() * 12 + date.month0().cast_signed(),
        }
    }

    /// The month that a name of a file begins with, and the rest of the name.
    fn at_the_start(name: &str) -> Option<(Self, &str)> {
        let (month, rest) = name.split_at_checked(7)?;
        let (year, number) = month.split_once('-')?;
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if year.len() != 4 || !digits(year) || !digits(number) {
            return None;
        }
        let date = NaiveDate::from_ymd_opt(year.parse().ok()?, number.parse().ok()?, 1)?;
        Some((Self::of(date), rest))
    }

    /// The one before.
    pub(super) fn before(self) -> Self {
        Self {
            index: self.index - 1,
        }
    }

    /// The one after.
    pub(super) fn after(self) -> Self {
        Self {
            index: self.index + 1,
        }
    }

    /// Its first day.
    pub(super) fn first_day(self) -> Option<NaiveDate> {
        let month = self.index.rem_euclid(12).cast_unsigned() + 1;
        NaiveDate::from_ymd_opt(self.index.div_euclid(12), month, 1)
    }
}

/// The files of one device by month, as they are named.
#[derive(Debug, Clone)]
pub(super) struct Shelf {
    /// The device's name.
    pub(super) name: String,
    months: BTreeMap<Month, Vec<Found>>,
    /// Why it is not known what lies there.
    pub(super) refused: Option<Refused>,
}

#[derive(Debug, Clone)]
struct Found {
    path: PathBuf,
    is_copy: bool,
}

/// Every device of a history. A folder that is not there is an empty history, and one in it that holds
/// no month is no device's.
///
/// # Errors
/// If the folder cannot be listed. One in it that cannot be is told by what is read of its device.
pub(super) fn shelves(history: &Path) -> io::Result<Vec<Shelf>> {
    let mut shelves = Vec::new();
    for entry in entries(history)? {
        let folder = entry.file_name();
        let Some(name) = machine_of(&folder).filter(|_| entry.path().is_dir()) else {
            continue;
        };
        let shelf = Shelf::of(name, &entry.path());
        if !shelf.months.is_empty() || shelf.refused.is_some() {
            shelves.push(shelf);
        }
    }
    shelves.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(shelves)
}

fn entries(folder: &Path) -> io::Result<Vec<fs::DirEntry>> {
    match fs::read_dir(folder) {
        Ok(entries) => entries.collect(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

impl Shelf {
    fn of(name: &str, folder: &Path) -> Self {
        let mut shelf = Self {
            name: name.to_owned(),
            months: BTreeMap::new(),
            refused: None,
        };
        match entries(folder) {
            Ok(entries) => entries.iter().for_each(|entry| shelf.take(entry)),
            Err(error) => shelf.refused = Some(Refused::of(name, folder, &error)),
        }
        for files in shelf.months.values_mut() {
            files.sort_by(|a, b| a.path.cmp(&b.path));
        }
        shelf
    }

    fn take(&mut self, entry: &fs::DirEntry) {
        let name = entry.file_name().to_string_lossy().into_owned();
        if let Some((month, rest)) = Month::at_the_start(&name)
            && rest.ends_with(ENDING)
        {
            self.months.entry(month).or_default().push(Found {
                path: entry.path(),
                is_copy: rest != ENDING,
            });
        }
    }

    /// The months it has anything of, in order.
    pub(super) fn months(&self) -> impl DoubleEndedIterator<Item = Month> + '_ {
        self.months.keys().copied()
    }

    /// Its files in order, each with the month it is named after.
    pub(super) fn files(&self) -> impl Iterator<Item = (Month, &Path)> + '_ {
        let months = self.months.iter();
        months.flat_map(|(month, all)| all.iter().map(|found| (*month, found.path.as_path())))
    }

    /// Reads some months, and tells what of them cannot be read.
    pub(super) fn read(&self, months: &[Month]) -> Device {
        let mut device = Device {
            name: self.name.clone(),
            ..Device::default()
        };
        device.unread.refused.extend(self.refused.clone());
        for found in months
            .iter()
            .filter_map(|month| self.months.get(month))
            .flatten()
        {
            device.unread.copies += u64::from(found.is_copy);
            if let Err(error) = device.read(&found.path) {
                let refused = Refused::of(&self.name, &found.path, &error);
                device.unread.refused.insert(refused);
            }
        }
        device.records.sort_by_key(|record| (record.id, record.at));
        device.records.dedup();
        device
    }
}

impl Device {
    fn read(&mut self, path: &Path) -> io::Result<()> {
        match fs::metadata(path) {
            Ok(found) if found.is_file() => {}
            // Synchronised away meanwhile.
            Err(error) if error.kind() == io::ErrorKind::NotFound && !path.is_symlink() => {
                return Ok(());
            }
            Err(error) if !path.is_symlink() => return Err(error),
            _ => {
                // A folder, a pipe, a device or a circle of links is no history, and some of them
                // never end.
                self.unread.damaged += 1;
                return Ok(());
            }
        }
        let file = File::open(path)?.take(LARGEST_FILE);
        lines(
            BufReader::with_capacity(64 * 1024, file),
            LONGEST_LINE,
            |line| {
                match line.map_or(Line::Damaged, read_line) {
                    Line::Record(record) => self.records.push(record),
                    Line::Unknown { .. } => self.unread.unknown += 1,
                    Line::Damaged => self.unread.damaged += 1,
                    Line::Blank => {}
                }
                Ok(())
            },
        )
    }
}

/// The names of all who have a month in the history, or whose folder cannot be read, in order.
///
/// # Errors
/// If the history is there and cannot be read.
pub fn devices(history: &Path) -> io::Result<Vec<String>> {
    let shelves = shelves(history)?;
    Ok(shelves.into_iter().map(|shelf| shelf.name).collect())
}

/// Reads the months from the one before this day to the one after that of every device.
///
/// # Errors
/// If the history is there and cannot be read. What of it cannot is told with the device.
pub fn devices_around(history: &Path, from: NaiveDate, to: NaiveDate) -> io::Result<Vec<Device>> {
    let last = Month::of(to).after();
    let mut months = vec![Month::of(from).before()];
    while let Some(month) = months.last().copied().filter(|month| *month < last) {
        months.push(month.after());
    }
    let shelves = shelves(history)?;
    Ok(shelves.iter().map(|shelf| shelf.read(&months)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn november() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
    }

    fn line(id: u64) -> String {
        format!(
            "{{\"v\":1,\"id\":{id},\"at\":\"2026-11-23T09:00:00+01:00\",\"kind\":\"started\"}}\n"
        )
    }

    fn read(text: impl AsRef<[u8]>) -> Device {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("pc-1")).unwrap();
        fs::write(folder.path().join("pc-1/2026-11.jsonl"), text).unwrap();
        devices_around(folder.path(), november(), november())
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
                ..Unread::default()
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
        let none = devices_around(&folder.path().join("none"), november(), november()).unwrap();
        assert!(none.is_empty());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_file_that_cannot_be_read_hides_nothing_and_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::create_dir(path("pc-1")).unwrap();
        fs::write(path("pc-1/2026-11.jsonl"), line(1)).unwrap();
        fs::create_dir(path("pc-2")).unwrap();
        fs::write(path("pc-2/2026-10.jsonl"), line(2)).unwrap();
        // It can be opened by whoever runs this, and not be read.
        std::os::unix::fs::symlink("/proc/self/mem", path("pc-2/2026-11.jsonl")).unwrap();
        let devices = devices_around(folder.path(), november(), november()).unwrap();
        assert_eq!((ids(&devices[0]), ids(&devices[1])), (vec![1], vec![2]));
        let refused: Vec<Refused> = devices[1].unread.refused.iter().cloned().collect();
        let expected = Refused {
            device: "pc-2".to_owned(),
            path: path("pc-2/2026-11.jsonl"),
            why: "input/output error".to_owned(),
        };
        assert_eq!(refused, [expected]);
        assert!(devices[1].unread.all_of("pc-1").is_ok());
        assert!(devices[1].unread.all_of("pc-2").is_err());
    }

    #[test]
    fn a_folder_that_cannot_be_listed_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pc-1");
        fs::write(&path, "no folder").unwrap();
        let shelf = Shelf::of("pc-1", &path);
        assert_eq!(shelf.months().count(), 0);
        let refused = shelf.read(&[Month::of(november())]).unread.refused;
        let paths: Vec<&PathBuf> = refused.iter().map(|it| &it.path).collect();
        assert_eq!(paths, [&path]);
    }

    #[test]
    fn a_folder_without_a_month_is_no_device() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["empty", "pc-1"] {
            fs::create_dir(folder.path().join(name)).unwrap();
        }
        fs::write(folder.path().join("empty/notes.jsonl"), line(1)).unwrap();
        fs::write(folder.path().join("pc-1/2016-11.jsonl"), line(1)).unwrap();
        assert_eq!(devices(folder.path()).unwrap(), ["pc-1"]);
        let around = devices_around(folder.path(), november(), november()).unwrap();
        assert_eq!(around.len(), 1);
    }

    #[test]
    fn files_beside_the_devices_are_no_devices() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("notes.txt"), "hello").unwrap();
        assert!(
            devices_around(folder.path(), november(), november())
                .unwrap()
                .is_empty()
        );
    }
}

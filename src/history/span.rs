//! Many days read month by month, so that what it takes does not grow with their number.

use std::collections::{BTreeSet, VecDeque};
use std::io;
use std::ops::RangeInclusive;
use std::path::Path;
use std::thread;
use std::time::Duration;

use chrono::{DateTime, FixedOffset, NaiveDate};

use crate::engine::Record;

use super::day::{Counting, Day};
use super::elsewhere::Heard;
use super::figures::Summary;
use super::fold;
use super::reader::{Device, Month, Shelf, Unread, shelves};
use super::set::Batch;

/// More threads than this wait for the disk and for each other.
const MOST_THREADS: usize = 4;

/// What is not in the history yet: records of one device that wait, and stretches that go on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Unwritten {
    /// The device that will write them.
    pub device: String,
    /// The records.
    pub records: Vec<Record>,
}

/// Days of the history, and what is to be said of the files they came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Days<T> {
    /// The days, in order.
    pub days: Vec<T>,
    /// What could not be used of the files that were read.
    pub unread: Unread,
    /// Machines whose clock does not fit to this one's.
    pub clocks_off: Vec<ClockOff>,
}

impl<T> Default for Days<T> {
    fn default() -> Self {
        Self {
            days: Vec::new(),
            unread: Unread::default(),
            clocks_off: Vec::new(),
        }
    }
}

/// A machine whose newest record lies ahead of this machine's clock: one of the two is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClockOff {
    /// The other machine.
    pub device: String,
    /// How far its newest record lies ahead.
    pub ahead: Duration,
}

/// The first day on which anything can be recorded, by the names of the files; none in an empty
/// history.
///
/// # Errors
/// If the history is there and cannot be read.
pub fn first_day(history: &Path) -> io::Result<Option<NaiveDate>> {
    let shelves = shelves(history)?;
    let first = shelves
        .iter()
        .filter_map(|shelf| shelf.months().next())
        .min();
    Ok(first.and_then(Month::first_day))
}

/// Days whole, each that was asked for, with every piece. For a few weeks at most.
///
/// # Errors
/// If the history is there and cannot be read.
pub fn read_days(
    history: &Path,
    dates: RangeInclusive<NaiveDate>,
    counting: Counting,
    unwritten: &Unwritten,
    now: DateTime<FixedOffset>,
) -> io::Result<Days<Day>> {
    let asked = Asked {
        dates,
        counting,
        unwritten,
        now,
    };
    let mut months = vec![Month::of(*asked.dates.start())];
    while let Some(month) = months.last().map(|month| month.after()) {
        if !asked.wants(month) {
            break;
        }
        months.push(month);
    }
    asked.read(&shelves(history)?, &months, Some)
}

/// Days in figures, for as many years as there are: those on which somebody was there, and those on
/// which another program counted something.
///
/// # Errors
/// If the history is there and cannot be read.
pub fn read_summaries(
    history: &Path,
    dates: RangeInclusive<NaiveDate>,
    counting: Counting,
    unwritten: &Unwritten,
    now: DateTime<FixedOffset>,
) -> io::Result<Days<Summary>> {
    let shelves = shelves(history)?;
    let known = shelves.iter().flat_map(Shelf::months);
    let unwritten_months = unwritten
        .records
        .iter()
        .map(|it| Month::of(it.at.date_naive()));
    let asked = Asked {
        dates,
        counting,
        unwritten,
        now,
    };
    // Beside them there is nothing, however many years were asked for and lie between.
    let near = known
        .chain(unwritten_months)
        .flat_map(|month| [month.before(), month, month.after()]);
    let months: BTreeSet<Month> = near.filter(|month| asked.wants(*month)).collect();
    let months: Vec<Month> = months.into_iter().collect();
    asked.read(&shelves, &months, |day| Summary::among_others(&day))
}

/// What of all machines could not be used, and the conflict copies: every file is read.
///
/// # Errors
/// If the history is there and cannot be read.
pub fn unread(history: &Path) -> io::Result<Unread> {
    let shelves = shelves(history)?;
    let months: Vec<(&Shelf, Month)> = shelves
        .iter()
        .flat_map(|shelf| shelf.months().map(move |month| (shelf, month)))
        .collect();
    let parts = in_parts(&months, |run| {
        let mut unread = Unread::default();
        for (shelf, month) in run {
            unread += shelf.read(&[*month]).unread;
        }
        Ok(unread)
    })?;
    let mut all = refused(&shelves, "")?;
    for part in parts {
        all += part;
    }
    Ok(all)
}

/// The folders that cannot be read, whatever months are asked for.
///
/// # Errors
/// If `own` is one of them.
fn refused(shelves: &[Shelf], own: &str) -> io::Result<Unread> {
    let mut unread = Unread::default();
    for shelf in shelves {
        unread += shelf.read(&[]).unread;
    }
    unread.all_of(own)?;
    Ok(unread)
}

/// Does a long row of work on as many threads as help, each with a run of it; answers in order.
fn in_parts<W: Sync, T: Send>(
    row: &[W],
    work: impl Fn(&[W]) -> io::Result<T> + Sync,
) -> io::Result<Vec<T>> {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    // A few months are read sooner than a thread is made.
    let threads = threads.min(MOST_THREADS).min(row.len() / 4).max(1);
    let runs: Vec<&[W]> = row.chunks(row.len().div_ceil(threads).max(1)).collect();
    let Some((last, others)) = runs.split_last() else {
        return Ok(Vec::new());
    };
    let work = &work;
    thread::scope(|scope| {
        let others: Vec<_> = others
            .iter()
            .map(|run| scope.spawn(move || work(run)))
            .collect();
        let last = work(last);
        others
            .into_iter()
            .map(|other| other.join().unwrap_or_else(|_| Err(panicked())))
            .chain([last])
            .collect()
    })
}

/// What is read, and how it is counted.
struct Asked<'a> {
    dates: RangeInclusive<NaiveDate>,
    counting: Counting,
    unwritten: &'a Unwritten,
    now: DateTime<FixedOffset>,
}

impl Asked<'_> {
    /// Whether a day of this month was asked for.
    fn wants(&self, month: Month) -> bool {
        let (first, last) = (Month::of(*self.dates.start()), Month::of(*self.dates.end()));
        first <= month && month <= last
    }

    /// On as many threads as help; each reads some of the months, which are in order.
    fn read<T: Send>(
        &self,
        shelves: &[Shelf],
        months: &[Month],
        make: impl Fn(Day) -> Option<T> + Sync,
    ) -> io::Result<Days<T>> {
        let parts = in_parts(months, |some| {
            let mut read = Days::default();
            for run in some.chunk_by(|month, next| month.after() == *next) {
                self.read_run(shelves, run, &make, &mut read)?;
            }
            Ok(read)
        })?;
        let mut days = Days {
            unread: refused(shelves, &self.unwritten.device)?,
            ..Days::default()
        };
        for part in parts {
            days.days.extend(part.days);
            days.unread += part.unread;
            days.clocks_off.extend(part.clocks_off);
        }
        days.clocks_off.sort_by(|a, b| a.device.cmp(&b.device));
        days.clocks_off.dedup_by(|later, first| {
            first.ahead = first.ahead.max(later.ahead);
            later.device == first.device
        });
        Ok(days)
    }

    /// Months one after the other, each with its neighbours and no more in memory.
    fn read_run<T>(
        &self,
        shelves: &[Shelf],
        run: &[Month],
        make: &(impl Fn(Day) -> Option<T> + Sync),
        read: &mut Days<T>,
    ) -> io::Result<()> {
        let mut near: VecDeque<Vec<Device>> = VecDeque::new();
        let Some(first) = run.first() else {
            return Ok(());
        };
        for month in [first.before(), *first] {
            near.push_back(self.read_month(shelves, month, month == *first, read)?);
        }
        for (place, month) in run.iter().enumerate() {
            let counts = place + 1 < run.len();
            near.push_back(self.read_month(shelves, month.after(), counts, read)?);
            let unwritten = Batch {
                device: &self.unwritten.device,
                records: &self.unwritten.records,
            };
            let batches: Vec<Batch<'_>> = near
                .iter()
                .flatten()
                .map(Device::batch)
                .chain([unwritten])
                .collect();
            if let Some((date, count)) = self.days_of(*month) {
                let days = fold::days(&batches, date, count, self.counting, Some(self.now));
                read.days.extend(days.into_iter().filter_map(make));
            }
            near.pop_front();
        }
        Ok(())
    }

    /// Lines of a month that is only read beside others were counted with it, or are not asked for.
    fn read_month<T>(
        &self,
        shelves: &[Shelf],
        month: Month,
        counts: bool,
        read: &mut Days<T>,
    ) -> io::Result<Vec<Device>> {
        let mut devices = Vec::with_capacity(shelves.len());
        for shelf in shelves {
            let device = shelf.read(&[month]);
            device.unread.all_of(&self.unwritten.device)?;
            if counts {
                read.unread += device.unread.clone();
            }
            read.clocks_off.extend(self.clock_off(&device));
            devices.push(device);
        }
        Ok(devices)
    }

    fn clock_off(&self, device: &Device) -> Option<ClockOff> {
        let ahead = Heard::of(&device.records, self.now)?.ahead?;
        (device.name != self.unwritten.device).then(|| ClockOff {
            device: device.name.clone(),
            ahead,
        })
    }

    /// Those days of a month that were asked for: the first, and how many.
    fn days_of(&self, month: Month) -> Option<(NaiveDate, u32)> {
        let next = month.after().first_day()?;
        let from = month.first_day()?.max(*self.dates.start());
        let to = next.pred_opt()?.min(*self.dates.end());
        let count = u32::try_from((to - from).num_days() + 1).ok()?;
        (count > 0).then_some((from, count))
    }
}

fn panicked() -> io::Error {
    io::Error::other("a thread that read the history broke")
}

#[cfg(test)]
mod tests {
    use std::fs;

    use chrono::NaiveTime;

    use super::*;

    #[test]
    fn months_of_which_nobody_wrote_are_not_looked_at() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("pc-1")).unwrap();
        // At the end of January, so that February has it too; and one far from it.
        for (place, (file, at)) in [
            ("0001-01", "0001-01-31T20:00:00Z"),
            ("2026-11", "2026-11-23T09:00:00Z"),
            ("9998-12", "9998-12-01T09:00:00Z"),
        ]
        .into_iter()
        .enumerate()
        {
            let line = format!(
                r#"{{"v":1,"id":{place},"at":"{at}","kind":"stretch","posture":"seated","seconds":36000}}"#
            );
            fs::write(
                folder.path().join(format!("pc-1/{file}.jsonl")),
                line + "\n{}\n",
            )
            .unwrap();
        }
        let counting = Counting {
            day_starts_at: NaiveTime::from_hms_opt(4, 0, 0).unwrap(),
            break_length: Duration::from_mins(2),
        };
        let date = |text: &str| text.parse::<NaiveDate>().unwrap();
        let dates = date("0001-01-01")..=date("9999-12-31");
        let now = DateTime::parse_from_rfc3339("9999-12-31T12:00:00Z").unwrap();
        let none = Unwritten::default();
        let read = read_summaries(folder.path(), dates, counting, &none, now).unwrap();
        let told: Vec<(String, u64)> = read
            .days
            .iter()
            .map(|day| {
                (
                    day.date.to_string(),
                    day.figures.time.seated.as_secs() / 3600,
                )
            })
            .collect();
        let expected = [
            ("0001-01-31", 8),
            ("0001-02-01", 2),
            ("2026-11-23", 10),
            ("9998-12-01", 10),
        ];
        assert_eq!(told, expected.map(|(date, hours)| (date.to_owned(), hours)));
        assert_eq!(read.unread.damaged, 3, "each file is counted once");
    }
}

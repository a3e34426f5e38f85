//! Many days read one after the other, so that what it takes does not grow with their number.

use std::io;
use std::ops::RangeInclusive;
use std::path::Path;

use chrono::{DateTime, FixedOffset, NaiveDate};

use crate::engine::Record;

use super::day::{Counting, Day, read_day_and};
use super::figures::Summary;
use super::reader::Unread;

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
    /// Every day asked for on which anything is recorded, in order.
    pub days: Vec<T>,
    /// Lines that could not be used.
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
    pub ahead: std::time::Duration,
}

/// The first day on which anything is recorded, by the names of the files; none in an empty history.
///
/// # Errors
/// If the history is there and cannot be read.
pub fn first_day(_history: &Path) -> io::Result<Option<NaiveDate>> {
    Ok(None)
}

/// Days whole: every piece of each. For a few weeks at most.
///
/// # Errors
/// If the history is there and cannot be read.
pub fn read_days(
    history: &Path,
    dates: RangeInclusive<NaiveDate>,
    counting: Counting,
    unwritten: &Unwritten,
    _now: DateTime<FixedOffset>,
) -> io::Result<Days<Day>> {
    let mut days = Days::default();
    for date in dates
        .start()
        .iter_days()
        .take_while(|date| date <= dates.end())
    {
        days.days.push(read_day_and(
            history,
            date,
            counting,
            &unwritten.device,
            unwritten.records.clone(),
        )?);
    }
    Ok(days)
}

/// Days in figures, for as many years as there are.
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
    let whole = read_days(history, dates, counting, unwritten, now)?;
    Ok(Days {
        days: whole.days.iter().map(Summary::of).collect(),
        unread: whole.unread,
        clocks_off: whole.clocks_off,
    })
}

//! The history as the pages ask for it: whole days or figures, with what is not written yet.

use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::chores::{Came, Chore};
use crate::history::{self, Counting, Day, Days, Summary, Unwritten};

/// Which part of the history a page shows, and how it is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// The folder of the history.
    pub history: PathBuf,
    /// What days are counted with.
    pub counting: Counting,
    /// The days.
    pub dates: RangeInclusive<NaiveDate>,
}

/// What is asked of the files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Which part.
    pub wanted: Wanted,
    /// What is not in the files yet.
    pub unwritten: Unwritten,
    /// The moment.
    pub now: DateTime<FixedOffset>,
}

/// What was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read<T> {
    /// Which part.
    pub wanted: Wanted,
    /// The moment it was asked for.
    pub now: DateTime<FixedOffset>,
    /// The days, or why there are none, for people.
    pub days: Result<Days<T>, String>,
}

/// What can be read of each day.
pub trait Recorded: Sized {
    /// The chore that reads it.
    fn chore(question: Question) -> Chore;

    /// What came of that chore, if it is that.
    fn of(came: &Came) -> Option<&Arc<Read<Self>>>;
}

impl Recorded for Day {
    fn chore(question: Question) -> Chore {
        Chore::Days(Box::new(question))
    }

    fn of(came: &Came) -> Option<&Arc<Read<Self>>> {
        match came {
            Came::Days(read) => Some(read),
            _ => None,
        }
    }
}

impl Recorded for Summary {
    fn chore(question: Question) -> Chore {
        Chore::Summaries(Box::new(question))
    }

    fn of(came: &Came) -> Option<&Arc<Read<Self>>> {
        match came {
            Came::Summaries(read) => Some(read),
            _ => None,
        }
    }
}

impl Question {
    /// Reads whole days, however long the disk takes.
    pub(super) fn days(self) -> Came {
        Came::Days(Arc::new(self.read(history::read_days)))
    }

    /// Reads figures, however long the disk takes.
    pub(super) fn summaries(self) -> Came {
        Came::Summaries(Arc::new(self.read(history::read_summaries)))
    }

    fn read<T>(self, read: Reads<T>) -> Read<T> {
        let Wanted {
            history,
            counting,
            dates,
        } = &self.wanted;
        let days = read(history, dates.clone(), *counting, &self.unwritten, self.now);
        let days = days.map_err(|error| {
            format!(
                "The history in {} cannot be read: {error}. Nothing in it was changed; look at \
                 the folder, then come back to this page.",
                history.display()
            )
        });
        Read {
            wanted: self.wanted,
            now: self.now,
            days,
        }
    }
}

/// How the history is read.
type Reads<T> = fn(
    &std::path::Path,
    RangeInclusive<NaiveDate>,
    Counting,
    &Unwritten,
    DateTime<FixedOffset>,
) -> std::io::Result<Days<T>>;

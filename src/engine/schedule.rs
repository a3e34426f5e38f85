//! When the program asks at all: ranges of the day by weekday, and days without any.

use std::time::Duration;

use chrono::{DateTime, Datelike, Days, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Weekday};
use serde::{Deserialize, Serialize};

/// The next change is looked for on so many days: a week without holidays has it, and holidays that
/// last longer are looked at again when this is over.
const DAYS_AHEAD: u64 = 40;

/// The open hours of a week. None at all means always open, but for holidays.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Schedule {
    ranges: Vec<Range>,
    #[serde(default)]
    holidays: Vec<Holiday>,
}

/// Open on one weekday from `from` until `until`; an `until` not after `from` lies on the next day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Range {
    /// The weekday on which it begins.
    pub day: Weekday,
    /// The first open moment.
    pub from: NaiveTime,
    /// The first closed moment.
    pub until: NaiveTime,
}

/// Days on which nothing opens. What opened the evening before closes at its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Holiday {
    /// From the first day to the last, both included.
    Dates {
        /// The first.
        first: NaiveDate,
        /// The last.
        last: NaiveDate,
    },
    /// This day of every year.
    Yearly {
        /// 1 to 12.
        month: u32,
        /// 1 to 31.
        day: u32,
    },
}

impl Schedule {
    /// Open all the time.
    #[must_use]
    pub fn always() -> Self {
        Self::default()
    }

    /// Open in these ranges; an empty list is always open.
    #[must_use]
    pub fn new(ranges: Vec<Range>) -> Self {
        Self {
            ranges,
            holidays: Vec::new(),
        }
    }

    /// The same, closed on these days.
    #[must_use]
    pub fn closed_on(self, holidays: Vec<Holiday>) -> Self {
        Self { holidays, ..self }
    }

    /// Whether it is open at this local time.
    #[must_use]
    pub fn is_open(&self, wall: DateTime<FixedOffset>) -> bool {
        self.is_open_at(wall.naive_local())
    }

    /// How long from this local time until it next opens or closes, or is worth looking at again;
    /// none if it never does.
    #[must_use]
    pub fn next_change(&self, wall: DateTime<FixedOffset>) -> Option<Duration> {
        if self.ranges.is_empty() && self.holidays.is_empty() {
            return None;
        }
        let now = wall.naive_local();
        let open = self.is_open_at(now);
        let mut day = now.date();
        for _ in 0..DAYS_AHEAD {
            let next = self
                .edges(day)
                .filter(|edge| *edge > now && self.is_open_at(*edge) != open)
                .min();
            if let Some(next) = next {
                return (next - now).to_std().ok();
            }
            day = day.checked_add_days(Days::new(1))?;
        }
        if self.holidays.is_empty() {
            return None;
        }
        (day.and_time(NaiveTime::MIN) - now).to_std().ok()
    }

    fn is_open_at(&self, now: NaiveDateTime) -> bool {
        let today = now.date();
        if self.ranges.is_empty() {
            return !self.is_holiday(today);
        }
        [Some(today), today.pred_opt()]
            .into_iter()
            .flatten()
            .any(|day| {
                self.begun_on(day)
                    .any(|(from, until)| from <= now && now < until)
            })
    }

    /// The hours that begin on this day, from and until.
    fn begun_on(&self, day: NaiveDate) -> impl Iterator<Item = (NaiveDateTime, NaiveDateTime)> {
        let works = !self.is_holiday(day);
        self.ranges
            .iter()
            .filter(move |range| works && range.day == day.weekday())
            .filter_map(move |range| {
                let last = if range.until > range.from {
                    day
                } else {
                    day.succ_opt()?
                };
                Some((day.and_time(range.from), last.and_time(range.until)))
            })
    }

    /// The moments of a day at which something may open or close.
    fn edges(&self, day: NaiveDate) -> impl Iterator<Item = NaiveDateTime> {
        let before = day.pred_opt();
        [Some(day), before]
            .into_iter()
            .flatten()
            .flat_map(|day| self.begun_on(day))
            .flat_map(|(from, until)| [from, until])
            .chain([day.and_time(NaiveTime::MIN)])
    }

    fn is_holiday(&self, day: NaiveDate) -> bool {
        self.holidays.iter().any(|holiday| holiday.holds(day))
    }
}

impl Holiday {
    fn holds(&self, date: NaiveDate) -> bool {
        match *self {
            Self::Dates { first, last } => first <= date && date <= last,
            Self::Yearly { month, day } => date.month() == month && date.day() == day,
        }
    }
}

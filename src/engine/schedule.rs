//! When the program asks at all: ranges of the day by weekday.

use chrono::{DateTime, Datelike, FixedOffset, NaiveTime, Weekday};
use serde::{Deserialize, Serialize};
use std::time::Duration;

const DAY: i64 = 24 * 60 * 60;
const WEEK: i64 = 7 * DAY;

/// The open hours of a week. None at all means always open.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Schedule {
    ranges: Vec<Range>,
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

impl Schedule {
    /// Open all the time.
    #[must_use]
    pub fn always() -> Self {
        Self::default()
    }

    /// Open in these ranges; an empty list is always open.
    #[must_use]
    pub fn new(ranges: Vec<Range>) -> Self {
        Self { ranges }
    }

    /// Whether it is open at this local time.
    #[must_use]
    pub fn is_open(&self, wall: DateTime<FixedOffset>) -> bool {
        self.ranges.is_empty() || {
            let second = second_of_week(wall);
            self.ranges.iter().any(|range| range.holds(second))
        }
    }

    /// How long from this local time until it next opens or closes; none if it never does.
    #[must_use]
    pub fn next_change(&self, wall: DateTime<FixedOffset>) -> Option<Duration> {
        let second = second_of_week(wall);
        let open = self.is_open(wall);
        self.ranges
            .iter()
            .flat_map(|range| [range.start(), range.end()])
            .filter(|edge| {
                self.ranges
                    .iter()
                    .any(|range| range.holds(edge.rem_euclid(WEEK)))
                    != open
            })
            .map(|edge| match (edge - second).rem_euclid(WEEK) {
                0 => WEEK,
                ahead => ahead,
            })
            .min()
            .and_then(|seconds| u64::try_from(seconds).ok())
            .map(|seconds| {
                Duration::from_secs(seconds)
                    .saturating_sub(Duration::from_nanos(wall.timestamp_subsec_nanos().into()))
            })
    }
}

impl Range {
    fn start(&self) -> i64 {
        i64::from(self.day.num_days_from_monday()) * DAY + second_of_day(self.from)
    }

    fn end(&self) -> i64 {
        let length = (second_of_day(self.until) - second_of_day(self.from)).rem_euclid(DAY);
        self.start() + if length == 0 { DAY } else { length }
    }

    fn holds(&self, second: i64) -> bool {
        (second - self.start()).rem_euclid(WEEK) < self.end() - self.start()
    }
}

fn second_of_day(time: NaiveTime) -> i64 {
    time.signed_duration_since(NaiveTime::MIN).num_seconds()
}

fn second_of_week(wall: DateTime<FixedOffset>) -> i64 {
    i64::from(wall.weekday().num_days_from_monday()) * DAY + second_of_day(wall.time())
}

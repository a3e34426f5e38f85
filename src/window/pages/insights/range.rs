//! How far back the page looks: whole weeks, the last of them up to today.

use std::ops::RangeInclusive;

use chrono::{Datelike, Days, NaiveDate};

/// How far back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Range {
    /// Four weeks.
    #[default]
    Weeks,
    /// A quarter of a year.
    Months,
    /// A year.
    Year,
}

impl Range {
    /// All of them, the shortest first.
    pub(super) const ALL: [Self; 3] = [Self::Weeks, Self::Months, Self::Year];

    /// On its button.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Weeks => "4 weeks",
            Self::Months => "3 months",
            Self::Year => "A year",
        }
    }

    /// In a name of a file.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Weeks => "4-weeks",
            Self::Months => "3-months",
            Self::Year => "year",
        }
    }

    /// From a Monday up to today.
    pub(super) fn dates(self, today: NaiveDate) -> RangeInclusive<NaiveDate> {
        let weeks = match self {
            Self::Weeks => 4,
            Self::Months => 13,
            Self::Year => 53,
        };
        let back = (weeks - 1) * 7 + u64::from(today.weekday().num_days_from_monday());
        today.checked_sub_days(Days::new(back)).unwrap_or(today)..=today
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_begins_on_a_monday_and_ends_today() {
        for (today, weeks) in [("2026-03-09", 4), ("2026-03-10", 4), ("2026-03-15", 4)] {
            let today: NaiveDate = today.parse().unwrap();
            let dates = Range::Weeks.dates(today);
            assert_eq!(*dates.start(), "2026-02-16".parse().unwrap());
            assert_eq!(*dates.end(), today);
            assert!((today - *dates.start()).num_days() < weeks * 7);
        }
        let year = Range::Year.dates("2026-03-10".parse().unwrap());
        assert!(*year.start() <= "2025-03-10".parse().unwrap());
    }
}

//! What the days of a range add up to. Made once, when they are read.

use std::ops::RangeInclusive;
use std::time::Duration;

use chrono::NaiveDate;

use crate::history::{DayBout, Figures, Hour, Summary};

/// A range of days, added up.
#[derive(Debug, Clone)]
pub(super) struct Sums {
    /// The days.
    pub(super) dates: RangeInclusive<NaiveDate>,
    /// Everything together.
    pub(super) figures: Figures,
    /// By hour of the local clock.
    pub(super) hours: [Hour; 24],
    /// The longest sitting of each day, from the first on.
    pub(super) longest: Vec<Longest>,
}

/// The longest sitting of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Longest {
    /// Nothing is recorded on the day.
    Unrecorded,
    /// Nobody sat.
    None,
    /// This one.
    Bout(DayBout),
}

impl Longest {
    /// How long it was, on a day on which somebody sat.
    pub(super) fn lasted(self) -> Option<Duration> {
        match self {
            Self::Unrecorded | Self::None => None,
            Self::Bout(bout) => Some(bout.lasted),
        }
    }
}

impl Sums {
    /// Adds up.
    pub(super) fn of(dates: &RangeInclusive<NaiveDate>, days: &[Summary]) -> Self {
        let length = (*dates.end() - *dates.start()).num_days() + 1;
        let mut sums = Self {
            dates: dates.clone(),
            figures: Figures::default(),
            hours: [Hour::default(); 24],
            longest: vec![Longest::Unrecorded; usize::try_from(length).unwrap_or(0)],
        };
        for day in days.iter().filter(|day| day.figures.days > 0) {
            sums.figures += &day.figures;
            for (hour, more) in sums.hours.iter_mut().zip(&day.hours) {
                hour.seated += more.seated;
                hour.long_seated += more.long_seated;
                hour.upright += more.upright;
                hour.breaks += more.breaks;
                hour.guessed += more.guessed;
            }
            let at = usize::try_from((day.date - *dates.start()).num_days());
            if let Some(place) = at.ok().and_then(|at| sums.longest.get_mut(at)) {
                let bout = day.figures.bouts.longest;
                *place = bout.map_or(Longest::None, Longest::Bout);
            }
        }
        sums
    }

    /// The date of a day of the range, by its number.
    pub(super) fn date(&self, number: usize) -> NaiveDate {
        let days = chrono::Days::new(number as u64);
        let first = *self.dates.start();
        first.checked_add_days(days).unwrap_or(first)
    }

    /// Whether nothing at all is recorded.
    pub(super) fn is_empty(&self) -> bool {
        self.longest.iter().all(|day| *day == Longest::Unrecorded)
    }

    /// The longest sitting of each day on which somebody sat.
    pub(super) fn lasted(&self) -> impl Iterator<Item = Duration> {
        self.longest.iter().filter_map(|day| day.lasted())
    }

    /// Days on which somebody sat: on the others there is no habit to be seen.
    pub(super) fn days(&self) -> usize {
        self.lasted().count()
    }
}

//! The day as the history tells it, with what is not written down yet.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::names::CatalogueNames;
use crate::control::{BreakReport, TodayReport};
use crate::engine::record::Source;
use crate::engine::view::Today;
use crate::engine::{Record, Rules};
use crate::history::{Counting, Day, Summary, Unwritten, read_days};
use crate::movements::Catalogue;
use crate::store::Places;
use crate::words::{Names, deed};

/// What is asked of the history.
#[derive(Debug, Clone)]
pub(super) struct Question {
    pub places: Places,
    /// What this machine is called in the history.
    pub device: String,
    pub date: NaiveDate,
    pub counting: Counting,
    /// What movements are called.
    pub catalogue: Arc<Catalogue>,
    /// What is not in the history yet: stretches that go on, and what the disk does not take.
    pub unwritten: Vec<Record>,
    /// The time it is.
    pub now: DateTime<FixedOffset>,
}

impl Question {
    /// Reads the history; to be called on a thread that may wait for the disk.
    pub(super) fn ask(self) -> Result<TodayReport, String> {
        let unwritten = Unwritten {
            device: self.device,
            records: self.unwritten,
        };
        let dates = self.date..=self.date;
        read_days(
            &self.places.history,
            dates,
            self.counting,
            &unwritten,
            self.now,
        )
        .map(|read| {
            let names = CatalogueNames(self.catalogue);
            let mut days = read.days.iter();
            days.next().map_or_else(nothing, |day| report(day, &names))
        })
        .map_err(|error| {
            format!(
                "The history in {} cannot be read: {error}.",
                self.places.history.display()
            )
        })
    }
}

/// What days are counted with, by these rules.
pub(super) fn counting(rules: &Rules) -> Counting {
    Counting {
        day_starts_at: rules.day_starts_at,
        break_length: rules.break_length,
    }
}

/// A day of which nothing is recorded.
pub(super) fn nothing() -> TodayReport {
    TodayReport::new(&Today::default(), Duration::ZERO, Vec::new())
}

/// The day as the socket and `--json` tell it.
pub(super) fn report(day: &Day, names: &dyn Names) -> TodayReport {
    let breaks = day
        .breaks
        .iter()
        .map(|one| BreakReport {
            at: one.at,
            movement: one.movement.clone(),
            words: one
                .movement
                .as_ref()
                .zip(one.kind)
                .map(|(id, kind)| deed(id, kind, one.repetitions, names)),
            kind: one.kind,
            outcome: one.outcome,
            seconds: one.lasted.as_secs(),
            repetitions: one.repetitions,
            // Who confirmed a guess did so on the notice that asked.
            source: if one.confirmed {
                Source::Notice
            } else {
                one.source
            },
        })
        .collect();
    let today = Today {
        seated: day.tally.seated,
        standing: day.tally.standing,
        away: day.tally.away,
        stopped: day.tally.stopped,
        longest: day.longest_bout(),
        breaks: 0,
    };
    let on_feet = Summary::of(day).figures.time.on_feet;
    TodayReport::new(&today, on_feet, breaks)
}

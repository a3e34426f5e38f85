//! The day as the history tells it, with what is not written down yet.

use std::path::Path;

use chrono::NaiveDate;

use super::saved::Saved;
use super::start::places;
use crate::control::{BreakReport, TodayReport};
use crate::engine::view::Today;
use crate::engine::{Engine, Record, Rules, date_of};
use crate::history::{Counting, Day, read_day_and};
use crate::movements::Catalogue;
use crate::platform::clock::wall_time;
use crate::settings;
use crate::store::{Places, device_name, records_after};

/// What is asked of the history.
#[derive(Debug, Clone)]
pub(super) struct Question {
    pub places: Places,
    pub date: NaiveDate,
    pub counting: Counting,
    /// Stretches that are not in the history yet.
    pub unwritten: Vec<Record>,
}

impl Question {
    /// Reads the history; to be called on a thread that may wait for the disk.
    pub(super) fn ask(self) -> Result<TodayReport, String> {
        let device = device_name(&self.places.device).unwrap_or_default();
        read_day_and(
            &self.places.history,
            self.date,
            self.counting,
            &device,
            self.unwritten,
        )
        .map(|day| report(&day))
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

/// `soleus today` while nothing runs: the history, and the end of it that only the state knows.
///
/// # Errors
/// A sentence for the user when there is no place for files, or the history cannot be read.
pub fn today_offline(dir: Option<&Path>) -> Result<TodayReport, String> {
    let catalogue = Catalogue::built_in();
    let places = places(dir)?;
    let settings = settings::read(&places.settings, catalogue).settings;
    let places = places.with_history(settings.history_folder.as_deref());
    let rules = settings.rules(catalogue);
    let counting = counting(&rules);
    let date = date_of(wall_time(), rules.day_starts_at);
    let unwritten = unwritten(&places, rules);
    Question {
        places,
        date,
        counting,
        unwritten,
    }
    .ask()
}

fn unwritten(places: &Places, rules: Rules) -> Vec<Record> {
    let Some(saved) = std::fs::read_to_string(&places.state)
        .ok()
        .and_then(|text| Saved::read(&text).ok())
    else {
        return Vec::new();
    };
    let mut engine = Engine::restore(rules, saved.snapshot);
    let device = device_name(&places.device).unwrap_or_default();
    if let Ok(tail) = records_after(&places.history, &device, engine.last_record()) {
        engine.recover(&tail.records);
    }
    engine.unwritten(engine.now())
}

fn report(day: &Day) -> TodayReport {
    let breaks = day
        .breaks
        .iter()
        .map(|one| BreakReport {
            at: one.at,
            movement: one.movement.clone(),
            kind: one.kind,
            outcome: one.outcome,
            seconds: one.lasted.as_secs(),
            source: one.source,
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
    TodayReport::new(&today, breaks)
}

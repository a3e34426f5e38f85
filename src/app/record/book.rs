//! What every command of the record begins with: where the files are, how days are counted, what is
//! not in the files yet, and the moment.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Days, FixedOffset, NaiveDate};

use super::super::day::counting;
use super::super::names::CatalogueNames;
use super::super::restore::past;
use super::super::saved::Saved;
use super::super::start::places;
use super::words::length;
use crate::cli::out;
use crate::cli::record::Since;
use crate::control::{self, Answer, Ask, ClientError};
use crate::engine::{Engine, Now, Rules, date_of};
use crate::history::{ClockOff, Counting, Refused, Unread, Unwritten};
use crate::movements::Catalogue;
use crate::platform::clock::wall_time;
use crate::settings;
use crate::store::{Contents, Places, kept_device_name, records_after};
use crate::words::machines::left_out;

/// More than the resident takes at its slowest.
const PATIENCE: Duration = Duration::from_secs(10);

/// The clock of a demonstration is ahead, and no further than this.
const LONGEST_DEMONSTRATION: chrono::TimeDelta = chrono::TimeDelta::days(2);

/// What a command reads.
pub(super) struct Book {
    /// Where the files are.
    pub places: Places,
    /// How days are counted.
    pub counting: Counting,
    /// What movements are called.
    pub catalogue: Arc<Catalogue>,
    /// The moment.
    pub now: DateTime<FixedOffset>,
    /// What is not in the files yet.
    pub unwritten: Unwritten,
    /// What is to be said of where this comes from.
    pub note: Option<String>,
}

impl Book {
    /// Reads the settings, and asks the resident for what it has not written yet.
    ///
    /// # Errors
    /// A sentence for the user when there is no place for files.
    pub(super) fn open(dir: Option<&Path>) -> Result<Self, String> {
        let places = places(dir)?;
        let loaded = settings::read(&places.settings);
        let settings = loaded.settings;
        let places = places.with_history(settings.history.folder.as_deref());
        let rules = settings.rules(&loaded.catalogue);
        let counting = counting(&rules);
        let Latest {
            unwritten,
            now,
            note,
        } = latest(&places, rules);
        Ok(Self {
            places,
            counting,
            catalogue: loaded.catalogue,
            now,
            unwritten,
            note,
        })
    }

    /// What movements are called.
    pub(super) fn names(&self) -> CatalogueNames {
        CatalogueNames(Arc::clone(&self.catalogue))
    }

    /// The day it is.
    pub(super) fn today(&self) -> NaiveDate {
        date_of(self.now, self.counting.day_starts_at)
    }

    /// The first day that is meant.
    pub(super) fn first(&self, since: Since) -> NaiveDate {
        match since {
            Since::Date(date) => date,
            Since::Days(days) => self
                .today()
                .checked_sub_days(Days::new(u64::from(days).saturating_sub(1)))
                .unwrap_or(NaiveDate::MIN),
        }
    }

    /// What could not be read, in a sentence.
    pub(super) fn unreadable(&self, error: &std::io::Error) -> String {
        let history = self.places.history.display();
        format!("The history in {history} cannot be read: {error}.")
    }

    /// Says where this comes from, and what is odd about it.
    pub(super) fn say_notes(&self, unread: &Unread, clocks_off: &[ClockOff]) {
        let odd = odd(unread, clocks_off);
        for note in self.note.iter().chain(&odd) {
            out::note(out::plain(note));
        }
    }
}

/// What is odd about the files, in sentences.
pub(super) fn odd(unread: &Unread, clocks_off: &[ClockOff]) -> Vec<String> {
    let lines = |count: u64| match count {
        1 => "1 line".to_owned(),
        _ => format!("{count} lines"),
    };
    let mut notes = Vec::new();
    if unread.damaged > 0 {
        notes.push(format!(
            "Damaged and left out: {} of the history. `soleus doctor` says more.",
            lines(unread.damaged)
        ));
    }
    if unread.unknown > 0 {
        notes.push(format!(
            "Written by a newer Soleus and left out: {} of the history.",
            lines(unread.unknown)
        ));
    }
    notes.extend(left_out(unread.refused.iter().map(Refused::told)));
    for off in clocks_off {
        notes.push(format!(
            "The newest record of {} lies {} ahead of this machine's clock: one of the two clocks is \
             wrong. Times of both are counted as they were written, and what lies ahead not yet.",
            off.device,
            length(off.ahead)
        ));
    }
    notes
}

/// What the files do not hold yet, and the moment it is told for.
struct Latest {
    unwritten: Unwritten,
    now: DateTime<FixedOffset>,
    note: Option<String>,
}

fn latest(places: &Places, rules: Rules) -> Latest {
    let without = |why: &str| Latest {
        unwritten: Unwritten::default(),
        now: wall_time(),
        note: Some(format!("{why} What is not in the history yet is left out.")),
    };
    match control::ask(&places.socket(), &Ask::Unwritten, PATIENCE) {
        Ok(Answer::Unwritten {
            device,
            records,
            now,
        }) => Latest {
            unwritten: Unwritten { device, records },
            now,
            note: None,
        },
        Ok(other) => without(
            other
                .refusal()
                .unwrap_or("Soleus answered something else than what was asked."),
        ),
        Err(ClientError::NotRunning | ClientError::Unsupported) => of_state(places, rules),
        Err(error) => without(&error.to_string()),
    }
}

/// While nothing runs, the end of the history that only the state knows.
fn of_state(places: &Places, rules: Rules) -> Latest {
    // The name is not made here: asking writes nothing.
    let device = kept_device_name(&places.device).ok().flatten();
    let mut latest = Latest {
        unwritten: Unwritten {
            device: device.unwrap_or_default(),
            records: Vec::new(),
        },
        now: wall_time(),
        note: Some("Soleus is not running; this is from the history.".to_owned()),
    };
    let saved = match Contents::of(&places.state) {
        Contents::Bytes(bytes) => Saved::read(&bytes).ok(),
        Contents::Absent | Contents::Unreadable(_) => None,
    };
    let Some(saved) = saved else {
        return latest;
    };
    let mut engine = Engine::restore(rules, saved.snapshot);
    let stopped = engine.now().wall;
    if stopped - latest.now <= LONGEST_DEMONSTRATION {
        latest.now = latest.now.max(stopped);
    }
    let until = Now {
        wall: latest.now,
        ..engine.now()
    };
    let device = &latest.unwritten.device;
    if let Ok(tail) = records_after(&places.history, device, engine.last_record()) {
        engine.recover(&past(tail.records, until));
    }
    latest.unwritten.records = engine.unwritten(engine.now());
    latest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_odd_is_said_once_each() {
        let unread = Unread {
            damaged: 1,
            unknown: 3,
            ..Unread::default()
        };
        let off = ClockOff {
            device: "laptop-3f9c2a".to_owned(),
            ahead: Duration::from_mins(185),
        };
        assert_eq!(
            odd(&unread, &[off]),
            [
                "Damaged and left out: 1 line of the history. `soleus doctor` says more.",
                "Written by a newer Soleus and left out: 3 lines of the history.",
                "The newest record of laptop-3f9c2a lies 3 h 05 ahead of this machine's clock: one of \
                 the two clocks is wrong. Times of both are counted as they were written, and what lies \
                 ahead not yet.",
            ]
        );
        assert!(odd(&Unread::default(), &[]).is_empty());
    }
}

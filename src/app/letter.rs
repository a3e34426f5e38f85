//! The letter on the week: its figures are counted on a thread that may wait for the disk.

use chrono::NaiveDate;

use super::day::counting;
use super::event::Event;
use super::open::apart;
use super::resident::Resident;
use crate::engine::input::Letter;
use crate::history::{Figures, Unwritten, read_summaries};

impl Resident {
    /// Counts these days and tells it, if anything is recorded on them.
    pub(super) fn write_letter(&self, from: NaiveDate, to: NaiveDate) {
        let counting = counting(self.engine.rules());
        let (history, sender) = (self.places.history.clone(), self.sender.clone());
        let now = self.clock.now().wall;
        apart("letter", move || {
            let read = read_summaries(&history, from..=to, counting, &Unwritten::default(), now);
            match read {
                Ok(week) => {
                    let mut figures = Figures::default();
                    for day in &week.days {
                        figures += &day.figures;
                    }
                    if let Some(letter) = letter(&figures) {
                        sender.send(Event::Letter(letter));
                    }
                }
                Err(error) => tracing::warn!(%error, "no letter: the history cannot be read"),
            }
        });
    }
}

/// None where nobody sat: a week off is no news.
fn letter(week: &Figures) -> Option<Letter> {
    Some(Letter {
        longest: week.bouts.longest?.lasted,
        leg_work: week.breaks.leg_work,
        breaks: week.breaks.done + week.breaks.part,
    })
}

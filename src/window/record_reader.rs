//! A page's way to the history: what is not written yet is asked of the resident, then the files are
//! read by the worker. One reading at a time; what changes meanwhile is read after it.

use std::sync::Arc;

use chrono::{DateTime, FixedOffset, TimeDelta};

use super::chores::Came;
use super::model::{AskId, Asks, Heard, Model};
use super::record::{Question, Read, Recorded, Wanted};
use crate::control::{Answer, Ask, StatusReport};
use crate::history::Unwritten;

/// When a posture began is told from how long it lasted, and differs a little each time.
const ROUNDING: TimeDelta = TimeDelta::seconds(2);

/// What a page knows of the history.
#[derive(Debug)]
pub struct Reader<T> {
    read: Option<Arc<Read<T>>>,
    under_way: Option<UnderWay>,
    /// Something may have changed since it was read.
    stale: bool,
    /// How things stood when they were told last.
    told: Option<StatusReport>,
}

#[derive(Debug)]
enum UnderWay {
    /// The resident is asked for what is not written yet.
    Asking(AskId, Wanted),
    /// The files are read.
    Reading(Wanted),
}

impl<T> Default for Reader<T> {
    fn default() -> Self {
        Self {
            read: None,
            under_way: None,
            stale: false,
            told: None,
        }
    }
}

impl<T: Recorded> Reader<T> {
    /// What was read last; perhaps of another part than is wanted now.
    #[must_use]
    pub fn read(&self) -> Option<&Read<T>> {
        self.read.as_deref()
    }

    /// Whether what was read is of this part.
    #[must_use]
    pub fn has(&self, wanted: &Wanted) -> bool {
        self.read
            .as_ref()
            .is_some_and(|read| read.wanted == *wanted)
    }

    /// Reads again the next time something is wanted.
    pub fn look_again(&mut self) {
        self.stale = true;
    }

    /// This part is shown: it is read if it was not, or if something changed.
    pub fn want(&mut self, wanted: Wanted, model: &Model, asks: &mut Asks) {
        if self.under_way.is_some() || (self.has(&wanted) && !self.stale) {
            return;
        }
        self.stale = false;
        if model.standing().is_some() {
            let id = asks.make(Ask::Unwritten);
            self.under_way = Some(UnderWay::Asking(id, wanted));
        } else {
            self.read_files(wanted, Unwritten::default(), model.wall, asks);
        }
    }

    /// Something was heard; the model holds it already. True when there is something new to show.
    pub fn hear(&mut self, heard: &Heard, model: &Model, asks: &mut Asks) -> bool {
        match heard {
            Heard::Answered(id, answer) => {
                let asked =
                    |it: &mut UnderWay| matches!(it, UnderWay::Asking(asked, _) if asked == id);
                if let Some(UnderWay::Asking(_, wanted)) = self.under_way.take_if(asked) {
                    // Without an answer there is still what is written.
                    let (unwritten, now) = match answer {
                        Ok(Answer::Unwritten {
                            device,
                            records,
                            now,
                        }) => {
                            let (device, records) = (device.clone(), records.clone());
                            (Unwritten { device, records }, *now)
                        }
                        _ => (Unwritten::default(), model.wall),
                    };
                    self.read_files(wanted, unwritten, now, asks);
                }
            }
            Heard::Status(status) => {
                let told = self.told.replace((**status).clone());
                self.stale |= told.is_none_or(|told| was_written_to(&told, status));
            }
            Heard::Lost(_) => {
                self.told = None;
                self.stale = true;
            }
            // The files are looked at because somebody comes back to the window.
            Heard::Came(Came::Read(_)) => self.stale = true,
            Heard::Came(came) => {
                return T::of(came).is_some_and(|read| self.came(read));
            }
            Heard::Open(_) | Heard::Turn(_) | Heard::Desktop(_) | Heard::Picture(_) => {}
        }
        false
    }

    /// Whether it is what was asked for.
    fn came(&mut self, read: &Arc<Read<T>>) -> bool {
        let reading =
            |it: &mut UnderWay| matches!(it, UnderWay::Reading(wanted) if *wanted == read.wanted);
        let ours = self.under_way.take_if(reading).is_some();
        if ours {
            self.read = Some(Arc::clone(read));
        }
        ours
    }

    fn read_files(
        &mut self,
        wanted: Wanted,
        unwritten: Unwritten,
        now: DateTime<FixedOffset>,
        asks: &mut Asks,
    ) {
        asks.chores.push(T::chore(Question {
            wanted: wanted.clone(),
            unwritten,
            now,
        }));
        self.under_way = Some(UnderWay::Reading(wanted));
    }
}

/// Whether the record is another than it was between two reports. What goes on is counted by the clock.
fn was_written_to(before: &StatusReport, now: &StatusReport) -> bool {
    before.last_record != now.last_record
        || before.posture != now.posture
        || (now.since - before.since).abs() >= ROUNDING
}

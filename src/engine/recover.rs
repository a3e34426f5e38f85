//! Records: written as things happen, and read back after a crash.
//!
//! The history is appended before the snapshot is replaced. After a crash in between, the records
//! newer than the snapshot are read back here, so that nothing is lost and nothing is written twice.

use std::collections::HashSet;
use std::time::Duration;

use chrono::{DateTime, FixedOffset, Timelike};

use super::Engine;
use super::effect::Effect;
use super::ledger::Ends;
use super::now::Now;
use super::record::{Happened, LARGEST_ID, Outcome, Posture, RECORD_VERSION, Record};
use super::state::Taken;

impl Engine {
    /// Takes in the records of this device that are newer than the snapshot, oldest first.
    /// To be called once, after `restore` and before `Input::Started`.
    pub fn recover(&mut self, records: &[Record]) {
        let known = self.state.last_record;
        let undone = undone(records);
        for record in records {
            if record.id <= self.state.last_record {
                continue;
            }
            self.state.last_record = record.id;
            if undone.contains(&record.id) {
                continue;
            }
            match record.happened {
                // What it takes back was not taken in.
                Happened::Undo { of, device: None } if of > known => {}
                Happened::Undo { of, device: None } => self.forget(of),
                _ => self.take_record(record),
            }
        }
    }

    /// Ids up to this one are taken, whatever their records say: the next is a larger one.
    pub fn count_on_from(&mut self, id: u64) {
        self.state.last_record = self.state.last_record.max(id);
    }

    /// Writes a record of something that began at `at` on the boot clock; answers with its id.
    pub(super) fn write(&mut self, at: Duration, happened: Happened) -> u64 {
        self.write_at(self.now.wall_at(at), happened)
    }

    /// Writes a record of something that began at this local time; answers with its id.
    pub(super) fn write_at(&mut self, at: DateTime<FixedOffset>, happened: Happened) -> u64 {
        let at = whole_second(at);
        let clock = u64::try_from(self.now.wall.timestamp_millis()).unwrap_or(0);
        // Once a clock was at the end of the calendar, there is no larger one that could be read.
        let next = self.state.last_record.saturating_add(1);
        let id = clock.max(if next <= LARGEST_ID { next } else { 0 });
        self.state.last_record = id;
        self.emit(Effect::Record(Record {
            v: RECORD_VERSION,
            id,
            at,
            happened,
        }));
        id
    }

    /// Writes every stretch up to `until` that is not in the history yet.
    pub(super) fn flush_records(&mut self, until: Duration) {
        for piece in self.state.ledger.pieces(self.state.recorded, until) {
            let seconds = piece.lasted().as_secs();
            if seconds > 0 {
                self.write(
                    piece.from,
                    Happened::Stretch {
                        posture: piece.posture,
                        seconds,
                    },
                );
            }
        }
        self.state.recorded = self.state.recorded.max(until);
    }

    /// The stretches up to `now` that are not in the history yet, as the records they would be.
    #[must_use]
    pub fn unwritten(&self, now: Now) -> Vec<Record> {
        let mut ahead = self.clone();
        ahead.now = Now {
            boot: now.boot.max(self.state.now.boot),
            wall: now.wall,
        };
        ahead.flush_records(ahead.now.boot);
        ahead
            .out
            .into_iter()
            .filter_map(|effect| match effect {
                Effect::Record(record) => Some(record),
                _ => None,
            })
            .collect()
    }

    /// A record that is part of the snapshot was taken back: what it changed is as it was.
    fn forget(&mut self, of: u64) {
        let taken_back = &mut self.state.taken_back;
        if let Some(place) = taken_back.iter().position(|it| it.by == of) {
            let taken = taken_back.remove(place);
            return self.remember(taken.what);
        }
        let bookings = &mut self.state.bookings;
        let booking = bookings.iter().position(|it| it.booked.record == of);
        let booking = booking.map(|place| bookings.remove(place));
        let fixes = &mut self.state.fixes;
        let fix = fixes.iter().position(|it| it.records.contains(&of));
        let fix = fix.map(|place| fixes.remove(place));
        if let Some(booking) = &booking {
            self.last_done_was(booking);
        }
        let painted = [booking.map(|it| it.painted), fix.map(|it| it.painted)];
        for piece in painted.into_iter().flatten().flatten() {
            self.state.ledger.paint(piece.from, piece.to, piece.posture);
        }
        let absence = self.state.absence.take_if(|it| it.record == of);
        let was_a_break = self.state.ledger.unmark(of) && !self.began_anew_by(of);
        if was_a_break || absence.is_some() {
            self.state.day.breaks = self.state.day.breaks.saturating_sub(1);
        }
        self.state.anew.take_if(|anew| anew.record == of);
    }

    /// What took something back was taken back itself. The records of it are written.
    fn remember(&mut self, what: Taken) {
        match what {
            Taken::Booking(mut booking) => {
                let (from, to) = booking.span();
                booking.superseded = None;
                booking.painted.clear();
                if booking.booked.kind.leaves_chair() {
                    booking.painted = self.stand(from, to);
                }
                self.count_booking(*booking);
            }
            Taken::Absence(absence) => self.absent_again(absence),
            Taken::Confirmed(absence) => self.guess_again(absence),
        }
    }

    fn began_anew_by(&self, record: u64) -> bool {
        self.state.anew.is_some_and(|anew| anew.record == record)
    }

    fn take_record(&mut self, record: &Record) {
        let known = self.state.now;
        let ahead = record.at.signed_duration_since(known.wall);
        let from = match (ahead.to_std(), (-ahead).to_std()) {
            (Ok(ahead), _) => known.boot.checked_add(ahead),
            (_, Ok(ago)) => known.boot.checked_sub(ago),
            _ => None,
        };
        // What began before the engine's clock, or beyond it, is of a clock that was wrong.
        let Some(from) = from else {
            return;
        };
        match &record.happened {
            Happened::Stretch { posture, seconds } => {
                let to = from + Duration::from_secs(*seconds);
                self.lengthen(to);
                self.state.ledger.paint(from, to, *posture);
                self.state.recorded = self.state.recorded.max(to);
                let over = matches!(posture, Posture::Away(_) | Posture::Stopped(_));
                if over && self.state.ledger.current().from <= to {
                    self.state.ledger.turn(to, Posture::Seated);
                }
            }
            Happened::Correction { posture, seconds } => {
                let to = from + Duration::from_secs(*seconds);
                self.state.ledger.paint(from, to, *posture);
            }
            Happened::Break {
                movement,
                kind,
                outcome,
                seconds,
                side,
                ..
            } => {
                let to = from + Duration::from_secs(*seconds);
                match (outcome, kind) {
                    (Outcome::Done | Outcome::Part, Some(kind)) => {
                        self.lengthen(to);
                        if kind.leaves_chair() {
                            self.stand(from, to);
                        }
                        self.mark(to, Ends::of(*kind), record.id);
                        self.state.day.breaks += 1;
                        if let Some(movement) = movement {
                            self.state.done.insert(movement.clone(), record.id);
                            if let Some(side) = side {
                                self.state.sides.insert(movement.clone(), *side);
                            }
                        }
                    }
                    (Outcome::Natural, _) => self.state.day.breaks += 1,
                    _ => {}
                }
            }
            Happened::Anew => self.mark(from, Ends::Both, record.id),
            Happened::Confirm { of, device: None } => {
                if let Some(absence) = self.state.absence.take_if(|it| it.record == *of) {
                    self.absence_is_known(absence, record.id);
                }
            }
            Happened::Snooze { .. }
            | Happened::Confirm { .. }
            | Happened::Undo { .. }
            | Happened::Call { .. }
            | Happened::Totals { .. }
            | Happened::Started
            | Happened::Stopped => {}
        }
    }

    /// What a record tells of happened after the snapshot: the engine knew time up to there.
    fn lengthen(&mut self, to: Duration) {
        let known = self.state.now;
        if to > known.boot {
            self.state.now = Now {
                boot: to,
                wall: known.wall_at(to),
            };
            self.now = self.state.now;
        }
    }
}

/// The records that these take back; the newest first, so that an undo that was undone takes nothing back.
fn undone(records: &[Record]) -> HashSet<u64> {
    let mut undone = HashSet::new();
    for record in records.iter().rev() {
        if let Happened::Undo { of, device: None } = record.happened
            && !undone.contains(&record.id)
        {
            undone.insert(of);
        }
    }
    undone
}

fn whole_second(at: DateTime<FixedOffset>) -> DateTime<FixedOffset> {
    at.with_nanosecond(0).unwrap_or(at)
}

//! Corrections of the record (P9, R12): "it was otherwise", and "that does not count".
//!
//! Nothing is rewritten: a correction is a record of its own. It stands in the month of what it
//! corrects, so that who reads a month finds it there.

use std::time::Duration;

use chrono::{DateTime, FixedOffset, TimeDelta};

use super::Engine;
use super::effect::{Effect, Refusal, Reply};
use super::input::{Fix, Log, Was, What};
use super::movement::Kind;
use super::record::{Cause, Happened, Outcome, Posture, Source};
use super::state::{Absence, Booking, Fixed, Taken};

/// What walking is booked as.
const WALK: &str = "easy-walk";

/// Nobody does one thing for longer without a rest.
const LONGEST: Duration = Duration::from_hours(24);

/// No number of this machine runs further ahead of its clock.
const AHEAD: TimeDelta = TimeDelta::seconds(10);

/// So many corrections of today can be taken back with all that they changed.
const MOST_FIXES: usize = 16;

impl Was {
    fn posture(self) -> Posture {
        match self {
            Self::Sat => Posture::Seated,
            Self::Stood | Self::Walked => Posture::Standing,
            Self::Away => Posture::Away(Cause::Said),
        }
    }
}

/// The record that makes a correction, where no engine runs or the day is over, with when what it tells
/// began; none for the drop of a record that cannot be.
#[must_use]
pub fn fix_record(fix: &Fix) -> Option<(DateTime<FixedOffset>, Happened)> {
    match fix {
        Fix::Was { at, lasted, was } => {
            let seconds = lasted.as_secs();
            let happened = match was {
                // A walk is time on the feet by itself, so that one undo takes all of it back.
                Was::Walked => walk(seconds),
                Was::Sat | Was::Stood | Was::Away => Happened::Correction {
                    posture: was.posture(),
                    seconds,
                },
            };
            Some((*at, happened))
        }
        Fix::Drop { id, device, at } => {
            let (of, device) = (*id, device.clone());
            placed(of, *at, Happened::Undo { of, device })
        }
        Fix::Confirm { id, device, at } => {
            let (of, device) = (*id, device.clone());
            placed(of, *at, Happened::Confirm { of, device })
        }
    }
}

fn walk(seconds: u64) -> Happened {
    Happened::Break {
        movement: Some(WALK.to_owned()),
        kind: Some(Kind::OnFeet),
        outcome: Outcome::Done,
        asked: None,
        seconds,
        repetitions: None,
        side: None,
        source: Source::Command,
    }
}

/// What is said of a record stands where that does, or about where it was written.
fn placed(
    of: u64,
    at: Option<DateTime<FixedOffset>>,
    happened: Happened,
) -> Option<(DateTime<FixedOffset>, Happened)> {
    let at = at.or_else(|| written_at(of))?;
    Some((at, happened))
}

/// About when the record of this id was written: ids are milliseconds of the clock.
fn written_at(id: u64) -> Option<DateTime<FixedOffset>> {
    let at = DateTime::from_timestamp_millis(i64::try_from(id).ok()?)?;
    Some(at.fixed_offset())
}

impl Engine {
    /// Takes a correction.
    pub(super) fn fix(&mut self, fix: &Fix) {
        let done = match fix {
            Fix::Was { at, lasted, was } => self.fix_time(*at, *lasted, *was),
            Fix::Drop { id, device, at } => self.drop_record(*id, device.clone(), *at),
            Fix::Confirm { id, device, at } => self.confirm_record(*id, device.clone(), *at),
        };
        match done {
            Ok(Some(reply)) => self.emit(Effect::Reply(reply)),
            Ok(None) => {}
            Err(refusal) => self.emit(Effect::Reply(Reply::Refused(refusal))),
        }
    }

    /// The answer; none where it was given already.
    fn fix_time(
        &mut self,
        at: DateTime<FixedOffset>,
        lasted: Duration,
        was: Was,
    ) -> Result<Option<Reply>, Refusal> {
        if lasted.is_zero() || lasted > LONGEST {
            return Err(Refusal::BadLength);
        }
        if at > self.now.wall {
            return Err(Refusal::InTheFuture);
        }
        let ended = TimeDelta::from_std(lasted)
            .ok()
            .and_then(|lasted| at.checked_add_signed(lasted))
            .filter(|ended| *ended <= self.now.wall)
            .ok_or(Refusal::NotOverYet)?;
        let record = match (self.moment(Some(ended)), was) {
            (Ok(_), Was::Walked) if self.named(&walking()).is_some() => {
                self.log(&Log {
                    lasted: Some(lasted),
                    at: Some(at),
                    ..Log::of(walking(), Source::Command)
                });
                return Ok(None);
            }
            (Ok(to), _) => self.fix_today(to.saturating_sub(lasted), to, was),
            (Err(_), _) => self.fix_before_today(&Fix::Was { at, lasted, was }),
        };
        Ok(Some(Reply::Fixed {
            at,
            lasted,
            was,
            record,
        }))
    }

    /// The ledger and the record follow. What lies before the ledger is the record's alone.
    fn fix_today(&mut self, from: Duration, to: Duration, was: Was) -> u64 {
        let posture = was.posture();
        self.begin_day_at(from);
        self.forget_taken_back(from, to);
        self.flush_records(to);
        let known_from = self.state.ledger.begin();
        let before = self.state.last_record;
        if from < known_from {
            let seconds = known_from.saturating_sub(from).as_secs();
            self.write(from, Happened::Correction { posture, seconds });
        }
        let absence = self.state.absence;
        self.cut_absence(from, to);
        let superseded = absence.filter(|_| self.state.absence != absence);
        let painted = self.repaint(from, to, posture);
        if was == Was::Sat {
            self.was_no_beginning(from, to, self.rules.break_length);
        }
        let records = self.written_since(before);
        self.state.fixes.push(Fixed {
            records,
            painted,
            superseded,
        });
        if self.state.fixes.len() > MOST_FIXES {
            self.state.fixes.remove(0);
        }
        self.let_go_of_what_is_not_due();
        self.state.last_record
    }

    fn fix_before_today(&mut self, fix: &Fix) -> u64 {
        if let Some((at, happened)) = fix_record(fix) {
            self.write_at(at, happened);
        }
        self.state.last_record
    }

    /// The corrections since this record, and the absences they left of one.
    fn written_since(&self, id: u64) -> Vec<u64> {
        self.out
            .iter()
            .filter_map(|effect| match effect {
                Effect::Record(record) if record.id > id => Some(record),
                _ => None,
            })
            .filter(|record| {
                matches!(
                    record.happened,
                    Happened::Correction { .. } | Happened::Break { .. }
                )
            })
            .map(|record| record.id)
            .collect()
    }

    /// A record does not count any more. What it changed in the clocks of today is as before.
    fn drop_record(
        &mut self,
        id: u64,
        device: Option<String>,
        at: Option<DateTime<FixedOffset>>,
    ) -> Result<Option<Reply>, Refusal> {
        if device.is_some() {
            return self.write_drop(id, device, at);
        }
        if id > self.state.last_record {
            return Err(Refusal::NoSuchRecord);
        }
        let bookings = &mut self.state.bookings;
        let is_it = |it: &Booking| it.booked.record == id || it.put_back_by == Some(id);
        if let Some(place) = bookings.iter().position(is_it) {
            let booking = bookings.remove(place);
            self.take_back(booking, Source::Command);
            return Ok(None);
        }
        let taken_back = &mut self.state.taken_back;
        if let Some(place) = taken_back.iter().position(|it| it.by == id) {
            let taken = taken_back.remove(place);
            self.put_back(taken);
            return Ok(Some(Reply::Dropped(id)));
        }
        let fixes = &mut self.state.fixes;
        if let Some(place) = fixes.iter().position(|it| it.records.contains(&id)) {
            let correction = fixes.remove(place);
            self.take_fix_back(correction);
            return Ok(Some(Reply::Dropped(id)));
        }
        if let Some(absence) = self.state.absence.filter(|absence| absence.record == id) {
            self.overrule_absence(absence.from, absence.to);
            self.may_put_back(self.state.last_record, Taken::Absence(absence));
            return Ok(Some(Reply::Dropped(id)));
        }
        self.drop_confirmed(id);
        self.state.begun.take_if(|begun| begun.record == id);
        self.state.ignored.retain(|(_, ignored)| *ignored != id);
        self.state.ledger.unmark(id);
        self.write_drop(id, None, at)
    }

    /// An absence was a break, whenever it was.
    fn confirm_record(
        &mut self,
        id: u64,
        device: Option<String>,
        at: Option<DateTime<FixedOffset>>,
    ) -> Result<Option<Reply>, Refusal> {
        if device.is_none() && id > self.state.last_record {
            return Err(Refusal::NoSuchRecord);
        }
        let is_latest = |absence: Absence| device.is_none() && absence.record == id;
        if self.state.absence.is_some_and(is_latest) {
            self.confirm_absence();
        } else {
            let at = self.place_of(id, at)?;
            self.write_at(at, Happened::Confirm { of: id, device });
        }
        Ok(Some(Reply::Confirmed(id)))
    }

    fn take_fix_back(&mut self, fixed: Fixed) {
        if fixed.superseded.is_some()
            && let Some(rest) = self.state.absence
        {
            self.overrule_absence(rest.from, rest.to);
        }
        for of in fixed.records {
            self.write(self.now.boot, Happened::Undo { of, device: None });
        }
        for piece in &fixed.painted {
            self.state.ledger.paint(piece.from, piece.to, piece.posture);
        }
        if let Some(absence) = fixed.superseded {
            self.restore_absence(absence);
        }
        self.let_go_of_what_is_not_due();
    }

    fn write_drop(
        &mut self,
        id: u64,
        device: Option<String>,
        at: Option<DateTime<FixedOffset>>,
    ) -> Result<Option<Reply>, Refusal> {
        let at = self.place_of(id, at)?;
        self.write_at(at, Happened::Undo { of: id, device });
        Ok(Some(Reply::Dropped(id)))
    }

    /// Where what is said of a record stands: where the record does, as far as that is known.
    fn place_of(
        &self,
        id: u64,
        at: Option<DateTime<FixedOffset>>,
    ) -> Result<DateTime<FixedOffset>, Refusal> {
        let written = || {
            let now = self.now.wall;
            let at = written_at(id)?.with_timezone(now.offset());
            // Records of one moment have numbers that run a little ahead of it.
            (at - now <= AHEAD).then_some(at.min(now))
        };
        at.or_else(written).ok_or(Refusal::NoSuchRecord)
    }
}

fn walking() -> What {
    What::Movement(WALK.to_owned())
}

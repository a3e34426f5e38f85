//! A day as it is shown at a moment: what goes on is as long as it is by now.

use std::time::Duration;

use chrono::{DateTime, FixedOffset, TimeDelta, Timelike};

use super::going_on;
use super::style::Mark;
use crate::control::StatusReport;
use crate::history::{Day, DayBout, DayBreak, Doing, Known, Piece, Times};

/// Records hold whole seconds, and are asked for a moment before they are read: what is left until
/// then is no hole.
const REST: Duration = Duration::from_secs(10);
/// At least so many hours are drawn, so that a day that began just now is no single block.
const LEAST_HOURS: i64 = 4;

const HOUR: TimeDelta = TimeDelta::hours(1);

/// A day, and what is drawn of it.
#[derive(Debug)]
pub(super) struct Seen {
    /// The day; its last piece and bout reach until now where they go on.
    pub(super) day: Day,
    /// Whether the last piece goes on.
    pub(super) goes_on: bool,
    /// The time by what the body did, of what is drawn.
    pub(super) times: Times,
}

/// Whole hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hours {
    /// The first moment.
    pub(super) from: DateTime<FixedOffset>,
    /// The last moment.
    pub(super) to: DateTime<FixedOffset>,
}

impl Seen {
    /// The day as it was read, at a later moment, by what the resident told last: without it nobody
    /// knows what goes on.
    pub(super) fn at(day: &Day, now: DateTime<FixedOffset>, told: Option<&StatusReport>) -> Self {
        let mut day = day.clone();
        let is_now = (day.from..day.to).contains(&now);
        let goes_on = told.filter(|_| is_now).is_some_and(|told| {
            let is_rest =
                |last: &mut Piece| last.doing == Doing::Unrecorded && last.lasted() < REST;
            day.pieces.pop_if(is_rest);
            going_on::lengthen(&mut day, now, told)
        });
        let mut seen = Self {
            day,
            goes_on,
            times: Times::default(),
        };
        seen.times = seen.add_up();
        seen
    }

    /// The longest sitting; of two the earlier one.
    pub(super) fn longest(&self) -> Option<&DayBout> {
        let bouts = self.day.bouts.iter().rev();
        bouts.max_by_key(|bout| bout.lasted)
    }

    /// Whether a bout goes on.
    pub(super) fn is_open(&self, bout: &DayBout) -> bool {
        let last = self.day.pieces.last();
        self.goes_on && last.is_some_and(|last| last.doing == Doing::Seated && last.to == bout.to)
    }

    /// Movements that were done and absences taken for breaks, in order.
    pub(super) fn taken(&self) -> impl Iterator<Item = (&DayBreak, Mark)> {
        let breaks = self.day.breaks.iter();
        breaks.filter_map(|one| Some((one, Mark::of(one)?)))
    }

    /// What is drawn, without what lies empty before and after: from the first moment at the desk, on
    /// the feet or of a break to the last, or to now where something goes on; none where nothing is
    /// recorded.
    fn drawn(&self) -> Option<(DateTime<FixedOffset>, DateTime<FixedOffset>)> {
        let begins = self.taken().map(|(one, _)| one.at);
        let ends = self.taken().map(|(one, _)| end(one));
        let lived = lived(&self.day);
        let from = lived
            .map(|(from, _)| from)
            .into_iter()
            .chain(begins)
            .min()?;
        let last = self.day.pieces.last().filter(|_| self.goes_on);
        let ends = ends.chain(last.map(|last| last.to));
        let to = lived.map(|(_, to)| to).into_iter().chain(ends).max()?;
        Some((from, to))
    }

    /// The pieces that are drawn, as far as they are.
    pub(super) fn pieces(&self) -> impl Iterator<Item = Piece> {
        let drawn = self.drawn();
        let pieces = self.day.pieces.iter();
        pieces.filter_map(move |piece| {
            let (from, to) = drawn?;
            let (from, to) = (piece.from.max(from), piece.to.min(to));
            (from < to).then_some(Piece { from, to, ..*piece })
        })
    }

    /// Whole hours around what is drawn; none where nothing is recorded.
    pub(super) fn hours(&self) -> Option<Hours> {
        let (from, to) = self.drawn()?;
        let from = whole_hour(from);
        let four_hours = from + TimeDelta::hours(LEAST_HOURS);
        let to = whole_hour(to + HOUR - TimeDelta::nanoseconds(1)).max(four_hours);
        Some(Hours { from, to })
    }

    fn add_up(&self) -> Times {
        let mut times = Times::default();
        for piece in self.pieces() {
            times.add(&piece);
        }
        let calls = self.day.calls.iter();
        times.in_call = calls
            .map(|call| (call.to - call.from).to_std().unwrap_or_default())
            .sum();
        times
    }

    /// How much of a piece was in calls.
    pub(super) fn in_call(&self, piece: &Piece) -> Duration {
        let shared = |call: &crate::history::Span| {
            let shared = call.to.min(piece.to) - call.from.max(piece.from);
            shared.to_std().unwrap_or_default()
        };
        self.day.calls.iter().map(shared).sum()
    }

    /// The zone at a moment of the day: who travels has several.
    pub(super) fn zone_at(&self, at: DateTime<FixedOffset>) -> FixedOffset {
        let before = self.day.pieces.iter().rev().find(|piece| piece.from <= at);
        let piece = before.or(self.day.pieces.first());
        *piece.map_or(self.day.from, |piece| piece.from).offset()
    }
}

/// When a break ended.
pub(super) fn end(one: &DayBreak) -> DateTime<FixedOffset> {
    let lasted = TimeDelta::from_std(one.lasted).unwrap_or_default();
    one.at.checked_add_signed(lasted).unwrap_or(one.at)
}

/// When an absence that is a guess was over. Who was seen somewhere in the middle of it cut it, and its
/// length is what is left.
pub(super) fn guess_end(one: &DayBreak, pieces: &[Piece]) -> DateTime<FixedOffset> {
    let mut left = TimeDelta::from_std(one.lasted).unwrap_or_default();
    let of_it = |piece: &&Piece| piece.known == Known::Guessed && one.at < piece.to;
    for piece in pieces.iter().filter(of_it) {
        let from = piece.from.max(one.at);
        let lasted = piece.to - from;
        if left <= lasted {
            return from + left;
        }
        left -= lasted;
    }
    end(one)
}

/// The beginning of the hour.
fn whole_hour(at: DateTime<FixedOffset>) -> DateTime<FixedOffset> {
    let past = i64::from(at.minute()) * 60 + i64::from(at.second());
    at - TimeDelta::seconds(past) - TimeDelta::nanoseconds(i64::from(at.nanosecond()))
}

/// From the first moment at the desk or on the feet to the last.
fn lived(day: &Day) -> Option<(DateTime<FixedOffset>, DateTime<FixedOffset>)> {
    let is_lived =
        |piece: &&Piece| matches!(piece.doing, Doing::Seated | Doing::Standing | Doing::OnFeet);
    let first = day.pieces.iter().find(is_lived)?;
    let last = day.pieces.iter().rfind(is_lived)?;
    Some((first.from, last.to))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::record::{Cause, Outcome, Source};

    fn at(time: &str) -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339(&format!("2026-03-10T{time}+02:00")).unwrap()
    }

    #[test]
    fn a_guess_that_was_cut_is_over_when_its_last_part_is() {
        let piece = |from, to, doing, known| Piece {
            from: at(from),
            to: at(to),
            doing,
            known,
        };
        let away = Doing::Away(Cause::Idle);
        let pieces = [
            piece("09:40:00", "10:00:00", Doing::Seated, Known::Sensed),
            piece("10:00:00", "10:10:00", away, Known::Guessed),
            piece("10:10:00", "10:20:00", Doing::Seated, Known::Sensed),
            piece("10:20:00", "10:30:00", away, Known::Guessed),
        ];
        let guess = |minutes| DayBreak {
            device: "pc-1".to_owned(),
            id: 1,
            at: at("10:00:00"),
            movement: None,
            kind: None,
            outcome: Outcome::Natural,
            asked: None,
            lasted: Duration::from_mins(minutes),
            repetitions: None,
            source: Source::Guess,
            confirmed: false,
        };
        for (minutes, over) in [(10, "10:10:00"), (20, "10:30:00"), (21, "10:21:00")] {
            assert_eq!(guess_end(&guess(minutes), &pieces), at(over), "{minutes}");
        }
    }

    #[test]
    fn whole_hours_hold_the_last_moment() {
        let table = [
            ("17:00:00", "17:00:00"),
            ("17:00:00.5", "18:00:00"),
            ("17:00:30", "18:00:00"),
            ("17:59:59", "18:00:00"),
        ];
        for (last, until) in table {
            let (from, to) = (at("08:20:00"), at(last));
            let day = Day {
                date: from.date_naive(),
                from: at("04:00:00"),
                to: at("23:59:59"),
                pieces: vec![Piece {
                    from,
                    to,
                    doing: Doing::Seated,
                    known: Known::Sensed,
                }],
                calls: Vec::new(),
                snoozes: 0,
                totals: Vec::new(),
                tally: crate::engine::ledger::Tally::default(),
                bouts: Vec::new(),
                breaks: Vec::new(),
            };
            let hours = Seen::at(&day, at("20:00:00"), None).hours().unwrap();
            assert_eq!(
                (hours.from, hours.to),
                (at("08:00:00"), at(until)),
                "{last}"
            );
        }
    }
}

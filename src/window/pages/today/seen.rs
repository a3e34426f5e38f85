//! A day as it is shown at a moment: what goes on is as long as it is by now.

use std::time::Duration;

use chrono::{DateTime, FixedOffset, TimeDelta, Timelike};

use super::going_on;
use super::style::Mark;
use crate::control::StatusReport;
use crate::history::{Day, DayBout, DayBreak, Doing, Piece, Times};

/// Records hold whole seconds, and are asked for a moment before they are read: what is left until
/// then is no hole.
const REST: Duration = Duration::from_secs(10);
/// At least so many hours are drawn, so that a day that began just now is no single block.
const LEAST_HOURS: i64 = 4;

/// A day, and what is drawn of it.
#[derive(Debug)]
pub(super) struct Seen {
    /// The day; its last piece and bout reach until now where they go on.
    pub(super) day: Day,
    /// Whether the last piece goes on.
    pub(super) goes_on: bool,
    /// The time by what the body did, from the first moment at the desk or on the feet to the last.
    pub(super) times: Times,
}

/// Whole hours around everything that is drawn.
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
        let times = times(&day);
        Self {
            day,
            goes_on,
            times,
        }
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

    /// What is drawn: whole hours, without what lies empty before and after; none where nothing is
    /// recorded.
    pub(super) fn hours(&self) -> Option<Hours> {
        let begins = self.taken().map(|(one, _)| one.at);
        let ends = self.taken().map(|(one, _)| end(one));
        let lived = lived(&self.day);
        let from = lived
            .map(|(from, _)| from)
            .into_iter()
            .chain(begins)
            .min()?;
        let to = lived.map(|(_, to)| to).into_iter().chain(ends).max()?;
        let from = whole_hour(from);
        let four_hours = from + TimeDelta::hours(LEAST_HOURS);
        let to = whole_hour(to + TimeDelta::minutes(59)).max(four_hours);
        Some(Hours { from, to })
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

fn times(day: &Day) -> Times {
    let mut times = Times::default();
    let Some((from, to)) = lived(day) else {
        return times;
    };
    let within = |piece: &&Piece| from <= piece.from && piece.to <= to;
    for piece in day.pieces.iter().filter(within) {
        times.add(piece);
    }
    let calls = day.calls.iter();
    times.in_call = calls
        .map(|call| (call.to - call.from).to_std().unwrap_or_default())
        .sum();
    times
}

//! What goes on: the posture that the resident told last is as long as it is by now, whatever the
//! record ends with.

use std::time::Duration;

use chrono::{DateTime, FixedOffset, TimeDelta};

use crate::control::StatusReport;
use crate::engine::record::{Cause, Halt};
use crate::history::{Day, DayBout, Doing, Known, Piece};

/// Sitting that was told so much longer than this piece of it is began before it.
const ROUNDING: TimeDelta = TimeDelta::seconds(2);

/// Has the day end with what was told, until now; false where that is not known.
///
/// A last piece of the same posture becomes longer. One of another ends where the told one began:
/// the day may have been read in the instant of the change, when there was nothing of it yet.
pub(super) fn lengthen(day: &mut Day, now: DateTime<FixedOffset>, told: &StatusReport) -> bool {
    let Some(doing) = doing(told) else {
        return false;
    };
    let is_same = |last: &Piece| Ongoing::of(last.doing) == Ongoing::of(doing);
    if !day.pieces.last().is_some_and(is_same) {
        begin(day, now, told, doing);
    }
    reach(day, now);
    true
}

/// Ends the last piece where the told posture began, and begins one of it, as yet without length.
fn begin(day: &mut Day, now: DateTime<FixedOffset>, told: &StatusReport, doing: Doing) {
    let since = told.since.clamp(day.from, now.max(day.from));
    // Of time of which nothing is recorded it is told what it was.
    let hole = day
        .pieces
        .pop_if(|last| last.doing == Doing::Unrecorded && since <= last.from);
    let known = hole.map_or(since, |hole| hole.from);
    let from = match day.pieces.last() {
        Some(last) if last.doing == Doing::Unrecorded => since,
        Some(last) => known.max(last.to),
        None => known,
    };
    reach(day, from);
    if let Some(last) = day.pieces.last_mut() {
        last.to = from;
    }
    if doing == Doing::Seated {
        let sat = i64::try_from(told.bout_seconds).unwrap_or(i64::MAX);
        let sat = TimeDelta::try_seconds(sat).unwrap_or(TimeDelta::MAX);
        let in_this_piece = (told.at - from).max(TimeDelta::zero());
        match day
            .bouts
            .last_mut()
            .filter(|_| in_this_piece + ROUNDING < sat)
        {
            Some(bout) => bout.to = from,
            None => day.bouts.push(DayBout {
                at: from,
                to: from,
                lasted: Duration::ZERO,
            }),
        }
    }
    day.pieces.push(Piece {
        from,
        to: from,
        doing,
        known: Known::Sensed,
    });
}

/// The last piece, and the bout that it belongs to, reach until then.
fn reach(day: &mut Day, then: DateTime<FixedOffset>) {
    let Some(last) = day.pieces.last_mut().filter(|last| last.to < then) else {
        return;
    };
    let (until, more) = (last.to, (then - last.to).to_std().unwrap_or_default());
    last.to = then;
    let seated = last.doing == Doing::Seated;
    let bouts = day.bouts.last_mut();
    if let Some(bout) = bouts.filter(|bout| seated && bout.to == until) {
        bout.to = then;
        bout.lasted += more;
    }
}

/// What the body does, as the resident told it; none for a word of a newer one.
fn doing(told: &StatusReport) -> Option<Doing> {
    Some(match told.posture.as_str() {
        "seated" => Doing::Seated,
        "standing" => Doing::Standing,
        "away" => Doing::Away(cause(&told.why)),
        "paused" => Doing::Stopped(Halt::Paused),
        "off-hours" => Doing::Stopped(Halt::OffHours),
        _ => return None,
    })
}

fn cause(why: &str) -> Cause {
    let all = [
        Cause::Locked,
        Cause::Switched,
        Cause::Asleep,
        Cause::Said,
        Cause::Off,
    ];
    let told = all.into_iter().find(|cause| cause.word() == why);
    told.unwrap_or(Cause::Idle)
}

/// What goes on however its cause changes.
#[derive(PartialEq, Eq)]
enum Ongoing {
    Away,
    Other(Doing),
}

impl Ongoing {
    fn of(doing: Doing) -> Self {
        match doing {
            Doing::Away(_) => Self::Away,
            other => Self::Other(other),
        }
    }
}

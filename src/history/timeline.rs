//! What the body did at every instant, from what all machines recorded and what the user said.
//!
//! Every record claims a stretch of time. Of the claims on an instant the strongest counts:
//!
//! 1. What the user said: corrections, movements on the feet. The newest word wins.
//! 2. What was seen: standing before sitting before an absence before a clock that stood still. A
//!    person sits at one machine and is missed by the other, and standing is never guessed.
//!
//! Which claim is the strongest is a property of the claims alone, so that machines can be read in
//! any order. Times are milliseconds since 1970.

use std::collections::BTreeSet;
use std::time::Duration;

use chrono::{DateTime, FixedOffset, Utc};

use crate::engine::Record;
use crate::engine::record::{Cause, Halt, Happened, Outcome, Posture, Source};

use super::day::{Doing, Known};
use super::set::Set;

/// Nobody does one thing for longer: such a record is of a clock that was wrong.
const LONGEST: i64 = 40 * 24 * 3600 * 1000;

/// Nobody moves for longer; `soleus log` takes no more either.
const LONGEST_MOVEMENT: i64 = 24 * 3600 * 1000;

/// The end of the calendar.
const LAST: i64 = DateTime::<Utc>::MAX_UTC.timestamp_millis();

/// Stretches this near to each other have no gap between them: their lengths are whole seconds.
const ROUNDING: i64 = 1000;

/// What was said is stronger than all that was seen.
const SAID: usize = 16;

/// A time in which the body did one thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Segment {
    pub(super) from: i64,
    pub(super) to: i64,
    pub(super) doing: Doing,
    pub(super) known: Known,
    /// Of the clock that it was written by.
    pub(super) offset: FixedOffset,
}

/// A record's claim on a time.
#[derive(Debug, Clone, Copy)]
struct Claim {
    segment: Segment,
    strength: usize,
}

/// Everything that touches a span of time, in order and without overlap; what nobody recorded is
/// missing.
pub(super) fn timeline(set: &Set<'_>, begin: i64, end: i64) -> Vec<Segment> {
    let mut claims = Vec::new();
    for (place, entry) in set.counting() {
        let Some((from, to)) = limits(entry.record).filter(|(from, to)| *from < end && begin < *to)
        else {
            continue;
        };
        if let Some((doing, known, strength)) = claim(entry.record, set, place) {
            let segment = Segment {
                from,
                to,
                doing,
                known,
                offset: entry.record.at.timezone(),
            };
            claims.push(Claim { segment, strength });
        }
    }
    let mut segments = strongest(claims);
    close_gaps(&mut segments);
    segments
}

/// When a record's time began and ended; none for what takes none, or is beyond belief.
pub(super) fn limits(record: &Record) -> Option<(i64, i64)> {
    let from = record.at.timestamp_millis();
    let to = from.checked_add(millis(record.lasted()))?;
    let longest = match record.happened {
        Happened::Break {
            outcome: Outcome::Done | Outcome::Part,
            ..
        } => LONGEST_MOVEMENT,
        _ => LONGEST,
    };
    (from < to && to - from <= longest && to <= LAST).then_some((from, to))
}

/// Whether a record can matter to this span of time: one whose own time touches it, and is not beyond
/// belief.
pub(super) fn touches(record: &Record, begin: i64, end: i64) -> bool {
    let at = record.at.timestamp_millis();
    if end <= at {
        return false;
    }
    match limits(record) {
        Some((_, to)) => begin <= to,
        None => begin <= at && record.lasted().is_zero(),
    }
}

fn claim(record: &Record, set: &Set<'_>, place: usize) -> Option<(Doing, Known, usize)> {
    Some(match &record.happened {
        Happened::Stretch { posture, .. } => {
            (doing(*posture), Known::Sensed, strength_of(*posture))
        }
        Happened::Correction { posture, .. } => (doing(*posture), Known::Said, SAID + place),
        Happened::Break {
            outcome: Outcome::Done | Outcome::Part,
            kind: Some(kind),
            source: Source::Notice | Source::Tray | Source::Command,
            ..
        } if kind.leaves_chair() => (Doing::OnFeet, Known::Said, SAID + place),
        // Who was seen at another machine meanwhile was there.
        Happened::Break {
            outcome: Outcome::Natural,
            ..
        } if set.is_confirmed(place) => (Doing::OnFeet, Known::Said, CONFIRMED),
        _ => return None,
    })
}

/// A confirmed absence is known better than an absence, and less than a person in the chair.
const CONFIRMED: usize = 9;

fn strength_of(posture: Posture) -> usize {
    match posture {
        Posture::Stopped(Halt::OffHours) => 0,
        Posture::Stopped(Halt::Paused) => 1,
        Posture::Away(Cause::Off) => 2,
        Posture::Away(Cause::Idle) => 3,
        Posture::Away(Cause::Switched) => 4,
        Posture::Away(Cause::Locked) => 5,
        Posture::Away(Cause::Asleep) => 6,
        Posture::Away(Cause::Said) => 7,
        Posture::Seated => 10,
        Posture::Standing => 11,
    }
}

fn doing(posture: Posture) -> Doing {
    match posture {
        Posture::Seated => Doing::Seated,
        Posture::Standing => Doing::Standing,
        Posture::Away(cause) => Doing::Away(cause),
        Posture::Stopped(halt) => Doing::Stopped(halt),
    }
}

/// Of the claims on each instant the strongest.
fn strongest(mut claims: Vec<Claim>) -> Vec<Segment> {
    claims.sort_by_key(|claim| (claim.segment.from, claim.segment.to, claim.strength));
    let mut segments = Vec::with_capacity(claims.len());
    let mut rest = claims.as_slice();
    while let Some(first) = rest.first() {
        // Those that overlap, directly or through others. Mostly it is one alone.
        let mut end = first.segment.to;
        let mut count = 1;
        while let Some(next) = rest.get(count).filter(|next| next.segment.from < end) {
            end = end.max(next.segment.to);
            count += 1;
        }
        let (together, after) = rest.split_at(count);
        match together {
            [alone] => push(&mut segments, alone.segment),
            several => sweep(several, &mut segments),
        }
        rest = after;
    }
    segments
}

fn sweep(claims: &[Claim], segments: &mut Vec<Segment>) {
    let mut edges: Vec<(i64, bool, usize)> = Vec::with_capacity(2 * claims.len());
    for (index, claim) in claims.iter().enumerate() {
        edges.push((claim.segment.from, true, index));
        edges.push((claim.segment.to, false, index));
    }
    edges.sort_unstable();
    let mut open: BTreeSet<(usize, i32, usize)> = BTreeSet::new();
    let mut from = i64::MIN;
    for (at, begins, index) in edges {
        if let Some((.., strongest)) = open.last().filter(|_| from < at) {
            let claim: &Claim = &claims[*strongest];
            push(
                segments,
                Segment {
                    from,
                    to: at,
                    ..claim.segment
                },
            );
        }
        from = at;
        let claim = &claims[index];
        let key = (
            claim.strength,
            claim.segment.offset.local_minus_utc(),
            index,
        );
        if begins {
            open.insert(key);
        } else {
            open.remove(&key);
        }
    }
}

/// Appends a segment, or lengthens the last one by it.
fn push(segments: &mut Vec<Segment>, next: Segment) {
    if let Some(last) = segments.last_mut() {
        let same = Segment {
            from: last.from,
            to: last.to,
            ..next
        };
        if last.to == next.from && *last == same {
            last.to = next.to;
            return;
        }
    }
    segments.push(next);
}

fn close_gaps(segments: &mut [Segment]) {
    for place in 1..segments.len() {
        let next = segments[place].from;
        let last = &mut segments[place - 1];
        if next - last.to <= ROUNDING {
            last.to = next;
        }
    }
}

/// Absences taken for breaks that nobody confirmed: the parts of them in which nobody was seen
/// anywhere are guesses.
pub(super) fn mark_guesses(segments: Vec<Segment>, guesses: &[(i64, i64)]) -> Vec<Segment> {
    let mut marked = Vec::with_capacity(segments.len());
    let mut guesses = guesses.iter().copied().peekable();
    for segment in segments {
        while guesses.next_if(|(_, to)| *to <= segment.from).is_some() {}
        if !matches!(segment.doing, Doing::Away(_)) {
            marked.push(segment);
            continue;
        }
        let mut from = segment.from;
        let mut ahead = guesses.clone();
        while let Some((begin, end)) = ahead.next_if(|(begin, _)| *begin < segment.to) {
            let (begin, end) = (begin.max(from), end.min(segment.to));
            if begin >= end {
                continue;
            }
            if from < begin {
                marked.push(Segment {
                    from,
                    to: begin,
                    ..segment
                });
            }
            marked.push(Segment {
                from: begin,
                to: end,
                known: Known::Guessed,
                ..segment
            });
            from = end;
        }
        if from < segment.to {
            marked.push(Segment { from, ..segment });
        }
    }
    marked
}

/// Times as they were claimed, joined where they touch or overlap.
pub(super) fn joined(mut spans: Vec<(i64, i64)>) -> Vec<(i64, i64)> {
    spans.sort_unstable();
    let mut joined: Vec<(i64, i64)> = Vec::with_capacity(spans.len());
    for (from, to) in spans {
        match joined.last_mut().filter(|last| from <= last.1) {
            Some(last) => last.1 = last.1.max(to),
            None => joined.push((from, to)),
        }
    }
    joined
}

/// A length of time as the time line counts it.
pub(super) fn millis(time: Duration) -> i64 {
    i64::try_from(time.as_millis()).unwrap_or(i64::MAX)
}

/// A moment as the clock of that time and place showed it.
pub(super) fn local(at: i64, offset: FixedOffset) -> DateTime<FixedOffset> {
    DateTime::from_timestamp_millis(at)
        .unwrap_or_default()
        .with_timezone(&offset)
}

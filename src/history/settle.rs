//! What the whole timeline decides about single records: whether a guess stands, how much of a movement
//! was done, whether a clock that begins anew ends a sitting.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::time::Duration;

use crate::engine::ledger::Ends;
use crate::engine::record::Outcome;

use super::day::{DayBreak, Doing};
use super::timeline::{Segment, joined};

/// A break, and when it began.
pub(super) type Told = (i64, DayBreak);

/// Absences taken for breaks: in which the person was seen, or said to have walked, was no absence.
/// What is left of each is its length, and those of which less than a break is left go. Answers with
/// the times of those that nobody confirmed.
pub(super) fn guesses(
    breaks: &mut Vec<Told>,
    segments: &[Segment],
    shortest: i64,
) -> Vec<(i64, i64)> {
    let mut guesses = Vec::new();
    breaks.retain_mut(|(at, one)| {
        if one.outcome != Outcome::Natural {
            return true;
        }
        let lasted = millis(one.lasted);
        let to = at.saturating_add(lasted);
        if !one.confirmed {
            guesses.push((*at, to));
        }
        // A confirmed absence was on the feet by itself.
        let was_there = |doing: Doing| match doing {
            Doing::Seated | Doing::Standing | Doing::Stopped(_) => true,
            Doing::OnFeet => !one.confirmed,
            Doing::Away(_) | Doing::Unrecorded => false,
        };
        let there: i64 = between(segments, *at, to)
            .filter(|(segment, ..)| was_there(segment.doing))
            .map(|(_, from, to)| to - from)
            .sum();
        let left = lasted.saturating_sub(there);
        one.lasted = duration(left);
        shortest <= left
    });
    joined(guesses)
}

/// A movement on the feet counts as far as its time was spent on the feet, by all that was said since;
/// where the same movement was told twice of the same time it counts once, and the newest word stands.
/// Answers with when movements ended sittings.
pub(super) fn movements(breaks: &mut Vec<Told>, segments: &[Segment]) -> Vec<(i64, Ends)> {
    breaks.sort_by(|(_, a), (_, b)| newest_first(a).cmp(&newest_first(b)));
    let mut told: HashMap<Option<String>, Vec<(i64, i64)>> = HashMap::new();
    let mut kept: Vec<Told> = Vec::with_capacity(breaks.len());
    let mut marks = Vec::new();
    for (at, mut one) in std::mem::take(breaks) {
        let (Some(kind), Outcome::Done | Outcome::Part) = (one.kind, one.outcome) else {
            kept.push((at, one));
            continue;
        };
        let to = at.saturating_add(millis(one.lasted));
        if !kind.leaves_chair() || one.lasted.is_zero() {
            marks.push((to, Ends::of(kind)));
            kept.push((at, one));
            continue;
        }
        let on_feet = between(segments, at, to)
            .filter(|(segment, ..)| segment.doing == Doing::OnFeet)
            .map(|(_, from, to)| (from, to));
        let on_feet = joined(on_feet.collect());
        let before = told.entry(one.movement.clone()).or_default();
        let left = without(on_feet.clone(), before);
        if let Some((_, last)) = left.last() {
            marks.push((*last, Ends::of(kind)));
            one.lasted = duration(left.iter().map(|(from, to)| to - from).sum());
            *before = joined(before.iter().copied().chain(left).collect());
            kept.push((at, one));
        } else if !on_feet.is_empty() {
            answered_by_another(&mut kept, (at, to), &one);
        }
    }
    *breaks = kept;
    marks
}

/// It answered the reminder, whichever of the words for it stands.
fn answered_by_another(kept: &mut [Told], (from, to): (i64, i64), one: &DayBreak) {
    let stands = kept.iter_mut().rev().find(|(at, other)| {
        *at < to && from < at.saturating_add(millis(other.lasted)) && other.movement == one.movement
    });
    if let Some((_, stands)) = stands {
        stands.asked = stands.asked.or(one.asked);
    }
}

/// The newest word first; of two with one number any order will do that follows from them alone.
fn newest_first(one: &DayBreak) -> impl Ord + '_ {
    (
        Reverse(one.id),
        one.at,
        &one.device,
        &one.movement,
        one.lasted,
    )
}

/// Clocks that begin anew at one machine end no sitting that was seen at another until just before.
pub(super) fn ends_a_sitting(anew: i64, segments: &[Segment], shortest: i64) -> bool {
    !between(segments, anew.saturating_sub(shortest), anew)
        .any(|(segment, ..)| segment.doing == Doing::Seated)
}

/// The segments that lie between two moments, and from when to when each does.
fn between(segments: &[Segment], from: i64, to: i64) -> impl Iterator<Item = (&Segment, i64, i64)> {
    let first = segments.partition_point(|segment| segment.to <= from);
    segments[first..]
        .iter()
        .take_while(move |segment| segment.from < to)
        .map(move |segment| (segment, segment.from.max(from), segment.to.min(to)))
}

/// Spans without those parts; both in order and without overlap.
fn without(spans: Vec<(i64, i64)>, parts: &[(i64, i64)]) -> Vec<(i64, i64)> {
    let mut left = Vec::with_capacity(spans.len());
    for (mut from, to) in spans {
        let first = parts.partition_point(|part| part.1 <= from);
        for (begin, end) in parts[first..].iter().take_while(|part| part.0 < to) {
            if from < *begin {
                left.push((from, *begin));
            }
            from = from.max(*end);
        }
        if from < to {
            left.push((from, to));
        }
    }
    left
}

fn millis(time: Duration) -> i64 {
    i64::try_from(time.as_millis()).unwrap_or(i64::MAX)
}

fn duration(millis: i64) -> Duration {
    Duration::from_millis(u64::try_from(millis).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_told_already_is_cut_out_of_a_span() {
        let left = |parts: &[(i64, i64)]| without(vec![(10, 20)], parts);
        assert_eq!(left(&[]), [(10, 20)]);
        assert_eq!(left(&[(0, 10), (20, 30)]), [(10, 20)]);
        assert_eq!(left(&[(5, 12)]), [(12, 20)]);
        assert_eq!(left(&[(12, 14), (16, 17)]), [(10, 12), (14, 16), (17, 20)]);
        assert_eq!(left(&[(18, 25)]), [(10, 18)]);
        assert_eq!(left(&[(5, 25)]), []);
    }
}

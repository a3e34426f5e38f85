//! What the whole timeline decides about single records: whether a guess stands, how much of a movement
//! was done, whether a clock that begins anew ends a sitting.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::time::Duration;

use crate::engine::ledger::Ends;
use crate::engine::record::Outcome;

use super::day::{DayBreak, Doing};
use super::timeline::{Segment, joined, millis};

/// A break, and when it began.
pub(super) type Told = (i64, DayBreak);

/// Absences taken for breaks: in which the person was seen, or said to have walked, was no absence.
/// What is left of each is its length, and those of which less than a break is left go. Answers with
/// the times of those that stand and that nobody confirmed.
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
        let stands = shortest <= left;
        if stands && !one.confirmed {
            guesses.push((*at, to));
        }
        stands
    });
    joined(guesses)
}

/// A movement on the feet counts as far as its time was spent on the feet, by all that was said since;
/// where the same movement was told twice of the same time it counts once, and the newest word stands.
/// Answers with when movements ended sittings.
pub(super) fn movements(breaks: &mut Vec<Told>, segments: &[Segment]) -> Vec<(i64, Ends)> {
    let mut marks = Vec::new();
    let mut on_feet = Vec::new();
    for (place, (at, one)) in breaks.iter().enumerate() {
        let (Some(kind), Outcome::Done | Outcome::Part) = (one.kind, one.outcome) else {
            continue;
        };
        if kind.leaves_chair() && !one.lasted.is_zero() {
            on_feet.push(place);
        } else {
            marks.push((at.saturating_add(millis(one.lasted)), Ends::of(kind)));
        }
    }
    on_feet.sort_unstable_by(|a, b| {
        let [a, b] = [a, b].map(|place| newest_first(&breaks[*place].1));
        a.cmp(&b)
    });
    let left = left_of(breaks, &on_feet, segments);
    let mut gone = Vec::new();
    for (place, left) in on_feet.iter().zip(left) {
        match left {
            Left::Times(times) => {
                let one = &mut breaks[*place].1;
                one.lasted = duration(times.iter().map(|(from, to)| to - from).sum());
                let last = times.last().map(|(_, to)| *to);
                marks.extend(last.zip(one.kind.map(Ends::of)));
            }
            Left::ToldBy(newer) => {
                // It answered the reminder, whichever of the words for it stands.
                let asked = breaks[*place].1.asked;
                let stands = &mut breaks[newer].1;
                stands.asked = stands.asked.or(asked);
                gone.push(*place);
            }
            Left::Nothing => gone.push(*place),
        }
    }
    gone.sort_unstable();
    let mut place = 0..breaks.len();
    breaks.retain(|_| {
        place
            .next()
            .is_none_or(|it| gone.binary_search(&it).is_err())
    });
    marks
}

/// What is left of a movement.
enum Left {
    /// These times, in order.
    Times(Vec<(i64, i64)>),
    /// It was told again by this break.
    ToldBy(usize),
    /// Nobody was on the feet then.
    Nothing,
}

/// What is left of each of these breaks, the newest of which comes first.
fn left_of(breaks: &[Told], newest_first: &[usize], segments: &[Segment]) -> Vec<Left> {
    // The times of each movement so far, in order, with the break that has them.
    let mut told: HashMap<Option<&str>, Vec<(i64, i64, usize)>> = HashMap::new();
    let mut all = Vec::with_capacity(newest_first.len());
    for place in newest_first {
        let (at, one) = &breaks[*place];
        let to = at.saturating_add(millis(one.lasted));
        let spans = between(segments, *at, to)
            .filter(|(segment, ..)| segment.doing == Doing::OnFeet)
            .map(|(_, from, to)| (from, to));
        let spans = joined(spans.collect());
        let before = told.entry(one.movement.as_deref()).or_default();
        let Some((first, _)) = spans.first().copied() else {
            all.push(Left::Nothing);
            continue;
        };
        let times = without(spans, before);
        if times.is_empty() {
            let over = before.partition_point(|(_, to, _)| *to <= first);
            all.push(Left::ToldBy(before[over].2));
            continue;
        }
        for (from, to) in &times {
            let next = before.partition_point(|(other, ..)| other < from);
            before.insert(next, (*from, *to, *place));
        }
        all.push(Left::Times(times));
    }
    all
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

/// Spans without the times of others; both in order and without overlap.
fn without(spans: Vec<(i64, i64)>, others: &[(i64, i64, usize)]) -> Vec<(i64, i64)> {
    let mut left = Vec::with_capacity(spans.len());
    for (mut from, to) in spans {
        let first = others.partition_point(|(_, end, _)| *end <= from);
        let others = others[first..].iter().take_while(|(begin, ..)| *begin < to);
        for (begin, end, _) in others {
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

fn duration(millis: i64) -> Duration {
    Duration::from_millis(u64::try_from(millis).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_told_already_is_cut_out_of_a_span() {
        let left = |others: &[(i64, i64)]| {
            let others: Vec<_> = others.iter().map(|(from, to)| (*from, *to, 0)).collect();
            without(vec![(10, 20)], &others)
        };
        assert_eq!(left(&[]), [(10, 20)]);
        assert_eq!(left(&[(0, 10), (20, 30)]), [(10, 20)]);
        assert_eq!(left(&[(5, 12)]), [(12, 20)]);
        assert_eq!(left(&[(12, 14), (16, 17)]), [(10, 12), (14, 16), (17, 20)]);
        assert_eq!(left(&[(18, 25)]), [(10, 18)]);
        assert_eq!(left(&[(5, 25)]), []);
    }
}

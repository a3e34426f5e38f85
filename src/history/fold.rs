//! The one fold: from the set of all records to days.

use std::time::Duration;

use chrono::{DateTime, Days, FixedOffset, NaiveDate, NaiveTime};

use crate::engine::ledger::{Ends, Ledger, Mark, Tally};
use crate::engine::record::{Cause, Happened, Outcome, Posture, Record};

use super::day::{Counting, Day, DayBout, DayBreak, Doing, Known, Piece, Span, Totals};
use super::limits::begin_of;
use super::set::{Batch, Set};
use super::timeline::{Segment, joined, limits, local, mark_guesses, seen_between, timeline};

/// What may touch a day lies so many days near to it, in any time zone.
const MARGIN: u64 = 2;

/// Days one after the other, from this one on. What lies after `now` is of a clock that is wrong, and
/// is not shown.
pub(super) fn days(
    batches: &[Batch<'_>],
    first: NaiveDate,
    count: u32,
    counting: Counting,
    now: Option<DateTime<FixedOffset>>,
) -> Vec<Day> {
    let whole = Whole::of(batches, first, count, counting, now);
    let mut begin = whole.begin_of(first);
    let mut days = Vec::new();
    for date in first.iter_days().take(count as usize) {
        let next = whole.begin_of(date.succ_opt().unwrap_or(date));
        let end = (next.0.max(begin.0), next.1);
        days.push(whole.day(date, begin, end));
        begin = end;
    }
    days
}

/// All that touches the days asked for.
struct Whole {
    counting: Counting,
    offset: FixedOffset,
    now: i64,
    segments: Vec<Segment>,
    calls: Vec<(i64, i64)>,
    breaks: Vec<(i64, DayBreak)>,
    /// When clocks began anew.
    marks: Vec<(i64, Ends)>,
    snoozes: Vec<i64>,
    totals: Vec<(NaiveDate, Totals)>,
}

impl Whole {
    fn of(
        batches: &[Batch<'_>],
        first: NaiveDate,
        count: u32,
        counting: Counting,
        now: Option<DateTime<FixedOffset>>,
    ) -> Self {
        let midnight = |date: NaiveDate| date.and_time(NaiveTime::MIN).and_utc().timestamp_millis();
        let begin = midnight(first.checked_sub_days(Days::new(MARGIN)).unwrap_or(first));
        let after = first.checked_add_days(Days::new(u64::from(count) + MARGIN));
        let end = midnight(after.unwrap_or(first));
        let set = Set::of(batches);
        let mut whole = Self {
            counting,
            offset: now.map_or_else(
                || DateTime::UNIX_EPOCH.fixed_offset().timezone(),
                |now| now.timezone(),
            ),
            now: now.map_or(i64::MAX, |now| now.timestamp_millis()),
            segments: timeline(&set, begin, end),
            calls: Vec::new(),
            breaks: Vec::new(),
            marks: Vec::new(),
            snoozes: Vec::new(),
            totals: Vec::new(),
        };
        let mut calls = Vec::new();
        for (place, entry) in set.counting() {
            let at = entry.record.at.timestamp_millis();
            let ended = limits(entry.record).map_or(at, |(_, to)| to);
            if ended < begin || end <= at {
                continue;
            }
            if let Happened::Call { .. } = entry.record.happened {
                calls.push((at, ended));
            }
            whole.take(entry.record, entry.device, set.is_confirmed(place), ended);
        }
        whole.calls = joined(calls);
        whole.settle_guesses();
        whole.breaks.sort_by_key(|(at, _)| *at);
        whole.marks.sort_by_key(|(at, _)| *at);
        whole.snoozes.sort_unstable();
        whole.totals = Totals::that_stand(whole.totals);
        whole
    }

    fn take(&mut self, record: &Record, device: &str, confirmed: bool, ended: i64) {
        let at = record.at.timestamp_millis();
        match &record.happened {
            Happened::Break {
                movement,
                kind,
                outcome,
                asked,
                seconds,
                repetitions,
                source,
                side: _,
            } => {
                if let (Some(kind), Outcome::Done | Outcome::Part) = (kind, outcome) {
                    self.marks.push((ended, Ends::of(*kind)));
                }
                let broken = DayBreak {
                    device: device.to_owned(),
                    id: record.id,
                    at: record.at,
                    movement: movement.clone(),
                    kind: *kind,
                    outcome: *outcome,
                    asked: *asked,
                    lasted: Duration::from_secs(*seconds),
                    repetitions: *repetitions,
                    source: *source,
                    confirmed,
                };
                self.breaks.push((at, broken));
            }
            Happened::Anew => self.marks.push((at, Ends::Both)),
            Happened::Snooze { .. } => self.snoozes.push(at),
            Happened::Totals {
                program,
                active_seconds,
                taken,
                passed,
            } if at <= self.now => {
                let totals = Totals {
                    program: program.clone(),
                    active: Duration::from_secs(*active_seconds),
                    taken: *taken,
                    passed: *passed,
                };
                self.totals.push((record.at.date_naive(), totals));
            }
            _ => {}
        }
    }

    /// An absence in which the person was seen at another machine was no break, as far as they were.
    fn settle_guesses(&mut self) {
        let shortest = i64::try_from(self.counting.break_length.as_millis()).unwrap_or(i64::MAX);
        let segments = &self.segments;
        let mut guesses = Vec::new();
        self.breaks.retain(|(at, one)| {
            if one.outcome != Outcome::Natural {
                return true;
            }
            let lasted = i64::try_from(one.lasted.as_millis()).unwrap_or(i64::MAX);
            let to = at.saturating_add(lasted);
            if !one.confirmed {
                guesses.push((*at, to));
            }
            shortest <= lasted.saturating_sub(seen_between(segments, *at, to))
        });
        self.segments = mark_guesses(std::mem::take(&mut self.segments), &joined(guesses));
    }

    fn begin_of(&self, date: NaiveDate) -> (i64, FixedOffset) {
        begin_of(
            date,
            self.counting.day_starts_at,
            &self.segments,
            self.offset,
        )
    }

    fn day(&self, date: NaiveDate, from: (i64, FixedOffset), to: (i64, FixedOffset)) -> Day {
        let (begin, end) = (from.0, to.0);
        let pieces = self.pieces(from, end);
        let spans = self.calls.iter().filter_map(|(call_from, call_to)| {
            let (from, to) = ((*call_from).max(begin), (*call_to).min(end).min(self.now));
            (from < to).then(|| Span {
                from: local(from, to_offset(&pieces, from, self.offset)),
                to: local(to, to_offset(&pieces, to, self.offset)),
            })
        });
        let calls = spans.collect();
        let mut tally = Tally::default();
        for piece in &pieces {
            if let Some(posture) = posture(piece.doing) {
                tally.add(posture, piece.lasted());
            }
        }
        let snoozes = within(&self.snoozes, |at| *at, begin, end).len();
        Day {
            date,
            from: local(begin, from.1),
            to: local(end, to.1),
            bouts: self.bouts(&pieces, begin, end),
            breaks: within(&self.breaks, |(at, _)| *at, begin, end)
                .iter()
                .map(|(_, one)| one.clone())
                .collect(),
            calls,
            snoozes: u32::try_from(snoozes).unwrap_or(u32::MAX),
            totals: Totals::of_date(&self.totals, date),
            tally,
            pieces,
        }
    }

    /// The day from its beginning until its end, or until now, without a hole.
    fn pieces(&self, from: (i64, FixedOffset), end: i64) -> Vec<Piece> {
        let end = end.min(self.now);
        let first = self
            .segments
            .partition_point(|segment| segment.to <= from.0);
        let mut pieces = Vec::new();
        let (mut at, mut offset) = from;
        let unrecorded = |from: i64, to: i64, offset: FixedOffset| Piece {
            from: local(from, offset),
            to: local(to, offset),
            doing: Doing::Unrecorded,
            known: Known::Sensed,
        };
        for segment in &self.segments[first..] {
            let (begin, until) = (segment.from.max(at), segment.to.min(end));
            if until <= begin {
                if end <= segment.from {
                    break;
                }
                continue;
            }
            if at < begin {
                pieces.push(unrecorded(at, begin, offset));
            }
            offset = segment.offset;
            pieces.push(Piece {
                from: local(begin, offset),
                to: local(until, offset),
                doing: segment.doing,
                known: segment.known,
            });
            at = until;
        }
        if at < end {
            pieces.push(unrecorded(at, end, offset));
        }
        pieces
    }

    /// By the engine's own ledger, so that both count alike.
    fn bouts(&self, pieces: &[Piece], begin: i64, end: i64) -> Vec<DayBout> {
        let since = |at: i64| Duration::from_millis(u64::try_from(at - begin).unwrap_or_default());
        let mut ledger = Ledger::new(Duration::ZERO, Posture::Away(Cause::Off));
        let mut last = Duration::ZERO;
        for piece in pieces {
            let posture = posture(piece.doing).unwrap_or(Posture::Away(Cause::Off));
            ledger.turn(since(piece.from.timestamp_millis()), posture);
            last = since(piece.to.timestamp_millis());
        }
        for (at, ends) in within(&self.marks, |(at, _)| *at, begin, end + 1) {
            ledger.mark(Mark {
                at: since(*at),
                ends: *ends,
                record: None,
            });
        }
        let moment = |at: Duration| {
            let at = begin + i64::try_from(at.as_millis()).unwrap_or_default();
            local(at, to_offset(pieces, at, self.offset))
        };
        ledger
            .bouts(Duration::ZERO, last, self.counting.break_length)
            .into_iter()
            .map(|bout| DayBout {
                at: moment(bout.from),
                to: moment(bout.to),
                lasted: bout.lasted,
            })
            .collect()
    }
}

/// None for time of which nothing is recorded.
fn posture(doing: Doing) -> Option<Posture> {
    match doing {
        Doing::Seated => Some(Posture::Seated),
        Doing::Standing | Doing::OnFeet => Some(Posture::Standing),
        Doing::Away(cause) => Some(Posture::Away(cause)),
        Doing::Stopped(halt) => Some(Posture::Stopped(halt)),
        Doing::Unrecorded => None,
    }
}

/// The clock that was in force at a moment of the day.
fn to_offset(pieces: &[Piece], at: i64, otherwise: FixedOffset) -> FixedOffset {
    let begun = pieces.partition_point(|piece| piece.from.timestamp_millis() <= at);
    let piece = pieces.get(begun.saturating_sub(1));
    piece.map_or(otherwise, |piece| piece.from.timezone())
}

/// Those of a sorted list that lie from `begin` on and before `end`.
fn within<T>(sorted: &[T], at: impl Fn(&T) -> i64, begin: i64, end: i64) -> &[T] {
    let first = sorted.partition_point(|one| at(one) < begin);
    let after = sorted.partition_point(|one| at(one) < end);
    &sorted[first..after.max(first)]
}

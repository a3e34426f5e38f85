//! The one fold: from the set of all records to days.

use std::time::Duration;

use chrono::{DateTime, Days, FixedOffset, NaiveDate, NaiveTime};

use crate::engine::ledger::{Ends, Ledger, Mark, Tally};
use crate::engine::record::{Cause, Happened, Posture, Record};

use super::day::{Counting, Day, DayBout, DayBreak, Doing, Known, Piece, Span, Totals};
use super::limits::begin_of;
use super::set::{Batch, Set};
use super::settle;
use super::timeline::{Segment, joined, limits, local, mark_guesses, millis, timeline, touches};

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
    /// When movements ended sittings, or clocks began anew.
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
        let set = Set::only(batches, |record| touches(record, begin, end));
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
        let (mut calls, mut anew) = (Vec::new(), Vec::new());
        for (place, entry) in set.counting() {
            match entry.record.happened {
                Happened::Call { .. } => calls.extend(limits(entry.record)),
                Happened::Anew => anew.push(entry.record.at.timestamp_millis()),
                _ => whole.take(entry.record, entry.device, set.is_confirmed(place)),
            }
        }
        whole.calls = joined(calls);
        whole.settle(&anew);
        whole.breaks.sort_by_key(|(at, _)| *at);
        whole.marks.sort_by_key(|(at, _)| *at);
        whole.snoozes.sort_unstable();
        whole.totals = Totals::that_stand(whole.totals);
        whole
    }

    fn take(&mut self, record: &Record, device: &str, confirmed: bool) {
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

    /// What the time line decides about what was told.
    fn settle(&mut self, anew: &[i64]) {
        let shortest = millis(self.counting.break_length);
        let guesses = settle::guesses(&mut self.breaks, &self.segments, shortest);
        self.segments = mark_guesses(std::mem::take(&mut self.segments), &guesses);
        self.marks = settle::movements(&mut self.breaks, &self.segments);
        let ends = |at: &&i64| settle::ends_a_sitting(**at, &self.segments, shortest);
        let ended = anew.iter().filter(ends).map(|at| (*at, Ends::Both));
        self.marks.extend(ended);
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
        // What is to come yet was written by a clock that is wrong.
        let until = end.min(self.now.saturating_add(1));
        let snoozes = within(&self.snoozes, |at| *at, begin, until).len();
        Day {
            date,
            from: local(begin, from.1),
            to: local(end, to.1),
            bouts: self.bouts(&pieces, begin, end),
            breaks: within(&self.breaks, |(at, _)| *at, begin, until)
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

#[cfg(test)]
mod tests {
    use crate::engine::record::{Outcome, RECORD_VERSION, Source};

    use super::*;

    fn at(text: &str) -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339(&format!("2026-11-23T{text}:00+01:00")).unwrap()
    }

    fn told(records: &[(&str, Happened)], now: Option<&str>) -> Day {
        let records: Vec<Record> = records
            .iter()
            .zip(1..)
            .map(|((time, happened), id)| Record {
                v: RECORD_VERSION,
                id,
                at: at(time),
                happened: happened.clone(),
            })
            .collect();
        let batch = Batch {
            device: "pc-1",
            records: &records,
        };
        let counting = Counting {
            day_starts_at: NaiveTime::from_hms_opt(4, 0, 0).unwrap(),
            break_length: Duration::from_mins(2),
        };
        let date = at("12:00").date_naive();
        days(&[batch], date, 1, counting, now.map(at)).remove(0)
    }

    fn broken(outcome: Outcome, seconds: u64) -> Happened {
        Happened::Break {
            movement: None,
            kind: None,
            outcome,
            asked: None,
            seconds,
            repetitions: None,
            side: None,
            source: Source::Tray,
        }
    }

    #[test]
    fn what_is_to_come_does_not_count() {
        let totals = Happened::Totals {
            program: "workrave".to_owned(),
            active_seconds: 60,
            taken: 1,
            passed: 0,
        };
        let records = [
            ("09:00", broken(Outcome::Done, 60)),
            ("09:10", Happened::Snooze { seconds: None }),
            ("09:20", totals.clone()),
            ("21:00", broken(Outcome::Skipped, 0)),
            ("21:00", Happened::Snooze { seconds: None }),
            ("21:00", totals),
        ];
        let counted = |now| {
            let day = told(&records, now);
            (day.breaks.len(), day.snoozes, day.totals.len())
        };
        assert_eq!(counted(Some("10:45")), (1, 1, 1));
        assert_eq!(counted(Some("09:00")), (1, 0, 0));
        assert_eq!(counted(Some("08:59")), (0, 0, 0));
        // Of two totals of a date one stands.
        assert_eq!(counted(Some("21:00")), (2, 2, 1));
        assert_eq!(counted(None), (2, 2, 1));
    }

    #[test]
    fn breaks_beyond_belief_are_left_out() {
        const DAY: u64 = 24 * 3600;
        let table = [
            (Outcome::Done, DAY, 1),
            (Outcome::Done, DAY + 1, 0),
            (Outcome::Part, u64::MAX, 0),
            (Outcome::Natural, 40 * DAY, 1),
            (Outcome::Natural, 40 * DAY + 1, 0),
            (Outcome::Skipped, 0, 1),
        ];
        for (outcome, seconds, left) in table {
            let twice = [
                ("09:00", broken(outcome, seconds)),
                ("09:01", broken(outcome, seconds)),
            ];
            let day = told(&twice, None);
            assert_eq!(day.breaks.len(), 2 * left, "{outcome:?} {seconds}");
        }
    }
}

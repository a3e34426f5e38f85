//! What the person did at other machines lately, as the ends of their records tell it.
//!
//! Another machine's record is hostile until checked: times that cannot be, and all that a machine
//! tells whose clock is ahead of this one, are not believed.

use std::collections::{BTreeSet, HashSet};
use std::time::Duration;

use chrono::{DateTime, FixedOffset, TimeDelta};

use crate::engine::Record;
use crate::engine::input::{Elsewhere, MovedThere, Sitting};
use crate::engine::record::{Happened, Outcome, Posture};

use super::reader::Device;
use super::set::origin;

/// So far back it matters to the clocks what somebody did elsewhere: a bout is shorter.
pub const LATELY: TimeDelta = TimeDelta::hours(12);

/// Two clocks that nobody set wrong are nearer to each other.
const TOLERATED: TimeDelta = TimeDelta::minutes(10);

/// Nobody sits for longer without a break; what says so is damaged.
const LONGEST: TimeDelta = TimeDelta::hours(24);

/// Two stretches this near to each other have no gap between them: lengths are whole seconds.
const ROUNDING: TimeDelta = TimeDelta::seconds(1);

/// How a machine was heard last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heard {
    /// Until when its newest record goes, by its own clock.
    pub at: DateTime<FixedOffset>,
    /// How far that lies ahead of this machine's clock, where it is more than chance: one of the two
    /// clocks is wrong.
    pub ahead: Option<Duration>,
}

impl Heard {
    /// What the newest of these records tells; none where there is none that says when it was written.
    #[must_use]
    pub fn of(records: &[Record], now: DateTime<FixedOffset>) -> Option<Self> {
        // After a clock was put right ids go on from where they were, so the largest is the newest.
        let newest = records.iter().filter(|record| is_of_its_time(record));
        let at = newest.max_by_key(|record| record.id)?.end()?;
        let ahead = at.signed_duration_since(now);
        Some(Self {
            at,
            ahead: (ahead > TOLERATED).then(|| ahead.to_std().unwrap_or_default()),
        })
    }
}

/// Whether a record was written when what it tells of was over.
fn is_of_its_time(record: &Record) -> bool {
    match record.happened {
        Happened::Started
        | Happened::Stopped
        | Happened::Stretch { .. }
        | Happened::Snooze { .. }
        | Happened::Call { .. }
        | Happened::Anew => true,
        Happened::Break { .. }
        | Happened::Undo { .. }
        | Happened::Confirm { .. }
        | Happened::Correction { .. }
        | Happened::Totals { .. } => false,
    }
}

/// What the person did at machines other than `own` in the time before `now` that matters, as far as
/// these records tell. Those of `own` only tell what of the others was taken back here.
#[must_use]
pub fn elsewhere(devices: &[Device], own: &str, now: DateTime<FixedOffset>) -> Elsewhere {
    let undone = undone(devices);
    let counts = |device: &Device, record: &Record| {
        !undone.contains(&(origin(&device.name), record.id)) && is_believable(record, now)
    };
    let others = devices.iter().filter(|device| {
        let clock_is_off = Heard::of(&device.records, now).is_some_and(|it| it.ahead.is_some());
        device.name != own && !clock_is_off
    });
    let mut records: Vec<&Record> = others
        .flat_map(|device| device.records.iter().filter(|it| counts(device, it)))
        .collect();
    records.sort_by_key(|record| record.id);

    let mut sat = Vec::new();
    let mut said = Vec::new();
    let mut otherwise = Vec::new();
    let mut moved = Vec::new();
    for record in records {
        let Some(time) = recent(record, now) else {
            continue;
        };
        match record.happened {
            Happened::Stretch {
                posture: Posture::Seated,
                ..
            } => sat.push(time),
            Happened::Stretch {
                posture: Posture::Standing,
                ..
            } => otherwise.push(time),
            Happened::Correction { posture, .. } => said.push((time, posture)),
            Happened::Break {
                kind: Some(kind),
                outcome: Outcome::Done | Outcome::Part,
                ..
            } => {
                if kind.leaves_chair() {
                    said.push((time, Posture::Standing));
                }
                moved.push(MovedThere {
                    ended: time.to,
                    kind,
                });
            }
            _ => {}
        }
    }
    moved.sort_by_key(|moved| (moved.ended, moved.kind));
    moved.dedup();
    let not_sat = said.iter().filter(|(_, was)| *was != Posture::Seated);
    otherwise.extend(not_sat.map(|(time, _)| *time));
    Elsewhere {
        sat: joined(put_right(&sat, &said)),
        otherwise: joined(otherwise),
        moved,
    }
}

/// A record: its device and its id.
type Named<'d> = (&'d str, u64);

/// The records that do not count. An undo that was undone takes nothing back.
fn undone(devices: &[Device]) -> HashSet<Named<'_>> {
    let mut undos: Vec<(Named, Named)> = Vec::new();
    for writer in devices {
        for record in &writer.records {
            if let Happened::Undo { of, device } = &record.happened {
                let writer = origin(&writer.name);
                let device = device.as_deref().map_or(writer, origin);
                undos.push(((writer, record.id), (device, *of)));
            }
        }
    }
    // What takes something back is younger than that.
    undos.sort_by_key(|((_, id), _)| std::cmp::Reverse(*id));
    let mut undone = HashSet::new();
    for (undo, of) in undos {
        if !undone.contains(&undo) {
            undone.insert(of);
        }
    }
    undone
}

/// Whether the time it tells of can be, and is over.
fn is_believable(record: &Record, now: DateTime<FixedOffset>) -> bool {
    record.end().is_some_and(|end| {
        let lasted = end.signed_duration_since(record.at);
        lasted <= LONGEST && end.signed_duration_since(now) <= TOLERATED
    })
}

/// The part of a record's time that still matters. Two clocks may differ a little, so what lies ahead
/// by that much is taken to end now.
fn recent(record: &Record, now: DateTime<FixedOffset>) -> Option<Sitting> {
    let time = Sitting {
        from: record.at.max(now - LATELY).min(now),
        to: record.end()?.min(now),
    };
    (time.from <= time.to).then_some(time)
}

/// What was sat, after all that was said. A word is about what was recorded, so it stands above; of two
/// the later one in the list does. Swept once, since of another machine there may be many.
fn put_right(sat: &[Sitting], said: &[(Sitting, Posture)]) -> Vec<Sitting> {
    // A time that begins or ends at each of these moments; the place of a word.
    let mut edges: Vec<(DateTime<FixedOffset>, bool, Option<usize>)> = Vec::new();
    let words = said.iter().enumerate();
    let words = words.map(|(place, (time, _))| (time, Some(place)));
    let all = sat.iter().map(|time| (time, None)).chain(words);
    for (time, word) in all.filter(|(time, _)| time.from < time.to) {
        edges.push((time.from, true, word));
        edges.push((time.to, false, word));
    }
    edges.sort_unstable();
    let mut right = Vec::new();
    let mut seats = 0_u32;
    let mut open: BTreeSet<usize> = BTreeSet::new();
    let mut from: Option<DateTime<FixedOffset>> = None;
    for (at, begins, word) in edges {
        let seated = match open.last() {
            Some(place) => said[*place].1 == Posture::Seated,
            None => 0 < seats,
        };
        if let Some(from) = from.filter(|_| seated) {
            right.push(Sitting { from, to: at });
        }
        match (word, begins) {
            (None, true) => seats += 1,
            (None, false) => seats -= 1,
            (Some(place), true) => {
                open.insert(place);
            }
            (Some(place), false) => {
                open.remove(&place);
            }
        }
        from = Some(at);
    }
    right
}

/// In order, and each moment once.
fn joined(mut times: Vec<Sitting>) -> Vec<Sitting> {
    times.retain(|time| time.from < time.to);
    times.sort_by_key(|time| time.from);
    let mut joined: Vec<Sitting> = Vec::new();
    for time in times {
        match joined.last_mut() {
            Some(last) if time.from.signed_duration_since(last.to) <= ROUNDING => {
                last.to = last.to.max(time.to);
            }
            _ => joined.push(time),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use crate::engine::movement::Kind;
    use crate::engine::record::{Cause, RECORD_VERSION, Source};

    use super::*;

    const OWN: &str = "desk-1";

    /// A time of the day, "10:20", which is now at twelve.
    fn at(time: &str) -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339(&format!("2026-11-23T{time}:00+01:00")).unwrap()
    }

    fn noon() -> DateTime<FixedOffset> {
        at("12:00")
    }

    fn record(id: u64, time: &str, happened: Happened) -> Record {
        Record {
            v: RECORD_VERSION,
            id,
            at: at(time),
            happened,
        }
    }

    fn stretch(id: u64, time: &str, minutes: u64, posture: Posture) -> Record {
        let seconds = minutes * 60;
        record(id, time, Happened::Stretch { posture, seconds })
    }

    fn sat(id: u64, time: &str, minutes: u64) -> Record {
        stretch(id, time, minutes, Posture::Seated)
    }

    fn corrected(id: u64, time: &str, minutes: u64, posture: Posture) -> Record {
        let seconds = minutes * 60;
        record(id, time, Happened::Correction { posture, seconds })
    }

    fn moved(id: u64, time: &str, outcome: Outcome) -> Record {
        let happened = Happened::Break {
            movement: Some("easy-walk".to_owned()),
            kind: Some(Kind::OnFeet),
            outcome,
            asked: None,
            seconds: 120,
            repetitions: None,
            side: None,
            source: Source::Notice,
        };
        record(id, time, happened)
    }

    fn undo(id: u64, of: u64, device: Option<&str>) -> Record {
        let device = device.map(str::to_owned);
        record(id, "11:00", Happened::Undo { of, device })
    }

    fn device(name: &str, records: &[Record]) -> Device {
        Device {
            name: name.to_owned(),
            records: records.to_vec(),
            ..Device::default()
        }
    }

    /// The times in which somebody sat at other machines, as "10:20-10:50".
    fn sitting(devices: &[Device]) -> Vec<String> {
        let seen = elsewhere(devices, OWN, noon());
        let words = |time: &Sitting| {
            let (from, to) = (time.from.format("%H:%M"), time.to.format("%H:%M"));
            format!("{from}-{to}")
        };
        seen.sat.iter().map(words).collect()
    }

    #[test]
    fn sitting_at_all_other_machines_is_one_sitting() {
        let laptop = [sat(1, "10:00", 30), sat(2, "10:30", 10), sat(3, "11:00", 5)];
        let devices = [
            device("laptop-1", &laptop),
            device("phone-1", &[sat(4, "10:35", 15)]),
            device(OWN, &[sat(9, "09:00", 20)]),
        ];
        assert_eq!(sitting(&devices), ["10:00-10:50", "11:00-11:05"]);
        assert_eq!(sitting(&[]), [""; 0]);
    }

    #[test]
    fn other_postures_are_no_sitting() {
        let away = stretch(1, "10:00", 30, Posture::Away(Cause::Idle));
        let stood = stretch(2, "10:30", 30, Posture::Standing);
        assert_eq!(sitting(&[device("laptop-1", &[away, stood])]), [""; 0]);
    }

    #[test]
    fn who_was_there_and_did_not_sit_is_told_too() {
        let records = [
            sat(1, "10:00", 30),
            stretch(2, "10:30", 10, Posture::Standing),
            corrected(3, "11:00", 5, Posture::Away(Cause::Said)),
            corrected(4, "11:20", 5, Posture::Seated),
            stretch(5, "11:30", 5, Posture::Away(Cause::Idle)),
        ];
        let told = elsewhere(&[device("laptop-1", &records)], OWN, noon()).otherwise;
        let expected = [("10:30", "10:40"), ("11:00", "11:05")];
        let expected = expected.map(|(from, to)| Sitting {
            from: at(from),
            to: at(to),
        });
        assert_eq!(told, expected);
    }

    #[test]
    fn movements_done_elsewhere_are_told_with_their_end() {
        let records = [
            moved(1, "10:00", Outcome::Done),
            moved(2, "10:30", Outcome::Part),
            moved(3, "10:40", Outcome::Skipped),
            moved(4, "10:50", Outcome::Started),
        ];
        let seen = elsewhere(&[device("laptop-1", &records)], OWN, noon());
        let ends: Vec<_> = seen.moved.iter().map(|moved| moved.ended).collect();
        assert_eq!(ends, [at("10:02"), at("10:32")]);
    }

    #[test]
    fn corrections_count_whichever_machine_told_them() {
        let devices = [
            device(
                "laptop-1",
                &[
                    sat(1, "10:00", 60),
                    corrected(2, "10:20", 10, Posture::Standing),
                ],
            ),
            device("phone-1", &[corrected(3, "11:30", 10, Posture::Seated)]),
        ];
        let expected = ["10:00-10:20", "10:30-11:00", "11:30-11:40"];
        assert_eq!(sitting(&devices), expected);
    }

    #[test]
    fn the_later_of_two_corrections_counts() {
        let stood = |id, time, minutes| corrected(id, time, minutes, Posture::Standing);
        let seated = |id, time, minutes| corrected(id, time, minutes, Posture::Seated);
        let laptop = |records: &[Record]| {
            let all = [&[sat(1, "10:00", 60)], records].concat();
            sitting(&[device("laptop-1", &all)])
        };
        assert_eq!(
            laptop(&[stood(2, "10:10", 30), seated(3, "10:20", 10)]),
            ["10:00-10:10", "10:20-10:30", "10:40-11:00"]
        );
        assert_eq!(
            laptop(&[stood(3, "10:10", 30), seated(2, "10:20", 30)]),
            ["10:00-10:10", "10:40-11:00"]
        );
        assert_eq!(
            laptop(&[
                stood(2, "10:50", 20),
                seated(3, "11:10", 5),
                stood(4, "09:00", 61)
            ]),
            ["10:01-10:50", "11:10-11:15"]
        );
    }

    /// Where each correction looks through all that was sat, this takes minutes.
    #[test]
    fn a_machine_that_tells_a_lot_is_heard_at_once() {
        let second = |id: u64| noon() - TimeDelta::seconds(40_000 - i64::try_from(id).unwrap());
        let one = |id: u64, happened| Record {
            v: RECORD_VERSION,
            id,
            at: second(id),
            happened,
        };
        let stretches = (0..30_000).map(|id| {
            let posture = Posture::Seated;
            one(
                id,
                Happened::Stretch {
                    posture,
                    seconds: 1,
                },
            )
        });
        let corrections = (0..30_000).map(|place| {
            let posture = Posture::Standing;
            let correction = one(
                place,
                Happened::Correction {
                    posture,
                    seconds: 1,
                },
            );
            // Every third second was on the feet.
            let id = 100_000 + place;
            let at = second(place - place % 3);
            Record {
                id,
                at,
                ..correction
            }
        });
        let records: Vec<Record> = stretches.chain(corrections).collect();
        let seen = elsewhere(&[device("laptop-1", &records)], OWN, noon());
        // A second is no gap.
        let whole = Sitting {
            from: second(1),
            to: second(30_000),
        };
        assert_eq!(seen.sat, [whole]);
    }

    #[test]
    fn what_was_taken_back_does_not_count_on_whichever_machine() {
        let laptop = [
            sat(1, "10:00", 30),
            sat(2, "11:00", 10),
            moved(3, "10:45", Outcome::Done),
            undo(4, 3, None),
        ];
        let table: [(&[Record], &[&str]); 3] = [
            (&[], &["10:00-10:30", "11:00-11:10"]),
            (&[undo(5, 1, Some("laptop-1"))], &["11:00-11:10"]),
            (
                &[undo(5, 1, Some("laptop-1")), undo(6, 5, None)],
                &["10:00-10:30", "11:00-11:10"],
            ),
        ];
        for (ours, expected) in table {
            let devices = [device("laptop-1", &laptop), device(OWN, ours)];
            assert_eq!(sitting(&devices), expected);
            assert!(elsewhere(&devices, OWN, noon()).moved.is_empty());
        }
    }

    #[test]
    fn only_the_last_hours_matter() {
        let early = Record {
            at: noon() - TimeDelta::hours(14),
            ..sat(1, "00:00", 180)
        };
        let late = sat(2, "11:50", 12);
        assert_eq!(
            sitting(&[device("laptop-1", &[early, late])]),
            ["00:00-01:00", "11:50-12:00"],
            "a clock that is two minutes ahead is believed until now"
        );
    }

    #[test]
    fn a_machine_whose_clock_is_ahead_tells_nothing() {
        let records = [sat(1, "10:00", 30), sat(2, "11:00", 71)];
        assert_eq!(sitting(&[device("laptop-1", &records)]), [""; 0]);
        // Its clock was put right since.
        let records = [records[1].clone(), sat(3, "11:30", 10)];
        assert_eq!(sitting(&[device("laptop-1", &records)]), ["11:30-11:40"]);
    }

    #[test]
    fn times_that_cannot_be_are_not_believed() {
        let mut absurd = vec![
            Record {
                at: noon() - TimeDelta::hours(26),
                ..sat(1, "10:00", 25 * 60)
            },
            corrected(2, "11:00", 1 << 50, Posture::Seated),
        ];
        absurd.push(Record {
            at: DateTime::<chrono::Utc>::MAX_UTC.fixed_offset(),
            ..sat(3, "10:00", 5)
        });
        absurd.push(Record {
            at: DateTime::<chrono::Utc>::MIN_UTC.fixed_offset(),
            ..sat(4, "10:00", 5)
        });
        absurd.push(record(
            5,
            "10:00",
            Happened::Stretch {
                posture: Posture::Seated,
                seconds: u64::MAX,
            },
        ));
        absurd.push(sat(6, "10:00", 5));
        assert_eq!(sitting(&[device("laptop-1", &absurd)]), ["10:00-10:05"]);
    }

    #[test]
    fn a_machine_is_heard_until_its_newest_record() {
        let walk = moved(3, "23:00", Outcome::Done);
        let heard = |records: &[Record]| Heard::of(records, noon());
        assert_eq!(heard(&[]), None);
        assert_eq!(heard(std::slice::from_ref(&walk)), None);
        let of = |at, ahead| Some(Heard { at, ahead });
        let records = [sat(1, "10:00", 5), sat(2, "11:00", 5), walk];
        assert_eq!(heard(&records), of(at("11:05"), None));
        assert_eq!(heard(&[sat(1, "12:00", 10)]), of(at("12:10"), None));
        let ahead = Duration::from_hours(3);
        assert_eq!(heard(&[sat(1, "14:00", 60)]), of(at("15:00"), Some(ahead)));
    }
}

//! From a day to its figures.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::{DateTime, FixedOffset, TimeDelta, Timelike};

use crate::engine::effect::Ask;
use crate::engine::record::Outcome;

use super::day::{Day, DayBout, DayBreak, Doing, Piece};
use super::figures::{Bouts, Breaks, Figures, Hour, Moved, Reminders, Summary, Times};

/// A bout at least this long is a long one.
const LONG: Duration = Duration::from_hours(1);

impl Summary {
    /// The day in figures.
    #[must_use]
    pub fn of(day: &Day) -> Self {
        let mut movements: BTreeMap<String, Moved> = BTreeMap::new();
        for one in day.breaks.iter().filter(|one| one.is_movement()) {
            let name = one.movement.clone().unwrap_or_default();
            *movements.entry(name).or_default() += one.moved();
        }
        Self {
            date: day.date,
            figures: Figures {
                days: u32::from(day.is_recorded()),
                time: times(day),
                bouts: bouts(&day.bouts),
                breaks: breaks(&day.breaks),
                reminders: reminders(day),
            },
            hours: hours(day),
            movements,
            totals: day.totals.clone(),
        }
    }

    /// The day among others: none where there is nothing to tell of it, and without any figure where
    /// only another program counted something.
    pub(super) fn among_others(day: &Day) -> Option<Self> {
        if day.is_recorded() {
            return Some(Self::of(day));
        }
        (!day.totals.is_empty()).then(|| Self {
            date: day.date,
            figures: Figures::default(),
            hours: [Hour::default(); 24],
            movements: BTreeMap::new(),
            totals: day.totals.clone(),
        })
    }
}

impl DayBreak {
    /// Whether somebody moved.
    #[must_use]
    pub fn is_movement(&self) -> bool {
        matches!(self.outcome, Outcome::Done | Outcome::Part)
    }

    /// Whether a reminder was open; a break that somebody wanted by themselves was none.
    fn was_asked(&self) -> bool {
        self.asked.is_some_and(|ask| ask != Ask::Wanted)
    }

    fn moved(&self) -> Moved {
        Moved {
            times: 1,
            lasted: self.lasted,
            repetitions: self.repetitions.unwrap_or_default().into(),
        }
    }
}

fn times(day: &Day) -> Times {
    let mut times = Times::default();
    for piece in &day.pieces {
        times.add(piece);
    }
    for call in &day.calls {
        let lasted = (call.to - call.from).to_std().unwrap_or_default();
        times.in_call = times.in_call.saturating_add(lasted);
    }
    times
}

fn bouts(bouts: &[DayBout]) -> Bouts {
    let mut sum = Bouts::default();
    for bout in bouts {
        let length = Bouts::length_of(bout.lasted);
        sum.count += 1;
        sum.lengths[length] += 1;
        sum.seated[length] += bout.lasted;
    }
    sum.longest = bouts.iter().copied().reduce(DayBout::longer);
    sum
}

fn breaks(breaks: &[DayBreak]) -> Breaks {
    let mut sum = Breaks::default();
    for one in breaks {
        match one.outcome {
            Outcome::Done => sum.done += 1,
            Outcome::Part => sum.part += 1,
            Outcome::Natural if one.confirmed => sum.natural += 1,
            Outcome::Natural => sum.guessed += 1,
            Outcome::Skipped | Outcome::Ignored | Outcome::Started | Outcome::Withdrawn => {}
        }
        if one.is_movement() {
            sum.leg_work = sum.leg_work.saturating_add(one.lasted);
            if let Some(kind) = one.kind {
                *sum.kinds.entry(kind).or_default() += one.moved();
            }
        }
    }
    sum
}

fn reminders(day: &Day) -> Reminders {
    let mut sum = Reminders {
        snoozed: day.snoozes,
        ..Reminders::default()
    };
    for one in &day.breaks {
        match one.outcome {
            Outcome::Done | Outcome::Part if one.was_asked() => sum.done += 1,
            Outcome::Skipped => sum.skipped += 1,
            Outcome::Ignored => sum.ignored += 1,
            Outcome::Withdrawn => sum.withdrawn += 1,
            Outcome::Started if one.was_asked() => sum.started += 1,
            // Nobody was reminded.
            Outcome::Done | Outcome::Part | Outcome::Started | Outcome::Natural => {}
        }
    }
    sum
}

fn hours(day: &Day) -> [Hour; 24] {
    let mut hours = [Hour::default(); 24];
    let long: Vec<&DayBout> = day
        .bouts
        .iter()
        .filter(|bout| LONG <= bout.lasted)
        .collect();
    for piece in &day.pieces {
        let seated = piece.doing == Doing::Seated;
        if !seated && !matches!(piece.doing, Doing::Standing | Doing::OnFeet) {
            continue;
        }
        let in_long = seated
            && long
                .iter()
                .any(|bout| bout.at <= piece.from && piece.from < bout.to);
        each_hour(piece, |hour, lasted| {
            let hour = &mut hours[hour];
            if seated {
                hour.seated += lasted;
            } else {
                hour.upright += lasted;
            }
            if in_long {
                hour.long_seated += lasted;
            }
        });
    }
    for one in &day.breaks {
        let hour = &mut hours[hour_of(one.at)];
        match one.outcome {
            Outcome::Natural if !one.confirmed => hour.guessed += 1,
            Outcome::Done | Outcome::Part | Outcome::Natural => hour.breaks += 1,
            Outcome::Skipped | Outcome::Ignored | Outcome::Started | Outcome::Withdrawn => {}
        }
    }
    hours
}

/// The parts of a piece by the hour of its own clock.
fn each_hour(piece: &Piece, mut each: impl FnMut(usize, Duration)) {
    let mut from = piece.from;
    while from < piece.to {
        let into = i64::from(from.minute() * 60 + from.second()) * 1000
            + i64::from(from.timestamp_subsec_millis());
        let next = from + TimeDelta::milliseconds(3_600_000 - into);
        let to = next.min(piece.to);
        each(hour_of(from), (to - from).to_std().unwrap_or_default());
        from = to;
    }
}

fn hour_of(at: DateTime<FixedOffset>) -> usize {
    // Hours are 0 to 23, which any `usize` holds.
    at.hour() as usize
}

#[cfg(test)]
mod tests {
    use super::super::day::Counting;
    use super::super::line::{Line, read_line};
    use super::super::reader::Device;
    use super::*;

    #[test]
    fn an_hour_tells_guesses_apart_from_breaks() {
        let absence = |id: u64, minute: u32| {
            format!(
                r#"{{"v":1,"id":{id},"at":"2026-11-23T09:{minute}:00+01:00","kind":"break","movement":null,"movement_kind":null,"outcome":"natural","seconds":300,"source":"guess"}}"#
            )
        };
        let walk = r#"{"v":1,"id":3,"at":"2026-11-23T09:50:00+01:00","kind":"break","movement":"easy-walk","movement_kind":"on-feet","outcome":"part","seconds":60,"source":"tray"}"#;
        let confirm = r#"{"v":1,"id":4,"at":"2026-11-23T09:55:00+01:00","kind":"confirm","of":2}"#;
        let lines = [
            absence(1, 10),
            absence(2, 30),
            walk.to_owned(),
            confirm.to_owned(),
        ];
        let records = lines.iter().map(|line| match read_line(line.as_bytes()) {
            Line::Record(record) => record,
            other => panic!("{other:?}"),
        });
        let device = Device {
            name: "pc-1".to_owned(),
            records: records.collect(),
            ..Device::default()
        };
        let counting = Counting {
            day_starts_at: chrono::NaiveTime::from_hms_opt(4, 0, 0).unwrap(),
            break_length: Duration::from_mins(2),
        };
        let date = chrono::NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        let summary = Summary::of(&Day::of(&[device], date, counting));
        assert_eq!((summary.hours[9].breaks, summary.hours[9].guessed), (2, 1));
    }
}

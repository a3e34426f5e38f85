//! Most of a year at a desk, with days off, summer time and a week abroad: what the history tells of it is
//! true, beside a plain list that keeps every second.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::time::Duration;

use chrono::{DateTime, FixedOffset, NaiveTime, TimeDelta};
use soleus::engine::Record;
use soleus::engine::record::{Happened, Outcome, Posture};
use soleus::history::{
    Counting, Day, Figures, Summary, Unwritten, read_days, read_summaries, to_line,
};
use soleus::script::rules_of;

#[path = "support/person.rs"]
mod person;

use person::Person;

const DAYS: u64 = 210;
const COUNTING: Counting = Counting {
    day_starts_at: NaiveTime::from_hms_opt(4, 0, 0).unwrap(),
    break_length: Duration::from_mins(2),
};

fn year() -> Vec<Record> {
    let rules = rules_of(&[]).unwrap();
    let (_, records) = Person::of_many_ways(rules, "2025-11-24T08:00:00+01:00", DAYS, 7, 3).live();
    records
}

/// Every second of the year: 0 unknown, 1 seated, 2 on the feet, 3 otherwise.
struct Seconds {
    begin: DateTime<FixedOffset>,
    each: Vec<u8>,
}

impl Seconds {
    fn of(records: &[Record]) -> Self {
        let begin = records[0].at - TimeDelta::days(1);
        let mut seconds = Self {
            begin,
            each: vec![0; 86_400 * (usize::try_from(DAYS).unwrap() + 3)],
        };
        let mut undone = HashSet::new();
        for record in records.iter().rev() {
            if let Happened::Undo { of, .. } = record.happened
                && !undone.contains(&record.id)
            {
                undone.insert(of);
            }
        }
        let confirmed: HashSet<u64> = records
            .iter()
            .filter_map(|record| match record.happened {
                Happened::Confirm { of, .. } => Some(of),
                _ => None,
            })
            .collect();
        for record in records.iter().filter(|record| !undone.contains(&record.id)) {
            let (code, lasts) = match &record.happened {
                Happened::Stretch { posture, seconds }
                | Happened::Correction { posture, seconds } => (code(*posture), *seconds),
                Happened::Break {
                    kind: Some(kind),
                    outcome: Outcome::Done | Outcome::Part,
                    seconds,
                    ..
                } if kind.leaves_chair() => (2, *seconds),
                Happened::Break {
                    outcome: Outcome::Natural,
                    seconds,
                    ..
                } if confirmed.contains(&record.id) => (2, *seconds),
                _ => continue,
            };
            let from = usize::try_from((record.at - seconds.begin).num_seconds()).unwrap();
            let to = from + usize::try_from(lasts).unwrap();
            seconds.each[from..to].fill(code);
        }
        seconds
    }

    fn count(&self, day: &Day, code: u8) -> u64 {
        let second = |at: DateTime<FixedOffset>| {
            let since = usize::try_from((at - self.begin).num_seconds()).unwrap_or(0);
            since.min(self.each.len())
        };
        let each = &self.each[second(day.from)..second(day.to)];
        each.iter().map(|each| u64::from(*each == code)).sum()
    }
}

fn code(posture: Posture) -> u8 {
    match posture {
        Posture::Seated => 1,
        Posture::Standing => 2,
        Posture::Away(_) | Posture::Stopped(_) => 3,
    }
}

#[test]
fn a_year_is_told_as_it_was() {
    let records = year();
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("pc-1")).unwrap();
    let mut months: BTreeMap<String, String> = BTreeMap::new();
    for record in &records {
        let month = months.entry(record.at.format("%Y-%m").to_string());
        *month.or_default() += &to_line(record).unwrap();
    }
    for (month, text) in months {
        fs::write(folder.path().join(format!("pc-1/{month}.jsonl")), text).unwrap();
    }
    let (first, last) = (&records[0], &records[records.len() - 1]);
    let now = last.end().unwrap() + TimeDelta::days(1);
    let dates = first.at.date_naive()..=now.date_naive();
    let none = Unwritten::default();
    let read = read_summaries(folder.path(), dates.clone(), COUNTING, &none, now).unwrap();
    let mut figures = Figures::default();
    for day in &read.days {
        figures += &day.figures;
        let hours: Duration = day.hours.iter().map(|hour| hour.seated).sum();
        assert_eq!(hours, day.figures.time.seated, "{}", day.date);
    }
    let days = read_days(folder.path(), dates, COUNTING, &none, now);
    let days = days.unwrap().days;
    let seconds = Seconds::of(&records);
    let mut in_days = Figures::default();
    for (place, day) in days.iter().enumerate() {
        in_days += &day_is_told_as_it_was(day, &seconds);
        let before = place
            .checked_sub(1)
            .map_or(day.from, |before| days[before].to);
        assert_eq!(before, day.from, "no second lies between two days");
    }
    assert_eq!(in_days.time.seated, figures.time.seated);
    assert_eq!(in_days.bouts, figures.bouts);
    assert_eq!(figures.breaks.done + figures.breaks.part, moved(&records));
    assert!(figures.bouts.longest.unwrap().lasted > Duration::from_hours(1));
    assert!(read.days.len() > 130, "somebody worked");
    assert_eq!(read.unread, soleus::history::Unread::default());
}

/// Each day by itself, so that an hour that is lost or doubled in one of them is seen.
fn day_is_told_as_it_was(day: &Day, seconds: &Seconds) -> Figures {
    assert_eq!(day.from.time(), COUNTING.day_starts_at, "{}", day.date);
    let figures = Summary::of(day).figures;
    // A second is lost or won where two stretches meet: their lengths are whole seconds.
    let rounding = u64::try_from(day.pieces.len()).unwrap();
    assert!(rounding < 600, "{}: {rounding} pieces", day.date);
    let time = figures.time;
    let told = [
        (time.seated, 1, "seated"),
        (time.standing + time.on_feet, 2, "on the feet"),
        (time.away + time.stopped, 3, "otherwise"),
    ];
    for (told, code, what) in told {
        let (told, known) = (told.as_secs(), seconds.count(day, code));
        assert!(
            told.abs_diff(known) <= rounding,
            "{}, {what}: {told} s told, {known} s known",
            day.date
        );
    }
    figures
}

/// Movements that were not taken back.
fn moved(records: &[Record]) -> u32 {
    let undone: HashSet<u64> = records
        .iter()
        .filter_map(|record| match record.happened {
            Happened::Undo { of, .. } => Some(of),
            _ => None,
        })
        .collect();
    let done = records.iter().filter(|record| {
        !undone.contains(&record.id)
            && matches!(
                record.happened,
                Happened::Break {
                    outcome: Outcome::Done | Outcome::Part,
                    ..
                }
            )
    });
    u32::try_from(done.count()).unwrap()
}

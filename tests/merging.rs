//! What a history adds up to follows from the set of its records alone: any order, any machines, any
//! copies, any damage beside them.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::Path;
use std::time::Duration;

use chrono::{DateTime, Days, FixedOffset, NaiveDate, NaiveTime, TimeDelta};
use proptest::prelude::*;
use soleus::engine::effect::Ask;
use soleus::engine::movement::Kind;
use soleus::engine::record::{
    Cause, Halt, Happened, Outcome, Posture, RECORD_VERSION, Record, Source,
};
use soleus::history::{Counting, Day, Figures, Summary, Unread, Unwritten, read_days, to_line};
use soleus::history::{Piece, read_summaries};

const COUNTING: Counting = Counting {
    day_starts_at: NaiveTime::from_hms_opt(4, 0, 0).unwrap(),
    break_length: Duration::from_mins(2),
};

/// A record and the machine that wrote it.
type Written = (usize, Record);

fn begin() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2026-10-24T00:00:00+02:00").unwrap()
}

fn now() -> DateTime<FixedOffset> {
    begin() + TimeDelta::days(5)
}

/// The days that the records of these tests touch: summer time ends in the middle of them.
fn dates() -> std::ops::RangeInclusive<NaiveDate> {
    let first = begin().date_naive() - Days::new(2);
    first..=first + Days::new(7)
}

fn posture() -> impl Strategy<Value = Posture> {
    prop_oneof![
        4 => Just(Posture::Seated),
        1 => Just(Posture::Standing),
        1 => Just(Posture::Away(Cause::Idle)),
        1 => Just(Posture::Away(Cause::Said)),
        1 => Just(Posture::Stopped(Halt::Paused)),
    ]
}

fn happened() -> impl Strategy<Value = Happened> {
    let seconds = 0u64..6 * 3600;
    let outcome = proptest::sample::select(vec![
        Outcome::Done,
        Outcome::Part,
        Outcome::Skipped,
        Outcome::Ignored,
        Outcome::Natural,
        Outcome::Started,
        Outcome::Withdrawn,
    ]);
    let kind = proptest::sample::select(vec![Kind::OnFeet, Kind::Strength, Kind::Seated]);
    let asked = proptest::option::of(Just(Ask::Pump));
    let a_break = (kind, outcome, asked, 0u64..3600).prop_map(|(kind, outcome, asked, seconds)| {
        let natural = outcome == Outcome::Natural;
        Happened::Break {
            movement: (!natural).then(|| "easy-walk".to_owned()),
            kind: (!natural).then_some(kind),
            outcome,
            asked,
            seconds,
            repetitions: None,
            side: None,
            source: if natural { Source::Guess } else { Source::Tray },
        }
    });
    prop_oneof![
        6 => (posture(), seconds.clone())
            .prop_map(|(posture, seconds)| Happened::Stretch { posture, seconds }),
        3 => a_break,
        2 => (posture(), seconds.clone())
            .prop_map(|(posture, seconds)| Happened::Correction { posture, seconds }),
        1 => seconds.prop_map(|seconds| Happened::Call { seconds }),
        1 => Just(Happened::Anew),
        1 => Just(Happened::Snooze { seconds: None }),
    ]
}

/// Records of several machines; some take others back or confirm them, and name the machine they mean.
fn records() -> impl Strategy<Value = Vec<Written>> {
    let zone = proptest::sample::select(vec![0, 3600, 7200, -5 * 3600, 13 * 3600]);
    let moment = 0i64..3 * 24 * 3600;
    let one = (
        moment,
        zone,
        happened(),
        0usize..3,
        any::<prop::sample::Index>(),
        0u8..6,
    );
    proptest::collection::vec(one, 1..40).prop_map(|all| {
        let mut written: Vec<Written> = Vec::new();
        for (place, (at, zone, happened, machine, meant, refers)) in all.into_iter().enumerate() {
            let id = 1_000 + place as u64;
            let zone = FixedOffset::east_opt(zone).unwrap();
            let at = (begin() + TimeDelta::seconds(at)).with_timezone(&zone);
            let happened = match (refers, written.as_slice()) {
                (0 | 1, before @ [_, ..]) => {
                    let (machine, record) = meant.get(before);
                    let (of, device) = (record.id, Some(name(*machine)));
                    if refers == 0 {
                        Happened::Undo { of, device }
                    } else {
                        Happened::Confirm { of, device }
                    }
                }
                _ => happened,
            };
            let v = RECORD_VERSION;
            written.push((
                machine,
                Record {
                    v,
                    id,
                    at,
                    happened,
                },
            ));
        }
        written
    })
}

fn name(machine: usize) -> String {
    format!("pc-{machine}")
}

/// Writes a history; the lines of a machine in the order given.
fn write(folder: &Path, records: &[Written]) {
    for (machine, record) in records {
        append(folder, &name(*machine), ".jsonl", record);
    }
}

fn append(folder: &Path, device: &str, ending: &str, record: &Record) {
    let folder = folder.join(device);
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join(format!("{}{ending}", record.at.format("%Y-%m")));
    let mut text = fs::read_to_string(&path).unwrap_or_default();
    text += &to_line(record).unwrap();
    fs::write(path, text).unwrap();
}

/// What is read of a folder, without what it says of its files.
fn told(folder: &Path) -> Vec<Day> {
    let read = read_days(folder, dates(), COUNTING, &Unwritten::default(), now()).unwrap();
    read.days
}

fn of(records: &[Written]) -> Vec<Day> {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), records);
    told(folder.path())
}

/// Days without the machine each break stands under.
fn anonymous(mut days: Vec<Day>) -> Vec<Day> {
    for one in days.iter_mut().flat_map(|day| &mut day.breaks) {
        one.device.clear();
    }
    for day in &mut days {
        day.breaks.sort_by_key(|one| (one.at, one.id));
    }
    days
}

/// Lines that say they took longer than the world is old.
fn absurd() -> Vec<String> {
    let moved = r#""break","movement":null,"movement_kind":"on-feet","source":"tray","outcome""#;
    let happened = [
        format!(r#"{moved}:"done","seconds""#),
        format!(r#"{moved}:"natural","seconds""#),
        r#""stretch","posture":"seated","seconds""#.to_owned(),
        r#""correction","posture":"seated","seconds""#.to_owned(),
        r#""call","seconds""#.to_owned(),
        r#""totals","program":"workrave","taken":1,"passed":1,"active_seconds""#.to_owned(),
    ];
    // Two of each, as two can add up to more than a number holds.
    let lines = [1u64 << 62, u64::MAX].into_iter().flat_map(|seconds| {
        happened.iter().map(move |happened| {
            format!(
                r#"{{"v":1,"id":{seconds},"at":"2026-10-25T12:00:00Z","kind":{happened}:{seconds}}}"#
            )
            .replacen(&seconds.to_string(), "1700000000000", 1)
        })
    });
    lines.collect()
}

fn figures(days: &[Day]) -> Figures {
    let mut sum = Figures::default();
    for day in days {
        sum += &Summary::of(day).figures;
    }
    sum
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn the_pieces_of_a_day_are_the_whole_day(records in records()) {
        let days = of(&records);
        for (day, next) in days.iter().zip(days.iter().skip(1)) {
            prop_assert_eq!(day.to, next.from, "the next day begins where this one ends");
        }
        for day in &days {
            let mut at = day.from;
            for Piece { from, to, .. } in &day.pieces {
                prop_assert_eq!(*from, at);
                prop_assert!(from < to);
                at = *to;
            }
            prop_assert_eq!(at, day.to.min(now()).max(day.from));
            let times = Summary::of(day).figures.time;
            let sum = times.seated + times.standing + times.on_feet + times.away + times.stopped
                + times.unrecorded;
            prop_assert_eq!(sum, (at - day.from).to_std().unwrap());
            prop_assert!(times.guessed <= times.away);
            let bouts: Duration = day.bouts.iter().map(|bout| bout.lasted).sum();
            prop_assert_eq!(bouts, times.seated, "all sitting is in bouts");
        }
    }

    #[test]
    fn neither_the_order_of_lines_nor_of_machines_matters(
        (records, shuffled) in records().prop_flat_map(|records| {
            let shuffled = Just(records.clone()).prop_shuffle();
            (Just(records), shuffled)
        }),
    ) {
        prop_assert_eq!(of(&records), of(&shuffled));
    }

    #[test]
    fn any_split_over_machines_tells_the_same(
        (records, split) in records().prop_flat_map(|records| {
            let split = proptest::collection::vec(0usize..4, records.len());
            (Just(records), split)
        }),
    ) {
        // Who is meant is known by the machine, so a record that moves takes its name along.
        let moved = |record: &Record| {
            let place = usize::try_from(record.id - 1_000).unwrap();
            let mut moved = record.clone();
            if let Happened::Undo { of, device } | Happened::Confirm { of, device } =
                &mut moved.happened
            {
                let meant = usize::try_from(*of - 1_000).unwrap();
                *device = Some(name(split[meant]));
            }
            (split[place], moved)
        };
        let other: Vec<Written> = records.iter().map(|(_, record)| moved(record)).collect();
        prop_assert_eq!(anonymous(of(&records)), anonymous(of(&other)));
    }

    #[test]
    fn what_is_there_twice_counts_once(records in records(), again in 0usize..40) {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), &records);
        let once = told(folder.path());
        let copies = [
            ".sync-conflict-20261128-093000-ABCDEFG.jsonl",
            " (conflicted copy 2026-11-28 093000).jsonl",
            " (Anna's conflicted copy 2026-11-28).jsonl",
            ".jsonl",
        ];
        for (place, (machine, record)) in records.iter().enumerate() {
            if place % 3 != again % 3 {
                append(folder.path(), &name(*machine), copies[again % copies.len()], record);
            }
        }
        prop_assert_eq!(&told(folder.path()), &once);
        // So does an import beside the original, and alone.
        let imported = tempfile::tempdir().unwrap();
        for (machine, record) in &records {
            let device = format!("import-{}-3f9c2a07", name(*machine));
            append(folder.path(), &device, ".jsonl", record);
            append(imported.path(), &device, ".jsonl", record);
        }
        prop_assert_eq!(&told(folder.path()), &once);
        prop_assert_eq!(&told(imported.path()), &once);
        // A copy of a whole machine's folder under another name is the same records, too.
        for (machine, record) in &records {
            append(folder.path(), &format!("z-copy-{machine}"), ".jsonl", record);
        }
        prop_assert_eq!(anonymous(told(folder.path())), anonymous(once));
    }

    #[test]
    fn damage_changes_no_other_line(records in records(), place in any::<prop::sample::Index>()) {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), &records);
        let whole = told(folder.path());
        let path = fs::read_dir(folder.path()).unwrap().next().unwrap().unwrap().path();
        let path = fs::read_dir(path).unwrap().next().unwrap().unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let mut lines: Vec<&str> = text.lines().collect();
        let cut = &lines[place.index(lines.len())][..20];
        let scraps = [cut, "\u{0}\u{0}\u{0}", "{}", "<<<<<<< ours", r#"{"v":9,"id":3,"kind":"sung"}"#];
        let absurd = absurd();
        for scrap in scraps.into_iter().chain(absurd.iter().map(String::as_str)) {
            lines.insert(place.index(lines.len()), scrap);
        }
        fs::write(&path, lines.join("\n")).unwrap();
        prop_assert_eq!(told(folder.path()), whole);
        let read = read_summaries(folder.path(), dates(), COUNTING, &Unwritten::default(), now());
        let unread = read.unwrap().unread;
        let known = Unread {
            damaged: 3 + absurd.len() as u64,
            unknown: 1,
            ..Unread::default()
        };
        prop_assert_eq!(unread, known);
    }

    #[test]
    fn what_is_not_written_yet_counts_as_if_it_were(records in records(), unwritten in 0usize..40) {
        let ours: Vec<Written> = records.into_iter().map(|(_, record)| (0, record)).collect();
        let ours: Vec<Written> = ours
            .into_iter()
            .map(|(machine, mut record)| {
                if let Happened::Undo { device, .. } | Happened::Confirm { device, .. } =
                    &mut record.happened
                {
                    *device = None;
                }
                (machine, record)
            })
            .collect();
        let folder = tempfile::tempdir().unwrap();
        let (there, waits) = ours.split_at(unwritten.min(ours.len()));
        write(folder.path(), there);
        let unwritten = Unwritten {
            device: name(0),
            // The last that is there may be on its way still.
            records: there.last().into_iter().chain(waits).map(|(_, record)| record.clone()).collect(),
        };
        let read = read_days(folder.path(), dates(), COUNTING, &unwritten, now()).unwrap();
        prop_assert_eq!(read.days, of(&ours));
    }

    #[test]
    fn days_in_figures_are_the_days(records in records()) {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), &records);
        let whole: Vec<Day> = told(folder.path());
        let read = read_summaries(folder.path(), dates(), COUNTING, &Unwritten::default(), now());
        let mut sum = Figures::default();
        for day in &read.unwrap().days {
            sum += &day.figures;
        }
        let lived: Vec<Day> = whole.into_iter().filter(Day::is_recorded).collect();
        prop_assert_eq!(sum, figures(&lived));
    }
}

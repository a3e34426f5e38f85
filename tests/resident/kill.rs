//! `kill -9` at any moment: what was answered is in the record once, and the clock goes on.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use soleus::control::{Answer, Ask, Minutes, ask};

use crate::ledger::{breaks_of, seated, total};
use crate::stage::{ASK, Stage};
use crate::support::process::until;

/// One person asks for one thing after the other until nobody answers any more.
struct Person {
    /// Minutes of each booking that was answered; the minutes name it.
    booked: Vec<u64>,
    /// Bookings that were not answered: they may have been kept or not.
    unsure: Vec<u64>,
    undone: usize,
    snoozed: usize,
    /// What was answered with anything but "done".
    refused: Vec<String>,
}

fn minutes(count: u64) -> Option<Minutes> {
    Minutes::try_from(count).ok()
}

fn log(movement: &str, count: u64) -> Ask {
    Ask::Log {
        movement: Some(movement.to_owned()),
        minutes: minutes(count),
        at: None,
    }
}

/// Asks until the program is gone; `serial` names the bookings of all persons.
fn person(socket: &Path, serial: &AtomicU64, steps: &[&str]) -> Person {
    let mut person = Person {
        booked: Vec::new(),
        unsure: Vec::new(),
        undone: 0,
        snoozed: 0,
        refused: Vec::new(),
    };
    for step in steps.iter().cycle() {
        let count = serial.fetch_add(1, Ordering::Relaxed) % 1440 + 1;
        let (it, books) = match *step {
            "undo" => (Ask::Undo, false),
            "snooze" => (
                Ask::Snooze {
                    minutes: None,
                    tomorrow: false,
                },
                false,
            ),
            movement => (log(movement, count), true),
        };
        match ask(socket, &it, ASK) {
            Ok(Answer::Did { .. }) if books => person.booked.push(count),
            Ok(Answer::Did { .. }) if *step == "undo" => person.undone += 1,
            Ok(Answer::Did { .. }) => person.snoozed += 1,
            Ok(Answer::No { words }) if words.contains("nothing to take back") => {}
            // The farewell of a program that is going down is no answer to the ask.
            Ok(other) => person.refused.push(format!("{other:?}")),
            Err(_) => {
                if books {
                    person.unsure.push(count);
                }
                return person;
            }
        }
    }
    person
}

/// Numbers that look like chance and are the same each time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

#[test]
fn a_bout_goes_on_over_a_kill_in_its_middle() {
    let stage = Stage::new();
    let mut before = 0;
    for _ in 0..3 {
        let resident = stage.run();
        until("two more seconds of sitting", || {
            (stage.status("bout_seconds") >= before + 2).then_some(())
        });
        before = stage.status("bout_seconds");
        resident.kill();
    }
    let resident = stage.run();
    assert!(stage.status("bout_seconds") >= before);
    assert_eq!(stage.json("status")["posture"], "seated");
    drop(resident);
    let history = stage.history();
    history.holds();
    assert_eq!(history.of("started").len(), 4);
    assert!(history.of("break").is_empty(), "a kill is no break");
}

#[test]
fn what_was_answered_is_recorded_once_wherever_it_is_killed() {
    let stage = Stage::new();
    let serial = AtomicU64::new(0);
    let mut chance = Chance(20);
    let mut sure: Vec<u64> = Vec::new();
    let mut unsure: Vec<u64> = Vec::new();
    let (mut undone, mut snoozed) = (0, 0);
    for round in 0..60 {
        let resident = stage.demo(60);
        let socket = resident.socket.clone();
        let people: Vec<Person> = thread::scope(|scope| {
            let (socket, serial) = (&socket, &serial);
            let people = [
                scope.spawn(move || person(socket, serial, &["seated", "easy-walk", "undo"])),
                scope.spawn(move || person(socket, serial, &["snooze", "half-squat", "seated"])),
            ];
            let first = round * 4 % 16;
            let before = serial.load(Ordering::Relaxed);
            until("some asks", || {
                (serial.load(Ordering::Relaxed) >= before + first).then_some(())
            });
            // Somewhere between an append, a sync, a snapshot and an answer.
            thread::sleep(Duration::from_micros(chance.below(12_000)));
            resident.kill();
            people.map(|person| person.join().unwrap()).into()
        });
        for person in people {
            assert_eq!(person.refused, [] as [String; 0]);
            sure.extend(person.booked);
            unsure.extend(person.unsure);
            undone += person.undone;
            snoozed += person.snoozed;
        }
        let history = stage.history();
        history.holds();
        for booked in &sure {
            assert_eq!(history.booked(*booked), 1, "round {round}: {booked} min");
        }
        for maybe in &unsure {
            assert!(history.booked(*maybe) <= 1, "round {round}: {maybe} min");
        }
        assert!(history.of("undo").len() >= undone);
        assert!(history.of("snooze").len() >= snoozed);
    }
    assert!(sure.len() > 60, "{} bookings are no trial", sure.len());
    assert!(undone > 5 && snoozed > 5);

    let resident = stage.demo(60);
    let today = stage.json("today");
    resident.kill();
    let history = stage.history();
    let told = breaks_of(&seated(today.clone()));
    assert_eq!(told, history.seated_breaks());
    // The minute that was not written yet, and the seconds that rounding takes.
    let (known, written) = (total(&today), history.stretched());
    assert!(known + 1 >= written, "{known} s of {written} s");
    let rounding = history.of("stretch").len() as u64 * 2 + 120;
    // A walk that was booked may have begun before the program did.
    let walked = today["on_feet_seconds"].as_u64().unwrap();
    assert!(
        known <= written + walked + rounding,
        "{known} s, {written} s, {walked} s"
    );
    assert!(stage.names(".soleus-").len() <= 1, "leftovers are removed");
}

#[test]
fn an_undo_after_a_kill_takes_back_what_was_booked_last() {
    let stage = Stage::new();
    for round in 1..=12 {
        let resident = stage.run();
        let booked = resident.ask(&log("seated", round));
        assert!(matches!(booked, Some(Answer::Did { .. })), "{booked:?}");
        resident.kill();
        let resident = stage.run();
        let undone = resident.ask(&Ask::Undo);
        assert!(matches!(undone, Some(Answer::Did { .. })), "{undone:?}");
        resident.kill();
        assert!(stage.history().breaks().is_empty(), "round {round}");
        let resident = stage.run();
        resident.ask(&log("easy-walk", 700 + round));
        resident.ask(&Ask::Undo);
        resident.kill();
    }
}

/// The newest file of this device's history.
fn newest(stage: &Stage) -> PathBuf {
    stage.months().pop().unwrap()
}

#[test]
fn a_line_cut_by_a_crash_is_alone_in_its_loss() {
    let stage = Stage::new();
    let resident = stage.run();
    for count in 1..=3 {
        resident.ask(&log("seated", count));
    }
    resident.kill();
    let whole = fs::read(newest(&stage)).unwrap();
    let last = whole[..whole.len() - 1]
        .iter()
        .rposition(|byte| *byte == b'\n')
        .unwrap();
    for (round, cut) in [last + 2, whole.len() - 40, whole.len() - 2, whole.len() - 1]
        .into_iter()
        .enumerate()
    {
        // The state is older than the line, as it is when both are cut by a power loss.
        fs::write(newest(&stage), &whole[..cut]).unwrap();
        let resident = stage.run();
        let new = 100 + round as u64;
        let answer = resident.ask(&log("seated", new));
        assert!(matches!(answer, Some(Answer::Did { .. })), "{answer:?}");
        let today = stage.json("today");
        resident.kill();
        let history = stage.history();
        history.holds();
        let torn = cut < whole.len() - 1;
        assert_eq!(history.damaged, usize::from(torn), "cut at {cut}");
        assert_eq!(history.booked(1) + history.booked(2), 2);
        assert_eq!(history.booked(3), usize::from(!torn));
        assert_eq!(history.booked(new), 1);
        assert_eq!(breaks_of(&today), history.breaks());
    }
}

#[test]
fn zeros_at_the_end_of_a_file_are_alone_in_their_loss() {
    let stage = Stage::new();
    let resident = stage.run();
    resident.ask(&log("seated", 1));
    resident.kill();
    let mut file = fs::OpenOptions::new()
        .append(true)
        .open(newest(&stage))
        .unwrap();
    file.write_all(&[0; 4096]).unwrap();
    let resident = stage.run();
    resident.ask(&log("seated", 2));
    assert_eq!(stage.json("today")["breaks"].as_array().unwrap().len(), 2);
    resident.kill();
}

#[test]
fn a_crash_between_record_and_snapshot_doubles_nothing() {
    let stage = Stage::new();
    let resident = stage.demo(60);
    resident.ask(&log("seated", 1));
    until("some minutes of sitting", || {
        (stage.status("bout_seconds") > 600).then_some(())
    });
    let older = fs::read(stage.path("state.json")).unwrap();
    for (movement, count) in [("easy-walk", 2), ("seated", 3), ("half-squat", 4)] {
        resident.ask(&log(movement, count));
    }
    resident.ask(&Ask::Undo);
    let before = stage.json("today");
    resident.kill();
    let lines = stage.history().lines.len();
    for _ in 0..3 {
        fs::write(stage.path("state.json"), &older).unwrap();
        let resident = stage.demo(60);
        let after = stage.json("today");
        assert_eq!(breaks_of(&after), breaks_of(&before));
        let status = stage.json("status");
        assert!(
            status["pump_seconds"].as_u64().unwrap() < 600,
            "the walk counts: {status}"
        );
        resident.kill();
        stage.history().holds();
    }
    let history = stage.history();
    assert_eq!(history.of("started").len(), 4);
    assert!(history.lines.len() > lines, "it went on");
    for count in 1..=4 {
        assert_eq!(history.booked(count), 1);
    }
}

#[test]
fn today_says_the_same_after_a_kill_as_before() {
    let stage = Stage::new();
    let resident = stage.demo(600);
    until("an hour of sitting", || {
        (stage.status("bout_seconds") > 3600).then_some(())
    });
    resident.ask(&log("easy-walk", 5));
    until("some more minutes", || {
        (stage.status("bout_seconds") > 300).then_some(())
    });
    let before = stage.json("today");
    resident.kill();
    let after = stage.json("today");
    assert_eq!(breaks_of(&after), breaks_of(&before));
    for posture in ["seated_seconds", "on_feet_seconds", "away_seconds"] {
        let (before, after) = (before[posture].as_u64(), after[posture].as_u64());
        let (before, after) = (before.unwrap(), after.unwrap());
        // The snapshot rides on a wake-up each minute, which a busy machine makes late: a tenth of
        // a second is a minute here.
        assert!(
            before <= after + 600 && after <= before + 600,
            "{posture}: {before} s, then {after} s"
        );
    }
}

//! A state that cannot be used: put aside, never lost, and the day read back from the history.

use std::fs;
use std::path::Path;

use serde_json::Value;
use soleus::control::{Ask, Minutes};

use crate::ledger::breaks_of;
use crate::stage::{Resident, Stage};
use crate::support::process::until;

/// A day with some sitting and three bookings in its history.
fn day(stage: &Stage) -> Value {
    let resident = stage.demo(60);
    for (movement, count) in [("seated", 1), ("easy-walk", 2), ("seated", 3)] {
        until("some sitting", || {
            (stage.status("pump_seconds") > 150).then_some(())
        });
        resident.ask(&Ask::Log {
            movement: Some(movement.to_owned()),
            minutes: Minutes::try_from(count).ok(),
            at: None,
        });
    }
    let today = stage.json("today");
    assert!(resident.end_by("-TERM").success());
    today
}

/// Starts over a damaged state; the damage must be kept, and the day be as before.
fn goes_on(stage: &Stage, before: &Value) -> Resident {
    let resident = stage.demo(60);
    let aside = stage.names("state.json.damaged");
    assert_eq!(
        aside.len(),
        1,
        "it is put aside: {:?}",
        stage.names("state")
    );
    let after = stage.json("today");
    assert_eq!(breaks_of(&after), breaks_of(before));
    let of = |today: &Value| today["seated_seconds"].as_u64().unwrap();
    let (before, after) = (of(before), of(&after));
    assert!(
        before <= after + 5 && after <= before + 300,
        "{before} s, then {after} s"
    );
    let bout = stage.status("bout_seconds");
    until("the clock goes on", || {
        (stage.status("bout_seconds") > bout + 60).then_some(())
    });
    until("the log says so", || {
        stage.log().contains("put aside").then_some(())
    });
    until("the terminal says so", || {
        resident.stderr().contains("put aside").then_some(())
    });
    resident
}

fn damaged(text: impl AsRef<[u8]>) {
    let stage = Stage::new();
    let before = day(&stage);
    fs::write(stage.path("state.json"), text.as_ref()).unwrap();
    let resident = goes_on(&stage, &before);
    let aside = stage.path(&stage.names("state.json.damaged")[0]);
    assert_eq!(fs::read(aside).unwrap(), text.as_ref());
    resident.kill();
    stage.history().holds();
}

#[test]
fn a_garbled_state_is_put_aside_and_the_day_read_back() {
    damaged("}{ not a state");
}

#[test]
fn an_empty_state_is_put_aside_and_the_day_read_back() {
    damaged("");
}

#[test]
fn a_state_that_is_no_text_is_put_aside_and_the_day_read_back() {
    damaged(b"\xff\xfe\x00\x01");
}

fn edited(edit: impl Fn(&mut Value)) {
    let stage = Stage::new();
    let before = day(&stage);
    let path = stage.path("state.json");
    let mut saved: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    edit(&mut saved["snapshot"]);
    fs::write(&path, saved.to_string()).unwrap();
    goes_on(&stage, &before).kill();
}

#[test]
fn a_state_of_a_newer_version_is_put_aside_and_the_day_read_back() {
    edited(|snapshot| snapshot["version"] = 9.into());
}

#[test]
fn a_state_without_any_stretch_is_put_aside_and_the_day_read_back() {
    edited(|snapshot| snapshot["state"]["ledger"]["stretches"] = Value::Array(Vec::new()));
}

#[test]
fn a_state_of_another_age_is_put_aside_and_the_day_read_back() {
    edited(|snapshot| snapshot["state"]["now"]["boot"]["secs"] = u64::MAX.into());
}

#[test]
fn a_folder_in_the_place_of_the_state_is_put_aside_whole() {
    let stage = Stage::new();
    let before = day(&stage);
    let path = stage.path("state.json");
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    fs::write(path.join("inner"), "kept").unwrap();
    let resident = goes_on(&stage, &before);
    let aside = stage.path(&stage.names("state.json.damaged")[0]);
    assert_eq!(fs::read_to_string(aside.join("inner")).unwrap(), "kept");
    assert_eq!(stage.broken("store"), None);
    until("a new state", || path.is_file().then_some(()));
    resident.kill();
}

#[test]
fn a_second_damaged_state_does_not_replace_the_first() {
    let stage = Stage::new();
    for text in ["one", "two"] {
        fs::write(stage.path("state.json"), text).unwrap();
        stage.run().kill();
    }
    let mut kept: Vec<String> = stage
        .names("state.json.damaged")
        .iter()
        .map(|name| fs::read_to_string(stage.path(name)).unwrap())
        .collect();
    kept.sort();
    assert_eq!(kept, ["one", "two"]);
}

#[test]
fn a_pipe_in_the_place_of_the_state_does_not_stop_the_start() {
    let stage = Stage::new();
    pipe(&stage.path("state.json"));
    stage.run().kill();
}

pub(crate) fn pipe(path: &Path) {
    rustix::fs::mkfifoat(rustix::fs::CWD, path, rustix::fs::Mode::RWXU).unwrap();
}

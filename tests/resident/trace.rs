//! A trace of what happened, replayed to the same effects.

use std::fs;

use soleus::control::{Ask, Minutes};

use crate::stage::Stage;

/// A run with a trace, and the kinds of its records in order.
fn traced(stage: &Stage) -> Vec<String> {
    let resident = stage
        .start(stage.command(&["run", "--trace", "day.trace"]))
        .ready();
    let log = |movement: &str| Ask::Log {
        movement: Some(movement.to_owned()),
        minutes: Minutes::try_from(3).ok(),
        at: None,
    };
    let snooze = Ask::Snooze {
        minutes: None,
        tomorrow: false,
    };
    for it in [
        log("seated"),
        log("easy-walk"),
        Ask::Undo,
        snooze,
        Ask::Stand { at: None },
        Ask::Pause {
            minutes: None,
            until: None,
            tomorrow: false,
        },
        Ask::Resume,
        Ask::Break {
            movement: None,
            another: false,
            here: false,
        },
        Ask::Skip,
    ] {
        assert!(resident.ask(&it).is_some(), "{it:?}");
    }
    assert!(resident.end_by("-TERM").success());
    let lines = stage.history().lines;
    lines
        .iter()
        .map(|line| line["kind"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn a_trace_replays_to_the_records_that_were_written() {
    let stage = Stage::new();
    let written = traced(&stage);
    let ran = stage.ask(&["simulate", "day.trace"]);
    assert_eq!((ran.code, &*ran.stderr), (0, ""));
    let replayed: Vec<String> = ran
        .stdout
        .lines()
        .filter_map(|line| line.strip_prefix("=> record "))
        .map(|words| words.split([' ', ';']).next().unwrap().to_owned())
        .collect();
    assert_eq!(replayed, written, "{}", ran.stdout);
    assert!(ran.stdout.contains("=> reply booked"), "{}", ran.stdout);
    assert!(ran.stdout.contains("=> notify guide"), "{}", ran.stdout);
    assert!(ran.stdout.contains("\"stopping\""), "{}", ran.stdout);
}

#[test]
fn a_trace_cut_in_half_names_the_line() {
    let stage = Stage::new();
    traced(&stage);
    let path = stage.beside("day.trace");
    let text = fs::read(&path).unwrap();
    fs::write(&path, &text[..text.len() - 9]).unwrap();
    let lines = String::from_utf8_lossy(&text).lines().count();
    let ran = stage.ask(&["simulate", "day.trace"]);
    assert_eq!((ran.code, &*ran.stdout), (2, ""));
    let place = format!("line {lines} is not a line of a trace");
    assert!(ran.stderr.contains(&place), "{}", ran.stderr);
    let later: Vec<u8> = text[..].to_vec();
    let second = later.iter().position(|byte| *byte == b'\n').unwrap() + 1;
    fs::write(&path, &later[second..]).unwrap();
    let ran = stage.ask(&["simulate", "day.trace"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.stderr.contains("first line is missing"),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_trace_never_overwrites_a_file() {
    let stage = Stage::new();
    fs::write(stage.beside("day.trace"), "mine").unwrap();
    let ran = stage.ask(&["run", "--trace", "day.trace"]);
    assert_eq!((ran.code, &*ran.stdout), (1, ""));
    assert!(ran.stderr.contains("day.trace"), "{}", ran.stderr);
    assert_eq!(
        fs::read_to_string(stage.beside("day.trace")).unwrap(),
        "mine"
    );
    assert_eq!(stage.ask(&["run", "--trace", "no/such/x"]).code, 1);
}

//! What no clock can have written, and what nobody can read, in the folder of another machine: it ends
//! no view and adds nothing.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};

use chrono::{DateTime, TimeDelta};
use serde_json::Value;
use soleus::control::Answer;

use super::book::{PC, printed, write};
use super::{resident, soleus};

const LENGTHS: [u64; 2] = [u64::MAX, 1 << 62];

/// Two of each kind: two can add up to more than a number holds.
fn lines() -> Vec<String> {
    let kinds = [
        r#""break","movement":"easy-walk","movement_kind":"on-feet","outcome":"done","source":"tray","seconds""#,
        r#""break","movement":null,"movement_kind":null,"outcome":"natural","source":"guess","seconds""#,
        r#""totals","program":"workrave","taken":4294967295,"passed":4294967295,"active_seconds""#,
        r#""call","seconds""#,
        r#""stretch","posture":"seated","seconds""#,
        r#""correction","posture":"standing","seconds""#,
    ];
    let mut lines = Vec::new();
    for (place, (kind, seconds)) in kinds
        .iter()
        .flat_map(|kind| LENGTHS.map(|seconds| (kind, seconds)))
        .enumerate()
    {
        lines.push(format!(
            r#"{{"v":1,"id":{},"at":"2026-03-10T09:{place:02}:00+01:00","kind":{kind}:{seconds}}}"#,
            100 + place
        ));
    }
    lines
}

#[test]
fn lengths_that_cannot_be_end_no_view_and_count_nowhere() {
    let now = DateTime::parse_from_rfc3339("2026-03-10T09:55:00+01:00").unwrap();
    let views: [&[&str]; 8] = [
        &["today"],
        &["today", "--json"],
        &["stats", "--from", "2026-03-09", "--to", "2026-03-10"],
        &["stats", "--days", "7", "--by", "hour"],
        &["stats", "--days", "7", "--by", "movement"],
        &["stats", "--days", "7", "--json"],
        &["history", "--since", "2026-03-09"],
        &["history", "--since", "2026-03-09", "--json"],
    ];
    let told = |lines: &[String]| {
        let (dir, _server, _asks) = resident(Answer::Unwritten {
            device: "pc-1".into(),
            records: Vec::new(),
            now: now + TimeDelta::hours(2),
        });
        write(dir.path(), "pc-1", PC);
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        write(dir.path(), "evil", &lines);
        views.map(|view| {
            let ran = soleus(dir.path(), view);
            assert_eq!(ran.code, 0, "{view:?}: {}", ran.stderr);
            (ran.stdout, ran.stderr)
        })
    };
    let damage = lines();
    for ((with, notes), (without, _)) in told(&damage).into_iter().zip(told(&[])) {
        assert!(
            notes.contains("Damaged and left out: 12 lines of the history."),
            "{notes}"
        );
        if let Ok(mut with) = serde_json::from_str::<Value>(&with) {
            assert_eq!(with["damaged_lines"], 12);
            with["damaged_lines"] = 0.into();
            let without: Value = serde_json::from_str(&without).unwrap();
            assert_eq!(with, without);
        } else {
            assert_eq!(with, without);
        }
    }
}

const VIEWS: [&[&str]; 7] = [
    &["today"],
    &["stats", "--days", "7"],
    &["stats", "--from", "2020-01-01", "--to", "2020-01-31"],
    &["history", "--since", "2026-03-09"],
    &["export"],
    &["export", "--csv"],
    &["doctor"],
];

#[test]
fn what_cannot_be_read_of_another_machine_is_named_and_hides_nothing() {
    let (dir, _server, _asks) = resident(Answer::Unwritten {
        device: "pc-1".into(),
        records: Vec::new(),
        now: DateTime::parse_from_rfc3339("2026-03-10T12:00:00+01:00").unwrap(),
    });
    fs::write(dir.path().join("device"), "pc-1\n").unwrap();
    write(dir.path(), "pc-1", PC);
    let told = |view: &[&str]| {
        let ran = soleus(dir.path(), view);
        // Where nobody sits, doctor finds a lot amiss.
        assert!(
            ran.code == 0 || view == ["doctor"],
            "{view:?}: {}",
            ran.stderr
        );
        (ran.stdout, ran.stderr)
    };
    let whole = VIEWS.map(told);
    let evil = dir.path().join("history/evil");
    fs::create_dir(&evil).unwrap();
    let file = evil.join("2026-03.jsonl");
    // It can be opened by whoever runs this, and not be read.
    symlink("/proc/self/mem", &file).unwrap();
    let named = format!(
        "{} cannot be read and is left out: input/output error",
        file.display()
    );
    for (view, (whole, _)) in VIEWS.into_iter().zip(&whole) {
        let (stdout, stderr) = told(view);
        let asked = !view.contains(&"2020-01-01");
        // Doctor breaks its lines.
        let words = format!("{stdout} {stderr}")
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        assert_eq!(words.contains(&named), asked, "{view:?}: {words}");
        assert!(view == ["doctor"] || stdout == *whole, "{view:?}: {stdout}");
    }
    for view in [
        &["today", "--json"][..],
        &["stats", "--days", "7", "--json"],
    ] {
        let said: Value = serde_json::from_str(&told(view).0).unwrap();
        let expected = serde_json::json!([{
            "device": "evil", "path": file, "why": "input/output error"
        }]);
        assert_eq!(said["unreadable"], expected, "{view:?}");
    }

    fs::remove_file(&file).unwrap();
    fs::set_permissions(&evil, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read_dir(&evil).is_err() {
        let named = format!(
            "{} cannot be read and is left out: permission denied",
            evil.display()
        );
        for view in VIEWS {
            let (stdout, stderr) = told(view);
            let words = format!("{stdout} {stderr}")
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ");
            assert!(words.contains(&named), "{view:?}: {words}");
        }
    }
    fs::set_permissions(&evil, fs::Permissions::from_mode(0o700)).unwrap();
    assert!(printed(dir.path(), &["today"]).contains("Longest sitting"));
}

#[test]
fn what_cannot_be_read_of_this_machine_is_an_error() {
    let (dir, _server, _asks) = resident(Answer::Unwritten {
        device: "pc-1".into(),
        records: Vec::new(),
        now: DateTime::parse_from_rfc3339("2026-03-10T12:00:00+01:00").unwrap(),
    });
    fs::create_dir_all(dir.path().join("history/pc-1")).unwrap();
    let file = dir.path().join("history/pc-1/2026-03.jsonl");
    symlink("/proc/self/mem", &file).unwrap();
    for view in [VIEWS[0], VIEWS[1], VIEWS[3]] {
        let ran = soleus(dir.path(), view);
        assert_eq!(ran.code, 1, "{view:?}: {}", ran.stdout);
        let named = format!("{}: input/output error", file.display());
        assert!(ran.stderr.contains(&named), "{view:?}: {}", ran.stderr);
    }
}

#[test]
fn a_number_far_ahead_of_the_clock_loses_nothing_that_comes_after() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("device"), "pc-1\n").unwrap();
    let line = r#"{"v":1,"id":253402300799999,"at":"2026-03-09T08:00:00+01:00","kind":"started"}"#;
    write(dir.path(), "pc-1", &[line]);
    for at in ["2026-03-09 10:20", "2026-03-09 11:20"] {
        printed(dir.path(), &["fix", "--at", at, "walked", "5"]);
    }
    let ran = soleus(
        dir.path(),
        &[
            "stats",
            "--from",
            "2026-03-09",
            "--to",
            "2026-03-09",
            "--json",
        ],
    );
    let said: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(said["damaged_lines"], 0);
    assert_eq!(said["total"]["on_feet_seconds"], 600, "{}", ran.stdout);
}

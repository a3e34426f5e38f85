//! The schema judged by another program: python's jsonschema says of each file what `check` says.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use soleus::settings::{Fault, Problem, SCHEMA, Severity};

use super::broken::files as broken_files;
use super::shapes::SHAPES;
use super::skip;
use super::{lines, load};

const DEFAULT: &str = include_str!("../../config/settings.json");

/// Files of strict JSON, good and bad, for what the table of broken files has too few of.
const MORE: &[&str] = &[
    r#"{ "$schema": 5 }"#,
    r#"{ "version": 3 }"#,
    r#"{ "schedule": { "monday": ["9:00 - 24:00"], "holidays": ["2026-12-25", "12-25"] } }"#,
    r#"{ "schedule": { "holidays": ["2026-12-24..2027-01-02", " 2026-12-24 .. 2027-01-02 "] } }"#,
    r#"{ "schedule": { "holidays": ["25.12.", "2026-13-01"] } }"#,
    r#"{ "schedule": { "holidays": ["2026-12-32"] } }"#,
    r#"{ "schedule": { "holidays": "2026-12-25" } }"#,
    r#"{ "schedule": { "monday": ["24:00-10:00"] } }"#,
    r#"{ "schedule": { "funday": [] } }"#,
    r#"{ "hooks": { "on_due": ["notify-send", "Up"], "on_break": null, "on_away": ["x", ""] } }"#,
    r#"{ "hooks": { "on_due": [] } }"#,
    r#"{ "hooks": { "on_due": [" "] } }"#,
    r#"{ "hooks": { "on_due": ["x", 5] } }"#,
    r#"{ "hooks": { "on_due": "notify-send" } }"#,
    r#"{ "history": { "folder": "~/notes" } }"#,
    r#"{ "history": { "folder": "~" } }"#,
    r#"{ "history": { "folder": "~notes" } }"#,
    r#"{ "movements": { "avoid": ["my-own"] } }"#,
    r#"{ "language": "en", "day_starts_at": "4:00" }"#,
    r#"{ "language": "tlh" }"#,
    r#"{ "sensors": { "full_screen": 1 } }"#,
    r#"{ "sensors": { "sleep": true, "full_screen": false } }"#,
];

/// What only one of the two can see, and why.
const SEEN_BY_ONE: [(&str, &str); 4] = [
    (
        "30.0",
        "to a schema this is the whole number 30; the program asks for one without a point",
    ),
    (
        "1e2",
        "to a schema this is the whole number 100; the program asks for plain digits",
    ),
    (
        "-09:00\"",
        "a schema cannot compare the two ends of the hours",
    ),
    (
        "2027-01-02..2026-12-24",
        "a schema cannot compare the first day with the last",
    ),
];

/// Whether this program finds a mistake, or a key that nothing reads.
fn is_faulted(text: &str) -> bool {
    // Movements may be the user's own, and a newer file is for a newer schema.
    let seen = |problem: &Problem| match problem.fault {
        Fault::Unknown => !problem.what.contains("no movement"),
        Fault::Type | Fault::Value | Fault::File => problem.severity == Severity::Error,
        _ => false,
    };
    load(text).problems.iter().any(seen)
}

/// Strict JSON without a key that stands twice: all that a schema can see.
fn is_for_a_schema(text: &str) -> bool {
    let loaded = load(text);
    let twice = |problem: &Problem| problem.fault == Fault::Duplicate;
    serde_json::from_str::<Value>(text).is_ok()
        && !loaded.newer
        && !loaded.problems.iter().any(twice)
}

fn here(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn judged(python: &Path, files: &[&str]) -> Vec<Vec<String>> {
    let mut child = Command::new(python)
        .arg(here("tests/settings/judge.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("tests/all puts python with jsonschema into target/jsonschema");
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let asked = json!({ "schema": schema, "files": files }).to_string();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(asked.as_bytes()).unwrap();
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn another_judge_of_the_schema_agrees_with_check() {
    if skip::missing(&["jsonschema"]) {
        return;
    }
    let broken = broken_files();
    let shapes = SHAPES.iter().map(|(_, text, _)| *text);
    let files: Vec<&str> = [DEFAULT, "{}"]
        .into_iter()
        .chain(shapes)
        .chain(broken.iter().map(|broken| broken.file.as_str()))
        .chain(MORE.iter().copied())
        .filter(|text| is_for_a_schema(text))
        .collect();
    let faulted = files.iter().filter(|text| is_faulted(text)).count();
    assert!(faulted >= 40, "{faulted} of {}", files.len());
    let verdicts = judged(&here("target/jsonschema/bin/python"), &files);
    let (excused, disagreed): (Vec<_>, Vec<_>) = files
        .iter()
        .zip(verdicts)
        .filter(|(text, verdict)| verdict.is_empty() == is_faulted(text))
        .map(|(text, verdict)| {
            let said = lines(&load(text)).join("\n");
            format!("{text}\nthe schema: {verdict:?}\nthe program: {said}")
        })
        .partition(|one| SEEN_BY_ONE.iter().any(|(part, _)| one.contains(part)));
    assert!(disagreed.is_empty(), "{}", disagreed.join("\n\n"));
    for (part, why) in SEEN_BY_ONE {
        let is_used = excused.iter().any(|one| one.contains(part));
        assert!(is_used, "they agree by now on {part}: {why}");
    }
}

//! `today`, `stats`, `history` and `export`: from the files, with and without a resident.

use std::fs;
use std::io::Write as _;
use std::process::{Command, Stdio};

use chrono::{DateTime, Days, FixedOffset, NaiveTime, TimeDelta};
use serde_json::{Value, json};
use soleus::control::Answer;
use soleus::engine::Record;
use soleus::platform::clock::wall_time;

use super::book::{NEWER, PC, printed, write};
use super::{command, ran, resident, soleus};

const MARCH: [&str; 4] = ["--from", "2026-03-09", "--to", "2026-03-10"];

fn stats(more: &[&'static str]) -> Vec<&'static str> {
    ["stats"]
        .into_iter()
        .chain(MARCH)
        .chain(more.iter().copied())
        .collect()
}

/// Noon of tomorrow: a day that no other test of the clock reaches, and no test run crosses.
fn tomorrow() -> DateTime<FixedOffset> {
    let now = wall_time();
    let date = now.date_naive() + Days::new(1);
    let noon = date.and_time(NaiveTime::from_hms_opt(12, 0, 0).unwrap());
    noon.and_local_timezone(*now.offset()).unwrap()
}

fn sat(at: DateTime<FixedOffset>) -> Record {
    serde_json::from_value(json!({
        "v": 1, "id": 1, "at": at.to_rfc3339(), "kind": "stretch", "posture": "seated",
        "seconds": 600,
    }))
    .unwrap()
}

#[test]
fn today_is_what_the_files_hold_and_what_the_resident_has_not_written_yet() {
    let unwritten = Answer::Unwritten {
        device: "pc-1".into(),
        records: vec![sat(tomorrow())],
        now: tomorrow() + TimeDelta::minutes(10),
    };
    let (dir, _server, _asks) = resident(unwritten);
    let ran = soleus(dir.path(), &["today"]);
    assert_eq!((ran.code, &*ran.stderr), (0, ""));
    assert_eq!(
        ran.stdout,
        "Longest sitting   10 min  12:00 to 12:10\nSitting           10 min\n\nNo breaks yet.\n"
    );
    let said: Value = serde_json::from_str(&printed(dir.path(), &["today", "--json"])).unwrap();
    assert_eq!(
        (&said["version"], &said["seated_seconds"]),
        (&1.into(), &600.into())
    );
    assert_eq!(said["date"], tomorrow().date_naive().to_string());
    assert_eq!(said["longest_bout"]["seconds"], 600);
    assert_eq!(said["breaks"], json!([]));
}

/// The clock of a demonstration is ahead, also when all it knows is written.
#[test]
fn the_moment_is_the_residents_own() {
    let unwritten = Answer::Unwritten {
        device: "pc-1".into(),
        records: Vec::new(),
        now: tomorrow(),
    };
    let (dir, _server, _asks) = resident(unwritten);
    let said: Value = serde_json::from_str(&printed(dir.path(), &["today", "--json"])).unwrap();
    assert_eq!(said["date"], tomorrow().date_naive().to_string());
}

#[test]
fn a_day_without_anything_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let nothing = "Nothing is recorded today yet.\n";
    assert_eq!(printed(dir.path(), &["today"]), nothing);
    // The days before are no record of today.
    write(dir.path(), "pc-1", PC);
    assert_eq!(printed(dir.path(), &["today"]), nothing);
    let said: Value = serde_json::from_str(&printed(dir.path(), &["today", "--json"])).unwrap();
    assert_eq!(said["seated_seconds"], 0);
}

#[test]
fn without_a_resident_it_is_from_the_history_and_says_so() {
    let dir = tempfile::tempdir().unwrap();
    for command in ["today", "stats", "history"] {
        let ran = soleus(dir.path(), &[command]);
        assert_eq!(ran.code, 0, "{command}");
        assert_eq!(
            ran.stderr, "Soleus is not running; this is from the history.\n",
            "{command}"
        );
        assert!(!ran.stdout.is_empty(), "{command}");
    }
    assert!(
        fs::read_dir(dir.path()).unwrap().next().is_none(),
        "asking makes nothing"
    );
}

/// A number is of a machine: whose it is, is shown also where all of them are of one that is not this.
#[test]
fn history_says_whose_records_they_are_unless_they_are_ours() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("device"), "pc-1\n").unwrap();
    write(dir.path(), "laptop-2", PC);
    let shown = |dir: &std::path::Path| printed(dir, &["history", "--since", "2026-03-09"]);
    let theirs = shown(dir.path());
    assert!(theirs.contains("09:00  laptop-2  sat 48 min"), "{theirs}");
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("device"), "pc-1\n").unwrap();
    write(dir.path(), "pc-1", PC);
    let ours = shown(dir.path());
    assert!(ours.contains("09:00  sat 48 min"), "{ours}");
}

#[test]
fn a_resident_that_gives_no_answer_is_said_and_the_files_are_read() {
    let (dir, _server, _asks) = resident(Answer::no("Soleus is ending."));
    let ran = soleus(dir.path(), &["today"]);
    assert_eq!(ran.code, 0);
    assert_eq!(
        ran.stderr,
        "Soleus is ending. What is not in the history yet is left out.\n"
    );
}

#[test]
fn figures_have_the_longest_sitting_first() {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), "pc-1", PC);
    let text = printed(dir.path(), &stats(&[]));
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "9 Mar 2026 to 10 Mar 2026 (2 days recorded)");
    assert_eq!(lines[2], "Longest sitting  48 min, Mon 9 Mar 2026, 09:00");
    assert!(
        lines[3].ends_with(": 2 under 30 min, 1 of 30 to 60, 0 of 60 and more"),
        "{text}"
    );
    assert_eq!(lines[4], "Breaks           1: 1 done; and 1 guessed");
    assert_eq!(lines[5], "Leg work         3 min: 1 on your feet");
    assert_eq!(lines[8], "Away             40 min, a guess");
    assert!(
        lines[10].starts_with("            longest  sitting"),
        "{text}"
    );
    assert!(
        lines[11].starts_with("Mon 9 Mar    48 min   1 h 08"),
        "{text}"
    );
    assert!(
        !text.contains(['\u{1b}', '█']),
        "a pipe gets neither bars nor colour: {text}"
    );
}

#[test]
fn figures_for_scripts_are_versioned() {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), "pc-1", PC);
    let said: Value = serde_json::from_str(&printed(dir.path(), &stats(&["--json"]))).unwrap();
    assert_eq!((&said["version"], &said["by"]), (&1.into(), &"day".into()));
    assert_eq!(said["total"]["seated_seconds"], 2880 + 1200 + 600);
    assert_eq!(said["rows"].as_array().unwrap().len(), 2);
    assert_eq!(said["rows"][0]["from"], "2026-03-09");
    let weeks: Value =
        serde_json::from_str(&printed(dir.path(), &stats(&["--json", "--by", "week"]))).unwrap();
    assert_eq!(weeks["rows"].as_array().unwrap().len(), 1);
    // What the days asked for cut is no whole week.
    assert_eq!(weeks["rows"][0]["from"], "2026-03-09");
    assert_eq!(weeks["rows"][0]["to"], "2026-03-10");
    let months = printed(dir.path(), &stats(&["--csv", "--by", "month"]));
    assert!(
        months.contains("\n2026-03-09,2026-03-10,2,4680,"),
        "{months}"
    );
}

#[test]
fn a_span_that_ends_before_it_begins_is_not_understood() {
    let dir = tempfile::tempdir().unwrap();
    let ran = soleus(
        dir.path(),
        &["stats", "--from", "2026-03-10", "--to", "2026-03-09"],
    );
    assert_eq!((ran.code, &*ran.stdout), (2, ""));
    assert!(
        ran.stderr.contains("2026-03-10 comes after 2026-03-09"),
        "{}",
        ran.stderr
    );
}

/// Reads a table as pandas does where it is there, else as Python's own reader, and prints names and
/// sums.
const READER: &str = r#"
import sys
try:
    import pandas
    table = pandas.read_csv(sys.stdin)
    print(",".join(table.columns))
    print(int(table["seated_seconds"].sum()))
except ImportError:
    import csv
    rows = list(csv.DictReader(sys.stdin))
    print(",".join(rows[0].keys()))
    print(sum(int(row["seated_seconds"]) for row in rows))
"#;

#[test]
fn another_program_reads_the_table() {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), "pc-1", PC);
    for by in ["day", "week", "month", "hour"] {
        let table = printed(dir.path(), &stats(&["--csv", "--by", by]));
        let mut python = Command::new("python3")
            .args(["-c", READER])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        python
            .stdin
            .take()
            .unwrap()
            .write_all(table.as_bytes())
            .unwrap();
        let output = python.wait_with_output().unwrap();
        let read = String::from_utf8(output.stdout).unwrap();
        let mut lines = read.lines();
        assert_eq!(lines.next(), table.lines().next(), "{by}");
        assert_eq!(lines.next(), Some("4680"), "{by}: {table}");
    }
}

#[test]
fn the_history_is_a_line_a_record_with_ids_and_what_was_taken_back() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("device"), "pc-1\n").unwrap();
    write(dir.path(), "pc-1", PC);
    let text = printed(dir.path(), &["history", "--since", "2026-03-09"]);
    assert_eq!(
        text,
        "\
Mon 9 Mar 2026
  1              09:00  Soleus started
  2              09:00  sat 48 min
  3              09:48  walk, 3 min, done
  4              09:48  stood 3 min
  5              09:51  sat 20 min
  6              10:11  away 40 min, nothing was touched
  7              10:11  time away, 40 min, a guess

Tue 10 Mar 2026
  8              10:00  sat 10 min
  9              10:10  reminder put off for 10 min of sitting  (taken back)
  10             10:10  takes back 9
"
    );
    let later = printed(dir.path(), &["history", "--since", "2026-03-10"]);
    assert!(later.starts_with("Tue 10 Mar 2026\n"), "{later}");
    let json = printed(dir.path(), &["history", "--since", "2026-03-09", "--json"]);
    let said: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(said["version"], 1);
    assert_eq!(said["records"][8]["taken_back"], true);
    assert_eq!(said["records"][0]["device"], "pc-1");
    assert_eq!(said["records"][0]["record"]["kind"], "started");
}

#[test]
fn damage_and_newer_lines_are_said_and_spoil_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let mut lines = PC.to_vec();
    lines.insert(2, "{\"v\":1,\"id\":2,\"at\":\"20");
    lines.push(NEWER);
    write(dir.path(), "pc-1", &lines);
    let ran = soleus(dir.path(), &["history", "--since", "2026-03-09"]);
    assert_eq!(ran.code, 0);
    assert!(
        ran.stderr.contains("Damaged and left out: 1 line"),
        "{}",
        ran.stderr
    );
    assert!(
        ran.stderr.contains("newer Soleus and left out: 1 line"),
        "{}",
        ran.stderr
    );
    assert_eq!(ran.stdout.matches("sat ").count(), 3, "{}", ran.stdout);
    let ran = soleus(dir.path(), &["export"]);
    assert!(
        ran.stderr.contains("Damaged and left out: 1 line"),
        "{}",
        ran.stderr
    );
}

#[test]
fn an_export_holds_every_record_as_it_was_written() {
    let dir = tempfile::tempdir().unwrap();
    let mut lines = PC.to_vec();
    lines.push(NEWER);
    write(dir.path(), "pc-1", &lines);
    write(dir.path(), "pc-2", &PC[..1]);
    let text = printed(dir.path(), &["export"]);
    let mut exported = text.lines();
    assert!(
        exported
            .next()
            .unwrap()
            .starts_with("{\"soleus-export\":1,\"at\":\""),
        "{text}"
    );
    let expected: Vec<String> = lines
        .iter()
        .map(|line| format!("{{\"device\":\"pc-1\",\"record\":{line}}}"))
        .chain([format!("{{\"device\":\"pc-2\",\"record\":{}}}", PC[0])])
        .collect();
    assert_eq!(exported.collect::<Vec<_>>(), expected);

    let since = printed(dir.path(), &["export", "--since", "2026-03-10"]);
    assert_eq!(since.lines().count(), 1 + 4, "{since}");
}

#[test]
fn an_export_is_never_written_over_a_file() {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), "pc-1", PC);
    let path = dir.path().join("out.jsonl");
    let out = path.to_str().unwrap();
    assert_eq!(printed(dir.path(), &["export", "--out", out]), "");
    let text = fs::read_to_string(&path).unwrap();
    assert_eq!(text.lines().count(), PC.len() + 1);
    let ran = soleus(dir.path(), &["export", "--out", out, "--csv"]);
    assert_eq!((ran.code, &*ran.stdout), (1, ""));
    assert!(ran.stderr.contains("is there already"), "{}", ran.stderr);
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
    let ran = soleus(dir.path(), &["export", "--out", "/nowhere/at/all"]);
    assert_eq!((ran.code, &*ran.stdout), (1, ""));
}

#[test]
fn a_table_of_the_record_is_read_by_another_program_too() {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), "pc-1", PC);
    let table = printed(dir.path(), &["export", "--csv"]);
    let lines: Vec<&str> = table.lines().collect();
    assert!(
        lines[0].starts_with("device,id,at,kind,posture,cause,seconds,"),
        "{table}"
    );
    assert_eq!(lines.len(), PC.len() + 1);
    assert!(lines[6].starts_with("pc-1,6,2026-03-09T10:11:00+01:00,stretch,away,idle,2400,"));
}

#[test]
fn activitywatch_gets_a_bucket_of_what_the_body_did() {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), "pc-1", PC);
    let text = printed(
        dir.path(),
        &["export", "--activitywatch", "--since", "2026-03-09"],
    );
    let said: Value = serde_json::from_str(&text).unwrap();
    let buckets = said["buckets"].as_object().unwrap();
    let (id, bucket) = buckets.iter().next().unwrap();
    assert_eq!(buckets.len(), 1);
    assert!(id.starts_with("aw-watcher-soleus_"), "{id}");
    assert_eq!(bucket["id"], *id);
    for field in ["type", "client", "hostname", "created"] {
        assert!(bucket[field].is_string(), "{field}");
    }
    assert!(bucket["events"].is_array());
}

#[test]
fn a_reader_that_stops_reading_is_no_error() {
    let dir = tempfile::tempdir().unwrap();
    let many: Vec<String> = (0..20_000)
        .map(|id| {
            format!(
                "{{\"v\":1,\"id\":{id},\"at\":\"2026-03-09T09:00:00+01:00\",\"kind\":\"started\"}}"
            )
        })
        .collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    write(dir.path(), "pc-1", &many);
    for arguments in [
        &["export"][..],
        &["export", "--csv"],
        &["history", "--since", "2026-03-09"],
    ] {
        let mut child = command(dir.path(), arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let ran = ran(&child.wait_with_output().unwrap());
        assert_eq!(ran.code, 0, "{arguments:?}");
        assert!(
            !ran.stderr.contains("written"),
            "{arguments:?}: {}",
            ran.stderr
        );
    }
}

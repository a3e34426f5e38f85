//! A history written by hand, for the commands that read it.

use std::fs;
use std::path::Path;

use super::{Ran, soleus};

/// Two devices of a Monday and a Tuesday, with a little of everything.
pub(super) const PC: &[&str] = &[
    r#"{"v":1,"id":1,"at":"2026-03-09T09:00:00+01:00","kind":"started"}"#,
    r#"{"v":1,"id":2,"at":"2026-03-09T09:00:00+01:00","kind":"stretch","posture":"seated","seconds":2880}"#,
    r#"{"v":1,"id":3,"at":"2026-03-09T09:48:00+01:00","kind":"break","movement":"easy-walk","movement_kind":"on-feet","outcome":"done","asked":"pump","seconds":180,"source":"notice"}"#,
    r#"{"v":1,"id":4,"at":"2026-03-09T09:48:00+01:00","kind":"stretch","posture":"standing","seconds":180}"#,
    r#"{"v":1,"id":5,"at":"2026-03-09T09:51:00+01:00","kind":"stretch","posture":"seated","seconds":1200}"#,
    r#"{"v":1,"id":6,"at":"2026-03-09T10:11:00+01:00","kind":"stretch","posture":{"away":"idle"},"seconds":2400}"#,
    r#"{"v":1,"id":7,"at":"2026-03-09T10:11:00+01:00","kind":"break","movement":null,"movement_kind":null,"outcome":"natural","seconds":2400,"source":"guess"}"#,
    r#"{"v":1,"id":8,"at":"2026-03-10T10:00:00+01:00","kind":"stretch","posture":"seated","seconds":600}"#,
    r#"{"v":1,"id":9,"at":"2026-03-10T10:10:00+01:00","kind":"snooze","seconds":600}"#,
    r#"{"v":1,"id":10,"at":"2026-03-10T10:10:00+01:00","kind":"undo","of":9}"#,
];

/// Lines that are kept and passed over: of a newer version, and damage.
pub(super) const NEWER: &str =
    r#"{"v": 9,  "id":11,"at":"2026-03-10T11:00:00+01:00","kind":"dance","mood":"\u00fc"}"#;

/// Writes a machine's March.
pub(super) fn write(dir: &Path, device: &str, lines: &[&str]) {
    let folder = dir.join("history").join(device);
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("2026-03.jsonl"), lines.join("\n") + "\n").unwrap();
}

/// Runs a command that has to go well, and gives what it printed.
pub(super) fn printed(dir: &Path, arguments: &[&str]) -> String {
    let Ran {
        code,
        stdout,
        stderr,
    } = soleus(dir, arguments);
    assert_eq!(code, 0, "{arguments:?}: {stderr}");
    stdout
}

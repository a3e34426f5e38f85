//! Settings, history, the entry for the login, and the socket where nobody or a stranger listens.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::net::UnixListener;
use std::path::PathBuf;
use std::thread;

use chrono::{DateTime, FixedOffset, TimeDelta};
use serde_json::json;
use soleus::platform::clock::wall_time;

use crate::exam::{Exam, examine, folder, tree, write_settings};
use crate::program::command;
use crate::support::desk::Desk;

/// The place of the socket, in a folder of the user's own.
fn socket(desk: &Desk) -> PathBuf {
    let run = folder(desk).join("run");
    fs::create_dir_all(&run).unwrap();
    fs::set_permissions(&run, fs::Permissions::from_mode(0o700)).unwrap();
    run.join("socket")
}

#[test]
fn mistakes_in_the_settings_are_told_as_check_tells_them() {
    let desk = Desk::bare();
    write_settings(
        &desk,
        "{\n  \"reminders\": {\"every_minutes\": 0},\n  \"sensrs\": {}\n}\n",
    );
    let exam = examine(&desk);
    let (verdict, words) = exam.found("settings");
    assert_eq!(verdict, "degraded");
    assert!(
        words.ends_with("2 things are not as you may have meant"),
        "{words}"
    );

    let mut check = command(&desk.surroundings(), &folder(&desk));
    let checked = check.arg("check").output().unwrap();
    let checked = String::from_utf8(checked.stdout).unwrap();
    let lines: Vec<&str> = checked.lines().collect();
    assert_eq!(exam.part("settings")["means"], json!(lines));
}

#[test]
fn good_settings_and_none_at_all_are_told_apart() {
    let desk = Desk::bare();
    let exam = examine(&desk);
    let (verdict, words) = exam.found("settings");
    assert_eq!(verdict, "works");
    assert!(words.starts_with("no file yet"), "{words}");

    write_settings(&desk, "{}");
    let exam = examine(&desk);
    let (verdict, words) = exam.found("settings");
    assert_eq!(verdict, "works");
    assert!(
        words.ends_with("settings.json: nothing is wrong"),
        "{words}"
    );
}

#[test]
fn a_history_that_cannot_be_written_is_a_lack() {
    let desk = Desk::bare();
    // Not even root makes a file there.
    write_settings(&desk, r#"{"history": {"folder": "/proc/soleus"}}"#);
    let exam = examine(&desk);
    let (verdict, words) = exam.found("history");
    assert_eq!(verdict, "missing");
    assert!(words.starts_with("/proc/soleus is not there"), "{words}");
    assert!(exam.lacks().contains(&"history"));
    assert_eq!(exam.code, 1);
}

#[test]
fn a_history_of_ones_own_is_tried_and_left_as_it_was() {
    let desk = Desk::bare();
    let own = desk.home().join("notes");
    fs::create_dir_all(own.join("desk-0a1b2c")).unwrap();
    fs::write(own.join("desk-0a1b2c/2026-03.jsonl"), "{}\n").unwrap();
    write_settings(
        &desk,
        &format!(r#"{{"history": {{"folder": "{}"}}}}"#, own.display()),
    );
    let before = tree(desk.home());
    let exam = examine(&desk);
    let (verdict, words) = exam.found("history");
    assert_eq!(verdict, "works");
    assert!(words.starts_with(own.to_str().unwrap()), "{words}");
    assert!(words.ends_with(" free"), "{words}");
    assert_eq!(tree(desk.home()), before);
}

#[test]
fn the_machines_that_share_a_history_are_told() {
    let desk = Desk::bare();
    let history = folder(&desk).join("history");
    let record = |id: u64, at: DateTime<FixedOffset>| {
        json!({"v": 1, "id": id, "at": at.to_rfc3339(), "kind": "started"}).to_string()
    };
    let now = wall_time();
    let hour = TimeDelta::hours(1);
    for (file, text) in [
        ("desk-1/2026-03.jsonl", record(1, now - hour)),
        ("desk-1/2026-03 (1).jsonl", record(1, now - hour)),
        ("laptop-1/2026-03.jsonl", record(2, now - hour)),
        (
            "phone-1/2026-03.jsonl",
            format!("{}\nhalf a", record(3, now + hour * 3)),
        ),
        (".stversions/laptop-1/2026-03.jsonl", "garbage".to_owned()),
    ] {
        let path = history.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    fs::write(folder(&desk).join("device"), "desk-1\n").unwrap();
    let before = tree(desk.home());
    let exam = examine(&desk);
    let (verdict, words) = exam.found("machines");
    assert_eq!(verdict, "degraded");
    assert_eq!(words, "this one, desk-1, and 2 others");
    let means = exam.part("machines")["means"].to_string();
    for told in [
        "laptop-1 was last heard 1 hour ago.",
        "of phone-1 differ by about 3 hours: one of them is wrong",
        "1 line is damaged",
        "2026-03 (1).jsonl",
    ] {
        assert!(means.contains(told), "{told}: {means}");
    }
    assert!(!means.contains("stversions"), "{means}");
    assert!(exam.advice("machines").contains("a name of its own"));
    assert_eq!(tree(desk.home()), before);
}

#[test]
fn an_entry_for_the_login_is_told_in_every_state() {
    let desk = Desk::bare();
    let found = |exam: &Exam| {
        let (verdict, words) = exam.found("autostart");
        (verdict.to_owned(), words.to_owned())
    };
    assert_eq!(found(&examine(&desk)).0, "off");

    let mut on = command(&desk.surroundings(), &folder(&desk));
    assert!(
        on.args(["autostart", "on"])
            .output()
            .unwrap()
            .status
            .success()
    );
    let exam = examine(&desk);
    let (verdict, words) = found(&exam);
    assert_eq!(verdict, "works");
    assert!(words.contains(crate::program::PROGRAM), "{words}");
    assert_eq!(exam.part("autostart")["means"], json!([]));

    let entry = desk.home().join(".config/autostart/soleus.desktop");
    let text = fs::read_to_string(&entry).unwrap();
    fs::write(&entry, text.replace(crate::program::PROGRAM, "/opt/gone")).unwrap();
    let exam = examine(&desk);
    let (verdict, words) = found(&exam);
    assert_eq!(verdict, "missing");
    assert!(words.contains("/opt/gone, which is not there"), "{words}");
    assert!(exam.commands("autostart")[0].ends_with(" autostart on"));
}

#[test]
fn a_socket_that_was_left_behind_is_no_fault() {
    let desk = Desk::bare();
    let socket = socket(&desk);
    drop(UnixListener::bind(&socket).unwrap());
    let exam = examine(&desk);
    let (verdict, words) = exam.found("socket");
    assert_eq!(verdict, "off");
    assert!(
        words.contains("is left from one that did not end"),
        "{words}"
    );
    assert!(socket.exists(), "it is left where it is");
}

#[test]
fn what_is_no_socket_is_told_and_left() {
    let desk = Desk::bare();
    let socket = socket(&desk);
    fs::write(&socket, "mine").unwrap();
    let exam = examine(&desk);
    let (verdict, words) = exam.found("socket");
    assert_eq!(verdict, "missing");
    assert!(words.contains("is no socket"), "{words}");
    assert_eq!(fs::read_to_string(&socket).unwrap(), "mine");
}

#[test]
fn a_folder_that_others_may_write_in_is_told() {
    let desk = Desk::bare();
    let socket = socket(&desk);
    let run = socket.parent().unwrap();
    fs::set_permissions(run, fs::Permissions::from_mode(0o777)).unwrap();
    let exam = examine(&desk);
    let (verdict, words) = exam.found("socket");
    assert_eq!(verdict, "missing");
    assert!(words.contains("others may write"), "{words}");
}

#[test]
fn who_listens_and_never_speaks_is_told() {
    let desk = Desk::bare();
    let _hung = UnixListener::bind(socket(&desk)).unwrap();
    let exam = examine(&desk);
    let (verdict, words) = exam.found("socket");
    assert_eq!(verdict, "missing");
    assert!(words.contains("did not answer in time"), "{words}");
}

#[test]
fn strangers_and_other_versions_at_the_socket_are_told_apart() {
    let table = [
        ("SSH-2.0-OpenSSH_9.2\n", "missing", "is not Soleus"),
        (
            "{\"soleus\":\"7.1.0\",\"protocol\":2}\n",
            "degraded",
            "Soleus 7.1.0 runs",
        ),
    ];
    for (hello, verdict, part) in table {
        let desk = Desk::bare();
        let listener = UnixListener::bind(socket(&desk)).unwrap();
        let listening = thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            // Whoever has heard enough hangs up.
            let _ = stream.write_all(hello.as_bytes());
        });
        let exam = examine(&desk);
        let (found, words) = exam.found("socket");
        assert_eq!(found, verdict, "{hello}: {words}");
        assert!(words.contains(part), "{words}");
        listening.join().unwrap();
    }
}

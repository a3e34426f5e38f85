//! A history folder that others write into too: other machines, newer programs, vandals.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::os::unix::fs::symlink;

use serde_json::Value;
use soleus::control::{Ask, Minutes};

use crate::ledger::{breaks_of, total};
use crate::snapshot::pipe;
use crate::stage::Stage;
use crate::support::process::until;

/// A day with two bookings, and the name of the month's file.
fn day(stage: &Stage) -> (Value, String) {
    let resident = stage.run();
    until("some sitting", || {
        (stage.status("bout_seconds") >= 2).then_some(())
    });
    for count in [1, 2] {
        resident.ask(&Ask::Log {
            movement: Some("seated".to_owned()),
            minutes: Minutes::try_from(count).ok(),
            at: None,
        });
    }
    assert!(resident.end_by("-TERM").success());
    let months = stage.months();
    let month = months.last().unwrap().file_name().unwrap();
    (stage.json("today"), month.to_string_lossy().into_owned())
}

/// The day reads as before, offline and by the program, which starts and goes on.
fn reads_as_before(stage: &Stage, before: &Value) {
    let offline = stage.json("today");
    assert_eq!(breaks_of(&offline), breaks_of(before));
    assert!(total(&offline).abs_diff(total(before)) <= 2);
    let resident = stage.run();
    assert_eq!(breaks_of(&stage.json("today")), breaks_of(before));
    let bout = stage.status("bout_seconds");
    until("the clock goes on", || {
        (stage.status("bout_seconds") > bout).then_some(())
    });
    resident.kill();
}

#[test]
fn things_that_are_no_files_in_a_device_folder_change_nothing() {
    let stage = Stage::new();
    let (before, month) = day(&stage);
    let history = stage.path("history");
    for name in ["a", "b", "c", "d", "e"] {
        fs::create_dir(history.join(name)).unwrap();
    }
    fs::create_dir(history.join("a").join(&month)).unwrap();
    pipe(&history.join("b").join(&month));
    symlink("/dev/zero", history.join("c").join(&month)).unwrap();
    symlink(&month, history.join("d").join(&month)).unwrap();
    symlink("/nonexistent", history.join("e").join(&month)).unwrap();
    fs::write(history.join(&month), "a file where folders are").unwrap();
    symlink(&history, history.join("f")).unwrap();
    reads_as_before(&stage, &before);
}

#[test]
fn lines_of_other_programs_change_nothing_and_cost_little() {
    let stage = Stage::new();
    let (before, month) = day(&stage);
    let folder = stage.path("history").join("other-1");
    fs::create_dir(&folder).unwrap();
    let mut file = BufWriter::new(File::create(folder.join(&month)).unwrap());
    let at = "2026-11-23T09:00:00+01:00";
    for line in [
        "garbage".to_owned(),
        "[".repeat(100_000),
        format!("{{\"v\":1,\"id\":3,\"at\":\"{at}\",\"kind\":\"jump\"}}"),
        format!("{{\"v\":7,\"id\":4,\"at\":\"{at}\",\"kind\":\"started\"}}"),
        format!(
            "{{\"v\":1,\"id\":5,\"at\":\"+262142-12-31T23:59:59Z\",\"kind\":\"stretch\",\
             \"posture\":\"seated\",\"seconds\":{}}}",
            u64::MAX
        ),
        format!(
            "{{\"v\":1,\"id\":{},\"at\":\"{at}\",\"kind\":\"undo\",\"of\":1}}",
            u64::MAX
        ),
    ] {
        writeln!(file, "{line}").unwrap();
    }
    let megabyte = vec![b'x'; 1024 * 1024];
    for _ in 0..50 {
        file.write_all(&megabyte).unwrap();
    }
    file.flush().unwrap();
    reads_as_before(&stage, &before);
}

#[test]
fn junk_at_the_end_of_ones_own_file_does_not_stop_the_start() {
    let stage = Stage::new();
    let (before, _) = day(&stage);
    let own = stage.months().pop().unwrap();
    let mut file = fs::OpenOptions::new().append(true).open(own).unwrap();
    let last = stage.history().lines.last().unwrap()["id"]
        .as_u64()
        .unwrap();
    let at = "2036-01-01T09:00:00+01:00";
    for line in [
        format!(
            "{{\"v\":1,\"id\":{},\"at\":\"{at}\",\"kind\":\"stretch\",\"posture\":\"seated\",\
             \"seconds\":{}}}",
            last + 1,
            u64::MAX
        ),
        format!(
            "{{\"v\":1,\"id\":{},\"at\":\"{at}\",\"kind\":\"stretch\",\"posture\":\"seated\",\
             \"seconds\":60}}",
            last + 2
        ),
        format!(
            "{{\"v\":1,\"id\":{},\"at\":\"{at}\",\"kind\":\"started\"}}",
            u64::MAX
        ),
        "\u{0}\u{0}\u{0}".to_owned(),
    ] {
        writeln!(file, "{line}").unwrap();
    }
    let megabyte = vec![b'x'; 1024 * 1024];
    for _ in 0..50 {
        file.write_all(&megabyte).unwrap();
    }
    drop(file);
    reads_as_before(&stage, &before);
    // The program ran meanwhile, and somebody sat there.
    let before = stage.json("today");
    reads_as_before(&stage, &before);
    let resident = stage.run();
    let booked = resident.ask(&Ask::Log {
        movement: Some("seated".to_owned()),
        minutes: Minutes::try_from(77).ok(),
        at: None,
    });
    assert!(booked.is_some());
    resident.kill();
    assert_eq!(stage.history().booked(77), 1);
}

#[test]
fn two_machines_at_the_same_time_count_once() {
    let stage = Stage::new();
    let (before, month) = day(&stage);
    let own = fs::read(stage.months().pop().unwrap()).unwrap();
    let folder = stage.path("history").join("other-1");
    fs::create_dir(&folder).unwrap();
    // The same sitting, seen by another machine.
    let own = String::from_utf8(own).unwrap();
    let stretches: String = own
        .split_inclusive('\n')
        .filter(|line| line.contains("\"stretch\""))
        .collect();
    fs::write(folder.join(&month), stretches).unwrap();
    reads_as_before(&stage, &before);
}

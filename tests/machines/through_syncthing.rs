//! One story on two machines, whose folders a real Syncthing keeps alike.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use crate::stage::Stage;
use crate::support::process::until;
use crate::support::skip::missing;
use crate::syncthing::Pair;
use crate::two::{ago, book, breaks, figures, files, name, sat, two, write};

/// The newest file of a machine in the history of another.
fn month_at(stage: &Stage, device: &str) -> PathBuf {
    let folder = stage.path("history").join(device);
    let plain = |file: &PathBuf| file.to_string_lossy().len() == "2026-11.jsonl".len();
    let newest = files(&folder).into_keys().rfind(plain);
    folder.join(newest.unwrap())
}

/// The copies that were made of files changed in two places.
fn copies(stage: &Stage) -> usize {
    let files = files(&stage.path("history"));
    let names = files.keys().map(|file| file.to_string_lossy());
    names
        .filter(|name| name.contains(".sync-conflict-"))
        .count()
}

#[test]
fn two_machines_tell_one_story() {
    if missing(&["syncthing"]) {
        return;
    }
    let (laptop, desk) = two();
    let (at_laptop, at_desk) = (laptop.path("history"), desk.path("history"));
    let device = name(&laptop);
    write(&at_laptop, &device, &[sat(ago(42), ago(2))]);
    let line = Pair::start([&at_laptop, &at_desk]);
    line.until_alike();

    // From the laptop to the desk.
    let on_desk = desk.run();
    until("the bout goes on at the desk", || {
        (desk.status("bout_seconds") >= 41 * 60).then_some(())
    });

    // What is done at the laptop is known at the desk, without asking.
    let on_laptop = laptop.run();
    book(&on_laptop, 1);
    until("the walk ends the bout at the desk", || {
        line.scan();
        (desk.status("bout_seconds") < 10 * 60).then_some(())
    });

    // The same file, changed on both while the line is cut: the wrong one is the newer.
    line.part();
    book(&on_laptop, 2);
    let month = month_at(&desk, &device);
    let text = fs::read_to_string(&month).unwrap();
    let first = text.lines().next().unwrap();
    fs::write(&month, format!("{text}{first}\n")).unwrap();
    line.join();
    until("a copy was made of it", || {
        line.scan();
        (copies(&laptop) > 0).then_some(())
    });
    book(&on_laptop, 3);

    for resident in [on_laptop, on_desk] {
        assert_eq!(resident.end_by("-TERM").code(), Some(0));
    }
    line.until_alike();
    assert!(copies(&desk) > 0);
    let mut told = breaks(&laptop);
    told.sort_unstable();
    assert_eq!(told, [1, 2, 3], "every walk once, whichever file it is in");
    assert_eq!(figures(&laptop), figures(&desk));
    no_id_is_given_twice(&laptop, &device);
}

/// One id is one record, wherever it lies.
fn no_id_is_given_twice(stage: &Stage, device: &str) {
    let mut records: BTreeMap<u64, Value> = BTreeMap::new();
    for text in files(&stage.path("history").join(device)).values() {
        for line in String::from_utf8_lossy(text).lines() {
            let record: Value = serde_json::from_str(line).unwrap();
            let id = record["id"].as_u64().unwrap();
            let known = records.entry(id).or_insert_with(|| record.clone());
            assert_eq!(*known, record);
        }
    }
}

//! A settings file that is anything but settings: said in words, and the clock goes on.

use std::fs;
use std::os::unix::fs::symlink;

use crate::snapshot::pipe;
use crate::stage::Stage;
use crate::support::process::until;

/// Starts over a bad settings file: what is said at start is what `check` says.
fn said(stage: &Stage) -> String {
    let checked = stage.ask(&["check"]);
    assert_eq!(checked.code, 1, "{checked:?}");
    let words = checked.stdout.trim_end().to_owned();
    assert!(!words.is_empty());
    let resident = stage.run();
    // A thread of its own writes to the terminal.
    until(&words, || resident.stderr().contains(&words).then_some(()));
    assert_eq!(resident.stderr().matches(&words).count(), 1, "said once");
    until("the clock goes on", || {
        (stage.status("bout_seconds") >= 1).then_some(())
    });
    let next = stage.json("status")["next_reminder_seconds"].as_u64();
    assert!(next > Some(29 * 60), "the defaults are used: {next:?}");
    until("the log has it", || {
        stage.log().contains(&words).then_some(())
    });
    assert_eq!(
        stage.log().matches("Your settings have a mistake").count(),
        0,
        "{}",
        stage.log()
    );

    // Mended while it runs, it is in force.
    let path = stage.path("settings.json");
    if path.is_dir() {
        fs::remove_dir(&path).unwrap();
    } else {
        fs::remove_file(&path).unwrap();
    }
    fs::write(
        &path,
        stage.settings("\"reminders\": {\"every_minutes\": 20}"),
    )
    .unwrap();
    until("the new settings", || {
        let next = stage.json("status")["next_reminder_seconds"].as_u64();
        (next < Some(20 * 60)).then_some(())
    });
    resident.kill();
    words
}

fn of(text: impl AsRef<[u8]>) -> String {
    let stage = Stage::new();
    fs::write(stage.path("settings.json"), text).unwrap();
    said(&stage)
}

#[test]
fn a_half_written_file_is_named_with_its_place() {
    let words = of("{\n  \"reminders\": {\n    \"every_minutes\": 2");
    assert!(words.contains("settings.json:2:16"), "{words}");
    assert_eq!(words.lines().count(), 1, "one sentence: {words}");
}

#[test]
fn an_empty_file_is_named() {
    let words = of("");
    assert!(words.contains("settings.json"), "{words}");
}

#[test]
fn a_file_of_bytes_is_named_with_its_place() {
    let words = of(b"{\n  \"x\": \"\xff\xff\"}");
    assert!(words.contains("settings.json:2:"), "{words}");
}

#[test]
fn ten_mebibytes_are_not_read() {
    let words = of("{".repeat(10 * 1024 * 1024));
    assert!(words.contains("larger than 4 MiB"), "{words}");
}

#[test]
fn deep_nesting_does_not_end_the_program() {
    let words = of("[".repeat(3_000_000));
    assert!(words.contains("settings.json:1:"), "{words}");
}

#[test]
fn a_folder_in_its_place_is_named() {
    let stage = Stage::new();
    fs::remove_file(stage.path("settings.json")).unwrap();
    fs::create_dir(stage.path("settings.json")).unwrap();
    assert!(said(&stage).contains("it is a folder"));
}

#[test]
fn a_pipe_in_its_place_stops_nothing() {
    let stage = Stage::new();
    fs::remove_file(stage.path("settings.json")).unwrap();
    pipe(&stage.path("settings.json"));
    assert!(said(&stage).contains("it is not a plain file"));
}

#[test]
fn links_in_a_circle_are_named() {
    let stage = Stage::new();
    let path = stage.path("settings.json");
    fs::remove_file(&path).unwrap();
    symlink(stage.path("other"), &path).unwrap();
    symlink(&path, stage.path("other")).unwrap();
    assert!(said(&stage).contains("it cannot be read"));
}

#[test]
fn a_link_to_nothing_is_no_file_yet() {
    let stage = Stage::new();
    let path = stage.path("settings.json");
    fs::remove_file(&path).unwrap();
    symlink(stage.path("nothing"), &path).unwrap();
    let checked = stage.ask(&["check"]);
    assert_eq!(checked.code, 0, "{checked:?}");
    stage.run().kill();
}

#[test]
fn a_mistake_made_while_it_runs_leaves_the_settings_in_force() {
    let stage = Stage::new();
    let path = stage.path("settings.json");
    fs::write(
        &path,
        stage.settings("\"reminders\": {\"every_minutes\": 20}"),
    )
    .unwrap();
    let resident = stage.run();
    fs::write(&path, "{\"reminders\": {\"every_minutes\": 0}}").unwrap();
    until("it is told", || {
        stage
            .log()
            .contains("Your settings have a mistake")
            .then_some(())
    });
    let next = stage.json("status")["next_reminder_seconds"].as_u64();
    assert!(next < Some(20 * 60), "{next:?}");
    resident.kill();
}

const OWN: &str = r#"{ "movements": [{
  "id": "my-hop", "name": "Hop", "kind": "strength", "dose": "10 hops", "dose_seconds": 20,
  "steps": ["Hop."], "how": "Hop lightly."
}] }"#;

#[test]
fn own_movements_are_known_from_the_moment_they_are_saved() {
    let stage = Stage::new();
    let resident = stage.run();
    assert_ne!(stage.ask(&["log", "my-hop"]).code, 0);
    fs::write(stage.path("movements.json"), OWN).unwrap();
    until("the new movement", || {
        (stage.ask(&["log", "my-hop"]).code == 0).then_some(())
    });
    fs::remove_file(stage.path("movements.json")).unwrap();
    until("the movement is gone", || {
        (stage.ask(&["log", "my-hop"]).code != 0).then_some(())
    });
    resident.kill();
}

#[test]
fn a_bad_movement_is_named_and_holds_no_setting_up() {
    let stage = Stage::new();
    fs::write(
        stage.path("movements.json"),
        OWN.replace("strength", "strenght"),
    )
    .unwrap();
    let resident = stage.run();
    let words = "movements.json:2:42: error: my-hop.kind: ";
    until(words, || resident.stderr().contains(words).then_some(()));
    assert_eq!(resident.stderr().matches(words).count(), 1);
    fs::write(
        stage.path("settings.json"),
        stage.settings("\"reminders\": {\"every_minutes\": 20}"),
    )
    .unwrap();
    until("the new settings", || {
        let next = stage.json("status")["next_reminder_seconds"].as_u64();
        (next < Some(20 * 60)).then_some(())
    });
    let log = stage.log();
    assert!(
        log.contains("Some of your own movements were not understood"),
        "{log}"
    );
    resident.kill();
}

//! The settings file, edited while the program runs.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use serde_json::{Value, json};

use crate::panel::{self, Panel};
use crate::program::Soleus;
use crate::support::desk::Desk;
use crate::support::notify_server::{Manner, NotifyServer};
use crate::support::process::until;
use crate::support::skip::missing;

/// A bare desk where somebody takes what is told; none where that cannot be had. The panel is there
/// because a missing one would be told among the rest.
fn stage() -> Option<(Desk, NotifyServer, Panel)> {
    if missing(&["dbus"]) {
        return None;
    }
    let mut desk = Desk::bare();
    desk.session.restart();
    let panel = Panel::on(desk.on_session(), panel::Manner::Good);
    let server = NotifyServer::start(&desk.session, Manner::Unicast);
    Some((desk, server, panel))
}

/// Waits until reminders come after this many minutes.
fn until_every(soleus: &Soleus, minutes: u64) {
    soleus.until(&format!("reminders every {minutes} minutes"), |it| {
        let asked_at = it.next_reminder_seconds.map(|next| next + it.pump_seconds);
        asked_at.is_some_and(|at| at.abs_diff(minutes * 60) <= 1)
    });
}

#[test]
fn an_edit_is_in_force_at_once_and_a_mistake_keeps_what_was() {
    let Some((desk, server, _panel)) = stage() else {
        return;
    };
    let soleus = Soleus::start(&desk, "{}", &["run"]);
    until_every(&soleus, 30);

    soleus.write_settings(r#"{"reminders": {"every_minutes": 45}}"#);
    until_every(&soleus, 45);
    assert_eq!(server.count(), 0);

    soleus.write_settings("{\n  \"reminders\": {\"every_minutes\": 0}\n}\n");
    let told = server.got(1);
    assert_eq!(
        told.summary,
        "Your settings have a mistake; the old ones stay"
    );
    assert!(told.body.contains("Line 2, column 34"), "{}", told.body);
    until_every(&soleus, 45);

    soleus.write_settings("{\n  \"reminders\": {\"every_minutes\": \n");
    let second = server.got(2);
    assert!(second.body.contains("Line "), "{}", second.body);
    assert_eq!(
        second.replaces, told.id,
        "one notice, in the place of the first"
    );
    let told = second;
    until_every(&soleus, 45);

    soleus.write_settings(r#"{"reminders": {"every_minutes": 20}}"#);
    until_every(&soleus, 20);
    // The last notice is no longer so.
    server.until_closed(told.id);
    // The same mistake once more is told once more.
    soleus.write_settings("{\n  \"reminders\": {\"every_minutes\": 0}\n}\n");
    let told = server.got(3);
    assert!(told.body.contains("Line 2, column 34"), "{}", told.body);
}

#[test]
fn a_mistake_that_is_there_from_the_start_is_told_once() {
    let Some((desk, server, _panel)) = stage() else {
        return;
    };
    let soleus = Soleus::start(&desk, r#"{"reminders": {"every_minutes": 0}}"#, &["run"]);
    let told = server.got(1);
    assert!(told.body.contains("using 30"), "{}", told.body);
    until_every(&soleus, 30);

    // What is told next is of the next edit.
    soleus.write_settings(r#"{"reminders": {"every_minute": 45}}"#);
    let told = server.got(2);
    assert_eq!(told.summary, "Your settings, with a question");
    assert!(told.body.contains("every_minute"), "{}", told.body);

    // A question that was asked is not asked again because something else was set.
    soleus.write_settings(r#"{"reminders": {"every_minute": 45, "every_minutes": 20}}"#);
    until_every(&soleus, 20);
    soleus
        .write_settings(r#"{"reminders": {"every_minute": 45, "every_minutes": 25}, "colour": 1}"#);
    until_every(&soleus, 25);
    let told = server.got(3);
    assert!(told.body.contains("colour"), "{}", told.body);
}

/// Files as people break them, and what the notice has to say of each.
const BROKEN: [(&str, &str); 10] = [
    (
        "{ \"reminders\": { \"every_minutes\": 0 } }",
        "Line 1, column 35",
    ),
    (
        "{\n  \"start_at_login\": true\n  \"preset\": null\n}",
        "Line 2, column 25",
    ),
    ("{ \"start_at_login\": True }", "Line 1, column 21"),
    ("{ 'start_at_login': true }", "Line 1, column 3"),
    (
        "{ \"reminders\": { \"every_minutes\": \"45\" } }",
        "Line 1, column 35",
    ),
    ("", "Line 1, column 1"),
    (
        "{ \"window\": { \"theme\": \"drak\" } }",
        "Line 1, column 24",
    ),
    (
        "{ \"schedule\": { \"monday\": [\"9-17\"] } }",
        "Line 1, column 28",
    ),
    ("{ \"preset\": \"walk-5\" }", "Line 1, column 13"),
    (
        "{ \"reminders\": { \"every_minutes\": 45 }",
        "Line 1, column 1",
    ),
];

#[test]
fn a_file_broken_in_ten_ways_is_told_each_time_and_the_clock_never_stops() {
    let Some((desk, server, _panel)) = stage() else {
        return;
    };
    let good = r#"{"reminders": {"every_minutes": 45}}"#;
    let soleus = Soleus::start(&desk, good, &["run"]);
    let mut sat = 0;
    for (count, (text, place)) in (1..).zip(BROKEN) {
        soleus.write_settings(text);
        let told = server.got(count);
        assert!(told.body.contains(place), "{text}\n{}", told.body);
        assert!(
            told.body.contains("the settings in force stay"),
            "{}",
            told.body
        );
        soleus.until("the clock goes on", |it| it.bout_seconds > sat);
        sat = soleus.status().bout_seconds;
        until_every(&soleus, 45);
    }
}

#[test]
fn what_a_removed_file_said_stays_in_force_and_is_told_once() {
    let Some((desk, server, _panel)) = stage() else {
        return;
    };
    let good = r#"{"reminders": {"every_minutes": 45}}"#;
    let soleus = Soleus::start(&desk, good, &["run"]);
    until_every(&soleus, 45);
    let path = soleus.dir().join("settings.json");
    fs::remove_file(&path).unwrap();
    let told = server.got(1);
    assert_eq!(
        told.summary,
        "Your settings file is gone; the old settings stay"
    );
    until_every(&soleus, 45);
    soleus.write_settings(r#"{"reminders": {"every_minutes": 20}}"#);
    until_every(&soleus, 20);
    assert_eq!(server.count(), 1);
}

#[test]
fn the_button_of_the_notice_opens_the_file_in_the_program_for_it() {
    let Some((desk, server, _panel)) = stage() else {
        return;
    };
    let bin = desk.home().join("bin");
    fs::create_dir_all(&bin).unwrap();
    let seen = desk.home().join("seen");
    let opener = bin.join("xdg-open");
    fs::write(
        &opener,
        format!("#!/bin/sh\nprintf %s \"$1\" > '{}'\n", seen.display()),
    )
    .unwrap();
    fs::set_permissions(&opener, fs::Permissions::from_mode(0o755)).unwrap();
    let path = std::env::var("PATH").unwrap();
    let path = format!("{}:{path}", bin.display());
    let soleus = Soleus::start_with(&desk, "{,}", &["run"], &[("PATH", &path)]);
    let told = server.got(1);
    assert!(told.actions.contains(&"Open file".to_owned()), "{told:?}");
    server.press(&told, "open");
    let shown = until("the file opened", || {
        fs::read_to_string(&seen).ok().filter(|it| !it.is_empty())
    });
    assert_eq!(
        shown,
        soleus.dir().join("settings.json").display().to_string()
    );
    assert_eq!(
        fs::read_to_string(soleus.dir().join("settings.json")).unwrap(),
        "{,}",
        "it is opened as it is"
    );
}

#[test]
fn yes_to_the_half_hour_ends_the_gentle_start_in_the_file_and_keeps_the_rest_of_it() {
    let Some((desk, server, _panel)) = stage() else {
        return;
    };
    let file = "{\n  // slowly\n  \"reminders\": { \"gentle_start\": true }\n}\n";
    let mut soleus = Soleus::start(&desk, file, &["run"]);
    until_every(&soleus, 60);
    let state = soleus.dir().join("state.json");
    until("a state", || state.is_file().then_some(()));
    soleus.kill();
    // Five working days later, as the state tells it.
    let mut saved: Value = serde_json::from_slice(&fs::read(&state).unwrap()).unwrap();
    let gentle = find(&mut saved, "gentle").unwrap();
    gentle["days"] = json!(5);
    gentle["last"] = json!("2020-01-01");
    fs::write(&state, saved.to_string()).unwrap();
    soleus.start_again(&["run"]);
    let asked = server.got(1);
    assert_eq!(asked.summary, "Ready for every half hour?");
    assert!(asked.actions.contains(&"Not yet".to_owned()), "{asked:?}");
    server.press(&asked, "yes");
    until_every(&soleus, 30);
    let expected = file.replace("true", "false");
    let path = soleus.dir().join("settings.json");
    until("the answer in the file", || {
        (fs::read_to_string(&path).unwrap() == expected).then_some(())
    });
}

/// The value under this name, however deep.
fn find<'v>(value: &'v mut Value, name: &str) -> Option<&'v mut Value> {
    let object = value.as_object_mut()?;
    if object.contains_key(name) {
        return object.get_mut(name);
    }
    object.values_mut().find_map(|inner| find(inner, name))
}

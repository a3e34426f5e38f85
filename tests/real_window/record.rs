//! The record, corrected in the window of a running program.

use std::fs;

use chrono::TimeDelta;
use serde_json::{Value, json};
use soleus::platform::clock::wall_time;

use crate::WINDOW;
use crate::program::Soleus;
use crate::stage::{QUIET, Stage};
use crate::support::process::until;
use crate::support::skip::missing;
use crate::support::window;

/// What another machine recorded: so many hours ago each.
fn recorded<const COUNT: usize>(soleus: &Soleus, records: [(u64, i64, Value); COUNT]) {
    let folder = soleus.dir().join("history/laptop-1");
    fs::create_dir_all(&folder).unwrap();
    for (id, hours, mut record) in records {
        let at = wall_time().to_utc() - TimeDelta::hours(hours);
        record["v"] = json!(1);
        record["id"] = json!(id);
        record["at"] = json!(at.format("%Y-%m-%dT%H:%M:%SZ").to_string());
        let path = folder.join(format!("{}.jsonl", at.format("%Y-%m")));
        let before = fs::read_to_string(&path).unwrap_or_default();
        fs::write(path, format!("{before}{record}\n")).unwrap();
    }
}

/// An hour of sitting, three hours ago, and a walk after it.
fn morning(soleus: &Soleus) {
    let records = [
        (
            1,
            3,
            json!({"kind": "stretch", "posture": "seated", "seconds": 3600}),
        ),
        (
            2,
            2,
            json!({
                "kind": "break", "movement": "easy-walk", "movement_kind": "on-feet",
                "outcome": "done", "seconds": 120, "source": "command",
            }),
        ),
    ];
    recorded(soleus, records);
}

#[test]
fn what_is_put_right_in_the_window_is_so_on_the_command_line() {
    if missing(&WINDOW) {
        return;
    }
    let stage = Stage::new();
    let soleus = stage.soleus(QUIET, &["run"]);
    morning(&soleus);
    assert_eq!(soleus.today().breaks.len(), 1);
    let _window = stage.open(&soleus, "today");

    let walk = stage.eyes.until_node("the walk", |node| {
        node.role == "button" && node.name.contains("Walk")
    });
    stage.press(&walk.name, "space");
    stage.press("This did not happen", "space");
    soleus.until_breaks(0);

    let ribbon = stage.eyes.until_node("the ribbon", |node| {
        node.name.starts_with("Today as a ribbon.")
    });
    window::go_to(&stage.eyes, &ribbon.name, || window::key(stage.x(), "Tab"));
    window::key(stage.x(), "Home");
    window::key(stage.x(), "Return");
    stage.press("I walked", "space");
    let today = until("an hour on the feet", || {
        let today = soleus.today();
        (today.on_feet_seconds >= 3600).then_some(today)
    });
    assert!(today.longest_bout_seconds < 3600, "{today:?}");
}

#[test]
fn an_absence_is_confirmed_in_the_window_and_a_guess_again_when_that_is_taken_back() {
    if missing(&WINDOW) {
        return;
    }
    let stage = Stage::new();
    let soleus = stage.soleus(QUIET, &["run"]);
    let sat = json!({"kind": "stretch", "posture": "seated", "seconds": 3600});
    let away = json!({"kind": "stretch", "posture": {"away": "idle"}, "seconds": 600});
    let guess = json!({
        "kind": "break", "movement": null, "movement_kind": null, "outcome": "natural",
        "seconds": 600, "source": "guess",
    });
    recorded(&soleus, [(1, 3, sat), (2, 2, away), (3, 2, guess)]);
    let until_on_feet = |seconds: u64| {
        until("so long on the feet", || {
            (soleus.today().on_feet_seconds == seconds).then_some(())
        });
    };
    until_on_feet(0);
    let _window = stage.open(&soleus, "today");
    let line = stage.eyes.until_node("the absence", |node| {
        node.role == "button" && node.name.contains("Time away")
    });
    stage.press(&line.name, "space");
    stage.press("I was on my feet", "space");
    until_on_feet(600);
    stage.press("Take back", "space");
    until_on_feet(0);
}

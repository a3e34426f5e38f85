//! The letter on the week, from the files of the history to a notice.

use std::fs;

use chrono::{Datelike as _, Days, NaiveDate};
use serde_json::{Value, json};

use crate::program::Soleus;
use crate::support::desk::Desk;
use crate::support::dunst::Dunst;
use crate::support::process::until;
use crate::support::skip::missing;

const WISHED: &str = r#"{
  "start_at_login": false,
  "history": {"weekly_letter": true},
  "reminders": {"every_minutes": 240, "longest_sitting_minutes": 480}
}"#;

#[test]
fn the_first_presence_of_a_week_brings_the_figures_of_the_one_before() {
    if missing(&["dbus", "dunst", "xvfb"]) {
        return;
    }
    let desk = Desk::empty();
    let dunst = Dunst::start(&desk);
    let mut soleus = Soleus::start(&desk, WISHED, &["run"]);
    let state = soleus.dir().join("state.json");
    let monday = until("a state that knows the week", || monday(&saved(&state)?));
    soleus.kill();

    // As if somebody had last been there in the week before.
    let before = monday - Days::new(7);
    let mut earlier = saved(&state).expect("a state");
    earlier["snapshot"]["state"]["letter"]["week"] = json!(before);
    fs::write(&state, earlier.to_string()).unwrap();
    week(&soleus, before);
    soleus.start_again(&["run"]);

    dunst.until_displayed("1");
    let said = dunst.closed();
    assert!(said.contains("Your last week"), "{said}");
    let figures = "Longest sitting: 1 hour and 24 minutes. 2 movements, 5 minutes of leg work.";
    assert!(said.contains(figures), "{said}");
}

fn saved(state: &std::path::Path) -> Option<Value> {
    serde_json::from_slice(&fs::read(state).ok()?).ok()
}

fn monday(saved: &Value) -> Option<NaiveDate> {
    serde_json::from_value(saved["snapshot"]["state"]["letter"]["week"].clone()).ok()?
}

/// A long sitting and two walks on the Wednesday of this week.
fn week(soleus: &Soleus, monday: NaiveDate) {
    let wednesday = monday + Days::new(2);
    let record = |id: u64, time: &str, mut happened: Value| {
        happened["v"] = json!(1);
        happened["id"] = json!(id);
        happened["at"] = json!(format!("{wednesday}T{time}:00Z"));
        format!("{happened}\n")
    };
    let walk = |seconds: u64| {
        json!({
            "kind": "break", "movement": "easy-walk", "movement_kind": "on-feet",
            "outcome": "done", "seconds": seconds, "source": "notice",
        })
    };
    let sat = json!({"kind": "stretch", "posture": "seated", "seconds": 5040});
    let lines = [
        record(1, "12:00", sat),
        record(2, "13:24", walk(180)),
        record(3, "15:00", walk(120)),
    ];
    let folder = soleus.dir().join("history/laptop-1");
    fs::create_dir_all(&folder).unwrap();
    let file = format!("{}-{:02}.jsonl", wednesday.year(), wednesday.month());
    fs::write(folder.join(file), lines.concat()).unwrap();
}

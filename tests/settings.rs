//! Settings files as people write them, and every word that is said about them.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "settings/edit.rs"]
mod edit;

use std::fs;
use std::path::Path;
use std::sync::mpsc;
use std::time::Duration;

use chrono::NaiveTime;
use proptest::prelude::*;
use soleus::engine::rules::{ClickDoes, InCall};
use soleus::link::{Health, Link, Told};
use soleus::movements::{Abilities, Catalogue, Effort, Legs, Need, Place, Preset};
use soleus::settings::{
    self, Clicks, Contrast, Loaded, Motion, Presence, Reminders, Sensors, Settings, Severity, Span,
    Theme, Week, Window,
};
use soleus::store::Watch;

fn load(text: &str) -> Loaded {
    Loaded::from_text(text, Catalogue::built_in())
}

fn lines(loaded: &Loaded) -> Vec<String> {
    let all = loaded.problems.iter().chain(&loaded.notes);
    all.map(ToString::to_string).collect()
}

/// A file, and what is said about it.
const FILES: &[(&str, &[&str])] = &[
    (
        "",
        &["settings.json:1:1: error: the file is empty; using the defaults"],
    ),
    (
        "  \n\t ",
        &["settings.json:1:1: error: the file is empty; using the defaults"],
    ),
    (
        "// nothing\n",
        &[
            "settings.json:1:1: error: the file is empty; using the defaults",
            "settings.json:1:1: note: comments are read here, but are not strict JSON",
        ],
    ),
    (
        "[]",
        &["settings.json:1:1: error: a list is not an object of settings; using the defaults"],
    ),
    (
        "30",
        &["settings.json:1:1: error: 30 is not an object of settings; using the defaults"],
    ),
    (
        r#""x""#,
        &[r#"settings.json:1:1: error: "x" is not an object of settings; using the defaults"#],
    ),
    (
        "null",
        &["settings.json:1:1: error: null is not an object of settings; using the defaults"],
    ),
    (
        "{",
        &["settings.json:1:1: error: this { is never closed; using the defaults"],
    ),
    (
        "}",
        &[
            "settings.json:1:1: error: a value is missing before this }, or it closes nothing; using the defaults",
        ],
    ),
    ("{}", &[]),
    (
        "[",
        &["settings.json:1:1: error: this [ is never closed; using the defaults"],
    ),
    (
        r#"{ "a" }"#,
        &["settings.json:1:7: error: a colon is missing between key and value; using the defaults"],
    ),
    (
        r#"{ "a": }"#,
        &[
            "settings.json:1:8: error: a value is missing before this }, or it closes nothing; using the defaults",
        ],
    ),
    (
        r#"{ "a" 1 }"#,
        &["settings.json:1:7: error: a colon is missing between key and value; using the defaults"],
    ),
    (
        "{\n  \"version\": 1\n  \"start_at_login\": true\n}",
        &["settings.json:2:15: error: a comma is missing here; using the defaults"],
    ),
    (
        r#"{ "version": 1, , }"#,
        &["settings.json:1:17: error: this comma is one too many; using the defaults"],
    ),
    (
        "{ 'version': 1 }",
        &[r#"settings.json:1:3: error: text stands in "double quotes"; using the defaults"#],
    ),
    (
        "{ version: 1 }",
        &[r#"settings.json:1:3: error: a key stands in "quotes"; using the defaults"#],
    ),
    (
        r#"{ "version": 1 } extra"#,
        &[
            "settings.json:1:18: error: the settings end before this; only one { } is read; using the defaults",
        ],
    ),
    (
        "{}{}",
        &[
            "settings.json:1:3: error: the settings end before this; only one { } is read; using the defaults",
        ],
    ),
    (
        r#"{ "version": 1, }"#,
        &[
            "settings.json:1:15: note: a comma before a closing bracket is read here, but is not strict JSON",
        ],
    ),
    (
        "{ // why\n \"version\": 1 /* x */ }",
        &["settings.json:1:3: note: comments are read here, but are not strict JSON"],
    ),
    (
        "{ /* never\n closed",
        &["settings.json:1:3: error: this comment is never closed by */; using the defaults"],
    ),
    (
        "{\n  \"day_starts_at\": \"04:00,\n  \"version\": 1\n}",
        &[
            r#"settings.json:2:20: error: this text has no closing " on its line; using the defaults"#,
        ],
    ),
    (
        r#"{ "a\q": 1 }"#,
        &[
            r"settings.json:1:5: error: the \ in this text is followed by nothing it can stand before; using the defaults",
        ],
    ),
    (
        r#"{ "version": 0x10 }"#,
        &["settings.json:1:14: error: this is not a plain number such as 30; using the defaults"],
    ),
    (
        r#"{ "version": +1 }"#,
        &["settings.json:1:14: error: this is not a plain number such as 30; using the defaults"],
    ),
    (
        r#"{ "version": .5 }"#,
        &["settings.json:1:14: error: this is not a plain number such as 30; using the defaults"],
    ),
    (
        r#"{ "version": 5. }"#,
        &["settings.json:1:14: error: this is not a plain number such as 30; using the defaults"],
    ),
    (
        r#"{ "version": NaN }"#,
        &[
            r#"settings.json:1:14: error: a word other than true, false and null stands in "quotes"; using the defaults"#,
        ],
    ),
    (
        r#"{ "version": yes }"#,
        &[
            r#"settings.json:1:14: error: a word other than true, false and null stands in "quotes"; using the defaults"#,
        ],
    ),
    (
        r#"{ "version": True }"#,
        &[
            r#"settings.json:1:14: error: a word other than true, false and null stands in "quotes"; using the defaults"#,
        ],
    ),
    (
        r#"{ "version": - }"#,
        &["settings.json:1:15: error: this is not a plain number such as 30; using the defaults"],
    ),
    (
        r#"{ "version": 01 }"#,
        &["settings.json:1:15: error: a comma is missing here; using the defaults"],
    ),
    (
        r#"{ "version": 1e }"#,
        &["settings.json:1:16: error: this is not a plain number such as 30; using the defaults"],
    ),
    (
        "{ : 1 }",
        &[r#"settings.json:1:3: error: a key in "quotes" is expected here; using the defaults"#],
    ),
    (
        r#"{ "a": 1 ]"#,
        &["settings.json:1:10: error: this ] stands where a } is expected; using the defaults"],
    ),
    (
        "[1, 2}",
        &[
            "settings.json:1:6: error: a value is missing before this }, or it closes nothing; using the defaults",
        ],
    ),
    (
        r#"{ "a": [1, 2 }"#,
        &[
            "settings.json:1:14: error: a value is missing before this }, or it closes nothing; using the defaults",
        ],
    ),
    (
        r#"{ "a": #1 }"#,
        &["settings.json:1:8: error: this is not JSON; using the defaults"],
    ),
    (
        "\u{feff}{ \"version\": 2 }",
        &[
            "settings.json:1:14: warning: version: 2 is newer than this program's 1; what it understands is used",
        ],
    ),
    (
        r#"{ "version": 0 }"#,
        &[
            "settings.json:1:14: error: version: 0 is not a whole number from 1; reading it as version 1",
        ],
    ),
    (
        r#"{ "version": "1" }"#,
        &[
            r#"settings.json:1:14: error: version: "1" is not a whole number from 1; reading it as version 1"#,
        ],
    ),
    (
        "{\n  \"version\": 1,\n  \"reminders\": {\n    \"every_minutes\": 0\n  }\n}",
        &[
            "settings.json:4:22: error: reminders.every_minutes: 0 is not a whole number of minutes from 1 to 240; using 30",
        ],
    ),
    (
        r#"{ "reminders": { "every_minutes": 241 } }"#,
        &[
            "settings.json:1:35: error: reminders.every_minutes: 241 is not a whole number of minutes from 1 to 240; using 30",
        ],
    ),
    (
        r#"{ "reminders": { "every_minutes": 1.5 } }"#,
        &[
            "settings.json:1:35: error: reminders.every_minutes: 1.5 is not a whole number of minutes from 1 to 240; using 30",
        ],
    ),
    (
        r#"{ "reminders": { "every_minutes": 30.0 } }"#,
        &[
            "settings.json:1:35: error: reminders.every_minutes: 30.0 is not a whole number of minutes from 1 to 240; using 30",
        ],
    ),
    (
        r#"{ "reminders": { "every_minutes": -5 } }"#,
        &[
            "settings.json:1:35: error: reminders.every_minutes: -5 is not a whole number of minutes from 1 to 240; using 30",
        ],
    ),
    (
        r#"{ "reminders": { "every_minutes": "30" } }"#,
        &[
            r#"settings.json:1:35: error: reminders.every_minutes: "30" is not a whole number of minutes from 1 to 240; using 30"#,
        ],
    ),
    (
        r#"{ "reminders": { "every_minutes": null } }"#,
        &[
            "settings.json:1:35: error: reminders.every_minutes: null is not a whole number of minutes from 1 to 240; using 30",
        ],
    ),
    (
        r#"{ "reminders": { "every_minutes": [30] } }"#,
        &[
            "settings.json:1:35: error: reminders.every_minutes: a list is not a whole number of minutes from 1 to 240; using 30",
        ],
    ),
    (
        r#"{ "reminders": { "every_minutes": {} } }"#,
        &[
            "settings.json:1:35: error: reminders.every_minutes: an object is not a whole number of minutes from 1 to 240; using 30",
        ],
    ),
    (
        r#"{ "reminders": { "every_minutes": 99999999999999999999 } }"#,
        &[
            "settings.json:1:35: error: reminders.every_minutes: 99999999999999999999 is not a whole number of minutes from 1 to 240; using 30",
        ],
    ),
    (
        r#"{ "reminders": { "max_repeats": 21, "show_seconds": 4, "ask_after_absence": 1 } }"#,
        &[
            "settings.json:1:33: error: reminders.max_repeats: 21 is not a whole number from 0 to 20; using 3",
            "settings.json:1:53: error: reminders.show_seconds: 4 is not a whole number of seconds from 5 to 7200; using 120",
            "settings.json:1:77: error: reminders.ask_after_absence: 1 is not true or false; using true",
        ],
    ),
    (
        r#"{ "reminders": { "every_minuts": 20 } }"#,
        &[
            "settings.json:1:18: warning: reminders.every_minuts: unknown key, not used; did you mean reminders.every_minutes?",
        ],
    ),
    (
        r#"{ "reminders": { "every": 20 } }"#,
        &[
            "settings.json:1:18: warning: reminders.every: unknown key, not used; did you mean reminders.every_minutes?",
        ],
    ),
    (
        r#"{ "every_minutes": 20 }"#,
        &[
            "settings.json:1:3: warning: every_minutes: unknown key, not used; did you mean reminders.every_minutes?",
        ],
    ),
    (
        r#"{ "reminders.every_minutes": 20 }"#,
        &[
            r#"settings.json:1:3: warning: reminders.every_minutes: unknown key; write it as "every_minutes" inside "reminders""#,
        ],
    ),
    (
        r#"{ "reminder": { "every_minutes": 20 } }"#,
        &["settings.json:1:3: warning: reminder: unknown key, not used; did you mean reminders?"],
    ),
    (
        r#"{ "colour": "red" }"#,
        &["settings.json:1:3: warning: colour: unknown key, not used"],
    ),
    (
        r#"{ "reminders": 5 }"#,
        &[
            "settings.json:1:16: error: reminders: 5 is not an object of settings; using the defaults of all its keys",
        ],
    ),
    (
        r#"{ "reminders": [] }"#,
        &[
            "settings.json:1:16: error: reminders: a list is not an object of settings; using the defaults of all its keys",
        ],
    ),
    (
        r#"{ "start_at_login": { "x": 1 } }"#,
        &["settings.json:1:21: error: start_at_login: an object is not true or false; using true"],
    ),
    (
        r#"{ "left_click": "log" }"#,
        &[
            "settings.json:1:3: warning: left_click: unknown key, not used; did you mean tray.left_click?",
        ],
    ),
    (
        r#"{ "tray": { "left_click": "menu", "middle_click": "pause" } }"#,
        &[
            r#"settings.json:1:27: error: tray.left_click: "menu" is not "log-or-snooze", "snooze-or-log", "log", "snooze", "start", "stand", "pause", "panel" or "nothing"; using "log-or-snooze""#,
        ],
    ),
    (
        r#"{ "quiet": { "in_call": "loud" } }"#,
        &[
            r#"settings.json:1:25: error: quiet.in_call: "loud" is not "discreet" or "tray-only"; using "discreet""#,
        ],
    ),
    (
        r#"{ "version": 1, "version": 1 }"#,
        &["settings.json:1:17: error: version: stands here a second time; using the first"],
    ),
    (
        r#"{ "reminders": { "every_minutes": 20, "every_minutes": 25 } }"#,
        &[
            "settings.json:1:39: error: reminders.every_minutes: stands here a second time; using the first",
        ],
    ),
    (
        r#"{ "reminders": { "every_minutes": 20 }, "reminders": { "max_repeats": 1 } }"#,
        &["settings.json:1:41: error: reminders: stands here a second time; using the first"],
    ),
    (
        r#"{ "day_starts_at": "4" }"#,
        &[
            r#"settings.json:1:20: error: day_starts_at: "4" is not a time of day such as "04:00"; using "04:00""#,
        ],
    ),
    (
        r#"{ "day_starts_at": "25:00" }"#,
        &[
            r#"settings.json:1:20: error: day_starts_at: "25:00" is not a time of day such as "04:00"; using "04:00""#,
        ],
    ),
    (
        r#"{ "day_starts_at": 4 }"#,
        &[
            r#"settings.json:1:20: error: day_starts_at: 4 is not a time of day such as "04:00"; using "04:00""#,
        ],
    ),
    (
        r#"{ "schedule": [] }"#,
        &[
            r#"settings.json:1:15: error: schedule: a list is not an object such as { "monday": ["09:00-17:30"] }; using an empty schedule, which is always"#,
        ],
    ),
    (
        r#"{ "schedule": { "monday": "09:00-17:00" } }"#,
        &[
            r#"settings.json:1:27: error: schedule.monday: "09:00-17:00" is not a list of hours such as ["09:00-17:30"]; using an empty schedule, which is always"#,
        ],
    ),
    (
        r#"{ "schedule": { "Monday": ["09:00-17:00"] } }"#,
        &[
            "settings.json:1:15: warning: schedule: no day has hours, and an empty schedule is always",
            "settings.json:1:17: warning: schedule.Monday: unknown key, not used; did you mean schedule.monday?",
        ],
    ),
    (
        r#"{ "schedule": { "monday": ["9-17"] } }"#,
        &[
            r#"settings.json:1:28: error: schedule.monday: "9-17" is not hours such as "09:00-17:30"; using an empty schedule, which is always"#,
        ],
    ),
    (
        r#"{ "schedule": { "monday": ["09:00-09:00"] } }"#,
        &[
            r#"settings.json:1:28: error: schedule.monday: "09:00-09:00" ends when it begins; a whole day is "00:00-24:00"; using an empty schedule, which is always"#,
        ],
    ),
    (
        r#"{ "schedule": { "monday": [] } }"#,
        &[
            "settings.json:1:15: warning: schedule: no day has hours, and an empty schedule is always",
        ],
    ),
    (
        r#"{ "schedule": { "monday": ["09:00-17:00"], "monday": [] } }"#,
        &[
            "settings.json:1:44: error: schedule.monday: stands here a second time; using an empty schedule, which is always",
        ],
    ),
    (
        r#"{ "schedule": { "holidays": [] , "sunday": [5] } }"#,
        &[
            "settings.json:1:17: warning: schedule.holidays: unknown key, not used",
            r#"settings.json:1:45: error: schedule.sunday: 5 is not hours such as "09:00-17:30"; using an empty schedule, which is always"#,
        ],
    ),
    (
        r#"{ "movements": { "avoid": "half-squat" } }"#,
        &[
            r#"settings.json:1:27: error: movements.avoid: "half-squat" is not a list of movement ids such as ["half-squat"]; using []"#,
        ],
    ),
    (
        r#"{ "movements": { "avoid": ["half-squats", 5, "hop"] } }"#,
        &[
            r#"settings.json:1:28: warning: movements.avoid: there is no movement "half-squats"; did you mean "half-squat"?"#,
            "settings.json:1:43: error: movements.avoid: 5 is not a movement id; leaving it out",
            r#"settings.json:1:46: warning: movements.avoid: there is no movement "hop""#,
        ],
    ),
    (
        r#"{ "history": { "folder": "notes" } }"#,
        &[
            r#"settings.json:1:26: error: history.folder: "notes" is not the full path of a folder, or null; using null"#,
        ],
    ),
    (
        r#"{ "history": { "folder": 5 } }"#,
        &[
            "settings.json:1:26: error: history.folder: 5 is not the full path of a folder, or null; using null",
        ],
    ),
    (
        r#"{ "reminders": { "snooze_minutes": 40 } }"#,
        &[
            "settings.json:1:36: warning: reminders.snooze_minutes: 40 is longer than reminders.every_minutes, which is 30",
        ],
    ),
    (
        r#"{ "reminders": { "every_minutes": 5 } }"#,
        &[
            "settings.json:1:35: warning: reminders.snooze_minutes: 10 is longer than reminders.every_minutes, which is 5",
        ],
    ),
    (
        r#"{ "reminders": { "every_minutes": 200 } }"#,
        &[
            "settings.json:1:35: warning: reminders.every_minutes: 200 is longer than reminders.longest_sitting_minutes, which is 120",
        ],
    ),
    (
        r#"{ "reminders": { "break_minutes": 20 } }"#,
        &[
            "settings.json:1:35: warning: reminders.break_minutes: 20 is longer than reminders.long_break_minutes, which is 10",
        ],
    ),
    (
        r#"{ "$schema": "x", "ключ": 1, "версия": 2 }"#,
        &[
            "settings.json:1:19: warning: ключ: unknown key, not used",
            "settings.json:1:30: warning: версия: unknown key, not used",
        ],
    ),
    (
        r#"{ "a": "🦵", "day_starts_at": 1 }"#,
        &[
            "settings.json:1:3: warning: a: unknown key, not used",
            r#"settings.json:1:30: error: day_starts_at: 1 is not a time of day such as "04:00"; using "04:00""#,
        ],
    ),
    (
        "{ \"x\n\": 1 }",
        &[
            r#"settings.json:1:3: error: this text has no closing " on its line; using the defaults"#,
        ],
    ),
    (
        r#"{ "schedule": { "monday": ["22:00-06:00"], "sunday": ["00:00-24:00"] } }"#,
        &[],
    ),
    (
        r#"{ "movements": { "avoid": ["half-squat", "half-squat"] } }"#,
        &[],
    ),
    (
        r#"{ "quiet": { "in_cal": "discreet" } }"#,
        &[
            "settings.json:1:14: warning: quiet.in_cal: unknown key, not used; did you mean quiet.in_call?",
        ],
    ),
    (
        r#"{ "sensors": { "radars": true, "idle": "yes" } }"#,
        &[
            "settings.json:1:16: warning: sensors.radars: unknown key, not used",
            r#"settings.json:1:40: error: sensors.idle: "yes" is not true or false; using true"#,
        ],
    ),
    (
        "{\r\n  \"version\": 1,\r\n  \"standing\": { \"every_minutes\": 0 }\r\n}",
        &[
            "settings.json:3:34: error: standing.every_minutes: 0 is not a whole number of minutes from 1 to 240; using 15",
        ],
    ),
    (
        "{\r  \"standing\": { \"every_minutes\": 0 }\r}",
        &[
            "settings.json:2:34: error: standing.every_minutes: 0 is not a whole number of minutes from 1 to 240; using 15",
        ],
    ),
    (
        "{\t\"presence\": { \"away_after_minutes\": 61 } }",
        &[
            "settings.json:1:39: error: presence.away_after_minutes: 61 is not a whole number of minutes from 1 to 60; using 5",
        ],
    ),
    (
        r#"{ "presence": { "away_after_minutes": 60 }, "standing": { "every_minutes": 240 } }"#,
        &[],
    ),
    (
        r#"{ "VERSION": 1, "Reminders": {} }"#,
        &[
            "settings.json:1:3: warning: VERSION: unknown key, not used; did you mean version?",
            "settings.json:1:17: warning: Reminders: unknown key, not used; did you mean reminders?",
        ],
    ),
    (
        r#"{ "": 1, ".": 2, "reminders.": 3 }"#,
        &[
            r#"settings.json:1:3: warning: "": unknown key, not used"#,
            "settings.json:1:10: warning: .: unknown key, not used",
            "settings.json:1:18: warning: reminders.: unknown key, not used; did you mean reminders?",
        ],
    ),
    (
        r#"{ "version": 1 // no end of line"#,
        &["settings.json:1:1: error: this { is never closed; using the defaults"],
    ),
    (
        r#"{ "version": /* 2 */ 1 }"#,
        &["settings.json:1:14: note: comments are read here, but are not strict JSON"],
    ),
    (
        r#"{ "movements": { "avoid": ["easy-walk",] }, }"#,
        &[
            "settings.json:1:39: note: a comma before a closing bracket is read here, but is not strict JSON",
        ],
    ),
    (
        r#"{ "preset": "walk-5-6" }"#,
        &[
            r#"settings.json:1:13: error: preset: there is no preset "walk-5-6" (did you mean "walk-5-60"?); using null"#,
        ],
    ),
    (
        r#"{ "preset": 5 }"#,
        &["settings.json:1:13: error: preset: 5 is not the id of a preset, or null; using null"],
    ),
    (r#"{ "preset": "walk-5-60" }"#, &[]),
    (
        r#"{ "preset": "walk-5-60", "reminders": { "every_minutes": 30 } }"#,
        &[
            "settings.json:1:58: warning: reminders.every_minutes: 30 stands here and goes before the preset's 60; without this line the preset's is used",
        ],
    ),
    (
        r#"{ "preset": "walk-5-60", "reminders": { "every_minutes": 50 } }"#,
        &[
            "settings.json:1:58: note: reminders.every_minutes: 50 stands here and goes before the preset's 60; without this line the preset's is used",
        ],
    ),
    (
        r#"{ "movements": { "place": "office", "legs": "one" } }"#,
        &[
            r#"settings.json:1:27: error: movements.place: "office" is not "desk", "meeting" or "home"; using "desk""#,
            r#"settings.json:1:45: error: movements.legs: "one" is not "both", "left" or "right"; using "both""#,
        ],
    ),
    (
        r#"{ "movements": { "spare": ["knees", "back", 3], "effort": "hard" } }"#,
        &[
            r#"settings.json:1:37: error: movements.spare: "back" is not "knees", "ankles", "hips" or "balance"; leaving it out"#,
            r#"settings.json:1:45: error: movements.spare: 3 is not "knees", "ankles", "hips" or "balance"; leaving it out"#,
            r#"settings.json:1:59: error: movements.effort: "hard" is not "gentle", "usual" or "strong"; using "usual""#,
        ],
    ),
    (
        r#"{ "movements": { "spare": "knees" } }"#,
        &[
            r#"settings.json:1:27: error: movements.spare: "knees" is not a list of "knees", "ankles", "hips" or "balance"; using []"#,
        ],
    ),
    (
        r#"{ "movements": { "avoid": ["half-squat"], "favourites": ["half-squat", "hop"] } }"#,
        &[
            r#"settings.json:1:57: warning: movements.favourites: "half-squat" is avoided too, and so never suggested"#,
            r#"settings.json:1:72: warning: movements.favourites: there is no movement "hop""#,
        ],
    ),
    (
        r#"{ "movements": { "place": "meeting", "spare": ["ankles"], "avoid": ["toe-press"] } }"#,
        &[
            "settings.json:1:27: warning: movements: with all of these together no movement is left to suggest; when a break is due, the tray alone says so",
        ],
    ),
    (
        r#"{ "preset": "stair-snack-60", "movements": { "stairs": false, "only_seated": false } }"#,
        &[
            "settings.json:1:56: warning: movements.stairs: false stands here and goes before the preset's true; without this line the preset's is used",
        ],
    ),
    (
        r#"{ "window": { "theme": "pink", "contrast": 1, "motion": "none", "guide": "yes" } }"#,
        &[
            r#"settings.json:1:24: error: window.theme: "pink" is not "system", "light" or "dark"; using "system""#,
            r#"settings.json:1:44: error: window.contrast: 1 is not "system", "normal" or "high"; using "system""#,
            r#"settings.json:1:57: error: window.motion: "none" is not "system", "full" or "still"; using "system""#,
            r#"settings.json:1:74: error: window.guide: "yes" is not true or false; using true"#,
        ],
    ),
];

#[test]
fn each_file_is_told_exactly_what_is_wrong_with_it() {
    for (text, expected) in FILES {
        assert_eq!(lines(&load(text)), *expected, "{text}");
    }
}

#[test]
fn a_bad_key_takes_its_default_and_the_others_stay() {
    let loaded = load(
        r#"{ "reminders": { "every_minutes": 0, "snooze_minutes": 7 }, "start_at_login": false }"#,
    );
    let mut expected = Settings::default();
    expected.reminders.snooze = Duration::from_mins(7);
    expected.start_at_login = false;
    assert_eq!(loaded.settings, expected);
    assert!(loaded.has_errors());
}

#[test]
fn a_mistake_in_the_syntax_leaves_all_defaults() {
    let loaded = load(r#"{ "start_at_login": false, "reminders": { "every_minutes": 20 }"#);
    assert_eq!(loaded.settings, Settings::default());
    assert!(loaded.has_errors());
}

#[test]
fn warnings_and_notes_are_no_errors() {
    let loaded = load("{ \"colour\": 1, // new\n \"version\": 2, \"start_at_login\": false, }");
    assert!(!loaded.has_errors());
    assert_eq!(loaded.problems.len(), 2);
    assert!(!loaded.settings.start_at_login);
}

#[test]
fn the_default_file_has_no_problems_and_gives_the_defaults() {
    let loaded = load(include_str!("../config/settings.json"));
    assert_eq!(lines(&loaded), [""; 0]);
    assert_eq!(loaded.settings, Settings::default());
}

#[test]
fn hours_over_midnight_and_whole_days_are_read() {
    let loaded = load(
        r#"{ "schedule": { "friday": ["9:00 - 12:30", "22:00-06:00"], "sunday": ["00:00-24:00"] } }"#,
    );
    let at = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0).unwrap();
    let span = |from, until| Span { from, until };
    let mut week = Week::default();
    week.0[4] = vec![span(at(9, 0), at(12, 30)), span(at(22, 0), at(6, 0))];
    week.0[6] = vec![span(at(0, 0), at(0, 0))];
    assert_eq!(loaded.settings.schedule, week);
    assert_eq!(lines(&loaded), [""; 0]);
}

#[test]
fn text_that_is_not_utf_8_is_told_with_its_place() {
    let table: [(&[u8], &str); 3] = [
        (
            b"{\n  \"day_starts_at\": \"\xff04:00\"\n}",
            "settings.json:2:21: error: from here on it is not UTF-8 text; save it as UTF-8; using the defaults",
        ),
        (
            b"\xff\xfe{\0}\0",
            "settings.json: error: it is saved as UTF-16; save it as UTF-8; using the defaults",
        ),
        (
            b"\x80",
            "settings.json:1:1: error: from here on it is not UTF-8 text; save it as UTF-8; using the defaults",
        ),
    ];
    for (bytes, expected) in table {
        let loaded = Loaded::from_bytes(bytes, Catalogue::built_in());
        assert_eq!(lines(&loaded), [expected]);
        assert_eq!(loaded.settings, Settings::default());
    }
}

#[test]
fn brackets_nested_too_deep_are_told() {
    for bracket in ["[", "{\"a\":"] {
        let loaded = load(&bracket.repeat(200_000));
        assert_eq!(loaded.problems.len(), 1);
        assert!(loaded.has_errors());
    }
    let deep = format!("{{\"schedule\": {}1{} }}", "[".repeat(600), "]".repeat(600));
    assert_eq!(
        lines(&load(&deep)),
        ["settings.json:1:524: error: brackets are nested too deep here; using the defaults"]
    );
}

#[test]
fn a_file_of_a_mebibyte_is_read_to_its_end() {
    let mib = 1024 * 1024;
    let comment = format!("// {}\n{{ \"start_at_login\": false }}", "x".repeat(mib));
    assert!(!load(&comment).settings.start_at_login);
    let spaces = format!("{}{{ \"start_at_login\": 1 }}", " ".repeat(mib));
    assert_eq!(load(&spaces).problems[0].place.unwrap().column, mib + 21);
    let keys: Vec<String> = (0..60_000)
        .map(|n| format!("\"key number {n}\": {n}"))
        .collect();
    let loaded = load(&format!("{{ {} }}", keys.join(",")));
    assert_eq!(loaded.problems.len(), 60_000);
    let ids = format!(
        "{{ \"movements\": {{ \"avoid\": [{}\"half-squat\"] }} }}",
        "\"x\",".repeat(200_000)
    );
    assert_eq!(load(&ids).settings.movements.avoid, ["half-squat"]);
}

#[test]
fn what_cannot_be_read_is_said_in_words_and_gives_the_defaults() {
    let folder = tempfile::tempdir().unwrap();
    let read = |path: &Path| {
        let loaded = settings::read(path);
        assert_eq!(loaded.settings, Settings::default());
        lines(&loaded)
    };
    let path = folder.path().join("settings.json");
    assert_eq!(
        read(&path),
        ["settings.json: note: there is no such file yet; the defaults are used"]
    );
    assert_eq!(
        read(folder.path()),
        ["settings.json: error: it is a folder, not a file; using the defaults"]
    );
    fs::write(&path, "").unwrap();
    assert_eq!(
        read(&path),
        ["settings.json:1:1: error: the file is empty; using the defaults"]
    );
    fs::write(&path, vec![b' '; 5 * 1024 * 1024]).unwrap();
    assert_eq!(
        read(&path),
        ["settings.json: error: it is larger than 4 MiB; using the defaults"]
    );
    fs::write(&path, "{ \"reminders\": { \"every_min").unwrap();
    assert_eq!(
        read(&path),
        ["settings.json:1:18: error: this text has no closing \" on its line; using the defaults"]
    );
}

#[cfg(unix)]
#[test]
fn a_pipe_or_a_circle_of_links_in_place_of_the_file_is_no_trap() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("settings.json");
    std::os::unix::fs::symlink("settings.json", &path).unwrap();
    let loaded = settings::read(&path);
    assert!(loaded.has_errors(), "{:?}", lines(&loaded));
    fs::remove_file(&path).unwrap();
    std::os::unix::fs::symlink("/dev/zero", &path).unwrap();
    assert_eq!(
        lines(&settings::read(&path)),
        ["settings.json: error: it is not a plain file; using the defaults"]
    );
}

/// What the watch said, one message after the other, each waited for with a bound.
struct Heard(mpsc::Receiver<Loaded>);

impl Heard {
    const BOUND: Duration = Duration::from_secs(20);

    fn next(&self) -> Loaded {
        self.0
            .recv_timeout(Self::BOUND)
            .expect("the change was not noticed")
    }

    /// Waits for settings like these; those on the way to them do not matter.
    fn until(&self, every: u64) {
        while self.next().settings.reminders.every != Duration::from_mins(every) {}
    }
}

fn watched(path: &Path) -> (Watch, Heard, mpsc::Receiver<Health>) {
    let (told, heard) = mpsc::channel();
    let (health, healths) = mpsc::channel();
    let link = Link::new(move |told| {
        if let Told::Health(_, how) = told {
            let _ = health.send(how);
        }
    });
    let watch = settings::watch(path, link, move |loaded| {
        let _ = told.send(loaded);
    });
    let how = healths.recv_timeout(Heard::BOUND).unwrap();
    assert!(matches!(how, Health::Works(_)), "{how:?}");
    (watch, Heard(heard), healths)
}

fn every(minutes: u64) -> String {
    format!("{{ \"reminders\": {{ \"every_minutes\": {minutes} }} }}")
}

#[test]
fn every_way_of_saving_a_file_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("settings.json");
    fs::write(&path, every(20)).unwrap();
    let (_watch, heard, _) = watched(&path);
    heard.until(20);

    fs::write(&path, every(21)).unwrap();
    heard.until(21);

    let swap = folder.path().join(".settings.json.swp");
    fs::write(&swap, every(22)).unwrap();
    fs::rename(&swap, &path).unwrap();
    heard.until(22);

    fs::rename(&path, folder.path().join("settings.json~")).unwrap();
    fs::write(&path, every(23)).unwrap();
    heard.until(23);

    fs::remove_file(&path).unwrap();
    heard.until(30);

    fs::write(&path, every(24)).unwrap();
    heard.until(24);
}

#[test]
fn a_file_replaced_over_and_over_ends_as_its_last_text() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("settings.json");
    let (_watch, heard, _) = watched(&path);
    heard.until(30);
    for minutes in 31..=80 {
        fs::write(folder.path().join("new"), every(minutes)).unwrap();
        fs::rename(folder.path().join("new"), &path).unwrap();
    }
    heard.until(80);
}

#[test]
fn a_folder_that_comes_later_goes_and_is_swapped_is_followed() {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("config/soleus");
    let path = inner.join("settings.json");
    let (_watch, heard, _) = watched(&path);
    heard.until(30);

    fs::create_dir_all(&inner).unwrap();
    fs::write(&path, every(20)).unwrap();
    heard.until(20);

    let aside = folder.path().join("config/aside");
    fs::create_dir(&aside).unwrap();
    fs::write(aside.join("settings.json"), every(25)).unwrap();
    fs::rename(&inner, folder.path().join("config/old")).unwrap();
    fs::rename(&aside, &inner).unwrap();
    heard.until(25);

    fs::remove_dir_all(&inner).unwrap();
    heard.until(30);
}

#[cfg(unix)]
#[test]
fn a_link_is_followed_to_the_file_it_points_to() {
    let folder = tempfile::tempdir().unwrap();
    let [dots, config] = ["dotfiles", "config"].map(|name| folder.path().join(name));
    fs::create_dir(&dots).unwrap();
    fs::create_dir(&config).unwrap();
    let real = dots.join("soleus.json");
    fs::write(&real, every(20)).unwrap();
    let path = config.join("settings.json");
    std::os::unix::fs::symlink("../dotfiles/soleus.json", &path).unwrap();
    let (_watch, heard, _) = watched(&path);
    heard.until(20);

    fs::write(&real, every(21)).unwrap();
    heard.until(21);

    let other = dots.join("other.json");
    fs::write(&other, every(22)).unwrap();
    std::os::unix::fs::symlink(&other, config.join("new")).unwrap();
    fs::rename(config.join("new"), &path).unwrap();
    heard.until(22);

    fs::write(&other, every(23)).unwrap();
    heard.until(23);
}

#[test]
fn a_touch_without_a_change_says_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("settings.json");
    fs::write(&path, every(20)).unwrap();
    let (_watch, heard, _) = watched(&path);
    heard.until(20);
    fs::write(&path, every(20)).unwrap();
    fs::write(folder.path().join("other.json"), every(40)).unwrap();
    let silence = heard.0.recv_timeout(Duration::from_millis(1500));
    assert_eq!(silence.err(), Some(mpsc::RecvTimeoutError::Timeout));
    fs::write(&path, every(21)).unwrap();
    assert_eq!(
        heard.next().settings.reminders.every,
        Duration::from_mins(21)
    );
}

#[test]
fn a_watch_that_is_dropped_ends() {
    let folder = tempfile::tempdir().unwrap();
    let (watch, heard, _) = watched(&folder.path().join("settings.json"));
    heard.next();
    drop(watch);
    let end = heard.0.recv_timeout(Heard::BOUND);
    assert_eq!(end.err(), Some(mpsc::RecvTimeoutError::Disconnected));
}

fn minutes(from: u64, to: u64) -> impl Strategy<Value = Duration> {
    (from..=to).prop_map(Duration::from_mins)
}

fn time() -> impl Strategy<Value = NaiveTime> {
    (0u32..24, 0u32..60)
        .prop_map(|(hour, minute)| NaiveTime::from_hms_opt(hour, minute, 0).unwrap())
}

fn span() -> impl Strategy<Value = Span> {
    (time(), time())
        .prop_filter("a span has a length", |(from, until)| from != until)
        .prop_map(|(from, until)| Span { from, until })
}

fn week() -> impl Strategy<Value = Week> {
    proptest::collection::vec(proptest::collection::vec(span(), 0..3), 7)
        .prop_map(|days| Week(days.try_into().unwrap()))
}

fn click() -> impl Strategy<Value = ClickDoes> {
    proptest::sample::select(vec![
        ClickDoes::LogOrSnooze,
        ClickDoes::SnoozeOrLog,
        ClickDoes::Log,
        ClickDoes::Snooze,
        ClickDoes::Start,
        ClickDoes::Stand,
        ClickDoes::Pause,
        ClickDoes::Panel,
        ClickDoes::Nothing,
    ])
}

fn abilities() -> impl Strategy<Value = Abilities> {
    let ids: Vec<String> = Catalogue::built_in()
        .entries()
        .map(|entry| entry.id.clone())
        .collect();
    let spared: Vec<Need> = Need::SPARED.iter().map(|(_, need)| *need).collect();
    let some = || proptest::sample::subsequence(ids.clone(), 0..6);
    let spare = proptest::sample::subsequence(spared, 0..4);
    let choices = (
        one_of(&Place::WORDS),
        one_of(&Legs::WORDS),
        one_of(&Effort::WORDS),
    );
    (some(), some(), spare, choices, any::<[bool; 3]>()).prop_map(
        |(avoid, favourites, spare, (place, legs, effort), [only_seated, stairs, vigorous])| {
            Abilities {
                avoid,
                favourites,
                place,
                legs,
                spare,
                only_seated,
                stairs,
                vigorous,
                effort,
            }
        },
    )
}

fn one_of<T: Copy + std::fmt::Debug>(
    words: &'static [(&'static str, T)],
) -> impl Strategy<Value = T> {
    (0..words.len()).prop_map(|index| words[index].1)
}

fn window() -> impl Strategy<Value = Window> {
    let looks = (
        one_of(&Theme::WORDS),
        one_of(&Contrast::WORDS),
        one_of(&Motion::WORDS),
    );
    (any::<[bool; 2]>(), looks).prop_map(|([guide, open_on_due], (theme, contrast, motion))| {
        Window {
            guide,
            open_on_due,
            theme,
            contrast,
            motion,
        }
    })
}

fn preset() -> impl Strategy<Value = Option<String>> {
    let ids: Vec<_> = Preset::all().iter().map(|one| one.id.clone()).collect();
    proptest::option::of(proptest::sample::select(ids))
}

fn reminders() -> impl Strategy<Value = Reminders> {
    let long = (
        minutes(1, 240),
        minutes(15, 480),
        minutes(1, 60),
        minutes(1, 30),
    );
    let short = (
        minutes(1, 120),
        0u32..=20,
        minutes(1, 240),
        0u64..=600,
        5u64..=7200,
    );
    (long, short, any::<bool>()).prop_map(|(long, short, ask_after_absence)| Reminders {
        every: long.0,
        longest_sitting: long.1,
        long_break: long.2,
        break_length: long.3,
        repeat_after: short.0,
        max_repeats: short.1,
        snooze: short.2,
        wait_for_pause: Duration::from_secs(short.3),
        show: Duration::from_secs(short.4),
        ask_after_absence,
    })
}

fn any_settings() -> impl Strategy<Value = Settings> {
    let folder = proptest::option::of("[a-zA-Zä€\"\\\\ ]{1,12}").prop_map(|name| {
        let root = if cfg!(windows) { "C:\\" } else { "/" };
        name.map(|name| Path::new(root).join(name))
    });
    (
        (any::<[bool; 9]>(), time(), reminders(), minutes(1, 240)),
        (minutes(1, 60), any::<bool>(), week(), abilities()),
        (click(), click(), folder, window(), preset()),
    )
        .prop_map(
            |((switches, day_starts_at, reminders, standing_every), b, c)| Settings {
                start_at_login: switches[0],
                day_starts_at,
                preset: c.4,
                reminders,
                standing_every,
                presence: Presence { away_after: b.0 },
                in_call: if b.1 {
                    InCall::Discreet
                } else {
                    InCall::TrayOnly
                },
                schedule: b.2,
                movements: b.3,
                tray: Clicks {
                    left: c.0,
                    middle: c.1,
                },
                window: c.3,
                guided_break_sounds: switches[8],
                sensors: Sensors {
                    idle: switches[1],
                    lock: switches[2],
                    microphone: switches[3],
                    camera: switches[4],
                    media: switches[5],
                    do_not_disturb: switches[6],
                    full_screen: switches[7],
                },
                history_folder: c.2,
            },
        )
}

/// Pieces that a damaged file is likely made of.
fn scraps() -> impl Strategy<Value = String> {
    let pieces: Vec<&'static str> = vec![
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "\"",
        "\\",
        "//",
        "/*",
        "*/",
        "\n",
        "\r",
        "null",
        "true",
        "30",
        "-",
        "1e9",
        "0x1",
        "\"version\"",
        "\"reminders\"",
        "\"every_minutes\"",
        "\"schedule\"",
        "\"monday\"",
        "\"09:00-17:00\"",
        "\"avoid\"",
        "\"half-squat\"",
        "ä",
        "\u{feff}",
        "\0",
        " ",
    ];
    proptest::collection::vec(proptest::sample::select(pieces), 0..40).prop_map(|all| all.concat())
}

fn check_places(text: &str, loaded: &Loaded) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines: Vec<&str> = text.split('\n').flat_map(|line| line.split('\r')).collect();
    for problem in loaded.problems.iter().chain(&loaded.notes) {
        let place = problem.place.unwrap();
        assert!(
            place.line >= 1 && place.line <= lines.len(),
            "{problem}\n{text:?}"
        );
        let longest = text.chars().count() + 1;
        assert!(
            place.column >= 1 && place.column <= longest,
            "{problem}\n{text:?}"
        );
        assert_eq!(
            problem.instead.is_some(),
            problem.severity == Severity::Error
        );
    }
}

proptest! {
    #[test]
    fn any_bytes_are_read_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = Loaded::from_bytes(&bytes, Catalogue::built_in());
    }

    #[test]
    fn any_text_made_of_json_is_read_and_every_place_lies_in_it(text in scraps()) {
        check_places(&text, &load(&text));
    }

    #[test]
    fn the_default_file_with_a_part_cut_out_is_read(from in 0usize..900, length in 0usize..60) {
        let text = include_str!("../config/settings.json");
        let from = from.min(text.len());
        let cut = text[..from].to_owned() + &text[(from + length).min(text.len())..];
        check_places(&cut, &load(&cut));
    }

    #[test]
    fn settings_written_and_read_are_the_same(wanted in any_settings()) {
        let loaded = load(&settings::text(&wanted));
        prop_assert!(!loaded.has_errors(), "{:?}", lines(&loaded));
        prop_assert_eq!(loaded.settings, wanted);
    }
}

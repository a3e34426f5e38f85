//! Broken files, and every word that is said about each.

use super::{lines, load};

/// A file, and what is said about it.
pub(super) const FILES: &[(&str, &[&str])] = &[
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
        "\u{feff}{ \"version\": 3 }",
        &[
            "settings.json:1:14: warning: version: 3 is newer than this program's 2; what it understands is used",
        ],
    ),
    (
        r#"{ "version": 0 }"#,
        &[
            "settings.json:1:14: error: version: 0 is not a whole number from 1; reading it as version 2",
        ],
    ),
    (
        r#"{ "version": "1" }"#,
        &[
            r#"settings.json:1:14: error: version: "1" is not a whole number from 1; reading it as version 2"#,
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
        r#"{ "schedule": { "vacation": [] , "sunday": [5] } }"#,
        &[
            "settings.json:1:17: warning: schedule.vacation: unknown key, not used",
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

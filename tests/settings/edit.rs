//! One key set in a file that somebody wrote by hand.

use std::fs;

use proptest::prelude::*;
use serde_json::{Value, json};
use soleus::movements::Catalogue;
use soleus::settings::{KEYS, Loaded, SetError, Severity, set_in_file, with_key};

const BY_HAND: &str = r#"// mine
{
  "version": 1, // the first
  "colour": { "tray": "green" },
  /* not so often */
  "reminders": {
    "every_minutes": 45, // was 30
    "nap_minutes": 20,
  },
  "schedule": { "monday": ["09:00-17:00"] },
  // the end
}
"#;

fn set(text: &str, key: &str, value: impl Into<Value>) -> Result<String, SetError> {
    with_key(text, key, &value.into(), Catalogue::built_in())
}

fn load(text: &str) -> Loaded {
    Loaded::from_text(text, Catalogue::built_in())
}

#[test]
fn a_key_that_stands_there_is_changed_in_its_place() {
    let new = set(BY_HAND, "reminders.every_minutes", json!(20)).unwrap();
    assert_eq!(new, BY_HAND.replace("45", "20"));
}

#[test]
fn a_key_that_is_new_is_added_and_nothing_else_moves() {
    let new = set(BY_HAND, "window.theme", json!("dark")).unwrap();
    assert!(
        new.contains("\"window\": {\n    \"theme\": \"dark\"\n  }"),
        "{new}"
    );
    for line in BY_HAND.lines() {
        assert!(new.contains(line.trim_end_matches(',')), "{line}\n{new}");
    }
    let new = set(&new, "reminders.snooze_minutes", json!(5)).unwrap();
    let settings = load(&new).settings;
    assert_eq!(settings.reminders.snooze.as_secs(), 300);
    assert_eq!(settings.reminders.every.as_secs(), 45 * 60);
}

#[test]
fn lists_and_schedules_and_null_are_set_as_they_are_read() {
    let table = [
        ("movements.avoid", json!(["half-squat", "easy-walk"])),
        ("movements.spare", json!(["knees"])),
        ("schedule", json!({ "friday": ["10:00-12:00"] })),
        ("history.folder", Value::Null),
        ("preset", json!("walk-5-60")),
    ];
    for (key, value) in table {
        let new = set(BY_HAND, key, value).unwrap();
        assert!(!load(&new).has_errors(), "{new}");
        assert_ne!(new, BY_HAND);
    }
}

#[test]
fn a_mark_at_the_beginning_and_line_ends_of_windows_stay() {
    let text = "\u{feff}{\r\n  \"start_at_login\": true\r\n}\r\n";
    let new = set(text, "start_at_login", json!(false)).unwrap();
    assert_eq!(new, text.replace("true", "false"));
    let new = set(&new, "preset", Value::Null).unwrap();
    assert!(
        new.ends_with("false,\r\n  \"preset\": null\r\n}\r\n"),
        "{new:?}"
    );
}

#[test]
fn what_reading_would_refuse_is_refused() {
    let table = [
        (
            "reminders.every_minutes",
            json!(0),
            "reminders.every_minutes: 0 is not a whole number of minutes from 1 to 240",
        ),
        (
            "window.theme",
            json!("pink"),
            "window.theme: \"pink\" is not \"system\", \"light\" or \"dark\"",
        ),
        (
            "preset",
            json!("walk-5-6"),
            "preset: there is no preset \"walk-5-6\" (did you mean \"walk-5-60\"?)",
        ),
        (
            "window.themes",
            json!("dark"),
            "there is no setting `window.themes`; did you mean `window.theme`?",
        ),
        (
            "window",
            json!({}),
            "there is no setting `window` to set as a whole; name one of its keys, such as \
             `window.guide`",
        ),
        (
            "sensors.full_screen",
            json!(true),
            "there is no setting `sensors.full_screen`; it is called `quiet.full_screen` by now",
        ),
        (
            "theme",
            json!("dark"),
            "there is no setting `theme`; did you mean `window.theme`?",
        ),
        (
            "schedule",
            json!({ "monday": ["9-5"] }),
            "schedule.monday: \"9-5\" is not hours such as \"09:00-17:30\"",
        ),
    ];
    for (key, value, expected) in table {
        let refused = set(BY_HAND, key, value).unwrap_err().to_string();
        assert_eq!(refused, expected);
    }
}

#[test]
fn a_file_with_a_mistake_is_not_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("settings.json");
    let table = [
        (
            "{ \"version\": 1,\n  \"start_at_login\": }",
            "the settings were not changed, because the file has a mistake: settings.json:2:21: \
             error: a value is missing before this }, or it closes nothing",
        ),
        (
            "{ \"window\": 5 }",
            "the settings were not changed, because the file has a mistake: settings.json:1:3: \
             error: window: is not an object of settings",
        ),
    ];
    for (text, expected) in table {
        fs::write(&path, text).unwrap();
        let refused = set_in_file(&path, "window.theme", &json!("dark")).unwrap_err();
        assert_eq!(refused.to_string(), expected);
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
    }
}

#[test]
fn a_missing_file_is_made_with_every_key() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("soleus/settings.json");
    set_in_file(&path, "preset", &json!("walk-5-60")).unwrap();
    let text = fs::read_to_string(&path).unwrap();
    for key in KEYS {
        let name = key.path.rsplit('.').next().unwrap();
        assert!(text.contains(&format!("\"{name}\": ")), "{name}");
    }
    let loaded = load(&text);
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
    assert_eq!(loaded.settings.reminders.every.as_secs(), 3600);
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link() {
    let folder = tempfile::tempdir().unwrap();
    let real = folder.path().join("real.json");
    fs::write(&real, "{}").unwrap();
    let link = folder.path().join("settings.json");
    std::os::unix::fs::symlink(&real, &link).unwrap();
    set_in_file(&link, "start_at_login", &json!(false)).unwrap();
    assert!(link.is_symlink());
    assert!(
        !load(&fs::read_to_string(&real).unwrap())
            .settings
            .start_at_login
    );
}

#[test]
fn a_preset_set_in_a_file_with_every_key_is_in_force_and_goes_without_a_trace() {
    let full = include_str!("../../config/settings.json");
    let walk = set(full, "preset", json!("stairs-5-60")).unwrap();
    let loaded = load(&walk);
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
    assert_eq!(loaded.settings.reminders.every.as_secs(), 3600);
    assert!(loaded.settings.movements.stairs);
    let other = set(&walk, "preset", json!("squat-10-45")).unwrap();
    assert_eq!(load(&other).settings.reminders.every.as_secs(), 45 * 60);
    assert!(!load(&other).settings.movements.stairs);
    assert_eq!(set(&other, "preset", Value::Null).unwrap(), full);

    let chosen = set(full, "reminders.every_minutes", json!(50)).unwrap();
    let kept = set(&chosen, "preset", json!("walk-5-60")).unwrap();
    assert_eq!(load(&kept).settings.reminders.every.as_secs(), 50 * 60);
}

fn change() -> impl Strategy<Value = (&'static str, Value)> {
    let ids = || {
        let all = vec!["half-squat", "easy-walk", "ankle-pump"];
        proptest::sample::subsequence(all, 0..3).prop_map(|ids| json!(ids))
    };
    prop_oneof![
        (1u32..=240).prop_map(|n| ("reminders.every_minutes", json!(n))),
        (1u32..=240).prop_map(|n| ("standing.every_minutes", json!(n))),
        any::<bool>().prop_map(|on| ("start_at_login", json!(on))),
        any::<bool>().prop_map(|on| ("movements.stairs", json!(on))),
        any::<bool>().prop_map(|on| ("window.open_on_due", json!(on))),
        ids().prop_map(|ids| ("movements.favourites", ids)),
        ids().prop_map(|ids| ("movements.avoid", ids)),
        Just(("window.theme", json!("dark"))),
        Just((
            "history.folder",
            json!(if cfg!(windows) {
                "C:\\my"
            } else {
                "/my \"notes\""
            })
        )),
        Just(("schedule", json!({ "sunday": ["10:00-11:00"] }))),
    ]
}

fn start() -> impl Strategy<Value = &'static str> {
    proptest::sample::select(vec![
        BY_HAND,
        include_str!("../../config/settings.json"),
        "{}",
        "{ } // kept",
        "{\"a\":1}",
        "{\"window\":{},\"x\":[1,2 /* y */]}",
        "{\n\t\"movements\": { \"avoid\": [] } // z\n}",
    ])
}

/// What somebody wrote that is no business of ours.
const PRECIOUS: [&str; 10] = [
    "// mine",
    "// the first",
    "\"tray\": \"green\"",
    "/* not so often */",
    "\"nap_minutes\": 20",
    "// the end",
    "// kept",
    "\"a\":1",
    "/* y */",
    "// z",
];

proptest! {
    #[test]
    fn any_changes_are_read_back_and_leave_the_rest(
        text in start(),
        changes in proptest::collection::vec(change(), 1..12),
    ) {
        let mut new = text.to_owned();
        let mut expected = std::collections::BTreeMap::new();
        for (key, value) in changes {
            new = set(&new, key, value.clone()).unwrap();
            expected.insert(key, value);
            let errors = load(&new)
                .problems
                .into_iter()
                .filter(|problem| problem.severity == Severity::Error);
            prop_assert_eq!(errors.count(), 0, "{}", new);
        }
        for words in PRECIOUS.iter().filter(|words| text.contains(**words)) {
            prop_assert_eq!(new.matches(words).count(), text.matches(words).count(), "{}", new);
        }
        let settings = load(&new).settings;
        for (path, value) in expected {
            let key = KEYS.iter().find(|key| key.path == path).unwrap();
            let shown: Value = serde_json::from_str(&key.shown(&settings)).unwrap();
            prop_assert_eq!(shown, value, "{}: {}", path, new);
        }
    }
}

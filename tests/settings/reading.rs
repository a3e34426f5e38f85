//! What is read from a file, and what is used instead of what cannot be.

use std::fs;
use std::path::Path;
use std::time::Duration;

use chrono::NaiveTime;
use soleus::movements::Catalogue;
use soleus::settings::{self, Loaded, Settings, Span, Week};

use super::{lines, load};

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
    let loaded = load("{ \"colour\": 1, // new\n \"version\": 3, \"start_at_login\": false, }");
    assert!(!loaded.has_errors());
    assert_eq!(loaded.problems.len(), 2);
    assert!(!loaded.settings.start_at_login);
}

#[test]
fn the_default_file_has_no_problems_and_gives_the_defaults() {
    let loaded = load(include_str!("../../config/settings.json"));
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
    week.days[4] = vec![span(at(9, 0), at(12, 30)), span(at(22, 0), at(6, 0))];
    week.days[6] = vec![span(at(0, 0), at(0, 0))];
    assert_eq!(loaded.settings.schedule, week);
    assert_eq!(loaded.problems, []);
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

//! `soleus settings`, with nothing running.

use std::fs;
use std::path::Path;

use serde_json::Value;
use soleus::settings::{KEYS, Key, SCHEMA, Settings};
use tempfile::TempDir;

use super::{Ran, command, ran, soleus};

const BY_HAND: &str = r#"// mine
{
  "colour": "green",
  "reminders": {
    "every_minutes": 45, // not so often
    "snooze_minutes": 0,
  },
  "sensors": { "full_screen": false }
}
"#;

fn stage(text: &str) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("settings.json"), text).unwrap();
    dir
}

fn settings(dir: &Path, arguments: &[&str]) -> Ran {
    soleus(dir, &[&["settings"], arguments].concat())
}

fn text_of(dir: &Path) -> String {
    fs::read_to_string(dir.join("settings.json")).unwrap()
}

/// What is answered, with nothing beside it.
fn good(dir: &Path, arguments: &[&str]) -> String {
    let ran = settings(dir, arguments);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{arguments:?}");
    ran.stdout
}

/// What is said where the answer is no.
fn no(dir: &Path, arguments: &[&str]) -> String {
    let ran = settings(dir, arguments);
    assert_eq!((ran.code, ran.stdout.as_str()), (1, ""), "{arguments:?}");
    ran.stderr
}

#[test]
fn a_key_is_got_set_and_reset() {
    let dir = stage("{\n  \"window\": { \"theme\": \"light\" } // mine\n}\n");
    let file = dir.path().join("settings.json").display().to_string();
    assert_eq!(good(dir.path(), &["path"]), format!("{file}\n"));
    assert_eq!(good(dir.path(), &["get", "window.theme"]), "\"light\"\n");
    assert_eq!(
        good(dir.path(), &["set", "window.theme", "dark"]),
        format!(
            "window.theme: \"light\" → \"dark\", in {file}. A running Soleus takes it over at once.\n"
        )
    );
    assert_eq!(
        text_of(dir.path()),
        "{\n  \"window\": { \"theme\": \"dark\" } // mine\n}\n"
    );
    assert_eq!(
        good(dir.path(), &["set", "window.theme", "dark"]),
        format!("window.theme: \"dark\" already; {file} stays as it is.\n")
    );
    assert_eq!(
        good(dir.path(), &["set", "reminders.every_minutes", "45"]),
        format!(
            "reminders.every_minutes: 30 → 45, in {file}. A running Soleus takes it over at once.\n"
        )
    );
    assert_eq!(
        good(dir.path(), &["reset", "window.theme"]),
        format!(
            "window.theme: \"dark\" → \"system\", in {file}. A running Soleus takes it over at once.\n"
        )
    );
    assert_eq!(
        good(dir.path(), &["reset", "window.guide"]),
        format!("window.guide: true already; {file} stays as it is.\n")
    );
}

#[test]
fn values_are_json_or_words() {
    let dir = stage("{}");
    for (arguments, expected) in [
        (&["day_starts_at", "5:00"][..], "\"05:00\""),
        (&["window.guide", "false"], "false"),
        (&["history.folder", "/my/notes"], "\"/my/notes\""),
        (&["history.folder", "null"], "null"),
        (&["movements.avoid", "half-squat"], "[\"half-squat\"]"),
        (
            &["movements.avoid", "half-squat", "easy-walk"],
            "[\"half-squat\", \"easy-walk\"]",
        ),
        (&["movements.avoid", "[\"easy-walk\"]"], "[\"easy-walk\"]"),
        (&["movements.avoid", "[]"], "[]"),
        (
            &["movements.spare", "knees", "hips"],
            "[\"knees\", \"hips\"]",
        ),
        (&["hooks.on_due", "sleep", "5"], "[\"sleep\", \"5\"]"),
        (
            &["hooks.on_due", "notify-send", "-a", "Up you get"],
            "[\"notify-send\", \"-a\", \"Up you get\"]",
        ),
        (&["hooks.on_due", "null"], "null"),
        (
            &[
                "schedule",
                "{\"friday\": [\"9:00-12:00\"], \"monday\": [\"09:00-17:30\"]}",
            ],
            "{ \"monday\": [\"09:00-17:30\"], \"friday\": [\"09:00-12:00\"] }",
        ),
    ] {
        good(dir.path(), &[&["set"], arguments].concat());
        let got = good(dir.path(), &["get", arguments[0]]);
        assert_eq!(got, format!("{expected}\n"), "{arguments:?}");
    }
}

#[test]
fn what_check_would_refuse_is_refused_and_leaves_nothing_behind() {
    let dir = tempfile::tempdir().unwrap();
    for (arguments, expected) in [
        (
            &["set", "reminders.every_minutes", "0"][..],
            "Nothing was changed: reminders.every_minutes: 0 is not a whole number of minutes from 1 \
             to 240.\n",
        ),
        (
            &["set", "window.theme", "pink"],
            "Nothing was changed: window.theme: \"pink\" is not \"system\", \"light\" or \"dark\".\n",
        ),
        (
            &["set", "window.theme", "dark", "grey"],
            "window.theme takes one value: put it between 'single quotes'.\n",
        ),
        (
            &["set", "window.them", "dark"],
            "There is no setting `window.them`. Did you mean `window.theme`?\n",
        ),
        (
            &["set", "version", "3"],
            "`version` is kept by Soleus itself, and is not set by hand.\n",
        ),
        (
            &["get", "every_minutes"],
            "There is no setting `every_minutes`. Did you mean `reminders.every_minutes`?\n",
        ),
        (
            &["explain", "xyzzy"],
            "There is no setting `xyzzy`. `soleus settings explain` shows them all.\n",
        ),
        (
            &["reset", "presence"],
            "`presence` is a section. Name one of its keys: `presence.away_after_minutes`.\n",
        ),
        (
            &["preset", "walk-5-6"],
            "There is no preset `walk-5-6`. Did you mean `walk-5-60`?\n",
        ),
    ] {
        assert_eq!(no(dir.path(), arguments), expected);
    }
    let left: Vec<_> = fs::read_dir(dir.path()).unwrap().collect();
    assert!(left.is_empty(), "{left:?}");
    assert_eq!(settings(dir.path(), &["set", "window.theme"]).code, 2);
    assert_eq!(settings(dir.path(), &[]).code, 2);
}

#[test]
fn what_is_odd_about_a_new_value_is_said_beside_the_answer() {
    let dir = stage("{}");
    let ran = settings(dir.path(), &["set", "reminders.snooze_minutes", "40"]);
    assert_eq!(ran.code, 0);
    assert_eq!(
        ran.stderr,
        "settings.json:3:23: warning: reminders.snooze_minutes: 40 is longer than \
         reminders.every_minutes, which is 30 by default\n"
    );
    let ran = settings(dir.path(), &["set", "window.theme", "dark"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "it was said");
}

#[test]
fn a_file_with_mistakes_is_got_from_and_explained_and_changed_where_it_can_be() {
    let dir = stage(BY_HAND);
    let mistake = "settings.json:6:23: error: reminders.snooze_minutes: 0 is not a whole number of \
                   minutes from 1 to 240; using 10\n";
    let ran = settings(dir.path(), &["get", "reminders.snooze_minutes"]);
    assert_eq!(
        (ran.code, ran.stdout.as_str(), ran.stderr.as_str()),
        (0, "10\n", mistake)
    );
    let ran = settings(dir.path(), &["get", "presence"]);
    assert_eq!(
        (ran.stdout.as_str(), ran.stderr.as_str()),
        ("{\n  \"away_after_minutes\": 5\n}\n", "")
    );
    let said = settings(dir.path(), &["set", "window.theme", "dark"]).stdout;
    assert!(
        said.ends_with(
            "A running Soleus does not take it over yet, because the file has mistakes: `soleus \
             check` names them.\n"
        ),
        "{said}"
    );
    good(dir.path(), &["set", "reminders.snooze_minutes", "5"]);

    fs::write(dir.path().join("settings.json"), "{ \"window\": }").unwrap();
    assert_eq!(
        no(dir.path(), &["set", "window.theme", "dark"]),
        "Nothing was changed, because the file has a mistake to mend first:\nsettings.json:1:13: \
         error: a value is missing before this }, or it closes nothing\n`soleus settings edit` opens \
         it, `soleus check` names every mistake.\n"
    );
    assert_eq!(text_of(dir.path()), "{ \"window\": }");
}

#[test]
fn a_file_of_a_newer_version_is_never_written() {
    let text = "{ \"version\": 3, \"window\": { \"theme\": \"light\" } }";
    let dir = stage(text);
    for arguments in [
        &["set", "window.theme", "dark"][..],
        &["reset", "window.theme"],
    ] {
        assert_eq!(
            no(dir.path(), arguments),
            "Nothing was changed: the file was made by a newer Soleus (version 3; this one knows 2) \
             and is never rewritten by this one; change it by hand, or with the newer Soleus.\n"
        );
    }
    assert_eq!(text_of(dir.path()), text);
    assert_eq!(good(dir.path(), &["get", "window.theme"]), "\"light\"\n");
}

#[test]
fn an_older_name_is_understood_and_changed_in_its_place() {
    let dir = stage("{ \"sensors\": { \"full_screen\": false /* films */ } }");
    let ran = settings(dir.path(), &["set", "sensors.full_screen", "true"]);
    assert_eq!(ran.code, 0);
    assert_eq!(
        ran.stderr,
        "`sensors.full_screen` is called `quiet.full_screen` by now.\n"
    );
    assert!(
        ran.stdout
            .starts_with("quiet.full_screen: false → true, in "),
        "{}",
        ran.stdout
    );
    assert_eq!(
        text_of(dir.path()),
        "{ \"sensors\": { \"full_screen\": true /* films */ } }"
    );
}

#[test]
fn a_preset_tells_what_came_along_and_what_it_rests_on() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("settings.json").display().to_string();
    let said = good(dir.path(), &["preset", "walk-5-60"]);
    assert!(
        said.starts_with(&format!(
            "preset: null → \"walk-5-60\", in {file}. A running Soleus takes it over at once.\n\
             It brought along:\n  reminders.every_minutes: 30 → 60\n\
             After an hour of sitting: a walk of five minutes.\n\
             Studied: a trial had this dose.\nCaveat: "
        )),
        "{said}"
    );
    assert!(said.contains("\nSources\n  THOSAR15 (B: "), "{said}");
    assert_eq!(
        good(dir.path(), &["get", "reminders.every_minutes"]),
        "60\n"
    );
    assert_eq!(
        good(dir.path(), &["preset", "none"]),
        format!(
            "preset: \"walk-5-60\" → null, in {file}. A running Soleus takes it over at once.\n\
             It brought along:\n  reminders.every_minutes: 60 → 30\n"
        )
    );
    assert_eq!(
        text_of(dir.path()),
        include_str!("../../config/settings.json")
    );
}

#[test]
fn a_line_of_ones_own_that_goes_before_a_preset_is_named() {
    let dir = stage("{ \"reminders\": { \"every_minutes\": 50 } }");
    let ran = settings(dir.path(), &["preset", "walk-5-60"]);
    assert_eq!(ran.code, 0);
    assert_eq!(
        ran.stderr,
        "settings.json:2:35: note: reminders.every_minutes: 50 stands here and goes before the \
         preset's 60; without this line the preset's is used\n"
    );
}

#[test]
fn a_key_is_explained_with_where_its_value_comes_from() {
    let dir = stage(BY_HAND);
    assert_eq!(
        good(dir.path(), &["explain", "reminders.every_minutes"]),
        "reminders.every_minutes: Time between reminders\n\
         You are asked after this much time without moving your legs.\n  \
         accepts   a whole number of minutes from 1 to 240\n  \
         default   30\n  \
         now       45  (settings.json:5:22)\n"
    );
    assert_eq!(
        good(dir.path(), &["explain", "quiet.full_screen"]),
        "quiet.full_screen: Wait for full screen\n\
         Reminders wait while a window covers the screen.\n  \
         accepts   true or false\n  \
         default   true\n  \
         now       false  (settings.json:8:31)\n  \
         formerly  sensors.full_screen, which is read too\n"
    );
    let said = good(dir.path(), &["explain", "window.theme"]);
    assert!(
        said.ends_with(
            "now       \"system\"  (the default: it is not in the file)\n    \
             system  As the desktop says.\n    light   Light.\n    dark    Dark.\n"
        ),
        "{said}"
    );
    let preset = stage("{ \"preset\": \"walk-5-60\" }");
    let said = good(preset.path(), &["explain", "reminders.every_minutes"]);
    assert!(
        said.ends_with("now       60  (from the preset walk-5-60)\n"),
        "{said}"
    );
}

#[test]
fn all_keys_are_explained_as_the_table_has_them() {
    let dir = tempfile::tempdir().unwrap();
    let all = good(dir.path(), &["explain"]);
    let lines: Vec<_> = all.lines().filter(|line| line.starts_with("  ")).collect();
    assert_eq!(lines.len(), KEYS.len());
    for (key, line) in KEYS.iter().zip(lines) {
        assert!(line.starts_with(&format!("  {} ", key.path)), "{line}");
        assert!(line.ends_with(key.doc), "{line}");
        let one = good(dir.path(), &["explain", key.path]);
        for words in [key.title, key.doc, &key.accepted(), &plain(key)] {
            assert!(one.contains(words), "{words}\n{one}");
        }
    }
    let section = good(dir.path(), &["explain", "presence"]);
    assert_eq!(
        section,
        good(dir.path(), &["explain", "presence.away_after_minutes"])
    );
}

fn plain(key: &Key) -> String {
    format!("default   {}\n", key.shown(&Settings::default()))
}

#[test]
fn what_differs_from_the_defaults_is_listed_with_what_nobody_knows() {
    let dir = stage(BY_HAND);
    let ran = settings(dir.path(), &["diff"]);
    assert_eq!(ran.code, 0);
    assert_eq!(
        ran.stderr,
        "The file has mistakes: `soleus check` names them.\n"
    );
    assert_eq!(
        ran.stdout,
        "reminders.every_minutes: 30 → 45\nquiet.full_screen: true → false\ncolour: unknown, not \
         used  (settings.json:3:3)\n"
    );
    let preset = stage("{ \"preset\": \"walk-5-60\" }");
    assert_eq!(
        good(preset.path(), &["diff"]),
        "preset: null → \"walk-5-60\"\nreminders.every_minutes: 30 → 60  (from the preset \
         walk-5-60)\n"
    );
    let none = tempfile::tempdir().unwrap();
    assert_eq!(
        good(none.path(), &["diff"]),
        "Every key is at its default.\n"
    );
}

#[test]
fn the_schema_is_printed_whole() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(good(dir.path(), &["schema"]), SCHEMA);
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    assert_eq!(schema["title"], "Settings of Soleus");
}

#[test]
fn several_commands_at_once_lose_no_key_of_each_other() {
    let dir = stage("{ /* mine */ }");
    let all = [
        ["reminders.every_minutes", "41"],
        ["reminders.snooze_minutes", "7"],
        ["standing.every_minutes", "9"],
        ["window.theme", "\"dark\""],
        ["movements.stairs", "true"],
        ["day_starts_at", "\"05:00\""],
    ];
    let running: Vec<_> = all
        .iter()
        .map(|[key, value]| {
            let mut command = command(dir.path(), &["settings", "set", key, value]);
            command.stdout(std::process::Stdio::null()).spawn().unwrap()
        })
        .collect();
    for mut one in running {
        assert!(one.wait().unwrap().success());
    }
    for [key, value] in all {
        assert_eq!(good(dir.path(), &["get", key]), format!("{value}\n"));
    }
    assert!(text_of(dir.path()).contains("/* mine */"));
}

/// An editor that puts this text into the file it is given, in a folder with a space.
fn editor(dir: &Path, text: &str) -> String {
    use std::os::unix::fs::PermissionsExt;
    let bin = dir.join("my editors");
    fs::create_dir_all(&bin).unwrap();
    let program = bin.join("write");
    let script =
        format!("#!/bin/sh\n[ \"$1\" = --wait ] || exit 3\nprintf '%s' '{text}' > \"$2\"\n");
    fs::write(&program, script).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    format!("\"{}\" --wait", program.display())
}

fn edit(dir: &Path, variables: &[(&str, &str)]) -> Ran {
    let mut command = command(dir, &["settings", "edit"]);
    command.env_remove("VISUAL").env_remove("EDITOR");
    command
        .env("PATH", "/usr/bin:/bin")
        .stdin(std::process::Stdio::null());
    command.envs(variables.iter().copied());
    ran(&command.output().unwrap())
}

#[test]
fn the_editor_is_waited_for_and_the_file_judged() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("settings.json").display().to_string();
    let good = editor(dir.path(), "{ \"version\": 2 }");
    let ran = edit(dir.path(), &[("VISUAL", &good), ("EDITOR", "false")]);
    assert_eq!(ran.stderr, "");
    assert_eq!(ran.stdout, format!("{file}: nothing is wrong.\n"));
    assert_eq!(ran.code, 0);
    assert_eq!(text_of(dir.path()), "{ \"version\": 2 }");
    let schema = dir.path().join("settings.schema.json");
    assert_eq!(fs::read_to_string(&schema).unwrap(), SCHEMA, "made with it");
    fs::write(&schema, "{}").unwrap();

    let bad = editor(dir.path(), "{ \"window\": 5 }");
    let ran = edit(dir.path(), &[("VISUAL", ""), ("EDITOR", &bad)]);
    assert_eq!((ran.code, ran.stdout.as_str()), (1, ""));
    assert_eq!(
        ran.stderr,
        "settings.json:1:13: error: window: 5 is not an object of settings; using the defaults of \
         all its keys\n"
    );
    assert_eq!(fs::read_to_string(&schema).unwrap(), SCHEMA, "renewed");
}

#[test]
fn an_editor_that_is_not_there_is_told_with_what_to_do() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("settings.json").display().to_string();
    let ran = edit(dir.path(), &[("EDITOR", "/nonexistent/editor")]);
    assert_eq!(ran.code, 1);
    assert_eq!(
        ran.stderr,
        format!(
            "/nonexistent/editor cannot be started: No such file or directory (os error 2). Name \
             another editor in VISUAL or EDITOR, or open {file} yourself.\n"
        )
    );
    let ran = edit(dir.path(), &[("EDITOR", "'vim")]);
    assert_eq!(ran.code, 1);
    assert_eq!(
        ran.stderr,
        "EDITOR is not understood: a quote in it is never closed. Write a program and its arguments, \
         such as \"code --wait\".\n"
    );
    let ran = edit(dir.path(), &[("PATH", "/nonexistent")]);
    assert_eq!(ran.code, 1);
    assert_eq!(
        ran.stderr,
        format!(
            "The desktop opens no program for it: No such file or directory (os error 2). Name an \
             editor in VISUAL or EDITOR, or open {file} yourself.\n"
        )
    );
    assert_eq!(
        text_of(dir.path()),
        include_str!("../../config/settings.json")
    );
}

#[test]
fn a_movement_that_nobody_knows_is_refused_by_name() {
    let dir = stage("{}");
    let ran = settings(dir.path(), &["set", "movements.avoid", "half-squats"]);
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("half-squat"), "{}", ran.stderr);
    assert_eq!(
        fs::read_to_string(dir.path().join("settings.json")).unwrap(),
        "{}"
    );
}

#[test]
fn a_file_that_cannot_be_read_is_not_said_to_be_at_its_defaults() {
    let dir = stage("{ \"window\": ");
    let ran = settings(dir.path(), &["diff"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (1, ""));
    assert!(ran.stderr.contains("cannot be read"), "{}", ran.stderr);
}

#[test]
fn what_is_plainly_no_program_is_refused_as_one() {
    let dir = stage("{}");
    for word in ["[\"a\",\"b\"", "off", "None"] {
        let ran = settings(dir.path(), &["set", "hooks.on_due", word]);
        assert_eq!(ran.code, 1, "{word}");
        assert!(
            ran.stderr.contains("not the name of a program"),
            "{}",
            ran.stderr
        );
    }
    let ran = settings(dir.path(), &["set", "hooks.on_due", "null"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
}

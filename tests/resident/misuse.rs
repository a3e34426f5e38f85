//! What people type by mistake: the exit code and the sentence of each, and nothing happens.

use std::fs;

use crate::stage::Stage;

#[test]
fn a_mistake_on_the_command_line_is_2_or_1_and_books_nothing() {
    let stage = Stage::new();
    let resident = stage.run();
    let minutes = "is not a whole number of minutes from 1 to 1440";
    let table = [
        (2, "statsu", "'status'"),
        (2, "walk", "unrecognized subcommand"),
        (2, "log walk --minutes 0", minutes),
        (2, "log walk --minutes 1000000000", minutes),
        (2, "log walk --minutes -1", minutes),
        (2, "log walk --minutes abc", minutes),
        (2, "snooze 0", minutes),
        (2, "pause 1000000000", minutes),
        (2, "log walk --at 25:00", "`25:00` is not a time of day"),
        (2, "log heel-toe-rok", "Did you mean"),
        (2, "log xyzzy-nothing", "xyzzy-nothing"),
        (1, "log walk --minutes 1440 --at FUTURE", "."),
        (1, "stand --at FUTURE", "."),
        (1, "undo", "nothing to take back"),
        (1, "skip", "."),
        (1, "resume", "."),
        (
            1,
            "simulate nowhere.script",
            "nowhere.script cannot be read",
        ),
    ];
    // A time that is never in the past of this day: the minute before the day ends.
    let future = (stage.day_began + chrono::Duration::hours(23)).format("%H:%M");
    for (code, typed, part) in table {
        let typed = typed.replace("FUTURE", &future.to_string());
        let words: Vec<&str> = typed.split(' ').collect();
        let ran = stage.ask(&words);
        assert_eq!((ran.code, &*ran.stdout), (code, ""), "{typed}: {ran:?}");
        assert!(ran.stderr.contains(part), "{typed}: {}", ran.stderr);
    }
    assert!(stage.json("today")["breaks"].as_array().unwrap().is_empty());
    resident.kill();
    assert!(stage.history().of("break").is_empty());
}

#[test]
fn what_cannot_be_replayed_is_2_and_names_the_line() {
    let stage = Stage::new();
    let table: [(&[u8], i32, &str); 6] = [
        (b"sit 10m\nfly away\n", 2, "line 2"),
        (b"\xff\xfe\x00garbage", 2, "not text"),
        (b"{\"nonsense\":1}\n", 2, "line 1"),
        (b"{", 2, "line 1"),
        (b"", 0, ""),
        (b"sit 10m\n", 0, ""),
    ];
    for (text, code, part) in table {
        fs::write(stage.beside("script"), text).unwrap();
        let ran = stage.ask(&["simulate", "script"]);
        let name = String::from_utf8_lossy(text);
        assert_eq!(ran.code, code, "{name}: {ran:?}");
        assert!(ran.stderr.contains(part), "{name}: {}", ran.stderr);
    }
    let folder = stage.ask(&["simulate", "home"]);
    assert_eq!((folder.code, &*folder.stdout), (1, ""));
    let endless = stage.ask(&["simulate", "/dev/zero"]);
    assert_eq!(endless.code, 1, "{endless:?}");
    assert!(endless.stderr.contains("larger than"), "{}", endless.stderr);
}

#[test]
fn a_file_in_the_place_of_the_folder_is_said_by_every_command() {
    let stage = Stage::new();
    let file = stage.beside("file");
    fs::write(&file, "mine").unwrap();
    let table: [(&[&str], &str); 6] = [
        (&["run"], "cannot be made"),
        (&["demo"], "no folder for the demonstration"),
        (&["status"], "is not running"),
        (&["today"], "cannot be read"),
        (&["log", "walk"], "is not running"),
        (&["check"], "it cannot be read"),
    ];
    for (words, part) in table {
        let mut command = stage.bare();
        command.arg("--dir").arg(&file).args(words);
        let ran = crate::stage::ran(&command.output().unwrap());
        assert_eq!(ran.code, 1, "{words:?}: {ran:?}");
        let said = ran.stderr + &ran.stdout;
        assert!(said.contains(part), "{words:?}: {said}");
    }
    assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
}

#[test]
fn asking_for_the_day_makes_nothing() {
    let stage = Stage::new();
    let place = stage.beside("never");
    let mut command = stage.bare();
    command.arg("--dir").arg(&place).arg("today");
    let ran = crate::stage::ran(&command.output().unwrap());
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(
        ran.stdout.contains("Nothing is recorded today yet."),
        "{}",
        ran.stdout
    );
    assert!(!place.exists());
}

#[test]
fn a_second_one_says_how_the_first_stands() {
    let stage = Stage::new();
    let resident = stage.run();
    let second = stage.ask(&["run"]);
    assert_eq!(second.code, 0);
    assert!(
        second.stderr.contains("running already"),
        "{}",
        second.stderr
    );
    assert!(second.stdout.starts_with("Sitting"), "{}", second.stdout);
    resident.kill();
    assert_eq!(stage.history().of("started").len(), 1);
}

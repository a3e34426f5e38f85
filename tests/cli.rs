//! The command line as a person types it, against a resident that answers what the test says.
#![cfg(target_os = "linux")]
#![expect(
    clippy::unwrap_used,
    reason = "a test whose stage does not stand fails"
)]

use std::fs;
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::thread;

use chrono::{DateTime, FixedOffset};
use soleus::control::{Answer, Ask, PartReport, REPORT_VERSION, Replier, Server, StatusReport};
use soleus::link::{Health, Part};
use tempfile::TempDir;

const TELLING: [&str; 10] = [
    "log", "break", "snooze", "skip", "undo", "pause", "resume", "sit", "stand", "away",
];

struct Ran {
    code: i32,
    stdout: String,
    stderr: String,
}

fn soleus(dir: &Path, arguments: &[&str]) -> Ran {
    let output = command(dir, arguments).output().unwrap();
    ran(&output)
}

fn command(dir: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_soleus"));
    command
        .arg("--dir")
        .arg(dir)
        .args(arguments)
        .env("XDG_CONFIG_HOME", dir.join("config"))
        .env_remove("XDG_RUNTIME_DIR");
    command
}

fn ran(output: &Output) -> Ran {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    Ran {
        code: output.status.code().unwrap(),
        stdout: text(&output.stdout),
        stderr: text(&output.stderr),
    }
}

/// A resident that gives every ask this answer, and shows what it was asked.
fn resident(answer: Answer) -> (TempDir, Server, Receiver<Ask>) {
    let dir = tempfile::tempdir().unwrap();
    let (asked, asks) = channel();
    let on_ask = move |ask, replier: Replier| {
        let _ = asked.send(ask);
        replier.answer(answer.clone());
    };
    let server = Server::start(&socket(dir.path()), Arc::new(on_ask)).unwrap();
    (dir, server, asks)
}

/// Where the resident of `--dir DIR` listens; its folder is made.
fn socket(dir: &Path) -> PathBuf {
    let places = soleus::app::places(Some(dir)).unwrap();
    places.create_runtime().unwrap();
    places.socket()
}

fn at(time: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(&format!("2026-03-10T{time}:00+02:00")).unwrap()
}

fn status() -> StatusReport {
    StatusReport {
        version: REPORT_VERSION,
        at: at("09:24"),
        headline: "Sitting 24 min · break in 6 min".into(),
        posture: "seated".into(),
        why: "input".into(),
        since: at("09:00"),
        call: None,
        media_since: None,
        quiet: None,
        quiet_words: None,
        bout_seconds: 1440,
        pump_seconds: 1440,
        standing_seconds: 0,
        reminder: "none".into(),
        next_reminder_seconds: Some(360),
        movement: Some("easy-walk".into()),
        suggestion: None,
        guided: None,
        safety_read: true,
        paused_until: None,
        can_undo: false,
        last_record: 7,
        speed: 1,
        parts: vec![
            PartReport::new(Part::Store, &Health::Works("on disk".into())),
            PartReport::new(Part::Tray, &Health::Missing("no panel shows icons".into())),
        ],
    }
}

#[test]
fn every_telling_word_is_the_ask_it_says() {
    let (dir, _server, asks) = resident(Answer::did("So be it."));
    let table = [
        ("log", r#"{"ask":"log"}"#),
        ("log walk", r#"{"ask":"log","movement":"walk"}"#),
        (
            "log stairs --minutes 3 --at 14:05",
            r#"{"ask":"log","movement":"stairs","minutes":3,"at":"14:05"}"#,
        ),
        ("break", r#"{"ask":"break"}"#),
        ("snooze", r#"{"ask":"snooze"}"#),
        ("snooze 10", r#"{"ask":"snooze","minutes":10}"#),
        ("snooze tomorrow", r#"{"ask":"snooze","tomorrow":true}"#),
        ("skip", r#"{"ask":"skip"}"#),
        ("undo", r#"{"ask":"undo"}"#),
        ("pause", r#"{"ask":"pause"}"#),
        ("pause 60", r#"{"ask":"pause","minutes":60}"#),
        ("pause until 17:00", r#"{"ask":"pause","until":"17:00"}"#),
        ("pause tomorrow", r#"{"ask":"pause","tomorrow":true}"#),
        ("pause until tomorrow", r#"{"ask":"pause","tomorrow":true}"#),
        ("pause 5 --dir DIR", r#"{"ask":"pause","minutes":5}"#),
        ("resume", r#"{"ask":"resume"}"#),
        ("sit", r#"{"ask":"sit"}"#),
        ("stand --at 9:05", r#"{"ask":"stand","at":"09:05"}"#),
        ("away", r#"{"ask":"away"}"#),
        ("quit", r#"{"ask":"quit"}"#),
    ];
    for (typed, meant) in table {
        let here = dir.path().to_str().unwrap();
        let words: Vec<&str> = typed
            .split(' ')
            .map(|word| if word == "DIR" { here } else { word })
            .collect();
        let ran = soleus(dir.path(), &words);
        assert_eq!((ran.code, &*ran.stderr), (0, ""), "{typed}");
        assert_eq!(ran.stdout, "So be it.\n", "{typed}");
        let asked = asks.try_recv().unwrap();
        assert_eq!(serde_json::to_string(&asked).unwrap(), meant, "{typed}");
    }
}

#[test]
fn an_answer_of_no_is_1_and_stdout_stays_empty() {
    let (dir, _server, _asks) = resident(Answer::no("There is nothing to undo."));
    for word in TELLING.into_iter().chain(["status", "quit"]) {
        let ran = soleus(dir.path(), &[word]);
        assert_eq!((ran.code, &*ran.stdout), (1, ""), "{word}");
        assert_eq!(ran.stderr, "There is nothing to undo.\n", "{word}");
    }
}

#[test]
fn an_ask_that_was_wrong_is_2() {
    let words = "There is no movement `wlak`. Did you mean `walk`?";
    let (dir, _server, _asks) = resident(Answer::wrong(words));
    let ran = soleus(dir.path(), &["log", "wlak"]);
    assert_eq!((ran.code, &*ran.stdout), (2, ""));
    assert_eq!(ran.stderr.trim_end(), words);
}

#[test]
fn an_answer_to_something_else_is_1() {
    let (dir, _server, _asks) = resident(Answer::did("So be it."));
    let ran = soleus(dir.path(), &["status"]);
    assert_eq!((ran.code, &*ran.stdout), (1, ""));
}

#[test]
fn with_none_running_every_ask_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let missing = dir.path().join("not/there");
    for dir in [dir.path(), &missing] {
        for word in TELLING.into_iter().chain(["status", "quit"]) {
            let ran = soleus(dir, &[word]);
            assert_eq!((ran.code, &*ran.stdout), (1, ""), "{word}");
            assert_eq!(
                ran.stderr, "Soleus is not running. `soleus` starts it.\n",
                "{word}"
            );
        }
    }
    assert!(!missing.exists(), "asking makes nothing");
}

#[test]
fn a_stale_socket_is_none_running() {
    let dir = tempfile::tempdir().unwrap();
    drop(UnixListener::bind(socket(dir.path())).unwrap());
    let ran = soleus(dir.path(), &["status"]);
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("is not running"), "{}", ran.stderr);
}

#[test]
fn another_version_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let listener = UnixListener::bind(socket(dir.path())).unwrap();
    let other = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let hello = b"{\"soleus\":\"7.1.0\",\"protocol\":2}\n";
        std::io::Write::write_all(&mut stream, hello).unwrap();
    });
    let ran = soleus(dir.path(), &["status"]);
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("Soleus 7.1.0"), "{}", ran.stderr);
    other.join().unwrap();
}

#[test]
fn what_is_not_understood_is_2_and_asks_nobody() {
    let (dir, _server, asks) = resident(Answer::did("So be it."));
    let minutes = "from 1 to 1440";
    let table = [
        ("statsu", "status"),
        ("status --jsno", "--json"),
        ("log --minutes 0", minutes),
        ("log --minutes 1000000000", minutes),
        ("log --minutes -5", minutes),
        ("log --minutes three", minutes),
        ("log --at 25:00", "`25:00` is not a time of day"),
        ("log --at 1405", "`1405` is not a time of day"),
        ("log a b", "b"),
        ("snooze 0", minutes),
        ("snooze -1", minutes),
        ("snooze 1000000000", minutes),
        ("snooze later", "nor `tomorrow`"),
        ("pause 0", minutes),
        ("pause 1000000000", minutes),
        ("pause -3", minutes),
        ("pause soon", "`pause until 17:00`"),
        ("pause until", "`soleus pause until 17:00`"),
        ("pause until 24:00", "`24:00` is not a time of day"),
        ("pause 17:00 x", "`pause until 17:00`"),
        ("pause until 17:00 x", "x"),
        ("sit --at noon", "`noon` is not a time of day"),
        ("autostart", "on|off|status"),
        ("autostart maybe", "maybe"),
        ("simulate", "SCRIPT"),
        ("demo --speed 0", "1..=3600"),
        ("undo it", "it"),
        (
            "status --format wayber",
            "the formats are waybar, plain, prometheus",
        ),
        ("status --format {sitting}", "there are {seated}"),
        ("status --json --format plain", "--format"),
        (
            "subscribe --format prometheus",
            "soleus status --format prometheus",
        ),
        ("stats --days 0", "1..="),
        ("stats --days 7 --from 2026-11-01", "--from"),
        ("stats --to 2026-11-01", "--from"),
        ("stats --from yesterday", "2026-11-20"),
        (
            "stats --by year",
            "[possible values: day, week, month, hour, movement]",
        ),
        ("stats --json --csv", "--csv"),
        ("history --since 7", "7d"),
        ("export --csv --activitywatch", "--activitywatch"),
        ("import", "FILE"),
        ("fix", "--at"),
        ("fix --at 10:20", "MINUTES"),
        ("fix --at 10:20 walked", "MINUTES"),
        ("fix --at 10:20 walked 0", minutes),
        ("fix --at 10:20 walked -5", minutes),
        ("fix --at 10:20 danced 5", "walked"),
        ("fix --at 25:20 walked 5", "2026-11-20 10:20"),
        ("fix --drop seven", "invalid"),
        ("fix --drop 7 --at 10:20 walked 5", "--at"),
        ("fix --machine pc --at 10:20 walked 5", "--drop"),
    ];
    for (typed, part) in table {
        let words: Vec<&str> = typed.split(' ').collect();
        let ran = soleus(dir.path(), &words);
        assert_eq!((ran.code, &*ran.stdout), (2, ""), "{typed}: {}", ran.stderr);
        assert!(ran.stderr.contains(part), "{typed}: {}", ran.stderr);
    }
    assert!(asks.try_recv().is_err());
}

#[test]
fn status_is_the_headline_and_what_is_broken() {
    let (dir, _server, asks) = resident(Answer::Status(Box::new(status())));
    let ran = soleus(dir.path(), &["status"]);
    assert_eq!((ran.code, &*ran.stderr), (0, ""));
    assert_eq!(
        ran.stdout,
        "Sitting 24 min · break in 6 min\n  tray: no panel shows icons\n"
    );
    assert_eq!(asks.try_recv(), Ok(Ask::Status));
}

#[test]
fn status_json_holds_what_scripts_rely_on() {
    let (dir, _server, _asks) = resident(Answer::Status(Box::new(status())));
    let ran = soleus(dir.path(), &["status", "--json"]);
    assert_eq!((ran.code, &*ran.stderr), (0, ""));
    let said: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(said, serde_json::to_value(status()).unwrap());
    assert_eq!(said["version"], 1);
    assert_eq!(said["next_reminder_seconds"], 360);
    assert!(said.get("answer").is_none());
}

const COMMANDS: [&str; 26] = [
    "run",
    "status",
    "log",
    "break",
    "snooze",
    "skip",
    "undo",
    "pause",
    "resume",
    "sit",
    "stand",
    "away",
    "subscribe",
    "today",
    "stats",
    "history",
    "export",
    "import",
    "fix",
    "quit",
    "watch",
    "autostart",
    "simulate",
    "check",
    "doctor",
    "demo",
];

#[test]
fn help_names_every_command_with_a_line() {
    let dir = tempfile::tempdir().unwrap();
    let ran = soleus(dir.path(), &["--help"]);
    assert_eq!((ran.code, &*ran.stderr), (0, ""));
    for name in COMMANDS {
        let line = ran.stdout.lines().find_map(|line| {
            let (word, rest) = line.trim_start().split_once(' ')?;
            (word == name && line.starts_with("  ")).then(|| rest.trim())
        });
        let line = line.unwrap_or_else(|| panic!("{name} is not in the help"));
        assert!(line.len() > 15, "{name}: {line:?}");
    }
    for part in ["Examples:", "Exit codes:", "--dir"] {
        assert!(ran.stdout.contains(part), "{part}");
    }
}

#[test]
fn every_command_has_a_help_of_its_own() {
    let dir = tempfile::tempdir().unwrap();
    let plain = ["break", "skip", "undo", "resume", "quit"];
    for name in COMMANDS {
        let ran = soleus(dir.path(), &[name, "--help"]);
        assert_eq!((ran.code, &*ran.stderr), (0, ""), "{name}");
        assert!(ran.stdout.contains("Usage: soleus"), "{name}");
        let example = ran.stdout.contains(&format!("\n  soleus {name}"));
        let shared = ran.stdout.contains("\n  soleus stand");
        assert!(example || shared || plain.contains(&name), "{name}");
    }
}

#[test]
fn the_version_is_said() {
    let dir = tempfile::tempdir().unwrap();
    let ran = soleus(dir.path(), &["--version"]);
    assert_eq!(ran.code, 0);
    assert_eq!(
        ran.stdout,
        format!("soleus {}\n", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn autostart_goes_on_and_off_and_says_which() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("config/autostart/soleus.desktop");

    let ran = soleus(dir.path(), &["autostart", "status"]);
    assert_eq!(ran.code, 1);
    assert_eq!(ran.stdout, "Off: your login does not start Soleus.\n");
    assert!(!file.exists());

    let ran = soleus(dir.path(), &["autostart", "on"]);
    assert_eq!(ran.code, 0);
    assert_eq!(ran.stdout, "Soleus starts at your next login.\n");
    assert!(ran.stderr.contains("build folder"), "{}", ran.stderr);
    let text = fs::read_to_string(&file).unwrap();
    let exec = format!("Exec={} --dir ", env!("CARGO_BIN_EXE_soleus"));
    assert!(text.contains(&exec), "{text}");

    let ran = soleus(dir.path(), &["autostart", "status"]);
    assert_eq!((ran.code, &*ran.stderr), (0, ""));
    assert!(ran.stdout.starts_with("On: "), "{}", ran.stdout);

    let ran = soleus(dir.path(), &["autostart", "off"]);
    assert_eq!((ran.code, &*ran.stderr), (0, ""));
    let ran = soleus(dir.path(), &["autostart", "status"]);
    assert_eq!(ran.code, 1);
    assert!(ran.stdout.starts_with("Off: you switched it off"));
}

#[test]
fn autostart_without_a_place_changes_nothing_and_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let output = command(dir.path(), &["autostart", "on"])
        .env_remove("XDG_CONFIG_HOME")
        .env_remove("HOME")
        .output()
        .unwrap();
    let ran = ran(&output);
    assert_eq!((ran.code, &*ran.stdout), (1, ""));
    assert!(ran.stderr.contains("HOME"), "{}", ran.stderr);
}

#[path = "cli/absurd.rs"]
mod absurd;
#[path = "cli/bar.rs"]
mod bar;
#[path = "cli/book.rs"]
mod book;
#[path = "cli/fix.rs"]
mod fix;
#[path = "cli/import.rs"]
mod import;
#[path = "cli/record.rs"]
mod record;
#[path = "cli/settings.rs"]
mod settings;
#[path = "cli/shelf.rs"]
mod shelf;

mod dispatch {
    //! What `main` fills in is called with what was typed.

    use soleus::cli::format::Format;
    use soleus::cli::record::{By, Since};
    use soleus::cli::settings::SettingsAct;
    use std::ffi::OsString;
    use std::path::{Path, PathBuf};
    use std::process::ExitCode;

    use soleus::cli::{Programs, main};

    fn code(good: bool, code: u8) -> ExitCode {
        ExitCode::from(if good { code } else { 99 })
    }

    const PROGRAMS: Programs = Programs {
        run: |common, args| match &args.trace {
            Some(trace) => code(trace == Path::new("t"), 11),
            None => code(common.dir.as_deref() == Some(Path::new("d")), 10),
        },
        demo: |_, args| match args.speed {
            60 => code(!args.sensors, 20),
            speed => code(speed == 600 && args.sensors, 21),
        },
        window: |_, args| code(!args.unasked, 25),
        simulate: |_, args| code(args.script == Path::new("s"), 30),
        check: |_, args| code(args.file == Some(PathBuf::from("f")), 40),
        settings: |_, args| code(args.act == SettingsAct::Diff, 45),
        doctor: |_, args| code(args.json, 50),
        movements: |_, args| code(args.id.as_deref() == Some("m") && args.json, 60),
        presets: |_, args| code(args.id.as_deref() == Some("p") && !args.json, 61),
        sources: |_, args| code(args.id.is_none() && !args.json, 62),
        safety: || code(true, 63),
        socket: |dir| match dir {
            Some(_) => Ok(PathBuf::from("/nowhere/at/all/soleus.sock")),
            None => Err("no place".to_owned()),
        },
        at_the_end: |_| {},
        status_as: |_, format| code(*format == Format::Waybar, 70),
        subscribe: |_, args| code(args.format.is_none(), 71),
        today: |common, args| {
            let with_json = if args.json { 72 } else { 73 };
            code(common.dir.is_some() != args.json, with_json)
        },
        stats: |_, args| code(args.days == 30 && args.by == By::Week && args.csv, 74),
        history: |_, args| code(args.since == Some(Since::Days(7)) && !args.json, 75),
        export: |_, args| code(args.activitywatch && args.out.is_none(), 76),
        import: |_, args| code(args.file == Path::new("f"), 77),
        fix: |_, args| code(args.drop == Some(7) && args.at.is_none(), 78),
    };

    fn typed(line: &str) -> ExitCode {
        let words = ["soleus"].into_iter().chain(line.split_whitespace());
        main(words.map(OsString::from), &PROGRAMS)
    }

    #[test]
    fn each_program_is_started_with_its_arguments() {
        let table = [
            ("--dir d", 10),
            ("run --dir d", 10),
            ("--dir d run", 10),
            ("run --trace t", 11),
            ("demo", 20),
            ("demo --speed 600 --sensors", 21),
            ("simulate s", 30),
            ("check f", 40),
            ("settings diff", 45),
            ("doctor --json", 50),
            ("movements m --json", 60),
            ("presets p", 61),
            ("sources", 62),
            ("safety", 63),
            ("status --format waybar", 70),
            ("subscribe", 71),
            ("today --json", 72),
            ("today --dir d", 73),
            ("stats --days 30 --by week --csv", 74),
            ("history --since 7d", 75),
            ("export --activitywatch", 76),
            ("import f", 77),
            ("fix --drop 7", 78),
        ];
        for (line, code) in table {
            assert_eq!(typed(line), ExitCode::from(code), "{line}");
        }
    }

    #[test]
    fn no_place_for_the_socket_is_1() {
        assert_eq!(typed("status"), ExitCode::from(1));
    }
}

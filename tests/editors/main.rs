//! Real editors that save the settings file under the running program.
//!
//! No desktop is needed: the program tells by its command line what is in force.
#![cfg(target_os = "linux")]
#![expect(
    clippy::unwrap_used,
    reason = "a test whose stage does not stand fails"
)]

#[path = "../resident/stage.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod stage;
#[path = "../support/mod.rs"]
mod support;

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::json;

use stage::{Ran, Resident, Stage, ran};
use support::process::until;
use support::skip;

/// What a save with a mistake is answered with in the log.
const STAY: &str = "the old ones stay";

/// A running program whose settings say so many minutes.
struct Bench {
    stage: Stage,
    _resident: Resident,
    path: PathBuf,
}

impl Bench {
    fn new() -> Self {
        let stage = Stage::new();
        let path = stage.path("settings.json");
        Self::with(stage, path)
    }

    /// The settings file is a link into a folder of dotfiles.
    fn linked() -> Self {
        let stage = Stage::new();
        let path = stage.path("settings.json");
        let dots = stage.beside("dotfiles");
        fs::create_dir(&dots).unwrap();
        fs::rename(&path, dots.join("soleus.json")).unwrap();
        symlink("../dotfiles/soleus.json", &path).unwrap();
        Self::with(stage, path)
    }

    fn with(stage: Stage, path: PathBuf) -> Self {
        let text = stage.settings("  // mine\n  \"reminders\": { \"every_minutes\": 30 }\n");
        fs::write(&path, text).unwrap();
        let resident = stage.run();
        let bench = Self {
            stage,
            _resident: resident,
            path,
        };
        bench.in_force(30);
        bench
    }

    /// Waits until the program asks every so many minutes.
    fn in_force(&self, minutes: u64) {
        until(&format!("every {minutes} minutes"), || {
            let next = self.stage.json("status")["next_reminder_seconds"].as_u64()?;
            (next <= minutes * 60 && next > (minutes - 2) * 60).then_some(())
        });
    }

    /// Waits until it was told of so many saves with a mistake.
    fn refused(&self, saves: usize) {
        until("the mistake is told", || {
            (self.stage.log().matches(STAY).count() >= saves).then_some(())
        });
    }

    fn text(&self) -> String {
        fs::read_to_string(&self.path).unwrap()
    }

    fn says(&self, minutes: &str) -> bool {
        self.text().contains(&format!(
            "// mine\n  \"reminders\": {{ \"every_minutes\": {minutes} }}"
        ))
    }

    /// Vim puts another number there and saves, with these options.
    fn vim(&self, options: &str, minutes: &str) {
        let put = format!("%s/every_minutes\": \\zs[0-9x]*/{minutes}/");
        let output = Command::new("vim")
            .args(["-u", "NONE", "-i", "NONE", "-N", "-es"])
            .args(["-c", &format!("set {options}"), "-c", &put, "-c", "wq"])
            .arg(&self.path)
            .current_dir(&self.stage.dir)
            .env("TERM", "dumb")
            .stdin(Stdio::null())
            .output()
            .unwrap();
        assert!(output.status.success(), "{options}: {output:?}");
        assert!(self.says(minutes), "{options}: {}", self.text());
    }

    /// Somebody types into nano: behind the number, two letters back, another number, save, leave.
    fn nano(&self, options: &[&str], minutes: &str) {
        let text = self.text();
        let (line, found) = text
            .lines()
            .enumerate()
            .find_map(|(at, line)| Some((at + 1, line.find(" }")?)))
            .unwrap();
        let place = format!("+{line},{}", found + 1);
        let path = self.path.display().to_string();
        let command = [&["nano", "--ignorercfiles"], options, &[&place, &path]].concat();
        let typed = format!("\x7f\x7f{minutes}\x0f");
        let steps = [
            ("every_minutes", typed.as_str()),
            ("Write", "\r"),
            ("Wrote", "\x18"),
        ];
        let output = in_a_terminal(&command, &steps, &self.stage.dir, &[]);
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        assert!(self.says(minutes), "{options:?}: {}", self.text());
    }
}

/// Runs a command in a terminal, where keys are typed as soon as a text is on the screen.
fn in_a_terminal(
    command: &[&str],
    steps: &[(&str, &str)],
    home: &Path,
    variables: &[(&str, &str)],
) -> Output {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/editors/terminal.py");
    let mut python = Command::new("/usr/bin/python3")
        .arg(script)
        .env("TERM", "xterm")
        .env("HOME", home)
        .env_remove("VISUAL")
        .envs(variables.iter().copied())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let asked = json!({ "command": command, "steps": steps }).to_string();
    let mut stdin = python.stdin.take().unwrap();
    stdin.write_all(asked.as_bytes()).unwrap();
    drop(stdin);
    python.wait_with_output().unwrap()
}

/// The ways in which vim writes a file.
const WAYS: [&str; 8] = [
    "backupcopy=auto writebackup swapfile",
    "backupcopy=yes writebackup swapfile",
    "backupcopy=no writebackup swapfile",
    "backupcopy=auto nowritebackup noswapfile",
    "backupcopy=yes nowritebackup noswapfile",
    "backupcopy=no nowritebackup noswapfile",
    "backupcopy=yes backup backupdir=. directory=.",
    "backupcopy=no backup backupdir=. directory=. nofsync",
];

#[test]
fn whatever_way_vim_writes_the_settings_are_in_force() {
    if skip::missing(&["vim"]) {
        return;
    }
    let bench = Bench::new();
    for (at, way) in WAYS.into_iter().enumerate() {
        let minutes = 40 + 3 * u64::try_from(at).unwrap();
        bench.vim(way, &minutes.to_string());
        bench.in_force(minutes);
    }
    assert_eq!(
        bench.stage.log().matches(STAY).count(),
        0,
        "no half of a file was read"
    );
}

#[test]
fn vim_saves_a_linked_file_and_the_settings_are_in_force() {
    if skip::missing(&["vim"]) {
        return;
    }
    let bench = Bench::linked();
    for (at, way) in WAYS.into_iter().enumerate() {
        let minutes = 40 + 3 * u64::try_from(at).unwrap();
        bench.vim(way, &minutes.to_string());
        bench.in_force(minutes);
    }
}

#[test]
fn a_mistake_saved_by_vim_keeps_the_old_settings_and_mended_is_in_force() {
    if skip::missing(&["vim"]) {
        return;
    }
    let bench = Bench::new();
    let mut saves = 0;
    for (way, minutes) in WAYS.into_iter().take(3).zip([40, 45, 50]) {
        bench.vim(way, &minutes.to_string());
        bench.in_force(minutes);
        // No number, and one too large.
        for wrong in ["4x", "900"] {
            bench.vim(way, wrong);
            saves += 1;
            bench.refused(saves);
            bench.in_force(minutes);
        }
    }
    bench.vim(WAYS[0], "60");
    bench.in_force(60);
}

#[test]
fn what_is_typed_into_nano_and_saved_is_in_force() {
    if skip::missing(&["nano"]) {
        return;
    }
    let bench = Bench::new();
    bench.nano(&[], "45");
    bench.in_force(45);
    bench.nano(&["--backup"], "0x");
    bench.refused(1);
    bench.in_force(45);
    bench.nano(&["--backup"], "50");
    bench.in_force(50);

    let linked = Bench::linked();
    linked.nano(&[], "45");
    linked.in_force(45);
    assert!(linked.path.is_symlink());
}

#[test]
fn a_key_set_by_command_between_two_saves_of_an_editor_stays() {
    if skip::missing(&["vim"]) {
        return;
    }
    let bench = Bench::new();
    bench.vim(WAYS[2], "40");
    let ran = bench
        .stage
        .ask(&["settings", "set", "window.theme", "dark"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    bench.vim(WAYS[1], "45");
    bench.in_force(45);
    let Ran { stdout, .. } = bench.stage.ask(&["settings", "get", "window.theme"]);
    assert_eq!(stdout, "\"dark\"\n");
    let ran = bench
        .stage
        .ask(&["settings", "set", "reminders.every_minutes", "50"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    bench.in_force(50);
    assert!(bench.says("50"), "{}", bench.text());
}

#[test]
fn an_editor_that_left_a_mistake_is_offered_again() {
    if skip::missing(&["nano"]) {
        return;
    }
    let stage = Stage::new();
    let program = stage.beside("editor");
    let script = "#!/bin/sh\nif [ -e \"$1.once\" ]; then echo '{}' > \"$1\"\nelse touch \"$1.once\"; \
                  echo '{ \"window\": 5 }' > \"$1\"; fi\n";
    fs::write(&program, script).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    let dir = stage.dir.display().to_string();
    let command = [
        env!("CARGO_BIN_EXE_soleus"),
        "--dir",
        &dir,
        "settings",
        "edit",
    ];
    let editor = program.display().to_string();
    let typed = |answer: &str| {
        let steps = [("Edit it again? [Y/n] ", answer)];
        let output = in_a_terminal(&command, &steps, &stage.dir, &[("EDITOR", &editor)]);
        ran(&output)
    };
    let again = typed("\r");
    assert_eq!(again.code, 0, "{again:?}");
    assert!(
        again
            .stdout
            .contains("window: 5 is not an object of settings"),
        "{again:?}"
    );
    assert!(again.stdout.contains("1 | { \"window\": 5 }"), "{again:?}");
    assert!(
        again.stdout.contains("settings.json: nothing is wrong."),
        "{again:?}"
    );

    fs::remove_file(stage.path("settings.json.once")).unwrap();
    let left = typed("n\r");
    assert_eq!(left.code, 1, "{left:?}");
    assert!(!left.stdout.contains("nothing is wrong"), "{left:?}");
}

//! A folder of the program's own, the program in it, and the command line beside it.

use std::fs::{self, File};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::time::Duration;

use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use serde_json::Value;
use soleus::control::{Answer, Ask, ask};
use soleus::platform::clock::wall_time;
use soleus::store::kept_device_name;
use tempfile::TempDir;

use crate::support::process::{safety_was_read, until};

/// How long one ask may take.
pub(crate) const ASK: Duration = Duration::from_secs(20);

/// One person's files.
pub(crate) struct Stage {
    root: TempDir,
    /// What `--dir` names.
    pub(crate) dir: PathBuf,
    /// When the day of these tests began.
    pub(crate) day_began: DateTime<Utc>,
}

/// What a command said.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// The running program; dropped, it is killed.
pub(crate) struct Resident {
    child: Child,
    stderr: PathBuf,
    /// Where it listens.
    pub(crate) socket: PathBuf,
}

impl Stage {
    /// A day that began twelve hours ago, so that none ends during a test.
    pub(crate) fn new() -> Self {
        let day_began = wall_time()
            .to_utc()
            .duration_trunc(TimeDelta::minutes(1))
            .unwrap();
        let day_began = day_began - TimeDelta::hours(12);
        let stage = Self::without_settings(day_began);
        fs::write(stage.path("settings.json"), stage.settings("")).unwrap();
        stage
    }

    fn without_settings(day_began: DateTime<Utc>) -> Self {
        let root = tempfile::tempdir().unwrap();
        let dir = root.path().join("soleus");
        fs::create_dir(&dir).unwrap();
        fs::write(dir.join("safety-read"), "").unwrap();
        for name in ["home", "runtime"] {
            fs::create_dir(root.path().join(name)).unwrap();
        }
        safety_was_read(&dir);
        Self {
            root,
            dir,
            day_began,
        }
    }

    /// The text of settings with these lines in it.
    pub(crate) fn settings(&self, lines: &str) -> String {
        let starts = self.day_began.format("%H:%M");
        format!("{{\n  \"start_at_login\": false,\n  \"day_starts_at\": \"{starts}\",\n{lines}}}\n")
    }

    /// A file of the program's.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }

    /// A place beside the program's folder.
    pub(crate) fn beside(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    /// The program on a desktop without display and buses, in the usual places of its own home.
    pub(crate) fn bare(&self) -> Command {
        let home = self.beside("home");
        let mut command = Command::new(env!("CARGO_BIN_EXE_soleus"));
        command
            .current_dir(self.root.path())
            .env_clear()
            .env("TZ", "UTC")
            .env("HOME", &home)
            .env("XDG_CONFIG_HOME", home.join("config"))
            .env("XDG_DATA_HOME", home.join("data"))
            .env("XDG_STATE_HOME", home.join("state"))
            .env("XDG_RUNTIME_DIR", self.beside("runtime"))
            .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")
            .env("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent/bus")
            .stdin(Stdio::null());
        command
    }

    /// The program in its one folder.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.bare();
        command.arg("--dir").arg(&self.dir).args(arguments);
        command
    }

    /// Starts the program and waits until it answers.
    pub(crate) fn run(&self) -> Resident {
        self.start(self.command(&["run"])).ready()
    }

    /// Starts the program with a fast clock and waits until it answers.
    pub(crate) fn demo(&self, speed: u32) -> Resident {
        let speed = speed.to_string();
        self.start(self.command(&["demo", "--speed", &speed]))
            .ready()
    }

    /// Starts it and does not wait.
    pub(crate) fn start(&self, command: Command) -> Resident {
        self.start_at(command, self.dir.join("run/socket"))
    }

    /// The same for a program that listens elsewhere.
    pub(crate) fn start_at(&self, mut command: Command, socket: PathBuf) -> Resident {
        let stderr = self.beside("stderr");
        let child = command
            .stdout(Stdio::null())
            .stderr(File::create(&stderr).unwrap())
            .spawn()
            .unwrap();
        Resident {
            child,
            stderr,
            socket,
        }
    }

    /// Runs a command of the command line to its end.
    pub(crate) fn ask(&self, arguments: &[&str]) -> Ran {
        ran(&self.command(arguments).output().unwrap())
    }

    /// What a command with `--json` answers.
    pub(crate) fn json(&self, command: &str) -> Value {
        let ran = self.ask(&[command, "--json"]);
        assert_eq!(ran.code, 0, "{command}: {}", ran.stderr);
        serde_json::from_str(&ran.stdout).unwrap()
    }

    /// One number of `status`.
    pub(crate) fn status(&self, key: &str) -> u64 {
        self.json("status")[key].as_u64().unwrap()
    }

    /// What `status` says of a part that does not work.
    pub(crate) fn broken(&self, part: &str) -> Option<String> {
        let parts = self.json("status")["parts"].take();
        parts
            .as_array()
            .unwrap()
            .iter()
            .find(|one| one["part"] == part && one["works"] == false)
            .map(|one| one["words"].as_str().unwrap().to_owned())
    }

    /// The log so far.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.path("soleus.log")).unwrap_or_default()
    }

    /// The folder of this machine in the history.
    pub(crate) fn own_folder(&self) -> PathBuf {
        let device = kept_device_name(&self.path("device")).unwrap().unwrap();
        self.path("history").join(device)
    }

    /// The names in the program's folder that begin so.
    pub(crate) fn names(&self, begin: &str) -> Vec<String> {
        names(&self.dir, begin)
    }
}

impl Resident {
    /// Waits until it answers.
    pub(crate) fn ready(mut self) -> Self {
        let socket = self.socket.clone();
        until("the program answers", || {
            if let Some(status) = self.child.try_wait().unwrap() {
                panic!("it ended: {status}: {}", self.stderr());
            }
            ask(&socket, &Ask::Status, ASK).ok()
        });
        self
    }

    /// What it said on its terminal.
    pub(crate) fn stderr(&self) -> String {
        fs::read_to_string(&self.stderr).unwrap_or_default()
    }

    /// `kill -9`.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// A signal by name, and what the program ended with.
    pub(crate) fn end_by(self, signal: &str) -> ExitStatus {
        let pid = self.child.id().to_string();
        let sent = Command::new("kill").args([signal, &pid]).status().unwrap();
        assert!(sent.success());
        self.ended()
    }

    /// Waits for its end.
    pub(crate) fn ended(mut self) -> ExitStatus {
        until("the program ends", || self.child.try_wait().unwrap())
    }

    /// Its exit code, once it ended by itself.
    pub(crate) fn code(self) -> i32 {
        let status = self.ended();
        status
            .code()
            .unwrap_or_else(|| panic!("killed by signal {:?}", status.signal()))
    }

    /// Whether it runs.
    pub(crate) fn runs(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }

    /// Asks it directly.
    pub(crate) fn ask(&self, it: &Ask) -> Option<Answer> {
        ask(&self.socket, it, ASK).ok()
    }
}

impl Drop for Resident {
    fn drop(&mut self) {
        // It may have ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub(crate) fn ran(output: &Output) -> Ran {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Ran {
        code: output.status.code().unwrap_or(-1),
        stdout: text(&output.stdout),
        stderr: text(&output.stderr),
    }
}

pub(crate) fn names(folder: &Path, begin: &str) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with(begin))
        .collect();
    names.sort();
    names
}

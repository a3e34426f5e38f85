//! The program under test: the real one, on a desk of the test, asked by its own command line.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::Duration;

use soleus::control::{Answer, Ask, BreakReport, PartReport, StatusReport, TodayReport};
use soleus::store::Places;

use crate::support::desk::{Desk, Surroundings};
use crate::support::process::{Process, safety_was_read, until};

pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_soleus");

/// Ten minutes of sitting between reminders, which stay as long as they can.
pub(crate) const EVERY_TEN: &str = r#"{
  "start_at_login": false,
  "reminders": {"every_minutes": 10, "longest_sitting_minutes": 480, "show_seconds": 7200}
}"#;

/// A speed at which ten minutes are three seconds.
pub(crate) const QUICK: &str = "200";

/// A running Soleus; dropping it kills it.
pub(crate) struct Soleus {
    process: Process,
    around: Surroundings,
    variables: Vec<(String, String)>,
    dir: PathBuf,
}

impl Soleus {
    /// A demonstration with reminders every ten minutes, which are three seconds, and breaks in notices.
    pub(crate) fn quick(desk: &Desk) -> Self {
        let settings = EVERY_TEN.replacen('{', "{\n  \"window\": {\"guide\": false},", 1);
        Self::start(desk, &settings, &["demo", "--speed", QUICK])
    }

    /// Starts it with these settings and waits until it answers.
    pub(crate) fn start(desk: &Desk, settings: &str, arguments: &[&str]) -> Self {
        Self::start_with(desk, settings, arguments, &[])
    }

    /// The same, with these variables too.
    pub(crate) fn start_with(
        desk: &Desk,
        settings: &str,
        arguments: &[&str],
        variables: &[(&str, &str)],
    ) -> Self {
        let dir = Self::folder(desk);
        safety_was_read(&dir);
        Self::start_in(dir, desk, settings, arguments, variables)
    }

    /// Starts it for somebody who did not read the page on safety yet.
    pub(crate) fn start_unread(desk: &Desk, settings: &str, arguments: &[&str]) -> Self {
        Self::start_in(Self::folder(desk), desk, settings, arguments, &[])
    }

    fn folder(desk: &Desk) -> PathBuf {
        let dir = desk.home().join("soleus");
        fs::create_dir_all(&dir).unwrap();
        dir
    }

    fn start_in(
        dir: PathBuf,
        desk: &Desk,
        settings: &str,
        arguments: &[&str],
        variables: &[(&str, &str)],
    ) -> Self {
        fs::write(dir.join("settings.json"), settings).unwrap();
        let around = desk.surroundings();
        let errors = File::create(dir.join("errors")).unwrap();
        let mut program = command(&around, &dir);
        program.args(arguments).envs(variables.iter().copied());
        let process = Process::start_saying(&mut program, errors);
        let soleus = Self {
            process,
            around,
            variables: variables
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
            dir,
        };
        soleus.until_it_answers();
        soleus
    }

    /// Ends it at once, as a crash does.
    pub(crate) fn kill(&mut self) {
        self.process.kill();
    }

    /// Starts it again on its folder, after it was killed, and waits until it answers.
    pub(crate) fn start_again(&mut self, arguments: &[&str]) {
        self.process = Process::start(&mut self.program(arguments));
        self.until_it_answers();
    }

    fn until_it_answers(&self) {
        until("an answer of the program", || {
            self.asked(&["status"]).status.success().then_some(())
        });
    }

    /// Its folder.
    pub(crate) fn dir(&self) -> &Path {
        &self.dir
    }

    /// Runs another program like this one, on its folder, to its end.
    pub(crate) fn asked(&self, arguments: &[&str]) -> Output {
        command(&self.around, &self.dir)
            .args(arguments)
            .output()
            .unwrap()
    }

    /// Runs another program like this one, with all that this one has around it.
    pub(crate) fn asked_around(&self, arguments: &[&str]) -> Output {
        let mut program = command(&self.around, &self.dir);
        let variables = self.variables.iter().map(|(name, value)| (name, value));
        program.args(arguments).envs(variables).output().unwrap()
    }

    /// Another program like this one, on its folder.
    pub(crate) fn program(&self, arguments: &[&str]) -> Command {
        let mut program = command(&self.around, &self.dir);
        program.args(arguments);
        program
    }

    /// How things stand.
    pub(crate) fn status(&self) -> StatusReport {
        let output = self.asked(&["status", "--json"]);
        serde_json::from_slice(&output.stdout).expect("a status")
    }

    /// Waits until things stand so.
    pub(crate) fn until(&self, what: &str, so: impl Fn(&StatusReport) -> bool) -> StatusReport {
        until(what, || Some(self.status()).filter(&so))
    }

    /// Waits until the reminder is in this state.
    pub(crate) fn until_reminder(&self, state: &str) -> StatusReport {
        self.until(&format!("a reminder that is {state}"), |it| {
            it.reminder == state
        })
    }

    /// Waits until a part works, or does not, and gives its words.
    pub(crate) fn until_part(&self, part: &str, works: bool) -> String {
        let of = |it: &StatusReport| -> Option<PartReport> {
            it.parts.iter().find(|one| one.part == part).cloned()
        };
        let what = format!("{part} that works: {works}");
        let status = self.until(&what, |it| of(it).is_some_and(|one| one.works == works));
        of(&status).expect("it was just there").words
    }

    /// Waits until the clock has gone on by this much sitting.
    pub(crate) fn until_sat_longer(&self, by: Duration) {
        let before = self.status().bout_seconds;
        self.until("the clock to go on", |it| {
            it.bout_seconds >= before + by.as_secs()
        });
    }

    /// Asks how things stand and wants the answer within a second.
    pub(crate) fn answers_soon(&self) {
        let socket = Places::inside(&self.dir).socket();
        let answer = soleus::control::ask(&socket, &Ask::Status, Duration::from_secs(1));
        assert!(matches!(answer, Ok(Answer::Status(_))), "{answer:?}");
    }

    /// The day so far.
    pub(crate) fn today(&self) -> TodayReport {
        let output = self.asked(&["today", "--json"]);
        serde_json::from_slice(&output.stdout).expect("a day")
    }

    /// Waits until the day has this many entries and gives them.
    pub(crate) fn until_breaks(&self, count: usize) -> Vec<BreakReport> {
        until(&format!("{count} entries in the day"), || {
            let breaks = self.today().breaks;
            (breaks.len() == count).then_some(breaks)
        })
    }

    /// What it said of errors so far.
    pub(crate) fn errors(&self) -> String {
        fs::read_to_string(self.dir.join("errors")).unwrap()
    }

    /// How often it has said these words.
    pub(crate) fn said(&self, words: &str) -> usize {
        self.errors().matches(words).count()
    }

    /// Writes the settings file as an editor does.
    pub(crate) fn write_settings(&self, text: &str) {
        fs::write(self.dir.join("settings.json"), text).unwrap();
    }
}

/// The program with everything in this folder.
pub(crate) fn command(around: &Surroundings, dir: &Path) -> Command {
    let mut command = around.command(PROGRAM);
    command.arg("--dir").arg(dir);
    command
}

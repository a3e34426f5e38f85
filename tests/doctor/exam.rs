//! One run of `soleus doctor`, bounded, and what it found.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::program::PROGRAM;
use crate::support::desk::Desk;

/// Every part, in the order of the report.
pub(crate) const PARTS: [&str; 16] = [
    "idle",
    "lock",
    "sleep",
    "microphone",
    "camera",
    "media",
    "do-not-disturb",
    "full-screen",
    "tray",
    "notices",
    "autostart",
    "settings",
    "hooks",
    "history",
    "machines",
    "socket",
];

/// It takes about six seconds at the most; the rest is for a machine that is busy.
const BOUND: &str = "20";

/// What one run found.
#[derive(Debug)]
pub(crate) struct Exam {
    pub(crate) code: i32,
    pub(crate) report: Value,
}

/// The program with these words, on this desk and its folder, ended if it takes too long.
pub(crate) fn doctor(desk: &Desk, arguments: &[&str]) -> Command {
    let mut command = desk.surroundings().command("timeout");
    command.args([BOUND, PROGRAM, "--dir"]).arg(folder(desk));
    command.arg("doctor").args(arguments);
    command
}

/// The program's folder on this desk.
pub(crate) fn folder(desk: &Desk) -> PathBuf {
    desk.home().join("soleus")
}

/// Writes the settings of this desk.
pub(crate) fn write_settings(desk: &Desk, text: &str) {
    fs::create_dir_all(folder(desk)).unwrap();
    fs::write(folder(desk).join("settings.json"), text).unwrap();
}

/// Examines this desk.
pub(crate) fn examine(desk: &Desk) -> Exam {
    Exam::of(&mut doctor(desk, &["--json"]))
}

impl Exam {
    /// What this command finds.
    pub(crate) fn of(command: &mut Command) -> Self {
        let output = command.output().unwrap();
        let code = output.status.code().unwrap();
        assert_ne!(code, 124, "it took too long");
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(said, "", "it says nothing beside its answer");
        let report = serde_json::from_slice(&output.stdout).expect("a report");
        Self { code, report }
    }

    /// What was found of one part.
    pub(crate) fn part(&self, name: &str) -> &Value {
        let parts = self.report["parts"].as_array().unwrap();
        let found = parts.iter().find(|part| part["part"] == name);
        found.unwrap_or_else(|| panic!("{name} is not in the report"))
    }

    /// The verdict and the words for one part.
    pub(crate) fn found(&self, name: &str) -> (&str, &str) {
        let part = self.part(name);
        (
            part["verdict"].as_str().unwrap(),
            part["words"].as_str().unwrap(),
        )
    }

    /// Every command that is advised for one part.
    pub(crate) fn commands(&self, name: &str) -> Vec<&str> {
        let advice = self.part(name)["advice"].as_array().unwrap();
        let commands = advice
            .iter()
            .flat_map(|it| it["commands"].as_array().unwrap());
        commands.map(|command| command.as_str().unwrap()).collect()
    }

    /// All the words of advice for one part.
    pub(crate) fn advice(&self, name: &str) -> String {
        let advice = self.part(name)["advice"].as_array().unwrap();
        let words: Vec<&str> = advice
            .iter()
            .map(|it| it["words"].as_str().unwrap())
            .collect();
        words.join(" ")
    }

    /// What Soleus needs and does not have.
    pub(crate) fn lacks(&self) -> Vec<&str> {
        let lacks = self.report["lacks"].as_array().unwrap();
        lacks.iter().map(|need| need.as_str().unwrap()).collect()
    }
}

/// Every file and folder below this one, with its size.
pub(crate) fn tree(below: &Path) -> BTreeSet<(PathBuf, u64)> {
    let mut all = BTreeSet::new();
    let mut folders = vec![below.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let found = fs::symlink_metadata(&path).unwrap();
            if found.is_dir() {
                folders.push(path.clone());
                all.insert((path, 0));
            } else {
                all.insert((path, found.len()));
            }
        }
    }
    all
}

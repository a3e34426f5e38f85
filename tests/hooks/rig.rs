//! A home folder, programs in it, and the thread that runs them.

use std::collections::BTreeMap;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use chrono::DateTime;
use soleus::hooks::{Event, Happening, Hooks, Programs, What};
use soleus::link::{Health, Link, Part, Told};
use tempfile::TempDir;

use crate::support::process::{until, write_program};

/// The longest wait for anything that must happen.
const BOUND: Duration = Duration::from_mins(1);

/// One person's programs.
pub(crate) struct Rig {
    folder: TempDir,
    pub(crate) programs: Programs,
    pub(crate) hooks: Option<Hooks>,
    healths: Receiver<Health>,
}

impl Rig {
    /// With this program for a snooze, and ten seconds for it.
    pub(crate) fn snooze(command: &[&str]) -> Self {
        Self::with(command, Duration::from_secs(10))
    }

    /// With this program for a snooze, and this much time for it.
    pub(crate) fn with(command: &[&str], time_limit: Duration) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let settings = folder.path().join("settings.json");
        fs::write(&settings, "{}").unwrap();
        fs::set_permissions(&settings, Permissions::from_mode(0o644)).unwrap();
        let programs = Programs {
            commands: BTreeMap::from([(Happening::Snooze, words(command))]),
            time_limit,
            named_in: settings,
            home: folder.path().to_owned(),
        };
        Self::of(folder, programs)
    }

    fn of(folder: TempDir, programs: Programs) -> Self {
        let (tell, healths) = mpsc::channel();
        let link = Link::new(move |told| {
            if let Told::Health(Part::Hooks, how) = told {
                // Nobody may listen any more.
                let _ = tell.send(how);
            }
        });
        Self {
            folder,
            hooks: Some(Hooks::start(link, programs.clone())),
            programs,
            healths,
        }
    }

    /// A file in the home folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Puts a program there.
    pub(crate) fn script(&self, name: &str, text: &str) {
        write_program(&self.path(name), text);
    }

    /// Tells that a reminder was put off for so many seconds.
    pub(crate) fn tell(&self, seconds: u64) {
        self.hooks.as_ref().unwrap().tell(snoozed(seconds));
    }

    /// Uses other programs from now on.
    pub(crate) fn retune(&mut self, change: impl FnOnce(&mut Programs)) {
        change(&mut self.programs);
        self.hooks.as_mut().unwrap().retune(self.programs.clone());
    }

    /// What is in a file, once it is there and ends with a line's end.
    pub(crate) fn written(&self, name: &str) -> String {
        let path = self.path(name);
        until(&format!("a whole {name}"), || {
            let text = fs::read_to_string(&path).ok()?;
            text.ends_with('\n').then_some(text)
        })
    }

    /// The lines of a file, once there are so many.
    pub(crate) fn lines(&self, name: &str, many: usize) -> Vec<String> {
        let path = self.path(name);
        until(&format!("{many} lines in {name}"), || {
            let text = fs::read_to_string(&path).ok()?;
            let lines: Vec<_> = text.lines().map(str::to_owned).collect();
            (text.ends_with('\n') && lines.len() >= many).then_some(lines)
        })
    }

    /// The next word of how things stand.
    pub(crate) fn health(&self) -> Health {
        self.healths.recv_timeout(BOUND).unwrap()
    }

    /// Everything told of how things stand that nobody asked for yet.
    pub(crate) fn healths(&self) -> Vec<Health> {
        self.healths.try_iter().collect()
    }

    /// The next word is that it does not work, and why.
    pub(crate) fn missing(&self) -> String {
        match self.health() {
            Health::Missing(words) => words,
            other => panic!("{other:?}"),
        }
    }

    /// The next word is that it works.
    pub(crate) fn works(&self) {
        let expected = Health::Works("runs your programs: hooks.on_snooze".to_owned());
        assert_eq!(self.health(), expected);
    }
}

/// A reminder was put off for so many seconds.
pub(crate) fn snoozed(seconds: u64) -> Event {
    Event {
        at: DateTime::parse_from_rfc3339("2026-11-28T10:02:40+01:00").unwrap(),
        what: What::Snooze {
            seconds: Some(seconds),
        },
    }
}

pub(crate) fn words(command: &[&str]) -> Vec<String> {
    command.iter().map(|word| (*word).to_owned()).collect()
}

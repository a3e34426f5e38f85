//! The settings file while the program runs: read again when it changes, told when it has a
//! mistake, and written where the user's answer is a setting.

use std::collections::HashSet;
use std::sync::Arc;

use serde_json::Value;

use super::event::Event;
use super::names::CatalogueNames;
use super::open::apart;
use super::resident::Resident;
use super::senses::sensor_settings;
use super::start::{question, rules_of, told};
use crate::engine::Input;
use crate::notify::{Message, Topic};
use crate::settings::{self, Fault, Loaded, Problem};

/// The key that a gentle start ends by.
const GENTLE_START: &str = "reminders.gentle_start";

/// A notice has room for so many problems.
const IN_NOTICE: usize = 4;

/// What is used in place of what is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Instead {
    /// What each problem says.
    Used,
    /// What was in force before.
    AsBefore,
}

/// A problem in a sentence for a notice, which has little room.
fn in_brief(problem: &Problem, instead: Instead) -> String {
    let mut line = String::new();
    if problem.document.file != settings::FILE {
        line += &format!("{}: ", problem.document.file);
    }
    if let Some(place) = problem.place {
        line += &format!("Line {}, column {}: ", place.line, place.column);
    }
    if let Some(key) = &problem.key {
        line += &format!("{key}: ");
    }
    line += &problem.what;
    if let (Instead::Used, Some(used)) = (instead, &problem.instead) {
        line += &format!("; {used}");
    }
    line
}

/// What is odd, wherever it stands: lines move.
fn oddities(problems: &[Problem]) -> HashSet<(Fault, Option<String>)> {
    problems
        .iter()
        .map(|problem| (problem.fault, problem.key.clone()))
        .collect()
}

impl Resident {
    /// Tells what is wrong with the settings the program starts with.
    pub(super) fn say_problems(&mut self, loaded: Loaded) {
        if loaded.problems.is_empty() {
            return;
        }
        self.console
            .say(&told(&loaded.problems, ToString::to_string));
        let summary = if loaded.has_errors() {
            "Some of your settings were not understood"
        } else {
            question(&loaded)
        };
        self.say_found(
            summary,
            &loaded.problems,
            ToString::to_string,
            Instead::Used,
        );
        self.said.at_start = Some(loaded);
    }

    /// New settings: with a mistake in them those in force stay, and the user is told.
    pub(super) fn reload(&mut self, loaded: Loaded) {
        // The watch begins by telling what the program started with.
        if self.said.at_start.take().as_ref() == Some(&loaded) {
            return;
        }
        if loaded.has_errors() {
            let ours = |problem: &&Problem| problem.document.file == settings::FILE;
            let summary = match loaded.errors().filter(ours).count() {
                1 => "Your settings have a mistake; the old ones stay".to_owned(),
                count => format!("Your settings have {count} mistakes; the old ones stay"),
            };
            let problems = &loaded.problems;
            return self.say_found(&summary, problems, Problem::at_reload, Instead::AsBefore);
        }
        let mut loaded = loaded;
        if loaded.absent {
            self.keep_settings(&mut loaded);
        }
        self.ask_anew(&loaded);
        let old = std::mem::replace(&mut self.settings, loaded.settings);
        let fitted = self.settings.fitted(&loaded.catalogue);
        if old == self.settings && *self.catalogue == fitted {
            return;
        }
        self.catalogue = Arc::new(fitted);
        self.names = CatalogueNames(Arc::clone(&self.catalogue));
        // What is wrong from now on is worth saying again.
        self.said.forget();
        tracing::info!("the settings changed");
        let rules = rules_of(&self.settings, &loaded.catalogue, self.speed);
        self.tell(Input::Settings(Box::new(rules)), None);
        let sensors = sensor_settings(&self.settings, &self.clock);
        if let Some(running) = &mut self.sensors {
            running.retune(sensors);
        }
        if old.hooks != self.settings.hooks {
            self.retune_hooks();
        }
        if old.start_at_login != self.settings.start_at_login {
            self.follow_autostart();
        }
    }

    /// What is odd in settings that can be used is told when it is new, and not with every change of
    /// something else.
    fn ask_anew(&mut self, loaded: &Loaded) {
        let odd = oddities(&loaded.problems);
        let known = std::mem::replace(&mut self.said.odd, odd);
        if !self.said.odd.is_subset(&known) {
            let summary = question(loaded);
            self.say_found(
                summary,
                &loaded.problems,
                ToString::to_string,
                Instead::Used,
            );
        } else if self.said.odd != known || loaded.problems.is_empty() {
            // What stands on the screen is not so any more.
            self.notices.unsay_settings();
        }
    }

    /// Says what was found in the files: in full in the log, in brief in a notice.
    fn say_found(
        &mut self,
        summary: &str,
        problems: &[Problem],
        in_full: impl Fn(&Problem) -> String,
        instead: Instead,
    ) {
        self.said.odd = oddities(problems);
        tracing::warn!("{summary}: {}", told(problems, in_full));
        let first = problems
            .iter()
            .take(IN_NOTICE)
            .map(|it| in_brief(it, instead));
        let more = problems
            .len()
            .checked_sub(IN_NOTICE)
            .filter(|more| 0 < *more);
        let more = more.map(|more| format!("… and {more} more: `soleus check` lists them all."));
        let last = (instead == Instead::AsBefore)
            .then(|| "Until that is mended, the settings in force stay.".to_owned());
        let lines: Vec<String> = first.chain(more).chain(last).collect();
        self.say_of_settings(summary, &lines.join("\n"));
    }

    /// A file that is gone says nothing: what the last one said stays in force.
    fn keep_settings(&mut self, loaded: &mut Loaded) {
        if self.settings == loaded.settings {
            return;
        }
        loaded.settings = self.settings.clone();
        let words = format!(
            "{} is not there any more. What it said stays in force until Soleus ends; then the \
             defaults are used. Put the file back, or write a new one.",
            self.places.settings.display()
        );
        self.say("Your settings file is gone; the old settings stay", &words);
    }

    /// The user said yes to the full interval: written down on a thread that may wait for the disk.
    /// It is in force already.
    pub(super) fn end_gentle_start(&self) {
        let (path, sender) = (self.places.settings.clone(), self.sender.clone());
        apart("settings", move || {
            let end = Value::Bool(false);
            if let Err(error) = settings::set_in_file(&path, GENTLE_START, &end) {
                sender.send(Event::NotWritten(error.to_string()));
            }
        });
    }

    /// An answer that is a setting could not be written.
    pub(super) fn not_written(&mut self, why: &str) {
        let words = format!(
            "Your answer counts until Soleus ends, and could not be written down: {why}. To keep \
             it, set {GENTLE_START} to false by hand."
        );
        tracing::warn!("{words}");
        self.say_of_settings("Your answer is not in the settings file", &words);
    }

    /// Says something of the settings file, which a button opens; what was said of it before goes.
    fn say_of_settings(&self, summary: &str, body: &str) {
        self.notices.say(Message {
            topic: Topic::Settings,
            summary: summary.to_owned(),
            body: body.to_owned(),
        });
    }
}

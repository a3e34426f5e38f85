//! The settings file while the program runs: read again when it changes, told when it has a
//! mistake, and written where the user's answer is a setting.

use std::sync::Arc;
use std::thread;

use serde_json::Value;

use super::event::Event;
use super::names::CatalogueNames;
use super::resident::Resident;
use super::senses::sensor_settings;
use super::start::{question, rules_of, told};
use crate::engine::Input;
use crate::notify::{Message, Topic};
use crate::settings::{self, Loaded, Problem};

/// The key that a gentle start ends by.
const GENTLE_START: &str = "reminders.gentle_start";

impl Resident {
    /// Tells what is wrong with the settings the program starts with.
    pub(super) fn say_problems(&mut self, loaded: Loaded) {
        if loaded.problems.is_empty() {
            return;
        }
        let words = told(&loaded.problems, ToString::to_string);
        self.console.say(&words);
        let summary = if loaded.has_errors() {
            "Some of your settings were not understood"
        } else {
            question(&loaded)
        };
        self.say_of_settings(summary, &words);
        self.said.at_start = Some(loaded);
    }

    /// New settings: with a mistake in them those in force stay, and the user is told.
    pub(super) fn reload(&mut self, loaded: Loaded) {
        // The watch begins by telling what the program started with.
        if self.said.at_start.take().as_ref() == Some(&loaded) {
            return;
        }
        if loaded.has_errors() {
            let mut words = told(&loaded.problems, Problem::at_reload);
            words += "\nUntil that is mended, the settings in force stay.";
            let summary = "Your settings have a mistake; the old ones stay";
            return self.say_of_settings(summary, &words);
        }
        let mut loaded = loaded;
        if loaded.absent {
            self.keep_settings(&mut loaded);
        }
        if loaded.problems.is_empty() {
            self.notices.unsay_settings();
        } else {
            let words = told(&loaded.problems, ToString::to_string);
            self.say_of_settings(question(&loaded), &words);
        }
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
        let written = thread::Builder::new()
            .name("settings".to_owned())
            .spawn(move || {
                let end = Value::Bool(false);
                if let Err(error) = settings::set_in_file(&path, GENTLE_START, &end) {
                    sender.send(Event::NotWritten(error.to_string()));
                }
            });
        if let Err(error) = written {
            tracing::warn!(%error, "no thread to write the settings with");
        }
    }

    /// An answer that is a setting could not be written.
    pub(super) fn not_written(&mut self, why: &str) {
        let words = format!(
            "Your answer counts until Soleus ends, and could not be written down: {why}. To keep \
             it, set {GENTLE_START} to false by hand."
        );
        self.say_of_settings("Your answer is not in the settings file", &words);
    }

    /// Says something of the settings file, which a button opens; what was said of it before goes.
    fn say_of_settings(&mut self, summary: &str, body: &str) {
        tracing::warn!("{summary}: {body}");
        self.notices.say(Message {
            topic: Topic::Settings,
            summary: summary.to_owned(),
            body: body.to_owned(),
        });
    }
}

//! A gentle start (R13): once an hour on the first five working days, and then one question.
//!
//! A working day is one on which somebody was present within the schedule.

use std::time::Duration;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Engine;
use super::effect::{Action, Effect, Says};
use super::rules::Rules;
use super::state::About;

/// So many working days begin gently.
const DAYS: u32 = 5;

/// Meanwhile a reminder comes at most this often.
const EVERY: Duration = Duration::from_hours(1);

/// How far a gentle start has come.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Gentle {
    /// The working days since it began, or since "Not yet".
    days: u32,
    /// The last of them.
    last: Option<NaiveDate>,
    /// "Ready?", to be asked today.
    question: Option<Ready>,
    /// The answer was yes.
    over: bool,
}

/// "Ready?", not asked yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Ready {
    /// A pause in typing came, and only a look is awaited.
    awaits_look: bool,
}

impl Gentle {
    /// The time between reminders, as far as the gentle start has come.
    pub(super) fn every(&self, rules: &Rules) -> Duration {
        if rules.gentle_start && !self.over {
            rules.every.max(EVERY)
        } else {
            rules.every
        }
    }

    /// What a look tells is not waited for while nothing could be asked anyway.
    fn await_no_look(&mut self) {
        if let Some(ready) = &mut self.question {
            ready.awaits_look = false;
        }
    }

    /// Whether only a look is awaited.
    pub(super) fn awaits_look(&self) -> bool {
        self.question.is_some_and(|ready| ready.awaits_look)
    }
}

impl Engine {
    /// The time between reminders.
    pub(super) fn every(&self) -> Duration {
        self.state.gentle.every(&self.rules)
    }

    /// Counts the working days, and asks on the first after the fifth, once a day.
    pub(super) fn begin_gently(&mut self) {
        if self.every() == self.rules.every || !self.state.present() {
            return self.state.gentle.await_no_look();
        }
        let today = self.state.day.date;
        let gentle = &mut self.state.gentle;
        if gentle.last != Some(today) {
            gentle.last = Some(today);
            gentle.days = gentle.days.saturating_add(1);
            gentle.question = (gentle.days > DAYS).then_some(Ready { awaits_look: false });
        }
        self.ask_whether_ready();
    }

    /// Whether the question is pending and a pause in typing would bring it up.
    pub(super) fn readiness_awaits_pause(&self) -> bool {
        let pending = self
            .state
            .gentle
            .question
            .is_some_and(|ready| !ready.awaits_look);
        pending && self.question_may_pop_up()
    }

    /// "Yes": from now on it is as often as the settings say. "Not yet": five more days.
    pub(super) fn answer_readiness(&mut self, ready: bool) {
        let before = self.every();
        self.state.gentle = Gentle {
            last: self.state.gentle.last,
            over: ready,
            ..Gentle::default()
        };
        self.due_by_the_interval(before);
        if ready {
            self.emit(Effect::EndGentleStart);
        }
    }

    /// What was due by an interval of before is due by the one of now.
    pub(super) fn due_by_the_interval(&mut self, before: Duration) {
        if self.state.reminder.pump_due == before {
            self.state.reminder.pump_due = self.every();
        }
    }

    fn ask_whether_ready(&mut self) {
        let Some(ready) = self.state.gentle.question else {
            return;
        };
        if !self.is_moment_for_news(ready.awaits_look) {
            return self.state.gentle.await_no_look();
        }
        if !self.has_looked() {
            self.state.gentle.question = Some(Ready { awaits_look: true });
            return;
        }
        self.state.gentle.question = None;
        let every = self.rules.every;
        self.show(
            About::Readiness,
            Says::Ready { every },
            &[Action::Yes, Action::NotYet],
            self.rules.show_for,
        );
    }
}

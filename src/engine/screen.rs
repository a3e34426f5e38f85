//! The one notice on screen: there is never a second, and every answer finds what it belongs to.

use std::time::Duration;

use super::Engine;
use super::effect::{Action, Effect, NoticeId};
use super::input::{Answer, Input, SnoozeFor};
use super::record::{Outcome, Source};
use super::state::{About, OnScreen};

impl Engine {
    /// A notice that was answered, or shown by a program that is gone, is not on screen any more,
    /// whatever else this input brings about.
    pub(super) fn leave_screen(&mut self, input: &Input) {
        self.answered = match input {
            Input::Answer { notice, .. } => {
                self.state.screen.take_if(|screen| screen.id == *notice)
            }
            _ => None,
        };
    }

    /// An answer to a notice; one to a notice that was replaced is not minded.
    pub(super) fn answer(&mut self, answer: Answer) {
        let Some(screen) = self.answered.take() else {
            return;
        };
        match (screen.about, answer) {
            (_, Answer::Pressed(action)) => {
                self.touched();
                self.settle();
                self.pressed(screen.about, action);
            }
            (About::Reminder, Answer::Failed) => self.unshown(),
            // Nobody was asked whether it was done.
            (About::Finished, Answer::Failed) => self.lose_break(),
            (About::Reminder | About::Finished, _) => self.unanswered(),
            // A started break goes on without its notice; the end of its dose is still asked about.
            (
                About::Guide
                | About::Question
                | About::Readiness
                | About::Letter
                | About::Confirmation,
                _,
            ) => {}
        }
    }

    /// Takes a notice off the screen whose time is over.
    pub(super) fn expire_screen(&mut self) {
        let now = self.now.boot;
        let Some(screen) = self.state.screen.take_if(|screen| screen.until <= now) else {
            return;
        };
        self.emit(Effect::Withdraw(screen.id));
        if matches!(screen.about, About::Reminder | About::Finished) {
            self.unanswered();
        }
    }

    /// Takes whatever is on screen off it.
    pub(super) fn clear_screen(&mut self) {
        if let Some(screen) = self.state.screen.take() {
            self.emit(Effect::Withdraw(screen.id));
        }
    }

    /// Makes room on the screen and names the next notice.
    pub(super) fn put_on_screen(
        &mut self,
        about: About,
        stays: Duration,
        silent: bool,
    ) -> NoticeId {
        let before = self.state.screen.as_ref().map(|screen| screen.about);
        self.clear_screen();
        if before == Some(About::Finished) && about != About::Finished {
            self.finish_again();
        }
        self.state.last_notice += 1;
        let id = NoticeId(self.state.last_notice);
        let until = self.now.boot.saturating_add(stays);
        self.state.screen = Some(OnScreen {
            id,
            until,
            about,
            silent,
        });
        id
    }

    fn pressed(&mut self, about: About, action: Action) {
        let source = Source::Notice;
        match (about, action) {
            (About::Reminder, Action::Start) => {
                let suggestion = self.state.reminder.suggestion.clone();
                self.begin_break(suggestion, Vec::new(), false);
            }
            (About::Reminder | About::Guide | About::Finished, Action::Done) => {
                self.book_suggested(Outcome::Done, source);
            }
            (About::Guide | About::Finished, Action::Part) => {
                self.book_suggested(Outcome::Part, source);
            }
            (About::Reminder, Action::Later) => self.snooze(SnoozeFor::Usual, source),
            (About::Reminder | About::Guide | About::Finished, Action::Skip) => self.skip(source),
            (About::Question, Action::Yes) => self.confirm_absence(),
            (About::Question, Action::No) => self.deny_absence(),
            (About::Readiness, Action::Yes) => self.answer_readiness(true),
            (About::Readiness, Action::NotYet) => self.answer_readiness(false),
            (About::Confirmation, Action::Undo) => self.undo(source),
            _ => {}
        }
    }
}

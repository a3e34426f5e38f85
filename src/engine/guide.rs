//! A break that was started: shown in the window where there is one, else in a notice, and asked
//! about at its end.

use std::time::Duration;

use super::Engine;
use super::effect::{Action, Effect, Page, Refusal, Reply, Says, Suggestion};
use super::input::{Start, What, WindowFact};
use super::record::{Outcome, Source};
use super::state::{About, Guided, Stage};

impl Engine {
    /// "Start a break": the movement of the notice on screen, else the one that would be suggested.
    pub(super) fn start_break(&mut self, start: &Start) {
        self.touched();
        self.settle();
        let source = start.source;
        if !self.state.present() {
            let refusal = Refusal::Stopped;
            return self.tell(Reply::Refused(refusal), Says::Refused(refusal), &[], source);
        }
        let (suggestion, passed) = match (&start.what, start.another) {
            (_, true) => self.another(),
            (What::Suggested, false) => (self.wanted(), Vec::new()),
            (what, false) => (self.named(what), Vec::new()),
        };
        if suggestion.is_none() && source == Source::Tray {
            self.confirm(Says::Refused(Refusal::UnknownMovement), &[]);
        }
        self.begin_break(suggestion, passed, start.here);
    }

    /// What is begun where nobody names anything: what is under way, what is on screen, or what
    /// would be suggested.
    fn wanted(&self) -> Option<Suggestion> {
        match (&self.state.guided, self.state.reminder.stage) {
            (Some(guided), _) => Some(guided.suggestion.clone()),
            (None, Stage::Shown) => self.state.reminder.suggestion.clone(),
            (None, _) => self.suggest_now(),
        }
    }

    /// Another one than is under way or offered, and what was passed over by now.
    fn another(&self) -> (Option<Suggestion>, Vec<String>) {
        let Some(offered) = self.wanted() else {
            return (None, Vec::new());
        };
        let guided = self.state.guided.as_ref();
        let mut passed = guided.map_or_else(Vec::new, |guided| guided.passed.clone());
        passed.push(offered.movement.clone());
        if let Some(suggestion) = self.suggest_but(&offered, &passed) {
            return (Some(suggestion), passed);
        }
        // Each was offered once: from the beginning, but not the same one twice in a row.
        let passed = vec![offered.movement.clone()];
        let again = self.suggest_but(&offered, &passed);
        (again.or(Some(offered)), passed)
    }

    /// *Start*: shows what to do, and asks at the end whether it was done.
    pub(super) fn begin_break(
        &mut self,
        suggestion: Option<Suggestion>,
        passed: Vec<String>,
        here: bool,
    ) {
        let Some(suggestion) = suggestion else {
            return self.emit(Effect::Reply(Reply::Refused(Refusal::UnknownMovement)));
        };
        let asked = self.asked();
        let before = self.state.guided.take();
        self.close_reminder();
        // Who presses twice goes on with the break that is under way.
        let goes_on = before.filter(|before| {
            before.suggestion.movement == suggestion.movement && !before.finish_asked
        });
        let window = self.state.window;
        let opens = self.rules.guide_in_window && window.possible && !here;
        self.state.guided = Some(Guided {
            suggestion: suggestion.clone(),
            since: goes_on
                .as_ref()
                .map_or(self.now.boot, |before| before.since),
            finish_asked: false,
            passed: goes_on.map_or(passed, |before| before.passed),
            in_window: window.here && (here || opens),
            asked,
        });
        self.emit(Effect::Reply(Reply::Breaking(suggestion)));
        if opens {
            self.emit(Effect::Open {
                page: Page::Break,
                asked: true,
            });
        } else if !here {
            self.show_guide();
        }
    }

    /// What became of the window.
    pub(super) fn window(&mut self, fact: WindowFact) {
        let window = &mut self.state.window;
        match fact {
            WindowFact::Possible => window.possible = true,
            WindowFact::Impossible => window.possible = false,
            WindowFact::Here => {
                window.here = true;
                if self.rules.guide_in_window {
                    self.take_over();
                }
            }
            // The break may well go on: it is asked about when its time is over.
            WindowFact::Gone => {
                window.here = false;
                self.leave_window();
            }
            WindowFact::Failed => {
                self.leave_window();
                let about = self.state.screen.as_ref().map(|screen| screen.about);
                if !matches!(about, Some(About::Guide | About::Finished)) {
                    self.show_guide();
                }
            }
        }
    }

    /// Opens the window on a page for a click; says so if there can be none.
    pub(super) fn open(&mut self, page: Page) {
        if self.state.window.possible {
            self.emit(Effect::Open { page, asked: true });
        } else {
            self.confirm(Says::Refused(Refusal::NoWindow), &[]);
        }
    }

    /// A started break in a notice: at the end of its dose it is asked whether it was done.
    pub(super) fn guide(&mut self) {
        let over = self.guide_ends_at().is_some_and(|end| self.now.boot >= end);
        let Some(guided) = self.state.guided.as_mut().filter(|_| over) else {
            return;
        };
        guided.finish_asked = true;
        let says = Says::Finished {
            suggestion: guided.suggestion.clone(),
        };
        let actions = [Action::Done, Action::Part, Action::Skip];
        let silent = self.state.facts.in_call();
        self.show_with(About::Finished, says, &actions, self.rules.show_for, silent);
    }

    /// When a started break is asked about, if it was not: at the end of its dose, once nothing may
    /// not pop up and no confirmation stands there. A window asks by itself; one that is paused, or
    /// hangs, has its time.
    pub(super) fn guide_ends_at(&self) -> Option<Duration> {
        let guided = self.state.guided.as_ref()?;
        if guided.finish_asked || self.state.facts.quiet() {
            return None;
        }
        let patience = if guided.in_window {
            self.rules.window_waits
        } else {
            Duration::ZERO
        };
        let end = guided.since.saturating_add(guided.suggestion.dose);
        let confirmed = self
            .state
            .screen
            .as_ref()
            .filter(|screen| screen.about == About::Confirmation)
            .map(|screen| screen.until);
        Some(
            end.saturating_add(patience)
                .max(confirmed.unwrap_or_default()),
        )
    }

    /// The question at the end gave way to another notice: it is asked again after that.
    pub(super) fn finish_again(&mut self) {
        if let Some(guided) = &mut self.state.guided {
            guided.finish_asked = false;
        }
    }

    /// A break under way of which nobody will say how it ended.
    pub(super) fn lose_break(&mut self) {
        if self.state.guided.is_some() {
            self.write_unmoved(Outcome::Started, self.asked(), Source::Guess);
            self.state.guided = None;
        }
    }

    /// The window shows the break from now on.
    fn take_over(&mut self) {
        let Some(guided) = &mut self.state.guided else {
            return;
        };
        guided.in_window = true;
        guided.finish_asked = false;
        let about = self.state.screen.as_ref().map(|screen| screen.about);
        if matches!(about, Some(About::Guide | About::Finished)) {
            self.clear_screen();
        }
    }

    fn leave_window(&mut self) {
        if let Some(guided) = &mut self.state.guided {
            guided.in_window = false;
        }
    }

    fn show_guide(&mut self) {
        let Some(guided) = &self.state.guided else {
            return;
        };
        let suggestion = guided.suggestion.clone();
        let end = guided
            .since
            .saturating_add(suggestion.dose)
            .saturating_add(self.rules.show_for);
        self.show(
            About::Guide,
            Says::Guide { suggestion },
            &[Action::Done, Action::Part, Action::Skip],
            end.saturating_sub(self.now.boot),
        );
    }
}

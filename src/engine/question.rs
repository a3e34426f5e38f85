//! "On your feet?" after an absence (P8), and what the answer does to the record.

use std::time::Duration;

use super::Engine;
use super::effect::{Action, Says};
use super::record::{Cause, Happened, Outcome, Posture, Source};
use super::state::{About, Absence, OnScreen, Question, Taken, TakenBack};

/// Two questions are at least this far apart.
const BETWEEN_QUESTIONS: Duration = Duration::from_mins(15);

/// A question that found no pause in typing within this time is not asked any more.
const QUESTION_WAITS: Duration = Duration::from_mins(5);

impl Engine {
    /// Asks in a pause in typing, if nothing else is on screen.
    pub(super) fn ask_question(&mut self) {
        let Some(question) = self.state.question else {
            return;
        };
        let too_late = self.now.boot >= question.since.saturating_add(QUESTION_WAITS);
        let too_soon = self
            .state
            .asked_at
            .is_some_and(|at| self.now.boot < at.saturating_add(BETWEEN_QUESTIONS));
        if too_late || too_soon || self.state.absence.is_none() || !self.state.present() {
            self.state.question = None;
            return;
        }
        let idle = self.state.facts.idle_since.is_some();
        let pausing = self.lull || idle || question.awaits_look;
        if !pausing || !self.question_may_pop_up() {
            self.await_look(question, false);
            return;
        }
        if !self.has_looked() {
            self.await_look(question, true);
            return;
        }
        self.state.question = None;
        self.state.asked_at = Some(self.now.boot);
        let Some(Absence { from, to, .. }) = self.state.absence else {
            return;
        };
        let since = self.now.wall_at(from);
        self.show(
            About::Question,
            Says::Question {
                absence: to.saturating_sub(from),
                since,
            },
            &[Action::Yes, Action::No],
            self.rules.show_for,
        );
    }

    /// Whether a question is pending that a pause in typing would bring up.
    pub(super) fn question_awaits_pause(&self) -> bool {
        let pending = self.state.question.is_some_and(|it| !it.awaits_look);
        pending && self.question_may_pop_up()
    }

    /// Whether nothing but typing keeps a question back.
    pub(super) fn question_may_pop_up(&self) -> bool {
        let facts = &self.state.facts;
        let held_back = facts.quiet() || facts.in_call();
        let taken =
            self.state.screen.is_some() || self.reminder_open() || self.state.guided.is_some();
        !held_back && !taken
    }

    /// Whether what is less than a question may come up now: in a pause in typing, or after one if only a
    /// look is awaited.
    pub(super) fn is_moment_for_news(&self, awaits_look: bool) -> bool {
        let facts = &self.state.facts;
        let pausing = self.lull || facts.idle_since.is_some() || !facts.idle_works;
        let free = self.state.question.is_none() && self.question_may_pop_up();
        free && (pausing || awaits_look)
    }

    /// Whether a pause in typing came, and only a look is awaited.
    fn await_look(&mut self, question: Question, awaits_look: bool) {
        self.state.question = Some(Question {
            awaits_look,
            ..question
        });
    }

    /// When a waiting question is dropped.
    pub(super) fn question_drops_at(&self) -> Option<Duration> {
        let question = self.state.question?;
        Some(question.since.saturating_add(QUESTION_WAITS))
    }

    /// "Yes": the guess is known now.
    pub(super) fn confirm_absence(&mut self) {
        if let Some(absence) = self.state.absence.take() {
            self.withdraw_question();
            let confirm = self.write(
                self.now.boot,
                Happened::Confirm {
                    of: absence.record,
                    device: None,
                },
            );
            self.absence_is_known(absence, confirm);
        }
    }

    /// Nothing that is concluded later takes the place of what the user said of an absence.
    pub(super) fn absence_is_known(&mut self, absence: Absence, confirm: u64) {
        let known = Posture::Away(Cause::Said);
        self.state.ledger.paint(absence.from, absence.to, known);
        self.may_put_back(confirm, Taken::Confirmed(absence));
    }

    /// A confirmation does not count any more: the absence is a guess again.
    pub(super) fn guess_again(&mut self, absence: Absence) {
        self.state.absence.get_or_insert(absence);
    }

    /// If this record is a confirmed absence, it was no break after all.
    pub(super) fn drop_confirmed(&mut self, record: u64) {
        let confirmed = |taken: &TakenBack| match taken.what {
            Taken::Confirmed(absence) => Some(absence).filter(|it| it.record == record),
            _ => None,
        };
        let Some(absence) = self.state.taken_back.iter().find_map(confirmed) else {
            return;
        };
        self.state.taken_back.retain(|it| confirmed(it).is_none());
        self.count_absence(absence, false);
    }

    /// What was answered in another way is not asked any more.
    fn withdraw_question(&mut self) {
        self.state.question = None;
        let asks = |screen: &OnScreen| screen.about == About::Question;
        if self.state.screen.as_ref().is_some_and(asks) {
            self.clear_screen();
        }
    }

    /// "No, I sat": the time goes back to the bout.
    pub(super) fn deny_absence(&mut self) {
        if let Some(absence) = self.state.absence {
            self.overrule_absence(absence.from, absence.to);
            self.repaint(absence.from, absence.to, Posture::Seated);
        }
    }

    /// What the user says of a time replaces what was guessed of it: a movement in an absence is
    /// what the absence was for.
    pub(super) fn overrule_absence(&mut self, from: Duration, to: Duration) -> Option<Absence> {
        let absence = self
            .state
            .absence
            .take_if(|absence| from < absence.to && absence.from < to)?;
        self.withdraw_question();
        self.write(
            self.now.boot,
            Happened::Undo {
                of: absence.record,
                device: None,
            },
        );
        self.count_absence(absence, false);
        Some(absence)
    }

    /// Another posture in an absence leaves the rest of it a guess, if it is long enough.
    pub(super) fn cut_absence(&mut self, from: Duration, to: Duration) {
        let Some(absence) = self.overrule_absence(from, to) else {
            return;
        };
        for (from, to) in [(absence.from, from), (to, absence.to)] {
            if to.saturating_sub(from) >= self.rules.break_length {
                self.state.absence = Some(self.write_absence(from, to));
            }
        }
    }

    /// The guess stands again as it was before.
    pub(super) fn restore_absence(&mut self, absence: Absence) {
        self.state.absence = Some(self.write_absence(absence.from, absence.to));
    }

    /// The guess that was dropped stands again.
    pub(super) fn absent_again(&mut self, absence: Absence) {
        self.count_absence(absence, true);
        self.state.absence.get_or_insert(absence);
    }

    /// Books an absence as a natural break, guessed.
    pub(super) fn write_absence(&mut self, from: Duration, to: Duration) -> Absence {
        let record = self.write(
            from,
            Happened::Break {
                movement: None,
                kind: None,
                outcome: Outcome::Natural,
                asked: None,
                seconds: to.saturating_sub(from).as_secs(),
                repetitions: None,
                side: None,
                source: Source::Guess,
            },
        );
        let absence = Absence { from, to, record };
        self.count_absence(absence, true);
        absence
    }

    /// Counts a natural break of today, or does not count it any more.
    fn count_absence(&mut self, absence: Absence, counts: bool) {
        let day = &mut self.state.day;
        if absence.to <= day.from {
            return;
        }
        day.breaks = if counts {
            day.breaks + 1
        } else {
            day.breaks.saturating_sub(1)
        };
    }
}

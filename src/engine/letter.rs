//! A letter on the week (R15): on the first presence of a week one notice tells of the week before,
//! in three figures. Off until somebody wishes it.

use chrono::{Datelike, Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::Engine;
use super::effect::{Effect, Says};
use super::input;
use super::state::About;

/// How far the letter has come.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Letter {
    /// The Monday of the newest week somebody was present in.
    week: Option<NaiveDate>,
    /// It came, and waits for a good moment.
    arrived: Option<Arrived>,
}

/// A letter not shown yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Arrived {
    letter: input::Letter,
    /// The day it came on; it is not shown on a later one.
    on: NaiveDate,
    /// A pause in typing came, and only a look is awaited.
    awaits_look: bool,
}

impl Letter {
    /// Whether only a look is awaited.
    pub(super) fn awaits_look(&self) -> bool {
        self.arrived.is_some_and(|arrived| arrived.awaits_look)
    }

    fn await_look(&mut self, awaits_look: bool) {
        if let Some(arrived) = &mut self.arrived {
            arrived.awaits_look = awaits_look;
        }
    }
}

impl Engine {
    /// Asks for the letter when a week begins, and shows the one that came.
    pub(super) fn begin_week(&mut self) {
        if !self.state.present() {
            return self.state.letter.await_look(false);
        }
        let today = self.state.day.date;
        let monday = today - Days::new(today.weekday().num_days_from_monday().into());
        let before = self.state.letter.week.replace(monday);
        // In the very first week there is none to tell of.
        if self.rules.weekly_letter && before.is_some_and(|before| before < monday) {
            self.emit(Effect::Letter {
                from: monday - Days::new(7),
                to: monday - Days::new(1),
            });
        }
        self.show_letter();
    }

    /// The figures came.
    pub(super) fn letter_came(&mut self, letter: input::Letter) {
        self.state.letter.arrived = Some(Arrived {
            letter,
            on: self.state.day.date,
            awaits_look: false,
        });
    }

    /// Whether a letter waits that a pause in typing would bring up.
    pub(super) fn letter_awaits_pause(&self) -> bool {
        let waits = self.state.letter.arrived.is_some_and(|it| !it.awaits_look);
        waits && self.question_may_pop_up()
    }

    fn show_letter(&mut self) {
        let Some(arrived) = self.state.letter.arrived else {
            return;
        };
        if arrived.on != self.state.day.date {
            self.state.letter.arrived = None;
            return;
        }
        if !self.is_moment_for_news(arrived.awaits_look) {
            return self.state.letter.await_look(false);
        }
        if !self.has_looked() {
            return self.state.letter.await_look(true);
        }
        self.state.letter.arrived = None;
        self.show(
            About::Letter,
            Says::Letter(arrived.letter),
            &[],
            self.rules.show_for,
        );
    }
}

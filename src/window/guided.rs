//! A guided break as a plain state machine: count-in, movement, pause, end, booking.
//!
//! Time is handed in. It draws nothing and asks nothing itself: what is to be asked it gives back.

use std::time::Duration;

use super::exercise::{Exercise, Moment};
use crate::control::Ask;
use crate::engine::record::{Outcome, Side};
use crate::words::duration;

/// How long one has to get ready.
pub const COUNT_IN: Duration = Duration::from_secs(3);
/// Without repetitions, less than this is no part of a movement.
pub const LEAST: Duration = Duration::from_secs(5);
/// How long the question at the end waits for an answer.
pub const QUESTION_WAITS: Duration = Duration::from_mins(2);
/// How long a booking stays on the screen.
pub const BOOKED_STAYS: Duration = Duration::from_secs(4);
/// How long it is said that the break ended elsewhere.
pub const ELSEWHERE_STAYS: Duration = Duration::from_secs(2);

/// Where a break is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// "3, 2, 1".
    CountIn,
    /// The figure moves, and so does the person.
    Moving,
    /// Space was pressed: nothing counts.
    Paused,
    /// The time is up, and it is asked whether it was done.
    Over,
    /// It was answered: what was booked, in words, and what became of the booking.
    Booked(String, Delivery),
    /// It was answered in another place.
    Elsewhere,
}

/// What became of a booking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivery {
    /// It was asked and is not answered yet.
    OnItsWay,
    /// It is in the record.
    Delivered,
    /// Nobody could be reached: it is asked again when somebody is back.
    Kept,
    /// The answer was no, for this reason.
    Refused(String),
    /// It was taken back.
    Undone,
}

/// One break, from the count-in to its end.
#[derive(Debug, Clone)]
pub struct Guided {
    exercise: Exercise,
    stage: Stage,
    /// When this stage began.
    since: Duration,
    /// How long was moved before this stage.
    moved: Duration,
}

impl Guided {
    /// Begins with the count-in.
    #[must_use]
    pub fn begin(exercise: Exercise, now: Duration) -> Self {
        Self {
            exercise,
            stage: Stage::CountIn,
            since: now,
            moved: Duration::ZERO,
        }
    }

    /// What is done.
    #[must_use]
    pub fn exercise(&self) -> &Exercise {
        &self.exercise
    }

    /// Where it is.
    #[must_use]
    pub fn stage(&self) -> &Stage {
        &self.stage
    }

    /// Whether it is answered, and only stays on the screen for a moment.
    #[must_use]
    pub fn is_answered(&self) -> bool {
        matches!(self.stage, Stage::Booked(..) | Stage::Elsewhere)
    }

    /// Time passed. Each stage begins when the one before ended, however late it is noticed.
    pub fn tick(&mut self, now: Duration) {
        if self.stage == Stage::CountIn && now >= self.since + COUNT_IN {
            self.enter(Stage::Moving, self.since + COUNT_IN);
        }
        let left = self.exercise.whole().saturating_sub(self.moved);
        if self.stage == Stage::Moving && now >= self.since + left {
            self.moved = self.exercise.whole();
            self.enter(Stage::Over, self.since + left);
        }
    }

    /// The number of the count-in: 3, 2, 1.
    #[must_use]
    pub fn count_in(&self, now: Duration) -> u64 {
        let left = COUNT_IN.saturating_sub(now.saturating_sub(self.since));
        left.as_millis()
            .div_ceil(1000)
            .max(1)
            .try_into()
            .unwrap_or(1)
    }

    /// How far it is.
    #[must_use]
    pub fn moment(&self, now: Duration) -> Moment {
        self.exercise.at(self.moved_by(now))
    }

    /// Space: stops the counting, or goes on.
    pub fn pause_or_go_on(&mut self, now: Duration) {
        self.tick(now);
        match self.stage {
            Stage::Moving => {
                self.moved = self.moved_by(now);
                self.enter(Stage::Paused, now);
            }
            Stage::Paused => self.enter(Stage::Moving, now),
            // Ready before the count is over.
            Stage::CountIn => self.enter(Stage::Moving, now),
            _ => {}
        }
    }

    /// Whether there is a part that could be booked.
    #[must_use]
    pub fn has_part(&self, now: Duration) -> bool {
        let moment = self.moment(now);
        if self.exercise.target().is_some() {
            0 < moment.repetitions
        } else {
            LEAST <= moment.moved
        }
    }

    /// *Done*: what is to be asked for it; none if it was answered before.
    pub fn done(&mut self, now: Duration) -> Option<Ask> {
        self.tick(now);
        if self.is_answered() {
            return None;
        }
        let ask = if self.stage == Stage::Over {
            self.booking(Outcome::Done, self.exercise.dose(), self.exercise.target())
        } else if self.has_part(now) {
            let moment = self.moment(now);
            self.booking(Outcome::Done, moment.moved, self.counted(&moment))
        } else {
            Ask::Log {
                movement: Some(self.exercise.movement().to_owned()),
                minutes: None,
                at: None,
            }
        };
        self.answer(&ask, now);
        Some(ask)
    }

    /// *Part of it*: what is to be asked for it; none if there is no part yet.
    pub fn part(&mut self, now: Duration) -> Option<Ask> {
        self.tick(now);
        if self.is_answered() || !self.has_part(now) {
            return None;
        }
        let moment = self.moment(now);
        let ask = self.booking(Outcome::Part, moment.moved, self.counted(&moment));
        self.answer(&ask, now);
        Some(ask)
    }

    /// What became of the booking.
    pub fn delivered(&mut self, delivery: Delivery, now: Duration) {
        if let Stage::Booked(words, _) = &self.stage {
            let words = words.clone();
            self.enter(Stage::Booked(words, delivery), now);
        }
    }

    /// The break ended otherwise.
    pub fn elsewhere(&mut self, now: Duration) {
        if !self.is_answered() {
            self.enter(Stage::Elsewhere, now);
        }
    }

    /// How long until it leaves the screen by itself; none: not as it stands.
    #[must_use]
    pub fn closes_in(&self, now: Duration) -> Option<Duration> {
        let stays = match self.stage {
            Stage::Over => QUESTION_WAITS,
            Stage::Booked(_, Delivery::Delivered | Delivery::Undone) => BOOKED_STAYS,
            Stage::Elsewhere => ELSEWHERE_STAYS,
            _ => return None,
        };
        Some(stays.saturating_sub(now.saturating_sub(self.since)))
    }

    /// How long until something is to be shown otherwise, where nothing moves; none: nothing will.
    #[must_use]
    pub fn changes_in(&self, now: Duration) -> Option<Duration> {
        match self.stage {
            Stage::CountIn => Some(to_the_second(now.saturating_sub(self.since))),
            Stage::Moving => {
                let moved = self.moved_by(now);
                let to_end = self.exercise.whole().saturating_sub(moved);
                Some(to_the_second(moved).min(to_end))
            }
            _ => self.closes_in(now),
        }
    }

    fn enter(&mut self, stage: Stage, now: Duration) {
        self.stage = stage;
        self.since = now;
    }

    fn moved_by(&self, now: Duration) -> Duration {
        let moving = match self.stage {
            Stage::Moving => now.saturating_sub(self.since),
            _ => Duration::ZERO,
        };
        (self.moved + moving).min(self.exercise.whole())
    }

    fn counted(&self, moment: &Moment) -> Option<u32> {
        self.exercise.target().map(|_| moment.repetitions)
    }

    fn booking(&self, outcome: Outcome, moved: Duration, repetitions: Option<u32>) -> Ask {
        Ask::Book {
            movement: self.exercise.movement().to_owned(),
            outcome,
            seconds: moved.as_secs(),
            repetitions,
            side: self.exercise.first_side(),
        }
    }

    fn answer(&mut self, ask: &Ask, now: Duration) {
        self.moved = self.moved_by(now);
        let words = said(ask, &self.exercise);
        self.enter(Stage::Booked(words, Delivery::OnItsWay), now);
    }
}

/// The word for a leg, on the screen.
#[must_use]
pub fn leg(side: Side) -> &'static str {
    match side {
        Side::Left => "Left leg",
        Side::Right => "Right leg",
    }
}

/// "15 heel raises, 60 s, done."
fn said(ask: &Ask, exercise: &Exercise) -> String {
    let Ask::Book {
        outcome,
        seconds,
        repetitions,
        ..
    } = ask
    else {
        let dose = duration::dose(exercise.dose());
        return format!("{}, {dose}, done.", exercise.name());
    };
    let what = match (repetitions, exercise.counted()) {
        (Some(count), Some(counted)) => format!("{count} {counted}"),
        (Some(count), None) => format!("{}, {count} times", exercise.name()),
        (None, _) => exercise.name().to_owned(),
    };
    let lasted = duration::dose(Duration::from_secs(*seconds));
    // A minute of counted work is told as the counter told it.
    let lasted = if *seconds == 60 {
        "60 s".to_owned()
    } else {
        lasted
    };
    let end = match outcome {
        Outcome::Part => "part of it",
        _ => "done",
    };
    format!("{what}, {lasted}, {end}.")
}

fn to_the_second(time: Duration) -> Duration {
    // A hair past the second, so that the new number is there when it is painted.
    Duration::from_secs(1).saturating_sub(Duration::from_nanos(u64::from(time.subsec_nanos())))
        + Duration::from_millis(5)
}

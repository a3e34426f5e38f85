//! What was done and has to reach the record: each once, also when the resident is away for a while.
//!
//! What surely was not heard is asked again when the resident is back, and says when it ended. Where
//! nobody knows, the day's breaks are looked through first.

use std::time::Duration;

use chrono::{DateTime, FixedOffset, TimeDelta};

use super::guided::Delivery;
use super::model::{AskId, Asks, Reached, Trouble};
use crate::control::{Answer, Ask, BreakReport, TodayReport};
use crate::engine::record::Outcome;

/// The window's clock and the resident's are the same; this is for the time between them.
const NEAR: Duration = Duration::from_secs(30);

/// Bookings on their way.
#[derive(Debug, Default)]
pub struct Bookings {
    open: Vec<Booking>,
}

#[derive(Debug)]
struct Booking {
    ask: Ask,
    /// The usual dose of its movement.
    dose: Duration,
    pressed: DateTime<FixedOffset>,
    state: State,
}

#[derive(Debug, PartialEq, Eq)]
enum State {
    /// Asked, not answered.
    Asked(AskId),
    /// Nobody heard it.
    Kept,
    /// Somebody may have heard it.
    Unsure,
    /// The day's breaks are asked for, to see whether it is among them.
    Looking(AskId),
}

impl Bookings {
    /// Asks for it. What was not counted is as long as the `dose`.
    pub fn book(
        &mut self,
        ask: Ask,
        dose: Duration,
        pressed: DateTime<FixedOffset>,
        asks: &mut Asks,
    ) {
        let id = asks.make(ask.clone());
        let state = State::Asked(id);
        self.open.push(Booking {
            ask,
            dose,
            pressed,
            state,
        });
    }

    /// Whether something still has to reach the record.
    #[must_use]
    pub fn are_open(&self) -> bool {
        !self.open.is_empty()
    }

    /// The resident is there: what is left is asked again.
    pub fn resident_is_back(&mut self, asks: &mut Asks) {
        for booking in &mut self.open {
            booking.state = match booking.state {
                State::Kept => State::Asked(asks.make(booking.again())),
                State::Unsure => State::Looking(asks.make(Ask::Today)),
                State::Asked(id) => State::Asked(id),
                State::Looking(id) => State::Looking(id),
            };
        }
    }

    /// What came of an ask; none if it was not one of these.
    pub fn answered(
        &mut self,
        id: AskId,
        answer: &Result<Answer, Trouble>,
        asks: &mut Asks,
    ) -> Option<Delivery> {
        let at = self.open.iter().position(|booking| {
            matches!(booking.state, State::Asked(asked) | State::Looking(asked) if asked == id)
        })?;
        let looking = matches!(self.open[at].state, State::Looking(_));
        match answer {
            Ok(Answer::Today(today)) if looking => {
                if self.open[at].is_among(today) {
                    self.open.remove(at);
                    return Some(Delivery::Delivered);
                }
                self.open[at].state = State::Asked(asks.make(self.open[at].again()));
                Some(Delivery::OnItsWay)
            }
            // Could not look: looked for when the next status comes.
            _ if looking => {
                self.open[at].state = State::Unsure;
                Some(Delivery::Kept)
            }
            Ok(Answer::Did { .. }) => {
                self.open.remove(at);
                Some(Delivery::Delivered)
            }
            Ok(Answer::No { words } | Answer::Wrong { words }) => {
                self.open.remove(at);
                Some(Delivery::Refused(words.clone()))
            }
            Ok(Answer::Ending { .. }) => {
                self.open[at].state = State::Kept;
                Some(Delivery::Kept)
            }
            Ok(Answer::Late { .. }) => {
                self.open[at].state = State::Unsure;
                Some(Delivery::Kept)
            }
            Ok(_) => {
                self.open.remove(at);
                Some(Delivery::Refused(
                    "Soleus answered something else.".to_owned(),
                ))
            }
            Err(trouble) => {
                self.open[at].state = match trouble.reached {
                    Reached::Nobody | Reached::NotTold => State::Kept,
                    Reached::Unsure => State::Unsure,
                };
                Some(Delivery::Kept)
            }
        }
    }
}

impl Booking {
    /// What is asked later: it says when the movement ended.
    fn again(&self) -> Ask {
        match self.ask.clone() {
            Ask::Book {
                movement,
                outcome,
                seconds,
                repetitions,
                side,
                ..
            } => Ask::Book {
                movement,
                outcome,
                seconds,
                repetitions,
                side,
                ended: Some(self.pressed),
            },
            // *Done* without a count books the usual dose; to say when needs its length.
            Ask::Log {
                movement: Some(movement),
                ..
            } => Ask::Book {
                movement,
                outcome: Outcome::Done,
                seconds: self.dose.as_secs(),
                repetitions: None,
                side: None,
                ended: Some(self.pressed),
            },
            other => other,
        }
    }

    /// Whether the day knows it: the same movement and outcome, ended when the button was pressed.
    fn is_among(&self, today: &TodayReport) -> bool {
        let (movement, outcome) = match &self.ask {
            Ask::Book {
                movement, outcome, ..
            } => (Some(movement), *outcome),
            Ask::Log { movement, .. } => (movement.as_ref(), Outcome::Done),
            _ => return false,
        };
        today.breaks.iter().any(|known| {
            known.movement.as_ref() == movement
                && known.outcome == outcome
                && apart(ended(known), self.pressed) <= NEAR
        })
    }
}

fn ended(known: &BreakReport) -> DateTime<FixedOffset> {
    let lasted = i64::try_from(known.seconds)
        .ok()
        .and_then(TimeDelta::try_seconds);
    known.at + lasted.unwrap_or_default()
}

fn apart(one: DateTime<FixedOffset>, other: DateTime<FixedOffset>) -> Duration {
    one.signed_duration_since(other)
        .abs()
        .to_std()
        .unwrap_or(Duration::MAX)
}

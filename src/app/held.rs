//! What must not be said before it is on the disk.
//!
//! A record is appended and synced before the tray or a notice says so. What follows a record is
//! held here until the store answers, or until its time is over: a disk that hangs must not
//! silence the program.

use std::collections::VecDeque;
use std::time::Duration;

use crate::control::{Answer, Replier};
use crate::engine::Effect;
use crate::hooks::Event;

/// How long the disk may take, on the system's clock, before things are said all the same.
const DISK_MAY_TAKE: Duration = Duration::from_secs(3);

/// What is said once its records are safe.
#[derive(Debug, Default)]
pub(super) struct Batch {
    pub effects: Vec<Effect>,
    pub reply: Option<(Replier, Answer)>,
    /// What programs of the user are told.
    pub happened: Vec<Event>,
    /// Whether its records are not on the disk, for all the waiting.
    pub unsaved: bool,
}

/// Batches in the order of their inputs; none overtakes another.
#[derive(Debug, Default)]
pub(super) struct Held {
    waiting: VecDeque<Waiting>,
    last_ticket: u64,
}

#[derive(Debug)]
struct Waiting {
    /// The records it waits for; none once they are safe.
    ticket: Option<u64>,
    until: Duration,
    batch: Batch,
}

impl Held {
    /// A name for the records of one input.
    pub(super) fn ticket(&mut self) -> u64 {
        self.last_ticket += 1;
        self.last_ticket
    }

    /// Keeps a batch until the records with this ticket are safe and its turn has come.
    pub(super) fn hold(&mut self, ticket: Option<u64>, batch: Batch, now: Duration) {
        let until = now.saturating_add(DISK_MAY_TAKE);
        self.waiting.push_back(Waiting {
            ticket,
            until,
            batch,
        });
    }

    /// The records with this ticket were dealt with: they are on the disk, or only kept.
    pub(super) fn stored(&mut self, ticket: u64, kept: bool) {
        for waiting in &mut self.waiting {
            if waiting.ticket == Some(ticket) {
                waiting.ticket = None;
                waiting.batch.unsaved = kept;
            }
        }
    }

    /// The next batch whose turn it is at `now`.
    pub(super) fn next(&mut self, now: Duration) -> Option<Batch> {
        let first = self.waiting.front()?;
        if first.ticket.is_some() && now < first.until {
            return None;
        }
        let first = self.waiting.pop_front()?;
        Some(Batch {
            unsaved: first.batch.unsaved || first.ticket.is_some(),
            ..first.batch
        })
    }

    /// When the patience with the disk ends.
    pub(super) fn deadline(&self) -> Option<Duration> {
        self.waiting.front().map(|waiting| waiting.until)
    }

    /// Whether nothing waits.
    pub(super) fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::view::Shape;

    fn batch(shape: Shape) -> Batch {
        Batch {
            effects: vec![Effect::Tray(shape)],
            ..Batch::default()
        }
    }

    fn shapes(held: &mut Held, now: Duration) -> Vec<Effect> {
        std::iter::from_fn(|| held.next(now))
            .flat_map(|batch| batch.effects)
            .collect()
    }

    #[test]
    fn nothing_is_said_before_its_record_is_safe_and_nothing_overtakes() {
        let mut held = Held::default();
        let ticket = held.ticket();
        held.hold(Some(ticket), batch(Shape::Due), Duration::ZERO);
        held.hold(None, batch(Shape::Rest), Duration::ZERO);
        assert_eq!(shapes(&mut held, Duration::from_secs(1)), []);
        held.stored(ticket, false);
        assert_eq!(
            shapes(&mut held, Duration::from_secs(1)),
            [Effect::Tray(Shape::Due), Effect::Tray(Shape::Rest)]
        );
        assert!(held.is_empty());
    }

    #[test]
    fn a_disk_that_never_answers_does_not_silence_the_program() {
        let mut held = Held::default();
        let ticket = held.ticket();
        held.hold(Some(ticket), batch(Shape::Due), Duration::from_secs(10));
        assert_eq!(held.deadline(), Some(Duration::from_secs(13)));
        assert_eq!(shapes(&mut held, Duration::from_secs(12)), []);
        assert_eq!(
            shapes(&mut held, Duration::from_secs(13)),
            [Effect::Tray(Shape::Due)]
        );
    }
}

//! Notices, not on this system yet: each is answered as one that could not be shown.

use crate::engine::Input;
use crate::engine::input::Answer;
use crate::link::{Health, Link, Part};
use crate::notify::{Order, Setup};

/// Takes orders and shows nothing.
#[derive(Debug)]
pub struct Desk {
    link: Link,
}

impl Desk {
    /// Says that notices are not there yet.
    #[must_use]
    pub fn start(link: Link, _setup: Setup) -> Self {
        link.health(
            Part::Notices,
            Health::Missing(
                "Notices are not on this system yet; reminders show in the tray.".to_owned(),
            ),
        );
        Self { link }
    }

    /// Answers a notice as failed; ignores the rest.
    pub fn order(&self, order: Order) {
        if let Order::Show(shown) = order {
            self.link.input(Input::Answer {
                notice: shown.id,
                answer: Answer::Failed,
            });
        }
    }
}

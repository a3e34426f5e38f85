//! Idle and active, not on this system yet.

use std::time::Duration;

use crate::engine::Input;
use crate::engine::input::Sensor;
use crate::link::{Health, Link, Part};
use crate::sensors::IdleSetup;

/// Sees nothing.
#[derive(Debug)]
pub struct Idle;

impl Idle {
    /// Says that it is not there yet.
    #[must_use]
    pub fn start(link: &Link, _setup: IdleSetup) -> Self {
        link.health(
            Part::Idle,
            Health::Missing(
                "Idle time is not seen on this system yet, so the clock goes on until you \
                 say that you are away."
                    .to_owned(),
            ),
        );
        link.input(Input::Sensor {
            sensor: Sensor::Idle,
            works: false,
        });
        Self
    }

    /// Does nothing.
    pub fn watch_lull(&self, _on: bool) {}

    /// Does nothing.
    pub fn idle_after(&self, _idle_after: Duration) {}
}

//! Lock, switch and sleep, not on this system yet.

use crate::engine::Input;
use crate::engine::input::Sensor;
use crate::link::{Health, Link, Part};
use crate::sensors::LoginSetup;

/// Sees nothing.
#[derive(Debug)]
pub struct Login;

impl Login {
    /// Says that it is not there yet.
    #[must_use]
    pub fn start(link: &Link, _setup: LoginSetup) -> Self {
        link.health(
            Part::Login,
            Health::Missing(
                "Lock and sleep are not seen on this system yet, so the clock goes on until \
                 you say that you are away."
                    .to_owned(),
            ),
        );
        for sensor in [Sensor::Lock, Sensor::Sleep] {
            link.input(Input::Sensor {
                sensor,
                works: false,
            });
        }
        Self
    }
}

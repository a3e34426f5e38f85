//! Lock, switch and sleep, not on this system yet.

use crate::engine::Input;
use crate::engine::input::Sensor;
use crate::link::{Health, Link, Part};
use crate::sensors::fact::Says;
use crate::sensors::{LoginSetup, lock};

/// Sees nothing.
#[derive(Debug)]
pub struct Login;

impl Login {
    /// Says that it is not there yet.
    #[must_use]
    pub fn start(link: &Link, setup: LoginSetup) -> Self {
        link.health(
            Part::Sleep,
            Health::Missing(
                "Sleep is not told on this system yet: it is found afterwards, by the clocks."
                    .to_owned(),
            ),
        );
        link.input(Input::Sensor {
            sensor: Sensor::Sleep,
            works: false,
        });
        if let Some(lock) = setup.lock {
            lock.says(lock::LOGIN, Says::Absent);
        }
        Self
    }
}

//! Who holds the screen awake.

use crate::sensors::Desktop;
use crate::sensors::fact::{Hear, Says};
use crate::sensors::media;

/// Sees nothing.
#[derive(Debug)]
pub struct Inhibitors;

impl Inhibitors {
    /// Says that it is not there yet.
    #[must_use]
    pub fn start(_desktop: &Desktop, hear: Hear) -> Self {
        for source in [
            media::SESSION_MANAGER,
            media::POLICY_AGENT,
            media::POWER_MANAGEMENT,
            media::LOGIN,
            media::COMPOSITOR,
        ] {
            hear.says(source, Says::Absent);
        }
        Self
    }
}

//! Who holds the screen awake, not on this system yet.

use crate::sensors::Desktop;
use crate::sensors::fact::{Hear, Says};
use crate::sensors::media;

/// Sees nothing.
#[derive(Debug)]
pub struct Inhibitors;

impl Inhibitors {
    /// Says that it is not there yet.
    #[must_use]
    #[expect(
        clippy::needless_pass_by_value,
        reason = "the same as where it is there"
    )]
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

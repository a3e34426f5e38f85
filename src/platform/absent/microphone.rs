//! A microphone in use, not on this system yet.

use crate::sensors::Desktop;
use crate::sensors::call;
use crate::sensors::fact::{Hear, Says};

/// Sees nothing.
#[derive(Debug)]
pub struct Microphone;

impl Microphone {
    /// Says that it is not there yet.
    #[must_use]
    #[expect(
        clippy::needless_pass_by_value,
        reason = "the same as where it is there"
    )]
    pub fn start(_desktop: &Desktop, hear: Hear) -> Self {
        hear.says(call::SOUND_SERVER, Says::Absent);
        Self
    }
}

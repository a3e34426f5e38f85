//! A microphone in use.

use crate::sensors::Desktop;
use crate::sensors::call;
use crate::sensors::fact::{Hear, Says};

/// Sees nothing.
#[derive(Debug)]
pub struct Microphone;

impl Microphone {
    /// Says that it is not there yet.
    #[must_use]
    pub fn start(_desktop: &Desktop, hear: Hear) -> Self {
        for source in [call::SOUND_SERVER] {
            hear.says(source, Says::Absent);
        }
        Self
    }
}

//! A camera in use, not on this system yet.

use crate::sensors::Desktop;
use crate::sensors::call;
use crate::sensors::fact::{Hear, Says};
use crate::sensors::look::Glance;

/// Sees nothing.
#[derive(Debug)]
pub struct Camera;

impl Camera {
    /// Says that it is not there yet.
    #[must_use]
    #[expect(
        clippy::needless_pass_by_value,
        reason = "the same as where it is there"
    )]
    pub fn start(_desktop: &Desktop, hear: Hear) -> Self {
        hear.says(call::VIDEO_DEVICES, Says::Absent);
        Self
    }

    /// Sees nothing, and is done with it.
    pub fn look(&self, glance: Glance) {
        drop(glance);
    }
}

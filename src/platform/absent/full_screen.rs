//! A window over the whole screen, not on this system yet.

use crate::sensors::Desktop;
use crate::sensors::fact::{Hear, Says};
use crate::sensors::look::Glance;
use crate::sensors::quiet;

/// Sees nothing.
#[derive(Debug)]
pub struct FullScreen;

impl FullScreen {
    /// Says that it is not there yet.
    #[must_use]
    #[expect(
        clippy::needless_pass_by_value,
        reason = "the same as where it is there"
    )]
    pub fn start(_desktop: &Desktop, hear: Hear) -> Self {
        for source in [quiet::X11, quiet::TOPLEVELS] {
            hear.says(source, Says::Absent);
        }
        Self
    }

    /// Sees nothing, and is done with it.
    pub fn look(&self, glance: Glance) {
        drop(glance);
    }
}

//! Screen savers, not on this system yet.

use crate::sensors::Desktop;
use crate::sensors::fact::{Hear, Says};
use crate::sensors::lock;

/// Sees nothing.
#[derive(Debug)]
pub struct ScreenSavers;

impl ScreenSavers {
    /// Says that it is not there yet.
    #[must_use]
    #[expect(
        clippy::needless_pass_by_value,
        reason = "the same as where it is there"
    )]
    pub fn start(_desktop: &Desktop, hear: Hear) -> Self {
        for source in [
            lock::GNOME,
            lock::FREEDESKTOP,
            lock::XFCE,
            lock::MATE,
            lock::CINNAMON,
        ] {
            hear.says(source, Says::Absent);
        }
        Self
    }
}

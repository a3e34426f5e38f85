//! Questions to the desktop, which are not asked on this system yet.

use std::path::Path;

use crate::platform::found::{Lies, NoticesFound, TrayFound};
use crate::sensors::Desktop;

/// Answers that it was not asked.
#[must_use]
pub fn tray(_desktop: &Desktop) -> TrayFound {
    TrayFound::NotAsked
}

/// Answers that it was not asked.
#[must_use]
pub fn notices(_desktop: &Desktop) -> NoticesFound {
    NoticesFound::NotAsked
}

/// Not known here.
#[must_use]
pub fn free_space(_path: &Path) -> Option<u64> {
    None
}

/// There is no socket here.
#[must_use]
pub fn lies_at(_path: &Path) -> Lies {
    Lies::Nothing
}

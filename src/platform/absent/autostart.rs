//! Starting at login, where it is not built yet.

use std::path::{Path, PathBuf};

use crate::autostart::{AutostartError, Entry, Followed, State};

/// Answers that there is none here.
///
/// # Errors
/// Always `Unsupported`, as all of these.
pub fn place() -> Result<PathBuf, AutostartError> {
    Err(AutostartError::Unsupported)
}

/// Answers that there is none here.
///
/// # Errors
/// Always `Unsupported`.
pub fn state(_place: &Path) -> Result<State, AutostartError> {
    Err(AutostartError::Unsupported)
}

/// Answers that there is none here.
///
/// # Errors
/// Always `Unsupported`.
pub fn register(_place: &Path, _entry: &Entry) -> Result<Followed, AutostartError> {
    Err(AutostartError::Unsupported)
}

/// Answers that there is none here.
///
/// # Errors
/// Always `Unsupported`.
pub fn unregister(_place: &Path) -> Result<Followed, AutostartError> {
    Err(AutostartError::Unsupported)
}

/// Answers that there is none here.
///
/// # Errors
/// Always `Unsupported`.
pub fn switch_on(_place: &Path, _entry: &Entry) -> Result<(), AutostartError> {
    Err(AutostartError::Unsupported)
}

/// Answers that there is none here.
///
/// # Errors
/// Always `Unsupported`.
pub fn switch_off(_place: &Path) -> Result<(), AutostartError> {
    Err(AutostartError::Unsupported)
}

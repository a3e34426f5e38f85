//! Whether there is a display to open a window on.

/// A session of this system always has one.
#[must_use]
pub fn is_there() -> bool {
    true
}

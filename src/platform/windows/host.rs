//! The machine's name.

/// The machine's name, if it has one.
#[must_use]
pub fn name() -> Option<String> {
    std::env::var("COMPUTERNAME").ok()
}

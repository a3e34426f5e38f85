//! The machine's name.

/// The machine's name, if it has one.
#[must_use]
pub fn name() -> Option<String> {
    rustix::system::uname()
        .nodename()
        .to_str()
        .ok()
        .map(str::to_owned)
}

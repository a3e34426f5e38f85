//! Whether there is a display to open a window on.

use std::env;

/// Whether this session has a display, by what its environment says.
#[must_use]
pub fn is_there() -> bool {
    ["WAYLAND_DISPLAY", "WAYLAND_SOCKET", "DISPLAY"]
        .iter()
        .any(|name| env::var_os(name).is_some_and(|value| !value.is_empty()))
}

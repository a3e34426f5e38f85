//! The real window of the real program: on displays with a window manager and under Wayland compositors,
//! driven by keys alone, and read as a screen reader reads it.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    reason = "a test whose stage does not stand fails"
)]

mod breaks;
mod pages;
mod record;
mod refused;
mod stage;
mod wayland;

#[path = "../desktop/program.rs"]
#[allow(dead_code, reason = "shared with the tests of the whole program")]
mod program;
#[path = "../support/mod.rs"]
mod support;

/// The packages behind a desk on which a window is seen by a screen reader.
const WINDOW: [&str; 7] = [
    "at-spi2-core",
    "dbus",
    "libegl1",
    "libgl1-mesa-dri",
    "openbox",
    "xdotool",
    "xvfb",
];

#[path = "../full_screen/x11_window.rs"]
#[allow(dead_code, reason = "shared with the tests of full screen")]
mod x11_window;

//! `soleus doctor` on desks with everything, with nothing, and with peers that do not answer: the real
//! program, its exit code, and what it says.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    reason = "a test whose stage does not stand fails"
)]

mod beside;
mod desktops;
mod exam;
mod files;

#[path = "../tray/panel.rs"]
#[allow(dead_code, reason = "shared with the tests of the tray")]
mod panel;
#[path = "../desktop/program.rs"]
#[allow(dead_code, reason = "shared with the tests of the whole program")]
mod program;
#[path = "../support/mod.rs"]
mod support;

/// The packages behind a desk with a panel and dunst.
const PANEL_AND_DUNST: [&str; 6] = ["dbus", "dunst", "openbox", "xdotool", "xfce4-panel", "xvfb"];

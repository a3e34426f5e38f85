//! The whole program on real desktops: a display, buses, a panel and notification servers of each
//! test's own, spoken to as a person does, by mouse, keyboard and command line.
//!
//! A demonstration's fast clock makes half an hour short. Nothing waits for time to pass: each
//! step waits, with a bound, for what a person would see.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    reason = "a test whose stage does not stand fails"
)]

mod calls;
mod icon;
mod instance;
mod letter;
mod login;
mod notices;
mod peers;
#[allow(dead_code, reason = "shared with the tests of the real window")]
mod program;
mod quiet;
mod sensors;
mod settings;
mod watcher;
mod wayland;

#[path = "../idle/gnome.rs"]
#[allow(dead_code, reason = "shared with the tests of the idle sensor")]
mod gnome;
#[path = "../idle/hand.rs"]
mod hand;

#[path = "../tray/item.rs"]
#[allow(dead_code, reason = "shared with the tests of the tray alone")]
mod item;
#[path = "../tray/panel.rs"]
#[allow(dead_code, reason = "shared with the tests of the tray alone")]
mod panel;
#[path = "../support/mod.rs"]
mod support;
#[path = "../full_screen/x11_window.rs"]
mod x11_window;

/// The packages behind a desk with a panel.
const PANEL: [&str; 5] = ["dbus", "openbox", "xdotool", "xfce4-panel", "xvfb"];

/// The packages behind a desk with a panel and dunst.
const PANEL_AND_DUNST: [&str; 6] = ["dbus", "dunst", "openbox", "xdotool", "xfce4-panel", "xvfb"];

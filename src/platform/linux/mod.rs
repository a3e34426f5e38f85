//! Linux: the session bus, X11, logind, the boot clock.

pub mod tray;

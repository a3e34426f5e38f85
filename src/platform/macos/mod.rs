//! macOS.

pub use super::absent::{autostart, socket, tray};

//! macOS: what differs from Windows in the shared parts, and its clock.

pub mod clock;
pub(super) mod local;

pub use super::absent::{idle, login};
pub use super::hosted::{main_thread, notices, tray};

//! Windows: what differs from macOS in the shared parts, and its clocks.

mod clock;
pub mod files;
pub mod host;
pub(super) mod local;

pub use super::absent::{autostart, end, idle, login, open, socket};
pub use super::hosted::{mailbox, main_thread, notices, tray};
pub use clock::{boot_id, boot_time, suspended_time};

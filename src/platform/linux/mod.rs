//! Linux: the session bus, X11, logind, the boot clock.

pub mod autostart;
mod clock;
mod desktop_entry;
pub mod mailbox;
pub mod socket;
pub mod tray;

pub use clock::{boot_id, boot_time, suspended_time};

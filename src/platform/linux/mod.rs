//! Linux: the session bus, X11, logind, the boot clock.

pub mod autostart;
mod clock;
mod connect;
mod desktop_entry;
pub mod end;
pub mod host;
pub mod idle_x11;
pub mod login;
pub mod mailbox;
pub mod main_thread;
pub mod notices;
mod notification_server;
pub mod open;
pub mod socket;
pub mod tray;

pub use super::unix::files;
pub use clock::{boot_id, boot_time, suspended_time};
pub use idle_x11 as idle;

//! Linux: the session bus, X11, logind, the boot clock.

mod connect;
pub mod idle_x11;
pub mod login;
pub mod main_thread;
pub mod notices;
mod notification_server;
pub mod tray;

pub use idle_x11 as idle;

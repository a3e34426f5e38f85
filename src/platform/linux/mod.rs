//! Linux: the session bus, X11, logind, the boot clock.

pub mod appearance;
pub mod autostart;
pub mod camera;
mod clock;
mod connect;
mod desktop_entry;
pub mod display;
pub mod do_not_disturb;
pub mod end;
pub mod focus;
mod follow;
pub mod full_screen;
pub mod host;
pub mod idle;
pub mod inhibitors;
mod line;
mod local;
pub mod login;
pub mod mailbox;
pub mod main_thread;
pub mod memory;
pub mod microphone;
pub mod notices;
mod notification_server;
pub mod open;
mod orders;
pub mod probe;
pub(super) mod process;
mod pulse;
pub mod screen_savers;
pub mod socket;
pub mod sound;
pub mod tray;
mod wayland_read;

pub use super::unix::{files, program};
pub use clock::{boot_id, boot_time, suspended_time};

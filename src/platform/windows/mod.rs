//! Windows: what differs from macOS in the shared parts, and its clocks.

mod clock;
pub mod files;
pub mod host;
pub(super) mod local;
pub mod program;

pub use super::absent::{
    appearance, autostart, camera, do_not_disturb, end, focus, full_screen, idle, inhibitors,
    login, memory, microphone, open, probe, screen_savers, socket, sound,
};
pub use super::hosted::{display, mailbox, main_thread, notices, tray, user_folders, watcher};
pub use clock::{boot_id, boot_time, suspended_time};

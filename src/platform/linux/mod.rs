//! Linux.

pub mod autostart;
mod desktop_entry;
pub mod socket;

//! What Windows and macOS do alike: the tray lives on the main thread, in a winit loop that does
//! nothing else; notices go through notify-rust. What differs is in their own folders, as `local`.

pub mod display;
pub mod mailbox;
pub mod main_thread;
mod menu;
pub mod notices;
pub mod tray;
pub mod user_folders;
pub mod watcher;

//! Parts that this system does not have yet: each says so, in words.

pub mod appearance;
pub mod autostart;
pub mod camera;
pub mod do_not_disturb;
pub mod end;
pub mod focus;
pub mod full_screen;
pub mod idle;
pub mod inhibitors;
pub mod login;
pub mod memory;
pub mod microphone;
pub mod open;
pub mod probe;
pub mod screen_savers;
pub mod socket;
pub mod sound;

use std::io;

fn not_yet<T>() -> io::Result<T> {
    Err(io::Error::new(
        io::ErrorKind::Unsupported,
        "not on this system yet",
    ))
}

//! Parts that this system does not have yet: each says so, in words.

pub mod autostart;
pub mod end;
pub mod idle;
pub mod login;
pub mod open;
pub mod socket;

use std::io;

fn not_yet<T>() -> io::Result<T> {
    Err(io::Error::new(
        io::ErrorKind::Unsupported,
        "not on this system yet",
    ))
}

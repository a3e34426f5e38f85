//! The one enum that every thread sends and the loop handles in one place.

use crate::control::{Ask, Replier};
use crate::link::Told;
use crate::settings::Loaded;

/// Something that happened outside the loop.
#[derive(Debug)]
pub(super) enum Event {
    /// A part tells something.
    Told(Told),
    /// Somebody asks over the socket.
    Asked(Ask, Replier),
    /// The records with this ticket are on the disk, or the attempt failed and they are kept.
    Stored(u64),
    /// The settings file was read again.
    Settings(Box<Loaded>),
    /// The system wants the program to end.
    End,
}

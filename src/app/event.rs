//! The one enum that every thread sends and the loop handles in one place.

use super::window::Failure;
use crate::control::{Ask, Replier};
use crate::engine::effect::Page;
use crate::engine::input::{Elsewhere, Letter};
use crate::link::Told;
use crate::settings::Loaded;
use crate::store::Kept;

/// Something that happened outside the loop.
#[derive(Debug)]
pub(super) enum Event {
    /// A part tells something.
    Told(Told),
    /// Somebody asks over the socket.
    Asked(Ask, Replier),
    /// The records with this ticket are on the disk, or the attempt failed and they are kept.
    Stored(u64, Result<(), Kept>),
    /// A window for this page did not come, or broke, and why.
    WindowFailed(Page, Failure),
    /// A window that followed was closed, or is lost.
    WindowLeft,
    /// The settings file was read again.
    Settings(Box<Loaded>),
    /// The settings file could not be opened: why, and what to do.
    NotOpened(String),
    /// The settings file could not be written, and why.
    NotWritten(String),
    /// What the person did at other machines, as far as it was not told before.
    Elsewhere(Elsewhere),
    /// The week before in figures.
    Letter(Letter),
    /// The system wants the program to end.
    End,
}

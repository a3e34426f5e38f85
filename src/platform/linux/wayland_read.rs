//! Reading from a compositor, which is not trusted: what breaks the protocol is an error and no panic.

use std::io::ErrorKind;
use std::panic::{AssertUnwindSafe, catch_unwind};

use wayland_client::Connection;
use wayland_client::backend::WaylandError;

/// The connection must not be used any more.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unreadable {
    /// It broke, or the compositor broke the protocol.
    #[error(transparent)]
    Broken(#[from] WaylandError),
    /// The library gave up.
    #[error("it breaks the protocol so that the library gives up")]
    GaveUp,
}

/// Takes what there is, without waiting.
///
/// # Errors
/// When the connection has ended or cannot go on.
pub(super) fn read(connection: &Connection) -> Result<(), Unreadable> {
    let Some(guard) = connection.prepare_read() else {
        return Ok(());
    };
    // wayland-backend 0.3.17 panics at an error without a text, which the protocol forbids.
    let read = catch_unwind(AssertUnwindSafe(|| guard.read()));
    match read.map_err(|_| Unreadable::GaveUp)? {
        Err(WaylandError::Io(error)) if error.kind() == ErrorKind::WouldBlock => Ok(()),
        other => Ok(other.map(drop)?),
    }
}

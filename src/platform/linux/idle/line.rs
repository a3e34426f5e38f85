//! A connection to a compositor that neither blocks nor overwhelms whoever holds it.
//!
//! Opening, reading and writing never wait. What is heard is kept until it is taken, and a compositor
//! that says more at once than any has to say is hung up on, as is one that breaks the protocol.

use std::collections::VecDeque;
use std::marker::PhantomData;
use std::os::fd::{AsFd as _, BorrowedFd, OwnedFd};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rustix::net::{Shutdown, shutdown};
use wayland_client::backend::protocol::Message;
use wayland_client::backend::{Backend, ObjectData, ObjectId, WaylandError};
use wayland_client::protocol::wl_display::WlDisplay;
use wayland_client::{Connection, Proxy};

use super::super::{local, wayland_read};
use super::watch::{End, Fault};

/// The most events of one reading. A compositor announces some hundred things at the start, and then
/// tells a few at a time.
const MOST_EVENTS: usize = 2000;

/// Something a compositor said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Heard {
    /// Something of use is offered, under this number and up to this version.
    Offered(Offer, u32, u32),
    /// What was offered under this number is gone.
    Withdrawn(u32),
    /// Everything that was asked before is answered.
    Answered,
    /// The alarm of this number: nobody has touched anything for its time.
    Rang(u32),
    /// The alarm of this number rings no more: somebody has.
    Stilled(u32),
}

/// What is of use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Offer {
    Seat,
    Ext,
    Kde,
}

/// The connection.
pub(super) struct Line {
    connection: Connection,
    inbox: Arc<Mutex<Inbox>>,
}

#[derive(Default)]
struct Inbox {
    heard: VecDeque<Heard>,
    /// Of the present reading, also those that say nothing of use.
    events: usize,
}

/// What an object says, put into words of ours.
struct Ear<I, F> {
    inbox: Arc<Mutex<Inbox>>,
    understand: F,
    of: PhantomData<fn(I)>,
}

impl Line {
    /// Knocks; whether anybody answers is heard later.
    pub(super) fn open(socket: &Path) -> Result<Self, End> {
        let connection = Connection::from_socket(local::open(socket)?)?;
        Ok(Self {
            connection,
            inbox: Arc::default(),
        })
    }

    pub(super) fn display(&self) -> WlDisplay {
        self.connection.display()
    }

    /// Readable when there is something to [`Self::read`].
    pub(super) fn fd(&self) -> BorrowedFd<'_> {
        self.connection.as_fd()
    }

    /// What a new object says is heard as this.
    pub(super) fn ear<I: Proxy + 'static>(
        &self,
        understand: impl Fn(I::Event) -> Option<Heard> + Send + Sync + 'static,
    ) -> Arc<dyn ObjectData> {
        Arc::new(Ear::<I, _> {
            inbox: self.inbox.clone(),
            understand,
            of: PhantomData,
        })
    }

    /// Sends what was asked. What a compositor that does not read has no room for is kept.
    pub(super) fn flush(&self) -> Result<(), End> {
        match self.connection.flush() {
            Err(WaylandError::Io(error)) if is_later(&error) => Ok(()),
            other => Ok(other?),
        }
    }

    /// Reads what there is. After an error the connection must not be used any more.
    pub(super) fn read(&self) -> Result<(), End> {
        self.inbox().events = 0;
        Ok(wayland_read::read(&self.connection)?)
    }

    /// What was heard next.
    pub(super) fn next(&self) -> Option<Heard> {
        self.inbox().heard.pop_front()
    }

    fn inbox(&self) -> MutexGuard<'_, Inbox> {
        self.inbox.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<I, F> ObjectData for Ear<I, F>
where
    I: Proxy + 'static,
    F: Fn(I::Event) -> Option<Heard> + Send + Sync + 'static,
{
    fn event(
        self: Arc<Self>,
        backend: &Backend,
        message: Message<ObjectId, OwnedFd>,
    ) -> Option<Arc<dyn ObjectData>> {
        let mut inbox = self.inbox.lock().unwrap_or_else(PoisonError::into_inner);
        inbox.events += 1;
        let event = I::parse_event(&Connection::from_backend(backend.clone()), message);
        match event {
            Ok((_, event)) if inbox.events <= MOST_EVENTS => {
                inbox.heard.extend((self.understand)(event));
            }
            // The reading goes on to what is there already, and then finds the end.
            Ok(_) | Err(_) => drop(shutdown(backend.poll_fd(), Shutdown::Both)),
        }
        // None of the objects that are used brings forth another.
        None
    }

    fn destroyed(&self, _: ObjectId) {}
}

fn is_later(error: &std::io::Error) -> bool {
    error.kind() == std::io::ErrorKind::WouldBlock
}

/// Whether somebody is there who takes no more callers for now.
pub(super) fn is_crowded(fault: &Fault) -> bool {
    fault.downcast_ref::<std::io::Error>().is_some_and(is_later)
}

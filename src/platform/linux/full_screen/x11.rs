//! Windows on X11: the window manager says which one is in front, and whether it covers the screen.

use std::os::fd::{AsFd, BorrowedFd};
use std::time::Duration;

use x11rb::connection::Connection as _;
use x11rb::errors::{ConnectError, ConnectionError, ReplyError};
use x11rb::protocol::Event;
use x11rb::protocol::xproto::{
    Atom, AtomEnum, ChangeWindowAttributesAux, ConnectionExt as _, EventMask, GetPropertyReply,
    Window,
};
use x11rb::rust_connection::RustConnection;

use super::patient::Patient;
use super::{Fault, Seen, Windows};
use crate::sensors::quiet;

/// A window has no more states than this.
const MOST_STATES: u32 = 64;
/// A window that comes to the front while we look is looked at in its turn, so often.
const TURNS: usize = 3;

/// A display.
#[derive(Debug)]
pub(super) struct Display {
    x: RustConnection<Patient>,
    root: Window,
    names: Names,
    /// The window that covers the screen: its changes, and who comes to the front, are told.
    watched: Option<Window>,
}

/// What the window manager's words are called on this display.
#[derive(Debug)]
struct Names {
    supported: Atom,
    active_window: Atom,
    state: Atom,
    full_screen: Atom,
}

/// The window in front.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Front {
    Covers(Window),
    CoversNot,
    /// No window manager says it.
    Unsaid,
}

impl Windows for Display {
    type Place = String;
    const SOURCE: &'static str = quiet::X11;

    fn open(place: &String, limit: Duration) -> Result<Self, Fault> {
        let (x, screen) = Patient::connect(place, limit)?;
        let root = x.setup().roots.get(screen).map(|screen| screen.root);
        let root = root.ok_or_else(|| Fault::gone("the display has no such screen"))?;
        let names = Names {
            supported: intern(&x, b"_NET_SUPPORTED")?,
            active_window: intern(&x, b"_NET_ACTIVE_WINDOW")?,
            state: intern(&x, b"_NET_WM_STATE")?,
            full_screen: intern(&x, b"_NET_WM_STATE_FULLSCREEN")?,
        };
        Ok(Self {
            x,
            root,
            names,
            watched: None,
        })
    }

    fn look(&mut self, limit: Duration) -> Result<Seen, Fault> {
        self.x.stream().allow(limit);
        for _ in 0..TURNS {
            match self.front()? {
                Front::Unsaid => {
                    self.watch(None)?;
                    return Ok(Seen::Nothing);
                }
                Front::CoversNot => {
                    self.watch(None)?;
                    return Ok(Seen::Free);
                }
                Front::Covers(window) if self.watched == Some(window) => break,
                // It may have changed before it was watched.
                Front::Covers(window) => self.watch(Some(window))?,
            }
        }
        Ok(Seen::Covered)
    }

    fn hear(&mut self, limit: Duration) -> Result<Option<Seen>, Fault> {
        self.x.stream().allow(limit);
        self.x.flush()?;
        let mut changed = false;
        while let Some(event) = self.x.poll_for_event()? {
            changed |= self.matters(&event);
        }
        if changed && self.watched.is_some() {
            return self.look(limit).map(Some);
        }
        Ok(None)
    }

    fn stream(&self) -> BorrowedFd<'_> {
        self.x.stream().as_fd()
    }
}

impl Display {
    fn front(&self) -> Result<Front, Fault> {
        let active = self.property(self.root, self.names.active_window, AtomEnum::WINDOW, 1)?;
        let supported = self.property(self.root, self.names.supported, AtomEnum::ATOM, 0)?;
        let (active, supported) = (read(active.reply())?, read(supported.reply())?);
        let is_there = |it: &GetPropertyReply| it.type_ != u32::from(AtomEnum::NONE);
        if ![&active, &supported].into_iter().flatten().any(is_there) {
            return Ok(Front::Unsaid);
        }
        let window = active.and_then(|it| it.value32()?.next());
        let Some(window) = window.filter(|window| *window != x11rb::NONE) else {
            return Ok(Front::CoversNot);
        };
        let states = self.property(window, self.names.state, AtomEnum::ATOM, MOST_STATES)?;
        // A window that is gone by now covers nothing.
        let covers = read(states.reply())?
            .as_ref()
            .and_then(GetPropertyReply::value32)
            .is_some_and(|mut states| states.any(|state| state == self.names.full_screen));
        Ok(if covers {
            Front::Covers(window)
        } else {
            Front::CoversNot
        })
    }

    fn property(
        &self,
        window: Window,
        name: Atom,
        kind: AtomEnum,
        at_most: u32,
    ) -> Result<x11rb::cookie::Cookie<'_, RustConnection<Patient>, GetPropertyReply>, Fault> {
        Ok(self.x.get_property(false, window, name, kind, 0, at_most)?)
    }

    /// Watches this window, and who comes to the front, instead of another.
    fn watch(&mut self, window: Option<Window>) -> Result<(), Fault> {
        if self.watched == window {
            return Ok(());
        }
        if let Some(before) = self.watched.take() {
            self.select(before, EventMask::NO_EVENT)?;
        }
        let of_root = match window {
            Some(_) => EventMask::PROPERTY_CHANGE,
            None => EventMask::NO_EVENT,
        };
        self.select(self.root, of_root)?;
        if let Some(window) = window {
            self.select(
                window,
                EventMask::PROPERTY_CHANGE | EventMask::STRUCTURE_NOTIFY,
            )?;
        }
        self.watched = window;
        self.x.flush()?;
        Ok(())
    }

    fn select(&self, window: Window, events: EventMask) -> Result<(), Fault> {
        let wanted = ChangeWindowAttributesAux::new().event_mask(events);
        // A window that is gone has nothing to tell.
        self.x
            .change_window_attributes(window, &wanted)?
            .ignore_error();
        Ok(())
    }

    /// Whether the window in front, or its state, may be another now.
    fn matters(&self, event: &Event) -> bool {
        match event {
            Event::PropertyNotify(event) if event.window == self.root => {
                event.atom == self.names.active_window || event.atom == self.names.supported
            }
            Event::PropertyNotify(event) => event.atom == self.names.state,
            Event::DestroyNotify(_) | Event::UnmapNotify(_) => true,
            _ => false,
        }
    }
}

fn intern(x: &RustConnection<Patient>, name: &[u8]) -> Result<Atom, Fault> {
    match x.intern_atom(false, name)?.reply() {
        Ok(reply) => Ok(reply.atom),
        Err(ReplyError::ConnectionError(error)) => Err(error.into()),
        Err(error) => Err(Fault::gone(error)),
    }
}

/// A property, or none where there is no such window.
fn read(reply: Result<GetPropertyReply, ReplyError>) -> Result<Option<GetPropertyReply>, Fault> {
    match reply {
        Ok(reply) => Ok(Some(reply)),
        Err(ReplyError::X11Error(_)) => Ok(None),
        Err(ReplyError::ConnectionError(error)) => Err(error.into()),
    }
}

fn is_late(error: &ConnectionError) -> bool {
    matches!(error, ConnectionError::IoError(error) if error.kind() == std::io::ErrorKind::TimedOut)
}

impl From<ConnectionError> for Fault {
    fn from(error: ConnectionError) -> Self {
        if is_late(&error) {
            Self::Late
        } else {
            Self::gone(error)
        }
    }
}

impl Fault {
    /// Why connecting failed.
    pub(super) fn of_connecting(error: ConnectError) -> Self {
        match error {
            ConnectError::IoError(error) if error.kind() == std::io::ErrorKind::TimedOut => {
                Self::Late
            }
            error => Self::gone(error),
        }
    }
}

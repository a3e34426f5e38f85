//! Windows in a Wayland session, where the compositor lists them (wlr-foreign-toplevel): sway,
//! Hyprland, labwc and others, not KWin and not Mutter.
//!
//! The list is asked for by each look, and given back unless a window covers the screen. Titles and
//! names of programs come with it; they are passed over.

use std::collections::HashMap;
use std::os::fd::{AsFd, BorrowedFd};
use std::path::PathBuf;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, poll};
use rustix::fs::Timespec;
use wayland_client::backend::{ObjectId, WaylandError};
use wayland_client::protocol::wl_callback::{self, WlCallback};
use wayland_client::protocol::wl_registry::{self, WlRegistry};
use wayland_client::{Connection, Dispatch, EventQueue, Proxy, QueueHandle, event_created_child};
use wayland_protocols_wlr::foreign_toplevel::v1::client::{
    zwlr_foreign_toplevel_handle_v1::{self, ZwlrForeignToplevelHandleV1 as Handle},
    zwlr_foreign_toplevel_manager_v1::{self, ZwlrForeignToplevelManagerV1 as List},
};

use super::super::{local, wayland_read};
use super::{Fault, Seen, Windows};
use crate::platform::boot_time;
use crate::sensors::quiet;

/// Who lists more windows than this makes no sense.
const MOST_WINDOWS: usize = 4096;
/// The first version that tells of full screen, and the last that is known here.
const VERSIONS: std::ops::RangeInclusive<u32> = 2..=3;

/// The states that matter, as the protocol numbers them.
const IN_FRONT: u32 = 2;
const FULL_SCREEN: u32 = 3;

/// A compositor.
#[derive(Debug)]
pub(super) struct Toplevels {
    connection: Connection,
    queue: EventQueue<State>,
    registry: WlRegistry,
    state: State,
}

/// What the compositor told.
#[derive(Debug, Default)]
struct State {
    /// How the list is asked for, if it is there: its name and version.
    offer: Option<(u32, u32)>,
    /// The list that is followed.
    list: Option<List>,
    windows: HashMap<ObjectId, Window>,
    /// How many questions were answered.
    answers: u32,
    /// There were too many windows.
    overrun: bool,
}

#[derive(Debug)]
struct Window {
    handle: Handle,
    /// What was told since the last whole change.
    covers_next: bool,
    covers: bool,
}

impl Windows for Toplevels {
    type Place = PathBuf;
    const SOURCE: &'static str = quiet::TOPLEVELS;

    fn open(place: &PathBuf, limit: Duration) -> Result<Self, Fault> {
        let stream = local::open(place).map_err(|error| match error.kind() {
            std::io::ErrorKind::WouldBlock => Fault::Late,
            _ => Fault::gone(error),
        })?;
        let connection = Connection::from_socket(stream).map_err(Fault::gone)?;
        let queue = connection.new_event_queue();
        let registry = connection.display().get_registry(&queue.handle(), ());
        let mut toplevels = Self {
            connection,
            queue,
            registry,
            state: State::default(),
        };
        toplevels.ask(limit)?;
        Ok(toplevels)
    }

    fn look(&mut self, limit: Duration) -> Result<Seen, Fault> {
        if self.state.list.is_none() {
            let Some((name, version)) = self.state.offer else {
                return Ok(Seen::Nothing);
            };
            let list = self.registry.bind(name, version, &self.queue.handle(), ());
            self.state.list = Some(list);
        }
        self.ask(limit)?;
        self.judge()
    }

    fn hear(&mut self, limit: Duration) -> Result<Option<Seen>, Fault> {
        let offered = self.state.offer;
        self.take()?;
        if self.state.offer != offered {
            self.drop_list()?;
            return self.look(limit).map(Some);
        }
        if self.state.list.is_none() {
            return Ok(None);
        }
        let seen = self.judge()?;
        Ok(Some(seen).filter(|seen| *seen != Seen::Covered))
    }

    fn stream(&self) -> BorrowedFd<'_> {
        self.connection.as_fd()
    }
}

impl Toplevels {
    /// What the windows add up to. A list that shows none over the screen is given back.
    fn judge(&mut self) -> Result<Seen, Fault> {
        if self.state.windows.values().any(|window| window.covers) {
            return Ok(Seen::Covered);
        }
        self.drop_list()?;
        Ok(Seen::Free)
    }

    fn drop_list(&mut self) -> Result<(), Fault> {
        if let Some(list) = self.state.list.take() {
            list.stop();
        }
        for (_, window) in self.state.windows.drain() {
            window.handle.destroy();
        }
        self.flush()
    }

    /// Waits until the compositor answered what was asked so far.
    fn ask(&mut self, limit: Duration) -> Result<(), Fault> {
        let late = boot_time() + limit;
        let wanted = self.state.answers.wrapping_add(1);
        self.connection.display().sync(&self.queue.handle(), ());
        loop {
            self.take()?;
            if self.state.answers == wanted {
                return Ok(());
            }
            let left = Timespec::try_from(late.saturating_sub(boot_time())).map_err(Fault::gone)?;
            let mut stream = [PollFd::new(&self.connection, PollFlags::IN)];
            match poll(&mut stream, Some(&left)) {
                Ok(0) => return Err(Fault::Late),
                Ok(_) | Err(rustix::io::Errno::INTR) => {}
                Err(error) => return Err(Fault::gone(error)),
            }
            // Who talks on and on does not answer either.
            if late <= boot_time() {
                return Err(Fault::Late);
            }
        }
    }

    /// Takes what is there, without waiting.
    fn take(&mut self) -> Result<(), Fault> {
        self.flush()?;
        self.dispatch()?;
        wayland_read::read(&self.connection).map_err(Fault::gone)?;
        self.dispatch()?;
        // What was answered to it.
        self.flush()
    }

    fn dispatch(&mut self) -> Result<(), Fault> {
        self.queue
            .dispatch_pending(&mut self.state)
            .map_err(Fault::gone)?;
        if self.state.overrun {
            return Err(Fault::gone("the compositor lists too many windows"));
        }
        Ok(())
    }

    fn flush(&self) -> Result<(), Fault> {
        match self.connection.flush() {
            Ok(()) => Ok(()),
            // It takes no more: it does not answer.
            Err(WaylandError::Io(error)) if error.kind() == std::io::ErrorKind::WouldBlock => {
                Err(Fault::Late)
            }
            Err(error) => Err(Fault::gone(error)),
        }
    }
}

impl Dispatch<WlRegistry, ()> for State {
    fn event(
        state: &mut Self,
        _: &WlRegistry,
        event: wl_registry::Event,
        (): &(),
        _: &Connection,
        _: &QueueHandle<Self>,
    ) {
        match event {
            wl_registry::Event::Global {
                name,
                interface,
                version,
            } if interface == List::interface().name && VERSIONS.start() <= &version => {
                state.offer = Some((name, version.min(*VERSIONS.end())));
            }
            wl_registry::Event::GlobalRemove { name } => {
                state.offer = state.offer.filter(|(offered, _)| *offered != name);
            }
            _ => {}
        }
    }
}

impl Dispatch<WlCallback, ()> for State {
    fn event(
        state: &mut Self,
        _: &WlCallback,
        _: wl_callback::Event,
        (): &(),
        _: &Connection,
        _: &QueueHandle<Self>,
    ) {
        state.answers = state.answers.wrapping_add(1);
    }
}

impl Dispatch<List, ()> for State {
    fn event(
        state: &mut Self,
        list: &List,
        event: zwlr_foreign_toplevel_manager_v1::Event,
        (): &(),
        _: &Connection,
        _: &QueueHandle<Self>,
    ) {
        match event {
            zwlr_foreign_toplevel_manager_v1::Event::Toplevel { toplevel: handle } => {
                // One that was under way when the list was given back.
                if state.list.as_ref() != Some(list) {
                    handle.destroy();
                } else if state.windows.len() == MOST_WINDOWS {
                    state.overrun = true;
                } else {
                    let window = Window {
                        handle: handle.clone(),
                        covers_next: false,
                        covers: false,
                    };
                    state.windows.insert(handle.id(), window);
                }
            }
            zwlr_foreign_toplevel_manager_v1::Event::Finished
                if state.list.as_ref() == Some(list) =>
            {
                state.list = None;
                state.windows.clear();
            }
            _ => {}
        }
    }

    event_created_child!(Self, List, [
        zwlr_foreign_toplevel_manager_v1::EVT_TOPLEVEL_OPCODE => (Handle, ()),
    ]);
}

impl Dispatch<Handle, ()> for State {
    fn event(
        state: &mut Self,
        handle: &Handle,
        event: zwlr_foreign_toplevel_handle_v1::Event,
        (): &(),
        _: &Connection,
        _: &QueueHandle<Self>,
    ) {
        let id = handle.id();
        match event {
            zwlr_foreign_toplevel_handle_v1::Event::State { state: states } => {
                if let Some(window) = state.windows.get_mut(&id) {
                    window.covers_next = covers(&states);
                }
            }
            zwlr_foreign_toplevel_handle_v1::Event::Done => {
                if let Some(window) = state.windows.get_mut(&id) {
                    window.covers = window.covers_next;
                }
            }
            zwlr_foreign_toplevel_handle_v1::Event::Closed => {
                state.windows.remove(&id);
                handle.destroy();
            }
            _ => {}
        }
    }
}

/// Whether a window in these states is in front and covers the screen.
fn covers(states: &[u8]) -> bool {
    let (states, _) = states.as_chunks();
    let is = |wanted| {
        states
            .iter()
            .any(|state| u32::from_ne_bytes(*state) == wanted)
    };
    is(IN_FRONT) && is(FULL_SCREEN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_window_that_is_in_front_and_full_covers_the_screen() {
        let states =
            |all: &[u32]| -> Vec<u8> { all.iter().flat_map(|it| it.to_ne_bytes()).collect() };
        assert!(covers(&states(&[0, 2, 3])));
        assert!(!covers(&states(&[2])));
        assert!(!covers(&states(&[3])));
        assert!(!covers(&[]));
        // What is cut off counts for nothing.
        let whole = states(&[3, 2]);
        assert!(!covers(&whole[..7]));
    }
}

//! Follows facts that peers on a bus tell: a table of sources, each read when its peer comes and
//! after each of its signals.
//!
//! One thread sleeps until the bus has something. It only listens; reading is done by threads that
//! live no longer than that takes, one for each source at most, so a peer that hangs makes nobody
//! else late. A peer is never started, and only signals of whoever owns the name count.

mod reader;
mod source;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::mpsc;
use std::time::Duration;

use zbus::Message;
use zbus::blocking::{Connection, MessageIterator};
use zbus::message::Type;

pub(super) use source::{Asked, Seen, Signal, Source, if_offered};

use super::connect::{Bus, apart, listen, listen_for_owner, moved, owner_of};
use super::line::{Follow, Line, Loss};
use crate::platform::patience::{BackOff, Patience};
use crate::sensors::fact::Hear;
use crate::sensors::look::Glance;
use reader::Reader;

/// Who looks before a decision waits no longer than this.
const LOOK: Duration = Duration::from_millis(500);

/// The sources that are followed. Dropping it ends it.
#[derive(Debug)]
pub(super) struct Follower {
    readers: Vec<Arc<Reader>>,
    _line: Line,
}

struct Worker {
    readers: Vec<Arc<Reader>>,
    /// Each name that matters, and who owns it.
    owners: BTreeMap<&'static str, Option<String>>,
}

impl Follower {
    /// Follows these sources on a thread of this name.
    #[must_use]
    pub(super) fn start(
        name: &'static str,
        bus: Bus,
        patience: Patience,
        sources: Vec<Source>,
        hear: Hear,
    ) -> Self {
        let readers: Vec<Arc<Reader>> = sources
            .into_iter()
            .map(move |source| Arc::new(Reader::new(source, hear.clone(), patience)))
            .collect();
        let worker = Worker {
            readers: readers.clone(),
            owners: BTreeMap::new(),
        };
        Self {
            readers,
            _line: Line::start(name, bus, patience, worker),
        }
    }

    /// Reads what no signal tells, and drops the glance when that is done, at the latest after
    /// [`LOOK`]. What signals tell is not waited for.
    pub(super) fn look(&self, glance: Glance) {
        let (done, all_done) = mpsc::channel();
        let mut looked = false;
        for reader in &self.readers {
            looked |= reader.look(&done);
        }
        if !looked {
            return;
        }
        drop(done);
        drop(apart("bus-look", move || {
            // Its end is told by the last reader dropping its end.
            let _ = all_done.recv_timeout(LOOK);
            drop(glance);
        }));
    }
}

impl Drop for Follower {
    fn drop(&mut self) {
        for reader in &self.readers {
            reader.stop();
        }
    }
}

impl Follow for Worker {
    fn follow(&mut self, bus: &Connection, back_off: &mut BackOff) -> zbus::Result<()> {
        let packets = MessageIterator::from(bus);
        let names = self.readers.iter().flat_map(|it| &it.source.names);
        self.owners = names.map(|name| (*name, None)).collect();
        for name in self.owners.keys() {
            listen_for_owner(bus, name)?;
        }
        for signal in self.readers.iter().flat_map(|it| &it.source.signals) {
            listen(bus, &signal.rule())?;
        }
        for (name, owner) in &mut self.owners {
            *owner = owner_of(bus, name)?;
        }
        back_off.reset();
        for reader in &self.readers {
            self.meet(bus, reader);
        }
        for packet in packets.map_while(Result::ok) {
            if packet.message_type() == Type::Signal {
                self.hear(bus, &packet);
            }
        }
        Ok(())
    }

    fn lost(&mut self, loss: Loss) {
        for reader in &self.readers {
            reader.meet(None);
            if matches!(loss, Loss::SilentBus | Loss::NoAnswer) {
                reader.is_unheard();
            }
        }
    }
}

impl Worker {
    fn hear(&mut self, bus: &Connection, packet: &Message) {
        let mut names = self.owners.keys().copied();
        let moved = names.find_map(|name| Some((name, moved(packet, name)?)));
        let Some((name, moved)) = moved else {
            for reader in &self.readers {
                if reader.source.is_told_by(packet, &self.owners) {
                    reader.read_anew();
                }
            }
            return;
        };
        if self.owners.get(name) == Some(&moved.to) {
            return;
        }
        self.owners.insert(name, moved.to);
        for reader in &self.readers {
            if reader.source.names.contains(&name) {
                self.meet(bus, reader);
            }
        }
    }

    fn meet(&self, bus: &Connection, reader: &Arc<Reader>) {
        reader.meet(Asked::of(bus, &reader.source, &self.owners));
    }
}

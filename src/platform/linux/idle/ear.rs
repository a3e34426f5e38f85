//! The session bus, as far as Mutter is heard on it: a thread reads, and rings a bell that another
//! sleeps by beside other descriptors.
//!
//! Only what its owner says counts, and little of it is kept at a time: who says more waits.

use std::os::fd::OwnedFd;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};

use rustix::event::{EventfdFlags, eventfd};
use zbus::blocking::{Connection, MessageIterator};
use zbus::message::Type;

use super::super::connect::{self, Bus, apart, listen_for_owner, moved, owner_of};
use super::mutter::{Monitor, NAME, PATH};
use crate::sensors::Desktop;

/// So much may be unheard.
const ROOM: usize = 16;

/// Something that happened on the bus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Heard {
    /// The watch of this number.
    Fired(u32),
    /// Mutter's name changed hands, or the bus is gone.
    Moved,
}

/// Where it is heard.
#[derive(Debug)]
pub(super) struct Ear {
    heard: Receiver<Heard>,
    bell: Arc<OwnedFd>,
}

struct Mouth {
    heard: SyncSender<Heard>,
    bell: Arc<OwnedFd>,
    owner: String,
}

/// The way to the session bus.
#[derive(Debug, Default)]
pub(super) struct SessionBus {
    /// An attempt that has not come back: there is never more than one.
    attempt: Option<Receiver<zbus::Result<Connection>>>,
}

impl SessionBus {
    /// Mutter's monitor, if it is there.
    pub(super) fn monitor(&mut self, desktop: &Desktop) -> zbus::Result<Option<Monitor>> {
        let bus = self.open(desktop)?;
        let packets = MessageIterator::from(&bus);
        listen_for_owner(&bus, NAME)?;
        let Some(owner) = owner_of(&bus, NAME)? else {
            return Ok(None);
        };
        let ear = listen(packets, owner.clone())
            .map_err(|errno| zbus::Error::from(std::io::Error::from(errno)))?;
        Ok(Some(Monitor::new(bus, owner, ear)))
    }

    fn open(&mut self, desktop: &Desktop) -> zbus::Result<Connection> {
        let limit = desktop.patience.answer;
        let attempt = self.attempt.take().unwrap_or_else(|| {
            let bus = desktop.session_bus.clone().map_or(Bus::Session, Bus::At);
            apart("idle-open", move || connect::open(&bus, limit))
        });
        match attempt.recv_timeout(limit) {
            Ok(opened) => opened,
            Err(RecvTimeoutError::Timeout) => {
                self.attempt = Some(attempt);
                Err(std::io::Error::from(std::io::ErrorKind::TimedOut).into())
            }
            Err(RecvTimeoutError::Disconnected) => {
                Err(zbus::Error::Failure("no thread for it".to_owned()))
            }
        }
    }
}

impl Ear {
    /// Readable when something was heard.
    pub(super) fn bell(&self) -> &OwnedFd {
        &self.bell
    }

    /// What was heard; there may be more, and then the bell rings again.
    pub(super) fn take(&self) -> impl Iterator<Item = Heard> {
        // Empty when it was another that woke us.
        let _ = rustix::io::read(&self.bell, &mut [0; 8]);
        self.heard.try_iter().take(ROOM)
    }
}

impl Mouth {
    /// Says it, when there is room; says whether anybody listens.
    fn say(&self, heard: Heard) -> bool {
        let listens = self.heard.send(heard).is_ok();
        // A bell already full is ringing.
        let _ = rustix::io::write(&self.bell, &1_u64.to_ne_bytes());
        listens
    }

    fn understand(&self, packet: &zbus::Message) -> Option<Heard> {
        if let Some(moved) = moved(packet, NAME) {
            return (moved.to.as_ref() != Some(&self.owner)).then_some(Heard::Moved);
        }
        let header = packet.header();
        let fired = packet.message_type() == Type::Signal
            && header.sender().is_some_and(|it| *it == *self.owner)
            && header.path().is_some_and(|it| *it == *PATH)
            && header.interface().is_some_and(|it| *it == *NAME)
            && header.member().is_some_and(|it| *it == *"WatchFired");
        let number = || packet.body().deserialize().ok();
        fired.then(number).flatten().map(Heard::Fired)
    }
}

/// Reads until the connection is closed.
fn listen(packets: MessageIterator, owner: String) -> rustix::io::Result<Ear> {
    let bell = Arc::new(eventfd(0, EventfdFlags::CLOEXEC | EventfdFlags::NONBLOCK)?);
    let (sender, receiver) = sync_channel(ROOM);
    let mouth = Mouth {
        heard: sender,
        bell: bell.clone(),
        owner,
    };
    // Its end is not waited for.
    drop(apart("idle-bus", move || {
        for packet in packets.map_while(Result::ok) {
            if let Some(heard) = mouth.understand(&packet)
                && !mouth.say(heard)
            {
                return;
            }
        }
        mouth.say(Heard::Moved);
    }));
    Ok(Ear {
        heard: receiver,
        bell,
    })
}

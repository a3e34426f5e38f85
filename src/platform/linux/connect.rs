//! Opening a connection that may never come: a bus or a display can accept and then say nothing.
//! The attempt gets a thread of its own, so whoever waits for it can stop waiting.

use std::io;
use std::str::FromStr;
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;
use zbus::Address;
use zbus::blocking::Connection;
use zbus::blocking::connection::Builder;
use zbus::zvariant::{DynamicType, Type};

use crate::sensors::Desktop;

pub(super) const DBUS: &str = "org.freedesktop.DBus";
const DBUS_PATH: &str = "/org/freedesktop/DBus";

/// Which bus.
#[derive(Debug, Clone)]
pub(super) enum Bus {
    /// The user's, as the environment says.
    Session,
    /// The machine's, as the environment says.
    System,
    /// The one at this address.
    At(String),
}

impl Bus {
    /// The session bus of this desktop.
    pub(super) fn session(desktop: &Desktop) -> Self {
        desktop.session_bus.clone().map_or(Self::Session, Self::At)
    }

    /// The system bus of this desktop.
    pub(super) fn system(desktop: &Desktop) -> Self {
        desktop.system_bus.clone().map_or(Self::System, Self::At)
    }
}

/// Opens a connection on which no call waits longer than `answer`. Opening itself has no limit:
/// run it with [`apart`].
pub(super) fn open(bus: &Bus, answer: Duration) -> zbus::Result<Connection> {
    let address = match bus {
        Bus::Session => Address::session()?,
        Bus::System => Address::system()?,
        Bus::At(address) => Address::from_str(address)?,
    };
    Builder::address(address)?.method_timeout(answer).build()
}

/// Does `work` on a thread of its own. The answer never comes if the thread could not be started
/// or ended early; the receiver then says so.
pub(super) fn apart<T: Send + 'static>(
    name: &str,
    work: impl FnOnce() -> T + Send + 'static,
) -> Receiver<T> {
    let (answer, receiver) = mpsc::channel();
    let started = thread::Builder::new().name(name.to_owned()).spawn(move || {
        // Nobody waits any more: what was opened is closed by being dropped here.
        let _ = answer.send(work());
    });
    if let Err(error) = started {
        tracing::warn!(%error, name, "could not start a thread");
    }
    receiver
}

/// Whether the peer did not answer in time.
pub(super) fn is_timeout(error: &zbus::Error) -> bool {
    matches!(error, zbus::Error::InputOutput(error) if error.kind() == io::ErrorKind::TimedOut)
}

/// Whether the connection itself broke.
pub(super) fn is_broken(error: &zbus::Error) -> bool {
    matches!(error, zbus::Error::InputOutput(_)) && !is_timeout(error)
}

/// Asks the bus itself.
pub(super) fn ask_bus<B, R>(bus: &Connection, method: &str, body: &B) -> zbus::Result<R>
where
    B: Serialize + DynamicType,
    R: DeserializeOwned + Type,
{
    bus.call_method(Some(DBUS), DBUS_PATH, Some(DBUS), method, body)?
        .body()
        .deserialize()
}

/// The unique name that owns `name`, if any does.
pub(super) fn owner_of(bus: &Connection, name: &str) -> zbus::Result<Option<String>> {
    match ask_bus(bus, "GetNameOwner", &name) {
        Ok(owner) => Ok(Some(owner)),
        Err(zbus::Error::MethodError(..)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Asks the bus to pass on the signals that match `rule`.
pub(super) fn listen(bus: &Connection, rule: &str) -> zbus::Result<()> {
    ask_bus(bus, "AddMatch", &rule)
}

/// Asks the bus to tell when `name` changes hands.
pub(super) fn listen_for_owner(bus: &Connection, name: &str) -> zbus::Result<()> {
    listen(
        bus,
        &format!(
            "type='signal',sender='{DBUS}',interface='{DBUS}',member='NameOwnerChanged',arg0='{name}'"
        ),
    )
}

/// A name that changed hands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Moved {
    /// Who had it.
    pub(super) from: Option<String>,
    /// Who has it.
    pub(super) to: Option<String>,
}

/// Reads a `NameOwnerChanged` for `name`; none for any other message.
pub(super) fn moved(message: &zbus::Message, name: &str) -> Option<Moved> {
    let header = message.header();
    let from_bus = header.sender().is_some_and(|sender| sender == DBUS);
    let told = header.member().is_some_and(|it| it == "NameOwnerChanged");
    if !from_bus || !told {
        return None;
    }
    let body = message.body();
    let (changed, from, to): (&str, &str, &str) = body.deserialize().ok()?;
    let owner = |name: &str| (!name.is_empty()).then(|| name.to_owned());
    (changed == name).then(|| Moved {
        from: owner(from),
        to: owner(to),
    })
}

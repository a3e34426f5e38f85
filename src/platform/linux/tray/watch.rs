//! Who shows tray icons: a connection of our own that tells when that changes.

use std::io::ErrorKind;
use std::sync::mpsc::Sender;
use std::thread;
use std::time::Duration;

use zbus::MatchRule;
use zbus::blocking::connection::Builder;
use zbus::blocking::fdo::DBusProxy;
use zbus::blocking::{Connection, MessageIterator};
use zbus::message::{Message, Type};
use zbus::zvariant::OwnedValue;

use super::Event;

pub(in super::super) const WATCHER: &str = "org.kde.StatusNotifierWatcher";
const WATCHER_PATH: &str = "/StatusNotifierWatcher";
const BUS: &str = "org.freedesktop.DBus";
const HOST_SIGNALS: [&str; 2] = [
    "StatusNotifierHostRegistered",
    "StatusNotifierHostUnregistered",
];

/// What the watch tells.
pub(super) enum Seen {
    /// The bus let us in; probes go over this connection.
    Connected(Connection),
    /// A watcher or a host came or went.
    Changed,
    /// No bus, or not any more.
    Ended,
}

/// Whether icons can be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Panel {
    /// Yes.
    Works,
    /// Icons are taken, but nobody shows them.
    Hidden,
    /// Nobody takes icons.
    None,
    /// Somebody takes icons and does not answer.
    Silent,
    /// The question did not get through; the watch will tell why.
    Unknown,
}

/// Starts the watch with this number.
pub(super) fn start(number: u32, events: Sender<Event>, method: Duration) {
    let tell = move |seen| events.send(Event::Watch(number, seen)).is_ok();
    let on_failure = tell.clone();
    let spawned = thread::Builder::new()
        .name("tray-watch".to_owned())
        .spawn(move || {
            if let Err(error) = watch(&tell, method) {
                tracing::debug!(%error, "the tray's bus connection ended");
            }
            tell(Seen::Ended);
        });
    if spawned.is_err() {
        on_failure(Seen::Ended);
    }
}

/// Asks the panel, each time with the connection's time limit.
pub(in super::super) fn probe(connection: &Connection) -> Panel {
    match ask(connection) {
        Ok(panel) => panel,
        Err(zbus::Error::MethodError(name, ..)) => match name.as_str() {
            "org.freedesktop.DBus.Error.ServiceUnknown"
            | "org.freedesktop.DBus.Error.NameHasNoOwner" => Panel::None,
            "org.freedesktop.DBus.Error.NoReply" | "org.freedesktop.DBus.Error.Timeout" => {
                Panel::Silent
            }
            // It answers, and does not know the question: take it at its word that it is a panel.
            _ => Panel::Works,
        },
        Err(zbus::Error::InputOutput(error)) if error.kind() == ErrorKind::TimedOut => {
            Panel::Silent
        }
        Err(error) => {
            tracing::debug!(%error, "the panel could not be asked");
            Panel::Unknown
        }
    }
}

fn watch(tell: &impl Fn(Seen) -> bool, method: Duration) -> zbus::Result<()> {
    let connection = Builder::session()?.method_timeout(method).build()?;
    // Before the rules, so that nothing that matches is missed.
    let messages = MessageIterator::from(&connection);
    let bus = DBusProxy::new(&connection)?;
    bus.add_match_rule(
        MatchRule::builder()
            .msg_type(Type::Signal)
            .sender(BUS)?
            .interface(BUS)?
            .member("NameOwnerChanged")?
            .add_arg(WATCHER)?
            .build(),
    )?;
    for member in HOST_SIGNALS {
        bus.add_match_rule(
            MatchRule::builder()
                .msg_type(Type::Signal)
                .interface(WATCHER)?
                .member(member)?
                .build(),
        )?;
    }
    drop(bus);
    if !tell(Seen::Connected(connection)) {
        return Ok(());
    }
    for message in messages {
        if is_news(&message?) && !tell(Seen::Changed) {
            break;
        }
    }
    Ok(())
}

fn ask(connection: &Connection) -> zbus::Result<Panel> {
    let has_owner: bool = connection
        .call_method(
            Some(BUS),
            "/org/freedesktop/DBus",
            Some(BUS),
            "NameHasOwner",
            &WATCHER,
        )?
        .body()
        .deserialize()?;
    if !has_owner {
        return Ok(Panel::None);
    }
    let shown: OwnedValue = connection
        .call_method(
            Some(WATCHER),
            WATCHER_PATH,
            Some("org.freedesktop.DBus.Properties"),
            "Get",
            &(WATCHER, "IsStatusNotifierHostRegistered"),
        )?
        .body()
        .deserialize()?;
    Ok(if bool::try_from(shown) == Ok(false) {
        Panel::Hidden
    } else {
        Panel::Works
    })
}

fn is_news(message: &Message) -> bool {
    let header = message.header();
    message.message_type() == Type::Signal
        && header.member().is_some_and(|member| {
            member.as_str() == "NameOwnerChanged" || HOST_SIGNALS.contains(&member.as_str())
        })
}

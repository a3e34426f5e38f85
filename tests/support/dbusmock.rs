//! logind and GNOME's screen saver, as python-dbusmock plays them on a private bus.

use std::collections::HashMap;
use std::process::Command;

use serde::Serialize;
use zbus::blocking::Connection;
use zbus::blocking::connection::Builder;
use zbus::zvariant::{DynamicType, Value};

use super::peer::stranger_tells;
use super::private_bus::PrivateBus;
use super::process::{Process, until};

const NAME: &str = "org.freedesktop.login1";
const PATH: &str = "/org/freedesktop/login1";
const SESSION: &str = "org.freedesktop.login1.Session";
const MOCK: &str = "org.freedesktop.DBus.Mock";
const TEMPLATE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/support/logind.py");

/// What the false logind knows from the start: one session.
#[derive(Debug, Clone, Copy)]
pub struct Knows {
    /// Its number.
    pub session: &'static str,
    /// It is locked.
    pub locked: bool,
    /// It is the one in front.
    pub active: bool,
    /// How it is found without its number.
    pub found: Found,
}

/// How a session is found without its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// It is not.
    Never,
    /// The caller belongs to it.
    Auto,
    /// It is the one on the user's screen.
    Display,
}

impl Knows {
    /// A session as it is while somebody works, known by its number only.
    pub fn session(session: &'static str) -> Self {
        Self {
            session,
            locked: false,
            active: true,
            found: Found::Never,
        }
    }
}

/// The false logind; dropping it ends it.
pub struct Logind {
    /// The program.
    pub process: Process,
    bus: Connection,
    session: String,
}

impl Logind {
    /// Starts it.
    pub fn start(on: &PrivateBus, knows: Knows) -> Self {
        let uid = rustix::process::getuid().as_raw();
        let parameters = serde_json::json!({
            "session": knows.session,
            "uid": uid,
            "flags": {"LockedHint": knows.locked, "Active": knows.active},
            "auto": knows.found == Found::Auto,
            "display": knows.found == Found::Display,
        });
        let process = play(
            on,
            &["--system", "--template", TEMPLATE],
            &parameters.to_string(),
        );
        let bus = Builder::address(on.address().as_str())
            .and_then(Builder::build)
            .expect("the private bus runs");
        let logind = Self {
            process,
            bus,
            session: format!("{PATH}/session/{}", knows.session),
        };
        until("a false logind", || {
            logind
                .call(PATH, "org.freedesktop.DBus.Peer", "Ping", &())
                .ok()
        });
        logind
    }

    /// Sets what the session says of itself, and lets it tell.
    pub fn set(&self, property: &str, value: bool) {
        let changed = HashMap::from([(property, Value::from(value))]);
        self.call(&self.session, MOCK, "UpdateProperties", &(SESSION, changed))
            .expect("the property is there");
    }

    /// Sends the signal that comes before a sleep and after it.
    pub fn prepare_for_sleep(&self, before: bool) {
        let manager = "org.freedesktop.login1.Manager";
        let body = (manager, "PrepareForSleep", "b", vec![Value::from(before)]);
        self.call(PATH, MOCK, "EmitSignal", &body)
            .expect("signals are sent");
    }

    /// Asks the session to be locked, which is not yet locked.
    pub fn ask_to_lock(&self) {
        self.call(&self.session, SESSION, "Lock", &())
            .expect("the session is there");
    }

    /// Tells everybody on the bus of a sleep, by a program that is not logind.
    pub fn pretend_sleep_as_a_stranger(on: &PrivateBus) {
        let manager = "org.freedesktop.login1.Manager";
        stranger_tells(on, (PATH, manager, "PrepareForSleep"), &true);
    }

    fn call<B>(&self, path: &str, interface: &str, method: &str, body: &B) -> zbus::Result<()>
    where
        B: Serialize + DynamicType,
    {
        self.bus
            .call_method(Some(NAME), path, Some(interface), method, body)
            .map(drop)
    }
}

/// GNOME's screen saver; dropping it ends it.
pub struct GnomeScreenSaver {
    /// The program.
    pub process: Process,
    bus: Connection,
}

impl GnomeScreenSaver {
    /// Starts it.
    pub fn start(on: &PrivateBus) -> Self {
        let process = play(on, &["--session", "--template", "gnome_screensaver"], "{}");
        let bus = Builder::address(on.address().as_str())
            .and_then(Builder::build)
            .expect("the private bus runs");
        let screen_saver = Self { process, bus };
        until("a false screen saver", || {
            screen_saver.call("GetActive", &()).ok()
        });
        screen_saver
    }

    /// Brings it up or takes it down.
    pub fn set_active(&self, active: bool) {
        self.call("SetActive", &active).expect("it is there");
    }

    fn call<B>(&self, method: &str, body: &B) -> zbus::Result<()>
    where
        B: Serialize + DynamicType,
    {
        let name = "org.gnome.ScreenSaver";
        let path = "/org/gnome/ScreenSaver";
        self.bus
            .call_method(Some(name), path, Some(name), method, body)
            .map(drop)
    }
}

fn play(on: &PrivateBus, what: &[&str], parameters: &str) -> Process {
    // The system's own, which has the system's dbusmock, whatever else is in the path.
    let mut command = Command::new("/usr/bin/python3");
    command.args(["-m", "dbusmock"]).args(what);
    command.args(["--parameters", parameters]);
    command.env("DBUS_SYSTEM_BUS_ADDRESS", on.address());
    command.env("DBUS_SESSION_BUS_ADDRESS", on.address());
    command.env("PYTHONDONTWRITEBYTECODE", "1");
    Process::start(&mut command)
}

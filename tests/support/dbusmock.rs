//! logind, as python-dbusmock plays it on a private bus.

use std::process::Command;

use zbus::blocking::Connection;
use zbus::blocking::connection::Builder;

use super::private_bus::PrivateBus;
use super::process::{Process, until};

const NAME: &str = "org.freedesktop.login1";
const PATH: &str = "/org/freedesktop/login1";
const MOCK: &str = "org.freedesktop.DBus.Mock";

/// The false logind with one session; dropping it ends it.
pub struct Logind {
    /// The program.
    pub process: Process,
    bus: Connection,
}

impl Logind {
    /// Starts it with the session `id`.
    pub fn start(on: &PrivateBus, id: &str) -> Self {
        let mut command = Command::new("python3");
        command.args(["-m", "dbusmock", "--system", "--template", "logind"]);
        command.env("DBUS_SYSTEM_BUS_ADDRESS", on.address());
        let process = Process::start(&mut command);
        let bus = Builder::address(on.address().as_str())
            .and_then(Builder::build)
            .expect("the private bus runs");
        let logind = Self { process, bus };
        let session = (id, "seat0", 1000_u32, "somebody", true);
        until("a false logind", || {
            logind.try_mock(PATH, "AddSession", &session).ok()
        });
        logind
    }

    /// Sets what the session says of itself, and lets it tell.
    pub fn set(&self, id: &str, property: &str, value: bool) {
        let changed =
            std::collections::HashMap::from([(property, zbus::zvariant::Value::from(value))]);
        let path = format!("{PATH}/session/{id}");
        let body = ("org.freedesktop.login1.Session", changed);
        self.try_mock(&path, "UpdateProperties", &body)
            .expect("the property is there");
    }

    /// Sends the signal that comes before a sleep and after it.
    pub fn prepare_for_sleep(&self, before: bool) {
        let args = vec![zbus::zvariant::Value::from(before)];
        let body = (
            "org.freedesktop.login1.Manager",
            "PrepareForSleep",
            "b",
            args,
        );
        self.try_mock(PATH, "EmitSignal", &body)
            .expect("signals are sent");
    }

    /// Asks the session to be locked, which is not yet locked.
    pub fn ask_to_lock(&self, id: &str) {
        let path = format!("{PATH}/session/{id}");
        let interface = Some("org.freedesktop.login1.Session");
        self.bus
            .call_method(Some(NAME), path.as_str(), interface, "Lock", &())
            .expect("the session is there");
    }

    fn try_mock<B>(&self, path: &str, method: &str, body: &B) -> zbus::Result<()>
    where
        B: serde::Serialize + zbus::zvariant::DynamicType,
    {
        self.bus
            .call_method(Some(NAME), path, Some(MOCK), method, body)
            .map(drop)
    }
}

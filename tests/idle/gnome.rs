//! GNOME around the sensor: a hand at Mutter's mouse, and a session manager.

use zbus::blocking::Connection;
use zbus::blocking::connection::Builder;
use zbus::zvariant::OwnedObjectPath;

use crate::support::private_bus::PrivateBus;
use crate::support::process::until;

pub(crate) const MONITOR: &str = "org.gnome.Mutter.IdleMonitor";
const REMOTE: &str = "org.gnome.Mutter.RemoteDesktop";
const REMOTE_SESSION: &str = "org.gnome.Mutter.RemoteDesktop.Session";

/// A hand at the mouse of Mutter.
pub(crate) struct Hand {
    bus: Connection,
    session: OwnedObjectPath,
}

impl Hand {
    pub(crate) fn on(bus: &PrivateBus) -> Self {
        let bus = on(bus);
        let session = until("a session of Mutter's remote desktop", || {
            let path = "/org/gnome/Mutter/RemoteDesktop";
            let reply = bus.call_method(Some(REMOTE), path, Some(REMOTE), "CreateSession", &());
            reply.ok()?.body().deserialize::<OwnedObjectPath>().ok()
        });
        let hand = Self { bus, session };
        hand.ask("Start", &());
        hand
    }

    pub(crate) fn touch(&self) {
        self.ask("NotifyPointerMotionRelative", &(3.0, 3.0));
    }

    fn ask<B>(&self, method: &str, body: &B)
    where
        B: serde::Serialize + zbus::zvariant::DynamicType,
    {
        let session = &self.session;
        self.bus
            .call_method(Some(REMOTE), session, Some(REMOTE_SESSION), method, body)
            .expect("Mutter obeys");
    }
}

/// A connection of a test's own.
pub(crate) fn on(bus: &PrivateBus) -> Connection {
    Builder::address(bus.address().as_str())
        .and_then(Builder::build)
        .expect("the private bus runs")
}

/// Waits until Mutter's monitor is on the bus: its socket is there before.
pub(crate) fn until_there(bus: &PrivateBus) {
    let bus = on(bus);
    until("Mutter's monitor", || {
        let dbus = "org.freedesktop.DBus";
        let reply = bus.call_method(Some(dbus), "/", Some(dbus), "NameHasOwner", &MONITOR);
        let there: bool = reply.ok()?.body().deserialize().ok()?;
        there.then_some(())
    });
}

/// GNOME's session manager, as far as Mutter listens to it.
pub(crate) struct SessionManager(Connection);

struct Inhibited(u32);

#[zbus::interface(name = "org.gnome.SessionManager")]
impl Inhibited {
    #[zbus(property)]
    fn inhibited_actions(&self) -> u32 {
        self.0
    }
}

impl SessionManager {
    pub(crate) fn start(bus: &PrivateBus) -> Self {
        let name = "org.gnome.SessionManager";
        let bus = Builder::address(bus.address().as_str())
            .and_then(|it| it.serve_at("/org/gnome/SessionManager", Inhibited(0)))
            .and_then(|it| it.name(name))
            .and_then(Builder::build);
        Self(bus.expect("the private bus runs"))
    }

    /// Somebody holds the screen awake, or not any more.
    pub(crate) fn hold(&self, on: bool) {
        let server = self.0.object_server();
        let inhibited = server.interface::<_, Inhibited>("/org/gnome/SessionManager");
        let inhibited = inhibited.expect("it is served");
        inhibited.get_mut().0 = if on { 8 } else { 0 };
        let told = zbus::block_on(
            inhibited
                .get()
                .inhibited_actions_changed(inhibited.signal_emitter()),
        );
        told.expect("the bus is there");
    }
}

//! Lock, session switch and sleep, as logind tells them on the system bus.
//!
//! Followed are the session's `LockedHint` and `Active` and the manager's `PrepareForSleep`.
//! `Lock` and `Unlock` are requests to the desktop, not facts, and are not heard. Only signals of
//! the logind that owns the name count. One thread, which sleeps until the bus has something.

use std::collections::HashMap;

use zbus::blocking::{Connection, MessageIterator};
use zbus::message::Type;
use zbus::zvariant::{OwnedObjectPath, OwnedValue};

use super::connect::{Bus, is_broken, is_timeout, listen, listen_for_owner, moved, owner_of};
use super::line::{Follow, Line, Loss};
use crate::engine::Input;
use crate::engine::input::Sensor;
use crate::link::{Health, Link, Part};
use crate::platform::patience::BackOff;
use crate::sensors::fact::Says;
use crate::sensors::{LoginSetup, lock};

const NAME: &str = "org.freedesktop.login1";
const PATH: &str = "/org/freedesktop/login1";
const AUTO_SESSION: &str = "/org/freedesktop/login1/session/auto";
const MANAGER: &str = "org.freedesktop.login1.Manager";
const SESSION: &str = "org.freedesktop.login1.Session";
const USER: &str = "org.freedesktop.login1.User";
const PROPERTIES: &str = "org.freedesktop.DBus.Properties";

/// The lock and sleep sensor. Dropping it stops it.
#[derive(Debug)]
pub struct Login {
    _line: Line,
}

struct Worker {
    link: Link,
    setup: LoginSetup,
    health: Option<Health>,
    sleep_is_told: Option<bool>,
    switched: Option<bool>,
    /// Another session was in front when that was told last.
    away: bool,
    /// It was, and nobody would tell of the switch back.
    away_unseen: bool,
}

/// The logind that is followed, and our session there if it has one.
struct Followed {
    owner: String,
    session: Option<OwnedObjectPath>,
}

impl Login {
    /// Starts the sensor.
    #[must_use]
    pub fn start(link: &Link, setup: LoginSetup) -> Self {
        let bus = Bus::system(&setup.desktop);
        let patience = setup.desktop.patience;
        let worker = Worker {
            link: link.clone(),
            setup,
            health: None,
            sleep_is_told: None,
            switched: None,
            away: false,
            away_unseen: false,
        };
        Self {
            _line: Line::start("login", bus, patience, worker),
        }
    }
}

impl Follow for Worker {
    /// Follows logind until the bus goes, however often logind itself goes and comes.
    fn follow(&mut self, bus: &Connection, back_off: &mut BackOff) -> zbus::Result<()> {
        let packets = MessageIterator::from(bus);
        listen_for_owner(bus, NAME)?;
        listen(
            bus,
            &format!(
                "type='signal',sender='{NAME}',path='{PATH}',interface='{MANAGER}',member='PrepareForSleep'"
            ),
        )?;
        let owner = owner_of(bus, NAME)?;
        let mut followed = self.meet_any(bus, owner, back_off)?;
        for packet in packets.map_while(Result::ok) {
            if let Some(moved) = moved(&packet, NAME) {
                if followed.as_ref().map(|it| &it.owner) != moved.to.as_ref() {
                    followed = self.meet_any(bus, moved.to, back_off)?;
                }
            } else if let Some(followed) = &followed {
                self.hear(bus, followed, &packet)?;
            }
        }
        Ok(())
    }

    fn lost(&mut self, loss: Loss) {
        let (why, then) = match loss {
            Loss::NoBus => ("There is no system bus", "Trying again by and by."),
            Loss::SilentBus => ("The system bus does not answer", "Waiting for it."),
            Loss::BusGone => ("The system bus is gone", "Trying again by and by."),
            Loss::NoAnswer => (
                "The login service (logind) does not answer",
                "Asking again by and by.",
            ),
        };
        let says = match loss {
            Loss::SilentBus | Loss::NoAnswer => Says::Hung,
            Loss::NoBus | Loss::BusGone => Says::Absent,
        };
        self.sleep_is_not_told(why, then);
        self.lock(says);
    }
}

impl Worker {
    fn meet_any(
        &mut self,
        bus: &Connection,
        owner: Option<String>,
        back_off: &mut BackOff,
    ) -> zbus::Result<Option<Followed>> {
        match owner.map(|owner| self.meet(bus, owner, back_off)) {
            Some(Ok(followed)) => return Ok(Some(followed)),
            Some(Err(error)) if is_timeout(&error) || is_broken(&error) => return Err(error),
            // It went while it was asked; the next owner is told by the bus.
            Some(Err(error)) => tracing::debug!(%error, "logind refused"),
            None => {}
        }
        self.sleep_is_not_told(
            "The login service (logind) does not run",
            "It is heard by itself once it runs.",
        );
        self.lock(Says::Absent);
        Ok(None)
    }

    /// Finds our session and reads its state.
    fn meet(
        &mut self,
        bus: &Connection,
        owner: String,
        back_off: &mut BackOff,
    ) -> zbus::Result<Followed> {
        self.switched = None;
        let session = if self.setup.lock.is_some() {
            self.find_session(bus)?
        } else {
            None
        };
        back_off.reset();
        self.health(Health::Works("the login service (logind)".to_owned()));
        self.sleep_is_told(true);
        match &session {
            Some(path) => self.read(bus, path)?,
            None => self.lock(Says::Absent),
        }
        Ok(Followed { owner, session })
    }

    /// The session by its number, else the one this program belongs to, else the one on screen.
    fn find_session(&self, bus: &Connection) -> zbus::Result<Option<OwnedObjectPath>> {
        let by_number = |id: &str| -> zbus::Result<OwnedObjectPath> {
            let reply = bus.call_method(Some(NAME), PATH, Some(MANAGER), "GetSession", &id)?;
            reply.body().deserialize()
        };
        let ours = || by_number(&get::<String>(bus, AUTO_SESSION, SESSION, "Id")?);
        let on_screen = || -> zbus::Result<OwnedObjectPath> {
            let uid = rustix::process::getuid().as_raw();
            let reply = bus.call_method(Some(NAME), PATH, Some(MANAGER), "GetUser", &uid)?;
            let user: OwnedObjectPath = reply.body().deserialize()?;
            get::<(String, OwnedObjectPath)>(bus, user.as_str(), USER, "Display").map(|it| it.1)
        };
        let said = || by_number(self.setup.desktop.session.as_deref().unwrap_or_default());
        let tries: [&dyn Fn() -> zbus::Result<OwnedObjectPath>; 3] = [&said, &ours, &on_screen];
        let skip = usize::from(self.setup.desktop.session.is_none());
        for find in &tries[skip..] {
            let found = find().and_then(|path| {
                listen(
                    bus,
                    &format!(
                        "type='signal',sender='{NAME}',path='{path}',interface='{PROPERTIES}',member='PropertiesChanged'"
                    ),
                )?;
                get::<bool>(bus, path.as_str(), SESSION, "LockedHint")?;
                Ok(path)
            });
            match found {
                Ok(path) => return Ok(Some(path)),
                Err(error) if is_timeout(&error) || is_broken(&error) => return Err(error),
                Err(error) => tracing::debug!(%error, "a session was not found"),
            }
        }
        Ok(None)
    }

    fn read(&mut self, bus: &Connection, session: &OwnedObjectPath) -> zbus::Result<()> {
        let locked = get(bus, session.as_str(), SESSION, "LockedHint")?;
        self.lock(Says::Is(locked));
        let active: bool = get(bus, session.as_str(), SESSION, "Active")?;
        self.switched(!active);
        Ok(())
    }

    fn hear(
        &mut self,
        bus: &Connection,
        followed: &Followed,
        packet: &zbus::Message,
    ) -> zbus::Result<()> {
        let header = packet.header();
        let from_logind = header.sender().is_some_and(|it| *it == *followed.owner);
        if packet.message_type() != Type::Signal || !from_logind {
            return Ok(());
        }
        let body = packet.body();
        match header.member().map(zbus::names::MemberName::as_str) {
            Some("PrepareForSleep") => {
                if let Ok(before) = body.deserialize::<bool>() {
                    self.link
                        .input(if before { Input::Asleep } else { Input::Woke });
                }
            }
            Some("PropertiesChanged") => {
                let Some(session) = &followed.session else {
                    return Ok(());
                };
                let ours = header.path().is_some_and(|path| *path == **session);
                let Ok((of, changed, unsaid)) =
                    body.deserialize::<(String, HashMap<String, OwnedValue>, Vec<String>)>()
                else {
                    return Ok(());
                };
                if !ours || of != SESSION {
                    return Ok(());
                }
                let flag = |name: &str| changed.get(name).and_then(|it| bool::try_from(it).ok());
                if let Some(locked) = flag("LockedHint") {
                    self.lock(Says::Is(locked));
                }
                if let Some(active) = flag("Active") {
                    self.switched(!active);
                }
                if unsaid.iter().any(|it| it == "LockedHint" || it == "Active") {
                    match self.read(bus, session) {
                        Err(error) if is_timeout(&error) => return Err(error),
                        Err(error) => tracing::debug!(%error, "the session was not read"),
                        Ok(()) => {}
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn lock(&mut self, says: Says) {
        self.switch_is_seen(matches!(says, Says::Is(_)));
        if let Some(hear) = &self.setup.lock {
            hear.says(lock::LOGIN, says);
        }
    }

    fn switched(&mut self, now: bool) {
        if self.switched.replace(now) != Some(now) {
            self.away = now;
            self.link.input(Input::SwitchedAway(now));
        }
    }

    /// Whether a switch back would be told; it matters to whoever is switched away.
    fn switch_is_seen(&mut self, seen: bool) {
        let unseen = !seen && (self.away || self.away_unseen);
        if unseen != self.away_unseen {
            self.away_unseen = unseen;
            self.link.input(Input::Sensor {
                sensor: Sensor::Switch,
                works: seen,
            });
        }
    }

    /// The app finds a sleep by itself when it is over, so nothing but the moment before it is lost.
    fn sleep_is_not_told(&mut self, why: &str, then: &str) {
        self.health(Health::Missing(format!(
            "{why}, so sleep is not told as it comes: it is found afterwards, by the clocks. {then}"
        )));
        self.sleep_is_told(false);
    }

    fn health(&mut self, health: Health) {
        if self.health.as_ref() != Some(&health) {
            self.health = Some(health.clone());
            self.link.health(Part::Sleep, health);
        }
    }

    fn sleep_is_told(&mut self, works: bool) {
        if self.sleep_is_told.replace(works) != Some(works) {
            let sensor = Sensor::Sleep;
            self.link.input(Input::Sensor { sensor, works });
        }
    }
}

fn get<T>(bus: &Connection, path: &str, interface: &str, name: &str) -> zbus::Result<T>
where
    T: TryFrom<OwnedValue>,
    T::Error: Into<zbus::zvariant::Error>,
{
    let reply = bus.call_method(
        Some(NAME),
        path,
        Some(PROPERTIES),
        "Get",
        &(interface, name),
    )?;
    let value: OwnedValue = reply.body().deserialize()?;
    T::try_from(value).map_err(|error| zbus::Error::Variant(error.into()))
}

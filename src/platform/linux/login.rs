//! Lock, session switch and sleep, as logind tells them on the system bus.
//!
//! Followed are the session's `LockedHint` and `Active` and the manager's `PrepareForSleep`.
//! `Lock` and `Unlock` are requests to the desktop, not facts, and are not heard. Only signals of
//! the logind that owns the name count. One thread, which sleeps until the bus has something.

use std::collections::HashMap;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};

use zbus::blocking::{Connection, MessageIterator};
use zbus::message::Type;
use zbus::zvariant::{OwnedObjectPath, OwnedValue};

use super::connect::{
    self, Bus, apart, is_broken, is_timeout, listen, listen_for_owner, moved, owner_of,
};
use crate::engine::Input;
use crate::engine::input::Sensor;
use crate::link::{Health, Link, Part};
use crate::platform::patience::BackOff;
use crate::sensors::LoginSetup;

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
    /// Closed by being dropped.
    _stop: Sender<()>,
    line: Arc<Mutex<Line>>,
}

/// The open connection, where stopping finds it.
#[derive(Debug, Default)]
struct Line {
    bus: Option<Connection>,
    stopped: bool,
}

struct Worker {
    link: Link,
    setup: LoginSetup,
    stopped: Receiver<()>,
    line: Arc<Mutex<Line>>,
    back_off: BackOff,
    told: Option<Health>,
    works: HashMap<Sensor, bool>,
    locked: Option<bool>,
    switched: Option<bool>,
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
        let (stop, stopped) = mpsc::channel();
        let kept = Arc::new(Mutex::new(Line::default()));
        let mut worker = Worker {
            link: link.clone(),
            back_off: BackOff::new(setup.desktop.patience),
            setup,
            stopped,
            line: kept.clone(),
            told: None,
            works: HashMap::new(),
            locked: None,
            switched: None,
        };
        // Its end is not waited for.
        drop(apart("login", move || worker.run()));
        Self {
            _stop: stop,
            line: kept,
        }
    }
}

impl Drop for Login {
    fn drop(&mut self) {
        let mut line = self.line.lock().unwrap_or_else(PoisonError::into_inner);
        line.stopped = true;
        if let Some(bus) = line.bus.take() {
            // Closing may wait for the bus.
            drop(apart("login-stop", move || bus.close()));
        }
    }
}

impl Worker {
    fn run(&mut self) {
        loop {
            match self.open().and_then(|bus| self.follow(&bus)) {
                Ok(()) => self.lost("The system bus is gone, so lock and sleep are not seen: the clock goes on until \
                     you say that you are away. Trying again by and by."),
                Err(error) if is_timeout(&error) => self.lost("The login service does not answer, so lock and sleep are not seen: the clock \
                     goes on until you say that you are away. Asking again by and by."),
                Err(error) => {
                    tracing::debug!(%error, "no system bus");
                    self.lost("There is no system bus, so lock and sleep are not seen: the clock goes on \
                         until you say that you are away. Trying again by and by.");
                }
            }
            let wait = self.back_off.next_wait();
            if self.stopped.recv_timeout(wait) == Err(RecvTimeoutError::Disconnected) {
                return;
            }
        }
    }

    fn open(&mut self) -> zbus::Result<Connection> {
        let bus = self
            .setup
            .desktop
            .system_bus
            .clone()
            .map_or(Bus::System, Bus::At);
        let limit = self.setup.desktop.patience.answer;
        let attempt = apart("login-open", move || connect::open(&bus, limit));
        let opened = match attempt.recv_timeout(limit) {
            Ok(opened) => opened,
            Err(RecvTimeoutError::Timeout) => {
                self.lost("The system bus does not answer, so lock and sleep are not seen: the clock goes \
                     on until you say that you are away. Waiting for it.");
                attempt.recv().unwrap_or_else(|_| no_thread())
            }
            Err(RecvTimeoutError::Disconnected) => no_thread(),
        }?;
        self.keep(&opened);
        Ok(opened)
    }

    /// Leaves the connection where stopping finds it; closes it if that was asked meanwhile.
    fn keep(&self, bus: &Connection) {
        let mut line = self.line.lock().unwrap_or_else(PoisonError::into_inner);
        if line.stopped {
            // Its stream ends by it, which is all that is wanted.
            drop(bus.clone().close());
        } else {
            line.bus = Some(bus.clone());
        }
    }

    /// Follows logind until the bus goes, however often logind itself goes and comes.
    fn follow(&mut self, bus: &Connection) -> zbus::Result<()> {
        let packets = MessageIterator::from(bus);
        listen_for_owner(bus, NAME)?;
        listen(
            bus,
            &format!(
                "type='signal',sender='{NAME}',path='{PATH}',interface='{MANAGER}',member='PrepareForSleep'"
            ),
        )?;
        let owner = owner_of(bus, NAME)?;
        let mut followed = self.meet_any(bus, owner)?;
        for packet in packets.map_while(Result::ok) {
            if let Some(moved) = moved(&packet, NAME) {
                if followed.as_ref().map(|it| &it.owner) != moved.to.as_ref() {
                    followed = self.meet_any(bus, moved.to)?;
                }
            } else if let Some(followed) = &followed {
                self.hear(bus, followed, &packet)?;
            }
        }
        Ok(())
    }

    fn meet_any(
        &mut self,
        bus: &Connection,
        owner: Option<String>,
    ) -> zbus::Result<Option<Followed>> {
        match owner.map(|owner| self.meet(bus, owner)) {
            Some(Ok(followed)) => return Ok(Some(followed)),
            Some(Err(error)) if is_timeout(&error) || is_broken(&error) => return Err(error),
            // It went while it was asked; the next owner is told by the bus.
            Some(Err(error)) => tracing::debug!(%error, "logind refused"),
            None => {}
        }
        self.absent();
        Ok(None)
    }

    /// Finds our session and reads its state.
    fn meet(&mut self, bus: &Connection, owner: String) -> zbus::Result<Followed> {
        self.locked = None;
        self.switched = None;
        let session = if self.setup.lock.is_some() {
            self.find_session(bus)?
        } else {
            None
        };
        let words = match (&session, self.setup.lock.is_some()) {
            (Some(_), _) => "lock, switch and sleep by logind",
            (None, false) => "sleep by logind; lock is not watched, as the settings say",
            (None, true) => "sleep by logind; it knows no session of ours, so lock is not seen",
        };
        self.back_off.reset();
        self.tell(Health::Works(words.to_owned()));
        self.sensor(Sensor::Sleep, true);
        self.sensor(Sensor::Lock, session.is_some());
        if let Some(path) = &session {
            self.read(bus, path)?;
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
        self.locked(locked);
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
                    self.locked(locked);
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

    fn locked(&mut self, now: bool) {
        if self.locked.replace(now) != Some(now) {
            self.link.input(Input::Locked(now));
        }
    }

    fn switched(&mut self, now: bool) {
        if self.switched.replace(now) != Some(now) {
            self.link.input(Input::SwitchedAway(now));
        }
    }

    fn absent(&mut self) {
        self.lost(
            "The login service (logind) does not run, so lock and sleep are not seen: the \
             clock goes on until you say that you are away. It is found by itself once it runs.",
        );
    }

    fn lost(&mut self, words: &str) {
        self.tell(Health::Missing(words.to_owned()));
        self.sensor(Sensor::Lock, false);
        self.sensor(Sensor::Sleep, false);
    }

    fn tell(&mut self, health: Health) {
        if self.told.as_ref() != Some(&health) {
            self.told = Some(health.clone());
            self.link.health(Part::Sleep, health);
        }
    }

    fn sensor(&mut self, sensor: Sensor, works: bool) {
        if self.works.insert(sensor, works) != Some(works) {
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

fn no_thread<T>() -> zbus::Result<T> {
    Err(zbus::Error::Failure("no thread for it".to_owned()))
}

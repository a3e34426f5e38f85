//! What the system tells of the person: idle and active, lock, switch and sleep.
//!
//! Each sensor turns facts of the system into inputs and decides nothing. Each has a thread of its
//! own that sleeps until something happens, fails alone, says so once, and tries again by itself.

use std::env;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::engine::Input;
use crate::engine::input::Sensor;
use crate::link::{Health, Link, Part};
use crate::platform::idle::Idle;
use crate::platform::login::Login;
use crate::platform::patience::Patience;

/// Idle is told at the latest after this long, so that a long absence never surprises.
const IDLE_AT_MOST: Duration = Duration::from_mins(1);

/// What is watched. All times are real time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SensorSettings {
    /// Whether to watch for idle time.
    pub idle: bool,
    /// Whether to watch for lock and session switch. Sleep is always watched.
    pub lock: bool,
    /// P3: idle for this long is an absence. Idle is told no later than that.
    pub away_after: Duration,
    /// R4: a pause in typing is this long.
    pub lull_after: Duration,
}

impl Default for SensorSettings {
    fn default() -> Self {
        Self {
            idle: true,
            lock: true,
            away_after: Duration::from_mins(5),
            lull_after: Duration::from_secs(3),
        }
    }
}

impl SensorSettings {
    fn idle_after(self) -> Duration {
        self.away_after.min(IDLE_AT_MOST)
    }
}

/// The boot clock as the engine counts it: given a real time, the moment that lies so far back.
#[derive(Clone)]
pub struct Ago(Arc<dyn Fn(Duration) -> Duration + Send + Sync>);

impl Ago {
    /// Asks `clock`, which must not block.
    pub fn new(clock: impl Fn(Duration) -> Duration + Send + Sync + 'static) -> Self {
        Self(Arc::new(clock))
    }

    /// The moment that lies `real` back.
    #[must_use]
    pub fn at(&self, real: Duration) -> Duration {
        (self.0)(real)
    }
}

impl fmt::Debug for Ago {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Ago")
    }
}

/// The desktop that is watched.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Desktop {
    /// The X display; none: there is none.
    pub display: Option<String>,
    /// Whether a Wayland session runs. X hears only some of the input then and is not asked.
    pub wayland: bool,
    /// The address of the system bus; none: the usual one.
    pub system_bus: Option<String>,
    /// The login session; none: found by the system.
    pub session: Option<String>,
    /// The limits.
    pub patience: Patience,
}

impl Desktop {
    /// The desktop this program was started in.
    #[must_use]
    pub fn from_environment() -> Self {
        let set = |name| env::var(name).ok().filter(|value| !value.is_empty());
        Self {
            display: set("DISPLAY"),
            wayland: set("WAYLAND_DISPLAY").is_some(),
            system_bus: None,
            session: set("XDG_SESSION_ID"),
            patience: Patience::default(),
        }
    }
}

/// What the idle sensor needs.
#[derive(Debug, Clone)]
pub struct IdleSetup {
    /// The X display, if there is one.
    pub display: Option<String>,
    /// Whether a Wayland session runs.
    pub wayland: bool,
    /// Idle is told after this long.
    pub idle_after: Duration,
    /// A lull is told after this long.
    pub lull_after: Duration,
    /// The boot clock.
    pub ago: Ago,
    /// The limits.
    pub patience: Patience,
}

/// What the lock and sleep sensor needs.
#[derive(Debug, Clone)]
pub struct LoginSetup {
    /// The address of the system bus; none: the usual one.
    pub bus: Option<String>,
    /// The login session; none: found by the system.
    pub session: Option<String>,
    /// Whether lock and session switch are told.
    pub lock: bool,
    /// The limits.
    pub patience: Patience,
}

/// The sensors that run. Dropping it stops them.
#[derive(Debug)]
pub struct Sensors {
    link: Link,
    desktop: Desktop,
    ago: Ago,
    settings: SensorSettings,
    idle: Option<Watched<Idle>>,
    login: Option<Watched<Login>>,
}

/// A sensor with its own switch: what it still tells after it was stopped is dropped.
#[derive(Debug)]
struct Watched<S> {
    sensor: S,
    wanted: Arc<AtomicBool>,
}

impl Sensors {
    /// Starts the sensors for the desktop this program was started in.
    #[must_use]
    pub fn start(link: Link, settings: SensorSettings, ago: Ago) -> Self {
        Self::start_in(link, settings, ago, Desktop::from_environment())
    }

    /// Starts the sensors for this desktop.
    #[must_use]
    pub fn start_in(link: Link, settings: SensorSettings, ago: Ago, desktop: Desktop) -> Self {
        let mut sensors = Self {
            link,
            desktop,
            ago,
            settings,
            idle: None,
            login: None,
        };
        sensors.switch_idle();
        sensors.start_login();
        sensors
    }

    /// Tells the next pause in typing, once (true), or does not mind any more (false).
    pub fn watch_lull(&self, on: bool) {
        if let Some(idle) = &self.idle {
            idle.sensor.watch_lull(on);
        }
    }

    /// Goes on with other settings; what did not change is not disturbed.
    pub fn retune(&mut self, settings: SensorSettings) {
        let before = std::mem::replace(&mut self.settings, settings);
        if before.idle != settings.idle || before.lull_after != settings.lull_after {
            self.switch_idle();
        } else if before.idle_after() != settings.idle_after()
            && let Some(idle) = &self.idle
        {
            idle.sensor.idle_after(settings.idle_after());
        }
        if before.lock != settings.lock {
            self.start_login();
        }
    }

    fn switch_idle(&mut self) {
        self.idle = None;
        if !self.settings.idle {
            return self.idle_is_off();
        }
        let setup = IdleSetup {
            display: self.desktop.display.clone(),
            wayland: self.desktop.wayland,
            idle_after: self.settings.idle_after(),
            lull_after: self.settings.lull_after,
            ago: self.ago.clone(),
            patience: self.desktop.patience,
        };
        self.idle = Some(Watched::start(&self.link, |link| Idle::start(link, setup)));
    }

    fn idle_is_off(&self) {
        self.link.health(
            Part::Idle,
            Health::Missing(
                "Idle time is not watched, as the settings say, so the clock goes on until you \
                 lock the screen or say that you are away."
                    .to_owned(),
            ),
        );
        self.link.input(Input::Sensor {
            sensor: Sensor::Idle,
            works: false,
        });
    }

    fn start_login(&mut self) {
        self.login = None;
        let setup = LoginSetup {
            bus: self.desktop.system_bus.clone(),
            session: self.desktop.session.clone(),
            lock: self.settings.lock,
            patience: self.desktop.patience,
        };
        self.login = Some(Watched::start(&self.link, |link| Login::start(link, setup)));
    }
}

impl<S> Watched<S> {
    fn start(link: &Link, start: impl FnOnce(&Link) -> S) -> Self {
        let wanted = Arc::new(AtomicBool::new(true));
        let (link, still) = (link.clone(), wanted.clone());
        let gate = Link::new(move |told| {
            if still.load(Ordering::Acquire) {
                link.tell(told);
            }
        });
        Self {
            sensor: start(&gate),
            wanted,
        }
    }
}

impl<S> Drop for Watched<S> {
    fn drop(&mut self) {
        self.wanted.store(false, Ordering::Release);
    }
}

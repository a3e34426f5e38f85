//! What the system tells of the person: idle and active, lock and sleep, calls, films, quiet.
//!
//! Each sensor turns facts of the system into inputs and decides nothing. Each has a thread of its
//! own that sleeps until something happens, fails alone, says so once, and tries again by itself.
//! Only yes or no and times are read: never titles, keys, sound or pictures.
//!
//! What a fact adds up to is in [`fact`]; where each is found, in the file of its name.

pub mod call;
mod desktop;
pub mod fact;
pub mod lock;
pub mod look;
pub mod media;
pub mod quiet;
mod stand_in;

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::engine::Input;
use crate::engine::input::Sensor;
use crate::link::{Health, Link, Part};
use crate::platform::camera::Camera;
use crate::platform::do_not_disturb::DoNotDisturb;
use crate::platform::full_screen::FullScreen;
use crate::platform::idle::Idle;
use crate::platform::inhibitors::Inhibitors;
use crate::platform::login::Login;
use crate::platform::microphone::Microphone;
use crate::platform::screen_savers::ScreenSavers;

pub use desktop::Desktop;

use fact::{Hear, Of, Says, fact};
use look::Glance;
use stand_in::StandIn;

/// Idle is told at the latest after this long, so that a long absence never surprises.
const IDLE_AT_MOST: Duration = Duration::from_mins(1);

/// What is watched. All times are real time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one switch of the settings"
)]
pub struct SensorSettings {
    /// Whether to watch for idle time.
    pub idle: bool,
    /// Whether to watch for lock and session switch. Sleep is always watched.
    pub lock: bool,
    /// Whether a microphone in use is taken for a call.
    pub microphone: bool,
    /// Whether a camera in use is taken for a call.
    pub camera: bool,
    /// Whether playing media is watched for.
    pub media: bool,
    /// Whether do-not-disturb is watched for.
    pub do_not_disturb: bool,
    /// Whether full screen is watched for.
    pub full_screen: bool,
    /// P3: idle for this long is an absence. Idle is told no later than after half of it.
    pub away_after: Duration,
    /// R4: a pause in typing is this long.
    pub lull_after: Duration,
}

impl Default for SensorSettings {
    fn default() -> Self {
        Self {
            idle: true,
            lock: true,
            microphone: true,
            camera: true,
            media: true,
            do_not_disturb: true,
            full_screen: true,
            away_after: Duration::from_mins(5),
            lull_after: Duration::from_secs(3),
        }
    }
}

impl SensorSettings {
    /// Well before it becomes an absence: somebody may have to look first whether it is a call.
    fn idle_after(self) -> Duration {
        (self.away_after / 2).min(IDLE_AT_MOST)
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

/// What the idle sensor needs.
#[derive(Debug, Clone)]
pub struct IdleSetup {
    /// Where it looks.
    pub desktop: Desktop,
    /// Idle is told after this long.
    pub idle_after: Duration,
    /// A lull is told after this long.
    pub lull_after: Duration,
    /// The boot clock.
    pub ago: Ago,
    /// Hears whether media plays, where the compositor can tell it ([`media::COMPOSITOR`]).
    pub media: Option<Hear>,
}

/// What the lock and sleep sensor needs.
#[derive(Debug, Clone)]
pub struct LoginSetup {
    /// Where it looks.
    pub desktop: Desktop,
    /// Hears whether the session is locked ([`lock::LOGIN`]); none: lock and switch are not told.
    pub lock: Option<Hear>,
}

/// The sensors that run. Dropping it stops them.
#[derive(Debug)]
pub struct Sensors {
    link: Link,
    desktop: Desktop,
    ago: Ago,
    settings: SensorSettings,
    idle: Option<Watched<Idle>>,
    login: Option<Watched<(Login, Option<ScreenSavers>)>>,
    microphone: Option<Watched<Microphone>>,
    camera: Option<Watched<Camera>>,
    media: Option<Watched<Inhibitors>>,
    /// Where the idle sensor tells of media, if the compositor can.
    media_heard: Option<Hear>,
    do_not_disturb: Option<Watched<DoNotDisturb>>,
    full_screen: Option<Watched<FullScreen>>,
    /// A pause in typing was asked for: a new idle sensor is asked, too.
    lull: bool,
    /// Stands in for full screen where windows are not seen.
    stand_in: StandIn,
}

/// A sensor with its own switch: what it still tells after it was stopped is dropped.
#[derive(Debug)]
struct Watched<S> {
    sensor: S,
    wanted: Arc<Mutex<bool>>,
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
            microphone: None,
            camera: None,
            media: None,
            media_heard: None,
            do_not_disturb: None,
            full_screen: None,
            lull: false,
            stand_in: StandIn::default(),
        };
        // Media comes before idle, which may tell it.
        sensors.switch_media();
        sensors.switch_idle();
        sensors.start_login();
        sensors.switch_microphone();
        sensors.switch_camera();
        sensors.switch_do_not_disturb();
        sensors.switch_full_screen();
        sensors.tell_can_look();
        sensors
    }

    /// Tells the next pause in typing, once (true), or does not mind any more (false).
    pub fn watch_lull(&mut self, on: bool) {
        self.lull = on;
        if let Some(idle) = &self.idle {
            idle.sensor.watch_lull(on);
        }
    }

    /// Tells what is told only to who looks, and then `Input::Looked`.
    pub fn look(&self) {
        let glance = Glance::new(&self.link);
        if let Some(camera) = &self.camera {
            camera.sensor.look(glance.clone());
        }
        if let Some(do_not_disturb) = &self.do_not_disturb {
            do_not_disturb.sensor.look(glance.clone());
        }
        if let Some(full_screen) = &self.full_screen {
            full_screen.sensor.look(glance);
        }
    }

    /// Goes on with other settings; what did not change is not disturbed.
    pub fn retune(&mut self, settings: SensorSettings) {
        let before = std::mem::replace(&mut self.settings, settings);
        if before.media != settings.media {
            self.switch_media();
        }
        if before.idle != settings.idle
            || before.lull_after != settings.lull_after
            || before.media != settings.media
        {
            self.switch_idle();
        } else if before.idle_after() != settings.idle_after()
            && let Some(idle) = &self.idle
        {
            idle.sensor.idle_after(settings.idle_after());
        }
        if before.lock != settings.lock {
            self.start_login();
        }
        if before.microphone != settings.microphone {
            self.switch_microphone();
        }
        if before.camera != settings.camera {
            self.switch_camera();
        }
        if before.do_not_disturb != settings.do_not_disturb {
            self.switch_do_not_disturb();
        }
        if before.full_screen != settings.full_screen {
            self.switch_full_screen();
        }
        self.tell_can_look();
    }

    fn switch_idle(&mut self) {
        self.idle = None;
        if !self.settings.idle {
            if let Some(hear) = &self.media_heard {
                // Nobody asks the compositor now.
                hear.says(media::COMPOSITOR, Says::Absent);
            }
            return self.off(Part::Idle, Sensor::Idle);
        }
        let setup = IdleSetup {
            desktop: self.desktop.clone(),
            idle_after: self.settings.idle_after(),
            lull_after: self.settings.lull_after,
            ago: self.ago.clone(),
            media: self.media_heard.clone(),
        };
        let idle = Watched::start(&self.link, |link| Idle::start(link, setup));
        if self.lull {
            idle.sensor.watch_lull(true);
        }
        self.idle = Some(idle);
    }

    fn start_login(&mut self) {
        self.login = None;
        if !self.settings.lock {
            self.off(Part::Lock, Sensor::Lock);
        }
        let watches_lock = self.settings.lock;
        let desktop = self.desktop.clone();
        self.login = Some(Watched::start(&self.link, |link| {
            let lock = watches_lock.then(|| fact(link, lock::LOCK));
            let savers = lock.clone().map(|hear| ScreenSavers::start(&desktop, hear));
            (Login::start(link, LoginSetup { desktop, lock }), savers)
        }));
    }

    fn switch_media(&mut self) {
        self.media = None;
        self.media_heard = None;
        if !self.settings.media {
            self.stand_in.no_media();
            return self.off(Part::Media, Sensor::Media);
        }
        let (desktop, mut heard) = (&self.desktop, None);
        let link = self.stand_in.beside(&self.link);
        self.media = Some(Watched::start(&link, |link| {
            let hear = fact(link, media::MEDIA);
            heard = Some(hear.clone());
            Inhibitors::start(desktop, hear)
        }));
        self.media_heard = heard;
    }

    fn switch_microphone(&mut self) {
        self.microphone = self.switch(
            self.settings.microphone,
            call::MICROPHONE,
            Microphone::start,
        );
    }

    fn switch_camera(&mut self) {
        self.camera = self.switch(self.settings.camera, call::CAMERA, Camera::start);
    }

    fn switch_do_not_disturb(&mut self) {
        let wanted = self.settings.do_not_disturb;
        self.do_not_disturb = self.switch(wanted, quiet::DO_NOT_DISTURB, DoNotDisturb::start);
    }

    fn switch_full_screen(&mut self) {
        self.full_screen = None;
        if !self.settings.full_screen {
            self.stand_in.no_full_screen();
            return self.off(Part::FullScreen, Sensor::FullScreen);
        }
        let (desktop, stand_in) = (&self.desktop, &self.stand_in);
        self.full_screen = Some(Watched::start(&self.link, |link| {
            FullScreen::start(desktop, stand_in.full_screen(link))
        }));
    }

    /// Starts the sensor of a fact, or says that it is off.
    fn switch<S>(
        &self,
        wanted: bool,
        of: Of,
        start: impl FnOnce(&Desktop, Hear) -> S,
    ) -> Option<Watched<S>> {
        if !wanted {
            self.off(of.part, of.sensor);
            return None;
        }
        Some(Watched::start(&self.link, |link| {
            start(&self.desktop, fact(link, of))
        }))
    }

    fn off(&self, part: Part, sensor: Sensor) {
        let words = "switched off in the settings".to_owned();
        self.link.health(part, Health::Off(words));
        self.link.input(Input::Sensor {
            sensor,
            works: false,
        });
    }

    fn tell_can_look(&self) {
        let can =
            self.camera.is_some() || self.do_not_disturb.is_some() || self.full_screen.is_some();
        self.link.input(Input::CanLook(can));
    }
}

impl<S> Watched<S> {
    fn start(link: &Link, start: impl FnOnce(&Link) -> S) -> Self {
        let wanted = Arc::new(Mutex::new(true));
        let (link, still) = (link.clone(), wanted.clone());
        // Held while it tells: nothing of it comes after it was switched off.
        let gate = Link::new(move |told| {
            if *still.lock().unwrap_or_else(PoisonError::into_inner) {
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
        *self.wanted.lock().unwrap_or_else(PoisonError::into_inner) = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn idle_is_told_well_before_an_absence_and_after_a_minute_at_the_latest() {
        for (away_after, idle_after) in [(5, 60), (2, 60), (1, 30)] {
            let settings = SensorSettings {
                away_after: Duration::from_mins(away_after),
                ..SensorSettings::default()
            };
            assert_eq!(settings.idle_after(), Duration::from_secs(idle_after));
        }
    }
}

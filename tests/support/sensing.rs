//! Sensors for a test: a desktop with nothing on it, to which the test adds what it is about.

use std::time::Duration;

use soleus::link::Link;
use soleus::platform::patience::Patience;
use soleus::sensors::{Ago, Desktop, SensorSettings, Sensors};

/// Quick enough for a test, long enough for a busy machine.
pub const PATIENCE: Patience = Patience {
    answer: Duration::from_secs(2),
    first_retry: Duration::from_millis(50),
    last_retry: Duration::from_millis(200),
};

/// For a peer that hangs on purpose: nobody has to wait long to see it.
pub const SHORT_PATIENCE: Patience = Patience {
    answer: Duration::from_millis(300),
    ..PATIENCE
};

/// A desktop with nothing: no display, no sound, and buses that are not there.
pub fn nothing() -> Desktop {
    Desktop {
        session_bus: Some("unix:path=/nonexistent/bus".to_owned()),
        system_bus: Some("unix:path=/nonexistent/bus".to_owned()),
        devices: "/nonexistent/dev".into(),
        gsettings: "/nonexistent/gsettings".into(),
        patience: PATIENCE,
        ..Desktop::default()
    }
}

/// Every sensor switched off, but sleep, which has no switch.
pub fn all_off() -> SensorSettings {
    SensorSettings {
        idle: false,
        lock: false,
        microphone: false,
        camera: false,
        media: false,
        do_not_disturb: false,
        full_screen: false,
        ..SensorSettings::default()
    }
}

/// Starts the sensors, with an engine's clock that stands still.
pub fn start(link: Link, settings: SensorSettings, desktop: Desktop) -> Sensors {
    let ago = Ago::new(|real| Duration::from_hours(5).saturating_sub(real));
    Sensors::start_in(link, settings, ago, desktop)
}

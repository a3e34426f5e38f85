//! What the sensors are started with: by the loop, and by `doctor`, which must not see otherwise.

use crate::platform::clock::Clock;
use crate::sensors::{Ago, SensorSettings};
use crate::settings::Settings;

/// What the settings make of the sensors, in real time.
pub(super) fn sensor_settings(settings: &Settings, clock: &Clock) -> SensorSettings {
    let usual = SensorSettings::default();
    SensorSettings {
        idle: settings.sensors.idle,
        lock: settings.sensors.lock,
        microphone: settings.sensors.microphone,
        camera: settings.sensors.camera,
        media: settings.sensors.media,
        do_not_disturb: settings.sensors.do_not_disturb,
        full_screen: settings.sensors.full_screen,
        away_after: clock.really(settings.presence.away_after),
        lull_after: clock.really(usual.lull_after),
    }
}

/// The engine's clock, asked for a moment that lies some real time back.
pub(super) fn ago(clock: &Clock) -> Ago {
    let clock = clock.clone();
    Ago::new(move |real| clock.boot().saturating_sub(clock.engine_span(real)))
}

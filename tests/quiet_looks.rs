//! Sensors of calls and of full screen do not wake while nothing happens, also after looks. Alone in
//! its file: it counts the wakes of all threads.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    reason = "a test whose stage does not stand fails"
)]

mod support;

use std::time::Duration;

use soleus::engine::Input;
use soleus::engine::input::{CallSource, Sensor};
use soleus::sensors::{Ago, Desktop, SensorSettings, Sensors};

use support::compositor::Compositor;
use support::ear::Ear;
use support::openbox::openbox;
use support::peace::stays_asleep;
use support::private_bus::PrivateBus;
use support::skip::missing;
use support::sound::SoundServer;
use support::xvfb::Xvfb;

const OURS: [&str; 3] = ["microphone", "camera", "full-screen"];

#[test]
fn looks_and_calls_leave_nothing_that_wakes() {
    if missing(&["pulseaudio", "pulseaudio-utils", "xvfb", "openbox", "sway"]) {
        return;
    }
    let bus = PrivateBus::start();
    let sound = SoundServer::pulseaudio();
    let x = Xvfb::start();
    let _manager = openbox(&x);
    let sway = Compositor::sway("");
    let devices = tempfile::tempdir().unwrap();
    std::fs::write(devices.path().join("video0"), "").unwrap();
    let on_x11 = Desktop {
        display: Some(x.display.clone()),
        // A bus that is not there would be tried again, and that is a wake.
        session_bus: Some(bus.address()),
        system_bus: Some(bus.address()),
        sound_server: Some(sound.socket()),
        devices: devices.path().to_owned(),
        ..Desktop::default()
    };
    let on_sway = Desktop {
        wayland: Some(sway.socket().to_owned()),
        ..on_x11.clone()
    };
    for desktop in [on_x11, on_sway] {
        let (link, ear) = Ear::new();
        let ago = Ago::new(|_| Duration::ZERO);
        let sensors = Sensors::start_in(link, settings(), ago, desktop);
        let mut awaited = vec![Sensor::Microphone, Sensor::Camera, Sensor::FullScreen];
        ear.until("all work", |told| {
            awaited.retain(|sensor| *told != works(*sensor));
            awaited.is_empty().then_some(())
        });
        let recording = sound.record("mic");
        ear.until_input(&call(true));
        drop(recording);
        ear.until_input(&call(false));
        for _ in 0..3 {
            sensors.look();
            ear.until_input(&Input::Looked);
        }

        stays_asleep(&OURS);
    }
}

/// What this is about alone: the others try again where nothing is.
fn settings() -> SensorSettings {
    SensorSettings {
        idle: false,
        lock: false,
        media: false,
        do_not_disturb: false,
        ..SensorSettings::default()
    }
}

fn works(sensor: Sensor) -> soleus::link::Told {
    soleus::link::Told::Input(Input::Sensor {
        sensor,
        works: true,
    })
}

fn call(on: bool) -> Input {
    let source = CallSource::Microphone;
    Input::Call { source, on }
}

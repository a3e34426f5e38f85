//! A window over the whole screen, before real displays: Xvfb with openbox, sway, KWin.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    reason = "a test whose stage does not stand fails"
)]

mod sway;
mod wayland_window;
mod x11;
mod x11_window;

#[path = "../support/mod.rs"]
mod support;

use std::time::Duration;

use soleus::engine::Input;
use soleus::engine::input::{QuietCause, Sensor};
use soleus::link::{Link, Told};
use soleus::platform::patience::Patience;
use soleus::sensors::{Ago, Desktop, SensorSettings, Sensors};

use support::ear::Ear;

/// Quick enough for a test, long enough for a busy machine.
const PATIENCE: Patience = Patience {
    answer: Duration::from_secs(2),
    first_retry: Duration::from_millis(50),
    last_retry: Duration::from_millis(200),
};

/// A desktop with nothing: what a test is about is added.
fn nothing() -> Desktop {
    Desktop {
        session_bus: Some("unix:path=/nonexistent/bus".to_owned()),
        system_bus: Some("unix:path=/nonexistent/bus".to_owned()),
        devices: "/nonexistent/devices".into(),
        patience: PATIENCE,
        ..Desktop::default()
    }
}

/// Starts the full-screen sensor alone.
fn start(link: Link, desktop: Desktop) -> Sensors {
    let settings = SensorSettings {
        idle: false,
        lock: false,
        microphone: false,
        camera: false,
        media: false,
        do_not_disturb: false,
        ..SensorSettings::default()
    };
    Sensors::start_in(link, settings, Ago::new(|_| Duration::ZERO), desktop)
}

fn full(on: bool) -> Input {
    Input::Quiet {
        cause: QuietCause::FullScreen,
        on,
    }
}

fn works(works: bool) -> Input {
    Input::Sensor {
        sensor: Sensor::FullScreen,
        works,
    }
}

/// Looks, and gives everything about full screen that was told until the look was over.
fn look(sensors: &Sensors, ear: &Ear) -> Vec<Input> {
    sensors.look();
    heard_until(ear, &Input::Looked)
}

/// Waits for this input and gives everything about full screen up to it, with it.
fn heard_until(ear: &Ear, last: &Input) -> Vec<Input> {
    let mut told = Vec::new();
    ear.until(&format!("{last:?}"), |it| {
        told.push(it.clone());
        (*it == Told::Input(last.clone())).then_some(())
    });
    of_full_screen(told)
}

fn of_full_screen(told: Vec<Told>) -> Vec<Input> {
    let wanted = |told| match told {
        Told::Input(
            input @ (Input::Quiet { .. }
            | Input::Sensor {
                sensor: Sensor::FullScreen,
                ..
            }),
        ) => Some(input),
        _ => None,
    };
    told.into_iter().filter_map(wanted).collect()
}

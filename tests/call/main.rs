//! In a call: a microphone in use, before real sound servers and false ones; a camera in use, by
//! real programs that hold a file open.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    reason = "a test whose stage does not stand fails"
)]

mod camera;
mod false_server;
mod microphone;
mod recorder;

#[path = "../support/mod.rs"]
mod support;

use std::time::Duration;

use soleus::engine::Input;
use soleus::engine::input::{CallSource, Sensor};
use soleus::link::{Link, Told};
use soleus::platform::patience::Patience;
use soleus::sensors::{Ago, Desktop, SensorSettings, Sensors};

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

/// Starts the sensors with all switched off but what is switched on.
fn start(link: Link, desktop: Desktop, on: impl FnOnce(&mut SensorSettings)) -> Sensors {
    let mut settings = SensorSettings {
        idle: false,
        lock: false,
        microphone: false,
        camera: false,
        media: false,
        do_not_disturb: false,
        full_screen: false,
        ..SensorSettings::default()
    };
    on(&mut settings);
    Sensors::start_in(link, settings, Ago::new(|_| Duration::ZERO), desktop)
}

fn call(source: CallSource, on: bool) -> Input {
    Input::Call { source, on }
}

fn works(sensor: Sensor, works: bool) -> Input {
    Input::Sensor { sensor, works }
}

/// The inputs of one source of calls among what was told.
fn of(source: CallSource, told: &[Told]) -> Vec<Input> {
    let sensor = match source {
        CallSource::Microphone => Sensor::Microphone,
        CallSource::Camera => Sensor::Camera,
    };
    let inputs = told.iter().filter_map(|told| match told {
        Told::Input(input) => Some(input),
        _ => None,
    });
    let wanted = |input: &&Input| match input {
        Input::Call { source: of, .. } => *of == source,
        Input::Sensor { sensor: of, .. } => *of == sensor,
        _ => false,
    };
    inputs.filter(wanted).cloned().collect()
}

//! In a call: a microphone in use, before real sound servers and false ones; a camera in use, by
//! real programs that hold a file open.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    reason = "a test whose stage does not stand fails"
)]

mod camera;
#[allow(dead_code, reason = "shared with the tests of sounds")]
mod false_server;
mod microphone;
mod recorder;

#[path = "../support/mod.rs"]
mod support;

use soleus::engine::Input;
use soleus::engine::input::{CallSource, Sensor};
use soleus::link::{Link, Told};
use soleus::sensors::{Desktop, SensorSettings, Sensors};

use support::sensing::{self, all_off};

/// Starts the sensors with all switched off but what is switched on.
fn start(link: Link, desktop: Desktop, on: impl FnOnce(&mut SensorSettings)) -> Sensors {
    let mut settings = all_off();
    on(&mut settings);
    sensing::start(link, settings, desktop)
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

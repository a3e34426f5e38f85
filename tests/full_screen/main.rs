//! A window over the whole screen, before real displays: Xvfb with openbox, sway, KWin.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    reason = "a test whose stage does not stand fails"
)]

mod stand_in;
mod sway;
mod wayland_window;
mod x11;
mod x11_window;

#[path = "../support/mod.rs"]
mod support;

use soleus::engine::Input;
use soleus::engine::input::{QuietCause, Sensor};
use soleus::link::{Link, Told};
use soleus::sensors::{Desktop, SensorSettings, Sensors};

use support::ear::Ear;
use support::sensing::{self, all_off};

/// Starts the full-screen sensor alone.
fn start(link: Link, desktop: Desktop) -> Sensors {
    let settings = SensorSettings {
        full_screen: true,
        ..all_off()
    };
    sensing::start(link, settings, desktop)
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

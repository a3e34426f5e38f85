//! Do-not-disturb: by the real dunst, xfce4-notifyd, mako and dconf; by a false Plasma and a false
//! newer mako, which answer and signal as the real ones do.
#![cfg(target_os = "linux")]

mod gnome;
mod mako;
mod plasma;
mod servers;
#[path = "../support/mod.rs"]
mod support;

use soleus::engine::Input;
use soleus::engine::input::{QuietCause, Sensor};
use soleus::link::{Health, Link, Part, Told};
use soleus::sensors::{Desktop, SensorSettings, Sensors};

use support::ear::Ear;
use support::peer::What;
use support::private_bus::PrivateBus;
use support::sensing::{self, all_off, nothing};

/// Where every notification server is, and what it says of itself.
const SERVER: &str = "org.freedesktop.Notifications";
const SERVER_PATH: &str = "/org/freedesktop/Notifications";
const WHO: What<'_> = (SERVER_PATH, SERVER, "GetServerInformation");

fn start(link: Link, desktop: Desktop) -> Sensors {
    let settings = SensorSettings {
        do_not_disturb: true,
        ..all_off()
    };
    sensing::start(link, settings, desktop)
}

fn with(bus: &PrivateBus) -> Desktop {
    Desktop {
        session_bus: Some(bus.address()),
        ..nothing()
    }
}

fn works(works: bool) -> Input {
    Input::Sensor {
        sensor: Sensor::DoNotDisturb,
        works,
    }
}

fn quiet(on: bool) -> Input {
    Input::Quiet {
        cause: QuietCause::DoNotDisturb,
        on,
    }
}

/// What is told of do-not-disturb, and the end of a look.
fn of_quiet(input: &Input) -> bool {
    let sensor_of = Sensor::DoNotDisturb;
    matches!(input, Input::Quiet { .. } | Input::Looked)
        || matches!(input, Input::Sensor { sensor, .. } if *sensor == sensor_of)
}

fn until_works_by(ear: &Ear, called: &str) {
    ear.until(called, |told| {
        let works = Health::Works(called.to_owned());
        (*told == Told::Health(Part::DoNotDisturb, works)).then_some(())
    });
}

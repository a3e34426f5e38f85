//! Lock, session switch and sleep on Linux: before a false logind, and false screen savers that
//! answer and signal as the real ones do.
#![cfg(target_os = "linux")]

mod login;
mod savers;
#[path = "../support/mod.rs"]
mod support;

use soleus::engine::Input;
use soleus::engine::input::Sensor;
use soleus::link::Link;
use soleus::sensors::{Desktop, SensorSettings, Sensors};

use support::dbusmock::Knows;
use support::private_bus::PrivateBus;
use support::sensing::{self, all_off, nothing};

const SESSION: &str = "c7";

fn settings() -> SensorSettings {
    SensorSettings {
        lock: true,
        ..all_off()
    }
}

fn start(link: Link, desktop: Desktop) -> Sensors {
    sensing::start(link, settings(), desktop)
}

fn with_logind(bus: &PrivateBus) -> Desktop {
    Desktop {
        system_bus: Some(bus.address()),
        session: Some(SESSION.to_owned()),
        ..nothing()
    }
}

fn with_savers(bus: &PrivateBus) -> Desktop {
    Desktop {
        session_bus: Some(bus.address()),
        ..nothing()
    }
}

fn locked() -> Knows {
    Knows {
        locked: true,
        ..Knows::session(SESSION)
    }
}

/// The sensor of lock found (true) or lost (false) its last source.
fn works(works: bool) -> Input {
    Input::Sensor {
        sensor: Sensor::Lock,
        works,
    }
}

fn of_lock(input: &Input) -> bool {
    let lock = Sensor::Lock;
    matches!(input, Input::Locked(_) | Input::SwitchedAway(_))
        || matches!(input, Input::Sensor { sensor, .. } if *sensor == lock)
}

//! Where windows are not listed (KWin), who holds the screen awake is taken to present. The compositors
//! are real; who holds the screen awake is played.

use soleus::engine::Input;
use soleus::engine::input::{QuietCause, Sensor};
use soleus::link::Part;
use soleus::sensors::{Desktop, SensorSettings};

use crate::support::compositor::Compositor;
use crate::support::ear::Ear;
use crate::support::peer::{Peer, What};
use crate::support::private_bus::PrivateBus;
use crate::support::sensing::{all_off, nothing, start};
use crate::support::skip::missing;
use crate::{heard_until, works};

const POWER: &str = "org.freedesktop.PowerManagement";
const PATH: &str = "/org/freedesktop/PowerManagement/Inhibit";
const INHIBIT: &str = "org.freedesktop.PowerManagement.Inhibit";
const HAS_INHIBIT: What<'_> = (PATH, INHIBIT, "HasInhibit");

/// What is switched on.
fn settings(media: bool) -> SensorSettings {
    SensorSettings {
        full_screen: true,
        media,
        ..all_off()
    }
}

fn on(compositor: &Compositor, bus: &PrivateBus) -> Desktop {
    Desktop {
        wayland: Some(compositor.socket().to_owned()),
        session_bus: Some(bus.address()),
        system_bus: Some(bus.address()),
        ..nothing()
    }
}

/// The desktop's power management: the screen is held awake or not.
fn power(bus: &PrivateBus, held: bool) -> Peer {
    let peer = Peer::nameless(bus);
    peer.answers(HAS_INHIBIT, held);
    peer.own(POWER);
    peer
}

fn hold(peer: &Peer, held: bool) {
    peer.answers(HAS_INHIBIT, held);
    peer.tells((PATH, INHIBIT, "HasInhibitChanged"), &held);
}

fn presenting(on: bool) -> Input {
    Input::Quiet {
        cause: QuietCause::Presenting,
        on,
    }
}

#[test]
fn who_holds_the_screen_awake_presents_where_windows_are_not_listed() {
    if missing(&["kwin-wayland"]) {
        return;
    }
    let bus = PrivateBus::start();
    let kwin = Compositor::kwin(&bus);
    let peer = power(&bus, false);
    let (link, ear) = Ear::new();
    let mut sensors = start(link, settings(true), on(&kwin, &bus));
    let mut heard = heard_until(&ear, &works(true));
    hold(&peer, true);
    heard.extend(heard_until(&ear, &presenting(true)));
    hold(&peer, false);
    heard.extend(heard_until(&ear, &presenting(false)));
    hold(&peer, true);
    heard.extend(heard_until(&ear, &presenting(true)));
    sensors.retune(settings(false));
    heard.extend(heard_until(&ear, &works(false)));
    let words = ear.until_missing(Part::FullScreen);
    assert!(words.contains("sensors.media"), "{words}");
    sensors.retune(settings(true));
    heard.extend(heard_until(&ear, &presenting(true)));
    drop(peer);
    heard.extend(heard_until(&ear, &works(false)));
    let once = [works(true), presenting(true), presenting(false)];
    let until_switched_off = [presenting(true), presenting(false), works(false)];
    let until_it_dies = [
        works(true),
        presenting(true),
        presenting(false),
        works(false),
    ];
    assert_eq!(
        heard,
        [&once[..], &until_switched_off, &until_it_dies].concat()
    );
}

#[test]
fn who_holds_the_screen_awake_only_plays_where_windows_are_listed() {
    if missing(&["sway"]) {
        return;
    }
    let bus = PrivateBus::start();
    let sway = Compositor::sway("");
    let peer = power(&bus, false);
    let (link, ear) = Ear::new();
    let _sensors = start(link, settings(true), on(&sway, &bus));
    let mut awaited = vec![Sensor::FullScreen, Sensor::Media];
    ear.until("both work", |told| {
        awaited.retain(|sensor| {
            let sensor = *sensor;
            let works = Input::Sensor {
                sensor,
                works: true,
            };
            *told != soleus::link::Told::Input(works)
        });
        awaited.is_empty().then_some(())
    });
    hold(&peer, true);
    assert_eq!(heard_until(&ear, &Input::Media(true)), []);
    hold(&peer, false);
    assert_eq!(heard_until(&ear, &Input::Media(false)), []);
}

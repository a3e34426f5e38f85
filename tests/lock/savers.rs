//! Screen savers, alone and beside logind.

use soleus::engine::Input;
use soleus::link::{Health, Part, Told};
use soleus::platform::patience::Patience;
use soleus::sensors::Desktop;

use crate::support::dbusmock::{GnomeScreenSaver, Logind};
use crate::support::ear::Ear;
use crate::support::peer::{Peer, stranger_tells};
use crate::support::private_bus::PrivateBus;
use crate::support::process::LIMIT;
use crate::support::sensing::SHORT_PATIENCE;
use crate::support::skip::missing;
use crate::{locked, of_lock, start, with_logind, with_savers, works};

/// Each screen saver: its name, which is its interface too, and its place.
const SAVERS: [(&str, &str); 6] = [
    ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"),
    (
        "org.freedesktop.ScreenSaver",
        "/org/freedesktop/ScreenSaver",
    ),
    ("org.freedesktop.ScreenSaver", "/ScreenSaver"),
    ("org.xfce.ScreenSaver", "/org/xfce/ScreenSaver"),
    ("org.mate.ScreenSaver", "/org/mate/ScreenSaver"),
    ("org.cinnamon.ScreenSaver", "/org/cinnamon/ScreenSaver"),
];
/// The one that stands for all in what is the same for all.
const SAVER: (&str, &str) = SAVERS[0];

/// A screen saver that is up, or not.
fn saver(on: &PrivateBus, (name, path): (&'static str, &str), active: bool) -> Peer {
    let peer = Peer::nameless(on);
    peer.answers((path, name, "GetActive"), active);
    peer.own(name);
    peer
}

/// It comes up, or goes down, and says so.
fn turns(peer: &Peer, (name, path): (&str, &str), active: bool) {
    peer.answers((path, name, "GetActive"), active);
    peer.tells((path, name, "ActiveChanged"), &active);
}

#[test]
fn each_screen_saver_tells_when_it_comes_up_and_goes_down() {
    if missing(&["dbus"]) {
        return;
    }
    for known in SAVERS {
        let bus = PrivateBus::start();
        let (link, ear) = Ear::new();
        let _sensors = start(link, with_savers(&bus));
        assert_eq!(ear.inputs(1, of_lock), [works(false)]);
        let peer = saver(&bus, known, false);
        assert_eq!(
            ear.inputs(2, of_lock),
            [works(true), Input::Locked(false)],
            "{known:?}"
        );
        for active in [true, false, true] {
            turns(&peer, known, active);
            assert_eq!(ear.inputs(1, of_lock), [Input::Locked(active)], "{known:?}");
        }
        // Told again, and the same.
        turns(&peer, known, true);
        turns(&peer, known, false);
        assert_eq!(ear.inputs(1, of_lock), [Input::Locked(false)], "{known:?}");
        assert_eq!(ear.rest(), [], "{known:?}");
    }
}

#[test]
fn the_screen_saver_of_dbusmock_is_heard() {
    if missing(&["dbus", "python3-dbusmock"]) {
        return;
    }
    let bus = PrivateBus::start();
    let screen_saver = GnomeScreenSaver::start(&bus);
    let (link, ear) = Ear::new();
    let _sensors = start(link, with_savers(&bus));
    assert_eq!(ear.inputs(2, of_lock), [works(true), Input::Locked(false)]);
    for active in [true, false] {
        screen_saver.set_active(active);
        assert_eq!(ear.inputs(1, of_lock), [Input::Locked(active)]);
    }
}

#[test]
fn a_screen_that_is_locked_at_the_start_is_told() {
    if missing(&["dbus"]) {
        return;
    }
    let bus = PrivateBus::start();
    let _peer = saver(&bus, SAVER, true);
    let (link, ear) = Ear::new();
    let _sensors = start(link, with_savers(&bus));
    assert_eq!(ear.inputs(2, of_lock), [works(true), Input::Locked(true)]);
    assert_eq!(ear.until_works(Part::Lock), "GNOME's screen shield");
}

#[test]
fn a_screen_saver_that_tells_only_of_its_inhibitors_is_none() {
    if missing(&["dbus"]) {
        return;
    }
    // As GNOME's stand-in for the desktop's screen saver does.
    let bus = PrivateBus::start();
    let _peer = Peer::start(&bus, &["org.freedesktop.ScreenSaver"]);
    let (link, ear) = Ear::new();
    let _sensors = start(link, with_savers(&bus));
    let words = ear.until_missing(Part::Lock);
    assert!(words.contains("counts as an absence"), "{words}");
    assert!(!words.contains("does not answer"), "{words}");
}

#[test]
fn a_screen_saver_that_dies_while_locked_leaves_it_locked_until_it_is_back() {
    if missing(&["dbus"]) {
        return;
    }
    let bus = PrivateBus::start();
    let peer = saver(&bus, SAVER, true);
    let (link, ear) = Ear::new();
    let _sensors = start(link, with_savers(&bus));
    assert_eq!(ear.inputs(2, of_lock), [works(true), Input::Locked(true)]);
    drop(peer);
    assert_eq!(ear.inputs(1, of_lock), [works(false)]);
    ear.until_missing(Part::Lock);

    let peer = saver(&bus, SAVER, true);
    assert_eq!(ear.inputs(2, of_lock), [works(true), Input::Locked(true)]);
    turns(&peer, SAVER, false);
    assert_eq!(ear.inputs(1, of_lock), [Input::Locked(false)]);
}

#[test]
fn a_screen_saver_that_hangs_is_asked_again_and_makes_no_other_late() {
    if missing(&["dbus"]) {
        return;
    }
    let bus = PrivateBus::start();
    let hung = saver(&bus, SAVERS[3], true);
    hung.hang();
    let peer = saver(&bus, SAVER, false);
    let (link, ear) = Ear::new();
    let desktop = Desktop {
        patience: SHORT_PATIENCE,
        ..with_savers(&bus)
    };
    let _sensors = start(link, desktop);
    let hangs = "Xfce's screen saver does not answer and is asked again by and by";
    ear.until("its words", |told| {
        matches!(told, Told::Health(Part::Lock, Health::Works(words)) if words.ends_with(hangs))
            .then_some(())
    });
    turns(&peer, SAVER, true);
    assert_eq!(ear.inputs(1, of_lock), [Input::Locked(true)]);
    turns(&peer, SAVER, false);
    assert_eq!(ear.inputs(1, of_lock), [Input::Locked(false)]);

    hung.until_asked((SAVERS[3].1, SAVERS[3].0, "GetActive"), 3);
    hung.wake();
    assert_eq!(ear.inputs(1, of_lock), [Input::Locked(true)]);
}

#[test]
fn a_screen_saver_without_a_word_is_asked_again_at_its_next_signal() {
    if missing(&["dbus"]) {
        return;
    }
    let bus = PrivateBus::start();
    let peer = saver(&bus, SAVER, false);
    peer.hang();
    let (link, ear) = Ear::new();
    let desktop = Desktop {
        patience: Patience {
            first_retry: LIMIT * 2,
            ..SHORT_PATIENCE
        },
        ..with_savers(&bus)
    };
    let _sensors = start(link, desktop);
    let words = ear.until_missing(Part::Lock);
    assert!(
        words.contains("GNOME's screen shield does not answer"),
        "{words}"
    );
    peer.wake();
    turns(&peer, SAVER, true);
    assert_eq!(ear.inputs(2, of_lock), [works(true), Input::Locked(true)]);
}

#[test]
fn a_stranger_who_says_that_the_screen_is_locked_is_not_even_looked_into() {
    if missing(&["dbus"]) {
        return;
    }
    let bus = PrivateBus::start();
    let (quiet, other) = (SAVERS[3], SAVER);
    let (peer, marker) = (saver(&bus, quiet, false), saver(&bus, other, false));
    let (link, ear) = Ear::new();
    let _sensors = start(link, with_savers(&bus));
    let both = "GNOME's screen shield, Xfce's screen saver".to_owned();
    ear.until("both", |told| {
        (*told == Told::Health(Part::Lock, Health::Works(both.clone()))).then_some(())
    });
    // If it were asked now, it would say so.
    let (name, path) = quiet;
    peer.answers((path, name, "GetActive"), true);
    stranger_tells(&bus, (path, name, "ActiveChanged"), &true);
    for active in [true, false] {
        turns(&marker, other, active);
        assert_eq!(ear.inputs(1, of_lock), [Input::Locked(active)]);
    }
    assert_eq!(peer.times_asked((path, name, "GetActive")), 1);
}

#[test]
fn a_screen_saver_is_never_started_by_being_asked() {
    if missing(&["dbus"]) {
        return;
    }
    let bus = PrivateBus::start();
    let started = bus.home().join("started");
    bus.offer("org.cinnamon.ScreenSaver", &started);
    let peer = saver(&bus, SAVER, false);
    let (link, ear) = Ear::new();
    let _sensors = start(link, with_savers(&bus));
    ear.until_input(&Input::Locked(false));
    turns(&peer, SAVER, true);
    ear.until_input(&Input::Locked(true));
    assert!(!started.exists());
}

#[test]
fn a_session_bus_that_dies_is_told_once_and_found_when_it_is_back() {
    if missing(&["dbus"]) {
        return;
    }
    let mut bus = PrivateBus::start();
    let peer = saver(&bus, SAVER, false);
    let (link, ear) = Ear::new();
    let _sensors = start(link, with_savers(&bus));
    assert_eq!(ear.inputs(2, of_lock), [works(true), Input::Locked(false)]);
    bus.kill();
    assert_eq!(ear.inputs(1, of_lock), [works(false)]);
    drop(peer);
    bus.restart();
    let peer = saver(&bus, SAVER, true);
    assert_eq!(ear.inputs(2, of_lock), [works(true), Input::Locked(true)]);
    turns(&peer, SAVER, false);
    assert_eq!(ear.inputs(1, of_lock), [Input::Locked(false)]);
}

#[test]
fn a_session_bus_that_never_answers_is_told_in_time_and_waited_for() {
    if missing(&["dbus"]) {
        return;
    }
    let bus = PrivateBus::start();
    let _peer = saver(&bus, SAVER, true);
    bus.daemon().freeze();
    let (link, ear) = Ear::new();
    let _sensors = start(link, with_savers(&bus));
    assert_eq!(ear.inputs(1, of_lock), [works(false)]);
    bus.daemon().thaw();
    assert_eq!(ear.inputs(2, of_lock), [works(true), Input::Locked(true)]);
}

#[test]
fn a_login_service_that_dies_while_locked_is_outlived_by_the_screen_saver() {
    if missing(&["dbus", "python3-dbusmock"]) {
        return;
    }
    let bus = PrivateBus::start();
    let mut logind = Logind::start(&bus, locked());
    let peer = saver(&bus, SAVER, true);
    let (link, ear) = Ear::new();
    let desktop = Desktop {
        session_bus: Some(bus.address()),
        ..with_logind(&bus)
    };
    let _sensors = start(link, desktop);
    let both = "the login service, GNOME's screen shield";
    ear.until("both", |told| {
        (*told == Told::Health(Part::Lock, Health::Works(both.to_owned()))).then_some(())
    });
    logind.process.kill();
    assert_eq!(ear.until_works(Part::Lock), "GNOME's screen shield");
    turns(&peer, SAVER, false);
    assert_eq!(ear.inputs(1, of_lock), [Input::Locked(false)]);
}

#[test]
fn who_is_stopped_tells_nothing_any_more() {
    if missing(&["dbus"]) {
        return;
    }
    let bus = PrivateBus::start();
    let peer = saver(&bus, SAVER, false);
    let (link, ear) = Ear::new();
    let sensors = start(link, with_savers(&bus));
    ear.until_input(&Input::Locked(false));
    drop(sensors);
    ear.rest();
    turns(&peer, SAVER, true);
    drop(peer);
    drop(bus);
    assert_eq!(ear.rest(), []);
}

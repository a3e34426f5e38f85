//! Lock, session switch and sleep on Linux: before a false logind, and false screen savers that
//! answer and signal as the real ones do.
#![cfg(target_os = "linux")]

mod support;

use soleus::engine::Input;
use soleus::engine::input::Sensor;
use soleus::link::{Health, Link, Part, Told};
use soleus::platform::patience::Patience;
use soleus::sensors::{Desktop, SensorSettings, Sensors};

use support::dbusmock::{Found, GnomeScreenSaver, Knows, Logind};
use support::ear::Ear;
use support::peer::{Peer, stranger_tells};
use support::private_bus::PrivateBus;
use support::process::LIMIT;
use support::sensing::{self, SHORT_PATIENCE, all_off, nothing};
use support::skip::missing;

const SESSION: &str = "c7";

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

fn until_sensor(ear: &Ear, sensor: Sensor, works: bool) {
    ear.until_input(&Input::Sensor { sensor, works });
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
fn lock_switch_and_sleep_are_told_as_they_happen() {
    if missing(&["dbus", "python3-dbusmock"]) {
        return;
    }
    let bus = PrivateBus::start();
    let logind = Logind::start(&bus, Knows::session(SESSION));
    let (link, ear) = Ear::new();
    let _sensors = start(link, with_logind(&bus));
    assert_eq!(ear.until_works(Part::Sleep), "the login service (logind)");
    until_sensor(&ear, Sensor::Sleep, true);
    assert_eq!(
        ear.inputs(3, of_lock),
        [
            works(true),
            Input::Locked(false),
            Input::SwitchedAway(false)
        ]
    );

    // Only a request: whether the screen is locked is said by the hint.
    logind.ask_to_lock();
    logind.set("LockedHint", true);
    logind.set("LockedHint", true);
    logind.set("IdleHint", true);
    logind.set("LockedHint", false);
    logind.set("Active", false);
    logind.set("Active", true);
    logind.prepare_for_sleep(true);
    logind.prepare_for_sleep(false);
    let mut heard = Vec::new();
    ear.until("woke", |told| {
        if let Told::Input(input) = told {
            heard.push(input.clone());
        }
        heard.contains(&Input::Woke).then_some(())
    });
    assert_eq!(
        heard,
        [
            Input::Locked(true),
            Input::Locked(false),
            Input::SwitchedAway(true),
            Input::SwitchedAway(false),
            Input::Asleep,
            Input::Woke,
        ]
    );
}

#[test]
fn signals_of_a_stranger_count_for_nothing() {
    if missing(&["dbus", "python3-dbusmock"]) {
        return;
    }
    let bus = PrivateBus::start();
    let logind = Logind::start(&bus, Knows::session(SESSION));
    let (link, ear) = Ear::new();
    let _sensors = start(link, with_logind(&bus));
    ear.until_input(&Input::SwitchedAway(false));
    Logind::pretend_sleep_as_a_stranger(&bus);
    logind.set("LockedHint", true);
    let next = ear.until("an input", |told| match told {
        Told::Input(input) => Some(input.clone()),
        Told::Health(..) | Told::OpenSettings | Told::Quit => None,
    });
    assert_eq!(next, Input::Locked(true));
}

#[test]
fn a_session_that_is_locked_at_the_start_is_told() {
    if missing(&["dbus", "python3-dbusmock"]) {
        return;
    }
    let bus = PrivateBus::start();
    let knows = Knows {
        active: false,
        ..locked()
    };
    let _logind = Logind::start(&bus, knows);
    let (link, ear) = Ear::new();
    let _sensors = start(link, with_logind(&bus));
    ear.until_input(&Input::Locked(true));
    ear.until_input(&Input::SwitchedAway(true));
}

#[test]
fn a_session_without_a_number_is_the_one_this_program_belongs_to_or_the_one_on_screen() {
    if missing(&["dbus", "python3-dbusmock"]) {
        return;
    }
    // A number logind does not know is no better than none.
    for (found, number) in [
        (Found::Auto, None),
        (Found::Display, None),
        (Found::Display, Some("gone")),
    ] {
        let bus = PrivateBus::start();
        let knows = Knows {
            found,
            ..Knows::session(SESSION)
        };
        let logind = Logind::start(&bus, knows);
        let (link, ear) = Ear::new();
        let desktop = Desktop {
            session: number.map(str::to_owned),
            ..with_logind(&bus)
        };
        let _sensors = start(link, desktop);
        ear.until_input(&Input::Locked(false));
        logind.set("LockedHint", true);
        ear.until_input(&Input::Locked(true));
    }
}

#[test]
fn without_a_session_sleep_is_still_told() {
    if missing(&["dbus", "python3-dbusmock"]) {
        return;
    }
    let bus = PrivateBus::start();
    let logind = Logind::start(&bus, Knows::session(SESSION));
    let (link, ear) = Ear::new();
    let desktop = Desktop {
        session: Some("unknown".to_owned()),
        ..with_logind(&bus)
    };
    let _sensors = start(link, desktop);
    ear.until_works(Part::Sleep);
    until_sensor(&ear, Sensor::Sleep, true);
    until_sensor(&ear, Sensor::Lock, false);
    let words = ear.until_missing(Part::Lock);
    assert!(words.contains("counts as an absence"), "{words}");
    logind.prepare_for_sleep(true);
    ear.until_input(&Input::Asleep);
}

#[test]
fn lock_that_is_switched_off_is_not_told_but_sleep_is() {
    if missing(&["dbus", "python3-dbusmock"]) {
        return;
    }
    let bus = PrivateBus::start();
    let logind = Logind::start(&bus, Knows::session(SESSION));
    let (link, ear) = Ear::new();
    let mut sensors = start(link, with_logind(&bus));
    ear.until_input(&Input::SwitchedAway(false));
    sensors.retune(all_off());
    until_sensor(&ear, Sensor::Lock, false);
    until_sensor(&ear, Sensor::Sleep, true);
    logind.set("LockedHint", true);
    logind.prepare_for_sleep(true);
    let next = ear.until("an input", |told| match told {
        Told::Input(input) => Some(input.clone()),
        Told::Health(..) | Told::OpenSettings | Told::Quit => None,
    });
    assert_eq!(next, Input::Asleep);
}

#[test]
fn a_logind_that_restarts_is_read_anew() {
    if missing(&["dbus", "python3-dbusmock"]) {
        return;
    }
    let bus = PrivateBus::start();
    let mut logind = Logind::start(&bus, Knows::session(SESSION));
    let (link, ear) = Ear::new();
    let _sensors = start(link, with_logind(&bus));
    ear.until_input(&Input::Locked(false));
    logind.process.kill();
    let words = ear.until_missing(Part::Sleep);
    assert!(words.contains("does not run"), "{words}");
    until_sensor(&ear, Sensor::Sleep, false);
    until_sensor(&ear, Sensor::Lock, false);

    let logind = Logind::start(&bus, locked());
    until_sensor(&ear, Sensor::Lock, true);
    ear.until_input(&Input::Locked(true));
    logind.set("LockedHint", false);
    ear.until_input(&Input::Locked(false));
}

#[test]
fn a_logind_that_hangs_is_told_once_and_found_when_it_wakes() {
    if missing(&["dbus", "python3-dbusmock"]) {
        return;
    }
    let bus = PrivateBus::start();
    let logind = Logind::start(&bus, Knows::session(SESSION));
    logind.process.freeze();
    let (link, ear) = Ear::new();
    let desktop = Desktop {
        patience: SHORT_PATIENCE,
        ..with_logind(&bus)
    };
    let _sensors = start(link, desktop);
    let words = ear.until_missing(Part::Sleep);
    assert!(words.contains("does not answer"), "{words}");
    logind.process.thaw();
    ear.until_works(Part::Sleep);
    ear.until_input(&Input::Locked(false));
}

#[test]
fn without_logind_it_is_told_once_and_found_when_it_comes() {
    if missing(&["dbus", "python3-dbusmock"]) {
        return;
    }
    let bus = PrivateBus::start();
    let (link, ear) = Ear::new();
    let _sensors = start(link, with_logind(&bus));
    let words = ear.until_missing(Part::Sleep);
    assert!(words.contains("does not run"), "{words}");
    until_sensor(&ear, Sensor::Lock, false);
    let _logind = Logind::start(&bus, Knows::session(SESSION));
    ear.until_works(Part::Sleep);
    until_sensor(&ear, Sensor::Sleep, true);
}

#[test]
fn a_system_bus_that_dies_is_told_once_and_found_when_it_is_back() {
    if missing(&["dbus", "python3-dbusmock"]) {
        return;
    }
    let mut bus = PrivateBus::start();
    let logind = Logind::start(&bus, Knows::session(SESSION));
    let (link, ear) = Ear::new();
    let _sensors = start(link, with_logind(&bus));
    ear.until_input(&Input::SwitchedAway(false));
    bus.kill();
    drop(logind);
    until_sensor(&ear, Sensor::Sleep, false);
    bus.restart();
    let logind = Logind::start(&bus, locked());
    ear.until_input(&Input::Locked(true));
    logind.prepare_for_sleep(true);
    ear.until_input(&Input::Asleep);
}

#[test]
fn a_system_bus_that_never_answers_is_told_in_time_and_waited_for() {
    if missing(&["dbus", "python3-dbusmock"]) {
        return;
    }
    let bus = PrivateBus::start();
    let _logind = Logind::start(&bus, Knows::session(SESSION));
    bus.daemon().freeze();
    let (link, ear) = Ear::new();
    let _sensors = start(link, with_logind(&bus));
    let words = ear.until_missing(Part::Sleep);
    assert!(words.contains("bus does not answer"), "{words}");
    bus.daemon().thaw();
    ear.until_works(Part::Sleep);
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

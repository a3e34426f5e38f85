//! logind: lock, session switch and sleep.

use soleus::engine::Input;
use soleus::engine::input::Sensor;
use soleus::link::{Part, Told};
use soleus::sensors::Desktop;

use crate::support::dbusmock::{Found, Knows, Logind};
use crate::support::ear::Ear;
use crate::support::private_bus::PrivateBus;
use crate::support::sensing::{SHORT_PATIENCE, all_off};
use crate::support::skip::missing;
use crate::{SESSION, locked, of_lock, start, with_logind, works};

fn until_sensor(ear: &Ear, sensor: Sensor, works: bool) {
    ear.until_input(&Input::Sensor { sensor, works });
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
        Told::Health(..)
        | Told::HeardAll(_)
        | Told::OpenSettings
        | Told::OpenWindow(_)
        | Told::Quit => None,
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
        Told::Health(..)
        | Told::HeardAll(_)
        | Told::OpenSettings
        | Told::OpenWindow(_)
        | Told::Quit => None,
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

/// A logind that dies while another user is in front: nobody would tell of the switch back.
#[test]
fn a_switch_whose_logind_dies_is_said_to_be_unseen_until_another_one_comes() {
    let bus = PrivateBus::start();
    let away = Knows {
        active: false,
        ..Knows::session(SESSION)
    };
    let logind = Logind::start(&bus, away);
    let (link, ear) = Ear::new();
    let _sensors = start(link, with_logind(&bus));
    ear.until_input(&Input::SwitchedAway(true));
    drop(logind);
    until_sensor(&ear, Sensor::Switch, false);
    let _logind = Logind::start(&bus, Knows::session(SESSION));
    until_sensor(&ear, Sensor::Switch, true);
    ear.until_input(&Input::SwitchedAway(false));
}

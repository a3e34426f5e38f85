//! Sensors on Linux: idle before a real X server, lock and sleep before a false logind.
#![cfg(target_os = "linux")]

mod support;

use std::time::Duration;

use soleus::engine::Input;
use soleus::engine::input::Sensor;
use soleus::link::{Link, Part, Told};
use soleus::platform::patience::Patience;
use soleus::sensors::{Ago, Desktop, SensorSettings, Sensors};

use support::dbusmock::{Found, Knows, Logind};
use support::ear::Ear;
use support::private_bus::PrivateBus;
use support::xvfb::Xvfb;

/// Quick enough for a test, long enough for a busy machine.
const PATIENCE: Patience = Patience {
    answer: Duration::from_secs(2),
    first_retry: Duration::from_millis(50),
    last_retry: Duration::from_millis(200),
};
/// The engine's clock when it is asked: it stands still in these tests.
const NOW: Duration = Duration::from_hours(5);
const SESSION: &str = "c7";

/// Idle is told soon, a lull sooner.
fn settings() -> SensorSettings {
    SensorSettings {
        idle: true,
        away_after: Duration::from_millis(600),
        lull_after: Duration::from_millis(300),
        ..SensorSettings::default()
    }
}

fn start(link: Link, settings: SensorSettings, desktop: Desktop) -> Sensors {
    let ago = Ago::new(|real| NOW.saturating_sub(real));
    Sensors::start_in(link, settings, ago, desktop)
}

/// A desktop with nothing: no display, and a bus that is not there.
fn nothing() -> Desktop {
    Desktop {
        session_bus: Some("unix:path=/nonexistent/bus".to_owned()),
        system_bus: Some("unix:path=/nonexistent/bus".to_owned()),
        patience: PATIENCE,
        ..Desktop::default()
    }
}

fn with_display(x: &Xvfb) -> Desktop {
    Desktop {
        display: Some(x.display.clone()),
        ..nothing()
    }
}

fn with_logind(bus: &PrivateBus) -> Desktop {
    Desktop {
        system_bus: Some(bus.address()),
        session: Some(SESSION.to_owned()),
        ..nothing()
    }
}

fn locked() -> Knows {
    Knows {
        locked: true,
        ..Knows::session(SESSION)
    }
}

/// Waits for idle and says how long it had been idle by then.
fn until_idle(ear: &Ear) -> Duration {
    ear.until("idle", |told| match told {
        Told::Input(Input::Idle { since }) => Some(NOW.saturating_sub(*since)),
        _ => None,
    })
}

fn until_sensor(ear: &Ear, sensor: Sensor, works: bool) {
    ear.until_input(&Input::Sensor { sensor, works });
}

/// What came about idle and active only.
fn presence(told: Vec<Told>) -> Vec<Told> {
    let of_presence = |told: &Told| {
        matches!(
            told,
            Told::Input(Input::Idle { .. } | Input::Active | Input::Lull)
        )
    };
    told.into_iter().filter(of_presence).collect()
}

#[test]
fn idle_is_told_since_the_last_input_and_active_at_the_next() {
    let x = Xvfb::start();
    let (link, ear) = Ear::new();
    let _sensors = start(link, settings(), with_display(&x));
    for input in [
        &["key", "a"][..],
        &["mousemove_relative", "5", "5"],
        &["click", "1"],
        &["key", "b"],
    ] {
        let idle_for = until_idle(&ear);
        assert!(
            (600..3000).contains(&idle_for.as_millis()),
            "{idle_for:?} idle"
        );
        x.xdotool(input);
        ear.until_input(&Input::Active);
    }
}

#[test]
fn the_state_at_the_start_is_told() {
    let x = Xvfb::start();
    let (link, ear) = Ear::new();
    let patient = SensorSettings {
        away_after: Duration::from_hours(1),
        ..settings()
    };
    x.xdotool(&["key", "a"]);
    let sensors = start(link, patient, with_display(&x));
    until_sensor(&ear, Sensor::Idle, true);
    ear.until_input(&Input::Active);
    drop(sensors);

    // Idle for as long as a lull by now, as another pair of eyes has seen.
    let (link, other) = Ear::new();
    let sensors = start(link, settings(), with_display(&x));
    until_idle(&other);
    drop(sensors);

    let (link, ear) = Ear::new();
    let _sensors = start(link, settings(), with_display(&x));
    let idle_for = until_idle(&ear);
    assert!(idle_for >= Duration::from_millis(600), "{idle_for:?} idle");
}

#[test]
fn a_lull_is_told_once_when_asked_for_also_if_it_began_before() {
    let x = Xvfb::start();
    let (link, ear) = Ear::new();
    let sensors = start(link, settings(), with_display(&x));
    until_idle(&ear);
    sensors.watch_lull(true);
    ear.until_input(&Input::Lull);

    // Not asked for: the next idle comes without it.
    x.xdotool(&["key", "a"]);
    ear.until_input(&Input::Active);
    let mut before = Vec::new();
    ear.until("idle", |told| match told {
        Told::Input(Input::Idle { .. }) => Some(()),
        other => {
            before.push(other.clone());
            None
        }
    });
    assert_eq!(presence(before), []);

    // Asked for, then not any more: the same.
    x.xdotool(&["key", "a"]);
    ear.until_input(&Input::Active);
    sensors.watch_lull(true);
    sensors.watch_lull(false);
    let mut before = Vec::new();
    ear.until("idle", |told| match told {
        Told::Input(Input::Idle { .. }) => Some(()),
        other => {
            before.push(other.clone());
            None
        }
    });
    assert_eq!(presence(before), []);

    // Asked for while typing: it comes before idle does.
    x.xdotool(&["key", "a"]);
    ear.until_input(&Input::Active);
    sensors.watch_lull(true);
    let first = ear.until("a lull or idle", |told| match told {
        Told::Input(input @ (Input::Lull | Input::Idle { .. })) => Some(input.clone()),
        _ => None,
    });
    assert_eq!(first, Input::Lull);
}

#[test]
fn other_settings_move_the_threshold_and_switch_the_sensor() {
    let x = Xvfb::start();
    let (link, ear) = Ear::new();
    let slow = SensorSettings {
        away_after: Duration::from_hours(1),
        ..settings()
    };
    let mut sensors = start(link, slow, with_display(&x));
    until_sensor(&ear, Sensor::Idle, true);
    sensors.retune(settings());
    until_idle(&ear);
    // Slower again while idle: whoever was told idle is still told active.
    sensors.retune(slow);
    x.xdotool(&["key", "a"]);
    ear.until_input(&Input::Active);

    sensors.retune(SensorSettings {
        idle: false,
        ..settings()
    });
    let words = ear.until_missing(Part::Idle);
    assert!(words.contains("as the settings say"), "{words}");
    until_sensor(&ear, Sensor::Idle, false);
    sensors.retune(settings());
    until_sensor(&ear, Sensor::Idle, true);
    until_idle(&ear);
}

#[test]
fn a_display_that_goes_is_told_once_and_a_new_one_is_found() {
    let x = Xvfb::start();
    let (link, ear) = Ear::new();
    let sensors = start(link, settings(), with_display(&x));
    until_idle(&ear);
    let name = x.display.clone();
    sensors.watch_lull(false);
    drop(x);
    let words = ear.until_missing(Part::Idle);
    assert!(words.contains("display cannot be reached"), "{words}");
    until_sensor(&ear, Sensor::Idle, false);
    // Asked for in the dark, told in the light.
    sensors.watch_lull(true);

    let x = Xvfb::start_as(&name);
    let mut before = Vec::new();
    ear.until("works", |told| {
        before.push(told.clone());
        matches!(
            told,
            Told::Input(Input::Sensor {
                sensor: Sensor::Idle,
                works: true
            })
        )
        .then_some(())
    });
    let told_twice = before.iter().any(|told| {
        matches!(
            told,
            Told::Health(Part::Idle, soleus::link::Health::Missing(_))
        )
    });
    assert!(!told_twice, "{before:#?}");
    ear.until_input(&Input::Lull);
    until_idle(&ear);
    x.xdotool(&["key", "a"]);
    ear.until_input(&Input::Active);
}

#[test]
fn a_display_that_never_answers_is_told_in_time_and_waited_for() {
    let x = Xvfb::start();
    x.server.freeze();
    let (link, ear) = Ear::new();
    let _sensors = start(link, settings(), with_display(&x));
    let words = ear.until_missing(Part::Idle);
    assert!(words.contains("display does not answer"), "{words}");
    x.server.thaw();
    until_sensor(&ear, Sensor::Idle, true);
    until_idle(&ear);
}

#[test]
fn without_a_display_or_in_a_wayland_session_idle_is_missing_in_words() {
    let (link, ear) = Ear::new();
    let _sensors = start(link, settings(), nothing());
    let words = ear.until_missing(Part::Idle);
    assert!(words.contains("no display"), "{words}");
    until_sensor(&ear, Sensor::Idle, false);

    let x = Xvfb::start();
    let (link, ear) = Ear::new();
    let wayland = Desktop {
        wayland: Some("/nonexistent/wayland-0".into()),
        ..with_display(&x)
    };
    let _sensors = start(link, settings(), wayland);
    let words = ear.until_missing(Part::Idle);
    assert!(words.contains("Wayland"), "{words}");
    until_sensor(&ear, Sensor::Idle, false);
}

#[test]
fn lock_switch_and_sleep_are_told_as_they_happen() {
    let bus = PrivateBus::start();
    let logind = Logind::start(&bus, Knows::session(SESSION));
    let (link, ear) = Ear::new();
    let _sensors = start(link, settings(), with_logind(&bus));
    assert_eq!(
        ear.until_works(Part::Sleep),
        "lock, switch and sleep by logind"
    );
    until_sensor(&ear, Sensor::Sleep, true);
    until_sensor(&ear, Sensor::Lock, true);
    ear.until_input(&Input::Locked(false));
    ear.until_input(&Input::SwitchedAway(false));

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
    let bus = PrivateBus::start();
    let logind = Logind::start(&bus, Knows::session(SESSION));
    let (link, ear) = Ear::new();
    let _sensors = start(link, settings(), with_logind(&bus));
    ear.until_input(&Input::SwitchedAway(false));
    Logind::pretend_sleep_as_a_stranger(&bus);
    logind.set("LockedHint", true);
    let next = ear.until("an input", |told| match told {
        Told::Input(input) => Some(input.clone()),
        Told::Health(..) | Told::HeardAll(_) | Told::OpenSettings | Told::Quit => None,
    });
    assert_eq!(next, Input::Locked(true));
}

#[test]
fn a_session_that_is_locked_at_the_start_is_told() {
    let bus = PrivateBus::start();
    let knows = Knows {
        active: false,
        ..locked()
    };
    let _logind = Logind::start(&bus, knows);
    let (link, ear) = Ear::new();
    let _sensors = start(link, settings(), with_logind(&bus));
    ear.until_input(&Input::Locked(true));
    ear.until_input(&Input::SwitchedAway(true));
}

#[test]
fn a_session_without_a_number_is_the_one_this_program_belongs_to_or_the_one_on_screen() {
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
        let _sensors = start(link, settings(), desktop);
        ear.until_input(&Input::Locked(false));
        logind.set("LockedHint", true);
        ear.until_input(&Input::Locked(true));
    }
}

#[test]
fn without_a_session_sleep_is_still_told() {
    let bus = PrivateBus::start();
    let logind = Logind::start(&bus, Knows::session(SESSION));
    let (link, ear) = Ear::new();
    let desktop = Desktop {
        session: Some("unknown".to_owned()),
        ..with_logind(&bus)
    };
    let _sensors = start(link, settings(), desktop);
    let words = ear.until_works(Part::Sleep);
    assert!(words.contains("lock is not seen"), "{words}");
    until_sensor(&ear, Sensor::Sleep, true);
    until_sensor(&ear, Sensor::Lock, false);
    logind.prepare_for_sleep(true);
    ear.until_input(&Input::Asleep);
}

#[test]
fn lock_that_is_switched_off_is_not_told_but_sleep_is() {
    let bus = PrivateBus::start();
    let logind = Logind::start(&bus, Knows::session(SESSION));
    let (link, ear) = Ear::new();
    let mut sensors = start(link, settings(), with_logind(&bus));
    ear.until_input(&Input::SwitchedAway(false));
    sensors.retune(SensorSettings {
        lock: false,
        ..settings()
    });
    let words = ear.until_works(Part::Sleep);
    assert!(words.contains("as the settings say"), "{words}");
    until_sensor(&ear, Sensor::Lock, false);
    logind.set("LockedHint", true);
    logind.prepare_for_sleep(true);
    let next = ear.until("an input", |told| match told {
        Told::Input(input) => Some(input.clone()),
        Told::Health(..) | Told::HeardAll(_) | Told::OpenSettings | Told::Quit => None,
    });
    assert_eq!(next, Input::Asleep);
}

#[test]
fn a_logind_that_restarts_is_read_anew() {
    let bus = PrivateBus::start();
    let mut logind = Logind::start(&bus, Knows::session(SESSION));
    let (link, ear) = Ear::new();
    let _sensors = start(link, settings(), with_logind(&bus));
    ear.until_input(&Input::Locked(false));
    logind.process.kill();
    let words = ear.until_missing(Part::Sleep);
    assert!(words.contains("does not run"), "{words}");
    until_sensor(&ear, Sensor::Lock, false);
    until_sensor(&ear, Sensor::Sleep, false);

    let logind = Logind::start(&bus, locked());
    until_sensor(&ear, Sensor::Lock, true);
    ear.until_input(&Input::Locked(true));
    logind.set("LockedHint", false);
    ear.until_input(&Input::Locked(false));
}

#[test]
fn a_logind_that_hangs_is_told_once_and_found_when_it_wakes() {
    let bus = PrivateBus::start();
    let logind = Logind::start(&bus, Knows::session(SESSION));
    logind.process.freeze();
    let (link, ear) = Ear::new();
    let desktop = Desktop {
        patience: Patience {
            answer: Duration::from_millis(500),
            ..PATIENCE
        },
        ..with_logind(&bus)
    };
    let _sensors = start(link, settings(), desktop);
    let words = ear.until_missing(Part::Sleep);
    assert!(words.contains("does not answer"), "{words}");
    logind.process.thaw();
    ear.until_works(Part::Sleep);
    ear.until_input(&Input::Locked(false));
}

#[test]
fn without_logind_it_is_told_once_and_found_when_it_comes() {
    let bus = PrivateBus::start();
    let (link, ear) = Ear::new();
    let _sensors = start(link, settings(), with_logind(&bus));
    let words = ear.until_missing(Part::Sleep);
    assert!(words.contains("does not run"), "{words}");
    until_sensor(&ear, Sensor::Lock, false);
    let _logind = Logind::start(&bus, Knows::session(SESSION));
    ear.until_works(Part::Sleep);
    until_sensor(&ear, Sensor::Sleep, true);
}

#[test]
fn a_system_bus_that_dies_is_told_once_and_found_when_it_is_back() {
    let mut bus = PrivateBus::start();
    let logind = Logind::start(&bus, Knows::session(SESSION));
    let (link, ear) = Ear::new();
    let _sensors = start(link, settings(), with_logind(&bus));
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
    let bus = PrivateBus::start();
    let _logind = Logind::start(&bus, Knows::session(SESSION));
    bus.daemon().freeze();
    let (link, ear) = Ear::new();
    let _sensors = start(link, settings(), with_logind(&bus));
    let words = ear.until_missing(Part::Sleep);
    assert!(words.contains("bus does not answer"), "{words}");
    bus.daemon().thaw();
    ear.until_works(Part::Sleep);
}

//! The X server, by alarms on its idle counter.

use std::time::Duration;

use soleus::engine::Input;
use soleus::engine::input::Sensor as Of;
use soleus::link::{Health, Part, Told};
use soleus::platform::boot_time;
use soleus::sensors::{Ago, Desktop, SensorSettings, Sensors};

use crate::nothing;
use crate::sensor::{IDLE_AFTER, NEVER, Sensor, assert_between};
use crate::support::ear::Ear;
use crate::support::skip::missing;
use crate::support::xvfb::Xvfb;

const NEEDS: [&str; 2] = ["xdotool", "xvfb"];
/// What is said once the server is met.
const MET: [&str; 3] = [
    "works: idle alarms of the X server",
    "sensor true",
    "media absent",
];

fn inside(x: &Xvfb) -> Desktop {
    Desktop {
        display: Some(x.display.clone()),
        ..nothing()
    }
}

/// A sensor that has told somebody who was there when it came, and from now on tells idle.
fn begun(x: &Xvfb) -> Sensor {
    let sensor = Sensor::start_slow(inside(x), NEVER);
    sensor.until("active");
    sensor.idle_after(IDLE_AFTER);
    sensor
}

/// What it said after it had met the server.
fn since_met(sensor: &Sensor) -> Vec<String> {
    let mut all = sensor.all();
    let rest = all.split_off(MET.len());
    assert_eq!(all, MET);
    rest
}

#[test]
fn idle_is_told_since_the_last_input_and_active_at_the_next() {
    if missing(&NEEDS) {
        return;
    }
    let x = Xvfb::start();
    let sensor = begun(&x);
    sensor.until("idle");
    for input in [
        &["key", "a"][..],
        &["mousemove_relative", "5", "5"],
        &["click", "1"],
        &["key", "b"],
    ] {
        let before = boot_time();
        x.xdotool(input);
        let after = boot_time();
        sensor.until("active");
        sensor.until("idle");
        assert_between(before, sensor.idle_since(), after);
    }
    let mut expected = vec!["active", "idle"];
    expected.extend(["active", "idle"].repeat(4));
    assert_eq!(since_met(&sensor), expected);
}

#[test]
fn the_state_at_the_start_is_told() {
    if missing(&NEEDS) {
        return;
    }
    let x = Xvfb::start();
    let before = boot_time();
    let sensor = begun(&x);
    sensor.until("idle");
    assert_eq!(since_met(&sensor), ["active", "idle"]);
    drop(sensor);

    // Idle for long by now.
    let sensor = Sensor::start(inside(&x));
    sensor.until("idle");
    assert_eq!(since_met(&sensor), ["idle"]);
    assert_between(Duration::ZERO, sensor.idle_since(), before);
}

#[test]
fn a_lull_is_told_once_when_asked_for_also_if_it_began_before() {
    if missing(&NEEDS) {
        return;
    }
    let x = Xvfb::start();
    let sensor = begun(&x);
    sensor.until("idle");
    sensor.watch_lull(true);
    sensor.until("lull");
    // Not asked for: the next idle comes without it.
    x.xdotool(&["key", "a"]);
    sensor.until("active");
    sensor.until("idle");
    // Asked for, then not any more: the same.
    x.xdotool(&["key", "a"]);
    sensor.until("active");
    sensor.watch_lull(true);
    sensor.watch_lull(false);
    sensor.until("idle");
    // Asked for while typing: it comes before idle does.
    x.xdotool(&["key", "a"]);
    sensor.until("active");
    sensor.watch_lull(true);
    sensor.until("idle");
    let expected = [
        "active", "idle", "lull", "active", "idle", "active", "idle", "active", "lull", "idle",
    ];
    assert_eq!(since_met(&sensor), expected);
}

#[test]
fn another_idle_time_is_obeyed_and_who_is_idle_is_still_told_of_the_next_touch() {
    if missing(&NEEDS) {
        return;
    }
    let x = Xvfb::start();
    let sensor = begun(&x);
    sensor.until("idle");
    sensor.idle_after(NEVER);
    x.xdotool(&["key", "a"]);
    sensor.until("active");
    sensor.idle_after(IDLE_AFTER);
    sensor.until("idle");
    assert_eq!(since_met(&sensor), ["active", "idle", "active", "idle"]);
}

#[test]
fn a_display_that_goes_is_told_once_and_a_new_one_is_found() {
    if missing(&NEEDS) {
        return;
    }
    let x = Xvfb::start_apart();
    let sensor = begun(&x);
    sensor.until("idle");
    let name = x.display.clone();
    drop(x);
    let words = sensor.until("missing");
    assert!(words.contains("display cannot be reached"), "{words}");
    sensor.until("sensor false");
    // Asked for in the dark, told in the light.
    sensor.watch_lull(true);
    sensor.idle_after(NEVER);

    let x = Xvfb::start_as(&name);
    sensor.until("lull");
    sensor.idle_after(IDLE_AFTER);
    sensor.until("idle");
    x.xdotool(&["key", "a"]);
    sensor.until("active");
    let expected = [
        "active",
        "idle",
        &words,
        "sensor false",
        MET[0],
        "sensor true",
        "active",
        "lull",
        "idle",
        "active",
    ];
    assert_eq!(since_met(&sensor), expected);
}

#[test]
fn a_display_that_never_answers_is_told_in_time_and_waited_for() {
    if missing(&NEEDS) {
        return;
    }
    let x = Xvfb::start();
    x.server.freeze();
    let sensor = Sensor::start(inside(&x));
    let words = sensor.until("missing");
    assert!(words.contains("display does not answer"), "{words}");
    x.server.thaw();
    sensor.until("idle");
    let expected = [
        &words,
        "sensor false",
        "media absent",
        MET[0],
        "sensor true",
    ];
    assert_eq!(sensor.all()[..5], expected);
}

#[test]
fn without_a_display_idle_is_missing_in_words() {
    let sensor = Sensor::start(nothing());
    let words = sensor.until("missing");
    assert!(words.contains("no display"), "{words}");
    sensor.until("media absent");
    assert_eq!(sensor.all(), [&words, "sensor false", "media absent"]);
}

#[test]
fn other_settings_move_the_threshold_and_switch_the_sensor() {
    if missing(&NEEDS) {
        return;
    }
    let x = Xvfb::start();
    let (link, ear) = Ear::new();
    let slow = SensorSettings {
        away_after: NEVER,
        ..SensorSettings::default()
    };
    // Idle is told at half of that, so that there is time to look before it is an absence.
    let quick = SensorSettings {
        away_after: IDLE_AFTER * 2,
        ..slow
    };
    let off = SensorSettings {
        idle: false,
        ..quick
    };
    let ago = Ago::new(|real| boot_time().saturating_sub(real));
    let mut sensors = Sensors::start_in(link, slow, ago, inside(&x));
    let idle_works = |works| Input::Sensor {
        sensor: Of::Idle,
        works,
    };
    let until_idle_for = || {
        ear.until("idle", |told| match told {
            Told::Input(Input::Idle { since }) => Some(boot_time().saturating_sub(*since)),
            _ => None,
        })
    };
    ear.until_input(&idle_works(true));
    x.xdotool(&["key", "a"]);
    sensors.retune(quick);
    let idle_for = until_idle_for();
    assert!(
        (IDLE_AFTER..IDLE_AFTER + Duration::from_secs(1)).contains(&idle_for),
        "{idle_for:?} idle"
    );
    sensors.retune(off);
    ear.until("off", |told| {
        matches!(told, Told::Health(Part::Idle, Health::Off(_))).then_some(())
    });
    ear.until_input(&idle_works(false));
    // A pause that was asked for meanwhile is told by the new one.
    sensors.watch_lull(true);
    sensors.retune(quick);
    ear.until_input(&idle_works(true));
    let mut awaited = vec!["idle", "lull"];
    ear.until("idle and a lull", |told| {
        match told {
            Told::Input(Input::Idle { .. }) => awaited.retain(|it| *it != "idle"),
            Told::Input(Input::Lull) => awaited.retain(|it| *it != "lull"),
            _ => {}
        }
        awaited.is_empty().then_some(())
    });
}

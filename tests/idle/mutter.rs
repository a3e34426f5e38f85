//! Mutter, by its own idle monitor on the session bus, touched by its own remote desktop.

use std::thread;
use std::time::Duration;

use soleus::platform::boot_time;
use soleus::platform::patience::Patience;
use soleus::sensors::Desktop;

use crate::gnome::{Hand, MONITOR, SessionManager, on, until_there};
use crate::sensor::{IDLE_AFTER, NEVER, Sensor, assert_between};
use crate::support::compositor::Compositor;
use crate::support::idle_compositor::IdleCompositor;
use crate::support::private_bus::PrivateBus;
use crate::support::process::until;
use crate::support::skip::missing;
use crate::{PATIENCE, nothing};

const NEEDS: [&str; 2] = ["dbus", "mutter"];
/// What is said once Mutter is met.
const MET: [&str; 3] = [
    "works: Mutter's idle monitor",
    "sensor true",
    "media absent",
];

fn inside(compositor: &Compositor, bus: &PrivateBus) -> Desktop {
    Desktop {
        wayland: Some(compositor.socket().to_owned()),
        session_bus: Some(bus.address()),
        ..nothing()
    }
}

/// What it said after it had met Mutter.
fn since_met(sensor: &Sensor) -> Vec<String> {
    let mut all = sensor.all();
    let rest = all.split_off(MET.len());
    assert_eq!(all, MET);
    rest
}

#[test]
fn mutter_tells_idle_and_active() {
    if missing(&NEEDS) {
        return;
    }
    let bus = PrivateBus::start();
    let mutter = Compositor::mutter(&bus);
    let hand = Hand::on(&bus);
    let sensor = Sensor::start(inside(&mutter, &bus));
    sensor.until("idle");
    for _ in 0..2 {
        let before = boot_time();
        hand.touch();
        let after = boot_time();
        sensor.until("active");
        sensor.until("idle");
        assert_between(before, sensor.idle_since(), after);
    }
    let expected = ["idle", "active", "idle", "active", "idle"];
    assert_eq!(since_met(&sensor), expected);
}

#[test]
fn the_first_touch_is_told() {
    if missing(&NEEDS) {
        return;
    }
    let bus = PrivateBus::start();
    let mutter = Compositor::mutter(&bus);
    let hand = Hand::on(&bus);
    hand.touch();
    let sensor = Sensor::start_slow(inside(&mutter, &bus), NEVER);
    sensor.until("media absent");
    hand.touch();
    sensor.until("active");
    hand.touch();
    assert_eq!(since_met(&sensor), ["active"]);
}

#[test]
fn a_lull_is_told_once_when_asked_for_also_if_it_began_before() {
    if missing(&NEEDS) {
        return;
    }
    let bus = PrivateBus::start();
    let mutter = Compositor::mutter(&bus);
    let hand = Hand::on(&bus);
    let sensor = Sensor::start(inside(&mutter, &bus));
    sensor.until("idle");
    sensor.watch_lull(true);
    sensor.until("lull");
    hand.touch();
    sensor.until("active");
    sensor.watch_lull(true);
    sensor.watch_lull(false);
    sensor.until("idle");
    hand.touch();
    sensor.until("active");
    sensor.watch_lull(true);
    sensor.until("lull");
    sensor.until("idle");
    let expected = ["idle", "lull", "active", "idle", "active", "lull", "idle"];
    assert_eq!(since_met(&sensor), expected);
}

#[test]
fn another_idle_time_is_obeyed_and_who_is_idle_is_still_told_of_the_next_touch() {
    if missing(&NEEDS) {
        return;
    }
    let bus = PrivateBus::start();
    let mutter = Compositor::mutter(&bus);
    let hand = Hand::on(&bus);
    let sensor = Sensor::start_slow(inside(&mutter, &bus), NEVER);
    sensor.until("media absent");
    sensor.idle_after(IDLE_AFTER);
    sensor.until("idle");
    sensor.idle_after(NEVER);
    hand.touch();
    sensor.until("active");
    sensor.idle_after(IDLE_AFTER);
    sensor.until("idle");
    assert_eq!(since_met(&sensor), ["idle", "active", "idle"]);
}

#[test]
fn a_film_is_no_idleness_but_a_pause_in_typing_is_found_in_it() {
    if missing(&NEEDS) {
        return;
    }
    let bus = PrivateBus::start();
    let manager = SessionManager::start(&bus);
    let mutter = Compositor::mutter(&bus);
    let hand = Hand::on(&bus);
    manager.hold(true);
    let sensor = Sensor::start(inside(&mutter, &bus));
    sensor.until("media absent");
    let touched = boot_time();
    hand.touch();
    sensor.until("active");
    sensor.watch_lull(true);
    sensor.until("lull");
    assert!(boot_time() >= touched + IDLE_AFTER / 2);
    // It lasts longer than idle takes.
    thread::sleep(IDLE_AFTER * 2);
    assert_eq!(since_met(&sensor), ["active", "lull"]);
    // Too long for anybody to have typed in between.
    sensor.watch_lull(true);
    sensor.until("lull");
    let end = boot_time();
    manager.hold(false);
    sensor.until("idle");
    // Mutter counts anew from there.
    assert_between(end, sensor.idle_since(), boot_time());
    assert_eq!(since_met(&sensor), ["active", "lull", "lull", "idle"]);
}

#[test]
fn a_mutter_that_dies_while_nobody_is_there_is_found_again_and_so_is_the_next_touch() {
    if missing(&NEEDS) {
        return;
    }
    let bus = PrivateBus::start();
    let mut mutter = Compositor::mutter(&bus);
    until_there(&bus);
    let sensor = Sensor::start(inside(&mutter, &bus));
    sensor.until("idle");
    mutter.kill();
    let words = sensor.until("missing");
    assert!(words.contains("idle monitor is gone"), "{words}");
    mutter.restart();
    let hand = Hand::on(&bus);
    sensor.until("works");
    sensor.until("idle");
    hand.touch();
    sensor.until("active");
    let presence: Vec<_> = since_met(&sensor)
        .into_iter()
        .filter(|word| ["idle", "active"].contains(&word.as_str()))
        .collect();
    assert_eq!(presence, ["idle", "idle", "active"]);
}

#[test]
fn a_mutter_that_hangs_is_missed_when_it_is_asked_and_found_when_it_wakes() {
    if missing(&NEEDS) {
        return;
    }
    let bus = PrivateBus::start();
    let mutter = Compositor::mutter(&bus);
    until_there(&bus);
    let desktop = Desktop {
        patience: Patience {
            answer: Duration::from_millis(500),
            ..PATIENCE
        },
        ..inside(&mutter, &bus)
    };
    // Before it is met.
    mutter.process().freeze();
    let sensor = Sensor::start_slow(desktop, NEVER);
    let words = sensor.until("missing");
    assert!(words.contains("does not answer"), "{words}");
    mutter.process().thaw();
    sensor.until("works");
    // And later, when a pause in typing is asked for.
    mutter.process().freeze();
    sensor.watch_lull(true);
    let words = sensor.until("missing");
    assert!(words.contains("Mutter does not answer"), "{words}");
    mutter.process().thaw();
    sensor.until("works");
    sensor.until("lull");
}

#[test]
fn a_bus_that_never_answers_is_told_in_time_and_waited_for() {
    if missing(&NEEDS) {
        return;
    }
    let bus = PrivateBus::start();
    let mutter = Compositor::mutter(&bus);
    until_there(&bus);
    let silent = IdleCompositor::start(0);
    bus.daemon().freeze();
    let sensor = Sensor::start(Desktop {
        wayland: Some(silent.socket()),
        patience: Patience {
            answer: Duration::from_millis(300),
            ..PATIENCE
        },
        ..inside(&mutter, &bus)
    });
    let words = sensor.until("missing");
    assert!(words.contains("session bus does not answer"), "{words}");
    // Each try calls on the compositor first.
    until("more tries", || (silent.callers() > 3).then_some(()));
    bus.daemon().thaw();
    sensor.until("works: Mutter's");
    sensor.until("idle");
}

#[test]
fn what_a_stranger_says_counts_for_nothing() {
    if missing(&NEEDS) {
        return;
    }
    let bus = PrivateBus::start();
    let mutter = Compositor::mutter(&bus);
    until_there(&bus);
    let sensor = Sensor::start_slow(inside(&mutter, &bus), NEVER);
    sensor.until("media absent");
    let stranger = on(&bus);
    let dbus = "org.freedesktop.DBus";
    let names = stranger.call_method(Some(dbus), "/", Some(dbus), "ListNames", &());
    let names = names.expect("the bus answers").body();
    let names: Vec<String> = names.deserialize().expect("names");
    let path = "/org/gnome/Mutter/IdleMonitor/Core";
    for name in names.iter().filter(|name| name.starts_with(':')) {
        for watch in 0..50_u32 {
            stranger
                .emit_signal(Some(name.as_str()), path, MONITOR, "WatchFired", &watch)
                .expect("the bus is there");
        }
    }
    // Its answer says that the bus has handled what was sent before.
    let answer = stranger.call_method(Some(dbus), "/", Some(dbus), "GetId", &());
    answer.expect("the bus answers");
    sensor.idle_after(IDLE_AFTER);
    sensor.until("idle");
    assert_eq!(since_met(&sensor), ["idle"]);
}

#[test]
fn the_best_way_that_is_there_is_taken_and_the_next_best_when_it_goes() {
    if missing(&["dbus", "mutter", "sway"]) {
        return;
    }
    let bus = PrivateBus::start();
    let mut mutter = Compositor::mutter(&bus);
    until_there(&bus);
    let own = IdleCompositor::start(1);
    let sensor = Sensor::start(Desktop {
        wayland: Some(own.socket()),
        ..inside(&mutter, &bus)
    });
    let words = sensor.until("works");
    assert!(words.contains("ext-idle-notify-v1"), "{words}");
    drop(sensor);

    let sway = Compositor::sway("");
    let sensor = Sensor::start(inside(&sway, &bus));
    let words = sensor.until("works");
    assert!(words.contains("Mutter"), "{words}");
    mutter.kill();
    let words = sensor.until("works");
    assert!(words.contains("org_kde_kwin_idle"), "{words}");
    drop(sensor);

    // Without a compositor's socket Mutter is found all the same.
    mutter.restart();
    until_there(&bus);
    let sensor = Sensor::start(Desktop {
        wayland: Some("/nonexistent/wayland-0".into()),
        ..inside(&mutter, &bus)
    });
    sensor.until("works: Mutter's");
}

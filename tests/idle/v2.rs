//! ext-idle-notify in version 2, before a compositor of the tests' own: input told from idleness,
//! and several seats.

use std::thread;
use std::time::Duration;

use soleus::platform::boot_time;
use soleus::sensors::Desktop;

use crate::nothing;
use crate::sensor::{IDLE_AFTER, NEVER, Sensor, assert_between};
use crate::support::idle_compositor::IdleCompositor;
use crate::support::process::until;

/// What is said once a compositor is met that can tell input from idleness.
pub(crate) const MET: [&str; 3] = [
    "works: the compositor's idle notices (ext-idle-notify-v1)",
    "sensor true",
    "media false",
];

pub(crate) fn inside(compositor: &IdleCompositor) -> Desktop {
    Desktop {
        wayland: Some(compositor.socket()),
        ..nothing()
    }
}

/// What it said after it had met a compositor.
pub(crate) fn since_met(sensor: &Sensor) -> Vec<String> {
    let mut all = sensor.all();
    let rest = all.split_off(MET.len());
    assert_eq!(all, MET);
    rest
}

#[test]
fn idle_is_told_since_the_last_touch_and_active_at_the_next() {
    let compositor = IdleCompositor::start(2);
    let sensor = Sensor::start(inside(&compositor));
    sensor.until("idle");
    for _ in 0..2 {
        let before = boot_time();
        compositor.touch(1);
        let after = boot_time();
        sensor.until("active");
        sensor.until("idle");
        // What hears input alone waits a little longer, and tells the truth about it.
        assert_between(before, sensor.idle_since(), after);
    }
    let expected = ["idle", "active", "idle", "active", "idle"];
    assert_eq!(since_met(&sensor), expected);
}

#[test]
fn a_film_is_told_from_an_absence_and_so_is_its_end() {
    let compositor = IdleCompositor::start(2);
    compositor.hold(true);
    let sensor = Sensor::start(inside(&compositor));
    sensor.until("idle");
    sensor.until("media true");
    compositor.hold(false);
    sensor.until("media false");
    // Another one begins by itself.
    compositor.hold(true);
    sensor.until("media true");
    compositor.touch(1);
    sensor.until("active");
    sensor.until("media false");
    sensor.until("idle");
    sensor.until("media true");
    let expected = [
        "idle",
        "media true",
        "media false",
        "media true",
        "active",
        "media false",
        "idle",
        "media true",
    ];
    assert_eq!(since_met(&sensor), expected);
}

#[test]
fn the_end_of_a_film_is_told_soon_and_stays_told() {
    let idle_after = Duration::from_secs(2);
    let compositor = IdleCompositor::start(2);
    compositor.hold(true);
    let sensor = Sensor::start_slow(inside(&compositor), idle_after);
    sensor.until("media true");
    let end = boot_time();
    compositor.hold(false);
    sensor.until("media false");
    assert!(boot_time() < end + idle_after);
    // Over is over, whatever else there is to do.
    for _ in 0..2 {
        sensor.watch_lull(true);
        sensor.until("lull");
    }
    let expected = ["idle", "media true", "media false", "lull", "lull"];
    assert_eq!(since_met(&sensor), expected);
}

#[test]
fn without_a_film_nobody_is_said_to_watch_one() {
    let compositor = IdleCompositor::start(2);
    let sensor = Sensor::start(inside(&compositor));
    for _ in 0..3 {
        sensor.until("idle");
        compositor.touch(1);
        sensor.until("active");
    }
    let others = ["idle", "active"].repeat(3);
    assert_eq!(since_met(&sensor), others);
}

#[test]
fn the_first_touch_is_told_also_in_a_film() {
    let compositor = IdleCompositor::start(2);
    compositor.hold(true);
    let sensor = Sensor::start_slow(inside(&compositor), NEVER);
    sensor.until("media false");
    sensor.until_after("active", || compositor.touch(1));
    compositor.touch(1);
    assert_eq!(since_met(&sensor), ["active"]);
}

#[test]
fn somebody_at_one_seat_is_somebody() {
    let compositor = IdleCompositor::start(2);
    compositor.add_seat(2);
    let sensor = Sensor::start(inside(&compositor));
    sensor.until("idle");
    compositor.touch(2);
    sensor.until("active");
    sensor.until("idle");
    compositor.touch(1);
    sensor.until("active");
    // One seat is kept busy for longer than idle takes at the other.
    for _ in 0..12 {
        compositor.touch(1);
        thread::sleep(IDLE_AFTER / 4);
    }
    sensor.until("idle");
    assert_eq!(
        since_met(&sensor),
        ["idle", "active", "idle", "active", "idle"]
    );
}

#[test]
fn the_later_touch_of_two_seats_is_the_last() {
    let compositor = IdleCompositor::start(2);
    compositor.add_seat(2);
    let sensor = Sensor::start(inside(&compositor));
    for (first, second) in [(1, 2), (2, 1)] {
        sensor.until("idle");
        compositor.touch(first);
        sensor.until("active");
        thread::sleep(IDLE_AFTER / 2);
        let before = boot_time();
        compositor.touch(second);
        let after = boot_time();
        sensor.until("idle");
        assert_between(before, sensor.idle_since(), after);
        compositor.touch(first);
        sensor.until("active");
    }
    let each = ["idle", "active", "idle", "active"];
    assert_eq!(since_met(&sensor), each.repeat(2));
}

#[test]
fn seats_come_and_go() {
    let compositor = IdleCompositor::start(2);
    let sensor = Sensor::start(inside(&compositor));
    sensor.until("idle");
    // A seat that comes is no touch, but one on it is, also before it was ever idle.
    compositor.add_seat(2);
    sensor.until_after("active", || compositor.touch(2));
    // Somebody is at the first seat until it goes.
    let busy = boot_time() + IDLE_AFTER * 3;
    while boot_time() < busy {
        compositor.touch(1);
        thread::sleep(IDLE_AFTER / 4);
    }
    assert_eq!(since_met(&sensor), ["idle", "active"]);
    compositor.remove_seat(1);
    sensor.until("idle");
    compositor.touch(2);
    sensor.until("active");
    // Without a seat nobody can touch anything, and nothing is claimed.
    compositor.remove_seat(2);
    compositor.add_seat(3);
    sensor.until("idle");
    compositor.touch(3);
    sensor.until("active");
    let expected = ["idle", "active", "idle", "active", "idle", "active"];
    assert_eq!(since_met(&sensor), expected);
}

#[test]
fn a_lull_is_told_once_when_asked_for_also_if_it_began_before() {
    let compositor = IdleCompositor::start(2);
    let sensor = Sensor::start(inside(&compositor));
    sensor.until("idle");
    sensor.watch_lull(true);
    sensor.until("lull");
    compositor.touch(1);
    sensor.until("active");
    // Asked for no more, and then again while somebody types.
    sensor.watch_lull(true);
    sensor.watch_lull(false);
    sensor.until("idle");
    compositor.touch(1);
    sensor.until("active");
    sensor.watch_lull(true);
    sensor.until("lull");
    sensor.until("idle");
    let expected = ["idle", "lull", "active", "idle", "active", "lull", "idle"];
    assert_eq!(since_met(&sensor), expected);
}

#[test]
fn a_film_hides_no_lull() {
    let compositor = IdleCompositor::start(2);
    compositor.hold(true);
    let sensor = Sensor::start_slow(inside(&compositor), NEVER);
    sensor.until("media false");
    sensor.watch_lull(true);
    sensor.until("lull");
    assert_eq!(since_met(&sensor), ["lull"]);
}

#[test]
fn a_lull_is_one_at_every_seat() {
    let compositor = IdleCompositor::start(2);
    compositor.add_seat(2);
    let sensor = Sensor::start_slow(inside(&compositor), NEVER);
    sensor.until("media false");
    sensor.watch_lull(true);
    let busy = boot_time() + IDLE_AFTER * 2;
    while boot_time() < busy {
        compositor.touch(2);
        thread::sleep(IDLE_AFTER / 8);
    }
    assert!(!sensor.all().contains(&"lull".to_owned()));
    sensor.until("lull");
}

#[test]
fn another_idle_time_is_obeyed_and_who_is_idle_is_still_told_of_the_next_touch() {
    let compositor = IdleCompositor::start(2);
    let sensor = Sensor::start_slow(inside(&compositor), NEVER);
    sensor.until("media false");
    sensor.idle_after(IDLE_AFTER);
    sensor.until("idle");
    sensor.idle_after(NEVER);
    // Orders are obeyed in turn: this one tells that the other was.
    sensor.watch_lull(true);
    sensor.until("lull");
    compositor.touch(1);
    sensor.until("active");
    sensor.idle_after(IDLE_AFTER);
    sensor.until("idle");
    assert_eq!(since_met(&sensor), ["idle", "lull", "active", "idle"]);
}

#[test]
fn nothing_is_left_set_that_is_not_needed() {
    let compositor = IdleCompositor::start(2);
    compositor.add_seat(2);
    compositor.hold(true);
    let sensor = Sensor::start(inside(&compositor));
    sensor.until("media true");
    sensor.watch_lull(true);
    sensor.until("lull");
    compositor.touch(1);
    sensor.until("media false");
    sensor.idle_after(NEVER);
    // For each seat one that hears input and one that obeys inhibitors.
    until("two alarms a seat", || {
        (compositor.alarms() == 4).then_some(())
    });
    compositor.remove_seat(2);
    until("two alarms", || (compositor.alarms() == 2).then_some(()));
    drop(sensor);
    until("no alarm", || (compositor.alarms() == 0).then_some(()));
}

#[test]
fn in_version_1_a_film_is_no_idleness_and_media_are_not_told() {
    let compositor = IdleCompositor::start(1);
    let sensor = Sensor::start(inside(&compositor));
    sensor.until("idle");
    compositor.touch(1);
    sensor.until("active");
    compositor.hold(true);
    thread::sleep(IDLE_AFTER * 2);
    assert_eq!(sensor.all()[2..], ["media absent", "idle", "active"]);
    let end = boot_time();
    compositor.hold(false);
    sensor.until("idle");
    assert_between(end, sensor.idle_since(), boot_time());
    compositor.touch(1);
    sensor.until("active");
}

//! KWin, by ext-idle-notify, and sway 1.7, by KDE's older protocol.

use std::thread;

use soleus::platform::boot_time;
use soleus::sensors::Desktop;

use crate::film::Film;
use crate::hand::Hand;
use crate::nothing;
use crate::sensor::{IDLE_AFTER, NEVER, Sensor, assert_between};
use crate::support::compositor::Compositor;
use crate::support::private_bus::PrivateBus;
use crate::support::skip::missing;

const EXT: &str = "works: the compositor's idle notices (ext-idle-notify-v1)";
const KDE: &str = "works: the compositor's idle notices (org_kde_kwin_idle)";

fn inside(compositor: &Compositor) -> Desktop {
    Desktop {
        wayland: Some(compositor.socket().to_owned()),
        ..nothing()
    }
}

/// A person who comes and goes, as the sensor tells it.
fn comes_and_goes(compositor: &Compositor, mut hand: Hand, met: &str) {
    let sensor = Sensor::start(inside(compositor));
    sensor.until("idle");
    for _ in 0..2 {
        let before = boot_time();
        hand.touch();
        let after = boot_time();
        sensor.until("active");
        sensor.until("idle");
        assert_between(before, sensor.idle_since(), after);
    }
    let expected = [
        met,
        "sensor true",
        "media absent",
        "idle",
        "active",
        "idle",
        "active",
        "idle",
    ];
    assert_eq!(sensor.all(), expected);
}

/// Whether somebody is there is not known when the compositor is met, and is told at the first touch.
fn first_touch(compositor: &Compositor, mut hand: Hand, met: &str) {
    let sensor = Sensor::start_slow(inside(compositor), NEVER);
    sensor.until("media");
    sensor.until_after("active", || hand.touch());
    hand.touch();
    assert_eq!(sensor.all(), [met, "sensor true", "media absent", "active"]);
}

#[test]
fn sway_tells_idle_and_active() {
    if missing(&["sway"]) {
        return;
    }
    let sway = Compositor::sway("");
    comes_and_goes(&sway, Hand::in_sway(&sway), KDE);
}

#[test]
fn kwin_tells_idle_and_active() {
    if missing(&["dbus", "kwin-wayland"]) {
        return;
    }
    let bus = PrivateBus::start();
    let kwin = Compositor::kwin(&bus);
    comes_and_goes(&kwin, Hand::in_kwin(&kwin), EXT);
}

#[test]
fn sway_tells_the_first_touch() {
    if missing(&["sway"]) {
        return;
    }
    let sway = Compositor::sway("");
    first_touch(&sway, Hand::in_sway(&sway), KDE);
}

#[test]
fn kwin_tells_the_first_touch() {
    if missing(&["dbus", "kwin-wayland"]) {
        return;
    }
    let bus = PrivateBus::start();
    let kwin = Compositor::kwin(&bus);
    first_touch(&kwin, Hand::in_kwin(&kwin), EXT);
}

/// Without the newer version of the protocol a film is no idleness, and after it that counts anew.
fn film(compositor: &Compositor, mut hand: Hand) {
    let film = Film::play(compositor);
    let sensor = Sensor::start(inside(compositor));
    sensor.until("media absent");
    // It lasts longer than idle takes.
    thread::sleep(IDLE_AFTER * 2);
    assert_eq!(sensor.all().len(), 3, "{:?}", sensor.all());
    let end = boot_time();
    film.end();
    sensor.until("idle");
    assert_between(end, sensor.idle_since(), boot_time());
    hand.touch();
    sensor.until("active");
    assert_eq!(sensor.all()[3..], ["idle", "active"]);
}

#[test]
fn a_film_in_sway_is_no_idleness() {
    if missing(&["sway"]) {
        return;
    }
    let sway = Compositor::sway("");
    film(&sway, Hand::in_sway(&sway));
}

#[test]
fn a_film_in_kwin_is_no_idleness() {
    if missing(&["dbus", "kwin-wayland"]) {
        return;
    }
    let bus = PrivateBus::start();
    let kwin = Compositor::kwin(&bus);
    film(&kwin, Hand::in_kwin(&kwin));
}

/// It dies while nobody is there, and the next one is found, but nobody comes back by that alone.
fn dies_and_comes_back(mut compositor: Compositor, hand: impl Fn(&Compositor) -> Hand, met: &str) {
    let sensor = Sensor::start(inside(&compositor));
    sensor.until("idle");
    compositor.kill();
    let words = sensor.until("missing");
    assert!(words.contains("compositor cannot be reached"), "{words}");
    compositor.restart();
    sensor.until("works");
    let mut hand = hand(&compositor);
    sensor.until("idle");
    hand.touch();
    sensor.until("active");
    let expected = [
        met,
        "sensor true",
        "media absent",
        "idle",
        &words,
        "sensor false",
        met,
        "sensor true",
        "idle",
        "active",
    ];
    assert_eq!(sensor.all(), expected);
}

/// It hangs before it is met, and later.
fn hangs(compositor: &Compositor, mut hand: Hand, met: &str) {
    compositor.process().freeze();
    let sensor = Sensor::start(inside(compositor));
    let words = sensor.until("missing");
    assert!(words.contains("compositor does not answer"), "{words}");
    compositor.process().thaw();
    sensor.until("idle");
    compositor.process().freeze();
    sensor.watch_lull(true);
    sensor.until("lull");
    compositor.process().thaw();
    hand.touch();
    sensor.until("active");
    let expected = [
        &words,
        "sensor false",
        "media absent",
        met,
        "sensor true",
        "idle",
        "lull",
        "active",
    ];
    assert_eq!(sensor.all(), expected);
}

#[test]
fn a_sway_that_dies_is_found_again() {
    if missing(&["sway"]) {
        return;
    }
    dies_and_comes_back(Compositor::sway(""), Hand::in_sway, KDE);
}

#[test]
fn a_kwin_that_dies_is_found_again() {
    if missing(&["dbus", "kwin-wayland"]) {
        return;
    }
    let bus = PrivateBus::start();
    dies_and_comes_back(Compositor::kwin(&bus), Hand::in_kwin, EXT);
}

#[test]
fn a_sway_that_hangs_is_waited_for() {
    if missing(&["sway"]) {
        return;
    }
    let sway = Compositor::sway("");
    hangs(&sway, Hand::in_sway(&sway), KDE);
}

#[test]
fn a_kwin_that_hangs_is_waited_for() {
    if missing(&["dbus", "kwin-wayland"]) {
        return;
    }
    let bus = PrivateBus::start();
    let kwin = Compositor::kwin(&bus);
    hangs(&kwin, Hand::in_kwin(&kwin), EXT);
}

/// A pause in typing, asked for while somebody types.
fn lull(compositor: &Compositor, mut hand: Hand) {
    let sensor = Sensor::start(inside(compositor));
    sensor.until("idle");
    hand.touch();
    sensor.until("active");
    sensor.watch_lull(true);
    sensor.until("lull");
    sensor.until("idle");
    assert_eq!(sensor.all()[3..], ["idle", "active", "lull", "idle"]);
}

#[test]
fn sway_tells_a_lull() {
    if missing(&["sway"]) {
        return;
    }
    let sway = Compositor::sway("");
    lull(&sway, Hand::in_sway(&sway));
}

#[test]
fn kwin_tells_a_lull() {
    if missing(&["dbus", "kwin-wayland"]) {
        return;
    }
    let bus = PrivateBus::start();
    let kwin = Compositor::kwin(&bus);
    lull(&kwin, Hand::in_kwin(&kwin));
}

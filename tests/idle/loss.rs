//! A compositor that is not there, dies, hangs, or tells no idle time, and what is said of it.

use soleus::sensors::Desktop;

use crate::nothing;
use crate::sensor::{IDLE_AFTER, NEVER, Sensor};
use crate::support::idle_compositor::IdleCompositor;
use crate::support::process::until;
use crate::v2::{MET, inside, since_met};

#[test]
fn a_compositor_that_dies_while_nobody_is_there_is_found_again_and_so_is_the_next_touch() {
    let mut compositor = IdleCompositor::start(2);
    let sensor = Sensor::start(inside(&compositor));
    sensor.until("idle");
    compositor.kill();
    let words = sensor.until("missing");
    assert!(words.contains("compositor cannot be reached"), "{words}");
    sensor.until("media absent");
    compositor.restart();
    sensor.until("media false");
    // Idle again, as far as the new one can tell, and not active before somebody is.
    sensor.until("idle");
    compositor.touch(1);
    sensor.until("active");
    let expected = [
        "idle",
        &words,
        "sensor false",
        "media absent",
        MET[0],
        "sensor true",
        "media false",
        "idle",
        "active",
    ];
    assert_eq!(since_met(&sensor), expected);
}

#[test]
fn what_was_asked_for_in_the_dark_is_told_in_the_light() {
    let mut compositor = IdleCompositor::start(2);
    let sensor = Sensor::start_slow(inside(&compositor), NEVER);
    sensor.until("media false");
    compositor.kill();
    sensor.until("media absent");
    sensor.watch_lull(true);
    sensor.idle_after(IDLE_AFTER);
    compositor.restart();
    sensor.until("lull");
    sensor.until("idle");
}

#[test]
fn a_compositor_that_never_answers_is_told_once_and_found_when_it_does() {
    let compositor = IdleCompositor::start(2);
    compositor.freeze();
    let sensor = Sensor::start(inside(&compositor));
    let words = sensor.until("missing");
    assert!(words.contains("compositor does not answer"), "{words}");
    // It is asked more than once, and the same is not said again.
    until("another call", || (compositor.callers() > 1).then_some(()));
    compositor.thaw();
    sensor.until("idle");
    compositor.touch(1);
    sensor.until("active");
    let expected = [
        &words,
        "sensor false",
        "media absent",
        MET[0],
        "sensor true",
        "media false",
        "idle",
        "active",
    ];
    assert_eq!(sensor.all(), expected);
}

#[test]
fn a_compositor_that_hangs_later_is_waited_for_and_missed_when_it_breaks() {
    let mut compositor = IdleCompositor::start(2);
    let sensor = Sensor::start(inside(&compositor));
    sensor.until("idle");
    compositor.freeze();
    // Orders do not block, and are carried out when it goes on.
    sensor.watch_lull(true);
    sensor.until("lull");
    compositor.thaw();
    compositor.touch(1);
    sensor.until("active");
    compositor.freeze();
    compositor.kill();
    sensor.until("missing");
    compositor.restart();
    sensor.until("idle");
}

#[test]
fn a_compositor_that_tells_no_idle_time_is_said_in_words_and_a_newer_one_is_found() {
    let mut compositor = IdleCompositor::start(0);
    let sensor = Sensor::start(inside(&compositor));
    let words = sensor.until("missing");
    assert!(
        words.contains("compositor does not tell idle time"),
        "{words}"
    );
    sensor.until("media absent");
    compositor.kill();
    let gone = sensor.until("missing");
    compositor.restart_as(2);
    sensor.until("idle");
    let expected = [
        &words,
        "sensor false",
        "media absent",
        &gone,
        MET[0],
        "sensor true",
        "media false",
        "idle",
    ];
    assert_eq!(sensor.all(), expected);
}

#[test]
fn a_compositor_that_takes_its_offer_back_is_lost() {
    let compositor = IdleCompositor::start(2);
    let sensor = Sensor::start(inside(&compositor));
    sensor.until("idle");
    compositor.withdraw_notifier();
    sensor.until("missing");
    sensor.until("missing: This compositor does not tell idle time");
}

#[test]
fn no_compositor_is_said_in_words_and_x_is_not_asked_instead() {
    let desktop = Desktop {
        wayland: Some("/nonexistent/wayland-0".into()),
        // It would be there: an X server for X programs, in which nobody else types.
        display: Some(":0".to_owned()),
        ..nothing()
    };
    let sensor = Sensor::start(desktop);
    let words = sensor.until("missing");
    assert!(words.contains("compositor cannot be reached"), "{words}");
    sensor.until("media absent");
    assert_eq!(sensor.all(), [&words, "sensor false", "media absent"]);
}

//! The panel: the clock goes on by itself, and three buttons.

use std::time::Duration;

use eframe::egui::Key;
use serde_json::json;
use soleus::control::Answer;
use soleus::engine::effect::Page;
use soleus::window::Look;

use crate::rig::{Rig, seated, with};

fn panel(status: serde_json::Value) -> Rig {
    let mut rig = Rig::open_with(Page::Panel, Look::default(), [330.0, 220.0]);
    rig.stands(status);
    rig
}

#[test]
fn the_minutes_go_on_by_themselves_once_a_minute() {
    let mut rig = panel(seated());
    rig.assert_shows("Sitting 24 min");
    rig.assert_shows("Next break in 6 min");
    let next = rig.paints_again().unwrap();
    assert!(
        next > Duration::from_secs(59) && next < Duration::from_secs(61),
        "{next:?}"
    );
    rig.pass(61.0);
    rig.assert_shows("Sitting 25 min");
    rig.assert_shows("Next break in 5 min");
}

#[test]
fn nothing_is_painted_while_nobody_sits() {
    for (posture, words) in [
        ("away", "Away"),
        ("paused", "Paused"),
        ("off-hours", "Outside your hours"),
    ] {
        let mut rig = panel(with(seated(), "posture", json!(posture)));
        rig.assert_shows(words);
        assert_eq!(rig.paints_again(), None, "{posture}");
        rig.pass(120.0);
        rig.assert_shows(words);
    }
    let until = with(seated(), "posture", json!("paused"));
    let until = with(until, "paused_until", json!("2026-03-10T17:00:00+02:00"));
    panel(until).assert_shows("Paused until 17:00");
    let standing = with(seated(), "posture", json!("standing"));
    let mut rig = panel(with(standing, "standing_seconds", json!(300)));
    rig.assert_shows("Standing 5 min");
    rig.pass(61.0);
    rig.assert_shows("Standing 6 min");
}

#[test]
fn each_button_asks_for_what_it_says() {
    for (button, ask) in [
        ("Start", json!({"ask": "break", "here": true})),
        ("I moved", json!({"ask": "log"})),
        ("Snooze", json!({"ask": "snooze"})),
    ] {
        let mut rig = panel(seated());
        assert!(rig.asked().is_empty());
        rig.press(button);
        assert_eq!(rig.asked(), [ask], "{button}");
    }
}

#[test]
fn what_came_of_it_is_said() {
    let mut rig = panel(seated());
    rig.press("Snooze");
    rig.asked();
    rig.answered(Answer::did("Later: in 5 min of sitting."));
    rig.assert_shows("Later: in 5 min of sitting.");
}

#[test]
fn start_goes_to_the_break() {
    let mut rig = panel(seated());
    rig.press("Start");
    assert_eq!(rig.page(), Page::Break);
}

#[test]
fn without_the_resident_it_says_so_and_books_nothing() {
    let mut rig = panel(seated());
    rig.lost();
    rig.assert_shows("Soleus is not running.");
    assert!(!rig.is_enabled("I moved"));
    assert!(!rig.is_enabled("Snooze"));
    assert!(rig.is_enabled("Start"));
}

#[test]
fn escape_closes_and_asks_nothing() {
    let mut rig = panel(seated());
    rig.key(Key::Escape);
    assert!(rig.is_closed());
    assert!(rig.asked().is_empty());
}

#[test]
fn its_buttons_are_large() {
    let rig = panel(seated());
    for (label, height) in rig.button_heights() {
        assert!(height >= 32.0, "{label}: {height}");
    }
}

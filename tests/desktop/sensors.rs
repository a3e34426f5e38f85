//! What the real sensors see: keyboard, lock, sleep.

use soleus::engine::record::{Outcome, Source};

use crate::program::Soleus;
use crate::support::dbusmock::{Knows, Logind};
use crate::support::desk::Desk;
use crate::support::dunst::Dunst;
use crate::support::skip::missing;

/// A demonstration with sensors, in which five minutes are five seconds and nothing is due.
fn sensing(desk: &Desk) -> Soleus {
    let settings = r#"{"reminders": {
      "every_minutes": 240, "longest_sitting_minutes": 480, "show_seconds": 7200
    }}"#;
    Soleus::start(desk, settings, &["demo", "--speed", "60", "--sensors"])
}

/// Waits for this posture for this reason.
fn until_posture(soleus: &Soleus, posture: &str, why: &str) {
    soleus.until(&format!("{posture} because of {why}"), |it| {
        it.posture == posture && it.why == why
    });
}

/// Waits until somebody has been away long enough for a break.
fn until_away_long(soleus: &Soleus) {
    soleus.until("an absence of three minutes", |it| {
        it.posture == "away" && (it.at - it.since).num_minutes() >= 3
    });
}

#[test]
fn lock_and_sleep_are_absences_from_their_moment_on() {
    if missing(&["dbus", "python3-dbusmock"]) {
        return;
    }
    let mut desk = Desk::bare();
    desk.system.restart();
    let logind = Logind::start(&desk.system, Knows::session("7"));
    let soleus = sensing(&desk);
    let words = soleus.until_part("sleep", true);
    assert_eq!(words, "the login service (logind)");
    let words = soleus.until_part("lock", true);
    assert_eq!(words, "the login service");
    assert_eq!(soleus.status().posture, "seated");

    logind.set("LockedHint", true);
    until_posture(&soleus, "away", "locked");
    until_away_long(&soleus);
    logind.set("LockedHint", false);
    soleus.until("somebody who sits", |it| it.posture == "seated");
    let breaks = soleus.until_breaks(1);
    assert_eq!(breaks[0].outcome, Outcome::Natural);
    assert_eq!(breaks[0].source, Source::Guess);
    assert!(breaks[0].seconds >= 180);

    logind.prepare_for_sleep(true);
    until_posture(&soleus, "away", "asleep");
    until_away_long(&soleus);
    logind.prepare_for_sleep(false);
    soleus.until("somebody who sits again", |it| it.posture == "seated");
    assert_eq!(soleus.until_breaks(2)[1].outcome, Outcome::Natural);
}

#[test]
fn an_untouched_keyboard_is_an_absence_that_the_notice_can_turn_into_sitting() {
    if missing(&["dbus", "dunst", "xdotool", "xvfb"]) {
        return;
    }
    let desk = Desk::empty();
    let dunst = Dunst::start(&desk);
    let soleus = sensing(&desk);
    soleus.until_part("idle", true);

    desk.x().xdotool(&["key", "Shift_L"]);
    until_posture(&soleus, "seated", "input");
    until_posture(&soleus, "away", "idle");
    let away = soleus.status();
    assert!((away.at - away.since).num_minutes() >= 5);

    desk.x().xdotool(&["key", "Shift_L"]);
    until_posture(&soleus, "seated", "input");
    assert_eq!(soleus.until_breaks(1)[0].outcome, Outcome::Natural);
    let bout = soleus.status().bout_seconds;
    dunst.press("No, I sat", "On your feet?");
    soleus.until_breaks(0);
    assert!(soleus.status().bout_seconds >= bout + 300);
}

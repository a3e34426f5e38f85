//! Breaks in the real window, from a real notice to the day's record, and what becomes of them when a
//! program dies.

use soleus::engine::record::Outcome;

use crate::WINDOW;
use crate::program::{EVERY_TEN, QUICK};
use crate::stage::{BRISK, QUIET, Stage, kill};
use crate::support::dunst::Dunst;
use crate::support::process::until;
use crate::support::skip::missing;
use crate::support::window;

const REMINDER: &str = "Time to move your legs";

#[test]
fn a_break_started_from_a_notice_is_done_in_part_by_keys_alone() {
    if missing(&WINDOW) || missing(&["dunst"]) {
        return;
    }
    let stage = Stage::new();
    let dunst = Dunst::start(&stage.desk);
    let soleus = stage.soleus(EVERY_TEN, &["demo", "--speed", QUICK]);
    dunst.press("Start", REMINDER);
    window::until_focused(stage.x());
    // It can be pressed as soon as there is a part.
    stage.press("Part of it", "space");
    let breaks = soleus.until_breaks(1);
    assert_eq!(breaks[0].outcome, Outcome::Part);
    // The window's seconds are a person's, not those of a demonstration.
    let seconds = breaks[0].seconds;
    assert!((1..120).contains(&seconds), "{:?}", breaks[0]);
    window::until_closed(stage.x());
}

#[test]
fn a_break_by_hand_is_paused_and_goes_on_and_done() {
    if missing(&WINDOW) {
        return;
    }
    let stage = Stage::new();
    let soleus = stage.soleus(QUIET, &["run"]);
    let _window = stage.open(&soleus, "break");
    stage.eyes.until_there("button", "Start");
    window::key(stage.x(), "Return");
    stage.eyes.until_there("button", "Pause");
    stage.press("Pause", "Return");
    stage.press("Go on", "Return");
    stage.press("Done", "space");
    let breaks = soleus.until_breaks(1);
    assert_eq!(breaks[0].outcome, Outcome::Done);
    window::until_closed(stage.x());
}

#[test]
fn a_window_that_is_killed_in_a_break_leaves_the_question_to_a_notice() {
    if missing(&WINDOW) || missing(&["dunst"]) {
        return;
    }
    let stage = Stage::new();
    let dunst = Dunst::start(&stage.desk);
    let soleus = stage.soleus(QUIET, &BRISK);
    assert!(soleus.asked(&["break"]).status.success());
    stage.eyes.until_there("button", "Pause");
    kill(&stage.window_process());
    window::until_closed(stage.x());
    // The steps are shown at once, and have the same buttons.
    dunst.until_offered("Done", "Time is up");
    dunst.press("Done", "Time is up");
    let breaks = soleus.until_breaks(1);
    assert_eq!(breaks[0].outcome, Outcome::Done);
    soleus.answers_soon();
}

#[test]
fn a_resident_that_dies_under_a_break_is_told_of_it_when_it_is_back_once() {
    if missing(&WINDOW) {
        return;
    }
    let stage = Stage::new();
    let mut soleus = stage.soleus(QUIET, &["run"]);
    let _window = stage.open(&soleus, "break");
    stage.eyes.until_there("button", "Start");
    window::key(stage.x(), "Return");
    stage.eyes.until_there("button", "Pause");
    soleus.kill();
    stage.eyes.until_says("it is booked when Soleus is back");
    stage.press("Done", "Return");
    stage.eyes.until_says("as soon as Soleus is back");
    soleus.start_again(&["run"]);
    // Until the window has told it, it was only begun.
    until("what was done", || {
        let breaks = soleus.today().breaks;
        breaks
            .iter()
            .any(|one| one.outcome == Outcome::Done)
            .then_some(())
    });
    window::until_closed(stage.x());
    assert_eq!(soleus.today().breaks.len(), 1);
}

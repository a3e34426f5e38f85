//! The day, put right: by pointer and by keyboard, said, taken back and refused.

use std::time::Duration;

use eframe::egui::Key;
use eframe::egui::accesskit::Role;
use serde_json::json;
use soleus::control::Answer;

use crate::desk::Desk;
use crate::today::{GUESSED, HEEL_RAISE, desk, followed, line, morning, record, unwritten};

const SITTING: &str = "Sitting, 07:00 to 08:24, 1 h 24. As Soleus noticed.";
const GUESS: &str = "Away, 08:24 to 08:34, 10 min. A guess: it was taken for a break, and may have \
                     been something else.";

/// What was asked is done, and this record takes it back.
fn did(desk: &mut Desk, record: u64) {
    desk.answered(Answer::Did {
        words: "Noted: 7. To take it back: soleus fix --drop 7".to_owned(),
        record: Some(record),
    });
}

/// Longer than between the two presses of one that is meant as one.
fn settle(desk: &mut Desk) {
    desk.pass(Duration::from_secs(1));
}

#[test]
fn a_piece_is_corrected_by_a_press_and_the_day_is_read_again() {
    let sitting = ("2026-03-10T07:00:00+02:00", 5040, "07:00");
    let guess = ("2026-03-10T08:24:00+02:00", 600, "08:24");
    for (piece, (at, seconds, time), button, was, says) in [
        (GUESS, guess, "I sat", "sat", "sat for 10 minutes."),
        (
            SITTING,
            sitting,
            "I stood",
            "stood",
            "stood for 1 hour and 24 minutes.",
        ),
        (
            SITTING,
            sitting,
            "I walked",
            "walked",
            "walked for 1 hour and 24 minutes.",
        ),
        (
            GUESS,
            guess,
            "I was away",
            "away",
            "were away for 10 minutes.",
        ),
    ] {
        let mut desk = followed(&morning());
        desk.press(piece);
        desk.assert_shows("What was it?");
        desk.press(button);
        let asked = json!({"ask": "correct", "at": at, "seconds": seconds, "was": was});
        assert_eq!(desk.asked(), [asked]);
        did(&mut desk, 77);
        desk.assert_shows(&format!("Noted: from {time} on you {says}"));
        assert!(!desk.shows("soleus fix") && !desk.shows("77"));
        assert!(!desk.shows("What was it?"));
        unwritten(&mut desk, Vec::new());
    }
}

#[test]
fn what_is_recorded_already_is_not_offered() {
    let stood = json!({"kind": "stretch", "posture": "standing", "seconds": 600});
    let left = json!({"kind": "stretch", "posture": {"away": "locked"}, "seconds": 60});
    let walk = json!({
        "kind": "break", "movement": "easy-walk", "movement_kind": "on-feet", "outcome": "done",
        "seconds": 120, "source": "notice",
    });
    let history = morning()
        + &line(7, "10T06:00", stood)
        + &line(8, "10T06:10", left)
        + &line(9, "10T06:11", walk);
    let all = ["I sat", "I stood", "I walked", "I was away"];
    for (piece, missing) in [
        (SITTING, "I sat"),
        (
            "Standing, 06:00 to 06:10, 10 min. As Soleus noticed.",
            "I stood",
        ),
        (
            "Away, 06:10 to 06:11, 1 min. The screen was locked.",
            "I was away",
        ),
        (
            "On your feet, 06:11 to 06:13, 2 min. As you said.",
            "I walked",
        ),
    ] {
        let mut desk = followed(&history);
        desk.press(piece);
        for button in all {
            assert_eq!(desk.shows(button), button != missing, "{piece}: {button}");
        }
    }
}

#[test]
fn a_correction_is_taken_back_by_a_press() {
    let mut desk = followed(&morning());
    desk.press(SITTING);
    desk.press("I walked");
    desk.asked();
    did(&mut desk, 77);
    unwritten(&mut desk, Vec::new());
    desk.press("Take back");
    assert_eq!(desk.asked(), [json!(null); 0], "the second press of one");
    settle(&mut desk);
    desk.press("Take back");
    let asked = json!({"ask": "drop", "id": 77, "at": "2026-03-10T07:00:00+02:00"});
    assert_eq!(desk.asked(), [asked]);
    did(&mut desk, 78);
    desk.assert_shows("Taken back: from 07:00 on it is as it was.");
    assert!(!desk.shows("Take back"));
    unwritten(&mut desk, Vec::new());
    settle(&mut desk);
    desk.press("Close");
    assert!(!desk.shows("Taken back"));
}

#[test]
fn a_drop_is_taken_back_by_a_press() {
    let mut desk = followed(&morning());
    desk.press_last(HEEL_RAISE);
    desk.press("This did not happen");
    desk.asked();
    did(&mut desk, 99);
    desk.assert_shows("Seated heel raise, 07:30, does not count any more.");
    let undo = || record(99, "10T07:30", json!({"kind": "undo", "of": 2}));
    unwritten(&mut desk, vec![undo()]);
    settle(&mut desk);
    desk.press("Take back");
    let asked = json!({"ask": "drop", "id": 99, "at": "2026-03-10T07:30:00+02:00"});
    assert_eq!(desk.asked(), [asked]);
    did(&mut desk, 100);
    desk.assert_shows("Seated heel raise, 07:30, counts again.");
    let undone = record(100, "10T07:30", json!({"kind": "undo", "of": 99}));
    unwritten(&mut desk, vec![undo(), undone]);
    assert!(desk.is_enabled_last(HEEL_RAISE));
}

#[test]
fn what_nothing_takes_back_and_what_is_not_on_the_disk_yet_is_told() {
    let mut desk = followed(&morning());
    desk.press(SITTING);
    desk.press("I walked");
    desk.asked();
    desk.answered(Answer::did(
        "Noted. It is not on the disk yet: it is kept in memory and tried again.",
    ));
    desk.assert_shows("you walked for 1 hour and 24 minutes. It is not on the disk yet:");
    assert!(!desk.shows("Take back"));
}

#[test]
fn nothing_moves_under_the_pointer_while_a_break_is_dropped() {
    let mut desk = followed(&morning());
    let line = |desk: &Desk, words: &str| desk.rect_of_last(words);
    let before = line(&desk, HEEL_RAISE);
    desk.press_last(HEEL_RAISE);
    assert_eq!(line(&desk, HEEL_RAISE), before);
    let below = "08:24  Time away, 10 min: perhaps a break: a guess";
    let open = line(&desk, below);
    assert!(before.bottom() < open.top());
    desk.press("This did not happen");
    desk.asked();
    did(&mut desk, 99);
    let undo = record(99, "10T07:30", json!({"kind": "undo", "of": 2}));
    unwritten(&mut desk, vec![undo]);
    assert_eq!(line(&desk, HEEL_RAISE), before, "it keeps its line");
    assert!(!desk.is_enabled_last(HEEL_RAISE));
    assert_eq!(line(&desk, below), open);
}

#[test]
fn the_second_press_of_one_opens_no_other_line() {
    let mut desk = followed(&morning());
    desk.press_last(HEEL_RAISE);
    let below = "08:50  Walk: skipped";
    let form = |desk: &Desk| desk.rect_of_last("This did not happen").top();
    desk.press_last(below);
    assert!(form(&desk) < desk.rect_of_last(below).top());
    settle(&mut desk);
    desk.press_last(below);
    assert!(desk.rect_of_last(below).bottom() < form(&desk));
    settle(&mut desk);
    desk.press("Close");
    desk.press_last(HEEL_RAISE);
    assert!(!desk.shows("What was it?"));
}

#[test]
fn a_dropped_break_keeps_its_line_beside_one_of_the_same_moment() {
    let walk = json!({
        "kind": "break", "movement": "easy-walk", "movement_kind": "on-feet", "outcome": "done",
        "seconds": 45, "source": "command",
    });
    let mut desk = followed(&(morning() + &line(7, "10T07:30", walk)));
    let before = desk.rect_of_last(HEEL_RAISE);
    desk.press_last(HEEL_RAISE);
    desk.press("This did not happen");
    desk.asked();
    did(&mut desk, 99);
    unwritten(
        &mut desk,
        vec![record(99, "10T07:30", json!({"kind": "undo", "of": 2}))],
    );
    assert_eq!(desk.rect_of_last(HEEL_RAISE), before);
}

#[test]
fn the_keyboard_keeps_the_focus_through_a_correction() {
    let mut desk = followed(&morning());
    desk.tab_to("Today as a ribbon.");
    desk.key(Key::Enter);
    desk.tab_to("I stood");
    desk.key(Key::Enter);
    desk.asked();
    desk.answered(Answer::no("That lies ahead."));
    assert_eq!(desk.focused().as_deref(), Some("I stood"));
    desk.key(Key::Enter);
    desk.asked();
    did(&mut desk, 77);
    unwritten(&mut desk, Vec::new());
    assert_eq!(desk.focused().as_deref(), Some("Close"));
    settle(&mut desk);
    desk.key(Key::Enter);
    assert!(!desk.shows("Noted"));
    let focused = desk.focused().expect("something");
    assert!(focused.starts_with("Today as a ribbon."), "{focused}");

    settle(&mut desk);
    desk.tab_to(HEEL_RAISE);
    desk.key(Key::Enter);
    desk.tab_to("Close");
    desk.key(Key::Enter);
    assert_eq!(desk.focused().as_deref(), Some(HEEL_RAISE));
}

#[test]
fn what_a_part_is_does_not_stay_over_the_picture_once_it_is_chosen() {
    let mut desk = followed(&morning());
    let told = |desk: &Desk| {
        let labels = desk.labels();
        labels.iter().filter(|label| *label == SITTING).count()
    };
    let part_alone = told(&desk);
    desk.tab_to("Today as a ribbon.");
    let over_picture = told(&desk);
    assert!(part_alone < over_picture);
    desk.key(Key::Enter);
    desk.assert_shows("What was it?");
    let in_form = told(&desk);
    assert_eq!(in_form, over_picture, "in the form in place of the picture");
    desk.key(Key::ArrowRight);
    desk.key(Key::ArrowLeft);
    assert!(in_form < told(&desk));
    desk.press_first(SITTING);
    assert_eq!(told(&desk), in_form);
}

#[test]
fn a_correction_that_is_refused_is_told_and_can_be_made_again() {
    let mut desk = followed(&morning());
    desk.press("Sitting, 07:00 to 08:24, 1 h 24. As Soleus noticed.");
    desk.press("I walked");
    desk.asked();
    assert!(
        !desk.is_enabled(Role::Button, "I walked"),
        "an answer is awaited"
    );
    desk.answered(Answer::no("That lies ahead."));
    desk.assert_shows("That lies ahead.");
    assert!(desk.is_enabled(Role::Button, "I walked"));
}

#[test]
fn a_part_of_a_piece_is_corrected_and_no_more_than_the_piece() {
    let mut desk = followed(&morning());
    desk.press("Sitting, 07:00 to 08:24, 1 h 24. As Soleus noticed.");
    desk.type_into("From", "06:30");
    desk.press("I walked");
    desk.assert_shows("From and to have to lie between 07:00 and 08:24");
    assert!(desk.asked().is_empty());
    desk.type_into("From", "07:10");
    desk.type_into("To", "07:15");
    desk.press("I walked");
    let asked = json!({
        "ask": "correct", "at": "2026-03-10T07:10:00+02:00", "seconds": 300, "was": "walked",
    });
    assert_eq!(desk.asked(), [asked]);
}

#[test]
fn a_break_that_did_not_happen_is_dropped() {
    let mut desk = followed(&morning());
    desk.press_last("07:30  Seated heel raise, 45 s: partly done");
    desk.press("This did not happen");
    let asked = json!({
        "ask": "drop", "id": 2, "device": "pc-1", "at": "2026-03-10T07:30:00+02:00",
    });
    assert_eq!(desk.asked(), [asked]);
}

#[test]
fn a_guessed_absence_is_confirmed_by_a_press_and_that_is_taken_back_by_another() {
    let mut desk = followed(&morning());
    desk.press_last(GUESSED);
    let buttons = ["I was on my feet", "I sat", "No break", "Close"];
    for button in buttons {
        assert!(desk.is_enabled(Role::Button, button), "{button}");
    }
    assert!(!desk.shows("This did not happen"));
    desk.press("I was on my feet");
    let at = "2026-03-10T08:24:00+02:00";
    let asked = json!({"ask": "confirm", "id": 4, "device": "pc-1", "at": at});
    assert_eq!(desk.asked(), [asked]);
    did(&mut desk, 99);
    desk.assert_shows("Noted: from 08:24 on you were on your feet for 10 minutes, a break.");
    let confirm = || record(99, "10T08:24", json!({"kind": "confirm", "of": 4}));
    unwritten(&mut desk, vec![confirm()]);
    assert!(desk.is_enabled_last("08:24  Time away, 10 min: a break, as you said"));
    settle(&mut desk);
    desk.press("Take back");
    assert_eq!(desk.asked(), [json!({"ask": "drop", "id": 99, "at": at})]);
    did(&mut desk, 100);
    desk.assert_shows("Taken back: Time away, 08:24, is a guess again.");
    let undone = record(100, "10T08:24", json!({"kind": "undo", "of": 99}));
    unwritten(&mut desk, vec![confirm(), undone]);
    assert!(desk.is_enabled_last(GUESSED));
}

#[test]
fn a_guessed_absence_was_sitting_or_no_break() {
    let at = "2026-03-10T08:24:00+02:00";
    let sat = json!({"ask": "correct", "at": at, "seconds": 600, "was": "sat"});
    let dropped = json!({"ask": "drop", "id": 4, "device": "pc-1", "at": at});
    for (button, asked, says) in [
        ("I sat", sat, "Noted: from 08:24 on you sat for 10 minutes."),
        (
            "No break",
            dropped,
            "Time away, 08:24, does not count as a break any more.",
        ),
    ] {
        let mut desk = followed(&morning());
        desk.press_last(GUESSED);
        desk.press(button);
        assert_eq!(desk.asked(), [asked]);
        did(&mut desk, 99);
        desk.assert_shows(says);
        unwritten(&mut desk, Vec::new());
        settle(&mut desk);
        desk.press("Take back");
        assert_eq!(desk.asked(), [json!({"ask": "drop", "id": 99, "at": at})]);
    }
}

#[test]
fn a_confirmed_absence_can_only_be_no_break() {
    let confirm = line(9, "10T08:24", json!({"kind": "confirm", "of": 4}));
    let mut desk = followed(&(morning() + &confirm));
    desk.press_last("08:24  Time away, 10 min: a break, as you said");
    assert!(desk.is_enabled(Role::Button, "No break"));
    assert!(!desk.shows("I was on my feet") && !desk.shows("I sat"));
}

#[test]
fn the_keyboard_confirms_an_absence_and_comes_back_to_its_line() {
    let mut desk = followed(&morning());
    desk.tab_to(GUESSED);
    desk.key(Key::Enter);
    desk.tab_to("I was on my feet");
    desk.key(Key::Enter);
    desk.asked();
    did(&mut desk, 99);
    let confirm = record(99, "10T08:24", json!({"kind": "confirm", "of": 4}));
    unwritten(&mut desk, vec![confirm]);
    assert_eq!(desk.focused().as_deref(), Some("Close"));
    settle(&mut desk);
    desk.key(Key::Enter);
    let said = "08:24  Time away, 10 min: a break, as you said";
    assert_eq!(desk.focused().as_deref(), Some(said));
}

#[test]
fn without_a_resident_it_says_why_nothing_can_be_corrected() {
    let mut desk = desk(&morning());
    desk.press("Sitting, 07:00 to 08:24, 1 h 24. As Soleus noticed.");
    desk.assert_shows("Soleus is not running. Corrections are written by the Soleus that runs");
    assert!(!desk.is_enabled(Role::Button, "I walked"));
    desk.press("Close");
    assert!(!desk.shows("What was it?"));
}

#[test]
fn the_keyboard_reaches_and_corrects_every_part() {
    let mut desk = followed(&morning());
    desk.tab_to("Today as a ribbon.");
    let said = |desk: &Desk| desk.focused_value().expect("a part");
    assert!(said(&desk).starts_with("Sitting, 07:00"));
    desk.key(Key::ArrowRight);
    assert!(said(&desk).starts_with("07:30  Seated heel raise"));
    desk.key(Key::End);
    assert!(said(&desk).starts_with("Sitting, 08:34"));
    desk.key(Key::ArrowRight);
    assert!(
        said(&desk).starts_with("Sitting, 08:34"),
        "there is no further one"
    );
    desk.key(Key::Home);
    desk.key(Key::Enter);
    desk.assert_shows("What was it?");
    desk.tab_to("I stood");
    desk.key(Key::Enter);
    assert_eq!(desk.asked()[0]["was"], "stood");
}

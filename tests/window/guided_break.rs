//! The guided break, from the offer to the booking.

use std::time::Duration;

use eframe::egui::{Key, Modifiers};
use serde_json::{Value, json};
use soleus::control::{Answer, BreakReport, TodayReport};
use soleus::engine::effect::Page;
use soleus::movements::Catalogue;
use soleus::window::{Look, Motion, Reached, Sound, Trouble};

use crate::rig::{Rig, guided, heel_raise, not_running, seated, with};

/// A break with fifteen heel raises that was just started.
fn begun() -> Rig {
    Rig::following(Page::Break, guided(&heel_raise(), "09:24:00"))
}

fn booked(outcome: &str, seconds: u64, repetitions: u32) -> Value {
    json!({
        "ask": "book",
        "movement": "seated-heel-raise",
        "outcome": outcome,
        "seconds": seconds,
        "repetitions": repetitions,
    })
}

/// The same asked again: it says when the button was pressed.
fn booked_late(outcome: &str, seconds: u64, repetitions: u32) -> Value {
    with(
        booked(outcome, seconds, repetitions),
        "ended",
        json!("2026-03-10T09:24:00+02:00"),
    )
}

fn did() -> Answer {
    Answer::did("Booked.")
}

#[test]
fn fifteen_heel_raises_are_counted_and_booked_once() {
    let mut rig = Rig::following(Page::Break, seated());
    rig.press("Start");
    assert_eq!(rig.asked(), [json!({"ask": "break", "here": true})]);
    rig.answered(did());
    rig.stands(guided(&heel_raise(), "09:24:01"));
    rig.assert_shows("Get ready: 3");
    rig.pass(3.0);
    rig.assert_shows("0 of 15 heel raises");
    rig.pass(28.2);
    rig.assert_shows("7 of 15 heel raises");
    rig.pass(32.0);
    rig.assert_shows("15 of 15 heel raises");
    rig.assert_shows("Time is up. Did you do it?");
    assert!(rig.has_focus("Done"));
    rig.key(Key::Enter);
    assert_eq!(rig.asked(), [booked("done", 60, 15)]);
    rig.stands(seated());
    rig.answered(did());
    rig.assert_shows("15 heel raises, 60 s, done.");
    assert!(!rig.is_closed());
    rig.pass(4.1);
    assert!(rig.is_closed());
    assert!(rig.asked().is_empty(), "it is booked once");
}

#[test]
fn space_stops_the_count_and_space_goes_on() {
    let mut rig = begun();
    rig.pass(3.0 + 8.2);
    rig.key(Key::Space);
    rig.assert_shows("Paused");
    rig.pass(300.0);
    rig.assert_shows("2 of 15 heel raises");
    rig.key(Key::Space);
    rig.pass(4.0);
    rig.assert_shows("3 of 15 heel raises");
    rig.press("Part of it");
    assert_eq!(rig.asked(), [booked("part", 12, 3)]);
    rig.assert_shows("3 heel raises, 12 s, part of it.");
}

#[test]
fn part_of_it_waits_for_the_first_repetition() {
    let mut rig = begun();
    rig.pass(6.0);
    assert!(!rig.is_enabled("Part of it"));
    rig.press("Part of it");
    assert!(rig.asked().is_empty());
    rig.pass(2.0);
    assert!(rig.is_enabled("Part of it"));
}

#[test]
fn done_before_anything_was_counted_books_the_usual_dose() {
    let mut rig = begun();
    rig.press("Done");
    assert_eq!(
        rig.asked(),
        [json!({"ask": "log", "movement": "seated-heel-raise"})]
    );
}

#[test]
fn another_one_is_begun_and_nothing_is_booked() {
    let mut rig = begun();
    rig.pass(20.0);
    rig.press("Another one");
    assert_eq!(
        rig.asked(),
        [json!({"ask": "break", "another": true, "here": true})]
    );
    let pump =
        json!({"movement": "ankle-pump", "kind": "seated", "dose_seconds": 60, "side": null});
    rig.stands(guided(&pump, "09:24:20"));
    rig.answered(did());
    rig.assert_shows("Ankle pump");
    rig.assert_shows("Get ready");
    assert!(rig.asked().is_empty());
}

#[test]
fn not_now_skips_and_closes() {
    let mut rig = begun();
    rig.pass(10.0);
    rig.press("Not now");
    assert_eq!(rig.asked(), [json!({"ask": "skip"})]);
    assert!(rig.is_closed());
}

#[test]
fn escape_leaves_without_a_word() {
    let mut rig = begun();
    rig.pass(10.0);
    rig.key(Key::Escape);
    assert!(rig.is_closed());
    assert!(rig.asked().is_empty());
}

#[test]
fn a_break_that_was_answered_elsewhere_says_so_and_goes() {
    let mut rig = begun();
    rig.pass(10.0);
    rig.stands(seated());
    rig.assert_shows("This break was answered elsewhere.");
    rig.pass(1.0);
    assert!(!rig.is_closed());
    rig.pass(1.1);
    assert!(rig.is_closed());
    assert!(rig.asked().is_empty());
}

#[test]
fn a_question_that_nobody_answers_goes_after_two_minutes() {
    let mut rig = begun();
    rig.pass(63.0);
    rig.assert_shows("Did you do it?");
    rig.pass(119.0);
    assert!(!rig.is_closed());
    rig.pass(1.5);
    assert!(rig.is_closed());
    assert!(rig.asked().is_empty());
}

#[test]
fn a_booking_can_be_taken_back() {
    let mut rig = begun();
    rig.pass(63.5);
    rig.press("Done");
    rig.asked();
    rig.answered(did());
    rig.press("Undo");
    assert_eq!(rig.asked(), [json!({"ask": "undo"})]);
    rig.answered(did());
    rig.assert_shows("Taken back.");
}

#[test]
fn a_booking_that_is_refused_says_why_and_stays() {
    let mut rig = begun();
    rig.pass(63.5);
    rig.press("Done");
    rig.asked();
    rig.answered(Answer::no("Soleus is paused."));
    rig.assert_shows("That is not booked. Soleus is paused.");
    rig.pass(60.0);
    assert!(!rig.is_closed());
}

#[test]
fn a_booking_waits_for_the_resident_and_is_sent_once() {
    let mut rig = begun();
    rig.pass(20.0);
    rig.lost();
    rig.assert_shows(
        "Soleus is not running. Your break goes on; it is booked when Soleus is back.",
    );
    rig.pass(43.5);
    rig.press("Done");
    assert_eq!(rig.asked(), [booked("done", 60, 15)]);
    rig.failed(not_running());
    rig.assert_shows("This is booked as soon as Soleus is back");
    rig.pass(60.0);
    assert!(!rig.is_closed(), "it would be lost");
    rig.later("2026-03-10T09:40:00+02:00");
    rig.stands(seated());
    rig.stands(seated());
    assert_eq!(rig.asked(), [booked_late("done", 60, 15)]);
    rig.answered(did());
    rig.stands(seated());
    assert!(rig.asked().is_empty());
    rig.pass(4.5);
    assert!(rig.is_closed());
}

fn unsure() -> Trouble {
    Trouble {
        words: "Soleus is running and did not answer in time.".to_owned(),
        reached: Reached::Unsure,
    }
}

fn today(breaks: Vec<BreakReport>) -> Answer {
    Answer::Today(TodayReport {
        version: 1,
        seated_seconds: 0,
        standing_seconds: 0,
        on_feet_seconds: 0,
        away_seconds: 0,
        stopped_seconds: 0,
        longest_bout_seconds: 0,
        breaks,
    })
}

#[test]
fn where_nobody_knows_whether_it_was_booked_the_day_is_asked_first() {
    let ours: BreakReport = serde_json::from_value(json!({
        "at": "2026-03-10T09:23:02+02:00",
        "movement": "seated-heel-raise",
        "kind": "seated",
        "outcome": "done",
        "seconds": 60,
        "repetitions": 15,
        "source": "command",
    }))
    .unwrap();
    for (known, again) in [
        (vec![ours], Vec::new()),
        (Vec::new(), vec![booked_late("done", 60, 15)]),
    ] {
        let mut rig = begun();
        rig.pass(63.5);
        rig.press("Done");
        rig.asked();
        rig.failed(unsure());
        rig.stands(seated());
        assert_eq!(rig.asked(), [json!({"ask": "today"})]);
        rig.answered(today(known));
        assert_eq!(rig.asked(), again);
    }
}

#[test]
fn an_answer_that_is_no_answer_keeps_the_booking() {
    let ending = Answer::Ending {
        words: "Soleus is ending and did not take that up.".to_owned(),
    };
    let late = Answer::Late {
        words: "Soleus did not answer in time.".to_owned(),
    };
    for (answer, next) in [
        (ending, booked_late("done", 60, 15)),
        (late, json!({"ask": "today"})),
    ] {
        let mut rig = begun();
        rig.pass(63.5);
        rig.press("Done");
        rig.asked();
        rig.answered(answer);
        rig.assert_shows("This is booked as soon as Soleus is back");
        rig.later("2026-03-10T09:40:00+02:00");
        rig.stands(seated());
        assert_eq!(rig.asked(), [next]);
    }
}

#[test]
fn the_usual_dose_that_waited_is_booked_when_it_was_done() {
    let mut rig = begun();
    rig.lost();
    rig.press("Done");
    rig.asked();
    rig.failed(not_running());
    rig.later("2026-03-10T09:40:00+02:00");
    rig.stands(seated());
    assert_eq!(
        rig.asked(),
        [json!({
            "ask": "book",
            "movement": "seated-heel-raise",
            "outcome": "done",
            "seconds": 60,
            "ended": "2026-03-10T09:24:00+02:00",
        })]
    );
}

#[test]
fn a_start_that_finds_soleus_ending_goes_on_alone() {
    let mut rig = Rig::following(Page::Break, seated());
    rig.press("Start");
    rig.asked();
    rig.answered(Answer::Ending {
        words: "Soleus is ending and did not take that up.".to_owned(),
    });
    rig.assert_shows("Get ready: 3");
}

#[test]
fn a_resident_that_comes_back_leaves_the_break_as_it_is() {
    let mut rig = begun();
    rig.pass(11.5);
    rig.lost();
    rig.pass(4.0);
    rig.stands(guided(&heel_raise(), "09:24:00"));
    rig.assert_shows("3 of 15 heel raises");
    rig.lost();
    // Started anew, it knows nothing of the break.
    rig.stands(seated());
    rig.assert_shows("3 of 15 heel raises");
    rig.press("Part of it");
    assert_eq!(rig.asked(), [booked("part", 12, 3)]);
}

#[test]
fn a_break_without_the_resident_can_be_done_all_the_same() {
    let mut rig = Rig::open(Page::Break);
    rig.lost();
    rig.assert_shows("You can do a break all the same; it is booked when Soleus is back.");
    rig.press("Start");
    assert!(rig.asked().is_empty(), "there is nobody to ask");
    rig.assert_shows("Get ready: 3");
    rig.pass(30.0);
    rig.press("Another one");
    rig.assert_shows("Get ready: 3");
    rig.press("Not now");
    assert!(rig.is_closed());
    assert!(rig.asked().is_empty());
}

#[test]
fn another_version_is_named_and_a_break_goes_on() {
    let mut rig = Rig::open(Page::Break);
    rig.hear(&soleus::window::Heard::Lost(Trouble::from(
        soleus::control::ClientError::OtherVersion {
            version: "9.1.0".to_owned(),
        },
    )));
    rig.assert_shows("Soleus 9.1.0 is running");
    assert!(rig.is_enabled("Start"));
}

#[test]
fn a_reminder_that_is_open_offers_start_later_and_skip() {
    let shown = || Rig::following(Page::Break, with(seated(), "reminder", json!("shown")));
    for (button, ask, closes) in [
        ("Start", json!({"ask": "break", "here": true}), false),
        ("Later", json!({"ask": "snooze"}), false),
        ("Skip", json!({"ask": "skip"}), true),
    ] {
        let mut rig = shown();
        rig.assert_shows("Time to move your legs.");
        rig.press(button);
        assert_eq!(rig.asked(), [ask]);
        assert_eq!(rig.is_closed(), closes, "{button}");
    }
}

#[test]
fn a_pause_is_said_and_can_be_ended() {
    let paused = with(seated(), "posture", json!("paused"));
    let mut rig = Rig::following(Page::Break, paused);
    rig.assert_shows("Soleus is paused.");
    assert!(!rig.shows("Start"));
    rig.press("Go on");
    assert_eq!(rig.asked(), [json!({"ask": "resume"})]);
}

#[test]
fn the_safety_text_comes_before_the_first_break() {
    let unread = with(
        guided(&heel_raise(), "09:24:00"),
        "safety_read",
        json!(false),
    );
    let mut rig = Rig::following(Page::Break, unread.clone());
    rig.pass(60.0);
    rig.assert_shows("general information, not medical advice");
    assert!(!rig.shows("Get ready"));
    rig.press("I have read this");
    assert_eq!(rig.asked(), [json!({"ask": "acknowledge"})]);
    rig.assert_shows("Get ready: 3");
    rig.stands(unread);
    rig.assert_shows("Get ready: 3");
}

#[test]
fn one_leg_after_the_other_is_said_and_booked_with_the_leg_that_began() {
    let extension = json!({
        "movement": "seated-leg-extension",
        "kind": "seated",
        "dose_seconds": 90,
        "side": "right",
    });
    let mut rig = Rig::following(Page::Break, guided(&extension, "09:24:00"));
    rig.pass(3.0 + 40.0);
    rig.assert_shows("Right leg");
    rig.pass(5.0);
    rig.assert_shows("Change legs: left leg");
    rig.pass(10.0);
    rig.assert_shows("Left leg");
    rig.pass(40.0);
    rig.press("Done");
    assert_eq!(
        rig.asked(),
        [json!({
            "ask": "book",
            "movement": "seated-leg-extension",
            "outcome": "done",
            "seconds": 90,
            "repetitions": 16,
            "side": "right",
        })]
    );
}

#[test]
fn the_figure_is_described_and_moves_thirty_times_a_second() {
    let mut rig = begun();
    rig.pass(3.0 + 1.5);
    rig.assert_shows("Figure: seated heel raise, heels high");
    assert_eq!(rig.paints_again(), Some(Duration::from_millis(33)));
    rig.key(Key::Space);
    assert_eq!(rig.paints_again(), None, "paused, nothing moves");
}

#[test]
fn each_repetition_ticks_and_the_last_one_ends_it() {
    let mut rig = begun();
    rig.pass(3.0 + 8.5);
    assert_eq!(rig.sounds(), [Sound::Tick; 2]);
    rig.key(Key::Space);
    rig.pass(60.0);
    assert_eq!(rig.sounds(), []);
    rig.key(Key::Space);
    rig.pass(52.0);
    let sounds = rig.sounds();
    assert_eq!(sounds.len(), 13);
    assert_eq!(sounds.last(), Some(&Sound::End));
}

#[test]
fn reduced_motion_shows_the_key_poses_and_paints_once_a_second() {
    let look = Look {
        motion: Motion::Reduced,
        ..Look::default()
    };
    let mut rig = Rig::open_with(Page::Break, look, [760.0, 620.0]);
    rig.stands(guided(&heel_raise(), "09:24:00"));
    rig.pass(3.0 + 8.5);
    rig.assert_shows("Figure: seated heel raise, flat, then heels high");
    rig.assert_shows("2 of 15 heel raises");
    let again = rig.paints_again().unwrap();
    assert!(again > Duration::from_millis(400), "{again:?}");
}

#[test]
fn the_keyboard_alone_goes_all_the_way() {
    let mut rig = Rig::following(Page::Break, seated());
    assert!(rig.has_focus("Start"));
    rig.key(Key::Enter);
    assert_eq!(rig.asked(), [json!({"ask": "break", "here": true})]);
    rig.stands(guided(&heel_raise(), "09:24:01"));
    rig.pass(3.0 + 8.2);
    // *Start* had the focus; now no button has it, and the key is the break's.
    rig.key(Key::Space);
    rig.assert_shows("Paused");
    rig.key(Key::Space);
    for _ in 0..20 {
        if rig.has_focus("Part of it") {
            break;
        }
        rig.key(Key::Tab);
    }
    rig.key(Key::Space);
    assert_eq!(rig.asked(), [booked("part", 8, 2)]);
}

#[test]
fn pages_have_numbers_and_a_break_goes_on_behind_them() {
    let mut rig = begun();
    rig.pass(3.0);
    for (number, page) in [
        (Key::Num2, Page::Today),
        (Key::Num3, Page::Insights),
        (Key::Num4, Page::Movements),
        (Key::Num5, Page::Science),
        (Key::Num6, Page::Safety),
        (Key::Num7, Page::Settings),
        (Key::Num8, Page::Panel),
    ] {
        for with in [Modifiers::ALT, Modifiers::COMMAND] {
            rig.key_with(with, Key::Num1);
            rig.key_with(with, number);
            assert_eq!(rig.page(), page);
        }
    }
    rig.pass(8.2);
    rig.key_with(Modifiers::ALT, Key::Num1);
    rig.assert_shows("2 of 15 heel raises");
}

#[test]
fn a_break_that_was_answered_closes_no_window_that_is_read() {
    let mut rig = begun();
    rig.pass(63.5);
    rig.press("Done");
    rig.asked();
    rig.stands(seated());
    rig.answered(did());
    rig.pass(2.0);
    rig.key_with(Modifiers::ALT, Key::Num5);
    rig.pass(60.0);
    rig.key_with(Modifiers::ALT, Key::Num1);
    rig.pass(10.0);
    assert!(!rig.is_closed());
    rig.assert_shows("No break is due.");
    assert!(rig.is_enabled("Start"));
}

#[test]
fn what_was_refused_behind_another_page_is_still_said() {
    let mut rig = begun();
    rig.pass(63.5);
    rig.press("Done");
    rig.asked();
    rig.key_with(Modifiers::ALT, Key::Num5);
    rig.answered(Answer::no("Soleus is paused."));
    rig.pass(30.0);
    rig.key_with(Modifiers::ALT, Key::Num1);
    rig.assert_shows("That is not booked. Soleus is paused.");
}

#[test]
fn a_question_that_nobody_saw_waits_for_its_page() {
    let mut rig = begun();
    rig.key_with(Modifiers::ALT, Key::Num5);
    rig.pass(400.0);
    rig.key_with(Modifiers::ALT, Key::Num1);
    rig.assert_shows("Did you do it?");
    rig.pass(100.0);
    assert!(!rig.is_closed());
    rig.press("Done");
    assert_eq!(rig.asked(), [booked("done", 60, 15)]);
}

#[test]
fn what_to_mind_and_who_should_not_stand_under_the_steps() {
    let offered = Rig::following(Page::Break, seated());
    for rig in [offered, begun()] {
        let entry = Catalogue::built_in().movement("seated-heel-raise").unwrap();
        for words in [Some(&entry.safety), entry.not_for.as_ref()] {
            rig.assert_shows(words.expect("it has both"));
        }
    }
}

#[test]
fn every_movement_has_the_line_on_safety_and_a_way_there() {
    let mut rig = begun();
    rig.assert_shows("Comfortable effort only.");
    // The bar has one too; the link is the last.
    rig.press_last("Safety");
    assert_eq!(rig.page(), Page::Safety);
}

#[test]
fn every_button_is_high_enough() {
    for rig in [begun(), Rig::following(Page::Break, seated())] {
        for (label, height) in rig.button_heights() {
            assert!(height >= 32.0, "{label}: {height}");
        }
    }
}

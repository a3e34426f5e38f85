//! The page on safety: all of its text, the most urgent first, and that it was read.

use eframe::egui::accesskit::Role;
use serde_json::json;
use soleus::control::Answer;
use soleus::engine::effect::Page;
use soleus::movements::Safety;
use soleus::window::Look;

use crate::desk::Desk;
use crate::rig::{seated, with};

const BUTTON: &str = "I have read this";

fn unread() -> Desk {
    let mut desk = Desk::open(Page::Safety);
    desk.stands(with(seated(), "safety_read", json!(false)));
    desk
}

#[test]
fn all_of_the_text_is_there_the_most_urgent_first() {
    let desk = Desk::open(Page::Safety);
    let page = Safety::page();
    for list in &page.lists {
        for words in list.signs.iter().chain([&list.title, &list.then]) {
            desk.assert_shows(words);
        }
    }
    for words in [&page.short, &page.long, &page.card, &page.emergency_numbers] {
        desk.assert_shows(words);
    }
    let titles: Vec<_> = page.lists.iter().map(|list| list.title.clone()).collect();
    assert_eq!(desk.of_role(Role::Group), titles);
    assert_eq!(titles[0], "Get emergency help now");
    let headings = desk.of_role(Role::Heading);
    assert_eq!(headings[1], titles[0]);
}

#[test]
fn the_numbers_to_call_are_plain_text_beside_the_emergency_signs() {
    let desk = Desk::open(Page::Safety);
    let labels = desk.labels();
    let at = |words: &str| labels.iter().position(|label| label == words);
    let numbers = at(&Safety::page().emergency_numbers).unwrap();
    assert!(numbers < at("Get medical advice the same day").unwrap());
    assert!(
        !desk
            .of_role(Role::Link)
            .iter()
            .any(|link| link.contains("112"))
    );
}

#[test]
fn that_it_was_read_is_asked_once_and_what_came_of_it_is_said() {
    let mut desk = unread();
    desk.press(BUTTON);
    assert_eq!(desk.asked(), [json!({"ask": "acknowledge"})]);
    desk.press(BUTTON);
    assert!(desk.asked().is_empty(), "it is on its way");
    desk.answered(Answer::did("Noted."));
    desk.assert_shows("Noted.");
    desk.stands(seated());
    assert!(!desk.shows(BUTTON));
    desk.assert_shows("Noted.");
}

#[test]
fn a_refusal_is_said_and_the_button_stays() {
    let mut desk = unread();
    desk.press(BUTTON);
    desk.asked();
    let words = "The disk is full.".to_owned();
    desk.answered(Answer::No { words });
    desk.assert_shows("The disk is full.");
    desk.press(BUTTON);
    assert_eq!(desk.asked().len(), 1);
}

#[test]
fn who_has_read_it_is_not_asked_and_neither_is_who_cannot_be_heard() {
    let mut desk = Desk::open(Page::Safety);
    desk.stands(seated());
    assert!(!desk.shows(BUTTON));
    let mut desk = unread();
    assert!(desk.shows(BUTTON));
    desk.lost();
    assert!(!desk.shows(BUTTON));
}

#[test]
fn nothing_is_cut_off_in_narrow_and_wide_windows() {
    for size in [[360.0, 480.0], [760.0, 620.0], [1400.0, 800.0]] {
        let mut desk = Desk::open_with(Page::Safety, Look::default(), size, &[]);
        desk.stands(with(seated(), "safety_read", json!(false)));
        assert_eq!(desk.cut_off(), [""; 0], "{size:?}");
    }
}

//! Settings that change while the window is open.

use soleus::engine::effect::Page;
use soleus::window::{Colours, Motion};

use crate::desk::Desk;

#[test]
fn settings_hold_when_the_window_has_the_focus_again() {
    let mut desk = Desk::open(Page::Science);
    desk.put_file(
        "settings.json",
        r#"{
            "sound": {"guided_break": true},
            "window": {"theme": "dark", "motion": "still"},
            "movements": {"only_seated": true}
        }"#,
    );
    desk.look();
    assert_eq!(desk.model().look.colours, Colours::Light);
    desk.comes_back();
    let model = desk.model();
    assert_eq!(model.look.colours, Colours::Dark);
    assert_eq!(model.look.motion, Motion::Reduced);
    assert!(model.sounds && model.abilities.only_seated);

    desk.put_file("settings.json", r#"{"window": {"contrast": "high"}}"#);
    desk.comes_back();
    let model = desk.model();
    assert_eq!(model.look.colours, Colours::HighContrast);
    assert!(!model.sounds && !model.abilities.only_seated);
}

#[test]
fn settings_with_a_mistake_change_nothing() {
    let mut desk = Desk::open(Page::Science);
    desk.put_file("settings.json", r#"{"window": {"theme": "dark"}}"#);
    desk.comes_back();
    for mistake in [r#"{"window": {"theme": "blue"}}"#, "{", ""] {
        desk.put_file("settings.json", mistake);
        desk.comes_back();
        assert_eq!(desk.model().look.colours, Colours::Dark, "{mistake}");
    }
}

#[test]
fn what_the_window_writes_holds_at_once() {
    let mut desk = Desk::open(Page::Movements);
    desk.press("Open Ankle pump");
    desk.press("Avoid");
    assert_eq!(desk.model().abilities.avoid, ["ankle-pump"]);
}

#[test]
fn a_break_alone_holds_to_settings_made_meanwhile() {
    let mut desk = Desk::open(Page::Break);
    desk.lost();
    desk.assert_shows("Walk");
    desk.put_file(
        "settings.json",
        r#"{"movements": {"avoid": ["easy-walk"], "only_seated": true}}"#,
    );
    desk.comes_back();
    assert!(!desk.shows("Walk"), "{:#?}", desk.labels());
}

//! The wall of movements, one in full, and what is written into the settings.

use std::time::Duration;

use eframe::egui::Key;
use eframe::egui::accesskit::Role;
use serde_json::json;
use soleus::control::Answer;
use soleus::engine::effect::Page;
use soleus::movements::{Catalogue, Evidence};
use soleus::window::{Colours, Look, Motion};

use crate::desk::Desk;
use crate::rig::{Rig, seated, with};

const CHINESE: &str = r#"{"movements": [{
    "id": "deep-squat-zh", "name": "深蹲", "kind": "strength", "dose": "10 times",
    "dose_seconds": 40, "steps": ["慢慢蹲下。"], "how": "慢慢蹲下。"
}]}"#;

fn with_files(files: &[(&str, &str)]) -> Desk {
    Desk::open_with(Page::Movements, Look::default(), [760.0, 620.0], files)
}

#[test]
fn every_movement_has_a_card_with_its_name() {
    let desk = Desk::open(Page::Movements);
    let names: Vec<_> = Catalogue::built_in()
        .entries()
        .map(|entry| entry.name.clone())
        .collect();
    assert_eq!(desk.cards(), names);
    let groups = desk.of_role(Role::Group);
    for name in names {
        assert!(groups.contains(&name), "{name} is no group");
    }
    desk.assert_shows("15 times, about a minute");
    desk.assert_shows("the two calf muscles");
    desk.assert_shows("Seated · Sources C · discreet");
}

#[test]
fn filters_leave_what_was_asked_for() {
    let mut desk = Desk::open(Page::Movements);
    desk.press("Stretch");
    assert!(desk.is_on("Stretch"));
    assert_eq!(
        desk.cards(),
        ["Calf stretch, knee straight", "Calf stretch, knee bent"]
    );
    desk.press("Strength");
    assert!(!desk.is_on("Stretch"));
    assert!(desk.cards().contains(&"Half squat".to_owned()));
    desk.press("In a meeting");
    assert_eq!(desk.cards(), [""; 0]);
    desk.assert_shows("No movement is like that.");
    desk.press("All");
    assert!(desk.cards().contains(&"Fast heel fidget".to_owned()));
    desk.press("Discreet only");
    assert!(!desk.cards().contains(&"Fast heel fidget".to_owned()));
    assert!(desk.cards().contains(&"Ankle pump".to_owned()));
    assert!(desk.is_on("Discreet only"));
}

#[test]
fn pictures_move_thirty_times_a_second_and_stand_still_when_asked_to() {
    let desk = Desk::open(Page::Movements);
    assert_eq!(desk.paints_again(), Some(Duration::from_millis(33)));
    let still = Look {
        motion: Motion::Reduced,
        ..Look::default()
    };
    let desk = Desk::open_with(Page::Movements, still, [760.0, 620.0], &[]);
    assert_eq!(desk.paints_again(), None);
}

#[test]
fn every_movement_in_full_leads_each_number_to_a_source() {
    let mut desk = Desk::open(Page::Movements);
    for entry in Catalogue::built_in().entries() {
        desk.press(&format!("Open {}", entry.name));
        let steps: Vec<_> = entry.steps.iter().collect();
        for words in steps
            .into_iter()
            .chain(&entry.not_for)
            .chain(&entry.studied)
        {
            desk.assert_shows(words);
        }
        assert!(
            desk.shows("The dose is ours, chosen in view of:")
                || desk.shows("This dose was in a trial"),
            "{}",
            entry.id
        );
        for id in &entry.sources {
            let source = Evidence::named(id).unwrap();
            desk.assert_shows(&source.address);
            assert!(desk.of_role(Role::Heading).contains(id), "{id}");
            desk.assert_shows(&format!("Strength {}: ", source.strength.letter()));
        }
        desk.press("All movements");
    }
}

#[test]
fn the_source_of_a_dose_opens_and_closes_beside_it() {
    let mut desk = Desk::open(Page::Movements);
    desk.press("Open Half squat");
    let shown = |desk: &Desk| {
        let headings = desk.of_role(Role::Heading);
        headings.iter().filter(|words| *words == "GAO24").count()
    };
    assert_eq!(shown(&desk), 1);
    desk.press("Source GAO24, strength B");
    assert_eq!(shown(&desk), 2);
    desk.press("Source GAO24, strength B");
    assert_eq!(shown(&desk), 1);
}

#[test]
fn an_address_is_opened_and_what_does_not_open_is_said() {
    use soleus::window::{Came, Heard};

    let mut desk = Desk::open(Page::Movements);
    desk.press("Open Half squat");
    let address = &Evidence::named("GAO24").unwrap().address;
    desk.press(address);
    assert_eq!(desk.opened, std::slice::from_ref(address));
    let why = "there is no xdg-open".to_owned();
    desk.hear(&Heard::Came(Came::NotOpened(address.clone(), why)));
    desk.assert_shows("The browser did not open (there is no xdg-open).");
}

#[test]
fn try_it_asks_for_a_break_with_this_movement_and_goes_there() {
    let mut desk = Desk::open(Page::Movements);
    desk.stands(seated());
    desk.press("Open Ankle pump");
    desk.press("Try it");
    let ask = json!({"ask": "break", "movement": "ankle-pump", "here": true});
    assert_eq!(desk.asked(), [ask]);
    desk.answered(Answer::did("Ankle pump."));
    assert_eq!(desk.page(), Page::Break);
}

#[test]
fn a_refused_break_is_said_where_it_was_asked_for() {
    let mut desk = Desk::open(Page::Movements);
    desk.stands(seated());
    desk.press("Open Ankle pump");
    desk.press("Try it");
    desk.asked();
    let words = "Soleus is paused.".to_owned();
    desk.answered(Answer::No { words });
    assert_eq!(desk.page(), Page::Movements);
    desk.assert_shows("Soleus is paused.");
}

#[test]
fn without_the_resident_nothing_can_be_tried_and_that_is_said() {
    let mut desk = Desk::open(Page::Movements);
    desk.lost();
    desk.press("Open Ankle pump");
    desk.press("Try it");
    assert!(desk.asked().is_empty());
    assert_eq!(desk.page(), Page::Movements);
    desk.assert_shows("Soleus is not running. A movement of your choice can be tried when");
}

#[test]
fn marks_are_written_beside_what_stands_in_the_file() {
    let text = r#"{
  // my own words
  "movements": {
    "avoid": [
      "half-squat", // the knee
      "of-another-version"
    ]
  },
  "reminders": { "every_minutes": 40 } // enough
}
"#;
    let mut desk = with_files(&[("settings.json", text)]);
    desk.press("Open Ankle pump");
    assert!(!desk.is_on("Avoid"));
    desk.press("Avoid");
    desk.assert_shows("Written to settings.json: Ankle pump is not suggested any more.");
    assert!(desk.is_on("Avoid"));
    let now = desk.file("settings.json");
    for kept in [
        "// my own words",
        "\"half-squat\", // the knee",
        "\"of-another-version\"",
        "\"ankle-pump\"",
        "{ \"every_minutes\": 40 } // enough",
    ] {
        assert!(now.contains(kept), "{kept} is not in {now}");
    }

    desk.press("Favourite");
    desk.assert_shows("Written to settings.json: Ankle pump is a favourite now.");
    assert!(desk.is_on("Favourite"));
    assert!(!desk.is_on("Avoid"), "one or the other");
    assert!(
        desk.file("settings.json")
            .contains(r#""favourites": ["ankle-pump"]"#)
    );

    desk.press("Undo");
    assert!(desk.is_on("Avoid"));
    assert!(!desk.is_on("Favourite"));
    assert!(!desk.shows("Undo"), "what was taken back stays so");
    desk.press("Avoid");
    assert!(!desk.file("settings.json").contains("ankle-pump"));
    desk.press("All movements");
    desk.press("Open Half squat");
    assert!(desk.is_on("Avoid"));
}

#[test]
fn where_there_is_no_file_one_is_made() {
    let mut desk = Desk::open(Page::Movements);
    desk.press("Open Ankle pump");
    desk.press("Avoid");
    desk.press("Avoid");
    assert!(desk.file("settings.json").contains("\"every_minutes\""));
    desk.assert_shows("Written to settings.json: Ankle pump may be suggested again.");
    desk.press("Favourite");
    assert!(desk.file("settings.json").contains(r#"["ankle-pump"]"#));
}

#[test]
fn looking_writes_nothing() {
    let mut desk = Desk::open(Page::Movements);
    desk.press("Open Ankle pump");
    assert!(!desk.has_file("settings.json"));
}

#[test]
fn a_file_with_a_mistake_is_shown_and_not_touched() {
    let broken = [
        (
            "{\n  \"movements\": {\n    \"avoid\": [}\n",
            "settings.json:3:",
        ),
        (
            "{\n  \"movements\": { \"avoid\": 5 }\n}",
            "settings.json:2:",
        ),
        (
            "{\n  \"reminders\": { \"every_minutes\": \"x\" }\n}",
            "settings.json:2:",
        ),
    ];
    for (text, place) in broken {
        let mut desk = with_files(&[("settings.json", text)]);
        desk.assert_shows("Found in your files");
        desk.assert_shows(place);
        desk.press("Open Ankle pump");
        desk.press("Favourite");
        desk.assert_shows("Nothing was written, because the settings file has a mistake: ");
        assert!(!desk.is_on("Favourite"));
        assert_eq!(desk.file("settings.json"), text);
    }
}

#[test]
fn own_movements_are_said_to_be_unstudied_and_their_mistakes_are_listed() {
    let text = r#"{"movements": [
        {"id": "my-kick", "name": "My kick", "kind": "seated", "dose": "10 times",
         "dose_seconds": 30, "steps": ["Kick."], "how": "Kick."},
        {"id": "bad", "name": "Bad", "kind": "flying", "dose": "1", "steps": ["x"], "how": "x"}
    ]}"#;
    let mut desk = with_files(&[("movements.json", text)]);
    desk.assert_shows("movements.json:4:");
    desk.assert_shows("Seated · Your own, not studied");
    desk.press("Open My kick");
    desk.assert_shows("This movement is your own.");
    desk.assert_shows("The dose is your own; nobody studied it.");
}

#[test]
fn letters_that_cannot_be_shown_are_named() {
    let mut desk = with_files(&[("movements.json", CHINESE)]);
    let says = "Chinese or Japanese letters cannot be shown here. `soleus movements \
                deep-squat-zh` shows them in a terminal.";
    desk.assert_shows(says);
    desk.press("Open 深蹲");
    desk.assert_shows(says);
}

#[test]
fn every_letter_of_the_built_in_texts_can_be_shown() {
    let mut desk = Desk::open(Page::Movements);
    let mut texts = vec![
        serde_json::to_string(soleus::movements::Science::page()).unwrap(),
        serde_json::to_string(soleus::movements::Safety::page()).unwrap(),
        serde_json::to_string(Evidence::all()).unwrap(),
    ];
    let entries = Catalogue::built_in().entries();
    texts.extend(entries.map(|entry| serde_json::to_string(entry).unwrap()));
    assert_eq!(desk.without_picture(&texts.concat()), "");
    assert_eq!(desk.without_picture("深"), "深");
}

#[test]
fn files_are_read_anew_when_the_window_gets_the_focus_back() {
    let mut desk = Desk::open(Page::Movements);
    assert!(!desk.shows("My kick"));
    let own = CHINESE.replace("深蹲", "My kick");
    desk.put_file("movements.json", &own);
    desk.look();
    assert!(!desk.shows("My kick"), "nobody looks all the time");
    desk.comes_back();
    desk.assert_shows("My kick");
}

#[test]
fn the_keyboard_alone_goes_to_a_card_and_back() {
    let mut desk = Desk::open(Page::Movements);
    for _ in 0..60 {
        if desk.focused().as_deref() == Some("Open Chair stand") {
            break;
        }
        desk.key(Key::Tab);
    }
    desk.key(Key::Enter);
    desk.assert_shows("Sit down slowly");
    assert_eq!(desk.focused().as_deref(), Some("All movements"));
    desk.key(Key::Space);
    assert_eq!(desk.focused().as_deref(), Some("Open Chair stand"));
}

#[test]
fn the_break_leads_to_the_movement_in_full() {
    let suggestion = json!({
        "movement": "seated-heel-raise", "kind": "seated", "dose_seconds": 60, "side": null,
    });
    let mut rig = Rig::following(Page::Break, with(seated(), "suggestion", suggestion));
    rig.press("Why this");
    assert_eq!(rig.page(), Page::Movements);
    rig.assert_shows("One forceful heel lift in the chair raised the blood's speed");
    rig.assert_shows("The dose is ours, chosen in view of:");
}

#[test]
fn nothing_is_cut_off_in_narrow_and_wide_windows() {
    for size in [[360.0, 480.0], [760.0, 620.0], [1400.0, 800.0]] {
        for colours in Colours::ALL {
            let look = Look {
                colours,
                ..Look::default()
            };
            let files = [("movements.json", CHINESE)];
            let mut desk = Desk::open_with(Page::Movements, look, size, &files);
            assert_eq!(desk.cut_off(), [""; 0], "{size:?}");
            desk.press("Open Half squat");
            assert_eq!(desk.cut_off(), [""; 0], "{size:?}");
        }
    }
}

//! The settings page, with a real file: each control writes its key and nothing else, each change can
//! be taken back, and a file with mistakes is shown and left alone.

use std::fs;
#[cfg(target_os = "linux")]
use std::path::{Path, PathBuf};
use std::time::Duration;

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers};
use serde_json::{Value, json};
use soleus::engine::effect::Page;
use soleus::settings::{Control, KEYS};
use soleus::window::{Came, Colours, Heard, Look};

use crate::desk::Desk;

/// A file as a person writes it.
const OWN: &str = r#"{
  // my own words
  "reminders": {
    "every_minutes": 40, // enough
    "of_another_version": 7
  },
  "window": { "theme": "light" }
}
"#;

fn with(text: &str) -> Desk {
    let files = [("settings.json", text)];
    Desk::open_with(Page::Settings, Look::default(), [760.0, 620.0], &files)
}

/// With a file in which nothing stands, so that what is written is all there is.
fn bare() -> Desk {
    with("{}")
}

fn read(desk: &Desk) -> Value {
    serde_json::from_str(&desk.file("settings.json")).expect("plain JSON")
}

#[test]
fn every_key_has_a_control_with_its_title() {
    let desk = bare();
    for key in KEYS {
        let title = key.title;
        let (role, name) = match key.control() {
            Control::None => continue,
            Control::Switch => (Role::CheckBox, title.to_owned()),
            Control::Number { .. } => {
                let unit = match key.path.rsplit('_').next() {
                    Some("minutes") => "minutes",
                    Some("seconds") => "seconds",
                    _ => "times",
                };
                let name = format!("{title}, in {unit}");
                desk.node(Role::Slider, &name);
                (Role::TextInput, name)
            }
            Control::Choice(words) if words.len() <= 3 => {
                let options = desk.of_role(Role::RadioButton);
                let own = |name: &&String| name.starts_with(&format!("{title}: "));
                assert_eq!(options.iter().filter(own).count(), words.len(), "{title}");
                continue;
            }
            Control::Choice(_) => (Role::ComboBox, title.to_owned()),
            Control::Several(words) => {
                let options = desk.of_role(Role::CheckBox);
                let own = |name: &&String| name.starts_with(&format!("{title}: "));
                assert_eq!(options.iter().filter(own).count(), words.len(), "{title}");
                continue;
            }
            Control::Movements => (Role::ComboBox, format!("Add to {title}")),
            Control::Preset => (Role::Button, "Show all presets".to_owned()),
            Control::Schedule => (Role::Button, "Add hours to Monday".to_owned()),
            Control::TimeOfDay | Control::Folder | Control::Command => {
                (Role::TextInput, title.to_owned())
            }
        };
        desk.node(role, &name);
        let groups = desk.of_role(Role::Group);
        let switch = role == Role::CheckBox;
        assert!(switch || groups.contains(&title.to_owned()), "{title}");
    }
}

#[test]
fn every_section_is_a_heading_and_can_be_gone_to() {
    let mut desk = bare();
    assert_eq!(
        desk.of_role(Role::Heading),
        [
            "Settings",
            "Reminders",
            "Hours",
            "Quiet",
            "Movements",
            "Tray",
            "Window",
            "Sound",
            "What Soleus notices",
            "Start and language",
            "Files and programs",
        ]
    );
    desk.node(Role::Link, "Sound").click_accesskit();
    desk.look();
    assert_eq!(desk.focused().as_deref(), Some("Sound"));
    desk.key(Key::Tab);
    assert_eq!(desk.focused().as_deref(), Some("Sound in a break"));
}

#[test]
fn looking_writes_nothing() {
    let mut desk = Desk::open(Page::Settings);
    desk.press("Show all presets");
    desk.node(Role::Link, "Hours").click_accesskit();
    desk.pass(Duration::from_mins(1));
    assert!(!desk.has_file("settings.json"));
}

#[test]
fn a_typed_number_is_written_when_the_field_is_left() {
    let mut desk = with(OWN);
    let every = "Time between reminders, in minutes";
    assert_eq!(desk.field(every), "40");
    desk.type_into(every, "45");
    assert_eq!(desk.file("settings.json"), OWN, "somebody still types");
    desk.key(Key::Enter);
    assert_eq!(
        desk.file("settings.json"),
        OWN.replace("\"every_minutes\": 40,", "\"every_minutes\": 45,")
    );
    let path = desk.model().settings.display().to_string();
    desk.assert_shows(&format!(
        "Written: Time between reminders, from 40 minutes to 45 minutes, in {path}."
    ));
    desk.type_into(every, "50");
    desk.key(Key::Tab);
    assert!(
        desk.file("settings.json")
            .contains("\"every_minutes\": 50,")
    );
}

#[test]
fn a_typed_number_out_of_range_is_brought_into_it_and_that_is_said() {
    let mut desk = bare();
    let every = "Time between reminders, in minutes";
    desk.enter(every, "500");
    assert_eq!(read(&desk), json!({"reminders": {"every_minutes": 240}}));
    desk.assert_shows("500 is more than the most: 240 minutes it is.");
    assert_eq!(desk.field(every), "240");
    desk.enter(every, "0");
    assert_eq!(read(&desk), json!({"reminders": {"every_minutes": 1}}));
    desk.assert_shows("0 is less than the least: 1 minute it is.");
    desk.enter(every, "soon");
    assert_eq!(read(&desk), json!({"reminders": {"every_minutes": 1}}));
    desk.assert_shows(
        "Nothing was written: soon is no whole number. From 1 to 240 minutes can be set.",
    );
    assert_eq!(desk.field(every), "1");
    desk.enter(every, "60");
    assert!(!desk.shows("Nothing was written"));
}

#[test]
fn escape_forgets_what_is_typed_and_closes_only_then() {
    let mut desk = bare();
    desk.type_into("Time between reminders, in minutes", "45");
    desk.key(Key::Escape);
    assert_eq!(desk.field("Time between reminders, in minutes"), "30");
    assert_eq!(desk.file("settings.json"), "{}");
    assert!(!desk.is_closed());
    desk.key(Key::Escape);
    assert!(desk.is_closed());
}

#[test]
fn escape_closes_an_open_list_before_the_window() {
    let mut desk = bare();
    desk.node(Role::ComboBox, "Left click").click_accesskit();
    desk.look();
    desk.assert_shows("Open the small panel");
    desk.key(Key::Escape);
    assert!(!desk.shows("Open the small panel"));
    assert!(!desk.is_closed());
    desk.key(Key::Escape);
    assert!(desk.is_closed());
}

#[test]
fn what_stands_there_already_is_not_written_again() {
    let mut desk = with(OWN);
    desk.enter("Time between reminders, in minutes", " 40 ");
    assert_eq!(desk.file("settings.json"), OWN);
    assert!(!desk.shows("Written"));
}

#[test]
fn a_slider_is_written_when_it_is_let_go() {
    let mut desk = bare();
    let name = "Time between reminders, in minutes";
    let slider = desk.node(Role::Slider, name).rect();
    desk.drag([slider.left_center(), slider.center()]);
    assert_eq!(desk.file("settings.json"), "{}", "it is still held");
    let shown: u32 = desk.field(name).parse().expect("a number");
    assert!((100..140).contains(&shown), "{shown} is not half way");
    desk.drop_at(slider.center());
    assert_eq!(read(&desk), json!({"reminders": {"every_minutes": shown}}));
}

#[test]
fn a_slider_moved_by_keys_is_written_when_it_comes_to_rest() {
    let mut desk = bare();
    desk.node(Role::Slider, "Time between reminders, in minutes")
        .focus();
    desk.look();
    for _ in 0..3 {
        desk.key(Key::ArrowRight);
    }
    assert_eq!(desk.file("settings.json"), "{}");
    assert!(desk.paints_again() <= Some(Duration::from_millis(700)));
    desk.pass(Duration::from_millis(700));
    assert_eq!(read(&desk), json!({"reminders": {"every_minutes": 33}}));
    desk.key(Key::ArrowLeft);
    desk.key(Key::Tab);
    assert_eq!(read(&desk), json!({"reminders": {"every_minutes": 32}}));
}

#[test]
fn what_is_typed_is_written_when_the_page_or_the_window_is_left() {
    let mut desk = bare();
    desk.type_into("Ask again after, in minutes", "7");
    desk.key_with(Modifiers::ALT, Key::Num5);
    assert_eq!(desk.page(), Page::Science);
    assert_eq!(
        read(&desk),
        json!({"reminders": {"repeat_after_minutes": 7}})
    );

    let mut desk = bare();
    desk.type_into("Ask again after, in minutes", "8");
    desk.ends();
    assert_eq!(
        read(&desk),
        json!({"reminders": {"repeat_after_minutes": 8}})
    );
}

#[test]
fn a_box_is_ticked() {
    let mut desk = bare();
    desk.press("Gentle start");
    assert!(desk.is_on("Gentle start"));
    assert_eq!(read(&desk), json!({"reminders": {"gentle_start": true}}));
    desk.assert_shows("Written: Gentle start, from off to on, in ");
}

#[test]
fn one_of_a_few_words_is_chosen_and_holds_at_once() {
    let mut desk = bare();
    desk.press("Light or dark: Dark");
    assert_eq!(read(&desk), json!({"window": {"theme": "dark"}}));
    assert_eq!(desk.model().look.colours, Colours::Dark);
    desk.assert_shows("Written: Light or dark, from As the desktop says to Dark, in ");
}

#[test]
fn one_of_many_words_is_chosen_from_a_list() {
    let mut desk = bare();
    desk.node(Role::ComboBox, "Left click").click_accesskit();
    desk.look();
    desk.press("Open the small panel");
    assert_eq!(read(&desk), json!({"tray": {"left_click": "panel"}}));
}

#[test]
fn any_of_a_few_words_are_ticked() {
    let mut desk = with(r#"{"movements": {"spare": ["hips"]}}"#);
    assert!(desk.is_on("Spare: Hips"));
    desk.press("Spare: Knees");
    assert_eq!(read(&desk)["movements"]["spare"], json!(["hips", "knees"]));
    desk.press("Spare: Hips");
    assert_eq!(read(&desk)["movements"]["spare"], json!(["knees"]));
    desk.assert_shows("Written: Spare, from Hips, Knees to Knees, in ");
}

#[test]
fn movements_are_added_and_removed_by_their_names() {
    let text = r#"{"movements": {"avoid": ["of-another-version", "half-squat"]}}"#;
    let mut desk = with(text);
    desk.node(Role::ComboBox, "Add to Never suggest")
        .click_accesskit();
    desk.look();
    desk.press_last("Ankle pump");
    assert_eq!(
        read(&desk)["movements"]["avoid"],
        json!(["of-another-version", "half-squat", "ankle-pump"])
    );
    desk.assert_shows("Written: Never suggest, from of-another-version, Half squat to ");
    desk.press("Remove Half squat from Never suggest");
    assert_eq!(
        read(&desk)["movements"]["avoid"],
        json!(["of-another-version", "ankle-pump"])
    );
    desk.press("Undo");
    desk.press("Undo");
    assert_eq!(
        read(&desk)["movements"]["avoid"],
        json!(["of-another-version", "half-squat"])
    );
}

#[test]
fn a_preset_is_chosen_with_its_source_and_caveat_in_sight() {
    let mut desk = with(r#"{"reminders": {"every_minutes": 30}}"#);
    desk.press("Show all presets");
    desk.assert_shows("Every 60 minutes: 5 min. Studied: a trial had this dose.");
    desk.assert_shows("Mind: Good for arteries and blood pressure in the trials;");
    desk.press("Use Hourly walk");
    assert_eq!(
        read(&desk),
        json!({"reminders": {"every_minutes": 60}, "preset": "walk-5-60"})
    );
    desk.assert_shows(
        "Written: Preset, from none to Hourly walk; Time between reminders, from 30 minutes to 60 minutes, in ",
    );
    desk.assert_shows("You use this one.");
    desk.press("Source THOSAR15, strength B");
    desk.press("Undo");
    assert_eq!(read(&desk), json!({"reminders": {"every_minutes": 30}}));
    desk.assert_shows("None: the numbers below are used as they stand.");
}

#[test]
fn a_time_of_day_is_typed_and_a_wrong_one_is_refused_beside_the_field() {
    let mut desk = bare();
    desk.enter("A new day begins at", "5:30");
    assert_eq!(read(&desk), json!({"day_starts_at": "5:30"}));
    assert_eq!(desk.field("A new day begins at"), "05:30");
    desk.enter("A new day begins at", "25:00");
    desk.assert_shows("\"25:00\" is not a time of day such as \"04:00\"");
    assert_eq!(desk.field("A new day begins at"), "05:30");
    assert_eq!(read(&desk), json!({"day_starts_at": "5:30"}));
}

#[test]
fn hours_are_set_by_weekday() {
    let mut desk = bare();
    desk.assert_shows("No day has hours: you are asked at any time.");
    desk.press("Add hours to Monday");
    assert_eq!(
        read(&desk),
        json!({"schedule": {"monday": ["09:00-17:30"]}})
    );
    desk.enter("Monday from", "08:00");
    desk.press("Add hours to Monday");
    desk.enter("Monday from, hours 2", "22:00");
    desk.enter("Monday until, hours 2", "02:00");
    desk.assert_shows("on Tuesday");
    desk.press("Use Monday's hours Tuesday to Friday");
    let day = json!(["08:00-17:30", "22:00-02:00"]);
    assert_eq!(
        read(&desk)["schedule"],
        json!({"monday": day, "tuesday": day, "wednesday": day, "thursday": day, "friday": day})
    );
    desk.press("Remove hours of Friday, hours 2");
    desk.press("Remove hours of Friday");
    assert_eq!(read(&desk)["schedule"].get("friday"), None);
    desk.enter("Monday until", "08:00");
    desk.assert_shows("ends when it begins; a whole day is \"00:00-24:00\"");
    assert_eq!(desk.field("Monday until"), "17:30");
}

#[test]
fn days_without_hours_are_added_and_removed() {
    let mut desk = bare();
    desk.enter("Add a day without hours", "12-25");
    desk.enter("Add a day without hours", "2026-12-24..2027-01-02");
    desk.assert_shows("24 December 2026 to 2 January 2027");
    desk.press("Remove 25 December of every year");
    assert_eq!(
        read(&desk),
        json!({"schedule": {"holidays": ["2026-12-24..2027-01-02"]}})
    );
    desk.enter("Add a day without hours", "Christmas");
    desk.assert_shows("\"Christmas\" is not a day such as \"2026-12-25\"");
    assert_eq!(desk.field("Add a day without hours"), "");
}

#[test]
fn a_folder_is_typed_or_is_the_usual_place() {
    let mut desk = bare();
    desk.enter("Folder of the history", "~/notes");
    assert_eq!(read(&desk), json!({"history": {"folder": "~/notes"}}));
    desk.enter("Folder of the history", "notes");
    desk.assert_shows("\"notes\" is not the full path of a folder, or null");
    desk.press("Use the usual place");
    assert_eq!(read(&desk), json!({"history": {"folder": null}}));
    assert!(!desk.shows("is not the full path"));
}

#[test]
fn a_program_and_its_arguments_are_one_line() {
    let mut desk = bare();
    let name = "When a break is due";
    desk.type_into(name, "notify-send 'Up you get' now");
    desk.assert_shows("Runs notify-send with “Up you get” and “now”.");
    desk.key(Key::Enter);
    assert_eq!(
        read(&desk),
        json!({"hooks": {"on_due": ["notify-send", "Up you get", "now"]}})
    );
    desk.enter(name, "say 'up");
    desk.assert_shows("Nothing was written: in say 'up a quote is left open.");
    assert_eq!(desk.field(name), "notify-send 'Up you get' now");
    desk.enter(name, "");
    assert_eq!(read(&desk), json!({"hooks": {"on_due": null}}));
}

#[test]
fn reset_gives_back_what_a_key_has_by_itself() {
    let mut desk = with(OWN);
    desk.press("Reset Time between reminders to: 30 minutes");
    assert!(
        desk.file("settings.json")
            .contains("\"every_minutes\": 30, // enough")
    );
    assert!(!desk.shows("Reset Time between reminders"));
    assert_eq!(desk.focused().as_deref(), Some("Time between reminders"));
    desk.press("Undo");
    assert_eq!(desk.file("settings.json"), OWN);
}

#[test]
fn changes_are_taken_back_and_made_again_one_by_one() {
    let mut desk = with(OWN);
    desk.press("Gentle start");
    desk.enter("Length of \"Later\", in minutes", "15");
    desk.press("Light or dark: Dark");
    let last = desk.file("settings.json");
    desk.press("Undo");
    desk.assert_shows("Taken back: Light or dark, from Dark to Light, in ");
    desk.key_with(Modifiers::COMMAND, Key::Z);
    desk.key_with(Modifiers::COMMAND, Key::Z);
    assert_eq!(desk.file("settings.json"), OWN);
    assert!(!desk.is_enabled(Role::Button, "Undo"));
    desk.press("Redo");
    desk.assert_shows("Written again: Gentle start, from off to on, in ");
    desk.key_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    desk.key_with(Modifiers::COMMAND, Key::Y);
    assert_eq!(desk.file("settings.json"), last);
    assert!(!desk.shows("Redo"));
}

#[test]
fn in_a_field_the_keys_take_back_what_was_typed_there() {
    let mut desk = with(OWN);
    desk.press("Gentle start");
    let now = desk.file("settings.json");
    desk.type_into("Time between reminders, in minutes", "45");
    desk.key_with(Modifiers::COMMAND, Key::Z);
    assert_eq!(desk.file("settings.json"), now);
}

#[test]
fn what_an_editor_saves_meanwhile_is_kept() {
    let mut desk = with(OWN);
    // The page knows nothing of it yet.
    desk.put_file("settings.json", &OWN.replace("\"light\"", "\"dark\""));
    desk.press("Gentle start");
    let now = desk.file("settings.json");
    assert!(now.contains("\"theme\": \"dark\""), "{now}");
    assert!(now.contains("\"gentle_start\": true"), "{now}");
    assert!(now.contains("// my own words"), "{now}");
}

#[test]
fn a_key_that_somebody_changed_since_is_not_taken_back() {
    let mut desk = with(OWN);
    let every = "Time between reminders, in minutes";
    desk.press("Gentle start");
    desk.enter(every, "45");
    let now = desk.file("settings.json").replace("45,", "50,");
    desk.told_of("settings.json", &now);
    assert_eq!(desk.field(every), "50");
    desk.press("Undo");
    desk.assert_shows("reminders.every_minutes was changed again since, and stays as it is");
    assert_eq!(desk.file("settings.json"), now);
    // The one before it still can be.
    desk.press("Undo");
    assert!(!desk.file("settings.json").contains("gentle_start"));
}

#[test]
fn while_the_disk_is_slow_the_page_shows_what_was_wished_for() {
    let mut desk = bare();
    desk.hold();
    desk.press("Gentle start");
    assert!(desk.is_on("Gentle start"));
    assert_eq!(desk.file("settings.json"), "{}");
    desk.let_go();
    assert!(desk.is_on("Gentle start"));
    assert_eq!(read(&desk), json!({"reminders": {"gentle_start": true}}));
}

#[test]
fn a_file_that_cannot_be_read_is_shown_and_left_alone() {
    let broken =
        "{\n  \"reminders\": {\n    \"every_minutes\": 40\n    \"snooze_minutes\": 5\n  }\n}\n";
    let mut desk = with(broken);
    desk.assert_shows("Found in your files");
    desk.assert_shows("a comma is missing here");
    desk.assert_shows("Soleus cannot read the settings file.");
    assert!(!desk.is_enabled(Role::CheckBox, "Gentle start"));
    assert!(!desk.is_enabled(Role::TextInput, "Time between reminders, in minutes"));
    desk.press("Open the file");
    assert_eq!(desk.files_opened, 1);
    assert_eq!(desk.file("settings.json"), broken);

    desk.told_of("settings.json", &broken.replace("40\n", "40,\n"));
    assert!(!desk.shows("Found in your files"));
    assert!(desk.is_enabled(Role::CheckBox, "Gentle start"));
    assert_eq!(desk.field("Time between reminders, in minutes"), "40");
}

#[test]
fn a_file_that_breaks_while_it_is_shown_leaves_what_was_known() {
    let mut desk = with(OWN);
    desk.told_of("settings.json", "{");
    assert_eq!(desk.field("Time between reminders, in minutes"), "40");
    assert!(!desk.is_enabled(Role::CheckBox, "Gentle start"));
}

#[test]
fn a_file_that_does_not_open_is_said() {
    let mut desk = with("{");
    let why = "there is no xdg-open".to_owned();
    desk.hear(&Heard::Came(Came::FileNotOpened(why)));
    desk.assert_shows("The file did not open: there is no xdg-open. It is ");
}

#[test]
fn one_bad_key_is_shown_beside_its_control_and_everything_else_can_be_set() {
    let text = "{\n  \"reminders\": { \"every_minutes\": \"often\" }\n}";
    let mut desk = with(text);
    desk.assert_shows("Line 2, character 35: Time between reminders (reminders.every_minutes): ");
    desk.assert_shows(
        "In the file: \"often\" is text, not a whole number of minutes from 1 to 240;",
    );
    desk.press("Gentle start");
    let now = desk.file("settings.json");
    assert!(
        now.contains("\"often\"") && now.contains("\"gentle_start\": true"),
        "{now}"
    );
    desk.press("Reset Time between reminders to: 30 minutes");
    assert!(desk.file("settings.json").contains("\"every_minutes\": 30"));
    assert!(!desk.shows("Found in your files"));
    desk.press("Undo");
    assert!(desk.file("settings.json").contains("\"often\""));
}

#[test]
fn what_is_odd_together_is_said_beside_the_control() {
    let mut desk = with(r#"{"reminders": {"every_minutes": 30}}"#);
    desk.enter("Length of \"Later\", in minutes", "60");
    assert_eq!(read(&desk)["reminders"]["snooze_minutes"], 60);
    desk.assert_shows("60 is longer than reminders.every_minutes, which is 30 (line ");
    assert!(!desk.shows("Soleus goes on with the settings it had before"));
}

#[test]
fn hours_with_a_mistake_are_mended_where_they_stand() {
    let text = r#"{"schedule": {"monday": ["09:00-17:3x"], "tuesday": ["09:00-17:30"]}}"#;
    let mut desk = with(text);
    desk.assert_shows("In the file: Monday: \"09:00-17:3x\" is not hours such as \"09:00-17:30\"");
    desk.enter("Monday until", "17:30");
    assert_eq!(
        read(&desk),
        json!({"schedule": {"monday": ["09:00-17:30"], "tuesday": ["09:00-17:30"]}})
    );
    assert!(!desk.shows("In the file: "));
}

#[test]
fn two_mistakes_in_the_hours_are_mended_one_after_the_other() {
    let text =
        r#"{"schedule": {"monday": ["09:00-17:3x"], "friday": ["9x:00-17:30", "18:00-20:00"]}}"#;
    let mut desk = with(text);
    desk.enter("Monday until", "17:30");
    // Nothing is written while another part cannot be read, and nothing typed is lost.
    assert_eq!(desk.file("settings.json"), text);
    desk.press("Remove hours of Friday");
    assert_eq!(
        read(&desk),
        json!({"schedule": {"monday": ["09:00-17:30"], "friday": ["18:00-20:00"]}})
    );
}

#[test]
fn what_is_no_schedule_can_only_be_reset() {
    let mut desk = with(r#"{"schedule": ["09:00-17:30"]}"#);
    assert!(!desk.is_enabled(Role::Button, "Add hours to Monday"));
    desk.press("Reset Hours to: always");
    assert_eq!(read(&desk), json!({"schedule": {}}));
    assert!(desk.is_enabled(Role::Button, "Add hours to Monday"));
}

#[test]
fn a_bad_key_shows_what_soleus_goes_on_with() {
    let mut desk = with(r#"{"reminders": {"every_minutes": 40}}"#);
    desk.told_of(
        "settings.json",
        r#"{"reminders": {"every_minutes": "forty"}}"#,
    );
    desk.assert_shows("Soleus goes on with 40 minutes.");
    assert_eq!(desk.field("Time between reminders, in minutes"), "40");
}

/// A file at the end of so long a path that no other with a longer name can be made beside it. Rights
/// would not stop whoever runs this as root.
#[cfg(target_os = "linux")]
fn out_of_reach(folder: &Path) -> PathBuf {
    const LONGEST_PATH: usize = 4095;
    let mut deep = folder.to_owned();
    let name = "/settings.json".len();
    loop {
        let left = LONGEST_PATH - name - deep.as_os_str().len();
        if left == 0 {
            break;
        }
        // What is left after this one is nothing, or enough for another.
        let step = if left <= 200 { left } else { left.min(202) - 2 };
        deep.push("d".repeat(step - 1));
    }
    fs::create_dir_all(&deep).expect("deep folders");
    deep.join("settings.json")
}

#[cfg(target_os = "linux")]
#[test]
fn what_cannot_be_written_is_said_beside_the_control() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = out_of_reach(folder.path());
    fs::write(&file, OWN).expect("the file");
    let mut desk = with(OWN);
    let path = desk.folder().join("settings.json");
    fs::remove_file(&path).expect("the file");
    std::os::unix::fs::symlink(&file, &path).expect("a link");
    desk.press("Gentle start");
    desk.assert_shows("Nothing was written: ");
    assert!(!desk.is_on("Gentle start"));
    assert_eq!(desk.file("settings.json"), OWN);
}

#[test]
fn a_file_that_is_none_is_said_and_left_alone() {
    let mut desk = Desk::open(Page::Science);
    fs::create_dir(desk.folder().join("settings.json")).expect("a folder");
    desk.key_with(Modifiers::ALT, Key::Num7);
    assert_eq!(desk.page(), Page::Settings);
    desk.assert_shows("it is a folder, not a file");
    assert!(!desk.is_enabled(Role::CheckBox, "Gentle start"));
}

#[test]
fn where_there_is_no_file_one_is_made_and_that_is_said() {
    let mut desk = Desk::open(Page::Settings);
    desk.press("Gentle start");
    assert!(
        desk.file("settings.json")
            .contains("\"gentle_start\": true")
    );
    desk.assert_shows("Written: Gentle start, from off to on, in the new file ");
}

#[test]
fn a_search_leaves_what_was_asked_for() {
    let mut desk = bare();
    desk.type_into("Search the settings", "knees");
    desk.assert_shows("1 setting");
    assert_eq!(desk.of_role(Role::CheckBox).len(), 4);
    assert!(desk.of_role(Role::Slider).is_empty());
    desk.type_into("Search the settings", "nothing like that");
    desk.assert_shows("Nothing found.");
}

#[test]
fn files_are_watched_while_the_page_is_shown() {
    let mut desk = bare();
    assert!(desk.watches_files());
    desk.key_with(Modifiers::ALT, Key::Num5);
    assert!(!desk.watches_files());
}

#[test]
fn every_letter_of_the_page_can_be_shown() {
    let mut desk = with(r#"{"hooks": {"on_due": ["a", "b"]}, "reminders": {"every_minutes": 0}}"#);
    desk.press("Show all presets");
    desk.node(Role::CheckBox, "Gentle start").click_accesskit();
    desk.look();
    let words = desk.labels().concat();
    assert_eq!(desk.without_picture(&words), "");
}

#[test]
fn everything_that_can_be_pressed_has_a_name() {
    let mut desk = with(r#"{"schedule": {"monday": ["09:00-12:00", "13:00-17:00"]}}"#);
    desk.press("Show all presets");
    assert_eq!(desk.nameless(), [""; 0]);
}

#[test]
fn the_keyboard_alone_goes_through_the_page_in_its_order() {
    let mut desk = with(r#"{"window": {"theme": "dark"}}"#);
    let mut seen = Vec::new();
    for _ in 0..40 {
        desk.key(Key::Tab);
        seen.extend(desk.focused());
        assert!(
            desk.focus_is_in_sight(),
            "{:?} is out of sight",
            desk.focused()
        );
    }
    let from = seen
        .iter()
        .position(|name| name == "Search the settings")
        .expect("the search");
    assert_eq!(
        seen[from..][..7],
        [
            "Search the settings",
            "Show all presets",
            "Time between reminders, in minutes",
            "Time between reminders, in minutes",
            "Gentle start",
            "Length of \"Later\", in minutes",
            "Length of \"Later\", in minutes",
        ]
    );
}

#[test]
fn nothing_is_cut_off_in_narrow_windows_and_with_large_text() {
    let text = r#"{
      "preset": "walk-5-60",
      "schedule": {"monday": ["09:00-12:00", "22:00-02:00"], "holidays": ["2026-12-24..2027-01-02"]},
      "movements": {"avoid": ["half-squat", "standing-calf-raise"]},
      "hooks": {"on_due": ["/usr/local/bin/a-program-with-a-long-name", "and", "arguments"]},
      "reminders": {"every_minutes": 500}
    }"#;
    for (colours, size, zoom) in [
        (Colours::Light, [360.0, 480.0], 1.0),
        (Colours::HighContrast, [360.0, 480.0], 1.0),
        (Colours::Light, [760.0, 620.0], 1.0),
        (Colours::Dark, [1400.0, 800.0], 1.0),
        (Colours::Light, [760.0, 620.0], 2.0),
        (Colours::Light, [440.0, 620.0], 2.0),
    ] {
        let look = Look {
            colours,
            ..Look::default()
        };
        let mut desk = Desk::open_with(Page::Settings, look, size, &[("settings.json", text)]);
        desk.zoom(zoom);
        desk.press("Show all presets");
        desk.node(Role::CheckBox, "Gentle start").click_accesskit();
        desk.look();
        assert_eq!(desk.cut_off(), [""; 0], "{size:?} at {zoom}");
    }
}

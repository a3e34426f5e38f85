//! The words and values of the settings file as a person reads them.

use serde_json::Value;

use super::hours;
use super::program;
use crate::movements::{Catalogue, Preset};
use crate::settings::{Control, Key, Unit};
use crate::window::pages::reading::capital;

/// Key, word in the file, words for people. A key of "" stands for every key.
const CHOICES: &[(&str, &str, &str)] = &[
    (
        "quiet.in_call",
        "discreet",
        "Offer a movement nobody can see",
    ),
    ("quiet.in_call", "tray-only", "Show it in the tray only"),
    (
        "tray.",
        "log-or-snooze",
        "Book the suggested movement; ask again later, while a reminder is open",
    ),
    (
        "tray.",
        "snooze-or-log",
        "Ask again later; book the suggested movement, while a reminder is open",
    ),
    ("tray.", "log", "Book the suggested movement"),
    ("tray.", "snooze", "Ask again later"),
    ("tray.", "start", "Start a break"),
    ("tray.", "stand", "Say that you stand, or sit again"),
    ("tray.", "pause", "Pause, or go on"),
    ("tray.", "panel", "Open the small panel"),
    ("tray.", "nothing", "Nothing"),
    ("language", "en", "English"),
    ("movements.effort", "gentle", "Gentle"),
    ("movements.effort", "usual", "Usual"),
    ("movements.effort", "strong", "Strong"),
    ("movements.place", "desk", "At the desk"),
    ("movements.place", "meeting", "In a meeting"),
    ("movements.place", "home", "At home"),
    ("movements.legs", "both", "Both"),
    ("movements.legs", "left", "Left only"),
    ("movements.legs", "right", "Right only"),
    ("movements.spare", "knees", "Knees"),
    ("movements.spare", "ankles", "Ankles"),
    ("movements.spare", "hips", "Hips"),
    ("movements.spare", "balance", "Balance"),
    ("window.theme", "light", "Light"),
    ("window.theme", "dark", "Dark"),
    ("window.contrast", "normal", "Normal"),
    ("window.contrast", "high", "High"),
    ("window.motion", "full", "They move"),
    ("window.motion", "still", "Stills"),
    ("", "system", "As the desktop says"),
];

/// A word of the file as a person reads it.
pub(super) fn choice(path: &str, word: &str) -> String {
    let known = CHOICES
        .iter()
        .find(|(key, known, _)| *known == word && path.starts_with(key));
    known.map_or_else(
        || capital(&word.replace('-', " ")),
        |(_, _, plain)| (*plain).to_owned(),
    )
}

/// What is counted, in words that follow the number.
pub(super) fn unit(unit: Unit, count: u64) -> &'static str {
    match (unit, count) {
        (Unit::Minutes, 1) => "minute",
        (Unit::Minutes, _) => "minutes",
        (Unit::Seconds, 1) => "second",
        (Unit::Seconds, _) => "seconds",
        (Unit::Times, 1) => "time",
        (Unit::Times, _) => "times",
    }
}

/// A movement by its name.
pub(super) fn movement<'n>(catalogue: &'n Catalogue, id: &'n str) -> &'n str {
    catalogue.movement(id).map_or(id, |entry| &entry.name)
}

/// A value as a person reads it: "45 minutes", "on", "Half squat".
pub(super) fn value(key: &Key, value: &Value, catalogue: &Catalogue) -> String {
    let text = value.as_str();
    match key.control() {
        Control::None | Control::TimeOfDay => text.map_or_else(|| value.to_string(), str::to_owned),
        Control::Switch => match value.as_bool() {
            Some(true) => "on".to_owned(),
            Some(false) => "off".to_owned(),
            None => value.to_string(),
        },
        Control::Number { unit: counted, .. } => match value.as_u64() {
            Some(count) => format!("{count} {}", unit(counted, count)),
            None => value.to_string(),
        },
        Control::Choice(_) => text.map_or_else(|| value.to_string(), |word| choice(key.path, word)),
        Control::Several(_) => listed(value, |word| choice(key.path, word)),
        Control::Movements => listed(value, |id| movement(catalogue, id).to_owned()),
        Control::Schedule => hours::in_words(value),
        Control::Preset => text.map_or_else(
            || "none".to_owned(),
            |id| {
                Preset::named(id)
                    .map_or(id, |preset| &preset.name)
                    .to_owned()
            },
        ),
        Control::Folder => text.map_or_else(|| "the usual place".to_owned(), str::to_owned),
        Control::Command => match words_of(value).as_slice() {
            [] => "nothing".to_owned(),
            words => program::line(words),
        },
    }
}

/// The words of a list.
pub(super) fn words_of(value: &Value) -> Vec<String> {
    let words = value.as_array().into_iter().flatten();
    words.filter_map(Value::as_str).map(str::to_owned).collect()
}

fn listed(value: &Value, name: impl Fn(&str) -> String) -> String {
    let words = words_of(value);
    if words.is_empty() {
        return "nothing".to_owned();
    }
    let names: Vec<_> = words.iter().map(|word| name(word)).collect();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::settings::KEYS;

    #[test]
    fn every_word_of_the_file_has_words_for_people() {
        for key in KEYS {
            let (Control::Choice(words) | Control::Several(words)) = key.control() else {
                continue;
            };
            for word in words {
                let known = CHOICES
                    .iter()
                    .any(|(path, known, _)| *known == word && key.path.starts_with(path));
                assert!(known, "{}: {word}", key.path);
            }
        }
    }

    #[test]
    fn values_are_said_as_people_say_them() {
        let table = [
            ("reminders.every_minutes", json!(45), "45 minutes"),
            ("reminders.every_minutes", json!(1), "1 minute"),
            ("reminders.max_repeats", json!(3), "3 times"),
            ("reminders.gentle_start", json!(true), "on"),
            ("quiet.full_screen", json!(false), "off"),
            ("day_starts_at", json!("04:00"), "04:00"),
            ("window.theme", json!("system"), "As the desktop says"),
            ("movements.avoid", json!([]), "nothing"),
            (
                "movements.avoid",
                json!(["half-squat", "gone"]),
                "Half squat, gone",
            ),
            ("movements.spare", json!(["knees", "hips"]), "Knees, Hips"),
            ("preset", json!(null), "none"),
            ("preset", json!("walk-5-60"), "Hourly walk"),
            ("history.folder", json!(null), "the usual place"),
            ("hooks.on_due", json!(null), "nothing"),
            (
                "hooks.on_due",
                json!(["notify-send", "Up you get"]),
                "notify-send 'Up you get'",
            ),
            ("schedule", json!({}), "always"),
        ];
        for (path, written, expected) in table {
            let key = Key::named(path).unwrap();
            assert_eq!(
                value(key, &written, Catalogue::built_in()),
                expected,
                "{path}"
            );
        }
    }
}

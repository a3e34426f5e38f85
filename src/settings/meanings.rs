//! What each word means that a key accepts, where the word alone does not say it.

use crate::movements::Preset;

/// What a word of a key means, in one sentence: `window.theme`, `system`.
#[must_use]
pub fn meaning(key: &str, word: &str) -> Option<&'static str> {
    match key {
        "preset" => Preset::named(word).map(|preset| preset.does.as_str()),
        "tray.left_click" | "tray.middle_click" => click(word),
        _ => MEANINGS
            .iter()
            .find(|(of, named, _)| *of == key && *named == word)
            .map(|(_, _, means)| *means),
    }
}

const MEANINGS: &[(&str, &str, &str)] = &[
    (
        "language",
        "system",
        "The desktop's, where Soleus speaks it; else English.",
    ),
    ("language", "en", "English."),
    (
        "quiet.in_call",
        "discreet",
        "Offers, without a sound, a movement nobody can see.",
    ),
    (
        "quiet.in_call",
        "tray-only",
        "Shows it in the tray and nowhere else.",
    ),
    ("movements.effort", "gentle", "The lowest level."),
    ("movements.effort", "usual", "The middle level."),
    ("movements.effort", "strong", "The highest level."),
    ("movements.place", "desk", "At a desk, with others about."),
    (
        "movements.place",
        "meeting",
        "Among others who look: only what nobody sees.",
    ),
    (
        "movements.place",
        "home",
        "Where nobody minds: what is odd at a desk too.",
    ),
    ("movements.legs", "both", "Both legs."),
    ("movements.legs", "left", "The left leg alone."),
    ("movements.legs", "right", "The right leg alone."),
    ("window.theme", "system", "As the desktop says."),
    ("window.theme", "light", "Light."),
    ("window.theme", "dark", "Dark."),
    ("window.contrast", "system", "As the desktop says."),
    ("window.contrast", "normal", "Normal contrast."),
    ("window.contrast", "high", "High contrast."),
    ("window.motion", "system", "As the desktop says."),
    ("window.motion", "full", "Figures move."),
    (
        "window.motion",
        "still",
        "Their key poses are shown as stills.",
    ),
];

fn click(word: &str) -> Option<&'static str> {
    Some(match word {
        "log-or-snooze" => "Books the suggested movement; asks again later when a reminder is due.",
        "snooze-or-log" => "Asks again later; books the suggested movement when a reminder is due.",
        "log" => "Books the suggested movement.",
        "snooze" => "Asks again later.",
        "start" => "Starts a break.",
        "stand" => "Says that you stand, or that you sit: whichever is new.",
        "pause" => "Pauses, or goes on.",
        "panel" => "Opens the clock and three buttons.",
        "nothing" => "Nothing.",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::keys::{Control, KEYS};
    use super::*;

    #[test]
    fn every_word_of_a_choice_says_what_it_means() {
        for key in KEYS {
            if let Control::Choice(words) = key.control() {
                for word in words {
                    let means = meaning(key.path, word);
                    assert!(
                        means.is_some_and(|means| means.ends_with('.')),
                        "{}: {word}",
                        key.path
                    );
                }
            }
        }
    }

    #[test]
    fn no_meaning_is_of_a_word_that_is_gone() {
        for (key, word, _) in MEANINGS {
            let key = KEYS.iter().find(|known| known.path == *key);
            let control = key.map(super::super::keys::Key::control);
            assert!(
                matches!(&control, Some(Control::Choice(words)) if words.contains(word)),
                "{word}"
            );
        }
    }
}

//! Which keys stand together, in the order of people, and which of them a search leaves.

use super::plain;
use crate::settings::{Control, KEYS, Key};

/// Keys that stand together under one heading.
pub(super) struct Section {
    /// The heading.
    pub(super) title: &'static str,
    /// Full names of keys, in their order.
    keys: &'static [&'static str],
}

/// What is set most comes first.
pub(super) const SECTIONS: [Section; 11] = [
    Section {
        title: "Reminders",
        keys: &[
            "preset",
            "reminders.every_minutes",
            "reminders.gentle_start",
            "reminders.snooze_minutes",
            "reminders.repeat_after_minutes",
            "reminders.max_repeats",
            "reminders.show_seconds",
            "reminders.wait_for_pause_seconds",
            "reminders.longest_sitting_minutes",
            "reminders.long_break_minutes",
            "standing.every_minutes",
        ],
    },
    Section {
        title: "Hours",
        keys: &["schedule", "day_starts_at"],
    },
    Section {
        title: "Quiet",
        keys: &["quiet.in_call", "quiet.do_not_disturb", "quiet.full_screen"],
    },
    Section {
        title: "Movements",
        keys: &[
            "movements.effort",
            "movements.place",
            "movements.only_seated",
            "movements.legs",
            "movements.spare",
            "movements.stairs",
            "movements.vigorous",
            "movements.favourites",
            "movements.avoid",
        ],
    },
    Section {
        title: "Tray",
        keys: &["tray.left_click", "tray.middle_click"],
    },
    Section {
        title: "Window",
        keys: &[
            "window.guide",
            "window.open_on_due",
            "window.theme",
            "window.contrast",
            "window.motion",
        ],
    },
    Section {
        title: "Sound",
        keys: &["sound.guided_break"],
    },
    Section {
        title: "What Soleus notices",
        keys: &[
            "sensors.idle",
            "presence.away_after_minutes",
            "reminders.break_minutes",
            "reminders.ask_after_absence",
            "sensors.lock",
            "sensors.microphone",
            "sensors.camera",
            "sensors.media",
        ],
    },
    Section {
        title: "Start and language",
        keys: &["start_at_login", "language"],
    },
    Section {
        title: "Files and programs",
        keys: &[
            "history.folder",
            "history.weekly_goal_minutes",
            "history.weekly_letter",
            "hooks.on_due",
            "hooks.on_break",
            "hooks.on_snooze",
            "hooks.on_away",
            "hooks.on_back",
            "hooks.time_limit_seconds",
        ],
    },
    // A key that nobody gave a place yet can be set all the same.
    Section {
        title: "More",
        keys: &[],
    },
];

impl Section {
    /// Its keys that the search leaves.
    pub(super) fn keys(&self, search: &Search) -> Vec<&'static Key> {
        let mut keys: Vec<_> = self
            .keys
            .iter()
            .filter_map(|path| Key::named(path))
            .collect();
        if self.keys.is_empty() {
            let placed = |key: &&Key| {
                let held = |section: &Section| section.keys.contains(&key.path);
                SECTIONS.iter().any(held)
            };
            keys.extend(KEYS.iter().filter(|key| !placed(key)));
        }
        keys.retain(|key| key.control() != Control::None && search.finds(self, key));
        keys
    }
}

/// The words that are looked for, each in small letters.
pub(super) struct Search(Vec<String>);

impl Search {
    pub(super) fn of(written: &str) -> Self {
        Self(written.split_whitespace().map(str::to_lowercase).collect())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether all of them stand in what is said of this key, taken together.
    fn finds(&self, section: &Section, key: &Key) -> bool {
        let mut all = [section.title, key.title, key.doc, key.path].join(" ");
        if let Control::Choice(words) | Control::Several(words) = key.control() {
            for word in words {
                all += " ";
                all += &plain::choice(key.path, word);
            }
        }
        let all = all.to_lowercase();
        self.0.iter().all(|word| all.contains(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_has_a_place_and_no_more_than_one() {
        for key in KEYS {
            let held = |section: &&Section| section.keys.contains(&key.path);
            let expected = usize::from(key.control() != Control::None);
            assert_eq!(
                SECTIONS.iter().filter(held).count(),
                expected,
                "{}",
                key.path
            );
        }
        let nameless: Vec<_> = SECTIONS
            .iter()
            .flat_map(|section| section.keys)
            .filter(|path| Key::named(path).is_none())
            .collect();
        assert!(nameless.is_empty(), "no such keys: {nameless:?}");
    }

    #[test]
    fn a_search_looks_into_titles_explanations_names_and_choices() {
        let found = |written: &str| -> Vec<&str> {
            let search = Search::of(written);
            let keys = SECTIONS.iter().flat_map(|section| section.keys(&search));
            keys.map(|key| key.path).collect()
        };
        assert_eq!(found("snooze_min"), ["reminders.snooze_minutes"]);
        assert_eq!(found("FILM playing"), ["sensors.media"]);
        assert_eq!(found("left only leg"), ["movements.legs"]);
        assert_eq!(found("nothing is called so"), [""; 0]);
        assert_eq!(found("").len(), KEYS.len() - 1);
    }
}

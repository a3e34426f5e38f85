//! The one table of keys: path, what is accepted, default, what it is for.
//!
//! The default file, the checks and the explanations all come from this table.

use crate::engine::rules::{ClickDoes, InCall};
use crate::movements::{Effort, Legs, Place};

use super::accepts::{Accepts, CLICKS, IN_CALL};
use super::choice::Choice;
use super::looks::{Contrast, Motion, Theme};
use super::values::Settings;

/// One key of the settings file.
#[derive(Debug)]
pub struct Key {
    /// Its full name: `reminders.every_minutes`.
    pub path: &'static str,
    /// What it is for, in one line.
    pub doc: &'static str,
    pub(super) accepts: Accepts,
}

/// Every key, in the order of the default file.
pub static KEYS: &[Key] = &[
    Key {
        path: "version",
        doc: "The version of this file's shape.",
        accepts: Accepts::Version,
    },
    Key {
        path: "start_at_login",
        doc: "Whether Soleus starts when you log in.",
        accepts: Accepts::Switch(true, |s| &mut s.start_at_login),
    },
    Key {
        path: "day_starts_at",
        doc: "When a new day begins.",
        accepts: Accepts::TimeOfDay("04:00", |s| &mut s.day_starts_at),
    },
    Key {
        path: "preset",
        doc: "Interval, dose and movements under one name, by id; what you write yourself goes before.",
        accepts: Accepts::Preset(|s| &mut s.preset),
    },
    Key {
        path: "reminders.every_minutes",
        doc: "You are asked after this much time without leg work.",
        accepts: Accepts::Minutes(1, 240, 30, |s| &mut s.reminders.every),
    },
    Key {
        path: "reminders.longest_sitting_minutes",
        doc: "After this much unbroken sitting you are asked for a long break on your feet.",
        accepts: Accepts::Minutes(15, 480, 120, |s| &mut s.reminders.longest_sitting),
    },
    Key {
        path: "reminders.long_break_minutes",
        doc: "How long the long break is.",
        accepts: Accepts::Minutes(1, 60, 10, |s| &mut s.reminders.long_break),
    },
    Key {
        path: "reminders.break_minutes",
        doc: "An absence shorter than this does not end your sitting.",
        accepts: Accepts::Minutes(1, 30, 2, |s| &mut s.reminders.break_length),
    },
    Key {
        path: "reminders.repeat_after_minutes",
        doc: "A reminder without an answer comes again after this much sitting.",
        accepts: Accepts::Minutes(1, 120, 5, |s| &mut s.reminders.repeat_after),
    },
    Key {
        path: "reminders.max_repeats",
        doc: "How many times it comes again before only the tray says it.",
        accepts: Accepts::Times(0, 20, 3, |s| &mut s.reminders.max_repeats),
    },
    Key {
        path: "reminders.snooze_minutes",
        doc: "How long \"Later\" is, in sitting time.",
        accepts: Accepts::Minutes(1, 240, 10, |s| &mut s.reminders.snooze),
    },
    Key {
        path: "reminders.wait_for_pause_seconds",
        doc: "How long a reminder waits for a pause in your typing.",
        accepts: Accepts::Seconds(0, 600, 60, |s| &mut s.reminders.wait_for_pause),
    },
    Key {
        path: "reminders.show_seconds",
        doc: "How long a reminder stays on the screen.",
        accepts: Accepts::Seconds(5, 7200, 120, |s| &mut s.reminders.show),
    },
    Key {
        path: "reminders.ask_after_absence",
        doc: "Whether you are asked \"On your feet?\" when you come back.",
        accepts: Accepts::Switch(true, |s| &mut s.reminders.ask_after_absence),
    },
    Key {
        path: "standing.every_minutes",
        doc: "While standing, you are asked to move after this much time.",
        accepts: Accepts::Minutes(1, 240, 15, |s| &mut s.standing_every),
    },
    Key {
        path: "presence.away_after_minutes",
        doc: "Without any input for this long you count as away.",
        accepts: Accepts::Minutes(1, 60, 5, |s| &mut s.presence.away_after),
    },
    Key {
        path: "quiet.in_call",
        doc: "In a call: offer a movement nobody can see, or show it in the tray only.",
        accepts: Accepts::Choice(&Choice {
            words: IN_CALL,
            default: InCall::Discreet,
            field: |s| &mut s.in_call,
        }),
    },
    Key {
        path: "schedule",
        doc: "When you are asked at all, such as { \"monday\": [\"09:00-17:30\"] }; empty: always.",
        accepts: Accepts::Schedule(|s| &mut s.schedule),
    },
    Key {
        path: "movements.avoid",
        doc: "Movements that are never suggested to you, by id.",
        accepts: Accepts::Movements(|s| &mut s.movements.avoid),
    },
    Key {
        path: "movements.favourites",
        doc: "Movements you like best, by id: suggested before others.",
        accepts: Accepts::Movements(|s| &mut s.movements.favourites),
    },
    Key {
        path: "movements.only_seated",
        doc: "Whether only movements in the chair are suggested.",
        accepts: Accepts::Switch(false, |s| &mut s.movements.only_seated),
    },
    Key {
        path: "movements.stairs",
        doc: "Whether stairs are suggested too.",
        accepts: Accepts::Switch(false, |s| &mut s.movements.stairs),
    },
    Key {
        path: "movements.vigorous",
        doc: "Whether hard movements are suggested too. Ask a doctor first if in doubt.",
        accepts: Accepts::Switch(false, |s| &mut s.movements.vigorous),
    },
    Key {
        path: "movements.effort",
        doc: "How much of a movement, where it has rungs.",
        accepts: Accepts::Choice(&Choice {
            words: &Effort::WORDS,
            default: Effort::Usual,
            field: |s| &mut s.movements.effort,
        }),
    },
    Key {
        path: "movements.place",
        doc: "Where you are: only what is not odd there is suggested.",
        accepts: Accepts::Choice(&Choice {
            words: &Place::WORDS,
            default: Place::Desk,
            field: |s| &mut s.movements.place,
        }),
    },
    Key {
        path: "movements.legs",
        doc: "The legs that can be worked.",
        accepts: Accepts::Choice(&Choice {
            words: &Legs::WORDS,
            default: Legs::Both,
            field: |s| &mut s.movements.legs,
        }),
    },
    Key {
        path: "movements.spare",
        doc: "What is to be spared: movements that load it are not suggested.",
        accepts: Accepts::Spared(|s| &mut s.movements.spare),
    },
    Key {
        path: "tray.left_click",
        doc: "What a left click on the tray icon does.",
        accepts: Accepts::Choice(&Choice {
            words: CLICKS,
            default: ClickDoes::LogOrSnooze,
            field: |s| &mut s.tray.left,
        }),
    },
    Key {
        path: "tray.middle_click",
        doc: "What a middle click on the tray icon does.",
        accepts: Accepts::Choice(&Choice {
            words: CLICKS,
            default: ClickDoes::SnoozeOrLog,
            field: |s| &mut s.tray.middle,
        }),
    },
    Key {
        path: "window.guide",
        doc: "Whether a break you start is shown in the window.",
        accepts: Accepts::Switch(true, |s| &mut s.window.guide),
    },
    Key {
        path: "window.open_on_due",
        doc: "Whether the window opens by itself when a break is due.",
        accepts: Accepts::Switch(false, |s| &mut s.window.open_on_due),
    },
    Key {
        path: "window.theme",
        doc: "Light or dark.",
        accepts: Accepts::Choice(&Choice {
            words: &Theme::WORDS,
            default: Theme::System,
            field: |s| &mut s.window.theme,
        }),
    },
    Key {
        path: "window.contrast",
        doc: "Normal or high contrast.",
        accepts: Accepts::Choice(&Choice {
            words: &Contrast::WORDS,
            default: Contrast::System,
            field: |s| &mut s.window.contrast,
        }),
    },
    Key {
        path: "window.motion",
        doc: "Whether figures move, or are shown as stills.",
        accepts: Accepts::Choice(&Choice {
            words: &Motion::WORDS,
            default: Motion::System,
            field: |s| &mut s.window.motion,
        }),
    },
    Key {
        path: "sound.guided_break",
        doc: "Whether a break shown in the window ticks softly and ends with a tone.",
        accepts: Accepts::Switch(false, |s| &mut s.guided_break_sounds),
    },
    Key {
        path: "sensors.idle",
        doc: "Whether Soleus notices when nobody uses keyboard and mouse.",
        accepts: Accepts::Switch(true, |s| &mut s.sensors.idle),
    },
    Key {
        path: "sensors.lock",
        doc: "Whether Soleus notices a locked screen.",
        accepts: Accepts::Switch(true, |s| &mut s.sensors.lock),
    },
    Key {
        path: "sensors.microphone",
        doc: "Whether Soleus takes a microphone in use for a call.",
        accepts: Accepts::Switch(true, |s| &mut s.sensors.microphone),
    },
    Key {
        path: "sensors.camera",
        doc: "Whether Soleus takes a camera in use for a call.",
        accepts: Accepts::Switch(true, |s| &mut s.sensors.camera),
    },
    Key {
        path: "sensors.media",
        doc: "Whether Soleus takes a playing film for sitting.",
        accepts: Accepts::Switch(true, |s| &mut s.sensors.media),
    },
    Key {
        path: "sensors.do_not_disturb",
        doc: "Whether reminders wait while the desktop's do-not-disturb is on.",
        accepts: Accepts::Switch(true, |s| &mut s.sensors.do_not_disturb),
    },
    Key {
        path: "sensors.full_screen",
        doc: "Whether reminders wait while a window covers the screen.",
        accepts: Accepts::Switch(true, |s| &mut s.sensors.full_screen),
    },
    Key {
        path: "history.folder",
        doc: "A folder of your own for the history; null: the usual place.",
        accepts: Accepts::Folder(|s| &mut s.history_folder),
    },
];

impl Key {
    /// What it accepts, in words: "a whole number of minutes from 1 to 240".
    #[must_use]
    pub fn accepted(&self) -> String {
        self.accepts.words()
    }

    /// Its value in these settings, as it is written in the file.
    #[must_use]
    pub fn shown(&self, settings: &Settings) -> String {
        self.accepts.shown(&mut settings.clone())
    }
}

/// The text of a settings file that holds every key.
#[must_use]
pub fn text(settings: &Settings) -> String {
    let mut text = String::from("{");
    let mut open = None;
    let mut comma = "";
    for key in KEYS {
        let (section, name) = match key.path.split_once('.') {
            Some((section, name)) => (Some(section), name),
            None => (None, key.path),
        };
        if section != open {
            if open.is_some() {
                text += "\n  }";
            }
            if let Some(section) = section {
                text += &format!("{comma}\n  \"{section}\": {{");
                comma = "";
            }
            open = section;
        }
        let indent = if section.is_some() { "    " } else { "  " };
        text += &format!("{comma}\n{indent}\"{name}\": {}", key.shown(settings));
        comma = ",";
    }
    if open.is_some() {
        text += "\n  }";
    }
    text + "\n}\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_file_holds_every_key_at_its_default() {
        let expected = text(&Settings::default());
        assert_eq!(include_str!("../../config/settings.json"), expected);
        assert_eq!(
            expected.matches(": ").count(),
            KEYS.len() + 10,
            "{expected}"
        );
    }

    #[test]
    fn numbers_say_their_unit_in_the_key() {
        for key in KEYS {
            match key.accepts {
                Accepts::Minutes(..) => assert!(key.path.ends_with("_minutes"), "{}", key.path),
                Accepts::Seconds(..) => assert!(key.path.ends_with("_seconds"), "{}", key.path),
                _ => {}
            }
        }
    }

    #[test]
    fn every_key_is_explained_in_one_sentence() {
        for key in KEYS {
            assert!(key.doc.ends_with('.'), "{}", key.path);
            assert!(key.doc.len() <= 90, "{}", key.path);
        }
    }
}

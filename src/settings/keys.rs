//! The one table of keys: path, what is accepted, default, what it is for.
//!
//! The default file, the checks and the explanations all come from this table.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde_json::Value;

use crate::engine::rules::{ClickDoes, InCall};
use crate::movements::{Effort, Legs, Place, Preset};
use crate::text::nearest;

use super::accepts::{Accepts, CLICKS, IN_CALL};
use super::choice::Choice;
use super::looks::{Contrast, Language, Motion, Theme};
use super::values::Settings;

/// One key of the settings file.
#[derive(Debug)]
pub struct Key {
    /// Its full name: `reminders.every_minutes`.
    pub path: &'static str,
    /// What it is called where people choose: "Time between reminders".
    pub title: &'static str,
    /// What it is for, in one line.
    pub doc: &'static str,
    /// What it was called in files of an older version, where it is still read.
    pub formerly: Option<&'static str>,
    pub(super) accepts: Accepts,
}

/// Every key, in the order of the default file.
pub static KEYS: &[Key] = &[
    Key {
        path: "version",
        title: "Version",
        doc: "The version of this file's shape.",
        formerly: None,
        accepts: Accepts::Version,
    },
    Key {
        path: "start_at_login",
        title: "Start at login",
        doc: "Soleus starts when you log in.",
        formerly: None,
        accepts: Accepts::Switch(true, |s| &mut s.start_at_login),
    },
    Key {
        path: "day_starts_at",
        title: "A new day begins at",
        doc: "Until then, late work counts for the day before.",
        formerly: None,
        accepts: Accepts::TimeOfDay("04:00", |s| &mut s.day_starts_at),
    },
    Key {
        path: "language",
        title: "Language",
        doc: "The language Soleus speaks. English is the only one so far.",
        formerly: None,
        accepts: Accepts::Choice(&Choice {
            words: &Language::WORDS,
            default: Language::System,
            field: |s| &mut s.language,
        }),
    },
    Key {
        path: "preset",
        title: "Preset",
        doc: "Interval, dose and movements under one name, by id; what you set yourself comes first.",
        formerly: None,
        accepts: Accepts::Preset(|s| &mut s.preset),
    },
    Key {
        path: "reminders.every_minutes",
        title: "Time between reminders",
        doc: "You are asked after this much time without moving your legs.",
        formerly: None,
        accepts: Accepts::Minutes(1, 240, 30, |s| &mut s.reminders.every),
    },
    Key {
        path: "reminders.longest_sitting_minutes",
        title: "Longest sitting",
        doc: "After this much unbroken sitting you are asked for a long break on your feet.",
        formerly: None,
        accepts: Accepts::Minutes(15, 480, 120, |s| &mut s.reminders.longest_sitting),
    },
    Key {
        path: "reminders.long_break_minutes",
        title: "Long break",
        doc: "How long you are asked to be on your feet then.",
        formerly: None,
        accepts: Accepts::Minutes(1, 60, 10, |s| &mut s.reminders.long_break),
    },
    Key {
        path: "reminders.break_minutes",
        title: "Shortest break",
        doc: "An absence shorter than this does not end your sitting.",
        formerly: None,
        accepts: Accepts::Minutes(1, 30, 2, |s| &mut s.reminders.break_length),
    },
    Key {
        path: "reminders.repeat_after_minutes",
        title: "Ask again after",
        doc: "A reminder without an answer comes again after this much sitting.",
        formerly: None,
        accepts: Accepts::Minutes(1, 120, 5, |s| &mut s.reminders.repeat_after),
    },
    Key {
        path: "reminders.max_repeats",
        title: "Times to ask again",
        doc: "How many times a reminder comes again before only the tray shows it.",
        formerly: None,
        accepts: Accepts::Times(0, 20, 3, |s| &mut s.reminders.max_repeats),
    },
    Key {
        path: "reminders.snooze_minutes",
        title: "Length of \"Later\"",
        doc: "How long \"Later\" is, in sitting time.",
        formerly: None,
        accepts: Accepts::Minutes(1, 240, 10, |s| &mut s.reminders.snooze),
    },
    Key {
        path: "reminders.wait_for_pause_seconds",
        title: "Wait for a pause in typing",
        doc: "How long a reminder waits, at most, for a pause in your typing.",
        formerly: None,
        accepts: Accepts::Seconds(0, 600, 60, |s| &mut s.reminders.wait_for_pause),
    },
    Key {
        path: "reminders.show_seconds",
        title: "Time on the screen",
        doc: "How long a reminder stays on the screen.",
        formerly: None,
        accepts: Accepts::Seconds(5, 7200, 120, |s| &mut s.reminders.show),
    },
    Key {
        path: "reminders.ask_after_absence",
        title: "Ask \"On your feet?\"",
        doc: "You are asked \"On your feet?\" when you come back.",
        formerly: None,
        accepts: Accepts::Switch(true, |s| &mut s.reminders.ask_after_absence),
    },
    Key {
        path: "reminders.gentle_start",
        title: "Gentle start",
        doc: "Asks once an hour for five working days; then you choose.",
        formerly: None,
        accepts: Accepts::Switch(false, |s| &mut s.reminders.gentle_start),
    },
    Key {
        path: "standing.every_minutes",
        title: "Time between reminders while standing",
        doc: "While standing, you are asked to move after this much time.",
        formerly: None,
        accepts: Accepts::Minutes(1, 240, 15, |s| &mut s.standing_every),
    },
    Key {
        path: "presence.away_after_minutes",
        title: "Away without input after",
        doc: "Without any input for this long you count as away.",
        formerly: None,
        accepts: Accepts::Minutes(1, 60, 5, |s| &mut s.presence.away_after),
    },
    Key {
        path: "quiet.in_call",
        title: "In a call",
        doc: "Offer a movement nobody can see, or show a reminder in the tray only.",
        formerly: None,
        accepts: Accepts::Choice(&Choice {
            words: IN_CALL,
            default: InCall::Discreet,
            field: |s| &mut s.in_call,
        }),
    },
    Key {
        path: "quiet.do_not_disturb",
        title: "Wait for do-not-disturb",
        doc: "Reminders wait while the desktop's do-not-disturb is on.",
        formerly: Some("sensors.do_not_disturb"),
        accepts: Accepts::Switch(true, |s| &mut s.sensors.do_not_disturb),
    },
    Key {
        path: "quiet.full_screen",
        title: "Wait for full screen",
        doc: "Reminders wait while a window covers the screen.",
        formerly: Some("sensors.full_screen"),
        accepts: Accepts::Switch(true, |s| &mut s.sensors.full_screen),
    },
    Key {
        path: "schedule",
        title: "Hours",
        doc: "When you are asked, such as { \"monday\": [\"09:00-17:30\"] }, and \"holidays\"; empty: always.",
        formerly: None,
        accepts: Accepts::Schedule(|s| &mut s.schedule),
    },
    Key {
        path: "movements.avoid",
        title: "Never suggest",
        doc: "Movements that are never suggested to you, by id.",
        formerly: None,
        accepts: Accepts::Movements(|s| &mut s.movements.avoid),
    },
    Key {
        path: "movements.favourites",
        title: "Favourites",
        doc: "Movements you like best, by id: suggested before others.",
        formerly: None,
        accepts: Accepts::Movements(|s| &mut s.movements.favourites),
    },
    Key {
        path: "movements.only_seated",
        title: "Only in the chair",
        doc: "Only movements in the chair are suggested.",
        formerly: None,
        accepts: Accepts::Switch(false, |s| &mut s.movements.only_seated),
    },
    Key {
        path: "movements.stairs",
        title: "Stairs",
        doc: "Stairs are suggested too.",
        formerly: None,
        accepts: Accepts::Switch(false, |s| &mut s.movements.stairs),
    },
    Key {
        path: "movements.vigorous",
        title: "Hard movements",
        doc: "Hard movements are suggested too. Ask a doctor first if in doubt.",
        formerly: None,
        accepts: Accepts::Switch(false, |s| &mut s.movements.vigorous),
    },
    Key {
        path: "movements.effort",
        title: "Effort",
        doc: "How much of a movement, where it has levels.",
        formerly: None,
        accepts: Accepts::Choice(&Choice {
            words: &Effort::WORDS,
            default: Effort::Usual,
            field: |s| &mut s.movements.effort,
        }),
    },
    Key {
        path: "movements.place",
        title: "Place",
        doc: "Where you are: only what fits there is suggested.",
        formerly: None,
        accepts: Accepts::Choice(&Choice {
            words: &Place::WORDS,
            default: Place::Desk,
            field: |s| &mut s.movements.place,
        }),
    },
    Key {
        path: "movements.legs",
        title: "Legs",
        doc: "Which legs you can move.",
        formerly: None,
        accepts: Accepts::Choice(&Choice {
            words: &Legs::WORDS,
            default: Legs::Both,
            field: |s| &mut s.movements.legs,
        }),
    },
    Key {
        path: "movements.spare",
        title: "Spare",
        doc: "What to go easy on: movements that load it are not suggested.",
        formerly: None,
        accepts: Accepts::Spared(|s| &mut s.movements.spare),
    },
    Key {
        path: "tray.left_click",
        title: "Left click",
        doc: "What a left click on the tray icon does.",
        formerly: None,
        accepts: Accepts::Choice(&Choice {
            words: CLICKS,
            default: ClickDoes::LogOrSnooze,
            field: |s| &mut s.tray.left,
        }),
    },
    Key {
        path: "tray.middle_click",
        title: "Middle click",
        doc: "What a middle click on the tray icon does.",
        formerly: None,
        accepts: Accepts::Choice(&Choice {
            words: CLICKS,
            default: ClickDoes::SnoozeOrLog,
            field: |s| &mut s.tray.middle,
        }),
    },
    Key {
        path: "window.guide",
        title: "Show breaks in the window",
        doc: "A break you start is shown in the window.",
        formerly: None,
        accepts: Accepts::Switch(true, |s| &mut s.window.guide),
    },
    Key {
        path: "window.open_on_due",
        title: "Open when a break is due",
        doc: "The window opens by itself when a break is due.",
        formerly: None,
        accepts: Accepts::Switch(false, |s| &mut s.window.open_on_due),
    },
    Key {
        path: "window.theme",
        title: "Light or dark",
        doc: "Light or dark.",
        formerly: None,
        accepts: Accepts::Choice(&Choice {
            words: &Theme::WORDS,
            default: Theme::System,
            field: |s| &mut s.window.theme,
        }),
    },
    Key {
        path: "window.contrast",
        title: "Contrast",
        doc: "Normal or high contrast.",
        formerly: None,
        accepts: Accepts::Choice(&Choice {
            words: &Contrast::WORDS,
            default: Contrast::System,
            field: |s| &mut s.window.contrast,
        }),
    },
    Key {
        path: "window.motion",
        title: "Moving figures",
        doc: "Figures move, or are shown as stills.",
        formerly: None,
        accepts: Accepts::Choice(&Choice {
            words: &Motion::WORDS,
            default: Motion::System,
            field: |s| &mut s.window.motion,
        }),
    },
    Key {
        path: "sound.guided_break",
        title: "Sound in a break",
        doc: "A break shown in the window ticks softly and ends with a tone.",
        formerly: None,
        accepts: Accepts::Switch(false, |s| &mut s.guided_break_sounds),
    },
    Key {
        path: "sensors.idle",
        title: "Keyboard and mouse",
        doc: "Soleus notices when nobody uses keyboard and mouse.",
        formerly: None,
        accepts: Accepts::Switch(true, |s| &mut s.sensors.idle),
    },
    Key {
        path: "sensors.lock",
        title: "Locked screen",
        doc: "Soleus notices a locked screen.",
        formerly: None,
        accepts: Accepts::Switch(true, |s| &mut s.sensors.lock),
    },
    Key {
        path: "sensors.microphone",
        title: "Microphone",
        doc: "A microphone in use is taken for a call.",
        formerly: None,
        accepts: Accepts::Switch(true, |s| &mut s.sensors.microphone),
    },
    Key {
        path: "sensors.camera",
        title: "Camera",
        doc: "A camera in use is taken for a call.",
        formerly: None,
        accepts: Accepts::Switch(true, |s| &mut s.sensors.camera),
    },
    Key {
        path: "sensors.media",
        title: "Films",
        doc: "A playing film is taken for sitting.",
        formerly: None,
        accepts: Accepts::Switch(true, |s| &mut s.sensors.media),
    },
    Key {
        path: "history.folder",
        title: "Folder of the history",
        doc: "A folder of your own for the history; null: the usual place.",
        formerly: None,
        accepts: Accepts::Folder(|s| &mut s.history.folder),
    },
    Key {
        path: "history.weekly_goal_minutes",
        title: "Goal for the week",
        doc: "So many minutes of leg work you would like to do in a week; 0: no goal.",
        formerly: None,
        accepts: Accepts::Minutes(0, 2000, 60, |s| &mut s.history.weekly_goal),
    },
    Key {
        path: "history.weekly_letter",
        title: "Letter on the week",
        doc: "One notice when you first sit down in a week, with three figures of the week before.",
        formerly: None,
        accepts: Accepts::Switch(false, |s| &mut s.history.weekly_letter),
    },
    Key {
        path: "hooks.on_due",
        title: "When a break is due",
        doc: "Runs when a break is due: a program of yours and its arguments.",
        formerly: None,
        accepts: Accepts::Command(|s| &mut s.hooks.on_due),
    },
    Key {
        path: "hooks.on_break",
        title: "When a break was booked",
        doc: "Runs when a break is booked, done or in part: a program of yours and its arguments.",
        formerly: None,
        accepts: Accepts::Command(|s| &mut s.hooks.on_break),
    },
    Key {
        path: "hooks.on_snooze",
        title: "When a reminder is put off",
        doc: "Runs when a reminder is put off: a program of yours and its arguments.",
        formerly: None,
        accepts: Accepts::Command(|s| &mut s.hooks.on_snooze),
    },
    Key {
        path: "hooks.on_away",
        title: "When you leave",
        doc: "Runs when you are seen to be away: a program of yours and its arguments.",
        formerly: None,
        accepts: Accepts::Command(|s| &mut s.hooks.on_away),
    },
    Key {
        path: "hooks.on_back",
        title: "When you come back",
        doc: "Runs when you come back: a program of yours and its arguments.",
        formerly: None,
        accepts: Accepts::Command(|s| &mut s.hooks.on_back),
    },
    Key {
        path: "hooks.time_limit_seconds",
        title: "Time limit",
        doc: "A program of yours that takes longer is ended.",
        formerly: None,
        accepts: Accepts::Seconds(1, 600, 10, |s| &mut s.hooks.time_limit),
    },
];

/// The schema that editors complete and check the settings file by, beside the file.
pub const SCHEMA_FILE: &str = "settings.schema.json";

/// How a key is set by hand: what a page shows for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Control {
    /// Not set by hand.
    None,
    /// On or off.
    Switch,
    /// A whole number.
    Number {
        /// The least.
        from: u32,
        /// The most.
        to: u32,
        /// What is counted.
        unit: Unit,
    },
    /// A time of day.
    TimeOfDay,
    /// One of these words.
    Choice(Vec<&'static str>),
    /// Any of these words.
    Several(Vec<&'static str>),
    /// Hours by weekday, and days without any.
    Schedule,
    /// A list of movements.
    Movements,
    /// A preset, or none.
    Preset,
    /// A folder, or none.
    Folder,
    /// A program with its arguments, or none.
    Command,
}

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Minutes.
    Minutes,
    /// Seconds.
    Seconds,
    /// Times.
    Times,
}

impl Key {
    /// The key of this full name.
    #[must_use]
    pub fn named(path: &str) -> Option<&'static Self> {
        static NAMED: LazyLock<HashMap<&str, &Key>> =
            LazyLock::new(|| KEYS.iter().map(|key| (key.path, key)).collect());
        NAMED.get(path).copied()
    }

    /// The key or section that was likely meant by a name that nothing has: the same without its
    /// section, else the nearest.
    #[must_use]
    pub fn near(name: &str) -> Option<&'static str> {
        let paths = || KEYS.iter().map(|key| key.path);
        let of_leaf = |leaf: &str| paths().find(|path| path.rsplit('.').next() == Some(leaf));
        of_leaf(name)
            .or_else(|| nearest(name, paths().chain(Self::sections())))
            .or_else(|| of_leaf(nearest(name, KEYS.iter().map(|key| key.parts().1))?))
    }

    /// How it is set by hand.
    #[must_use]
    pub fn control(&self) -> Control {
        self.accepts.control()
    }

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

    /// Its value in these settings, as JSON.
    #[must_use]
    pub fn value(&self, settings: &Settings) -> Value {
        serde_json::from_str(&self.shown(settings)).unwrap_or(Value::Null)
    }

    /// What it has without a line in the file: the preset's, else the default.
    #[must_use]
    pub fn usual(&self, preset: Option<&str>) -> Value {
        // Of itself a preset says nothing.
        preset
            .filter(|_| self.path != "preset")
            .and_then(Preset::named)
            .and_then(|preset| preset.settings.get(self.path).cloned())
            .unwrap_or_else(|| self.value(&Settings::default()))
    }

    /// The section it stands in, none for those at the top, and its name there.
    #[must_use]
    pub fn parts(&self) -> (Option<&'static str>, &'static str) {
        match self.path.split_once('.') {
            Some((section, name)) => (Some(section), name),
            None => (None, self.path),
        }
    }

    /// The sections, in the order of the default file.
    #[must_use]
    pub fn sections() -> Vec<&'static str> {
        let mut sections: Vec<_> = KEYS.iter().filter_map(|key| key.parts().0).collect();
        sections.dedup();
        sections
    }
}

/// The text of a settings file that holds every key.
#[must_use]
pub fn text(settings: &Settings) -> String {
    let mut text = format!("{{\n  \"$schema\": \"./{SCHEMA_FILE}\"");
    let mut open = None;
    let mut comma = ",";
    for key in KEYS {
        let (section, name) = key.parts();
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
        if std::env::var_os("SOLEUS_BLESS").is_some() {
            let file = concat!(env!("CARGO_MANIFEST_DIR"), "/config/settings.json");
            std::fs::write(file, &expected).expect("a file that can be written");
        }
        assert_eq!(include_str!("../../config/settings.json"), expected);
        assert_eq!(
            expected.matches(": ").count(),
            KEYS.len() + 1 + Key::sections().len(),
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

    #[test]
    fn without_a_line_a_key_has_what_its_preset_says() {
        let usual = |path, preset| Key::named(path).map(|key| key.usual(preset));
        let walk = Some("walk-5-60");
        assert_eq!(usual("reminders.every_minutes", None), Some(30.into()));
        assert_eq!(usual("reminders.every_minutes", walk), Some(60.into()));
        assert_eq!(usual("preset", walk), Some(Value::Null));
    }
}

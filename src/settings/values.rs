//! The settings as checked types: a value that exists is valid.

use std::path::PathBuf;
use std::time::Duration;

use chrono::{NaiveTime, Weekday};

use crate::engine::Rules;
use crate::engine::rules::{ClickDoes, InCall};
use crate::engine::schedule::{Holiday, Range, Schedule};
use crate::movements::{Abilities, Catalogue, Preset};

use super::keys::KEYS;
use super::looks::{Language, Window};

/// Everything the user can set. The keys, ranges and defaults are in `keys.rs`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Whether the program starts when the user logs in.
    pub start_at_login: bool,
    /// When a day begins.
    pub day_starts_at: NaiveTime,
    /// The language for people.
    pub language: Language,
    /// The preset that gives the keys not in the file their defaults.
    pub preset: Option<String>,
    /// When and how often the program asks.
    pub reminders: Reminders,
    /// Time between reminders while standing.
    pub standing_every: Duration,
    /// What counts as being away.
    pub presence: Presence,
    /// What a reminder does in a call.
    pub in_call: InCall,
    /// The open hours of each weekday.
    pub schedule: Week,
    /// What the user can and will do.
    pub movements: Abilities,
    /// What clicks on the tray icon do.
    pub tray: Clicks,
    /// The window, and how it looks.
    pub window: Window,
    /// Whether a guided break ticks softly and ends with a tone.
    pub guided_break_sounds: bool,
    /// Which sensors are used.
    pub sensors: Sensors,
    /// The history, and what is made of it.
    pub history: History,
    /// Programs of the user that are run when something happens.
    pub hooks: Hooks,
}

/// When and how often the program asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reminders {
    /// Time without leg work between reminders.
    pub every: Duration,
    /// Unbroken sitting after which a long break is asked for.
    pub longest_sitting: Duration,
    /// The long break.
    pub long_break: Duration,
    /// An absence shorter than this is no break.
    pub break_length: Duration,
    /// Seated time before an unanswered reminder is repeated.
    pub repeat_after: Duration,
    /// How many times it is repeated.
    pub max_repeats: u32,
    /// How long *Later* is.
    pub snooze: Duration,
    /// How long a reminder waits for a pause in typing.
    pub wait_for_pause: Duration,
    /// How long a notice stays.
    pub show: Duration,
    /// Whether to ask "On your feet?" after an absence.
    pub ask_after_absence: bool,
    /// Whether the first five working days ask once an hour.
    pub gentle_start: bool,
}

/// What counts as being away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Presence {
    /// Idle for this long is an absence.
    pub away_after: Duration,
}

/// What clicks on the tray icon do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clicks {
    /// A left click.
    pub left: ClickDoes,
    /// A middle click.
    pub middle: ClickDoes,
}

/// Which sensors are used.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one switch of the settings"
)]
pub struct Sensors {
    /// Idle and active.
    pub idle: bool,
    /// Lock and session switch.
    pub lock: bool,
    /// The microphone, as a sign of a call.
    pub microphone: bool,
    /// The camera, as a sign of a call.
    pub camera: bool,
    /// Playing media.
    pub media: bool,
    /// The desktop's do-not-disturb.
    pub do_not_disturb: bool,
    /// Full screen and presenting.
    pub full_screen: bool,
}

/// The history, and what is made of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    /// A folder for it other than the usual one; `~/` stands for the home folder.
    pub folder: Option<PathBuf>,
    /// Leg work the user would like to do in a week; zero: no goal.
    pub weekly_goal: Duration,
    /// Whether a notice tells of the week before.
    pub weekly_letter: bool,
}

/// Programs of the user that are run when something happens.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Hooks {
    /// A break is due.
    pub on_due: Option<Command>,
    /// A break was booked.
    pub on_break: Option<Command>,
    /// A reminder was put off.
    pub on_snooze: Option<Command>,
    /// The user is seen to be away.
    pub on_away: Option<Command>,
    /// The user came back.
    pub on_back: Option<Command>,
    /// A program that takes longer is ended.
    pub time_limit: Duration,
}

/// A program and its arguments; the first is never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command(pub Vec<String>);

/// The open hours of a week, and the days without any.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Week {
    /// The hours of each weekday, Monday first. None at all means always open.
    pub days: [Vec<Span>; 7],
    /// The days on which it stays closed.
    pub holidays: Vec<Holiday>,
}

/// Open hours within one day; an `until` not after `from` lies on the next day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The first open minute.
    pub from: NaiveTime,
    /// The first closed minute.
    pub until: NaiveTime,
}

/// How much longer than its dose a break in the window may take, pauses included: long enough for
/// a telephone call, short enough that no afternoon passes without a reminder. No setting.
const WINDOW_WAITS: Duration = Duration::from_mins(15);

impl Settings {
    /// The numbers and choices the engine works with.
    #[must_use]
    pub fn rules(&self, catalogue: &Catalogue) -> Rules {
        Rules {
            every: self.reminders.every,
            longest_sitting: self.reminders.longest_sitting,
            long_break: self.reminders.long_break,
            standing_every: self.standing_every,
            break_length: self.reminders.break_length,
            away_after: self.presence.away_after,
            wait_for_pause: self.reminders.wait_for_pause,
            show_for: self.reminders.show,
            repeat_after: self.reminders.repeat_after,
            max_repeats: self.reminders.max_repeats,
            snooze: self.reminders.snooze,
            ask_after_absence: self.reminders.ask_after_absence,
            gentle_start: self.reminders.gentle_start,
            weekly_letter: self.history.weekly_letter,
            in_call: self.in_call,
            schedule: self.schedule.schedule(),
            day_starts_at: self.day_starts_at,
            left_click: self.tray.left,
            middle_click: self.tray.middle,
            guide_in_window: self.window.guide,
            window_waits: WINDOW_WAITS,
            open_on_due: self.window.open_on_due,
            movements: self.fitted(catalogue).exercises(&self.movements),
        }
    }

    /// The catalogue with the doses of this person, and with what is suggested to them.
    #[must_use]
    pub fn fitted(&self, catalogue: &Catalogue) -> Catalogue {
        let preset = self.preset.as_deref().and_then(Preset::named);
        catalogue.fitted(&self.movements, preset)
    }

    /// A start without meaning: every field is in the table of keys, which gives it its default.
    fn blank() -> Self {
        let none = Duration::ZERO;
        Self {
            start_at_login: false,
            day_starts_at: NaiveTime::MIN,
            language: Language::default(),
            preset: None,
            reminders: Reminders {
                every: none,
                longest_sitting: none,
                long_break: none,
                break_length: none,
                repeat_after: none,
                max_repeats: 0,
                snooze: none,
                wait_for_pause: none,
                show: none,
                ask_after_absence: false,
                gentle_start: false,
            },
            standing_every: none,
            presence: Presence { away_after: none },
            in_call: InCall::TrayOnly,
            schedule: Week::default(),
            movements: Abilities::default(),
            tray: Clicks {
                left: ClickDoes::Nothing,
                middle: ClickDoes::Nothing,
            },
            window: Window::default(),
            guided_break_sounds: false,
            sensors: Sensors {
                idle: false,
                lock: false,
                microphone: false,
                camera: false,
                media: false,
                do_not_disturb: false,
                full_screen: false,
            },
            history: History {
                folder: None,
                weekly_goal: Duration::from_hours(1),
                weekly_letter: false,
            },
            hooks: Hooks::default(),
        }
    }
}

impl Default for Settings {
    /// Every key at its default, as in `config/settings.json`.
    fn default() -> Self {
        let mut settings = Self::blank();
        for key in KEYS {
            key.accepts.reset(&mut settings);
        }
        settings
    }
}

impl Week {
    /// The weekdays in order, with their key in the file.
    pub const DAYS: [(&'static str, Weekday); 7] = [
        ("monday", Weekday::Mon),
        ("tuesday", Weekday::Tue),
        ("wednesday", Weekday::Wed),
        ("thursday", Weekday::Thu),
        ("friday", Weekday::Fri),
        ("saturday", Weekday::Sat),
        ("sunday", Weekday::Sun),
    ];

    /// Whether no day has hours, which means always open.
    #[must_use]
    pub fn is_always_open(&self) -> bool {
        self.days.iter().all(Vec::is_empty)
    }

    /// The open hours as the engine sees them.
    #[must_use]
    pub fn schedule(&self) -> Schedule {
        let ranges = Self::DAYS
            .iter()
            .zip(&self.days)
            .flat_map(|((_, day), spans)| {
                spans.iter().map(|span| Range {
                    day: *day,
                    from: span.from,
                    until: span.until,
                })
            });
        Schedule::new(ranges.collect()).closed_on(self.holidays.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_settings_give_the_engine_its_default_rules() {
        let catalogue = Catalogue::built_in();
        let expected = Rules {
            movements: catalogue.engine_movements(&Abilities::default()),
            ..Rules::default()
        };
        assert_eq!(Settings::default().rules(catalogue), expected);
    }

    #[test]
    fn a_week_without_hours_is_always_open() {
        assert!(Week::default().is_always_open());
        assert_eq!(Week::default().schedule(), Schedule::always());
    }

    #[test]
    fn hours_reach_the_engine_on_their_weekday() {
        let at = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
        let mut week = Week::default();
        week.days[6] = vec![Span {
            from: at(9),
            until: at(17),
        }];
        let range = Range {
            day: Weekday::Sun,
            from: at(9),
            until: at(17),
        };
        assert_eq!(week.schedule(), Schedule::new(vec![range]));
    }
}

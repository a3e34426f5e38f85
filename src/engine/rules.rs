//! The numbers and choices the rules work with. `settings/` makes them from the user's file.

use std::time::Duration;

use chrono::NaiveTime;
use serde::{Deserialize, Serialize};

use super::movement::Movement;
use super::schedule::Schedule;

const MINUTE: Duration = Duration::from_mins(1);

/// What the user set, checked: a value that exists is valid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one switch of the settings"
)]
pub struct Rules {
    /// R1: pump-clock time between reminders.
    pub every: Duration,
    /// R2: a bout this long asks for `long_break` on your feet.
    pub longest_sitting: Duration,
    /// R2: the dose then.
    pub long_break: Duration,
    /// R3: time between reminders while standing.
    pub standing_every: Duration,
    /// P7: an absence shorter than this is no break.
    pub break_length: Duration,
    /// P2, P3: idle for this long is an absence.
    pub away_after: Duration,
    /// R4: how long a due reminder waits for a pause in typing.
    pub wait_for_pause: Duration,
    /// R8: how long a reminder's notice stays.
    pub show_for: Duration,
    /// R8: seated time before an unanswered reminder is repeated.
    pub repeat_after: Duration,
    /// R8: how many times it is repeated.
    pub max_repeats: u32,
    /// R7: how long *Later* is, in seated time.
    pub snooze: Duration,
    /// P8: whether to ask "On your feet?" after an absence.
    pub ask_after_absence: bool,
    /// R13: whether the first five working days ask at most once an hour.
    pub gentle_start: bool,
    /// R15: whether a notice tells of the week before.
    #[serde(default)]
    pub weekly_letter: bool,
    /// R6: what happens in a call.
    pub in_call: InCall,
    /// P10: when the program asks at all.
    pub schedule: Schedule,
    /// When a day begins.
    pub day_starts_at: NaiveTime,
    /// What a left click on the tray does.
    pub left_click: ClickDoes,
    /// What a middle click on the tray does.
    pub middle_click: ClickDoes,
    /// Whether a started break is shown in the window, where there can be one.
    pub guide_in_window: bool,
    /// How much longer than its dose a break in the window may take, pauses included, before a
    /// notice asks about it.
    pub window_waits: Duration,
    /// Whether the window opens with a reminder, without taking the focus.
    pub open_on_due: bool,
    /// The movements the user can do, in the catalogue's order.
    pub movements: Vec<Movement>,
}

/// What a due reminder does in a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum InCall {
    /// Offers, without sound, a movement nobody can see.
    Discreet,
    /// Shows in the tray only.
    TrayOnly,
}

/// What a click on the tray does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClickDoes {
    /// Logs the suggested movement; snoozes when a reminder is due.
    LogOrSnooze,
    /// Snoozes; logs the suggested movement when a reminder is due.
    SnoozeOrLog,
    /// Logs the suggested movement.
    Log,
    /// Snoozes.
    Snooze,
    /// Starts a break.
    Start,
    /// Says "I'm standing" or "I'm sitting", whichever is new.
    Stand,
    /// Pauses or resumes.
    Pause,
    /// Opens the panel: the clock and three buttons.
    Panel,
    /// Nothing.
    Nothing,
}

impl Default for Rules {
    /// The defaults of `config/settings.json`, without movements.
    fn default() -> Self {
        Self {
            every: 30 * MINUTE,
            longest_sitting: 120 * MINUTE,
            long_break: 10 * MINUTE,
            standing_every: 15 * MINUTE,
            break_length: 2 * MINUTE,
            away_after: 5 * MINUTE,
            wait_for_pause: MINUTE,
            show_for: 2 * MINUTE,
            repeat_after: 5 * MINUTE,
            max_repeats: 3,
            snooze: 10 * MINUTE,
            ask_after_absence: true,
            gentle_start: false,
            weekly_letter: false,
            in_call: InCall::Discreet,
            schedule: Schedule::always(),
            day_starts_at: NaiveTime::from_hms_opt(4, 0, 0).unwrap_or(NaiveTime::MIN),
            left_click: ClickDoes::LogOrSnooze,
            middle_click: ClickDoes::SnoozeOrLog,
            guide_in_window: true,
            window_waits: 15 * MINUTE,
            open_on_due: false,
            movements: Vec::new(),
        }
    }
}

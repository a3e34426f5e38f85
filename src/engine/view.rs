//! What the engine shows of itself: the tray, `status` and the window are drawn from this alone.

use std::time::Duration;

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use super::effect::{Ask, Suggestion};
use super::input::QuietCause;
use super::record::{Cause, Posture};

/// Everything there is to show at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// Seated, standing, away or stopped.
    pub posture: Posture,
    /// Why the program believes so.
    pub why: Why,
    /// The call, the film and the quiet that it knows of.
    pub around: Around,
    /// When this posture began, local time.
    pub since: DateTime<FixedOffset>,
    /// Unbroken sitting.
    pub bout: Duration,
    /// Time since the calves last worked.
    pub pump: Duration,
    /// Time standing without leg work, while standing.
    pub standing: Duration,
    /// Where the reminder is in its life.
    pub reminder: ReminderState,
    /// The wish, while one is open.
    pub ask: Option<Ask>,
    /// What is or would be suggested now; none if the user can do nothing of the catalogue.
    pub suggestion: Option<Suggestion>,
    /// The break that was started and not yet answered.
    pub guided: Option<GuidedView>,
    /// Time until the next reminder at this posture; none when none is coming.
    pub next_reminder: Option<Duration>,
    /// When a pause ends by itself.
    pub paused_until: Option<DateTime<FixedOffset>>,
    /// Whether something can be undone.
    pub can_undo: bool,
    /// The icon.
    pub face: Face,
    /// The day so far.
    pub today: Today,
}

/// Why the program believes the posture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// Input at the machine.
    Input,
    /// No input for a short while: reading is sitting.
    ShortIdle,
    /// In a call.
    Call,
    /// No input, and media plays.
    Media,
    /// The user said so.
    Said,
    /// Nothing tells of absence, so the clock runs.
    NoSensor,
    /// An absence, and how it was known.
    Absent(Cause),
    /// The user paused.
    Paused,
    /// Outside the schedule.
    OffHours,
}

impl Why {
    /// The word in `status --json` and in traces.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Input => "input",
            Self::ShortIdle => "short-idle",
            Self::Call => "call",
            Self::Media => "media",
            Self::Said => "said",
            Self::NoSensor => "no-sensor",
            Self::Absent(cause) => cause.word(),
            Self::Paused => "paused",
            Self::OffHours => "off-hours",
        }
    }
}

/// What goes on around the person, as far as a reminder or the clock minds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Around {
    /// The call somebody is in.
    pub call: Option<Call>,
    /// Since when media plays, local time.
    pub media_since: Option<DateTime<FixedOffset>>,
    /// Why nothing may pop up.
    pub quiet: Option<QuietCause>,
}

/// A call somebody is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Call {
    /// When it was first seen, local time.
    pub since: DateTime<FixedOffset>,
    /// A microphone is in use.
    pub microphone: bool,
    /// A camera is in use.
    pub camera: bool,
}

/// A break under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuidedView {
    /// The movement.
    pub suggestion: Suggestion,
    /// When it was started, local time.
    pub since: DateTime<FixedOffset>,
}

/// Where a reminder is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReminderState {
    /// None is open.
    None,
    /// It is time, and only the tray says so.
    Due,
    /// It is time, and it waits for a good moment.
    Waiting,
    /// A notice is on screen.
    Shown,
    /// It was shown and not answered.
    Overdue,
    /// Put off.
    Snoozed,
}

impl ReminderState {
    /// The word in `status --json` and in traces.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Due => "due",
            Self::Waiting => "waiting",
            Self::Shown => "shown",
            Self::Overdue => "overdue",
            Self::Snoozed => "snoozed",
        }
    }
}

/// The icon: its shape tells the state without colour, its level how far the clock ran.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Face {
    /// The shape.
    pub shape: Shape,
    /// How full the calf is, in tenths: 0 just moved, 10 due.
    pub level: u8,
}

/// The shape of the icon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shape {
    /// The clock runs, or just began: the calf fills.
    Rest,
    /// A reminder is open.
    Due,
    /// A reminder was not answered.
    Overdue,
    /// Paused or outside the schedule.
    Paused,
    /// Nobody there.
    Away,
}

impl Shape {
    /// The word in traces.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Rest => "rest",
            Self::Due => "due",
            Self::Overdue => "overdue",
            Self::Paused => "paused",
            Self::Away => "away",
        }
    }
}

/// The day so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Today {
    /// Seated.
    pub seated: Duration,
    /// Standing.
    pub standing: Duration,
    /// Away.
    pub away: Duration,
    /// Clocks stopped: paused or outside the schedule.
    pub stopped: Duration,
    /// The longest bout.
    pub longest: Duration,
    /// Breaks done, partly done or natural.
    pub breaks: u32,
}

//! What is written into the history: one line each, never rewritten.

use std::time::Duration;

use chrono::{DateTime, FixedOffset, TimeDelta};
use serde::{Deserialize, Serialize};

use super::effect::Ask;
use super::movement::Kind;

/// The version of the record lines that this program writes.
pub const RECORD_VERSION: u32 = 1;

/// Ids are milliseconds of the wall clock and a little ahead of them at most: one after the year
/// 9999 is damage, and would leave no room for later ones.
pub const LARGEST_ID: u64 = 253_402_300_799_999;

/// One line of the history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The version of the line's shape.
    pub v: u32,
    /// Grows with every record of a device; corrections refer to it.
    pub id: u64,
    /// When what is recorded began, local time with its offset.
    pub at: DateTime<FixedOffset>,
    /// What happened.
    #[serde(flatten)]
    pub happened: Happened,
}

impl Record {
    /// How long what is recorded lasted; zero for what is a moment.
    #[must_use]
    pub fn lasted(&self) -> Duration {
        Duration::from_secs(match self.happened {
            Happened::Stretch { seconds, .. }
            | Happened::Correction { seconds, .. }
            | Happened::Call { seconds }
            | Happened::Break { seconds, .. } => seconds,
            Happened::Started
            | Happened::Stopped
            | Happened::Snooze { .. }
            | Happened::Undo { .. }
            | Happened::Confirm { .. }
            | Happened::Totals { .. }
            | Happened::Anew => 0,
        })
    }

    /// When what is recorded ended; none if that lies beyond the calendar.
    #[must_use]
    pub fn end(&self) -> Option<DateTime<FixedOffset>> {
        let lasted = TimeDelta::from_std(self.lasted()).ok()?;
        self.at.checked_add_signed(lasted)
    }
}

/// What a record says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Happened {
    /// The program started.
    Started,
    /// The program stopped in good order.
    Stopped,
    /// A closed stretch of one posture.
    Stretch {
        /// Seated, standing, away or stopped.
        posture: Posture,
        /// How long it lasted.
        seconds: u64,
    },
    /// A reminder answered or not, a movement logged, or an absence taken for a break.
    Break {
        /// The movement's id; none for a natural break.
        movement: Option<String>,
        /// Its place on the ladder; none for a natural break.
        #[serde(rename = "movement_kind")]
        kind: Option<Kind>,
        /// What became of it.
        outcome: Outcome,
        /// The wish of the reminder that was open; none where nobody had been reminded.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        asked: Option<Ask>,
        /// How long was moved (done, part) or how long the absence was (natural); else 0.
        seconds: u64,
        /// How many repetitions were counted; none where nobody counted.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        repetitions: Option<u32>,
        /// The leg that began, where one leg moves after the other.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        side: Option<Side>,
        /// Who said so.
        source: Source,
    },
    /// A reminder was put off.
    Snooze {
        /// For how much seated time; none: until tomorrow.
        seconds: Option<u64>,
    },
    /// A call that ended: somebody sat in it, or stood.
    Call {
        /// How long it lasted.
        seconds: u64,
    },
    /// The record with the id `of` does not count.
    Undo {
        /// The id of the record taken back.
        of: u64,
        /// The device that wrote it; none: the one that wrote this.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        device: Option<String>,
    },
    /// Both clocks began anew here: a new day, or an absence while they stood still.
    Anew,
    /// A guess the user confirmed.
    Confirm {
        /// The id of the record confirmed.
        of: u64,
        /// The device that wrote it; none: the one that wrote this.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        device: Option<String>,
    },
    /// From `at` on, for `seconds`, the posture was this one, whatever was written before.
    Correction {
        /// The true posture.
        posture: Posture,
        /// For how long.
        seconds: u64,
    },
    /// What another program counted on this day, brought in from its own files. It counts use of
    /// the machine, not sitting, so it is shown beside the figures and never added to them.
    Totals {
        /// Which program.
        program: String,
        /// How long the machine was used.
        active_seconds: u64,
        /// Breaks it asked for that were taken.
        taken: u32,
        /// Breaks it asked for that were skipped or put off.
        passed: u32,
    },
}

/// What the body does, or why it is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Posture {
    /// In the chair.
    Seated,
    /// On the feet, at a standing desk or moving about as the user said.
    Standing,
    /// Not at the machine.
    Away(Cause),
    /// The clocks stand still.
    Stopped(Halt),
}

/// How an absence was known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// No input for `away_after`.
    Idle,
    /// The session was locked.
    Locked,
    /// Another user's session was in front.
    Switched,
    /// The machine slept.
    Asleep,
    /// The user said so.
    Said,
    /// The program was not running.
    Off,
}

/// Why the clocks stand still.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Halt {
    /// The user paused the program.
    Paused,
    /// Outside the schedule.
    OffHours,
}

/// What became of a reminder, or of a movement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// The whole dose.
    Done,
    /// Some of it.
    Part,
    /// The user said no.
    Skipped,
    /// Nobody answered.
    Ignored,
    /// An absence long enough to be a break; a guess until confirmed.
    Natural,
    /// Begun, and nobody said how it ended.
    Started,
    /// The reminder went away by itself: the person left, paused, or the program ended.
    Withdrawn,
}

/// One of the two legs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// The left leg.
    Left,
    /// The right leg.
    Right,
}

impl Side {
    /// The other leg.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Left => Self::Right,
            Self::Right => Self::Left,
        }
    }

    /// The word used in records, reports and traces.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Right => "right",
        }
    }
}

/// Who said that it happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// A button on a notice.
    Notice,
    /// The tray's icon or menu.
    Tray,
    /// The command line or the window.
    Command,
    /// Nobody: concluded from sensors.
    Guess,
}

impl Outcome {
    /// The word used in records, on the command line and in traces.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Part => "part",
            Self::Skipped => "skipped",
            Self::Ignored => "ignored",
            Self::Natural => "natural",
            Self::Started => "started",
            Self::Withdrawn => "withdrawn",
        }
    }
}

impl Source {
    /// The word used in records, on the command line and in traces.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Notice => "notice",
            Self::Tray => "tray",
            Self::Command => "command",
            Self::Guess => "guess",
        }
    }
}

impl Cause {
    /// The word used in records, on the command line and in traces.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::Locked => "locked",
            Self::Switched => "switched",
            Self::Asleep => "asleep",
            Self::Said => "said",
            Self::Off => "off",
        }
    }
}

//! Everything the engine wants done: plain data, performed by `app/`.

use std::time::Duration;

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

use super::input::{Letter, Was};
use super::movement::Kind;
use super::record::{Outcome, Record, Side};
use super::view::Shape;

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "effect", content = "with", rename_all = "kebab-case")]
pub enum Effect {
    /// Append this record, and sync it before anything after it in the list is done.
    Record(Record),
    /// Put this notice on screen, in place of any other.
    Show(Notice),
    /// Take this notice off the screen.
    Withdraw(NoticeId),
    /// The tray icon takes another shape.
    Tray(Shape),
    /// Tell the next pause in typing (true), or do not mind any more (false).
    WatchLull(bool),
    /// Tell what is told only to who looks (camera, window in front), and then `Input::Looked`.
    Look,
    /// Open the window, or bring it up, on this page.
    Open {
        /// Which page.
        page: Page,
        /// Whether the user asked for it just now: else it takes no focus.
        asked: bool,
    },
    /// The user is ready for more than a gentle start: write that into the settings.
    EndGentleStart,
    /// Count these days and tell `Input::Letter`, if anything is recorded on them.
    Letter {
        /// The first of them, a Monday.
        from: NaiveDate,
        /// The last of them.
        to: NaiveDate,
    },
    /// The answer to what the user asked with this input.
    Reply(Reply),
}

/// Names one notice for its answer; grows, never used twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct NoticeId(pub u64);

/// What is put on the screen. Words are found in `words`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// For the answer.
    pub id: NoticeId,
    /// What it says.
    pub says: Says,
    /// Its buttons, most wanted first.
    pub actions: Vec<Action>,
    /// Without sound and at low urgency.
    pub silent: bool,
    /// How long it stays, on the engine's clock; it is withdrawn after that.
    pub stays: Duration,
}

/// What a notice says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Says {
    /// Please move.
    Reminder {
        /// Which wish.
        ask: Ask,
        /// What is suggested.
        suggestion: Suggestion,
        /// Unbroken sitting (or standing, for `Ask::Standing`) so far.
        so_far: Duration,
        /// How many times this reminder was shown before.
        repeat: u32,
    },
    /// A break was started: what to do.
    Guide {
        /// The movement.
        suggestion: Suggestion,
    },
    /// The dose's time is over: was it done?
    Finished {
        /// The movement.
        suggestion: Suggestion,
    },
    /// "On your feet?" after an absence.
    Question {
        /// How long the absence was.
        absence: Duration,
        /// When it began, local time.
        since: DateTime<FixedOffset>,
    },
    /// "Ready for every half hour?" after a gentle start.
    Ready {
        /// The time between reminders from then on.
        every: Duration,
    },
    /// The week before, on the first presence of a week.
    Letter(Letter),
    /// A movement was booked.
    Booked(Booked),
    /// A booking was taken back.
    Undone(Booked),
    /// A reminder was put off by a click that shows nothing else.
    Snoozed {
        /// For how much seated time; none: until tomorrow.
        lasts: Option<Duration>,
    },
    /// What the user asked by a click cannot be done.
    Refused(Refusal),
}

/// A page of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Page {
    /// The guided break.
    Break,
    /// The day, piece by piece.
    Today,
    /// Weeks and months, and what they show.
    Insights,
    /// All movements.
    Movements,
    /// What is known, and how well.
    Science,
    /// When not to move, and when to get help.
    Safety,
    /// What the user can set.
    Settings,
    /// The clock and three buttons.
    Panel,
}

impl Page {
    /// Every page, in the order of the window's own menu.
    pub const ALL: [Self; 8] = [
        Self::Break,
        Self::Today,
        Self::Insights,
        Self::Movements,
        Self::Science,
        Self::Safety,
        Self::Settings,
        Self::Panel,
    ];

    /// The word on the command line, over the socket and in traces.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Break => "break",
            Self::Today => "today",
            Self::Insights => "insights",
            Self::Movements => "movements",
            Self::Science => "science",
            Self::Safety => "safety",
            Self::Settings => "settings",
            Self::Panel => "panel",
        }
    }
}

/// Which wish a reminder is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ask {
    /// The pump clock reached its time: any leg movement.
    Pump,
    /// The bout is very long: ten minutes on your feet.
    Long,
    /// Standing for long: rock, walk a little, or sit.
    Standing,
    /// The user asked for a break.
    Wanted,
}

impl Ask {
    /// The word in records and traces.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Pump => "pump",
            Self::Long => "long",
            Self::Standing => "standing",
            Self::Wanted => "wanted",
        }
    }
}

/// A movement with the dose that is suggested.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    /// The movement's id.
    pub movement: String,
    /// Its place on the ladder.
    pub kind: Kind,
    /// How long.
    pub dose: Duration,
    /// The leg that begins, where one leg moves after the other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub side: Option<Side>,
}

/// A movement in the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Booked {
    /// The record's id.
    pub record: u64,
    /// The movement's id.
    pub movement: String,
    /// Its place on the ladder.
    pub kind: Kind,
    /// Done or part.
    pub outcome: Outcome,
    /// How long.
    pub lasted: Duration,
    /// How many repetitions were counted; none where nobody counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repetitions: Option<u32>,
}

/// A button on a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// Begin the suggested movement.
    Start,
    /// It was done.
    Done,
    /// Some of it was done.
    Part,
    /// Ask again later.
    Later,
    /// Not this one.
    Skip,
    /// Take the booking back.
    Undo,
    /// "Yes, I was on my feet."
    Yes,
    /// "No, I sat."
    No,
    /// "Not yet."
    NotYet,
}

impl Action {
    /// Every action.
    pub const ALL: [Self; 9] = [
        Self::Start,
        Self::Done,
        Self::Part,
        Self::Later,
        Self::Skip,
        Self::Undo,
        Self::Yes,
        Self::No,
        Self::NotYet,
    ];

    /// The key sent to notification servers, and the word in traces.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Done => "done",
            Self::Part => "part",
            Self::Later => "later",
            Self::Skip => "skip",
            Self::Undo => "undo",
            Self::Yes => "yes",
            Self::No => "no",
            Self::NotYet => "not-yet",
        }
    }
}

/// What the user is told who asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reply {
    /// A movement was booked.
    Booked(Booked),
    /// A booking was taken back.
    Undone(Booked),
    /// Reminders wait this much seated time; none: until tomorrow.
    Snoozed(Option<Duration>),
    /// The reminder was skipped.
    Skipped,
    /// A break was started.
    Breaking(Suggestion),
    /// The posture is what the user said.
    Noted,
    /// The record says otherwise now.
    Fixed {
        /// From when on.
        at: DateTime<FixedOffset>,
        /// For how long.
        lasted: Duration,
        /// What it was.
        was: Was,
        /// The record that says so, for taking it back.
        record: u64,
    },
    /// A record does not count any more.
    Dropped(u64),
    /// An absence was a break.
    Confirmed(u64),
    /// Paused.
    Paused,
    /// Going on.
    Resumed,
    /// It cannot be done, and why.
    Refused(Refusal),
}

/// Why the answer is no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Refusal {
    /// No booking to take back.
    NothingToUndo,
    /// No reminder is open.
    NothingDue,
    /// Not paused.
    NotPaused,
    /// The time lies ahead.
    InTheFuture,
    /// What began then would not have ended yet.
    NotOverYet,
    /// The time lies before today.
    BeforeToday,
    /// No record can have this id.
    NoSuchRecord,
    /// No such movement.
    UnknownMovement,
    /// Longer than a day, or no time at all.
    BadLength,
    /// The clocks stand still: paused or outside the schedule.
    Stopped,
    /// No window can be opened: there is no display, or it failed.
    NoWindow,
}

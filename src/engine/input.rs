//! Every fact that can move the engine: one variant each, plain data.

use std::time::Duration;

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use super::effect::{Action, NoticeId};
use super::movement::Kind;
use super::record::{Outcome, Side, Source};
use super::rules::Rules;

/// One fact told to the engine.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "input", content = "with", rename_all = "kebab-case")]
pub enum Input {
    /// Nothing but time: a deadline was reached.
    Tick,

    /// The person touched the machine after being idle.
    Active,
    /// No input since `since` (boot clock). May be told at any threshold; the engine counts on.
    Idle {
        /// The last input.
        since: Duration,
    },
    /// A short pause in typing, told once after `Effect::WatchLull`.
    Lull,
    /// A microphone or camera is in use, or not any more.
    Call {
        /// Which of them.
        source: CallSource,
        /// Began or ended.
        on: bool,
    },
    /// Media plays (idle is inhibited), or not any more.
    Media(bool),
    /// Do-not-disturb, full screen or presenting began or ended.
    Quiet {
        /// Which of them.
        cause: QuietCause,
        /// Began or ended.
        on: bool,
    },
    /// Some facts are told only to who looks (true): before it decides by them, the engine asks by
    /// `Effect::Look`.
    CanLook(bool),
    /// What there was to see after `Effect::Look` was told.
    Looked,
    /// The session was locked or unlocked.
    Locked(bool),
    /// Another user's session came to the front, or ours came back.
    SwitchedAway(bool),
    /// The machine is about to sleep.
    Asleep,
    /// The machine woke.
    Woke,
    /// A sleep found afterwards, by the gap between two clocks: it ended now.
    Slept {
        /// How long it slept.
        lasted: Duration,
    },
    /// A sensor works (true) or was lost (false). A lost sensor moves nobody.
    Sensor {
        /// Which one.
        sensor: Sensor,
        /// Works or lost.
        works: bool,
    },

    /// "I'm sitting", now or since a time today.
    Sit(Option<DateTime<FixedOffset>>),
    /// "I'm standing", now or since a time today.
    Stand(Option<DateTime<FixedOffset>>),
    /// "I'm leaving", now or since a time today.
    Leave(Option<DateTime<FixedOffset>>),
    /// "I moved."
    Log(Log),
    /// "Start a break."
    Start(Start),
    /// What became of the window.
    Window(WindowFact),
    /// "Later."
    Snooze(SnoozeFor, Source),
    /// "Skip this one."
    Skip(Source),
    /// "Take the last booking back."
    Undo(Source),
    /// "It was otherwise."
    Fix(Fix),
    /// What the person did at another machine lately.
    Elsewhere(Elsewhere),
    /// The figures that `Effect::Letter` asked for.
    Letter(Letter),
    /// "Ask nothing and stop the clocks."
    Pause(PauseFor),
    /// "Go on."
    Resume,
    /// A notice was answered, dismissed, or could not be shown.
    Answer {
        /// Which notice; answers to any other than the one on screen are ignored.
        notice: NoticeId,
        /// How.
        answer: Answer,
    },
    /// A click on the tray icon.
    Click(Button),

    /// The settings changed.
    Settings(Box<Rules>),
    /// The program started and goes on from a snapshot, or anew.
    Started,
    /// The program is about to stop in good order.
    Stopping,
}

/// What shows that somebody is in a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CallSource {
    /// A microphone is in use.
    Microphone,
    /// A camera is in use.
    Camera,
}

/// Why nothing may pop up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum QuietCause {
    /// The desktop's do-not-disturb.
    DoNotDisturb,
    /// The window in front covers the screen.
    FullScreen,
    /// The screen is being presented.
    Presenting,
}

impl QuietCause {
    /// The word in `status --json`, traces and scripts.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::DoNotDisturb => "do-not-disturb",
            Self::FullScreen => "full-screen",
            Self::Presenting => "presenting",
        }
    }
}

/// A source of facts that can fail alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sensor {
    /// Idle and active.
    Idle,
    /// Lock.
    Lock,
    /// Session switch.
    Switch,
    /// Suspend and wake.
    Sleep,
    /// The microphone.
    Microphone,
    /// The camera.
    Camera,
    /// Playing media.
    Media,
    /// Do-not-disturb.
    DoNotDisturb,
    /// Full screen and presenting.
    FullScreen,
}

/// A break the user wants to begin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Start {
    /// With which movement.
    pub what: What,
    /// With another one than is offered or under way.
    pub another: bool,
    /// Whoever says so is the window, and shows it.
    pub here: bool,
    /// Where it was said.
    pub source: Source,
}

impl Start {
    /// With the suggested movement.
    #[must_use]
    pub fn suggested(source: Source) -> Self {
        Self {
            what: What::Suggested,
            another: false,
            here: false,
            source,
        }
    }
}

/// A correction of the record, of today or of any day before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fix {
    /// From `at` on it was otherwise.
    Was {
        /// From when on, local time.
        at: DateTime<FixedOffset>,
        /// For how long.
        lasted: Duration,
        /// What it was.
        was: Was,
    },
    /// A record does not count.
    Drop {
        /// Its id.
        id: u64,
        /// The device that wrote it; none: this one.
        device: Option<String>,
        /// When what it tells began; none: about when it was written, which its id tells if no clock
        /// was wrong.
        at: Option<DateTime<FixedOffset>>,
    },
    /// An absence that was taken for a break was one.
    Confirm {
        /// Its id.
        id: u64,
        /// The device that wrote it; none: this one.
        device: Option<String>,
        /// When it began; none: about when it was written.
        at: Option<DateTime<FixedOffset>>,
    },
}

/// What another machine's record tells of the last hours.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Elsewhere {
    /// Times in which the person sat there.
    pub sat: Vec<Sitting>,
    /// Times in which the person was there or said so, and did not sit.
    #[serde(default)]
    pub otherwise: Vec<Sitting>,
    /// Movements done there.
    pub moved: Vec<MovedThere>,
}

/// A time at another machine, in which the person sat if nothing else is said of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sitting {
    /// Its beginning.
    pub from: DateTime<FixedOffset>,
    /// Its end.
    pub to: DateTime<FixedOffset>,
}

/// A movement done at another machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MovedThere {
    /// When it ended.
    pub ended: DateTime<FixedOffset>,
    /// Its place on the ladder.
    pub kind: Kind,
}

/// The week before in three figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// The longest unbroken sitting.
    pub longest: Duration,
    /// Time of leg work.
    pub leg_work: Duration,
    /// Movements done, whole or in part.
    pub breaks: u32,
}

/// What somebody says they did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Was {
    /// Sat.
    Sat,
    /// Stood.
    Stood,
    /// Walked, or moved about.
    Walked,
    /// Was away from the machine.
    Away,
}

impl Was {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Sat, Self::Stood, Self::Walked, Self::Away];

    /// The word on the command line and in traces.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Sat => "sat",
            Self::Stood => "stood",
            Self::Walked => "walked",
            Self::Away => "away",
        }
    }
}

/// A fact about the window, which is a program of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WindowFact {
    /// One can be opened here: there is a display, and the settings allow it.
    Possible,
    /// None can be opened here.
    Impossible,
    /// One is open and shows what the engine wants shown.
    Here,
    /// It was closed, or is lost.
    Gone,
    /// It was to be opened and did not come.
    Failed,
}

/// A movement the user says was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Log {
    /// Which.
    pub what: What,
    /// The whole dose, or part of it: [`Outcome::Done`] or [`Outcome::Part`].
    pub outcome: Outcome,
    /// For how long; none: the movement's dose.
    pub lasted: Option<Duration>,
    /// How many repetitions were counted; none: nobody counted.
    pub repetitions: Option<u32>,
    /// The leg that began, where one leg moves after the other.
    pub side: Option<Side>,
    /// When it began; none: it ended just now.
    pub at: Option<DateTime<FixedOffset>>,
    /// Where it was said.
    pub source: Source,
}

impl Log {
    /// The usual dose of it, ended just now.
    #[must_use]
    pub fn of(what: What, source: Source) -> Self {
        Self {
            what,
            outcome: Outcome::Done,
            lasted: None,
            repetitions: None,
            side: None,
            at: None,
            source,
        }
    }
}

/// Which movement was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// The one a reminder suggests or would suggest.
    Suggested,
    /// This one, by id.
    Movement(String),
    /// One of this kind.
    Kind(Kind),
}

/// How long a reminder is put off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SnoozeFor {
    /// The usual time, from the settings.
    Usual,
    /// This much seated time.
    Time(Duration),
    /// Until the next day.
    Tomorrow,
}

/// How long the program is paused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PauseFor {
    /// Until "resume".
    Ever,
    /// This long, on the boot clock.
    Time(Duration),
    /// Until this wall-clock time.
    Until(DateTime<FixedOffset>),
    /// Until the next day.
    Tomorrow,
}

/// What came back from a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// A button.
    Pressed(Action),
    /// Closed by the user without an answer.
    Dismissed,
    /// Closed by the server because its time was over.
    Expired,
    /// It could not be shown: no server, or none that answers.
    Failed,
}

/// A button of the mouse on the tray icon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Button {
    /// Left.
    Left,
    /// Middle.
    Middle,
}

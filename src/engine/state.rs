//! Everything the engine remembers; its snapshot is this and nothing else.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

use super::day::date_of;
use super::effect::{Ask, Booked, NoticeId, Suggestion};
use super::gentle::Gentle;
use super::input::QuietCause;
use super::ledger::{Ledger, Piece, Tally};
use super::letter::Letter;
use super::now::Now;
use super::record::{Posture, Side};
use super::rules::Rules;
use super::view::Shape;

/// The version of the snapshot's shape.
pub(super) const SNAPSHOT_VERSION: u32 = 2;

/// No boot clock reads more than this, and no span of the engine is longer.
pub const LONGEST_LIFE: Duration = Duration::from_hours(24 * 366 * 1000);

/// The engine's memory, as written to `state.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Snapshot {
    version: u32,
    pub(super) state: State,
}

impl Snapshot {
    pub(super) fn of(state: State) -> Self {
        Self {
            version: SNAPSHOT_VERSION,
            state,
        }
    }

    /// Whether this program understands it.
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.version == SNAPSHOT_VERSION
    }

    /// Whether an engine can go on from it: a file may hold anything.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        let state = &self.state;
        state.ledger.is_sound(state.now.boot)
            && state.last_record < u64::MAX / 2
            && state.now.boot < LONGEST_LIFE
    }

    /// The last moment the engine was told before it was taken.
    #[must_use]
    pub fn now(&self) -> Now {
        self.state.now
    }

    /// The newest record written before it was taken; records after it are to be recovered.
    #[must_use]
    pub fn last_record(&self) -> u64 {
        self.state.last_record
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct State {
    pub now: Now,
    pub facts: Facts,
    pub ledger: Ledger,
    /// Stretches are in the history up to here.
    pub recorded: Duration,
    pub day: Day,
    pub pause: Option<Pause>,
    /// While the clocks are stopped: since when nobody is there.
    pub gone: Option<Duration>,
    /// Both clocks begin at zero with the next presence.
    pub fresh: bool,
    pub reminder: Reminder,
    pub screen: Option<OnScreen>,
    pub guided: Option<Guided>,
    pub absence: Option<Absence>,
    pub question: Option<Question>,
    /// How far a gentle start has come.
    #[serde(default)]
    pub gentle: Gentle,
    pub asked_at: Option<Duration>,
    /// The last time both clocks began anew.
    #[serde(default)]
    pub anew: Option<Anew>,
    /// The last break that was begun and whose end nobody told.
    #[serde(default)]
    pub begun: Option<Begun>,
    /// Since when somebody is there in a call.
    #[serde(default)]
    pub call_since: Option<Duration>,
    /// Corrections that can be taken back.
    #[serde(default)]
    pub fixes: Vec<Fixed>,
    /// The letter on the week before.
    #[serde(default)]
    pub letter: Letter,
    /// The last look, and whether its end came.
    pub look: Option<Look>,
    /// Notices that nobody answered lately, as moments and record ids.
    pub ignored: Vec<(Duration, u64)>,
    /// When each movement was last done, as record ids.
    pub done: BTreeMap<String, u64>,
    /// The leg that began last, for movements of one leg after the other.
    #[serde(default)]
    pub sides: BTreeMap<String, Side>,
    /// Told anew after a restart.
    #[serde(default)]
    pub window: Window,
    pub bookings: Vec<Booking>,
    /// The last sitting at another machine.
    #[serde(default)]
    pub sat_there: Option<SatThere>,
    /// What of today was taken back, and can be put back.
    #[serde(default)]
    pub taken_back: Vec<TakenBack>,
    pub last_notice: u64,
    pub last_record: u64,
    pub lull_watched: bool,
    pub shape: Shape,
}

/// What the sensors and the user say.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one fact, true or not"
)]
pub(super) struct Facts {
    pub idle_works: bool,
    pub lock_lost: bool,
    pub switch_lost: bool,
    /// The last input, while idle.
    pub idle_since: Option<Duration>,
    /// Since when the microphone is in use.
    pub microphone: Option<Duration>,
    /// Since when the camera is in use.
    pub camera: Option<Duration>,
    /// Since when media plays.
    pub media: Option<Duration>,
    /// When the last call or film ended.
    pub held_until: Duration,
    pub locked: Option<Duration>,
    pub switched: Option<Duration>,
    pub asleep: Option<Duration>,
    /// Some facts are told only to who looks.
    pub can_look: bool,
    pub do_not_disturb: bool,
    pub full_screen: bool,
    pub presenting: bool,
    pub said: Said,
    pub said_away: Option<Duration>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) enum Said {
    #[default]
    Nothing,
    Seated,
    Standing,
    Away,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Day {
    pub date: NaiveDate,
    /// When it began, on the boot clock.
    pub from: Duration,
    /// What the ledger forgot of it.
    pub past: Tally,
    pub past_longest: Duration,
    pub breaks: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Pause {
    Ever,
    Time(Duration),
    Wall(DateTime<FixedOffset>),
    Tomorrow,
}

/// A reminder's life, and the clock readings at which the next one is due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Reminder {
    pub stage: Stage,
    pub ask: Ask,
    pub suggestion: Option<Suggestion>,
    /// How many times it was shown and not answered.
    pub repeats: u32,
    /// Due when the pump clock reads this.
    pub pump_due: Duration,
    /// Due when the bout reads this.
    pub bout_due: Duration,
    /// Due when the standing time reads this.
    pub standing_due: Duration,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Stage {
    None,
    Waiting(Hold),
    Shown,
    /// Shown and not answered; shown again when the pump clock reads this.
    Overdue(Option<Duration>),
    Snoozed,
    SnoozedUntilTomorrow,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Hold {
    /// For a pause in typing, since this moment.
    Lull(Duration),
    /// For what a look tells.
    Look,
    /// For the end of do-not-disturb, full screen, presenting.
    Quiet,
    /// For the end of a call, by setting or for want of a discreet movement.
    Call,
}

/// The notice on screen: there is never a second one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct OnScreen {
    pub id: NoticeId,
    pub until: Duration,
    pub about: About,
    pub silent: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum About {
    Reminder,
    Guide,
    Finished,
    Question,
    Letter,
    Readiness,
    Confirmation,
}

/// A break that was started and not yet answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Guided {
    pub suggestion: Suggestion,
    pub since: Duration,
    pub finish_asked: bool,
    /// Movements that were offered before it and passed over.
    #[serde(default)]
    pub passed: Vec<String>,
    /// A window shows it.
    #[serde(default)]
    pub in_window: bool,
    /// The wish of the reminder it answers; none where nobody had been reminded.
    #[serde(default)]
    pub asked: Option<Ask>,
}

/// What is known of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Window {
    /// One can be opened.
    pub possible: bool,
    /// One is open.
    pub here: bool,
}

/// The last natural break: it can be corrected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Absence {
    pub from: Duration,
    pub to: Duration,
    pub record: u64,
}

/// "On your feet?", not asked yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Question {
    pub since: Duration,
    /// A pause in typing came, and only a look is awaited.
    pub awaits_look: bool,
}

/// Both clocks began anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Anew {
    pub at: Duration,
    pub record: u64,
}

/// A sitting at another machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct SatThere {
    pub from: Duration,
    pub to: Duration,
}

/// A break that was begun and whose end nobody told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Begun {
    pub record: u64,
    pub movement: String,
    /// When that was written.
    pub at: Duration,
}

/// A correction of the time of today, and what stood there before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Fixed {
    pub records: Vec<u64>,
    pub painted: Vec<Piece>,
    /// The natural break that it overruled.
    pub superseded: Option<Absence>,
}

/// One look at what is told only to who looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Look {
    pub asked_at: Duration,
    pub answered: bool,
}

/// What a booking changed, for its undo.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Booking {
    pub booked: Booked,
    /// When it was over; zero: the state of an older version does not tell.
    #[serde(default)]
    pub end: Duration,
    /// The leg that began.
    #[serde(default)]
    pub side: Option<Side>,
    /// The record that put it back, if it was taken back before.
    #[serde(default)]
    pub put_back_by: Option<u64>,
    pub painted: Vec<Piece>,
    pub done_before: Option<u64>,
    #[serde(default)]
    pub side_before: Option<Side>,
    pub pump_due: Duration,
    pub bout_due: Duration,
    pub standing_due: Duration,
    pub superseded: Option<Absence>,
}

/// What does not count any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct TakenBack {
    /// The record that took it back.
    pub by: u64,
    pub what: Taken,
}

/// What that was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Taken {
    /// A movement.
    Booking(Box<Booking>),
    /// A guess.
    Absence(Absence),
    /// Not taken back but confirmed, by the record that did it.
    Confirmed(Absence),
}

impl State {
    pub(super) fn new(rules: &Rules, now: Now) -> Self {
        Self {
            now,
            facts: Facts::default(),
            ledger: Ledger::new(now.boot, Posture::Seated),
            recorded: now.boot,
            day: Day {
                date: date_of(now.wall, rules.day_starts_at),
                from: now.boot,
                past: Tally::default(),
                past_longest: Duration::ZERO,
                breaks: 0,
            },
            pause: None,
            gone: None,
            fresh: false,
            reminder: Reminder::new(rules, Gentle::default().every(rules)),
            screen: None,
            guided: None,
            absence: None,
            question: None,
            gentle: Gentle::default(),
            asked_at: None,
            anew: None,
            begun: None,
            call_since: None,
            fixes: Vec::new(),
            letter: Letter::default(),
            look: None,
            ignored: Vec::new(),
            done: BTreeMap::new(),
            sides: BTreeMap::new(),
            window: Window::default(),
            bookings: Vec::new(),
            sat_there: None,
            taken_back: Vec::new(),
            last_notice: 0,
            last_record: 0,
            lull_watched: false,
            shape: Shape::Rest,
        }
    }

    /// The posture of the running stretch.
    pub(super) fn posture(&self) -> Posture {
        self.ledger.current().posture
    }

    /// Whether somebody is there and the clocks run.
    pub(super) fn present(&self) -> bool {
        matches!(self.posture(), Posture::Seated | Posture::Standing)
    }
}

impl Reminder {
    pub(super) fn new(rules: &Rules, every: Duration) -> Self {
        Self {
            stage: Stage::None,
            ask: Ask::Pump,
            suggestion: None,
            repeats: 0,
            pump_due: every,
            bout_due: rules.longest_sitting,
            standing_due: rules.standing_every,
        }
    }
}

impl Facts {
    /// Whether nothing may pop up.
    pub(super) fn quiet(&self) -> bool {
        self.quiet_cause().is_some()
    }

    /// Why nothing may pop up: of several causes, the one the user chose.
    pub(super) fn quiet_cause(&self) -> Option<QuietCause> {
        [
            (self.do_not_disturb, QuietCause::DoNotDisturb),
            (self.presenting, QuietCause::Presenting),
            (self.full_screen, QuietCause::FullScreen),
        ]
        .into_iter()
        .find_map(|(on, cause)| on.then_some(cause))
    }

    /// Whether sitting goes on however long nobody touches a key (P4).
    pub(super) fn held(&self) -> bool {
        self.in_call() || self.media.is_some()
    }

    /// Whether somebody is in a call.
    pub(super) fn in_call(&self) -> bool {
        self.microphone.is_some() || self.camera.is_some()
    }
}

impl Pause {
    pub(super) fn is_over(self, now: Now) -> bool {
        match self {
            Self::Ever | Self::Tomorrow => false,
            Self::Time(until) => now.boot >= until,
            Self::Wall(until) => now.wall >= until,
        }
    }
}

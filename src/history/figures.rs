//! What days add up to: a day, a week or any span in figures that can be added.

use std::collections::BTreeMap;
use std::ops::AddAssign;
use std::time::Duration;

use chrono::NaiveDate;

use crate::engine::movement::Kind;

use super::day::{DayBout, Doing, Known, Piece, Totals};

/// What a span of time adds up to. The figures of two spans that do not overlap can be added.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Figures {
    /// Days on which more is recorded than that nobody was there.
    pub days: u32,
    /// Time by what the body did.
    pub time: Times,
    /// Unbroken sitting.
    pub bouts: Bouts,
    /// Movements and absences.
    pub breaks: Breaks,
    /// Reminders, and what became of them.
    pub reminders: Reminders,
}

/// Time by what the body did. All but `guessed` and `in_call` together are the length of the span.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Times {
    /// In the chair.
    pub seated: Duration,
    /// At a standing desk.
    pub standing: Duration,
    /// Moving about, as the user said.
    pub on_feet: Duration,
    /// Not at the machine.
    pub away: Duration,
    /// The clocks stood still.
    pub stopped: Duration,
    /// Nothing is recorded.
    pub unrecorded: Duration,
    /// The part of `away` that is taken for a break and was not confirmed.
    pub guessed: Duration,
    /// In calls, whatever the body did.
    pub in_call: Duration,
}

/// Unbroken sitting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Bouts {
    /// How many bouts.
    pub count: u32,
    /// The longest.
    pub longest: Option<DayBout>,
    /// How many bouts by length: each ten minutes, the last all longer ones.
    pub lengths: [u32; Self::LENGTHS],
    /// How long was sat in them.
    pub seated: [Duration; Self::LENGTHS],
}

impl Bouts {
    /// So many lengths are told apart.
    pub const LENGTHS: usize = 13;
    /// Minutes of one of them.
    pub const STEP_MINUTES: u64 = 10;

    /// Which length a bout has.
    #[must_use]
    pub fn length_of(lasted: Duration) -> usize {
        let step = usize::try_from(lasted.as_secs() / 60 / Self::STEP_MINUTES);
        step.map_or(Self::LENGTHS - 1, |step| step.min(Self::LENGTHS - 1))
    }

    /// How many were at least as long as this many whole steps of ten minutes.
    #[must_use]
    pub fn at_least(&self, minutes: u64) -> u32 {
        let first = usize::try_from(minutes / Self::STEP_MINUTES).unwrap_or(Self::LENGTHS);
        self.lengths.iter().skip(first).sum()
    }
}

/// Movements and absences. What was only guessed is told apart.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Breaks {
    /// Movements done whole.
    pub done: u32,
    /// Movements done in part.
    pub part: u32,
    /// Absences the user said were breaks.
    pub natural: u32,
    /// Absences taken for breaks, and not confirmed.
    pub guessed: u32,
    /// Time of leg work: movements done, whole or in part.
    pub leg_work: Duration,
    /// Movements by place on the ladder.
    pub kinds: BTreeMap<Kind, Moved>,
}

/// Movements of one kind, or one movement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Moved {
    /// How many times.
    pub times: u32,
    /// How long.
    pub lasted: Duration,
    /// Repetitions, where they were counted.
    pub repetitions: u64,
}

/// Reminders, and what became of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reminders {
    /// Answered by a movement, whole or in part.
    pub done: u32,
    /// Begun, and nobody said how it ended.
    pub started: u32,
    /// Put off.
    pub snoozed: u32,
    /// The user said no.
    pub skipped: u32,
    /// Nobody answered.
    pub ignored: u32,
    /// Went away by themselves: the person left, paused, or the program ended.
    pub withdrawn: u32,
}

impl Reminders {
    /// Those somebody answered in any way.
    #[must_use]
    pub fn answered(&self) -> u32 {
        self.done + self.started + self.snoozed + self.skipped
    }

    /// Those that were on screen for somebody: answered or ignored.
    #[must_use]
    pub fn seen(&self) -> u32 {
        self.answered() + self.ignored
    }
}

/// An hour of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Hour {
    /// Time in the chair.
    pub seated: Duration,
    /// The part of it in bouts of an hour and more.
    pub long_seated: Duration,
    /// At a standing desk or moving about.
    pub upright: Duration,
    /// Movements done, whole or in part, and absences the user said were breaks.
    pub breaks: u32,
    /// Absences taken for breaks, and not confirmed.
    pub guessed: u32,
}

/// One day in figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// Which.
    pub date: NaiveDate,
    /// The figures.
    pub figures: Figures,
    /// By hour of the local clock.
    pub hours: [Hour; 24],
    /// By movement.
    pub movements: BTreeMap<String, Moved>,
    /// What other programs counted.
    pub totals: Vec<Totals>,
}

impl Times {
    /// Adds a piece of a day.
    pub fn add(&mut self, piece: &Piece) {
        let lasted = piece.lasted();
        let sum = match piece.doing {
            Doing::Seated => &mut self.seated,
            Doing::Standing => &mut self.standing,
            Doing::OnFeet => &mut self.on_feet,
            Doing::Away(_) => &mut self.away,
            Doing::Stopped(_) => &mut self.stopped,
            Doing::Unrecorded => &mut self.unrecorded,
        };
        *sum = sum.saturating_add(lasted);
        if matches!(piece.doing, Doing::Away(_)) && piece.known == Known::Guessed {
            self.guessed = self.guessed.saturating_add(lasted);
        }
    }
}

impl AddAssign<&Self> for Figures {
    fn add_assign(&mut self, other: &Self) {
        self.days += other.days;
        self.time += other.time;
        self.bouts += other.bouts;
        self.breaks += &other.breaks;
        self.reminders += other.reminders;
    }
}

impl AddAssign for Times {
    fn add_assign(&mut self, other: Self) {
        self.seated = self.seated.saturating_add(other.seated);
        self.standing = self.standing.saturating_add(other.standing);
        self.on_feet = self.on_feet.saturating_add(other.on_feet);
        self.away = self.away.saturating_add(other.away);
        self.stopped = self.stopped.saturating_add(other.stopped);
        self.unrecorded = self.unrecorded.saturating_add(other.unrecorded);
        self.guessed = self.guessed.saturating_add(other.guessed);
        self.in_call = self.in_call.saturating_add(other.in_call);
    }
}

impl AddAssign for Bouts {
    fn add_assign(&mut self, other: Self) {
        self.count += other.count;
        let longest = [self.longest, other.longest].into_iter().flatten();
        self.longest = longest.reduce(DayBout::longer);
        for (length, more) in self.lengths.iter_mut().zip(other.lengths) {
            *length += more;
        }
        for (seated, more) in self.seated.iter_mut().zip(other.seated) {
            *seated = seated.saturating_add(more);
        }
    }
}

impl AddAssign<&Self> for Breaks {
    fn add_assign(&mut self, other: &Self) {
        self.done += other.done;
        self.part += other.part;
        self.natural += other.natural;
        self.guessed = self.guessed.saturating_add(other.guessed);
        self.leg_work = self.leg_work.saturating_add(other.leg_work);
        for (kind, moved) in &other.kinds {
            *self.kinds.entry(*kind).or_default() += *moved;
        }
    }
}

impl AddAssign for Moved {
    fn add_assign(&mut self, other: Self) {
        self.times += other.times;
        self.lasted = self.lasted.saturating_add(other.lasted);
        self.repetitions = self.repetitions.saturating_add(other.repetitions);
    }
}

impl AddAssign for Reminders {
    fn add_assign(&mut self, other: Self) {
        self.done += other.done;
        self.started += other.started;
        self.snoozed += other.snoozed;
        self.skipped += other.skipped;
        self.ignored += other.ignored;
        self.withdrawn += other.withdrawn;
    }
}

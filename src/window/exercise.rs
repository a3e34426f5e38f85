//! What a guided break needs to know of one movement, and where it is after so much moving.

use std::time::Duration;

use crate::engine::record::Side;
use crate::figure::Figure;

/// One movement with its dose, as a break goes through it.
#[derive(Debug, Clone, PartialEq)]
pub struct Exercise {
    movement: String,
    name: String,
    dose: Duration,
    /// How many repetitions, and how long each takes.
    counting: Option<(u32, Duration)>,
    counted: Option<String>,
    figure: Option<Figure>,
    /// The leg that begins, where one moves after the other.
    first: Option<Side>,
}

/// A movement as it is described, before a break is made of it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Described {
    /// Its id.
    pub movement: String,
    /// What it is called.
    pub name: String,
    /// How many repetitions its usual dose has.
    pub repetitions: Option<u32>,
    /// What is counted, in the plural: "heel raises".
    pub counted: Option<String>,
    /// How long the usual dose is.
    pub usual_dose: Duration,
    /// How one repetition is drawn, and how long it takes.
    pub figure: Option<Figure>,
    /// Whether one leg does its half and then the other.
    pub one_by_one: bool,
}

/// Where a movement is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Moment {
    /// How long was moved.
    pub moved: Duration,
    /// How many repetitions are whole.
    pub repetitions: u32,
    /// How much of all is done, from 0 to 1.
    pub share: f32,
    /// How far the figure is.
    pub figure_after: Duration,
    /// The leg that works, where one moves after the other.
    pub side: Option<Side>,
    /// The legs are being changed.
    pub changing: bool,
}

impl Exercise {
    /// A break of `dose` with the movement; `side` begins if one leg moves after the other.
    #[must_use]
    pub fn new(described: Described, dose: Duration, side: Option<Side>) -> Self {
        let pace = described.figure.as_ref().map_or(Duration::ZERO, |figure| {
            figure.period() / figure.repetitions_a_cycle.max(1)
        });
        let counting = described
            .repetitions
            .filter(|_| !pace.is_zero())
            .map(|usual| {
                let fitting = count(dose.as_secs_f64() / pace.as_secs_f64());
                let wanted = if dose == described.usual_dose {
                    usual
                } else {
                    fitting
                };
                (wanted.min(fitting).max(1), pace)
            });
        Self {
            movement: described.movement,
            name: described.name,
            dose,
            counting,
            counted: described.counted,
            figure: described.figure,
            first: described.one_by_one.then(|| side.unwrap_or(Side::Left)),
        }
    }

    /// The movement's id.
    #[must_use]
    pub fn movement(&self) -> &str {
        &self.movement
    }

    /// What it is called.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What is booked when all is done.
    #[must_use]
    pub fn dose(&self) -> Duration {
        self.dose
    }

    /// How many repetitions; none: only time counts.
    #[must_use]
    pub fn target(&self) -> Option<u32> {
        self.counting.map(|(count, _)| count)
    }

    /// What is counted, in the plural.
    #[must_use]
    pub fn counted(&self) -> Option<&str> {
        self.counted.as_deref()
    }

    /// The figure.
    #[must_use]
    pub fn figure(&self) -> Option<&Figure> {
        self.figure.as_ref()
    }

    /// The leg that begins, where one moves after the other.
    #[must_use]
    pub fn first_side(&self) -> Option<Side> {
        self.first
    }

    /// How long one moves in all: to the last repetition, or to the end of the dose.
    #[must_use]
    pub fn whole(&self) -> Duration {
        match self.counting {
            Some((count, pace)) => pace * count + self.change(),
            None => self.dose,
        }
    }

    /// Where it is after so much moving.
    #[must_use]
    pub fn at(&self, moved: Duration) -> Moment {
        let whole = self.whole();
        let first_half = self.first_half();
        let change = self.change();
        let (figure_after, changing, second) = match self.first {
            Some(_) if moved >= first_half + change => {
                (moved.saturating_sub(first_half + change), false, true)
            }
            Some(_) if moved >= first_half => (Duration::ZERO, true, true),
            _ => (moved, false, false),
        };
        let worked = match (second, changing) {
            (true, true) => first_half,
            (true, false) => moved.saturating_sub(change),
            (false, _) => moved,
        };
        Moment {
            moved,
            repetitions: self.repetitions_in(worked),
            share: if whole.is_zero() {
                1.0
            } else {
                moved.div_duration_f32(whole).min(1.0)
            },
            figure_after,
            side: self
                .first
                .map(|first| if second { first.other() } else { first }),
            changing,
        }
    }

    fn repetitions_in(&self, worked: Duration) -> u32 {
        self.counting.map_or(0, |(target, pace)| {
            count(worked.as_secs_f64() / pace.as_secs_f64()).min(target)
        })
    }

    fn first_half(&self) -> Duration {
        match self.counting {
            Some((count, pace)) => pace * count.div_ceil(2),
            None => self.dose / 2,
        }
    }

    /// What the dose has over for changing legs.
    fn change(&self) -> Duration {
        match (self.counting, self.first) {
            (Some((count, pace)), Some(_)) => self.dose.saturating_sub(pace * count),
            _ => Duration::ZERO,
        }
    }
}

/// How many are whole. 4 s are one repetition of 4 s, whatever the floats say.
fn count(repetitions: f64) -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "not negative, and in a break of hours far from the largest"
    )]
    let whole = (repetitions + 1e-4) as u32;
    whole
}

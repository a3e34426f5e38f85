//! The key poses in time: which two a moment lies between, and the stance in between.
//!
//! A stance eases out of a pose and into the next wherever the movement rests or turns, and goes
//! through smoothly where it goes on: a cubic through the key poses that never overshoots.

use std::time::Duration;

use super::body::Body;
use super::data::{Figure, Joint, Leg, Pose, Surface};
use super::vector::{Point, Vector};

/// Degrees between the sole and toes that are curled.
pub(super) const CURLED: f32 = 20.0;
/// How many numbers make a stance.
const NUMBERS: usize = 13;

/// A pose on its way, its legs in their places: the near one first.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Stance {
    pub(super) hip: Point,
    pub(super) tau: f32,
    pub(super) legs: [Leg; 2],
    pub(super) arm: [f32; 2],
}

/// A key pose and when it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Key {
    pub(super) stance: Stance,
    /// Near and far leg are in each other's place.
    pub(super) swapped: bool,
    arrives: f32,
    leaves: f32,
    holds: bool,
}

/// A moment of a figure.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moment {
    /// The pose before.
    pub(super) from: Key,
    /// The pose to come, or that is held.
    pub(super) to: Key,
    /// How far from the one to the other, in time: 0 to 1.
    pub(super) part: f32,
    /// In between.
    pub(super) stance: Stance,
    /// The floor is at 0, wherever the foot is put.
    pub(super) has_floor: bool,
    /// How far the ground has moved since the loop began.
    pub(super) travelled: Vector,
    /// The same at the moment the pose before was left.
    pub(super) travelled_from: Vector,
    /// The same at the moment the pose to come is reached.
    pub(super) travelled_to: Vector,
}

impl Key {
    /// The body in this pose.
    pub(super) fn body(&self, grip: Option<Point>) -> Body {
        Body::standing(&self.stance, grip)
    }
}

impl Moment {
    /// From 0 to 1, slowly at both ends.
    pub(super) fn eased(&self) -> f32 {
        self.part * self.part * (3.0 - 2.0 * self.part)
    }
}

/// A figure's key poses in their order, over as many cycles as it takes until all is as at first.
#[derive(Debug)]
pub(super) struct Pace {
    keys: Vec<Key>,
    /// Nanoseconds until all is as at first.
    whole: u128,
    /// Seconds of one cycle.
    cycle: f32,
    travels: Vector,
    has_floor: bool,
}

impl Pace {
    /// None for a figure that has no poses, or no time to go through them.
    pub(super) fn of(figure: &Figure, swapped: bool) -> Option<Self> {
        let turns: u8 = if figure.swaps_legs { 2 } else { 1 };
        let cycle = figure.period();
        if cycle.is_zero() || figure.poses.is_empty() {
            return None;
        }
        let travels = figure.travels.map_or(Point::default(), Point::from);
        let mut keys = Vec::with_capacity(figure.cycle.len() * usize::from(turns));
        let mut now = 0.0;
        for turn in 0..turns {
            for (place, step) in figure.cycle.iter().enumerate() {
                // The last move of a cycle leads to the first pose of the next.
                let last = place + 1 == figure.cycle.len();
                let swaps = figure.swaps_legs && ((turn % 2 == 1) != last);
                let swapped = swapped != swaps;
                let pose = step.pose.min(figure.poses.len() - 1);
                let mut stance = Stance::of(&figure.poses[pose], swapped);
                if figure.works == Some(Joint::Toes) {
                    stance.legs.iter_mut().for_each(curled);
                }
                let arrives = now + step.moves.max(0.0);
                let leaves = arrives + step.holds.max(0.0);
                now = leaves;
                if figure.surface == Surface::Stairs {
                    // These poses climb; what is shown stays in place, and the stairs come down.
                    let begun = f32::from(turn) + if last { 1.0 } else { 0.0 };
                    let cycles = arrives / cycle.as_secs_f32();
                    stance.hip = stance.hip + travels * (begun - cycles);
                }
                keys.push(Key {
                    stance,
                    swapped,
                    arrives,
                    leaves,
                    holds: step.holds > 0.0,
                });
            }
        }
        Some(Self {
            keys,
            whole: cycle.as_nanos() * u128::from(turns),
            cycle: cycle.as_secs_f32(),
            travels,
            has_floor: figure.surface != Surface::Stairs,
        })
    }

    /// The key poses.
    pub(super) fn keys(&self) -> &[Key] {
        &self.keys
    }

    /// How long it takes until all is as at first.
    pub(super) fn whole(&self) -> Duration {
        Duration::from_nanos(u64::try_from(self.whole).unwrap_or(u64::MAX))
    }

    /// When the first move has arrived.
    pub(super) fn first_arrival(&self) -> Duration {
        Duration::try_from_secs_f32(self.keys[0].arrives).unwrap_or_default()
    }

    /// The moment after so long.
    pub(super) fn moment(&self, after: Duration) -> Moment {
        let nanos = u64::try_from(after.as_nanos() % self.whole).unwrap_or_default();
        let seconds = Duration::from_nanos(nanos).as_secs_f32();
        let next = self.keys.iter().position(|key| seconds < key.leaves);
        let place = next.unwrap_or(self.keys.len() - 1);
        let (before, to) = (self.before(place), self.keys[place]);
        let from = self.keys[before];
        let begins = self.begins(place);
        let moves = to.arrives - begins;
        let part = if moves > 0.0 {
            ((seconds - begins) / moves).clamp(0.0, 1.0)
        } else {
            1.0
        };
        Moment {
            from,
            to,
            part,
            stance: self.between(place, part),
            has_floor: self.has_floor,
            travelled: self.travelled(seconds),
            travelled_from: self.travelled(begins),
            travelled_to: self.travelled(to.arrives),
        }
    }

    fn travelled(&self, seconds: f32) -> Vector {
        self.travels * (seconds / self.cycle)
    }

    fn before(&self, place: usize) -> usize {
        (place + self.keys.len() - 1) % self.keys.len()
    }

    /// When the move to this key begins.
    fn begins(&self, place: usize) -> f32 {
        match place {
            0 => 0.0,
            _ => self.keys[place - 1].leaves,
        }
    }

    fn moves(&self, place: usize) -> f32 {
        (self.keys[place].arrives - self.begins(place)).max(1e-3)
    }

    fn between(&self, place: usize, part: f32) -> Stance {
        let before = self.before(place);
        let from = self.keys[before].stance.numbers();
        let to = self.keys[place].stance.numbers();
        let (leaving, arriving) = (self.slopes(before), self.slopes(place));
        let moves = self.moves(place);
        let [one, two, three] = [part, part * part, part * part * part];
        let mut now = [0.0; NUMBERS];
        for (at, number) in now.iter_mut().enumerate() {
            *number = from[at] * (2.0 * three - 3.0 * two + 1.0)
                + to[at] * (3.0 * two - 2.0 * three)
                + leaving[at] * moves * (three - 2.0 * two + one)
                + arriving[at] * moves * (three - two);
        }
        Stance::from_numbers(now)
    }

    /// How fast each number changes at this key: not at all where it rests or turns, else between
    /// the speeds before and after (Fritsch and Butland's mean, which never overshoots).
    fn slopes(&self, place: usize) -> [f32; NUMBERS] {
        let mut slopes = [0.0; NUMBERS];
        if self.keys[place].holds {
            return slopes;
        }
        let after = (place + 1) % self.keys.len();
        let [before, here, there] =
            [self.before(place), place, after].map(|key| self.keys[key].stance.numbers());
        let (first, second) = (self.moves(place), self.moves(after));
        for (at, slope) in slopes.iter_mut().enumerate() {
            let coming = (here[at] - before[at]) / first;
            let going = (there[at] - here[at]) / second;
            if coming * going > 0.0 {
                let (one, two) = (2.0 * second + first, second + 2.0 * first);
                *slope = (one + two) / (one / coming + two / going);
            }
        }
        slopes
    }
}

/// Toes that work curl as far as they go, however little a pose that stays above the floor says.
fn curled(leg: &mut Leg) {
    if leg.toe < leg.phi - 1.0 {
        leg.toe = leg.toe.min(leg.phi - CURLED);
    }
}

impl Stance {
    fn of(pose: &Pose, swapped: bool) -> Self {
        let mut legs = [pose.near, pose.far];
        if swapped {
            legs.swap(0, 1);
        }
        Self {
            hip: pose.hip.into(),
            tau: pose.tau,
            legs,
            arm: pose.arm,
        }
    }

    /// Both legs are bent alike.
    pub(super) fn is_even(&self) -> bool {
        self.legs[0] == self.legs[1]
    }

    fn numbers(&self) -> [f32; NUMBERS] {
        let [near, far] = self.legs;
        [
            self.hip.x,
            self.hip.y,
            self.tau,
            near.alpha,
            near.beta,
            near.phi,
            near.toe,
            far.alpha,
            far.beta,
            far.phi,
            far.toe,
            self.arm[0],
            self.arm[1],
        ]
    }

    fn from_numbers(numbers: [f32; NUMBERS]) -> Self {
        let leg = |at: usize| Leg {
            alpha: numbers[at],
            beta: numbers[at + 1],
            phi: numbers[at + 2],
            toe: numbers[at + 3],
        };
        Self {
            hip: Point::new(numbers[0], numbers[1]),
            tau: numbers[2],
            legs: [leg(3), leg(7)],
            arm: [numbers[11], numbers[12]],
        }
    }
}

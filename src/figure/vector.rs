//! Points of a plane, and what is needed of their arithmetic.

use std::ops::{Add, Mul, Sub};

/// A place, x forward and y up.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Point {
    pub(super) x: f32,
    pub(super) y: f32,
}

/// From one place to another.
pub(super) type Vector = Point;

impl Point {
    pub(super) const fn new(x: f32, y: f32) -> Self {
        Self { x, y }
    }

    /// Of length 1, at this angle in degrees, counter-clockwise from forward.
    pub(super) fn towards(degrees: f32) -> Self {
        let (sin, cos) = degrees.to_radians().sin_cos();
        Self::new(cos, sin)
    }

    /// Turned by this angle in degrees, counter-clockwise.
    pub(super) fn turned(self, degrees: f32) -> Self {
        let (sin, cos) = degrees.to_radians().sin_cos();
        Self::new(self.x * cos - self.y * sin, self.x * sin + self.y * cos)
    }

    pub(super) fn dot(self, other: Self) -> f32 {
        self.x * other.x + self.y * other.y
    }

    pub(super) fn length(self) -> f32 {
        self.dot(self).sqrt()
    }

    /// On the way from here to there: 0 is here, 1 is there.
    pub(super) fn on_the_way(self, to: Self, part: f32) -> Self {
        self + (to - self) * part
    }

    pub(super) fn to_array(self) -> [f32; 2] {
        [self.x, self.y]
    }
}

impl From<[f32; 2]> for Point {
    fn from([x, y]: [f32; 2]) -> Self {
        Self::new(x, y)
    }
}

impl Add for Point {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self::new(self.x + other.x, self.y + other.y)
    }
}

impl Sub for Point {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self::new(self.x - other.x, self.y - other.y)
    }
}

impl Mul<f32> for Point {
    type Output = Self;

    fn mul(self, by: f32) -> Self {
        Self::new(self.x * by, self.y * by)
    }
}

/// The middle joint of two limbs of these lengths between two places, and where the second ends:
/// at `to`, or as near as they reach. The joint lies to the left of the way for a `side` of 1, to
/// the right for -1.
pub(super) fn bent(from: Point, to: Point, lengths: [f32; 2], side: f32) -> (Point, Point) {
    let [first, second] = lengths;
    let way = to - from;
    let far = way.length();
    let along = if far > 1e-6 {
        way * far.recip()
    } else {
        Point::new(0.0, -1.0)
    };
    let reach = far.clamp((first - second).abs() + 1e-4, first + second);
    let share = (first * first - second * second + reach * reach) / (2.0 * reach);
    let aside = (first * first - share * share).max(0.0).sqrt() * side;
    let joint = from + along * share + Point::new(-along.y, along.x) * aside;
    (joint, from + along * reach)
}

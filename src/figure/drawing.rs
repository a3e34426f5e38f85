//! A figure at one moment, as lines and discs.

use std::time::Duration;

use super::data::Figure;

/// One moment of a figure, in the order in which it is painted.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Drawing {
    /// The whole person and what is around.
    pub shapes: Vec<Shape>,
    /// The lower leg, enlarged, in units of its own (its lower left corner at 0, 0); none where it
    /// adds nothing.
    pub enlarged: Option<Vec<Shape>>,
}

/// One thing to paint.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// A line with round ends and joints.
    Line {
        /// Its points.
        points: Vec<[f32; 2]>,
        /// Its width.
        width: f32,
        /// Its colour.
        ink: Ink,
    },
    /// A filled disc.
    Disc {
        /// Its middle.
        middle: [f32; 2],
        /// Its radius.
        radius: f32,
        /// Its colour.
        ink: Ink,
    },
    /// A circle line.
    Ring {
        /// Its middle.
        middle: [f32; 2],
        /// Its radius.
        radius: f32,
        /// The width of the line.
        width: f32,
        /// Its colour.
        ink: Ink,
    },
}

/// What a colour stands for; which colour that is, whoever paints knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ink {
    /// Trunk, head and the near leg.
    Near,
    /// The far leg, lighter.
    Far,
    /// The arm.
    Arm,
    /// The joint that does the work.
    Mark,
    /// The floor.
    Floor,
    /// Chair, desk, wall, stairs.
    Furniture,
}

impl Figure {
    /// The figure after this long, with near and far leg in each other's place if `swapped`.
    #[must_use]
    pub fn at(&self, after: Duration, swapped: bool) -> Drawing {
        let _ = (after, swapped);
        Drawing::default()
    }

    /// The key pose that tells the movement best, standing still.
    #[must_use]
    pub fn still(&self) -> Drawing {
        Drawing::default()
    }
}

//! A figure at one moment, as lines and discs.

use std::time::Duration;

use super::data::Figure;
use super::scene::Scene;

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
        self.scene(swapped)
            .map(|scene| scene.drawing(&scene.pace.moment(after)))
            .unwrap_or_default()
    }

    /// The key pose that tells the movement best, standing still: the one it goes to first, or the
    /// first stride of what goes on and on.
    #[must_use]
    pub fn still(&self) -> Drawing {
        let Some(scene) = self.scene(false) else {
            return Drawing::default();
        };
        let after = match self.travels {
            Some(_) => Duration::ZERO,
            None => scene.pace.first_arrival(),
        };
        scene.drawing(&scene.pace.moment(after))
    }

    /// A frame that all of the movement fits in, either leg working: left, bottom, width and
    /// height. It stays the same, so that a view of it stays at rest.
    #[must_use]
    pub fn frame(&self) -> [f32; 4] {
        let mut edges = Edges::NONE;
        for swapped in [false, true] {
            let Some(scene) = self.scene(swapped) else {
                return NO_FRAME;
            };
            let step = scene.pace.whole() / SAMPLES;
            for sample in 0..SAMPLES {
                let moment = scene.pace.moment(step * sample);
                for shape in &scene.drawing(&moment).shapes {
                    edges.take(shape);
                }
            }
        }
        edges.frame(MARGIN)
    }

    fn scene(&self, swapped: bool) -> Option<Scene<'_>> {
        Scene::of(self, swapped)
    }
}

impl Drawing {
    /// Width and height of what is enlarged; its lower left corner is 0, 0.
    pub const ENLARGED: [f32; 2] = [0.52, 0.57];

    /// The frame this one moment fits in: left, bottom, width and height. For a still; what moves
    /// is shown in [`Figure::frame`].
    #[must_use]
    pub fn frame(&self) -> [f32; 4] {
        if self.shapes.is_empty() {
            return NO_FRAME;
        }
        let mut edges = Edges::NONE;
        self.shapes.iter().for_each(|shape| edges.take(shape));
        edges.frame(0.0)
    }
}

impl Shape {
    /// What it stands for.
    #[must_use]
    pub fn ink(&self) -> Ink {
        match self {
            Self::Line { ink, .. } | Self::Disc { ink, .. } | Self::Ring { ink, .. } => *ink,
        }
    }

    /// Its left, bottom, right and top edge.
    #[must_use]
    pub fn edges(&self) -> [f32; 4] {
        let (points, half) = match self {
            Self::Line { points, width, .. } => (points.as_slice(), width / 2.0),
            Self::Disc { middle, radius, .. } => (std::slice::from_ref(middle), *radius),
            Self::Ring {
                middle,
                radius,
                width,
                ..
            } => (std::slice::from_ref(middle), radius + width / 2.0),
        };
        let mut edges = Edges::NONE;
        for &[x, y] in points {
            edges.reach([x - half, y - half, x + half, y + half]);
        }
        edges.0
    }
}

/// For what shows nothing.
const NO_FRAME: [f32; 4] = [0.0, 0.0, 1.0, 1.0];
/// How many moments of a movement its frame is made from.
const SAMPLES: u32 = 48;
/// What is left free around it.
const MARGIN: f32 = 0.025;

/// Left, bottom, right, top.
struct Edges([f32; 4]);

impl Edges {
    const NONE: Self = Self([
        f32::INFINITY,
        f32::INFINITY,
        f32::NEG_INFINITY,
        f32::NEG_INFINITY,
    ]);

    fn take(&mut self, shape: &Shape) {
        self.reach(shape.edges());
    }

    fn reach(&mut self, [left, bottom, right, top]: [f32; 4]) {
        let edges = &mut self.0;
        edges[0] = edges[0].min(left);
        edges[1] = edges[1].min(bottom);
        edges[2] = edges[2].max(right);
        edges[3] = edges[3].max(top);
    }

    fn frame(&self, margin: f32) -> [f32; 4] {
        let [left, bottom, right, top] = self.0;
        [
            left - margin,
            bottom - margin,
            right - left + 2.0 * margin,
            top - bottom + 2.0 * margin,
        ]
    }
}

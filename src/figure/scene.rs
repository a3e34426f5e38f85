//! A figure with all that stays the same over its cycle, ready to be drawn at any moment.

use super::body::{Body, Limb};
use super::data::{Figure, Joint, Leg, Surface};
use super::drawing::{Drawing, Ink, Shape};
use super::limbs::{self, ASIDE, Brush};
use super::pace::{Key, Moment, Pace};
use super::surroundings::Room;
use super::vector::Point;

/// The mark of a joint at rest, and how much it grows with the work.
const MARK: f32 = 0.03;
const MARK_GROWS: f32 = 0.02;
/// From the mark to the ring around it.
const RING_AWAY: f32 = 0.02;
const RING_WIDTH: f32 = 0.009;
/// The floor goes on so far beyond the body.
const FLOOR_BEYOND: f32 = 0.06;
/// A lower leg is enlarged so many times.
const ENLARGED: f32 = 2.0;
/// What lies left of the ball and below the sole in the enlarged picture.
const ENLARGED_CORNER: Point = Point::new(0.145, 0.037);
/// An ankle that moves further takes the enlarged picture along.
const STAYS_IN_VIEW: f32 = 0.12;
/// Degrees by which a foot moves that takes part.
const TAKES_PART: f32 = 5.0;
/// The same for a whole leg that works.
const WORKS: f32 = 2.0;

pub(super) struct Scene<'figure> {
    figure: &'figure Figure,
    pub(super) pace: Pace,
    room: Room,
    /// Which legs get a mark.
    marked: [bool; 2],
    swapped: bool,
    enlarged_from: EnlargedFrom,
}

/// What the enlarged picture is fixed to.
enum EnlargedFrom {
    Floor(Point),
    Ankle,
}

impl<'figure> Scene<'figure> {
    /// None for a figure without poses or without time.
    pub(super) fn of(figure: &'figure Figure, swapped: bool) -> Option<Self> {
        let pace = Pace::of(figure, swapped)?;
        let grip = Body::grip(figure, &pace);
        let worker = usize::from(swapped);
        let bodies: Vec<Body> = pace.keys().iter().map(|key| key.body(grip)).collect();
        let rest = bodies.last()?.legs[worker];
        let strays = |body: &Body| (body.legs[worker].ankle - rest.ankle).length();
        let enlarged_from = if bodies.iter().any(|body| strays(body) > STAYS_IN_VIEW) {
            EnlargedFrom::Ankle
        } else {
            EnlargedFrom::Floor(Point::new(rest.ball.x, 0.0) - ENLARGED_CORNER)
        };
        Some(Self {
            room: Room {
                floor: floor(figure, &bodies),
                grip,
            },
            marked: marked(figure, &pace),
            figure,
            pace,
            swapped,
            enlarged_from,
        })
    }

    /// One moment of it.
    pub(super) fn drawing(&self, moment: &Moment) -> Drawing {
        let body = Body::at(moment, self.room.grip);
        let mut shapes = Vec::with_capacity(32);
        self.room.draw(self.figure, moment, &mut shapes);
        let aside = Brush {
            origin: Point::default() - ASIDE,
            ..Brush::PLAIN
        };
        let [near, far] = &body.legs;
        limbs::leg(body.hip, far, aside, Ink::Far, &mut shapes);
        self.mark(moment, &body, 1, aside, &mut shapes);
        limbs::trunk(&body, Brush::PLAIN, &mut shapes);
        limbs::leg(body.hip, near, Brush::PLAIN, Ink::Near, &mut shapes);
        limbs::arm(&body, Brush::PLAIN, &mut shapes);
        self.mark(moment, &body, 0, Brush::PLAIN, &mut shapes);
        if self.figure.cup {
            cup(&body, &mut shapes);
        }
        let enlarged = self.figure.enlarged.then(|| self.enlarged(moment, &body));
        Drawing { shapes, enlarged }
    }

    fn enlarged(&self, moment: &Moment, body: &Body) -> Vec<Shape> {
        let worker = usize::from(self.swapped);
        let limb = &body.legs[worker];
        let origin = match self.enlarged_from {
            EnlargedFrom::Floor(origin) => origin,
            EnlargedFrom::Ankle => limb.ankle - ENLARGED_CORNER - Point::new(-0.071, 0.06),
        };
        let brush = Brush {
            origin,
            scale: ENLARGED,
        };
        let width = Drawing::ENLARGED[0] / ENLARGED;
        let floor = [0.0, width].map(|x| Point::new(origin.x + x, -0.004));
        let mut shapes = vec![brush.line(&floor, 0.008, Ink::Floor)];
        limbs::lower_leg(limb, brush, Ink::Near, &mut shapes);
        self.mark(moment, body, worker, brush, &mut shapes);
        shapes
    }

    /// The mark of the working joint, larger the harder it works.
    fn mark(&self, moment: &Moment, body: &Body, leg: usize, brush: Brush, into: &mut Vec<Shape>) {
        let Some(joint) = self.figure.works.filter(|_| self.marked[leg]) else {
            return;
        };
        let limb = &body.legs[leg];
        let (middle, size) = match joint {
            Joint::Hip => (body.hip, 1.0),
            Joint::Knee => (limb.knee, 1.0),
            Joint::Ankle => (limb.ankle, 0.8),
            Joint::Toes => (limb.ball.on_the_way(limb.toe, 0.5), 0.6),
        };
        // Enlarged with the leg it would hide the foot.
        let size = size / brush.scale.sqrt();
        let radius = (MARK + MARK_GROWS * self.effort(moment, leg)) * size;
        // Toes are small: what they do is seen through a ring alone.
        if joint != Joint::Toes {
            into.push(brush.disc(middle, radius * 0.7, Ink::Mark));
        }
        let ring = radius + RING_AWAY * size;
        into.push(brush.ring(middle, ring, RING_WIDTH * size, Ink::Mark));
    }

    /// From 0, as in the first pose, to 1.
    fn effort(&self, moment: &Moment, leg: usize) -> f32 {
        if self.figure.travels.is_some() {
            return 0.5;
        }
        let [from, to] = [&moment.from, &moment.to].map(|key| {
            let now = key.stance.legs[leg];
            if far_from(self.at_rest(key, leg), now) > WORKS {
                1.0
            } else {
                0.0
            }
        });
        from + (to - from) * moment.eased()
    }

    fn at_rest(&self, key: &Key, leg: usize) -> Leg {
        let first = &self.figure.poses[0];
        if (leg == 0) == key.swapped {
            first.far
        } else {
            first.near
        }
    }
}

/// The legs that work: those whose feet move, or one of two that do the same.
fn marked(figure: &Figure, pace: &Pace) -> [bool; 2] {
    let keys = pace.keys();
    if keys.iter().all(|key| key.stance.is_even()) {
        return [true, false];
    }
    if figure.travels.is_some() {
        return [true, true];
    }
    [0, 1].map(|leg| {
        let feet: Vec<Limb> = keys.iter().map(|key| key.body(None).legs[leg]).collect();
        feet.iter().any(|foot| {
            (foot.ankle - feet[0].ankle).length() > 0.03
                || (foot.sole - feet[0].sole).abs() > TAKES_PART
        })
    })
}

fn floor(figure: &Figure, bodies: &[Body]) -> [f32; 2] {
    let places = bodies.iter().flat_map(|body| {
        let feet = body
            .legs
            .iter()
            .flat_map(|leg| [leg.heel.x, leg.toe.x, leg.knee.x]);
        feet.chain([body.hip.x, body.head.x, body.hand.x])
    });
    let (left, right) = places.fold((f32::INFINITY, f32::NEG_INFINITY), |(left, right), x| {
        (left.min(x), right.max(x))
    });
    let (behind, before) = match figure.surface {
        Surface::Chair => (0.14, FLOOR_BEYOND),
        Surface::ChairBehind => (0.26, FLOOR_BEYOND),
        Surface::Support => (FLOOR_BEYOND, 0.2),
        Surface::Wall => (FLOOR_BEYOND, 0.05),
        Surface::Stairs | Surface::FloorScrolls | Surface::None => (FLOOR_BEYOND, FLOOR_BEYOND),
    };
    [left - behind, right + before]
}

/// How many degrees two ways to hold a leg differ by.
fn far_from(one: Leg, other: Leg) -> f32 {
    (one.alpha - other.alpha).abs()
        + (one.beta - other.beta).abs()
        + (one.phi - other.phi).abs()
        + (one.toe - other.toe).abs()
}

/// A cup in the hand.
fn cup(body: &Body, into: &mut Vec<Shape>) {
    let foot = body.hand + Point::new(-0.008, 0.012);
    let ends = [foot, foot + Point::new(0.0, 0.026)];
    into.push(Brush::PLAIN.line(&ends, 0.044, Ink::Mark));
}

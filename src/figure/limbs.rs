//! The body as rounded limbs: a pictogram, not a skeleton.

use super::body::{Body, Limb};
use super::drawing::{Ink, Shape};
use super::measures::HEAD;
use super::vector::{Point, Vector};

const TRUNK_WIDTH: f32 = 0.088;
const THIGH_WIDTH: f32 = 0.076;
const SHANK_WIDTH: f32 = 0.056;
const CALF_WIDTH: f32 = 0.062;
const SHOE_WIDTH: f32 = 0.034;
const TOE_WIDTH: f32 = 0.028;
const UPPER_ARM_WIDTH: f32 = 0.05;
const FOREARM_WIDTH: f32 = 0.042;
/// The far leg is drawn a little aside, so that it is seen behind the near one.
pub(super) const ASIDE: Vector = Point::new(0.018, 0.004);
/// How much of the shank an enlarged lower leg shows.
const SHOWN_SHANK: f32 = 0.55;
/// How high toes rise that curl.
const KNUCKLE: f32 = 0.012;

/// Puts shapes where they belong: moved, and perhaps enlarged.
#[derive(Debug, Clone, Copy)]
pub(super) struct Brush {
    /// What lies at 0, 0.
    pub(super) origin: Point,
    pub(super) scale: f32,
}

impl Brush {
    /// As it is.
    pub(super) const PLAIN: Self = Self {
        origin: Point::new(0.0, 0.0),
        scale: 1.0,
    };

    pub(super) fn line(self, points: &[Point], width: f32, ink: Ink) -> Shape {
        Shape::Line {
            points: points.iter().map(|&point| self.put(point)).collect(),
            width: width * self.scale,
            ink,
        }
    }

    pub(super) fn disc(self, middle: Point, radius: f32, ink: Ink) -> Shape {
        Shape::Disc {
            middle: self.put(middle),
            radius: radius * self.scale,
            ink,
        }
    }

    pub(super) fn ring(self, middle: Point, radius: f32, width: f32, ink: Ink) -> Shape {
        Shape::Ring {
            middle: self.put(middle),
            radius: radius * self.scale,
            width: width * self.scale,
            ink,
        }
    }

    fn put(self, point: Point) -> [f32; 2] {
        ((point - self.origin) * self.scale).to_array()
    }
}

/// The whole leg.
pub(super) fn leg(hip: Point, limb: &Limb, brush: Brush, ink: Ink, into: &mut Vec<Shape>) {
    into.push(brush.line(&[hip, limb.knee], THIGH_WIDTH, ink));
    into.push(brush.line(&[limb.knee, limb.ankle], SHANK_WIDTH, ink));
    into.push(calf(limb, brush, ink));
    foot(limb, brush, ink, into);
}

/// The foot and as much of the shank as shows how they stand to each other.
pub(super) fn lower_leg(limb: &Limb, brush: Brush, ink: Ink, into: &mut Vec<Shape>) {
    let cut = limb.ankle.on_the_way(limb.knee, SHOWN_SHANK);
    into.push(brush.line(&[cut, limb.ankle], SHANK_WIDTH, ink));
    foot(limb, brush, ink, into);
}

/// The swell of the calf, behind the upper half of the shank.
fn calf(limb: &Limb, brush: Brush, ink: Ink) -> Shape {
    let along = limb.ankle - limb.knee;
    let behind = Point::new(along.y, -along.x) * 0.04;
    let at = |part: f32| limb.knee + along * part + behind;
    brush.line(&[at(0.14), at(0.42)], CALF_WIDTH, ink)
}

/// A shoe that stands on its sole, and its toe piece.
fn foot(limb: &Limb, brush: Brush, ink: Ink, into: &mut Vec<Shape>) {
    let up = Point::towards(limb.sole + 90.0);
    let half = SHOE_WIDTH / 2.0;
    let heel = limb.heel + (up + Point::towards(limb.sole) * 0.7) * half;
    let ball = limb.ball + up * half;
    let shoe = [heel, limb.ankle, ball, heel];
    into.push(brush.line(&shoe, SHOE_WIDTH, ink));

    let width = TOE_WIDTH * (1.0 + 0.35 * limb.curl);
    let along = limb.toe - limb.ball;
    let forward = along * along.length().max(1e-6).recip();
    let raised = Point::new(-forward.y, forward.x) * (width / 2.0);
    let tip = limb.toe - forward * (width / 2.0) + raised;
    let knuckle = ball.on_the_way(tip, 0.5) + Point::new(0.0, KNUCKLE * limb.curl);
    into.push(brush.line(&[ball, knuckle, tip], width, ink));
}

/// Trunk and head.
pub(super) fn trunk(body: &Body, brush: Brush, into: &mut Vec<Shape>) {
    // The neck stays free: the round end lies lower by half of what it rounds.
    let top = body.shoulder.on_the_way(body.hip, 0.07);
    into.push(brush.line(&[body.hip, top], TRUNK_WIDTH, Ink::Near));
    into.push(brush.disc(body.head, HEAD, Ink::Near));
}

/// The arm.
pub(super) fn arm(body: &Body, brush: Brush, into: &mut Vec<Shape>) {
    let shoulder = body.shoulder.on_the_way(body.hip, 0.08);
    into.push(brush.line(&[shoulder, body.elbow], UPPER_ARM_WIDTH, Ink::Arm));
    into.push(brush.line(&[body.elbow, body.hand], FOREARM_WIDTH, Ink::Arm));
}

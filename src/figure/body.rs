//! The joints of the body at one moment: limbs keep their length, planted feet stay put, a hand
//! that holds on stays where it holds.

use super::data::{Figure, Leg, Pose, Surface};
use super::measures::{BALL, FOREARM, HEAD, HEEL, NECK, SHANK, THIGH, TOE, TRUNK, UPPER_ARM};
use super::pace::{CURLED, Moment, Pace, Stance};
use super::vector::{Point, Vector, bent};

/// Feet this near to each other are in the same place: the poses are rounded.
const SAME: f32 = 0.01;
/// The same on ground that moves: a walker's foot may creep so far in half a step.
const SAME_MOVING: f32 = 0.03;
/// A foot that is put elsewhere is lifted so high on its way.
const LIFT: f32 = 0.025;
/// A foot this low stands on the floor.
const LOW: f32 = 0.006;
/// Toes this many degrees below the sole are not curled yet.
const ROUGH: f32 = 5.0;
/// The hip moves when it moves more than this.
const STILL: f32 = 0.003;
/// How high the support is on which a hand rests.
const SUPPORT: f32 = 0.65;
/// A hand that reaches out so far from the hip holds on.
const REACHES: f32 = 0.15;

/// Where everything is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Body {
    pub(super) hip: Point,
    pub(super) shoulder: Point,
    /// The middle of the head.
    pub(super) head: Point,
    pub(super) elbow: Point,
    pub(super) hand: Point,
    /// The near one first.
    pub(super) legs: [Limb; 2],
}

/// One leg, down from the hip.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Limb {
    pub(super) knee: Point,
    pub(super) ankle: Point,
    pub(super) heel: Point,
    pub(super) ball: Point,
    /// The tip of the toes.
    pub(super) toe: Point,
    /// The pitch of the sole, in degrees.
    pub(super) sole: f32,
    /// How far the toes are curled: 0 to 1.
    pub(super) curl: f32,
}

/// What stays put of a foot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Contact {
    Ball,
    Heel,
}

/// A part of a foot that is on the ground at both ends of a move.
#[derive(Debug, Clone, Copy)]
struct Planted {
    contact: Contact,
    /// Where it is now.
    at: Point,
    /// It has been there all the time.
    stays: bool,
}

impl Body {
    /// The body at a moment; the hand at `grip`, if it holds on.
    pub(super) fn at(moment: &Moment, grip: Option<Point>) -> Self {
        let planted = [0, 1].map(|leg| planted(moment, leg));
        let mut stance = moment.stance;
        if let Some(hip) = rooted(moment, planted[0]) {
            return Self::standing(&Stance { hip, ..stance }, grip);
        }
        for (leg, planted) in stance.legs.iter_mut().zip(planted) {
            if let Some(planted) = planted {
                let ankle = planted.at - planted.contact.offset().turned(leg.phi);
                let (knee, ankle) = bent(stance.hip, ankle, [THIGH, SHANK], 1.0);
                leg.alpha = angle(knee - stance.hip);
                leg.beta = angle(ankle - knee);
            } else if moment.has_floor {
                clear_of_the_floor(stance.hip, leg);
            }
        }
        Self::standing(&stance, grip)
    }

    /// The body in a stance as it is.
    pub(super) fn standing(stance: &Stance, grip: Option<Point>) -> Self {
        let hip = stance.hip;
        let shoulder = hip + Point::towards(stance.tau) * TRUNK;
        // Who leans forward lifts the head to look ahead.
        let neck = f32::midpoint(stance.tau, 90.0);
        let (elbow, hand) = match grip {
            Some(grip) => bent(shoulder, grip, [UPPER_ARM, FOREARM], -1.0),
            None => arm(shoulder, stance.arm),
        };
        Self {
            hip,
            shoulder,
            head: shoulder + Point::towards(neck) * (NECK + HEAD),
            elbow,
            hand,
            legs: stance.legs.map(|leg| Limb::of(hip, leg)),
        }
    }

    /// Where the hand holds on for the whole of a figure, if it does.
    pub(super) fn grip(figure: &Figure, pace: &Pace) -> Option<Point> {
        let mut hands = Point::default();
        let mut count = 0.0;
        for key in pace.keys() {
            let stance = &key.stance;
            let shoulder = stance.hip + Point::towards(stance.tau) * TRUNK;
            let (_, hand) = arm(shoulder, stance.arm);
            if hand.x - stance.hip.x < REACHES {
                return None;
            }
            hands = hands + hand;
            count += 1.0;
        }
        let mean = hands * (1.0_f32 / count);
        match figure.surface {
            Surface::Support => Some(Point::new(mean.x, SUPPORT)),
            Surface::Wall => Some(Point::new(figure.wall_x.unwrap_or(mean.x) - 0.02, mean.y)),
            Surface::Stairs => Some(mean),
            Surface::Chair | Surface::ChairBehind | Surface::FloorScrolls | Surface::None => None,
        }
    }
}

impl Limb {
    fn of(hip: Point, leg: Leg) -> Self {
        let knee = hip + Point::towards(leg.alpha) * THIGH;
        let ankle = knee + Point::towards(leg.beta) * SHANK;
        let ball = ankle + BALL.turned(leg.phi);
        let curl = ((leg.phi - leg.toe - ROUGH) / (CURLED - ROUGH)).clamp(0.0, 1.0);
        let length = TOE * (1.0 - 0.4 * curl);
        // Toes that curl press on the floor, and do not go through it.
        let lowest = (-ball.y.max(0.0) / length).max(-1.0).asin().to_degrees();
        let pitch = if curl > 0.0 {
            leg.toe.max(lowest)
        } else {
            leg.toe
        };
        Self {
            knee,
            ankle,
            heel: ankle + HEEL.turned(leg.phi),
            ball,
            toe: ball + Point::towards(pitch) * length,
            sole: leg.phi,
            curl,
        }
    }

    fn lowest(&self) -> f32 {
        self.heel.y.min(self.ball.y)
    }
}

impl Pose {
    /// The height of the lowest point of both feet. The poses were rounded: up to
    /// [`Pose::ROUNDING`] below the floor is on it.
    #[must_use]
    pub fn lowest(&self) -> f32 {
        let hip = self.hip.into();
        let feet = [self.near, self.far].map(|leg| {
            let limb = Limb::of(hip, leg);
            limb.lowest().min(limb.toe.y)
        });
        feet[0].min(feet[1])
    }

    /// How far below the floor a foot may be, in body heights.
    pub const ROUNDING: f32 = 0.006;
}

impl Contact {
    fn offset(self) -> Vector {
        match self {
            Self::Ball => BALL,
            Self::Heel => HEEL,
        }
    }

    fn of(self, limb: &Limb) -> Point {
        match self {
            Self::Ball => limb.ball,
            Self::Heel => limb.heel,
        }
    }

    /// Whether a foot on the ground at this pitch stands on this part of it.
    fn bears(self, phi: f32) -> bool {
        match self {
            Self::Ball => phi <= 1.0,
            Self::Heel => phi >= -1.0,
        }
    }
}

/// What of this leg's foot is planted during a move.
fn planted(moment: &Moment, leg: usize) -> Option<Planted> {
    let [from, to] = [&moment.from.stance, &moment.to.stance];
    let [first, second] = [from, to].map(|stance| Limb::of(stance.hip, stance.legs[leg]));
    let moving = moment.travelled_to != moment.travelled_from;
    let near = if moving { SAME_MOVING } else { SAME };
    let both_low = !moving && first.lowest() < LOW && second.lowest() < LOW;
    for contact in [Contact::Ball, Contact::Heel] {
        if !contact.bears(first.sole) || !contact.bears(second.sole) {
            continue;
        }
        let begins = contact.of(&first) + moment.travelled_from;
        let ends = contact.of(&second) + moment.travelled_to;
        let stays = (ends - begins).length() < near;
        if !stays && !both_low {
            continue;
        }
        let part = if moving { moment.part } else { moment.eased() };
        let lift = if stays {
            0.0
        } else {
            LIFT * 4.0 * part * (1.0 - part)
        };
        let at = begins.on_the_way(ends, part) - moment.travelled + Point::new(0.0, lift);
        return Some(Planted { contact, at, stays });
    }
    None
}

/// Where the hip is if both feet stand side by side while it moves: it follows from the legs.
fn rooted(moment: &Moment, planted: Option<Planted>) -> Option<Point> {
    let planted = planted.filter(|planted| planted.stays)?;
    let moves = (moment.to.stance.hip - moment.from.stance.hip).length() > STILL;
    let even = moment.from.stance.is_even() && moment.to.stance.is_even();
    if !moves || !even {
        return None;
    }
    let limb = Limb::of(Point::default(), moment.stance.legs[0]);
    Some(planted.at - planted.contact.of(&limb))
}

/// Lifts a foot that swings so low that it would go through the floor.
fn clear_of_the_floor(hip: Point, leg: &mut Leg) {
    let limb = Limb::of(hip, *leg);
    let lowest = limb.lowest().min(limb.toe.y);
    if lowest >= 0.0 {
        return;
    }
    let ankle = limb.ankle - Point::new(0.0, lowest);
    let (knee, ankle) = bent(hip, ankle, [THIGH, SHANK], 1.0);
    leg.alpha = angle(knee - hip);
    leg.beta = angle(ankle - knee);
}

fn arm(shoulder: Point, [upper, fore]: [f32; 2]) -> (Point, Point) {
    let elbow = shoulder + Point::towards(upper) * UPPER_ARM;
    (elbow, elbow + Point::towards(fore) * FOREARM)
}

/// The angle of a way, in degrees.
fn angle(way: Vector) -> f32 {
    way.y.atan2(way.x).to_degrees()
}

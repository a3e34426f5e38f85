//! What the person sits on, stands before and holds on to.

use super::data::{Figure, Surface};
use super::drawing::{Ink, Shape};
use super::limbs::Brush;
use super::pace::Moment;
use super::vector::{Point, Vector};

const FLOOR_WIDTH: f32 = 0.012;
const BAR: f32 = 0.026;
const SEAT: f32 = 0.038;
const TABLE: f32 = 0.03;
/// From the hip of one who sits to the top of the seat.
const UNDER_THE_HIP: f32 = 0.042;
/// How high a hip is that sits.
const SITS: f32 = 0.285;
/// From mark to mark on a floor that moves: a quarter of what one cycle travels.
const MARKS: f32 = 4.0;
/// More are not drawn, however wide a figure somebody makes.
const MOST_MARKS: u8 = 40;
/// Where the first riser is, and one step of the stairs.
const RISER: f32 = 0.122;
const STEP: Vector = Point::new(0.17, 0.10);
/// From the middle of a hand to what it rests on.
const UNDER_THE_HAND: f32 = 0.021;

/// What stays the same around a figure for all its cycle.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room {
    /// From where to where the floor goes.
    pub(super) floor: [f32; 2],
    /// Where the hand holds on.
    pub(super) grip: Option<Point>,
}

impl Room {
    /// What is behind the person.
    pub(super) fn draw(&self, figure: &Figure, moment: &Moment, into: &mut Vec<Shape>) {
        if figure.surface != Surface::Stairs {
            self.draw_floor(figure, moment, into);
        }
        match figure.surface {
            Surface::Chair => {
                let hip = figure.poses[0].hip;
                chair(Point::from(hip).x, hip[1], into);
                if figure.cup {
                    table(Point::new(hip[0] + 0.18, hip[1] + 0.107), 0.3, into);
                }
            }
            Surface::ChairBehind => {
                let last = figure.poses.iter().map(|pose| pose.hip[0]);
                chair(last.fold(0.0, f32::min) - 0.16, SITS, into);
            }
            Surface::Support => {
                if let Some(grip) = self.grip {
                    table(grip - Point::new(0.04, UNDER_THE_HAND), 0.24, into);
                }
            }
            Surface::Wall => wall(figure.wall_x.unwrap_or(self.floor[1]), into),
            Surface::Stairs => self.draw_stairs(moment, into),
            Surface::FloorScrolls | Surface::None => {}
        }
    }

    fn draw_floor(&self, figure: &Figure, moment: &Moment, into: &mut Vec<Shape>) {
        let [left, right] = self.floor;
        let top = -FLOOR_WIDTH / 2.0;
        let ends = [Point::new(left, top), Point::new(right, top)];
        into.push(Brush::PLAIN.line(&ends, FLOOR_WIDTH, Ink::Floor));
        if figure.surface != Surface::FloorScrolls {
            return;
        }
        let apart = figure.travels.map_or(0.0, |travels| travels[0].abs()) / MARKS;
        if apart < 0.05 {
            return;
        }
        let first = left - apart - moment.travelled.x.rem_euclid(apart);
        for step in 0..MOST_MARKS {
            let mark = first + f32::from(step) * apart;
            // A mark comes in and goes out little by little.
            let (from, to) = (mark.max(left), (mark + apart * 0.45).min(right));
            if from < to {
                let ends = [Point::new(from, -0.034), Point::new(to, -0.034)];
                into.push(Brush::PLAIN.line(&ends, FLOOR_WIDTH, Ink::Floor));
            }
        }
    }

    /// Stairs that come down as they are climbed, and a rail. Cut across their slope, so that
    /// their ends move as evenly as they do.
    fn draw_stairs(&self, moment: &Moment, into: &mut Vec<Shape>) {
        let [left, right] = self.floor;
        let along = STEP * STEP.length().recip();
        let cut = [left, right].map(|x| Point::new(x, (x - RISER) * STEP.y / STEP.x).dot(along));
        let start = Point::new(RISER, 0.0) - moment.travelled;
        let mut corners = Vec::new();
        for step in -8_i8..8 {
            let foot = start + STEP * f32::from(step);
            corners.extend([foot, foot + Point::new(0.0, STEP.y)]);
        }
        let sunk = Point::new(BAR / 2.0, -BAR / 2.0);
        let inside = between(&corners, along, cut);
        let inside: Vec<Point> = inside.into_iter().map(|corner| corner + sunk).collect();
        into.push(Brush::PLAIN.line(&inside, BAR, Ink::Furniture));
        if let Some(grip) = self.grip {
            let ends =
                [-0.2, 0.2].map(|part| grip + Point::new(0.0, -UNDER_THE_HAND) + along * part);
            into.push(Brush::PLAIN.line(&ends, 0.018, Ink::Furniture));
        }
    }
}

/// The part of a line that goes on `along` a direction, between two places in that direction.
fn between(corners: &[Point], along: Vector, [from, to]: [f32; 2]) -> Vec<Point> {
    let mut inside = Vec::new();
    for pair in corners.windows(2) {
        let [begins, ends] = [pair[0].dot(along), pair[1].dot(along)];
        if ends <= from || begins >= to || ends <= begins {
            continue;
        }
        let at = |place: f32| pair[0].on_the_way(pair[1], (place - begins) / (ends - begins));
        if inside.is_empty() {
            inside.push(at(begins.max(from)));
        }
        inside.push(at(ends.min(to)));
    }
    inside
}

/// A chair for a hip at this place.
fn chair(x: f32, hip: f32, into: &mut Vec<Shape>) {
    let seat = hip - UNDER_THE_HIP - SEAT / 2.0;
    let at = |dx: f32, y: f32| Point::new(x + dx, y);
    let foot = BAR / 2.0;
    for points in [
        [at(-0.125, seat), at(-0.14, foot)],
        [at(0.105, seat), at(0.12, foot)],
        [at(-0.125, seat), at(-0.15, hip + 0.2)],
    ] {
        into.push(Brush::PLAIN.line(&points, BAR, Ink::Furniture));
    }
    let seat = [at(-0.12, seat), at(0.11, seat)];
    into.push(Brush::PLAIN.line(&seat, SEAT, Ink::Furniture));
}

/// A table whose near edge has its top here.
fn table(edge: Point, length: f32, into: &mut Vec<Shape>) {
    let top = edge - Point::new(0.0, TABLE / 2.0);
    let far = top + Point::new(length, 0.0);
    let leg = far - Point::new(0.05, 0.0);
    let foot = Point::new(leg.x, BAR / 2.0);
    into.push(Brush::PLAIN.line(&[leg, foot], BAR, Ink::Furniture));
    into.push(Brush::PLAIN.line(&[top, far], TABLE, Ink::Furniture));
}

fn wall(x: f32, into: &mut Vec<Shape>) {
    let middle = x + TABLE / 2.0;
    let ends = [Point::new(middle, TABLE / 2.0), Point::new(middle, 1.02)];
    into.push(Brush::PLAIN.line(&ends, TABLE, Ink::Furniture));
}

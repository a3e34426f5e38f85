//! The tray icon, painted at run time: a lower leg seen from the side that fills from the sole up
//! as the clock runs, with a badge for each state; an empty chair when nobody is there.
//!
//! States differ in shape, so that the icon reads without colour. Where the panel's brightness is
//! not known, a light outline inside a dark halo stands out on both. Edges are smooth because each
//! pixel is covered by its distance to the shape.

use crate::engine::view::{Face, Shape};

/// How bright the panel behind the icon is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Panel {
    /// Dark, with light icons.
    Dark,
    /// Light, with dark icons.
    Light,
    /// Nobody tells: Linux panels do not.
    Unknown,
}

/// Paints `size` × `size` pixels, rows from the top, each red, green, blue, alpha (straight).
#[must_use]
pub fn paint(face: Face, size: u32, panel: Panel) -> Vec<u8> {
    let look = Look::of(face.shape, panel);
    let figure = Figure::of(face.shape);
    let scale = GRID / as_float(size.max(1));
    let filled_from = LEG_SOLE - (LEG_SOLE - LEG_TOP) * f32::from(face.level.min(10)) / 10.0;
    let stroke = Stroke::at(scale);

    let mut pixels = Vec::with_capacity((size as usize).saturating_mul(size as usize) * 4);
    for row in 0..size {
        for column in 0..size {
            let at = Point {
                x: (as_float(column) + 0.5) * scale,
                y: (as_float(row) + 0.5) * scale,
            };
            pixels.extend(figure.pixel(at, filled_from, &stroke, &look).bytes());
        }
    }
    pixels
}

/// All shapes are drawn on a square of this many units.
const GRID: f32 = 24.0;
const LEG_TOP: f32 = 1.5;
const LEG_SOLE: f32 = 22.0;

/// The leg's outline, clockwise from the hollow of the knee, as cubic curves: two handles, an end.
const LEG_START: Point = point(5.6, LEG_TOP);
const LEG: [[Point; 3]; 9] = [
    [point(3.4, 4.0), point(1.7, 6.6), point(2.4, 10.0)],
    [point(3.0, 13.0), point(5.4, 14.6), point(5.2, 17.2)],
    [point(5.1, 18.6), point(4.0, 19.2), point(4.2, 20.8)],
    [point(4.3, 21.8), point(5.0, LEG_SOLE), point(6.0, LEG_SOLE)],
    [
        point(10.0, LEG_SOLE),
        point(14.0, LEG_SOLE),
        point(17.6, LEG_SOLE),
    ],
    [point(19.8, LEG_SOLE), point(20.0, 19.9), point(18.0, 19.3)],
    [point(15.0, 18.5), point(11.8, 18.4), point(11.0, 15.6)],
    [point(10.4, 13.4), point(12.0, 9.6), point(12.4, 6.4)],
    [point(12.7, 4.2), point(12.6, 3.0), point(12.6, LEG_TOP)],
];
/// Straight pieces for each curve: smooth at 256 pixels.
const PIECES: u32 = 10;

/// The chair: back, seat, two legs.
const CHAIR: [[Point; 2]; 4] = [
    [point(6.0, 2.6), point(6.8, 13.0)],
    [point(6.8, 13.0), point(16.8, 13.0)],
    [point(6.8, 13.0), point(5.8, 21.2)],
    [point(16.8, 13.0), point(18.0, 21.2)],
];
const CHAIR_BAR: f32 = 1.5;

const BADGE: Point = point(18.4, 6.4);

#[derive(Clone, Copy)]
struct Point {
    x: f32,
    y: f32,
}

const fn point(x: f32, y: f32) -> Point {
    Point { x, y }
}

/// Widths in grid units. Thin lines keep at least a pixel.
struct Stroke {
    /// Size of a pixel.
    pixel: f32,
    outline: f32,
    halo: f32,
    /// Clear space between the leg and its badge.
    gap: f32,
}

impl Stroke {
    fn at(pixel: f32) -> Self {
        Self {
            pixel,
            outline: pixel.max(1.5),
            halo: pixel.max(1.0),
            gap: pixel.max(1.1),
        }
    }

    /// How much of a pixel a shape covers, from its distance (negative inside).
    fn cover(&self, distance: f32) -> f32 {
        (0.5 - distance / self.pixel).clamp(0.0, 1.0)
    }
}

/// What is drawn.
struct Figure {
    body: Body,
    badge: Badge,
}

enum Body {
    Leg(Vec<Point>),
    Chair,
}

#[derive(Clone, Copy)]
enum Badge {
    None,
    Dot,
    Alarm,
    Bars,
}

impl Figure {
    fn of(shape: Shape) -> Self {
        let (body, badge) = match shape {
            Shape::Rest => (Body::Leg(leg()), Badge::None),
            Shape::Due => (Body::Leg(leg()), Badge::Dot),
            Shape::Overdue => (Body::Leg(leg()), Badge::Alarm),
            Shape::Paused => (Body::Leg(leg()), Badge::Bars),
            Shape::Away => (Body::Chair, Badge::None),
        };
        Self { body, badge }
    }

    fn pixel(&self, at: Point, filled_from: f32, stroke: &Stroke, look: &Look) -> Paint {
        let badge = self.badge.distance(at);
        let mut paint = Paint::CLEAR;
        match &self.body {
            Body::Leg(outline) => {
                let leg = polygon_distance(outline, at);
                let inside = leg + stroke.outline;
                paint = paint
                    .under(look.halo, stroke.cover(leg - stroke.halo))
                    .under(look.line, stroke.cover(leg))
                    .replaced(look.empty, stroke.cover(inside))
                    .under(look.fill, stroke.cover(inside.max(filled_from - at.y)));
            }
            Body::Chair => {
                let chair = chair_distance(at);
                paint = paint
                    .under(look.halo, stroke.cover(chair - stroke.halo))
                    .under(look.line, stroke.cover(chair));
            }
        }
        if badge.is_finite() {
            paint = paint
                .replaced(Paint::CLEAR, stroke.cover(badge - stroke.halo - stroke.gap))
                .under(look.halo, stroke.cover(badge - stroke.halo))
                .under(look.badge, stroke.cover(badge));
        }
        paint
    }
}

impl Badge {
    fn distance(self, at: Point) -> f32 {
        match self {
            Self::None => f32::INFINITY,
            Self::Dot => length(at.x - BADGE.x, at.y - BADGE.y) - 3.5,
            Self::Alarm => {
                let bar = bar_distance(at, point(BADGE.x, 2.8), point(BADGE.x, 8.2), 1.55);
                let dot = length(at.x - BADGE.x, at.y - 13.2) - 1.75;
                bar.min(dot)
            }
            Self::Bars => {
                let bar = |x| bar_distance(at, point(x, 3.4), point(x, 10.0), 1.3);
                bar(BADGE.x - 2.4).min(bar(BADGE.x + 2.4))
            }
        }
    }
}

/// The colours of one state on one panel.
struct Look {
    halo: Paint,
    line: Paint,
    /// The part of the leg that is not yet filled.
    empty: Paint,
    fill: Paint,
    badge: Paint,
}

impl Look {
    fn of(shape: Shape, panel: Panel) -> Self {
        const WHITE: Paint = Paint::solid(0xff, 0xff, 0xff);
        const INK: Paint = Paint::solid(0x1b, 0x26, 0x31);
        let (bright, deep) = match shape {
            Shape::Rest => (
                Paint::solid(0x3c, 0xc8, 0xb4),
                Paint::solid(0x0b, 0x84, 0x78),
            ),
            Shape::Due => (
                Paint::solid(0xff, 0xb8, 0x2e),
                Paint::solid(0xb8, 0x6a, 0x00),
            ),
            Shape::Overdue => (
                Paint::solid(0xff, 0x6b, 0x57),
                Paint::solid(0xc8, 0x2a, 0x1c),
            ),
            Shape::Paused | Shape::Away => (
                Paint::solid(0xa9, 0xb5, 0xc0),
                Paint::solid(0x6a, 0x77, 0x84),
            ),
        };
        match panel {
            Panel::Dark => Self {
                halo: Paint::CLEAR,
                line: WHITE,
                empty: WHITE.faint(0.14),
                fill: bright,
                badge: if shape == Shape::Paused {
                    WHITE
                } else {
                    bright
                },
            },
            Panel::Light => Self {
                halo: Paint::CLEAR,
                line: INK,
                empty: INK.faint(0.10),
                fill: deep,
                badge: if shape == Shape::Paused { INK } else { deep },
            },
            Panel::Unknown => Self {
                halo: INK.faint(0.9),
                line: WHITE,
                empty: INK.faint(0.75),
                fill: bright,
                badge: if shape == Shape::Paused {
                    WHITE
                } else {
                    bright
                },
            },
        }
    }
}

/// A colour with its alpha multiplied in, each from 0 to 1.
#[derive(Clone, Copy)]
struct Paint {
    red: f32,
    green: f32,
    blue: f32,
    alpha: f32,
}

impl Paint {
    const CLEAR: Self = Self {
        red: 0.0,
        green: 0.0,
        blue: 0.0,
        alpha: 0.0,
    };

    const fn solid(red: u8, green: u8, blue: u8) -> Self {
        Self {
            red: red as f32 / 255.0,
            green: green as f32 / 255.0,
            blue: blue as f32 / 255.0,
            alpha: 1.0,
        }
    }

    fn faint(self, by: f32) -> Self {
        Self {
            red: self.red * by,
            green: self.green * by,
            blue: self.blue * by,
            alpha: self.alpha * by,
        }
    }

    /// This with `over` laid on it where it covers.
    fn under(self, over: Self, cover: f32) -> Self {
        let over = over.faint(cover);
        self.faint(1.0 - over.alpha).plus(over)
    }

    /// This exchanged for `other` where that covers.
    fn replaced(self, other: Self, cover: f32) -> Self {
        self.faint(1.0 - cover).plus(other.faint(cover))
    }

    fn plus(self, other: Self) -> Self {
        Self {
            red: self.red + other.red,
            green: self.green + other.green,
            blue: self.blue + other.blue,
            alpha: self.alpha + other.alpha,
        }
    }

    fn bytes(self) -> [u8; 4] {
        let straight = |part: f32| {
            if self.alpha > 0.0 {
                to_byte(part / self.alpha)
            } else {
                0
            }
        };
        [
            straight(self.red),
            straight(self.green),
            straight(self.blue),
            to_byte(self.alpha),
        ]
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to a byte's range on the same line"
)]
fn to_byte(part: f32) -> u8 {
    (part.clamp(0.0, 1.0) * 255.0).round() as u8
}

#[expect(
    clippy::cast_precision_loss,
    reason = "an icon is far below 2^24 pixels wide"
)]
fn as_float(number: u32) -> f32 {
    number as f32
}

fn leg() -> Vec<Point> {
    let mut outline = vec![LEG_START];
    let mut from = LEG_START;
    for [first, second, to] in LEG {
        for piece in 1..=PIECES {
            outline.push(on_curve(
                [from, first, second, to],
                as_float(piece) / as_float(PIECES),
            ));
        }
        from = to;
    }
    outline
}

/// The point at `part` (0 to 1) of a cubic curve: start, two handles, end.
fn on_curve([start, first, second, end]: [Point; 4], part: f32) -> Point {
    let rest = 1.0 - part;
    let weights = [
        rest * rest * rest,
        3.0 * rest * rest * part,
        3.0 * rest * part * part,
        part * part * part,
    ];
    let points = [start, first, second, end];
    let sum = |of: fn(&Point) -> f32| {
        points
            .iter()
            .zip(weights)
            .map(|(point, weight)| of(point) * weight)
            .sum()
    };
    Point {
        x: sum(|point| point.x),
        y: sum(|point| point.y),
    }
}

/// Distance to a closed outline, negative inside.
fn polygon_distance(outline: &[Point], at: Point) -> f32 {
    let mut nearest = f32::INFINITY;
    let mut inside = false;
    let mut from = outline[outline.len() - 1];
    for &to in outline {
        nearest = nearest.min(bar_distance(at, from, to, 0.0));
        let crosses = (from.y > at.y) != (to.y > at.y);
        if crosses && at.x < from.x + (at.y - from.y) / (to.y - from.y) * (to.x - from.x) {
            inside = !inside;
        }
        from = to;
    }
    if inside { -nearest } else { nearest }
}

fn chair_distance(at: Point) -> f32 {
    CHAIR
        .iter()
        .map(|&[from, to]| bar_distance(at, from, to, CHAIR_BAR))
        .fold(f32::INFINITY, f32::min)
}

/// Distance to a bar with round ends, `radius` thick on each side of the line.
fn bar_distance(at: Point, from: Point, to: Point, radius: f32) -> f32 {
    let (along_x, along_y) = (to.x - from.x, to.y - from.y);
    let squared = along_x * along_x + along_y * along_y;
    let part = if squared > 0.0 {
        (((at.x - from.x) * along_x + (at.y - from.y) * along_y) / squared).clamp(0.0, 1.0)
    } else {
        0.0
    };
    length(
        at.x - from.x - part * along_x,
        at.y - from.y - part * along_y,
    ) - radius
}

fn length(x: f32, y: f32) -> f32 {
    (x * x + y * y).sqrt()
}

#[cfg(test)]
#[path = "icon_tests.rs"]
mod tests;

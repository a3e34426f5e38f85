//! A drawing as pixels, with smooth edges: each pixel is covered by its distance to the shape.

use super::drawing::{Drawing, Ink, Shape};

/// A colour: red, green, blue.
pub type Colour = [u8; 3];

/// Which colour each ink is, and the tile below.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Palette {
    /// The tile the figure stands on, which keeps it readable on any background.
    pub tile: Colour,
    /// Trunk, head and the near leg.
    pub near: Colour,
    /// The far leg.
    pub far: Colour,
    /// The arm.
    pub arm: Colour,
    /// The joint that does the work.
    pub mark: Colour,
    /// The floor.
    pub floor: Colour,
    /// Chair, desk, wall, stairs.
    pub furniture: Colour,
}

impl Palette {
    /// Dark on a light tile.
    pub const LIGHT: Self = Self {
        tile: [0xf6, 0xf3, 0xec],
        near: [0x1f, 0x33, 0x44],
        far: [0xa3, 0xb6, 0xc4],
        arm: [0x0b, 0x84, 0x78],
        mark: [0xf2, 0x8a, 0x1e],
        floor: [0xc4, 0xbd, 0xb0],
        furniture: [0xd3, 0xb8, 0x94],
    };

    fn of(&self, ink: Ink) -> Colour {
        match ink {
            Ink::Near => self.near,
            Ink::Far => self.far,
            Ink::Arm => self.arm,
            Ink::Mark => self.mark,
            Ink::Floor => self.floor,
            Ink::Furniture => self.furniture,
        }
    }
}

/// The corners of the tile are round by this part of its shorter side.
const ROUND: f32 = 0.14;
/// What stays free at the edge of the tile, as a part of its shorter side.
const FREE: f32 = 0.05;

/// Paints `width` × `height` pixels, rows from the top, each red, green, blue, alpha (straight).
/// `frame` (left, bottom, width, height) is shown as large as it fits.
#[must_use]
pub fn paint(
    drawing: &Drawing,
    frame: [f32; 4],
    [width, height]: [u32; 2],
    palette: &Palette,
) -> Vec<u8> {
    let view = View::of(frame, [width, height]);
    let mut pixels = Vec::with_capacity((width as usize).saturating_mul(height as usize) * 4);
    let [red, green, blue] = palette.tile;
    for row in 0..height {
        for column in 0..width {
            let alpha = to_byte(view.tile([column, row]) * 255.0);
            pixels.extend([red, green, blue, alpha]);
        }
    }
    for shape in &drawing.shapes {
        view.lay(shape, palette.of(shape.ink()), &mut pixels);
    }
    pixels
}

/// From the figure's units to pixels.
struct View {
    size: [u32; 2],
    /// Units in a pixel.
    pixel: f32,
    /// What lies at the upper left corner.
    left: f32,
    top: f32,
}

impl View {
    fn of([left, bottom, width, height]: [f32; 4], size: [u32; 2]) -> Self {
        let [across, down] = size.map(as_float);
        let free = 1.0 - 2.0 * FREE;
        let pixel = (width / across.max(1.0)).max(height / down.max(1.0)) / free;
        Self {
            size,
            pixel,
            left: left + width / 2.0 - across * pixel / 2.0,
            top: bottom + height / 2.0 + down * pixel / 2.0,
        }
    }

    /// How much of a pixel the tile covers.
    fn tile(&self, [column, row]: [u32; 2]) -> f32 {
        let [across, down] = self.size.map(as_float);
        let round = ROUND * across.min(down);
        let beyond = |at: u32, all: f32| (as_float(at) + 0.5 - all / 2.0).abs() - all / 2.0 + round;
        let [x, y] = [beyond(column, across), beyond(row, down)];
        let distance = length([x.max(0.0), y.max(0.0)]) + x.max(y).min(0.0) - round;
        cover(distance)
    }

    /// Lays a shape over the pixels it touches.
    fn lay(&self, shape: &Shape, colour: Colour, pixels: &mut [u8]) {
        let [left, bottom, right, top] = shape.edges();
        let [across, down] = self.size;
        let columns = self.span(
            (left - self.left) / self.pixel,
            (right - self.left) / self.pixel,
            across,
        );
        let rows = self.span(
            (self.top - top) / self.pixel,
            (self.top - bottom) / self.pixel,
            down,
        );
        for row in rows {
            for column in columns.clone() {
                let at = [
                    self.left + (as_float(column) + 0.5) * self.pixel,
                    self.top - (as_float(row) + 0.5) * self.pixel,
                ];
                let covered = cover(distance(shape, at) / self.pixel);
                if covered <= 0.0 {
                    continue;
                }
                let place = (row as usize * across as usize + column as usize) * 4;
                for (below, above) in pixels[place..place + 3].iter_mut().zip(colour) {
                    let (old, new) = (f32::from(*below), f32::from(above));
                    *below = to_byte(old + (new - old) * covered);
                }
            }
        }
    }

    /// The pixels from one place to another, and one more on each side.
    fn span(&self, from: f32, to: f32, all: u32) -> std::ops::Range<u32> {
        let _ = self;
        to_place(from - 1.0, all)..to_place(to + 2.0, all)
    }
}

/// How much of a pixel a shape covers, from its distance in pixels (negative inside).
fn cover(distance: f32) -> f32 {
    (0.5 - distance).clamp(0.0, 1.0)
}

/// From a place to the edge of a shape; negative inside.
fn distance(shape: &Shape, at: [f32; 2]) -> f32 {
    match shape {
        Shape::Line { points, width, .. } => {
            let pairs = points.windows(2).map(|pair| to_bar(at, pair[0], pair[1]));
            pairs.fold(f32::INFINITY, f32::min) - width / 2.0
        }
        Shape::Disc { middle, radius, .. } => {
            length([at[0] - middle[0], at[1] - middle[1]]) - radius
        }
        Shape::Ring {
            middle,
            radius,
            width,
            ..
        } => {
            let away = length([at[0] - middle[0], at[1] - middle[1]]) - radius;
            away.abs() - width / 2.0
        }
    }
}

/// From a place to the nearest point of a straight line.
fn to_bar(at: [f32; 2], from: [f32; 2], to: [f32; 2]) -> f32 {
    let along = [to[0] - from[0], to[1] - from[1]];
    let away = [at[0] - from[0], at[1] - from[1]];
    let squared = along[0] * along[0] + along[1] * along[1];
    let part = if squared > 0.0 {
        ((away[0] * along[0] + away[1] * along[1]) / squared).clamp(0.0, 1.0)
    } else {
        0.0
    };
    length([away[0] - part * along[0], away[1] - part * along[1]])
}

fn length([x, y]: [f32; 2]) -> f32 {
    (x * x + y * y).sqrt()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to the range of a byte on the same line"
)]
fn to_byte(part: f32) -> u8 {
    part.clamp(0.0, 255.0).round() as u8
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to the width of a picture on the same line"
)]
fn to_place(at: f32, all: u32) -> u32 {
    at.clamp(0.0, as_float(all)) as u32
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a picture is far below 2^24 pixels wide"
)]
fn as_float(number: u32) -> f32 {
    number as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn disc(middle: [f32; 2], radius: f32) -> Drawing {
        Drawing {
            shapes: vec![Shape::Disc {
                middle,
                radius,
                ink: Ink::Mark,
            }],
            enlarged: None,
        }
    }

    fn pixel(pixels: &[u8], width: usize, [column, row]: [usize; 2]) -> [u8; 4] {
        let place = (row * width + column) * 4;
        pixels[place..place + 4].try_into().unwrap()
    }

    #[test]
    fn the_tile_is_solid_with_clear_corners_and_the_shape_lies_on_it() {
        let palette = Palette::LIGHT;
        let frame = [0.0, 0.0, 1.0, 1.0];
        let pixels = paint(&disc([0.25, 0.75], 0.1), frame, [64, 64], &palette);
        assert_eq!(pixels.len(), 64 * 64 * 4);
        for corner in [[0, 0], [63, 0], [0, 63], [63, 63]] {
            assert_eq!(pixel(&pixels, 64, corner)[3], 0);
        }
        let [red, green, blue] = palette.tile;
        assert_eq!(pixel(&pixels, 64, [32, 0]), [red, green, blue, 255]);
        assert_eq!(pixel(&pixels, 64, [48, 48]), [red, green, blue, 255]);
        // Left and high in the figure is left and near the first row in the picture.
        let [red, green, blue] = palette.mark;
        assert_eq!(pixel(&pixels, 64, [17, 17]), [red, green, blue, 255]);
    }

    #[test]
    fn edges_are_smooth() {
        let pixels = paint(
            &disc([0.5, 0.5], 0.3),
            [0.0, 0.0, 1.0, 1.0],
            [64, 64],
            &Palette::LIGHT,
        );
        let reds: std::collections::BTreeSet<u8> = pixels.chunks(4).map(|pixel| pixel[2]).collect();
        assert!(reds.len() > 12, "{reds:?}");
    }

    #[test]
    fn a_wide_or_tall_frame_keeps_its_shape_in_a_square() {
        for frame in [[0.0, 0.0, 2.0, 1.0], [0.5, -0.5, 1.0, 2.0]] {
            let pixels = paint(&disc([1.0, 0.5], 0.5), frame, [100, 100], &Palette::LIGHT);
            let mark = Palette::LIGHT.mark;
            let marked: Vec<usize> = (0..10_000)
                .filter(|place| pixels[place * 4..place * 4 + 3] == mark)
                .collect();
            let columns: Vec<usize> = marked.iter().map(|place| place % 100).collect();
            let width = columns.iter().max().unwrap() - columns.iter().min().unwrap();
            let height = (marked.last().unwrap() - marked[0]) / 100;
            assert!(width.abs_diff(height) <= 1, "{width} x {height}");
            assert!(width.abs_diff(44) <= 2, "{width}");
        }
    }

    #[test]
    fn the_smallest_pictures_and_shapes_outside_do_no_harm() {
        for size in [[0, 0], [1, 1], [3, 1], [1, 200]] {
            for frame in [[0.0, 0.0, 1.0, 1.0], [5.0, 5.0, 1.0, 1.0], [0.0; 4]] {
                let pixels = paint(&disc([0.5, 0.5], 3.0), frame, size, &Palette::LIGHT);
                assert_eq!(pixels.len(), (size[0] * size[1] * 4) as usize);
            }
        }
    }
}

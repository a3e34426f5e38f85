//! What the pictures made of bars share.

use eframe::egui::{Align2, FontId, Painter, Pos2, Rect};

use crate::window::look::Palette;
use crate::window::pages::steps::Parts;

/// The highest bar, in points.
pub(super) const HIGH: f32 = 120.0;
/// A line of small words.
pub(super) const WORDS: f32 = 18.0;
/// Between two bars.
pub(super) const GAP: f32 = 2.0;
const SMALL: f32 = 12.5;

/// What is gone through one by one, and cannot be pressed.
pub(super) fn parts<'p>(id: &'p str, name: &'p str, area: Rect, places: &'p [Rect]) -> Parts<'p> {
    Parts {
        id,
        name,
        area,
        places,
        strides: [1, 1],
        pressable: false,
    }
}

/// Small words in a picture.
pub(super) fn small(painter: &Painter, place: Pos2, align: Align2, words: &str, palette: &Palette) {
    painter.text(
        place,
        align,
        words,
        FontId::proportional(SMALL),
        palette.text,
    );
}

/// A part of the most there is, from 0 to 1.
pub(super) fn part(number: u32, most: u32) -> f32 {
    #[expect(clippy::cast_possible_truncation, reason = "a share between 0 and 1")]
    let part = (f64::from(number) / f64::from(most)) as f32;
    part
}

/// A number of bars as a measure.
pub(super) fn count(number: usize) -> f32 {
    f32::from(u16::try_from(number).unwrap_or(u16::MAX))
}

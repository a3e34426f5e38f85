//! What is only guessed is drawn alike on every page: outlined, and dotted.

use eframe::egui::{Painter, Rect, Stroke, StrokeKind, pos2};

use crate::window::look::Palette;

/// From one dot to the next, in points.
const APART: f32 = 5.0;

/// Draws it.
pub(super) fn guessed(painter: &Painter, place: Rect, palette: &Palette) {
    let thin = Stroke::new(1.0, palette.accent);
    painter.rect_stroke(place, 0, thin, StrokeKind::Inside);
    // What is small has its dots in the middle.
    let mut y = place.top() + APART.min(place.height() / 2.0);
    while y <= place.bottom() - 1.5 {
        let mut x = place.left() + (APART * 0.8).min(place.width() / 2.0);
        while x <= place.right() - 1.5 {
            painter.circle_filled(pos2(x, y), 1.0, palette.accent);
            x += APART;
        }
        y += APART;
    }
}

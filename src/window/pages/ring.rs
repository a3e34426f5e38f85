//! A ring that fills, with a number in it.

use eframe::egui::{
    self, Align2, FontId, Pos2, Response, Role, Sense, Stroke, Ui, WidgetInfo, vec2,
};

use crate::window::look::Look;

/// What it shows.
#[derive(Debug, Clone, Default)]
pub(super) struct Ring<'a> {
    /// How full it is, from 0 to 1.
    pub(super) share: f32,
    /// Large, in the middle.
    pub(super) large: String,
    /// Small, under it.
    pub(super) small: &'a str,
    /// The same for those who hear it.
    pub(super) words: String,
}

const LINE: f32 = 11.0;
const PIECES: u16 = 120;

impl Ring<'_> {
    pub(super) fn show(self, ui: &mut Ui, look: Look, size: f32) -> Response {
        let (rect, response) = ui.allocate_exact_size(vec2(size, size), Sense::hover());
        let palette = look.palette();
        let painter = ui.painter_at(rect);
        let radius = size / 2.0 - LINE / 2.0 - 1.0;
        let middle = rect.center();
        let empty = Stroke::new(LINE, palette.button);
        arc(&painter, middle, radius, 1.0, empty);
        if palette.button == palette.card {
            // Where buttons are outlines, so is the empty ring.
            let outline = Stroke::new(1.5, palette.line);
            arc(&painter, middle, radius + LINE / 2.0, 1.0, outline);
            arc(&painter, middle, radius - LINE / 2.0, 1.0, outline);
        }
        arc(
            &painter,
            rect.center(),
            radius,
            self.share,
            Stroke::new(LINE, palette.accent),
        );
        let large = FontId::proportional(size * 0.30);
        let up = if self.small.is_empty() {
            0.0
        } else {
            size * 0.06
        };
        painter.text(
            rect.center() - vec2(0.0, up),
            Align2::CENTER_CENTER,
            &self.large,
            large,
            palette.text,
        );
        painter.text(
            rect.center() + vec2(0.0, size * 0.17),
            Align2::CENTER_CENTER,
            self.small,
            FontId::proportional((size * 0.1).max(13.0)),
            palette.quiet,
        );
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &self.words));
        response
    }
}

/// From the top, clockwise.
fn arc(painter: &egui::Painter, middle: Pos2, radius: f32, share: f32, stroke: Stroke) {
    let share = share.clamp(0.0, 1.0);
    if share <= 0.0 {
        return;
    }
    let points: Vec<Pos2> = (0..=PIECES)
        .map(|piece| {
            let part = f32::from(piece) / f32::from(PIECES);
            let angle = std::f32::consts::TAU * share * part;
            middle + vec2(angle.sin(), -angle.cos()) * radius
        })
        .collect();
    for end in [points.first(), points.last()].into_iter().flatten() {
        painter.circle_filled(*end, stroke.width / 2.0, stroke.color);
    }
    painter.line(points, stroke);
}

//! The figure on the screen: painted, scaled to the room there is, and described for those who hear
//! it.

use std::time::Duration;

use eframe::egui::{
    self, Color32, CornerRadius, Pos2, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, Vec2,
    WidgetInfo, pos2, vec2,
};

use super::look::{Look, Motion, Palette};
use crate::figure::{Drawing, Figure, Ink, Shape};

/// At most so many key poses stand side by side.
const MOST_STILLS: usize = 3;

/// A figure at one moment, in the room given.
#[derive(Debug, Clone, Copy)]
pub struct FigureView<'a> {
    /// Whose movement.
    pub name: &'a str,
    /// The figure.
    pub figure: &'a Figure,
    /// How far it is.
    pub after: Duration,
    /// Near and far leg in each other's place.
    pub swapped: bool,
}

impl FigureView<'_> {
    /// Paints it, one that may not move as stills, in its frame: [`Figure::frame`] is dear to find
    /// and never changes.
    pub fn show_in(self, ui: &mut Ui, look: Look, size: Vec2, frame: [f32; 4]) -> Response {
        let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
        if ui.is_rect_visible(rect) {
            let painter = ui.painter_at(rect);
            let palette = look.palette();
            match look.motion {
                Motion::Full => {
                    let drawing = self.figure.at(self.after, self.swapped);
                    paint(&painter, rect, frame, &drawing, &palette);
                }
                Motion::Reduced => self.stills(&painter, rect, frame, &palette),
            }
        }
        let words = self.words(look);
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, words.clone()));
        response
    }

    /// "Figure: seated heel raise, heels high".
    fn words(&self, look: Look) -> String {
        let name = self.name.to_lowercase();
        let poses = match look.motion {
            Motion::Full => pose_at(self.figure, self.after)
                .map(|pose| self.pose_words(pose))
                .unwrap_or_default(),
            Motion::Reduced => {
                let poses: Vec<_> = key_moments(self.figure)
                    .into_iter()
                    .map(|(pose, _)| self.pose_words(pose))
                    .collect();
                poses.join(", then ")
            }
        };
        format!("Figure: {name}, {poses}")
    }

    fn pose_words(&self, pose: usize) -> String {
        self.figure
            .poses
            .get(pose)
            .map_or_else(String::new, |pose| pose.name.replace('-', " "))
    }

    fn stills(&self, painter: &egui::Painter, rect: Rect, frame: [f32; 4], palette: &Palette) {
        let moments = key_moments(self.figure);
        #[expect(clippy::cast_precision_loss, reason = "at most three")]
        let width = rect.width() / moments.len().max(1) as f32;
        for (place, (_, after)) in moments.into_iter().enumerate() {
            #[expect(clippy::cast_precision_loss, reason = "at most three")]
            let left = rect.left() + width * place as f32;
            let part = Rect::from_min_size(pos2(left, rect.top()), vec2(width, rect.height()));
            let mut drawing = self.figure.at(after, self.swapped);
            if width < rect.height() * 0.9 {
                drawing.enlarged = None;
            }
            paint(painter, part.shrink(6.0), frame, &drawing, palette);
        }
    }
}

/// The pose that is held or being reached after so long.
fn pose_at(figure: &Figure, after: Duration) -> Option<usize> {
    let period = figure.period();
    if period.is_zero() {
        return None;
    }
    let mut left = after.as_secs_f32() % period.as_secs_f32();
    for step in &figure.cycle {
        left -= step.moves + step.holds;
        if left < 0.0 {
            return Some(step.pose);
        }
    }
    figure.cycle.last().map(|step| step.pose)
}

/// How much longer the pose is held that is held after so long, and how long in all; none where it
/// moves, or where one only rests.
#[must_use]
pub fn hold_at(figure: &Figure, after: Duration) -> Option<(Duration, Duration)> {
    let period = figure.period();
    if period.is_zero() {
        return None;
    }
    let mut into = after.as_secs_f32() % period.as_secs_f32();
    for step in &figure.cycle {
        if into < step.moves {
            return None;
        }
        into -= step.moves;
        if into < step.holds {
            let left = Duration::try_from_secs_f32(step.holds - into).ok()?;
            let all = Duration::try_from_secs_f32(step.holds).ok()?;
            return (step.pose != 0).then_some((left, all));
        }
        into -= step.holds;
    }
    None
}

/// The first key poses, each with the moment at which it is reached.
fn key_moments(figure: &Figure) -> Vec<(usize, Duration)> {
    let mut moments = vec![(0, Duration::ZERO)];
    let mut at = 0.0;
    for step in &figure.cycle {
        at += step.moves;
        if moments.len() < MOST_STILLS && moments.iter().all(|(pose, _)| *pose != step.pose) {
            let reached = Duration::try_from_secs_f32(at).unwrap_or_default();
            moments.push((step.pose, reached));
        }
        at += step.holds;
    }
    moments
}

fn paint(
    painter: &egui::Painter,
    rect: Rect,
    frame: [f32; 4],
    drawing: &Drawing,
    palette: &Palette,
) {
    let mut room = rect;
    if let Some(enlarged) = &drawing.enlarged {
        let inset = inset(rect);
        room.set_right(inset.left() - 4.0);
        let [width, height] = Drawing::ENLARGED;
        painter.rect(
            inset,
            CornerRadius::same(10),
            palette.ground,
            Stroke::new(1.0, palette.line),
            StrokeKind::Inside,
        );
        let within = painter.with_clip_rect(inset.shrink(1.0));
        Scale::fitting(inset.shrink(4.0), [0.0, 0.0, width, height])
            .paint(&within, enlarged, palette);
    }
    Scale::fitting(room, frame).paint(painter, &drawing.shapes, palette);
}

/// The place of the enlarged lower leg: at the right, a good third of the width.
fn inset(rect: Rect) -> Rect {
    let [width, height] = Drawing::ENLARGED;
    let wide = (rect.width() * 0.36).min(rect.height() * 0.62 * width / height);
    let size = vec2(wide, wide * height / width);
    Rect::from_min_size(pos2(rect.right() - size.x, rect.bottom() - size.y), size)
}

/// From the figure's units to points.
struct Scale {
    origin: Pos2,
    points: f32,
}

impl Scale {
    /// The frame in the middle of `room`, at its bottom.
    fn fitting(room: Rect, [left, bottom, width, height]: [f32; 4]) -> Self {
        let points = (room.width() / width).min(room.height() / height).max(0.0);
        let free = room.width() - width * points;
        Self {
            origin: pos2(
                room.left() + free / 2.0 - left * points,
                room.bottom() + bottom * points,
            ),
            points,
        }
    }

    fn at(&self, [x, y]: [f32; 2]) -> Pos2 {
        self.origin + vec2(x, -y) * self.points
    }

    fn paint(&self, painter: &egui::Painter, shapes: &[Shape], palette: &Palette) {
        for shape in shapes {
            let colour = colour(shape.ink(), palette);
            match shape {
                Shape::Line { points, width, .. } => {
                    let points: Vec<Pos2> = points.iter().map(|point| self.at(*point)).collect();
                    let width = (width * self.points).max(1.0);
                    for point in &points {
                        painter.circle_filled(*point, width / 2.0, colour);
                    }
                    painter.line(points, Stroke::new(width, colour));
                }
                Shape::Disc { middle, radius, .. } => {
                    painter.circle_filled(self.at(*middle), radius * self.points, colour);
                }
                Shape::Ring {
                    middle,
                    radius,
                    width,
                    ..
                } => {
                    painter.circle_stroke(
                        self.at(*middle),
                        radius * self.points,
                        Stroke::new((width * self.points).max(1.0), colour),
                    );
                }
            }
        }
    }
}

fn colour(ink: Ink, palette: &Palette) -> Color32 {
    match ink {
        Ink::Near => palette.text,
        Ink::Far => palette.far,
        Ink::Arm => palette.arm,
        Ink::Mark => palette.mark,
        Ink::Floor | Ink::Furniture => palette.furniture,
    }
}

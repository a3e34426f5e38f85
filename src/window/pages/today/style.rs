//! How pieces and breaks are drawn, told apart by height and pattern as well as by colour: the
//! higher, the more on the feet.

use eframe::egui::{Color32, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, pos2, vec2};

use crate::engine::record::{Outcome, Source};
use crate::history::{DayBreak, Doing, Known};
use crate::window::look::Palette;
use crate::window::pages::guessed::guessed;

/// A break's mark reaches this far from its middle, in points.
pub(super) const MARK: f32 = 5.5;

/// From one line of a hatch to the next, in points.
const HATCH: f32 = 5.0;

/// What a piece is drawn as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    /// In the chair.
    Seated,
    /// At a standing desk.
    Standing,
    /// Moving about.
    OnFeet,
    /// Away, and taken for a break.
    Guessed,
    /// Away.
    Away,
    /// The clocks stood still.
    Stopped,
    /// Nobody knows.
    Unrecorded,
}

impl Ink {
    /// The ink of a piece.
    pub(super) fn of(doing: Doing, known: Known) -> Self {
        match (doing, known) {
            (Doing::Seated, _) => Self::Seated,
            (Doing::Standing, _) => Self::Standing,
            (Doing::OnFeet, _) => Self::OnFeet,
            (Doing::Away(_), Known::Guessed) => Self::Guessed,
            (Doing::Away(_), _) => Self::Away,
            (Doing::Stopped(_), _) => Self::Stopped,
            (Doing::Unrecorded, _) => Self::Unrecorded,
        }
    }

    fn height(self) -> f32 {
        match self {
            Self::OnFeet | Self::Guessed => 1.0,
            Self::Standing => 0.78,
            Self::Seated => 0.55,
            Self::Away => 0.3,
            Self::Stopped | Self::Unrecorded => 0.12,
        }
    }

    /// Draws it into a box that is as high as the highest.
    pub(super) fn draw(self, painter: &Painter, all: Rect, palette: &Palette) {
        let mut place = all;
        place.set_top(all.bottom() - all.height() * self.height());
        let accent = Stroke::new(1.5, palette.accent);
        let quiet = Stroke::new(1.0, palette.quiet);
        match self {
            Self::Seated => {
                painter.rect_filled(place, 0, palette.arm);
            }
            Self::OnFeet => {
                painter.rect_filled(place, 0, palette.accent);
            }
            Self::Standing => {
                hatch(painter, place, accent);
                outline(painter, place, accent);
            }
            Self::Guessed => guessed(painter, place, palette),
            Self::Away => outline(painter, place, quiet),
            Self::Stopped => {
                let (from, to) = (place.left_center(), place.right_center());
                painter.extend(Shape::dashed_line(&[from, to], quiet, 4.0, 3.0));
            }
            Self::Unrecorded => {
                let (from, to) = (place.left_center(), place.right_center());
                painter.extend(Shape::dotted_line(&[from, to], palette.quiet, 6.0, 1.0));
            }
        }
    }
}

/// What stands for a break: round for a movement, with corners for an absence; full for what is
/// known, half for a part, hollow for a guess.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// A movement done whole.
    Done,
    /// A movement done in part.
    Part,
    /// An absence the user said was a break.
    Said,
    /// An absence taken for a break.
    Guessed,
}

impl Mark {
    /// All of them.
    pub(super) const ALL: [Self; 4] = [Self::Done, Self::Part, Self::Said, Self::Guessed];

    /// The mark of a break; none for a reminder that was not taken up.
    pub(super) fn of(one: &DayBreak) -> Option<Self> {
        match one.outcome {
            Outcome::Done => Some(Self::Done),
            Outcome::Part => Some(Self::Part),
            Outcome::Natural if one.source == Source::Guess && !one.confirmed => {
                Some(Self::Guessed)
            }
            Outcome::Natural => Some(Self::Said),
            Outcome::Skipped | Outcome::Ignored | Outcome::Started | Outcome::Withdrawn => None,
        }
    }

    /// What it stands for.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Done => "Done",
            Self::Part => "Partly done",
            Self::Said => "A break away, as you said",
            Self::Guessed => "Perhaps a break: a guess",
        }
    }

    /// Draws it.
    pub(super) fn draw(self, painter: &Painter, middle: Pos2, palette: &Palette) {
        let line = Stroke::new(1.5, palette.text);
        let round = MARK - 0.5;
        match self {
            Self::Done => {
                painter.circle(middle, round, palette.text, line);
            }
            Self::Part => {
                painter.circle(middle, round, palette.card, line);
                let mut left = Rect::from_center_size(middle, vec2(2.0, 2.0) * MARK);
                left.set_right(middle.x);
                let half = painter.with_clip_rect(left.intersect(painter.clip_rect()));
                half.circle_filled(middle, round, palette.text);
            }
            Self::Said => corners(painter, middle, palette.text, line),
            Self::Guessed => corners(painter, middle, palette.card, line),
        }
    }
}

fn corners(painter: &Painter, middle: Pos2, fill: Color32, line: Stroke) {
    let corners = [
        vec2(0.0, -MARK),
        vec2(MARK, 0.0),
        vec2(0.0, MARK),
        vec2(-MARK, 0.0),
    ];
    let points = corners.map(|corner| middle + corner).to_vec();
    painter.add(Shape::convex_polygon(points, fill, line));
}

fn outline(painter: &Painter, place: Rect, stroke: Stroke) {
    painter.rect_stroke(place, 0, stroke, StrokeKind::Inside);
}

/// Lines from the lower left to the upper right.
fn hatch(painter: &Painter, place: Rect, stroke: Stroke) {
    let inside = painter.with_clip_rect(place.intersect(painter.clip_rect()));
    let high = place.height();
    let mut left = place.left() - high;
    while left < place.right() {
        let (from, to) = (pos2(left, place.bottom()), pos2(left + high, place.top()));
        inside.line_segment([from, to], stroke);
        left += HATCH;
    }
}

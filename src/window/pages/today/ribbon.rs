//! The day as a ribbon: what the body did, calls as a line over it, breaks as marks, the longest
//! sitting under a bracket, the hours below.

use chrono::{DateTime, FixedOffset, TimeDelta};
use eframe::egui::{Align2, FontId, Painter, Pos2, Rect, Sense, Stroke, Ui, pos2, vec2};

use super::seen::{Hours, Seen};
use super::style::{Ink, MARK};
use super::words;
use crate::history::{DayBreak, Piece};
use crate::movements::Catalogue;
use crate::window::look::{Look, Palette};
use crate::window::pages::steps::{Parts, Steps};
use crate::words::duration;

/// Heights from the top, in points.
const BRACKET: f32 = 24.0;
const MARKS: f32 = 18.0;
const CALLS: f32 = 8.0;
const BAND: f32 = 60.0;
const HOURS: f32 = 20.0;
/// Names of hours are at least so far from each other.
const APART: f32 = 44.0;
/// More parts than a day of a person has.
const MANY: usize = 1000;
/// Of very many parts, two this near to each other are one.
const NEAR: f32 = 1.0;
/// What is short is still drawn so wide.
const THIN: f32 = 1.5;

/// What was pressed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Chosen {
    /// A piece of the day.
    Piece(Piece),
    /// A break.
    Break(DayBreak),
}

/// Times to places.
struct Scale {
    hours: Hours,
    area: Rect,
}

impl Scale {
    fn x(&self, at: DateTime<FixedOffset>) -> f32 {
        let whole = seconds(self.hours.to - self.hours.from).max(1.0);
        let share = seconds(at - self.hours.from) / whole;
        self.area.left() + self.area.width() * share.clamp(0.0, 1.0)
    }

    /// From one time to another, at this height.
    fn place(
        &self,
        from: DateTime<FixedOffset>,
        to: DateTime<FixedOffset>,
        rows: [f32; 2],
    ) -> Rect {
        let [top, bottom] = rows.map(|row| self.area.top() + row);
        let (left, right) = (self.x(from), self.x(to));
        Rect::from_min_max(pos2(left, top), pos2(right.max(left + THIN), bottom))
    }
}

/// Of very many parts, those are left out that lie where another one does already: nobody sees them,
/// and to draw them takes time.
struct Apart {
    many: bool,
    last: Option<Rect>,
}

impl Apart {
    fn new(many: bool) -> Self {
        Self { many, last: None }
    }

    /// Whether it is left out. A part that reaches further is not.
    fn is_over(&mut self, place: Rect) -> bool {
        let is_over =
            |last: &Rect| place.left() < last.left() + NEAR && place.right() < last.right() + NEAR;
        let left_out = self.many && self.last.as_ref().is_some_and(is_over);
        if !left_out {
            self.last = Some(place);
        }
        left_out
    }
}

fn seconds(time: TimeDelta) -> f32 {
    // A day has fewer seconds than a float of this size counts exactly.
    #[expect(clippy::cast_precision_loss, reason = "at most some days of seconds")]
    let seconds = time.num_seconds() as f32;
    seconds
}

/// Shows the ribbon; what was pressed in it.
pub(super) fn show(
    ui: &mut Ui,
    look: Look,
    seen: &Seen,
    catalogue: &Catalogue,
    steps: &mut Steps,
    name: &str,
) -> Option<Chosen> {
    let hours = seen.hours()?;
    let high = BRACKET + MARKS + CALLS + BAND + HOURS;
    let size = vec2(ui.available_width(), high);
    let (all, _) = ui.allocate_exact_size(size, Sense::hover());
    let painter = ui.painter_at(all.expand(3.0));
    let palette = look.palette();
    let scale = Scale {
        hours,
        // Half a name of an hour, and half a mark, reach over the ends.
        area: all.shrink2(vec2(16.0, 0.0)),
    };
    draw_hours(&painter, &scale, seen, &palette);
    draw_bracket(&painter, &scale, seen, &palette);
    let band = [BRACKET + MARKS + CALLS, BRACKET + MARKS + CALLS + BAND];
    let mut parts = Vec::new();
    let pieces: Vec<_> = seen.pieces().collect();
    let taken: Vec<_> = seen.taken().collect();
    let many = MANY < pieces.len() + taken.len();
    let mut apart = Apart::new(many);
    for piece in pieces {
        let place = scale.place(piece.from, piece.to, band);
        if apart.is_over(place) {
            continue;
        }
        Ink::of(piece.doing, piece.known).draw(&painter, place, &palette);
        parts.push((piece.from, place, Chosen::Piece(piece)));
    }
    for call in &seen.day.calls {
        let line = scale.place(
            call.from,
            call.to,
            [BRACKET + MARKS + 2.0, BRACKET + MARKS + 5.0],
        );
        painter.rect_filled(line, 1, palette.text);
    }
    let mut apart = Apart::new(many);
    for (one, mark) in taken {
        let middle = pos2(scale.x(one.at), all.top() + BRACKET + MARKS / 2.0);
        let place = Rect::from_center_size(middle, vec2(2.0, 2.0) * (MARK + 1.0));
        if apart.is_over(place) {
            continue;
        }
        mark.draw(&painter, middle, &palette);
        parts.push((one.at, place, Chosen::Break(one.clone())));
    }
    parts.sort_by_key(|(at, ..)| *at);
    let places: Vec<_> = parts.iter().map(|(_, place, _)| *place).collect();
    let whole = Parts {
        id: "ribbon",
        name,
        area: all,
        places: &places,
        strides: [1, 1],
        pressable: true,
    };
    let pressed = steps.show(ui, look, &whole, |at| {
        words_of(seen, &parts[at].2, catalogue)
    })?;
    Some(parts.swap_remove(pressed).2)
}

/// What a part of the ribbon is.
pub(super) fn words_of(seen: &Seen, chosen: &Chosen, catalogue: &Catalogue) -> String {
    match chosen {
        Chosen::Piece(piece) => words::piece(seen, piece),
        Chosen::Break(one) => format!("{}  {}", words::time(one.at), words::deed(one, catalogue)),
    }
}

fn draw_hours(painter: &Painter, scale: &Scale, seen: &Seen, palette: &Palette) {
    let Hours { from, to } = scale.hours;
    let count = (to - from).num_hours().max(1);
    let width = scale.area.width() / seconds(to - from) * 3600.0;
    let every = [1, 2, 3, 4, 6].into_iter();
    let every = every
        .clone()
        .find(|every| APART <= width * seconds(TimeDelta::hours(*every)) / 3600.0);
    let every = every.unwrap_or(12);
    let bottom = scale.area.bottom() - HOURS;
    let thin = Stroke::new(1.0, palette.line);
    painter.hline(scale.area.x_range(), bottom + 0.5, thin);
    for hour in 0..=count {
        let at = from + TimeDelta::hours(hour);
        let local = at.with_timezone(&seen.zone_at(at));
        let x = scale.x(at);
        let named = hour % every == 0;
        let down = if named { 5.0 } else { 3.0 };
        painter.vline(x, bottom..=bottom + down, thin);
        if named {
            let place = pos2(x, bottom + 5.0);
            small(
                painter,
                place,
                Align2::CENTER_TOP,
                &words::time(local),
                palette,
            );
        }
    }
}

/// The longest sitting, from where it began to its last moment.
fn draw_bracket(painter: &Painter, scale: &Scale, seen: &Seen, palette: &Palette) {
    let Some(longest) = seen.longest() else {
        return;
    };
    let (left, right) = (scale.x(longest.at), scale.x(longest.to));
    let top = scale.area.top() + BRACKET - 6.0;
    let line = Stroke::new(1.5, palette.text);
    painter.hline(left..=right, top, line);
    for x in [left, right] {
        painter.vline(x, top..=top + 5.0, line);
    }
    let words = format!("longest {}", duration::passed(longest.lasted));
    let font = FontId::proportional(13.0);
    let half = painter
        .layout_no_wrap(words.clone(), font, palette.text)
        .size()
        .x
        / 2.0;
    let least = scale.area.left() - 14.0 + half;
    let most = (scale.area.right() + 14.0 - half).max(least);
    let middle = f32::midpoint(left, right).clamp(least, most);
    small(
        painter,
        pos2(middle, top - 2.0),
        Align2::CENTER_BOTTOM,
        &words,
        palette,
    );
}

fn small(painter: &Painter, place: Pos2, align: Align2, words: &str, palette: &Palette) {
    painter.text(
        place,
        align,
        words,
        FontId::proportional(13.0),
        palette.text,
    );
}

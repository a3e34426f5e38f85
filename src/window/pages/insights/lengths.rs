//! How long sittings are: a bar for each ten minutes, lines at half an hour and an hour.

use eframe::egui::{Align2, Rect, Sense, Shape, Stroke, Ui, pos2, vec2};

use super::drawing::{GAP, HIGH, WORDS, count, part, parts, small};
use super::sums::Sums;
use super::words;
use crate::history::Bouts;
use crate::window::look::Look;
use crate::window::pages::steps::Steps;
use crate::window::record_table::table;

/// Shows it.
pub(super) fn show(ui: &mut Ui, look: Look, sums: &Sums, steps: &mut Steps, name: &str) {
    let palette = look.palette();
    let bouts = &sums.figures.bouts;
    let size = vec2(ui.available_width(), WORDS * 2.0 + HIGH + WORDS);
    let (all, _) = ui.allocate_exact_size(size, Sense::hover());
    let painter = ui.painter_at(all.expand(3.0));
    let bars = Rect::from_min_max(
        pos2(all.left() + 6.0, all.top() + WORDS * 2.0),
        pos2(all.right() - 22.0, all.bottom() - WORDS),
    );
    let wide = bars.width() / count(Bouts::LENGTHS);
    let most = bouts.lengths.iter().copied().max().unwrap_or(0).max(1);
    let mut places = Vec::new();
    for (step, number) in bouts.lengths.into_iter().enumerate() {
        let left = bars.left() + wide * count(step);
        let column = Rect::from_min_max(pos2(left, bars.top()), pos2(left + wide, bars.bottom()));
        let share = part(number, most);
        let bar = column.shrink2(vec2(GAP / 2.0, 0.0));
        let bar = bar.with_min_y(bars.bottom() - HIGH * share);
        painter.rect_filled(bar, 1, palette.arm);
        if 0 < number {
            let place = pos2(column.center().x, bar.top() - 1.0);
            small(
                &painter,
                place,
                Align2::CENTER_BOTTOM,
                &number.to_string(),
                &palette,
            );
        }
        places.push(column.with_min_y(bars.top() - WORDS));
    }
    painter.hline(
        bars.x_range(),
        bars.bottom(),
        Stroke::new(1.0, palette.quiet),
    );
    let under = |x: f32, words: &str| {
        let place = pos2(x, bars.bottom() + 2.0);
        small(&painter, place, Align2::CENTER_TOP, words, &palette);
    };
    for (step, words) in [(0, "0"), (3, "30"), (6, "60"), (9, "90 min")] {
        under(bars.left() + wide * count(step), words);
    }
    // The last bar has no end: it is named as a whole.
    under(bars.right() - wide / 2.0, "2 h +");
    for (step, words) in [(3, "half an hour"), (6, "an hour")] {
        let x = bars.left() + wide * count(step);
        let ends = [pos2(x, all.top() + WORDS), pos2(x, bars.bottom())];
        let line = Stroke::new(1.5, palette.accent);
        painter.extend(Shape::dashed_line(&ends, line, 5.0, 3.0));
        small(
            &painter,
            pos2(x, all.top() + WORDS - 2.0),
            Align2::CENTER_BOTTOM,
            words,
            &palette,
        );
    }
    let whole = parts("lengths", name, all, &places);
    steps.show(ui, look, &whole, |step| words::length(bouts, step));
}

/// A line for each ten minutes.
pub(super) fn data(sums: &Sums) -> Vec<u8> {
    let bouts = &sums.figures.bouts;
    let steps = bouts.lengths.into_iter().zip(bouts.seated).enumerate();
    let rows = steps.map(|(step, (number, seated))| {
        let from = step as u64 * Bouts::STEP_MINUTES;
        let is_last = step + 1 == Bouts::LENGTHS;
        let to = if is_last {
            String::new()
        } else {
            (from + Bouts::STEP_MINUTES).to_string()
        };
        [
            from.to_string(),
            to,
            number.to_string(),
            seated.as_secs().to_string(),
        ]
    });
    table(
        ["from_minutes", "to_minutes", "bouts", "seated_seconds"],
        rows,
    )
}

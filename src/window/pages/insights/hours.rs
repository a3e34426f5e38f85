//! What each hour of the day had: long sitting upwards, breaks downwards.

use eframe::egui::{Align2, Rect, Sense, Stroke, Ui, pos2, vec2};

use super::drawing::{GAP, HIGH, WORDS, count, part, parts, small};
use super::sums::Sums;
use super::words;
use crate::window::look::Look;
use crate::window::pages::guessed::guessed;
use crate::window::pages::steps::Steps;
use crate::window::record_table::table;

/// The longest bar downwards, in points.
const DOWN: f32 = 60.0;
/// At least so many hours are drawn, so that a first hour is no bar as wide as the picture.
const LEAST_HOURS: usize = 6;

/// Shows it.
pub(super) fn show(ui: &mut Ui, look: Look, sums: &Sums, steps: &mut Steps, name: &str) {
    let palette = look.palette();
    let used = used(sums);
    let long = |hour: usize| sums.hours[hour].long_seated;
    let longest = used.clone().map(long).max().unwrap_or_default();
    let breaks = |hour: usize| [sums.hours[hour].breaks, sums.hours[hour].guessed];
    let all_of = |hour: usize| breaks(hour).into_iter().sum::<u32>();
    let most = used.clone().map(all_of).max().unwrap_or_default();
    // Where there is no bar there is no room for one.
    let high = if longest.is_zero() { 0.0 } else { HIGH };
    let down = if most == 0 { 0.0 } else { DOWN };
    let size = vec2(ui.available_width(), WORDS + high + WORDS + down + WORDS);
    let (all, _) = ui.allocate_exact_size(size, Sense::hover());
    let painter = ui.painter_at(all.expand(3.0));
    let up = all.top() + WORDS + high;
    let axis = up + WORDS;
    let inside = all.shrink2(vec2(14.0, 0.0));
    let wide = inside.width() / count(used.len());
    let mut places = Vec::new();
    for (at, hour) in used.clone().enumerate() {
        let left = inside.left() + wide * count(at);
        let column = Rect::from_min_max(
            pos2(left, all.top() + WORDS),
            pos2(left + wide, all.bottom() - WORDS),
        );
        let bar = column.shrink2(vec2(GAP, 0.0));
        let share = long(hour).as_secs_f32() / longest.as_secs_f32().max(1.0);
        painter.rect_filled(
            bar.with_min_y(up - HIGH * share).with_max_y(up),
            1,
            palette.arm,
        );
        let [known, guesses] = breaks(hour);
        let [known, all] = [known, known + guesses].map(|it| axis + DOWN * part(it, most.max(1)));
        painter.rect_filled(bar.with_min_y(axis).with_max_y(known), 1, palette.accent);
        if 0 < guesses {
            guessed(&painter, bar.with_min_y(known).with_max_y(all), &palette);
        }
        places.push(column);
    }
    let thin = Stroke::new(1.0, palette.quiet);
    painter.hline(inside.x_range(), up, thin);
    painter.hline(inside.x_range(), axis, thin);
    let every = [1, 2, 3, 6]
        .into_iter()
        .find(|every| 24.0 <= wide * count(*every))
        .unwrap_or(6);
    for at in (0..=used.len()).step_by(every) {
        let x = inside.left() + wide * count(at);
        let words = (used.start + at).to_string();
        small(
            &painter,
            pos2(x, f32::midpoint(up, axis)),
            Align2::CENTER_CENTER,
            &words,
            &palette,
        );
    }
    let above = words::highest(longest, sums);
    small(&painter, all.left_top(), Align2::LEFT_TOP, &above, &palette);
    let any = used.clone().any(|hour| 0 < sums.hours[hour].guessed);
    let below = words::most_breaks(most, any);
    small(
        &painter,
        all.left_bottom(),
        Align2::LEFT_BOTTOM,
        &below,
        &palette,
    );
    let whole = parts("hours", name, all, &places);
    steps.show(ui, look, &whole, |at| words::hour(sums, used.start + at));
}

/// The hours of the day on which anything is recorded, and those around them where they are few.
fn used(sums: &Sums) -> std::ops::Range<usize> {
    let has = |hour: &usize| {
        let it = &sums.hours[*hour];
        !(it.seated.is_zero() && it.upright.is_zero() && it.breaks + it.guessed == 0)
    };
    let first = (0..24).find(has).unwrap_or(8);
    let last = (0..24).rev().find(has).unwrap_or(17);
    let end = (last + 1).max(first + LEAST_HOURS).min(24);
    first.min(end - LEAST_HOURS)..end
}

/// What each hour had on all days together.
pub(super) fn data(sums: &Sums) -> Vec<u8> {
    let rows = sums.hours.iter().enumerate().map(|(hour, it)| {
        let [seated, long, upright] =
            [it.seated, it.long_seated, it.upright].map(|time| time.as_secs().to_string());
        let [breaks, guessed] = [it.breaks, it.guessed].map(|number| number.to_string());
        [hour.to_string(), seated, long, upright, breaks, guessed]
    });
    table(
        [
            "hour",
            "seated_seconds",
            "long_seated_seconds",
            "upright_seconds",
            "breaks",
            "breaks_guessed",
        ],
        rows,
    )
}

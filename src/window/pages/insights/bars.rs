//! The pictures made of bars: how long sittings are, what each hour of the day had, and what became
//! of reminders.

use std::time::Duration;

use eframe::egui::{
    Align2, FontId, Painter, Rect, Sense, Shape, Stroke, StrokeKind, Ui, pos2, vec2,
};

use super::sums::Sums;
use super::words;
use crate::history::{Bouts, Reminders};
use crate::window::look::{Look, Palette};
use crate::window::pages::steps::{Parts, Steps};
use crate::window::record_table::table;

/// The highest bar, in points.
const HIGH: f32 = 120.0;
/// A line of small words.
const WORDS: f32 = 18.0;
/// Between two bars.
const GAP: f32 = 2.0;
const SMALL: f32 = 12.5;
/// A bar of the answers, with the space around it.
const ROW: f32 = 26.0;
/// The names of the answers.
const NAMES: f32 = 150.0;
/// The numbers behind the bars.
const NUMBERS: f32 = 44.0;

/// How long sittings are: a bar for each ten minutes, lines at half an hour and an hour.
pub(super) fn lengths(ui: &mut Ui, look: Look, bouts: &Bouts, steps: &mut Steps, name: &str) {
    let palette = look.palette();
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
    for (step, words) in [(0, "0"), (3, "30"), (6, "60"), (9, "90"), (12, "120 min")] {
        let x = bars.left() + wide * count(step);
        let place = pos2(x, bars.bottom() + 2.0);
        small(&painter, place, Align2::CENTER_TOP, words, &palette);
    }
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
    let whole = parts("lengths", name, all, &places, 1);
    steps.show(ui, look, &whole, |step| words::length(bouts, step));
}

/// What each hour of the day had: long sitting upwards, breaks downwards.
pub(super) fn hours(ui: &mut Ui, look: Look, sums: &Sums, steps: &mut Steps, name: &str) {
    const DOWN: f32 = 60.0;
    let palette = look.palette();
    let used = used(sums);
    let size = vec2(ui.available_width(), WORDS + HIGH + WORDS + DOWN + WORDS);
    let (all, _) = ui.allocate_exact_size(size, Sense::hover());
    let painter = ui.painter_at(all.expand(3.0));
    let (up, axis) = (all.top() + WORDS + HIGH, all.top() + WORDS + HIGH + WORDS);
    let inside = all.shrink2(vec2(14.0, 0.0));
    let wide = inside.width() / count(used.len());
    let long = |hour: usize| sums.hours[hour].long_seated;
    let longest = used
        .clone()
        .map(long)
        .max()
        .unwrap_or_default()
        .max(Duration::from_secs(1));
    let breaks = |hour: usize| sums.hours[hour].breaks;
    let most = used.clone().map(breaks).max().unwrap_or_default().max(1);
    let mut places = Vec::new();
    for (at, hour) in used.clone().enumerate() {
        let left = inside.left() + wide * count(at);
        let column = Rect::from_min_max(
            pos2(left, all.top() + WORDS),
            pos2(left + wide, all.bottom() - WORDS),
        );
        let bar = column.shrink2(vec2(GAP, 0.0));
        let share = long(hour).as_secs_f32() / longest.as_secs_f32();
        painter.rect_filled(
            bar.with_min_y(up - HIGH * share).with_max_y(up),
            1,
            palette.arm,
        );
        let down = bar
            .with_min_y(axis)
            .with_max_y(axis + DOWN * part(breaks(hour), most));
        let line = Stroke::new(1.5, palette.accent);
        painter.rect_stroke(down, 1, line, StrokeKind::Inside);
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
    let above = format!(
        "Sittings of an hour or longer; the highest bar is {} a day",
        words::a_day(longest, sums)
    );
    small(&painter, all.left_top(), Align2::LEFT_TOP, &above, &palette);
    let below = format!("Breaks; the longest bar is {most} in all");
    small(
        &painter,
        all.left_bottom(),
        Align2::LEFT_BOTTOM,
        &below,
        &palette,
    );
    let whole = parts("hours", name, all, &places, 1);
    steps.show(ui, look, &whole, |at| words::hour(sums, used.start + at));
}

/// What became of reminders, a bar each.
pub(super) fn answers(
    ui: &mut Ui,
    look: Look,
    reminders: &Reminders,
    steps: &mut Steps,
    name: &str,
) {
    let palette = look.palette();
    let answers = each_answer(reminders);
    let size = vec2(ui.available_width(), ROW * count(answers.len()));
    let (all, _) = ui.allocate_exact_size(size, Sense::hover());
    let painter = ui.painter_at(all.expand(3.0));
    let most = answers
        .iter()
        .map(|(.., number)| *number)
        .max()
        .unwrap_or(0)
        .max(1);
    let longest = (all.width() - NAMES - NUMBERS).max(20.0);
    let mut places = Vec::new();
    for (row, (words, _, number)) in answers.into_iter().enumerate() {
        let top = all.top() + ROW * count(row);
        let line = Rect::from_min_size(pos2(all.left(), top), vec2(all.width(), ROW));
        small(
            &painter,
            line.left_center(),
            Align2::LEFT_CENTER,
            words,
            &palette,
        );
        let mut bar = line.shrink2(vec2(0.0, 5.0)).with_min_x(line.left() + NAMES);
        bar.set_width(longest * part(number, most));
        // What nobody answered is outlined, not another colour.
        if row < 4 {
            painter.rect_filled(bar, 1, palette.accent);
        } else {
            let outline = Stroke::new(1.5, palette.quiet);
            painter.rect_stroke(bar, 1, outline, StrokeKind::Inside);
        }
        let place = pos2(bar.right() + 6.0, line.center().y);
        small(
            &painter,
            place,
            Align2::LEFT_CENTER,
            &number.to_string(),
            &palette,
        );
        places.push(line);
    }
    let whole = parts("answers", name, all, &places, 1);
    steps.show(ui, look, &whole, |row| {
        let (words, _, number) = each_answer(reminders)[row];
        format!("{words}: {number}")
    });
}

/// In words, in a table, and how many.
fn each_answer(reminders: &Reminders) -> [(&'static str, &'static str, u32); 6] {
    [
        ("With a movement", "done", reminders.done),
        ("With one that was begun", "started", reminders.started),
        ("Put off", "snoozed", reminders.snoozed),
        ("Skipped", "skipped", reminders.skipped),
        ("Not answered", "ignored", reminders.ignored),
        ("Went away by itself", "withdrawn", reminders.withdrawn),
    ]
}

/// The hours of the day on which anything is recorded.
fn used(sums: &Sums) -> std::ops::Range<usize> {
    let has = |hour: &usize| {
        let it = &sums.hours[*hour];
        !(it.seated.is_zero() && it.on_feet.is_zero() && it.breaks == 0)
    };
    let first = (0..24).find(has).unwrap_or(8);
    let last = (0..24).rev().find(has).unwrap_or(17);
    first..last + 1
}

/// How long sittings are, a line for each ten minutes.
pub(super) fn lengths_data(bouts: &Bouts) -> Vec<u8> {
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
        ["from_minutes", "to_minutes", "sittings", "seated_seconds"],
        rows,
    )
}

/// What each hour had on all days together.
pub(super) fn hours_data(sums: &Sums) -> Vec<u8> {
    let rows = sums.hours.iter().enumerate().map(|(hour, it)| {
        let [seated, long, feet] =
            [it.seated, it.long_seated, it.on_feet].map(|time| time.as_secs().to_string());
        [hour.to_string(), seated, long, feet, it.breaks.to_string()]
    });
    table(
        [
            "hour",
            "seated_seconds",
            "long_seated_seconds",
            "on_feet_seconds",
            "breaks",
        ],
        rows,
    )
}

/// What became of reminders.
pub(super) fn answers_data(reminders: &Reminders) -> Vec<u8> {
    let rows =
        each_answer(reminders).map(|(_, word, number)| [word.to_owned(), number.to_string()]);
    table(["answer", "reminders"], rows)
}

fn parts<'p>(
    id: &'p str,
    name: &'p str,
    area: Rect,
    places: &'p [Rect],
    stride: usize,
) -> Parts<'p> {
    Parts {
        id,
        name,
        area,
        places,
        strides: [stride, stride],
        pressable: false,
    }
}

fn small(
    painter: &Painter,
    place: eframe::egui::Pos2,
    align: Align2,
    words: &str,
    palette: &Palette,
) {
    painter.text(
        place,
        align,
        words,
        FontId::proportional(SMALL),
        palette.text,
    );
}

fn part(number: u32, most: u32) -> f32 {
    #[expect(clippy::cast_possible_truncation, reason = "a share between 0 and 1")]
    let part = (f64::from(number) / f64::from(most)) as f32;
    part
}

/// A number of bars as a measure.
fn count(number: usize) -> f32 {
    f32::from(u16::try_from(number).unwrap_or(u16::MAX))
}

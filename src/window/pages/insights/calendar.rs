//! The longest sitting of each day as a calendar: a column a week, a row a weekday; the longer, the
//! stronger, with the length in the cell where it fits.

use std::time::Duration;

use chrono::Datelike;
use eframe::egui::{
    Align2, Color32, FontId, Painter, Rect, Sense, Stroke, StrokeKind, Ui, lerp, pos2, vec2,
};

use super::sums::{Longest, Sums};
use super::words;
use crate::window::look::{Look, Palette};
use crate::window::pages::sample::{legend, sample};
use crate::window::pages::steps::{Parts, Steps};
use crate::window::record_table::{table, time};

/// The steps of the scale: from so many minutes on, how strong, and the words of the legend.
const SCALE: [(u64, f32, &str); 5] = [
    (0, 0.07, "under 30 min"),
    (30, 0.17, "30 to 60 min"),
    (60, 0.30, "60 to 90 min"),
    (90, 0.68, "90 min to 2 h"),
    (120, 0.92, "2 h or longer"),
];
/// The names of weekdays and of weeks, in points.
const LEFT: f32 = 38.0;
const TOP: f32 = 20.0;
const WIDEST: f32 = 110.0;
const HIGHEST: f32 = 28.0;
const LOWEST: f32 = 14.0;
/// Names of weeks are at least so far from each other.
const APART: f32 = 52.0;
/// A length fits into a cell of this size.
const FITS: [f32; 2] = [30.0, 16.0];

/// Shows it.
pub(super) fn show(ui: &mut Ui, look: Look, sums: &Sums, steps: &mut Steps, name: &str) {
    let palette = look.palette();
    let weeks = sums.longest.len().div_ceil(7).max(1);
    let wide = ((ui.available_width() - LEFT) / small(weeks)).min(WIDEST);
    let high = wide.clamp(LOWEST, HIGHEST);
    let size = vec2(LEFT + wide * small(weeks), TOP + high * 7.0);
    let (all, _) = ui.allocate_exact_size(size, Sense::hover());
    let painter = ui.painter_at(all.expand(3.0));
    let corner = all.min + vec2(LEFT, TOP);
    names(&painter, sums, all, [wide, high], &palette);
    let mut places = Vec::with_capacity(sums.longest.len());
    for (number, longest) in sums.longest.iter().enumerate() {
        let at = corner + vec2(wide * small(number / 7), high * small(number % 7));
        let cell =
            Rect::from_min_size(at, vec2(wide, high)).shrink(if wide < 12.0 { 0.5 } else { 1.0 });
        match longest {
            Longest::Bout(bout) => draw(&painter, cell, bout.lasted, &palette),
            Longest::None => no_sitting(&painter, cell, &palette),
            Longest::Unrecorded => unrecorded(&painter, cell, &palette),
        }
        places.push(cell);
    }
    let whole = Parts {
        id: "calendar",
        name,
        area: all,
        places: &places,
        strides: [7, 1],
        pressable: false,
    };
    steps.show(ui, look, &whole, |number| {
        words::day(sums.date(number), sums.longest[number])
    });
    scale(ui, sums, &palette);
}

fn draw(painter: &Painter, cell: Rect, lasted: Duration, palette: &Palette) {
    let step = step(lasted);
    filled(painter, cell, step, palette);
    if FITS[0] <= cell.width() && FITS[1] <= cell.height() {
        let minutes = lasted.as_secs() / 60;
        let words = format!("{}:{:02}", minutes / 60, minutes % 60);
        let font = FontId::proportional(12.5);
        let place = cell.center();
        painter.text(
            place,
            Align2::CENTER_CENTER,
            words,
            font,
            ink(step, palette),
        );
    }
}

fn filled(painter: &Painter, cell: Rect, step: usize, palette: &Palette) {
    painter.rect_filled(cell, 2, ground(step, palette));
    if step == 0 {
        let thin = Stroke::new(1.0, ground(2, palette));
        painter.rect_stroke(cell, 2, thin, StrokeKind::Inside);
    }
}

/// Somebody was there, and nobody sat: a line, as long as no time.
fn no_sitting(painter: &Painter, cell: Rect, palette: &Palette) {
    let line = Stroke::new(1.5, palette.text);
    let half = vec2((cell.width() / 2.0 - 1.0).min(5.0), 0.0);
    painter.line_segment([cell.center() - half, cell.center() + half], line);
}

/// Nothing is known: next to nothing is drawn.
fn unrecorded(painter: &Painter, cell: Rect, palette: &Palette) {
    painter.circle_filled(cell.center(), 1.5, palette.quiet);
}

/// Which step of the scale a length has.
fn step(lasted: Duration) -> usize {
    let minutes = lasted.as_secs() / 60;
    SCALE
        .iter()
        .rposition(|(from, ..)| *from <= minutes)
        .unwrap_or(0)
}

fn ground(step: usize, palette: &Palette) -> Color32 {
    let share = SCALE[step].1;
    let part = |card: u8, text: u8| {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between two bytes"
        )]
        let mixed = lerp(f32::from(card)..=f32::from(text), share).round() as u8;
        mixed
    };
    let (card, text) = (palette.card, palette.text);
    Color32::from_rgb(
        part(card.r(), text.r()),
        part(card.g(), text.g()),
        part(card.b(), text.b()),
    )
}

fn ink(step: usize, palette: &Palette) -> Color32 {
    if SCALE[step].1 < 0.5 {
        palette.text
    } else {
        palette.card
    }
}

fn names(painter: &Painter, sums: &Sums, all: Rect, [wide, high]: [f32; 2], palette: &Palette) {
    const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let font = FontId::proportional(12.5);
    let every = if high < 16.0 { 2 } else { 1 };
    for (row, day) in DAYS.into_iter().enumerate().step_by(every) {
        let place = pos2(all.left(), all.top() + TOP + high * (small(row) + 0.5));
        painter.text(place, Align2::LEFT_CENTER, day, font.clone(), palette.quiet);
    }
    let mut free = all.left() + LEFT;
    let mut month = None;
    for week in 0..sums.longest.len().div_ceil(7) {
        let date = sums.date(week * 7);
        let x = all.left() + LEFT + wide * small(week);
        // Where weeks are narrow, months are named where they begin.
        let new = month.replace(date.month()) != Some(date.month());
        // The end of a month would take the place of the name of the next.
        let new = new && (0 < week || date.day() < 15);
        let words = if wide < 20.0 {
            date.format("%b")
        } else {
            date.format("%-d %b")
        };
        let narrow = wide < 20.0;
        let apart = if narrow { APART * 0.6 } else { APART };
        if free <= x && (!narrow || new) && x + apart * 0.6 <= all.right() {
            free = x + apart;
            let place = pos2(x, all.top() + TOP - 4.0);
            let words = words.to_string();
            painter.text(
                place,
                Align2::LEFT_BOTTOM,
                words,
                font.clone(),
                palette.quiet,
            );
        }
    }
}

/// What is drawn how; of the days without a length what there is.
fn scale(ui: &mut Ui, sums: &Sums, palette: &Palette) {
    const SAMPLE: [f32; 2] = [16.0, 16.0];
    legend(ui, |ui| {
        for (step, (_, _, words)) in SCALE.into_iter().enumerate() {
            sample(ui, words, SAMPLE, |ui, place| {
                filled(ui.painter(), place, step, palette);
            });
        }
        if sums.longest.contains(&Longest::None) {
            sample(ui, "no sitting", SAMPLE, |ui, place| {
                no_sitting(ui.painter(), place, palette);
            });
        }
        if sums.longest.contains(&Longest::Unrecorded) {
            sample(ui, "nothing recorded", SAMPLE, |ui, place| {
                unrecorded(ui.painter(), place, palette);
            });
        }
    });
}

/// A number of cells as a measure: there are at most some hundred.
fn small(number: usize) -> f32 {
    f32::from(u16::try_from(number).unwrap_or(u16::MAX))
}

/// A line a day on which anything is recorded.
pub(super) fn data(sums: &Sums) -> Vec<u8> {
    let days = sums.longest.iter().enumerate();
    let rows = days.filter_map(|(number, longest)| {
        let (seconds, began) = match longest {
            Longest::Unrecorded => return None,
            Longest::None => (0, String::new()),
            Longest::Bout(bout) => (bout.lasted.as_secs(), time(bout.at)),
        };
        Some([sums.date(number).to_string(), seconds.to_string(), began])
    });
    table(["date", "longest_bout_seconds", "longest_bout_at"], rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::window::look::Colours;
    use crate::window::look::tests::contrast;

    #[test]
    fn a_length_is_readable_on_its_cell_in_every_set_of_colours() {
        for colours in Colours::ALL {
            let palette = colours.palette();
            for step in 0..SCALE.len() {
                let ratio = contrast(ink(step, &palette), ground(step, &palette));
                assert!(4.5 <= ratio, "{colours:?}, step {step}: {ratio}");
            }
        }
    }

    #[test]
    fn each_length_has_its_step() {
        let table = [
            (0, 0),
            (29, 0),
            (30, 1),
            (59, 1),
            (60, 2),
            (90, 3),
            (119, 3),
            (600, 4),
        ];
        for (minutes, wanted) in table {
            assert_eq!(step(Duration::from_mins(minutes)), wanted, "{minutes}");
        }
    }
}

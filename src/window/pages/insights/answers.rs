//! What became of reminders, a bar each.

use eframe::egui::{Align2, Rect, Sense, Stroke, StrokeKind, Ui, pos2, vec2};

use super::drawing::{count, part, parts, small};
use super::sums::Sums;
use crate::history::Reminders;
use crate::window::look::Look;
use crate::window::pages::steps::Steps;
use crate::window::record_table::table;

/// A bar, with the space around it, in points.
const ROW: f32 = 26.0;
/// The names of the answers.
const NAMES: f32 = 150.0;
/// The numbers behind the bars.
const NUMBERS: f32 = 44.0;
/// The first so many are answers of a person; the others are outlined.
const GIVEN: usize = 4;

/// Shows it.
pub(super) fn show(ui: &mut Ui, look: Look, sums: &Sums, steps: &mut Steps, name: &str) {
    let palette = look.palette();
    let reminders = &sums.figures.reminders;
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
        if row < GIVEN {
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
    let whole = parts("answers", name, all, &places);
    steps.show(ui, look, &whole, |row| {
        let (words, _, number) = each_answer(reminders)[row];
        format!("{words}: {number}")
    });
}

/// In words, in a table, and how many.
fn each_answer(reminders: &Reminders) -> [(&'static str, &'static str, u32); 6] {
    [
        ("With a movement", "done", reminders.done),
        ("Begun, end not told", "started", reminders.started),
        ("Put off", "snoozed", reminders.snoozed),
        ("Skipped", "skipped", reminders.skipped),
        ("Not answered", "ignored", reminders.ignored),
        ("Went away by itself", "withdrawn", reminders.withdrawn),
    ]
}

/// A line for each answer.
pub(super) fn data(sums: &Sums) -> Vec<u8> {
    let rows = each_answer(&sums.figures.reminders)
        .map(|(_, word, number)| [word.to_owned(), number.to_string()]);
    table(["answer", "reminders"], rows)
}

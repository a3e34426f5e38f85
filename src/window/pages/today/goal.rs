//! The goal of the week: how much leg work there was, quietly.

use std::time::Duration;

use eframe::egui::{Sense, Stroke, StrokeKind, Ui, vec2};

use super::words;
use crate::window::model::Model;
use crate::window::pages::reading::paragraph;

const HIGH: f32 = 10.0;
const MOST: f32 = 320.0;

/// Shows a bar and the same in words; nothing where there is no goal.
pub(super) fn show(ui: &mut Ui, model: &Model, leg_work: Duration, this_week: bool) {
    let goal = model.weekly_goal;
    if goal.is_zero() {
        return;
    }
    let palette = model.look.palette();
    let week = if this_week {
        "this week"
    } else {
        "in that week"
    };
    ui.add_space(4.0);
    paragraph(ui, &words::goal(leg_work, goal, week));
    let width = ui.available_width().min(MOST);
    let (place, _) = ui.allocate_exact_size(vec2(width, HIGH), Sense::hover());
    let share = (leg_work.as_secs_f32() / goal.as_secs_f32()).clamp(0.0, 1.0);
    let mut done = place;
    done.set_width(width * share);
    ui.painter().rect_filled(done, 3, palette.accent);
    let line = Stroke::new(1.0, palette.quiet);
    ui.painter().rect_stroke(place, 3, line, StrokeKind::Inside);
    ui.add_space(6.0);
}

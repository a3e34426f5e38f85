//! What is drawn how, and how much of it the day had: guessed and known apart.

use eframe::egui::{Pos2, Rect, Sense, Ui, pos2, vec2};

use super::seen::Seen;
use super::style::{Ink, MARK, Mark};
use crate::history::Times;
use crate::window::look::Look;
use crate::words::duration;

/// A sample, in points.
const SAMPLE: [f32; 2] = [22.0, 20.0];

/// Shows everything the day has.
pub(super) fn show(ui: &mut Ui, look: Look, seen: &Seen) {
    let palette = look.palette();
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(6.0, 4.0);
        ui.spacing_mut().interact_size.y = SAMPLE[1];
        for (ink, words) in times(&seen.times) {
            entry(ui, &words, |ui, place| {
                ink.draw(ui.painter(), place.shrink2(vec2(0.0, 2.0)), &palette);
            });
        }
        if !seen.times.in_call.is_zero() {
            let words = format!("In calls {}", duration::passed(seen.times.in_call));
            entry(ui, &words, |ui, place| {
                let middle = place.center().y;
                let line = place.with_min_y(middle - 1.5).with_max_y(middle + 1.5);
                ui.painter().rect_filled(line, 1, palette.text);
            });
        }
        let drawn = |mark: &Mark| seen.taken().any(|(_, one)| one == *mark);
        for mark in Mark::ALL.into_iter().filter(drawn) {
            entry(ui, mark.words(), |ui, place| {
                let middle: Pos2 = pos2(place.right() - MARK - 1.0, place.center().y);
                mark.draw(ui.painter(), middle, &palette);
            });
        }
    });
}

fn entry(ui: &mut Ui, words: &str, draw: impl FnOnce(&Ui, Rect)) {
    // A sample and its words stay together at the end of a line.
    ui.allocate_ui(vec2(0.0, SAMPLE[1]), |ui| {
        ui.horizontal(|ui| {
            let (place, _) = ui.allocate_exact_size(SAMPLE.into(), Sense::hover());
            draw(ui, place);
            ui.label(eframe::egui::RichText::new(words).size(14.0));
            ui.add_space(8.0);
        });
    });
}

/// What the day has of each, with its time; sitting and standing and feet even where there is none.
fn times(times: &Times) -> Vec<(Ink, String)> {
    let known = times.away.saturating_sub(times.guessed);
    let always = [
        (Ink::Seated, "Sitting", times.seated),
        (Ink::Standing, "Standing", times.standing),
        (Ink::OnFeet, "On your feet", times.on_feet),
    ];
    let some = [
        (
            Ink::Guessed,
            "Away, taken for breaks: a guess,",
            times.guessed,
        ),
        (Ink::Away, "Away", known),
        (Ink::Stopped, "Stopped", times.stopped),
    ];
    let some = some.into_iter().filter(|(.., time)| !time.is_zero());
    let all = always.into_iter().chain(some);
    all.map(|(ink, name, time)| match time.as_secs() {
        0 => (ink, format!("{name} 0 min")),
        _ => (ink, format!("{name} {}", duration::passed(time))),
    })
    .collect()
}

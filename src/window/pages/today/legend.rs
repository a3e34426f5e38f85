//! What is drawn how, and how much of it the day had: guessed and known apart.

use eframe::egui::{Rect, Ui, vec2};

use super::seen::Seen;
use super::style::{Ink, MARK, Mark};
use crate::history::Times;
use crate::window::look::Look;
use crate::window::pages::sample::{legend, sample};
use crate::words::duration;

/// A sample, in points.
const SAMPLE: [f32; 2] = [22.0, 20.0];

/// Shows everything the day has.
pub(super) fn show(ui: &mut Ui, look: Look, seen: &Seen) {
    let palette = look.palette();
    legend(ui, |ui| {
        for (ink, words) in times(&seen.times) {
            sample(ui, &words, SAMPLE, |ui, place| {
                ink.draw(ui.painter(), place.shrink2(vec2(0.0, 1.0)), &palette);
            });
        }
        if !seen.times.in_call.is_zero() {
            let words = format!("In calls {}", duration::passed(seen.times.in_call));
            sample(ui, &words, SAMPLE, |ui, place| {
                let line = Rect::from_center_size(place.center(), vec2(place.width(), 3.0));
                ui.painter().rect_filled(line, 1, palette.text);
            });
        }
        let drawn = |mark: &Mark| seen.taken().any(|(_, one)| one == *mark);
        for mark in Mark::ALL.into_iter().filter(drawn) {
            sample(ui, mark.words(), [2.0 * MARK, SAMPLE[1]], |ui, place| {
                mark.draw(ui.painter(), place.center(), &palette);
            });
        }
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
            "Away, perhaps breaks: a guess,",
            times.guessed,
        ),
        (Ink::Away, "Away", known),
        (Ink::Stopped, "Stopped", times.stopped),
        (Ink::Unrecorded, "Nothing recorded", times.unrecorded),
    ];
    let some = some.into_iter().filter(|(.., time)| !time.is_zero());
    let all = always.into_iter().chain(some);
    all.map(|(ink, name, time)| match time.as_secs() {
        0 => (ink, format!("{name} 0 min")),
        _ => (ink, format!("{name} {}", duration::passed(time))),
    })
    .collect()
}

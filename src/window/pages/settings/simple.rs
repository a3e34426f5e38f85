//! A box to tick, one of a few words, any of a few words.

use eframe::egui::{self, Ui};
use serde_json::Value;

use super::row::{At, Wish};
use super::{fields, plain};
use crate::window::pages::reading::outline;

/// So many choices stand side by side; more are in a list that opens.
const SIDE_BY_SIDE: usize = 3;
/// Between choices that stand side by side, in points.
const BETWEEN: f32 = 18.0;

/// The box, which has the title beside it.
pub(super) fn switch(ui: &mut Ui, at: &At) -> (egui::Response, Option<Wish>) {
    let mut on = at.value.as_bool().unwrap_or_default();
    let title = egui::RichText::new(at.key.title).strong();
    let ticked = ui
        .scope(|ui| {
            outline(ui, at.look);
            ui.checkbox(&mut on, title)
        })
        .inner;
    fields::in_sight(&ticked);
    let wish = ticked.changed().then_some(Wish::Set(Value::Bool(on)));
    (ticked, wish)
}

/// One of the words.
pub(super) fn choice(ui: &mut Ui, at: &At, words: &[&'static str]) -> Option<Wish> {
    let mut wish = None;
    let chosen = at.value.as_str().unwrap_or_default();
    if words.len() <= SIDE_BY_SIDE {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = BETWEEN;
            outline(ui, at.look);
            for word in words {
                let plain = plain::choice(at.key.path, word);
                let option = ui.radio(chosen == *word, &plain);
                fields::name(ui, &option, &format!("{}: {plain}", at.key.title));
                if option.clicked() {
                    wish = Some(Wish::Set((*word).into()));
                }
            }
        });
    } else {
        let list = list(
            ui,
            at,
            at.key.path,
            &plain::choice(at.key.path, chosen),
            |ui| {
                for word in words {
                    let plain = plain::choice(at.key.path, word);
                    if ui.selectable_label(chosen == *word, plain).clicked() {
                        wish = Some(Wish::Set((*word).into()));
                    }
                }
            },
        );
        fields::name(ui, &list, &at.name());
    }
    wish.filter(|wish| *wish != Wish::Set(at.value.clone()))
}

/// Any of the words.
pub(super) fn several(ui: &mut Ui, at: &At, words: &[&'static str]) -> Option<Wish> {
    let mut wish = None;
    let chosen = at.words();
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = BETWEEN;
        outline(ui, at.look);
        for word in words {
            let mut on = chosen.iter().any(|chosen| chosen == word);
            let plain = plain::choice(at.key.path, word);
            let option = ui.checkbox(&mut on, &plain);
            fields::name(ui, &option, &format!("{}: {plain}", at.key.title));
            if option.changed() {
                wish = Some(Wish::InList((*word).to_owned(), on));
            }
        }
    });
    wish
}

/// A list that opens, as wide as there is room, its lines torn rather than cut.
pub(super) fn list(
    ui: &mut Ui,
    at: &At,
    salt: &str,
    shown: &str,
    lines: impl FnOnce(&mut Ui),
) -> egui::Response {
    const WIDEST: f32 = 420.0;
    let width = ui.available_width().min(WIDEST);
    ui.scope(|ui| {
        outline(ui, at.look);
        egui::ComboBox::from_id_salt(("list", salt))
            .selected_text(shown)
            .width(width)
            .truncate()
            .height(300.0)
            .show_ui(ui, |ui| {
                ui.set_max_width(width);
                ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Wrap);
                lines(ui);
            })
            .response
    })
    .inner
}

//! A list of movements: each by its name, with a way out, and one more to add.

use eframe::egui::Ui;

use super::row::{At, Draft, Land, Wish};
use super::{fields, plain, simple};
use crate::window::look;
use crate::window::pages::reading::aside;

pub(super) fn movements(ui: &mut Ui, at: &At, draft: &mut Draft) -> Option<Wish> {
    let mut wish = None;
    let listed = at.words();
    if listed.is_empty() {
        aside(ui, at.look, "None.");
    }
    for id in &listed {
        let name = plain::movement(at.catalogue, id);
        if removable(ui, name, &format!("Remove {name} from {}", at.key.title)) {
            draft.land = Land::Wanted;
            wish = Some(Wish::InList(id.clone(), false));
        }
    }
    let list = simple::list(ui, at, at.key.path, "Add a movement …", |ui| {
        for entry in at.catalogue.entries() {
            let there = listed.contains(&entry.id);
            if entry.kind().is_none() || there {
                continue;
            }
            if ui.selectable_label(false, &entry.name).clicked() {
                wish = Some(Wish::InList(entry.id.clone(), true));
            }
        }
    });
    fields::name(ui, &list, &format!("Add to {}", at.key.title));
    wish
}

/// Something in a list, and whether it is to go.
pub(super) fn removable(ui: &mut Ui, words: &str, name: &str) -> bool {
    let row = ui.horizontal_wrapped(|ui| {
        ui.label(words);
        let remove = ui.add(look::other("Remove"));
        fields::name(ui, &remove, name);
        remove.clicked()
    });
    row.inner
}

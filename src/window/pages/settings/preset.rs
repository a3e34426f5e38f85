//! The preset: the one that is in force in full, and all of them to choose from.

use eframe::egui::{self, Role, Stroke, Ui, UiBuilder};
use serde_json::Value;

use super::fields;
use super::row::{At, Draft, Land, Wish};
use crate::movements::{Evidence, Preset, Studied};
use crate::window::look;
use crate::window::model::{Asks, Heard};
use crate::window::pages::reading::{self, Links, aside, heading, paragraph, source_card};

/// What is unfolded.
#[derive(Debug, Default)]
pub(super) struct Open {
    /// All presets are shown.
    all: bool,
    /// The preset, and its source that is shown in full.
    source: Option<(String, String)>,
    links: Links,
}

impl Open {
    pub(super) fn hear(&mut self, heard: &Heard) {
        self.links.hear(heard);
    }
}

pub(super) fn show(ui: &mut Ui, at: &At, draft: &mut Draft, asks: &mut Asks) -> Option<Wish> {
    let chosen = at.value.as_str().and_then(Preset::named);
    let mut wish = None;
    draft.preset.links.say(ui);
    match chosen {
        Some(preset) => {
            card(ui, at, &mut draft.preset, preset, asks, |ui| {
                aside(ui, at.look, "You use this one.");
            });
            if fields::pressed(ui, "Use no preset") {
                draft.land = Land::Wanted;
                wish = Some(Wish::Set(Value::Null));
            }
        }
        None => {
            aside(
                ui,
                at.look,
                "None: the numbers below are used as they stand.",
            );
        }
    }
    let words = if draft.preset.all {
        "Hide the presets"
    } else {
        "Show all presets"
    };
    let all = ui.add(look::other(words));
    fields::in_sight(&all);
    let unfolded = draft.preset.all;
    ui.ctx()
        .accesskit_node_builder(all.id, |node| node.set_expanded(unfolded));
    if all.clicked() {
        draft.preset.all = !unfolded;
        asks.reshaped = true;
    }
    if !draft.preset.all {
        return wish;
    }
    for preset in Preset::all() {
        if chosen.is_some_and(|chosen| chosen.id == preset.id) {
            continue;
        }
        let mut wanted = false;
        card(ui, at, &mut draft.preset, preset, asks, |ui| {
            let button = ui.add(look::other("Use this"));
            fields::name(ui, &button, &format!("Use {}", preset.name));
            wanted = button.clicked();
        });
        if wanted {
            draft.land = Land::Wanted;
            draft.preset.all = false;
            wish = Some(Wish::Set(preset.id.as_str().into()));
        }
    }
    wish
}

fn card(
    ui: &mut Ui,
    at: &At,
    open: &mut Open,
    preset: &'static Preset,
    asks: &mut Asks,
    end: impl FnOnce(&mut Ui),
) {
    let group = UiBuilder::new()
        .id_salt(&preset.id)
        .accessibility_role(Role::Group)
        .accessibility_label(&*preset.name);
    ui.scope_builder(group, |ui| {
        let frame = egui::Frame::new()
            .stroke(Stroke::new(1.0, at.look.palette().line))
            .corner_radius(9)
            .inner_margin(10);
        frame.show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 4.0;
            heading(ui, 3, &preset.name);
            aside(ui, at.look, &rhythm(preset));
            paragraph(ui, &preset.does);
            if let Some(missing) = &preset.not_imitated {
                aside(ui, at.look, &format!("Other than studied: {missing}"));
            }
            aside(ui, at.look, &format!("Mind: {}", preset.caveat));
            sources(ui, at, open, preset, asks);
            end(ui);
        });
    });
}

fn sources(ui: &mut Ui, at: &At, open: &mut Open, preset: &'static Preset, asks: &mut Asks) {
    let shown = open
        .source
        .as_ref()
        .filter(|(of, _)| *of == preset.id)
        .map(|(_, source)| source.clone());
    let mut pressed = None;
    reading::in_line(ui, |ui| {
        ui.label(reading::running("Sources:").color(at.look.palette().quiet));
        pressed = reading::source_links(ui, &preset.sources, shown.as_deref());
    });
    if let Some(pressed) = pressed {
        open.source =
            (shown.as_deref() != Some(pressed)).then(|| (preset.id.clone(), pressed.to_owned()));
        asks.reshaped = true;
    }
    if let Some(source) = shown.as_deref().and_then(Evidence::named) {
        source_card(ui, at.look, source, &mut open.links, asks);
    }
}

/// "Every 30 minutes, for 2 minutes. Studied: a trial had this dose."
fn rhythm(preset: &Preset) -> String {
    let lasts =
        crate::words::duration::dose(std::time::Duration::from_secs(preset.on_seconds.get()));
    let every = match preset.every_minutes {
        Some(minutes) => format!("Every {minutes} minutes: {lasts}"),
        None => reading::capital(&lasts),
    };
    let studied = match preset.studied {
        Studied::Studied => "Studied: a trial had this dose.",
        Studied::Adapted => "Adapted: our choice, built from trials.",
    };
    format!("{every}. {studied}")
}

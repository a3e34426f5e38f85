//! The settings page: every key with a control of its own, each change one key of the file.

use eframe::egui::{self, Ui};

use super::super::chores::{Came, Chore};
use super::super::model::{Asks, Heard, Model};
use super::reading::heading;
use crate::settings::{KEYS, Loaded};

/// The settings page.
#[derive(Debug, Default)]
pub struct SettingsPage {
    loaded: Option<Box<Loaded>>,
    asked: bool,
}

impl SettingsPage {
    /// Something was told from outside.
    pub fn hear(&mut self, heard: &Heard, _model: &Model, _asks: &mut Asks) {
        if let Heard::Came(Came::Read(loaded) | Came::Marked { now: loaded, .. }) = heard {
            self.loaded = Some(loaded.clone());
        }
    }

    /// Shows the page.
    pub fn show(&mut self, ui: &mut Ui, _model: &Model, asks: &mut Asks) {
        if !std::mem::replace(&mut self.asked, true) {
            asks.chores.push(Chore::Read);
        }
        heading(ui, 1, "Settings");
        let Some(loaded) = &self.loaded else {
            return;
        };
        egui::ScrollArea::vertical().show(ui, |ui| {
            for key in KEYS {
                ui.label(format!("{}: {}", key.title, key.shown(&loaded.settings)));
            }
        });
    }
}

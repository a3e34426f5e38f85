//! When not to move, and when to get help.

use eframe::egui::Ui;

use crate::window::model::{Asks, Heard, Model};

/// The page.
#[derive(Debug, Default)]
pub struct SafetyPage {}

impl SafetyPage {
    /// Something was heard; the model holds it already.
    pub fn hear(&mut self, _heard: &Heard, _model: &Model, _asks: &mut Asks) {}

    /// Shows it.
    pub fn show(&mut self, ui: &mut Ui, _model: &Model, _asks: &mut Asks) {
        ui.heading("When not to move, and when to get help");
    }
}

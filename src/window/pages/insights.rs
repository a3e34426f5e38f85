//! Weeks and months, and what they show.

use eframe::egui::Ui;

use crate::window::model::{Asks, Heard, Model};

/// The page.
#[derive(Debug, Default)]
pub struct InsightsPage {}

impl InsightsPage {
    /// Something was heard; the model holds it already.
    pub fn hear(&mut self, _heard: &Heard, _model: &Model, _asks: &mut Asks) {}

    /// Shows it.
    pub fn show(&mut self, ui: &mut Ui, _model: &Model, _asks: &mut Asks) {
        ui.label("Weeks and months, and what they show.");
    }
}

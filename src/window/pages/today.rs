//! The day, piece by piece.

use eframe::egui::Ui;

use crate::window::model::{Asks, Heard, Model};

/// The page.
#[derive(Debug, Default)]
pub struct TodayPage {}

impl TodayPage {
    /// Something was heard; the model holds it already.
    pub fn hear(&mut self, _heard: &Heard, _model: &Model, _asks: &mut Asks) {}

    /// Shows it.
    pub fn show(&mut self, ui: &mut Ui, _model: &Model, _asks: &mut Asks) {
        ui.label("The day, piece by piece.");
    }
}

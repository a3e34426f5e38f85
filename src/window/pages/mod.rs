//! The pages. Each is shown from the model and asks by [`super::Asks`]: it knows no window, no
//! socket and no clock, so that a test can show it and press its buttons.

mod break_page;
mod break_view;
mod guessed;
mod insights;
mod keeping;
mod movement_cards;
mod movement_whole;
mod movements;
mod panel;
mod reading;
mod ring;
mod safety;
mod sample;
mod science;
mod settings;
mod steps;
mod today;

pub use break_page::{BreakPage, Sight};
pub use insights::InsightsPage;
pub use movements::MovementsPage;
pub use panel::PanelPage;
pub use safety::SafetyPage;
pub use science::SciencePage;
pub use settings::SettingsPage;
pub use today::TodayPage;

use eframe::egui::{self, Ui};

/// A sentence that matters: marked, and told at once to those who hear the page.
pub(super) fn sentence(ui: &mut Ui, words: &str) {
    let colour = ui.visuals().warn_fg_color;
    let told = ui.add(egui::Label::new(egui::RichText::new(words).color(colour)).wrap());
    tell_changes(ui, &told);
}

/// Has a screen reader say what this widget says, each time it changes.
pub(super) fn tell_changes(ui: &Ui, response: &egui::Response) {
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_live(egui::accesskit::Live::Polite);
    });
}

//! When not to move, and when to get help: the text as it stands in the safety file, the most urgent
//! first. It judges no symptom.

use eframe::egui::{self, Label, RichText, Role, Stroke, Ui, UiBuilder};

use super::reading::{COLUMN, column, heading, loud_heading, paragraph, running};
use super::{sentence, tell_changes};
use crate::control::{Answer, Ask};
use crate::movements::{Safety, Signs};
use crate::window::look;
use crate::window::model::{AskId, Asks, Heard, Model};

/// The list that comes first and is marked.
const EMERGENCY: &str = "emergency";

/// The page.
#[derive(Debug, Default)]
pub struct SafetyPage {
    waiting: Option<AskId>,
    says: Option<Says>,
}

#[derive(Debug)]
enum Says {
    Noted(String),
    Wrong(String),
}

impl SafetyPage {
    /// Something was heard; the model holds it already.
    pub fn hear(&mut self, heard: &Heard, _model: &Model, _asks: &mut Asks) {
        let Heard::Answered(id, answer) = heard else {
            return;
        };
        if self.waiting != Some(*id) {
            return;
        }
        self.waiting = None;
        self.says = match answer {
            Ok(Answer::Did { words, .. }) => Some(Says::Noted(words.clone())),
            Ok(answer) => answer.refusal().map(|words| Says::Wrong(words.to_owned())),
            Err(trouble) => Some(Says::Wrong(format!(
                "{} That you have read this is not noted.",
                trouble.words
            ))),
        };
    }

    /// Shows it.
    pub fn show(&mut self, ui: &mut Ui, model: &Model, asks: &mut Asks) {
        let unread = model.standing().is_some_and(|status| !status.safety_read);
        if unread || self.says.is_some() {
            self.foot(ui, model, unread, asks);
        }
        egui::ScrollArea::vertical()
            .auto_shrink([false, false])
            .show(ui, |ui| column(ui, COLUMN, |ui| text(ui, model)));
    }

    /// The button stays in sight while the text is read.
    fn foot(&mut self, ui: &mut Ui, model: &Model, unread: bool, asks: &mut Asks) {
        let frame = egui::Frame::new().inner_margin(egui::Margin {
            top: 10,
            ..egui::Margin::ZERO
        });
        egui::Panel::bottom("safety-bottom")
            .resizable(false)
            .show_separator_line(false)
            .frame(frame)
            .show(ui, |ui| {
                column(ui, COLUMN, |ui| {
                    match &self.says {
                        Some(Says::Noted(words)) => {
                            let told = paragraph(ui, words);
                            tell_changes(ui, &told);
                        }
                        Some(Says::Wrong(words)) => sentence(ui, words),
                        None => {}
                    }
                    if !unread {
                        return;
                    }
                    let button = look::wanted(model.look, "I have read this");
                    if ui.add_enabled(self.waiting.is_none(), button).clicked() {
                        self.says = None;
                        self.waiting = Some(asks.make(Ask::Acknowledge));
                    }
                });
            });
    }
}

fn text(ui: &mut Ui, model: &Model) {
    let page = Safety::page();
    heading(ui, 1, "When not to move, and when to get help");
    ui.add_space(4.0);
    let (urgent, others): (Vec<_>, Vec<_>) =
        page.lists.iter().partition(|list| list.id == EMERGENCY);
    for list in urgent {
        signs(ui, model, list, Some(&page.emergency_numbers));
    }
    for list in others {
        signs(ui, model, list, None);
    }
    ui.add_space(10.0);
    heading(ui, 2, "With every movement");
    paragraph(ui, &page.card);
    ui.add_space(10.0);
    heading(ui, 2, "What this is, and what it is not");
    paragraph(ui, &page.short);
    paragraph(ui, &page.long);
    ui.add_space(24.0);
}

fn signs(ui: &mut Ui, model: &Model, list: &Signs, numbers: Option<&str>) {
    let palette = model.look.palette();
    let mut frame = look::card(model.look);
    if numbers.is_some() {
        frame = frame.stroke(Stroke::new(3.0, palette.mark));
    }
    let group = UiBuilder::new()
        .accessibility_role(Role::Group)
        .accessibility_label(&*list.title);
    ui.scope_builder(group, |ui| {
        frame.show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 5.0;
            if numbers.is_some() {
                loud_heading(ui, model.look, &list.title);
            } else {
                heading(ui, 2, &list.title);
            }
            for sign in &list.signs {
                bullet(ui, sign);
            }
            ui.add_space(3.0);
            ui.add(Label::new(running(&list.then).strong().color(palette.text)).wrap());
            if let Some(numbers) = numbers {
                let text = RichText::new(numbers).size(19.0).color(palette.mark);
                ui.add(Label::new(text.strong()).wrap());
            }
        });
    });
    ui.add_space(4.0);
}

/// Lines of one sign stand under each other.
fn bullet(ui: &mut Ui, words: &str) {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().interact_size.y = 0.0;
        ui.label(running("•"));
        ui.add(Label::new(running(words)).wrap());
    });
}

//! One movement in full: how it is done, how much, who should not, what was studied, and its
//! sources.

use std::time::Duration;

use eframe::egui::{self, Label, RichText, Stroke, Ui, vec2};

use super::movement_cards::{letters, marks, problems};
use super::movements::{Focus, MovementsPage, say};
use super::reading::{self, aside, column, heading, paragraph, running, source_card};
use super::sentence;
use crate::engine::effect::Page;
use crate::movements::{Entry, Evidence, Safety};
use crate::window::figure_view::FigureView;
use crate::window::look::{self, Motion};
use crate::window::model::{Asks, Model};
use crate::window::shelf::{Shelf, dose_origin, pace_words};

/// One picture of the figure, thirty times a second.
const PICTURE: Duration = Duration::from_millis(33);
/// The column is at most so wide.
const WIDTH: f32 = 560.0;

pub(super) fn show(
    page: &mut MovementsPage,
    known: &mut Shelf,
    entry: &Entry,
    ui: &mut Ui,
    model: &Model,
    asks: &mut Asks,
) {
    foot(page, known, entry, ui, model, asks);
    egui::ScrollArea::vertical()
        .id_salt(("movement", &entry.id))
        .auto_shrink([false, false])
        .show(ui, |ui| {
            column(ui, WIDTH, |ui| {
                let back = ui.add(look::other("All movements"));
                if page.focus.take_if(|focus| *focus == Focus::Back).is_some() {
                    back.request_focus();
                }
                if back.clicked() {
                    page.close();
                }
                problems(known, ui, model);
                head(known, entry, ui, model);
                picture(known, entry, ui, model, asks);
                dose(page, entry, ui, model, asks);
                text(known, entry, ui, model, asks);
                sources(page, entry, ui, model, asks);
                ui.add_space(24.0);
            });
        });
}

fn head(known: &Shelf, entry: &Entry, ui: &mut Ui, model: &Model) {
    heading(ui, 1, &entry.name);
    aside(ui, model.look, &marks(known, entry).join(" · "));
    if let Some(says) = letters(known, entry, ui) {
        sentence(ui, &says);
    }
}

fn picture(known: &mut Shelf, entry: &Entry, ui: &mut Ui, model: &Model, asks: &mut Asks) {
    let (Some(frame), Some(figure)) = (known.frame(entry), &entry.figure) else {
        return;
    };
    let view = FigureView {
        name: &entry.name,
        figure,
        after: model.now,
        swapped: false,
    };
    let shown = look::card(model.look).show(ui, |ui| {
        let height = (ui.ctx().content_rect().height() * 0.4).clamp(130.0, 250.0);
        let size = vec2(ui.available_width(), height);
        view.show_in(ui, model.look, size, frame)
    });
    let hidden = ui.input(|input| input.viewport().minimized == Some(true));
    let moves = model.look.motion == Motion::Full && !hidden;
    if moves && ui.is_rect_visible(shown.inner.rect) {
        asks.paint_within(PICTURE);
    }
}

/// How much, and where that comes from.
fn dose(page: &mut MovementsPage, entry: &Entry, ui: &mut Ui, model: &Model, asks: &mut Asks) {
    ui.add_space(6.0);
    heading(ui, 2, "How much");
    let speed = pace_words(entry).map_or(String::new(), |words| format!("; as shown, {words}"));
    paragraph(ui, &format!("{}{speed}.", reading::capital(&entry.dose)));
    let origin = dose_origin(entry);
    let open = page.dose_source.clone();
    reading::in_line(ui, |ui| {
        let words = running(&origin.words).color(model.look.palette().quiet);
        ui.add(Label::new(words).wrap());
        if let Some(pressed) = reading::source_links(ui, origin.sources, open.as_deref()) {
            let pressed = Some(pressed.to_owned());
            page.dose_source = if open == pressed { None } else { pressed };
        }
    });
    if let Some(source) = page.dose_source.as_deref().and_then(Evidence::named)
        && origin.sources.contains(&source.id)
    {
        source_card(ui, model.look, source, &mut page.links, asks);
    }
}

fn text(known: &Shelf, entry: &Entry, ui: &mut Ui, model: &Model, asks: &mut Asks) {
    ui.add_space(6.0);
    heading(ui, 2, "How");
    for (at, step) in entry.steps.iter().enumerate() {
        paragraph(ui, &format!("{}. {step}", at + 1));
    }
    let not_for = entry.not_for.clone().unwrap_or_default();
    let studied = entry.studied.clone().unwrap_or_default();
    for (title, words) in [
        ("What works", &entry.muscles),
        ("Mind", &entry.safety),
        ("Who should not", &not_for),
        ("What was studied", &studied),
    ] {
        if words.is_empty() || words == "none" {
            continue;
        }
        ui.add_space(6.0);
        heading(ui, 2, title);
        paragraph(ui, words);
    }
    if known.is_own(&entry.id) {
        ui.add_space(6.0);
        paragraph(
            ui,
            "This movement is your own. Nobody studied it for Soleus.",
        );
    }
    ui.add_space(6.0);
    aside(ui, model.look, &Safety::page().card);
    if ui.link("When not to move, and when to get help").clicked() {
        asks.go = Some(Page::Safety);
    }
}

fn sources(page: &mut MovementsPage, entry: &Entry, ui: &mut Ui, model: &Model, asks: &mut Asks) {
    let sources: Vec<&'static Evidence> = entry
        .sources
        .iter()
        .filter_map(|id| Evidence::named(id))
        .collect();
    if sources.is_empty() {
        return;
    }
    ui.add_space(8.0);
    heading(ui, 2, "Sources");
    page.links.say(ui);
    for source in sources {
        source_card(ui, model.look, source, &mut page.links, asks);
    }
}

/// The buttons, and what came of them, stay in sight.
fn foot(
    page: &mut MovementsPage,
    known: &Shelf,
    entry: &Entry,
    ui: &mut Ui,
    model: &Model,
    asks: &mut Asks,
) {
    let frame = egui::Frame::new().inner_margin(egui::Margin {
        top: 10,
        ..egui::Margin::ZERO
    });
    egui::Panel::bottom("movement-bottom")
        .resizable(false)
        .show_separator_line(false)
        .frame(frame)
        .show(ui, |ui| {
            column(ui, WIDTH, |ui| {
                say(page.says.as_ref(), ui);
                if entry.kind().is_none() {
                    let words = "It only helps: it is no exercise, and is never asked for.";
                    aside(ui, model.look, words);
                    return;
                }
                ui.horizontal_wrapped(|ui| buttons(page, known, entry, ui, model, asks));
            });
        });
}

fn buttons(
    page: &mut MovementsPage,
    known: &Shelf,
    entry: &Entry,
    ui: &mut Ui,
    model: &Model,
    asks: &mut Asks,
) {
    if ui.add(look::wanted(model.look, "Try it")).clicked() {
        page.try_it(&entry.id, model, asks);
    }
    let marks = known.marks(&entry.id);
    let free = !page.writing;
    if toggle(ui, model, free, marks.favourite, "Favourite") {
        page.mark(&entry.id, marks.with_favourite(!marks.favourite), asks);
    }
    if toggle(ui, model, free, marks.avoid, "Avoid") {
        page.mark(&entry.id, marks.with_avoid(!marks.avoid), asks);
    }
    let undo = page.undo.clone().filter(|(id, _)| *id == entry.id);
    if let Some((id, marks)) = undo
        && ui.add_enabled(free, look::other("Undo")).clicked()
    {
        page.mark(&id, marks, asks);
    }
}

/// A button that stays pressed, and says so.
fn toggle(ui: &mut Ui, model: &Model, enabled: bool, on: bool, words: &str) -> bool {
    let palette = model.look.palette();
    let mut text = RichText::new(words);
    if on {
        text = text.color(palette.accent);
    }
    let mut button = egui::Button::new(text)
        .selected(on)
        .min_size(vec2(84.0, look::BUTTON_HEIGHT));
    if on {
        button = button
            .fill(palette.card)
            .stroke(Stroke::new(2.0, palette.accent));
    }
    let pressed = ui.add_enabled(enabled, button);
    pressed.clicked()
}

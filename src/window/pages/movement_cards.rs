//! The wall of cards: one a movement, its picture moving while it is in sight.

use std::sync::Arc;
use std::time::Duration;

use eframe::egui::{
    self, Galley, Label, Layout, Rect, RichText, Role, Sense, Stroke, StrokeKind, TextStyle,
    TextWrapMode, Ui, UiBuilder, Vec2, WidgetInfo, WidgetText, vec2,
};

use super::movements::{Focus, MovementsPage};
use super::reading::{BAR, aside, heading, outline};
use crate::movements::{Entry, Place};
use crate::window::figure_view::FigureView;
use crate::window::look::{self, Motion};
use crate::window::model::{Asks, Model};
use crate::window::shelf::{GROUPS, Shelf, group_words, missing_letters, strength_words};

/// One picture of the figures, thirty times a second.
const PICTURE: Duration = Duration::from_millis(33);
/// A card is at least so wide, in points.
const LEAST: f32 = 212.0;
/// Between cards.
const GAP: f32 = 12.0;
/// Around what is on a card.
const MARGIN: f32 = 12.0;
/// The picture on a card.
const PICTURE_HEIGHT: f32 = 128.0;

pub(super) fn show(
    page: &mut MovementsPage,
    known: &mut Shelf,
    ui: &mut Ui,
    model: &Model,
    asks: &mut Asks,
) {
    egui::ScrollArea::vertical()
        .id_salt("cards")
        .auto_shrink([false, false])
        .show(ui, |ui| {
            // The bar for scrolling stands beside the cards, not on them.
            ui.set_max_width(ui.available_width() - BAR);
            heading(ui, 1, "All movements");
            problems(known, ui, model);
            filters(page, ui, model);
            let catalogue = Arc::clone(known.catalogue());
            let shown: Vec<&Entry> = catalogue
                .entries()
                .filter(|entry| page.filter.lets(entry))
                .collect();
            count(ui, model, shown.len());
            wall(page, known, &shown, ui, model, asks);
            ui.add_space(16.0);
        });
}

/// What is wrong with the files comes first.
pub(super) fn problems(known: &Shelf, ui: &mut Ui, model: &Model) {
    let problems = known.problems();
    if problems.is_empty() {
        return;
    }
    let frame = look::card(model.look).stroke(Stroke::new(1.5, model.look.palette().mark));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        heading(ui, 3, "Found in your files");
        for problem in problems {
            ui.add(Label::new(problem).wrap());
        }
    });
}

fn filters(page: &mut MovementsPage, ui: &mut Ui, model: &Model) {
    let filter = &mut page.filter;
    ui.scope(|ui| {
        ui.spacing_mut().button_padding.x = 11.0;
        ui.spacing_mut().item_spacing = vec2(4.0, 4.0);
        ui.horizontal_wrapped(|ui| {
            choice(ui, &mut filter.group, None, "All");
            for (group, words) in GROUPS {
                choice(ui, &mut filter.group, Some(group), words);
            }
        });
        ui.horizontal_wrapped(|ui| {
            choice(ui, &mut filter.place, None, "Anywhere");
            for (place, words) in [
                (Place::Desk, "At the desk"),
                (Place::Meeting, "In a meeting"),
                (Place::Home, "At home"),
            ] {
                choice(ui, &mut filter.place, Some(place), words);
            }
            outline(ui, model.look);
            ui.checkbox(&mut filter.discreet, "Discreet only");
        });
    });
}

fn choice<T: PartialEq>(ui: &mut Ui, chosen: &mut T, this: T, words: &str) {
    if ui
        .add(egui::Button::selectable(*chosen == this, words))
        .clicked()
    {
        *chosen = this;
    }
}

fn count(ui: &mut Ui, model: &Model, shown: usize) {
    let words = match shown {
        0 => "No movement is like that.".to_owned(),
        1 => "1 movement".to_owned(),
        many => format!("{many} movements"),
    };
    let told = aside(ui, model.look, &words);
    super::tell_changes(ui, &told);
}

fn wall(
    page: &mut MovementsPage,
    known: &mut Shelf,
    shown: &[&Entry],
    ui: &mut Ui,
    model: &Model,
    asks: &mut Asks,
) {
    let free = ui.available_width();
    let mut columns = 1;
    let mut width = free;
    while (free - GAP * as_f32(columns)) / as_f32(columns + 1) >= LEAST {
        width = (free - GAP * as_f32(columns)) / as_f32(columns + 1);
        columns += 1;
    }
    ui.spacing_mut().item_spacing = vec2(GAP, GAP);
    for row in shown.chunks(columns) {
        let texts: Vec<Vec<Arc<Galley>>> = row
            .iter()
            .map(|entry| texts(known, entry, ui, model, width - 2.0 * MARGIN))
            .collect();
        let height = texts.iter().map(|texts| height(texts)).fold(0.0, f32::max);
        let size = vec2(width, PICTURE_HEIGHT + height + 2.0 * MARGIN);
        ui.horizontal_top(|ui| {
            for (entry, texts) in row.iter().zip(texts) {
                let card = Card { entry, texts, size };
                if card.show(page.focus.as_ref(), known, ui, model, asks) {
                    page.open(&entry.id);
                }
            }
        });
    }
    if let Some(Focus::Card(_)) = page.focus {
        page.focus = None;
    }
}

fn as_f32(columns: usize) -> f32 {
    u16::try_from(columns).map_or(f32::INFINITY, f32::from)
}

/// Space between the lines of a card.
const BETWEEN: f32 = 3.0;

fn height(texts: &[Arc<Galley>]) -> f32 {
    texts.iter().map(|text| text.size().y + BETWEEN).sum()
}

/// Everything that stands under the picture.
fn texts(known: &Shelf, entry: &Entry, ui: &Ui, model: &Model, width: f32) -> Vec<Arc<Galley>> {
    let palette = model.look.palette();
    let mut texts = vec![
        RichText::new(&entry.name).size(17.0).color(palette.text),
        RichText::new(&entry.dose).size(14.0).color(palette.text),
        RichText::new(&entry.muscles)
            .size(13.0)
            .color(palette.quiet),
    ];
    texts.retain(|text| !text.is_empty());
    if let Some(says) = letters(known, entry, ui) {
        texts.push(RichText::new(says).size(13.0).color(palette.mark));
    }
    let marks = marks(known, entry).join(" · ");
    texts.push(RichText::new(marks).size(13.0).color(palette.accent));
    texts
        .into_iter()
        .map(|text| {
            let wrap = Some(TextWrapMode::Wrap);
            WidgetText::from(text).into_galley(ui, wrap, width, TextStyle::Body)
        })
        .collect()
}

/// What is said of letters that the window's fonts lack; only own movements can have some.
pub(super) fn letters(known: &Shelf, entry: &Entry, ui: &Ui) -> Option<String> {
    if !known.is_own(&entry.id) {
        return None;
    }
    let font = TextStyle::Body.resolve(ui.style());
    ui.fonts_mut(|fonts| missing_letters(entry, |letter| fonts.has_glyph(&font, letter)))
}

/// "Seated", "discreet", "Sources A to B", "favourite".
pub(super) fn marks(known: &Shelf, entry: &Entry) -> Vec<String> {
    let marks = known.marks(&entry.id);
    let mut words = vec![group_words(entry.group).to_owned(), strength_words(entry)];
    for (on, word) in [
        (entry.discreet, "discreet"),
        (entry.vigorous, "hard"),
        (marks.favourite, "favourite"),
        (marks.avoid, "avoided"),
    ] {
        if on {
            words.push(word.to_owned());
        }
    }
    words
}

/// One movement on the wall.
struct Card<'e> {
    entry: &'e Entry,
    texts: Vec<Arc<Galley>>,
    size: Vec2,
}

impl Card<'_> {
    /// Whether it was pressed.
    fn show(
        self,
        focus: Option<&Focus>,
        known: &mut Shelf,
        ui: &mut Ui,
        model: &Model,
        asks: &mut Asks,
    ) -> bool {
        let (rect, _) = ui.allocate_exact_size(self.size, Sense::hover());
        let name = &self.entry.name;
        let group = UiBuilder::new()
            .id_salt(&self.entry.id)
            .max_rect(rect)
            .layout(Layout::top_down(egui::Align::Min))
            .accessibility_role(Role::Group)
            .accessibility_label(name.as_str());
        let mut group = ui.new_child(group);
        let id = group.unique_id().with("open");
        let card = group.interact(rect, id, Sense::click());
        card.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Open {name}")));
        if card.gained_focus() {
            card.scroll_to_me(None);
        }
        if focus == Some(&Focus::Card(self.entry.id.clone())) {
            card.request_focus();
            card.scroll_to_me(None);
        }
        if card.hovered() {
            group.set_cursor_icon(egui::CursorIcon::PointingHand);
        }
        ground(&group, rect, &card, model);
        let inside = UiBuilder::new().max_rect(rect.shrink(MARGIN));
        let mut inside = group.new_child(inside);
        inside.spacing_mut().item_spacing.y = BETWEEN;
        self.picture(known, &mut inside, model, asks);
        for text in self.texts {
            inside.add(Label::new(text).selectable(false));
        }
        card.clicked()
    }

    fn picture(&self, known: &mut Shelf, ui: &mut Ui, model: &Model, asks: &mut Asks) {
        let size = vec2(ui.available_width(), PICTURE_HEIGHT - BETWEEN);
        let frame = known.frame(self.entry);
        let (Some(figure), Some(frame)) = (&self.entry.figure, frame) else {
            ui.add_space(size.y + BETWEEN);
            return;
        };
        let view = FigureView {
            name: &self.entry.name,
            figure,
            after: model.now,
            swapped: false,
        };
        let shown = view.show_in(ui, model.look, size, frame);
        let hidden = ui.input(|input| input.viewport().minimized == Some(true));
        let moves = model.look.motion == Motion::Full && !hidden;
        if moves && ui.is_rect_visible(shown.rect) {
            asks.paint_within(PICTURE);
        }
    }
}

fn ground(ui: &Ui, rect: Rect, card: &egui::Response, model: &Model) {
    let palette = model.look.palette();
    let line = if card.has_focus() {
        Stroke::new(3.0, palette.text)
    } else if card.hovered() {
        Stroke::new(1.5, palette.quiet)
    } else {
        Stroke::new(1.0, palette.line)
    };
    let round = look::card(model.look).corner_radius;
    ui.painter()
        .rect(rect, round, palette.card, line, StrokeKind::Inside);
}

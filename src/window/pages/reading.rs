//! What the pages for reading share: headings, a column that is easy on the eyes, sources.

use eframe::egui::{self, Color32, Label, RichText, Role, Stroke, TextWrapMode, Ui, WidgetInfo};

use super::sentence;
use crate::history::{Days, Refused};
use crate::movements::Evidence;
use crate::window::chores::{Came, Chore};
use crate::window::look::{self, Look};
use crate::window::model::{Asks, Heard};
use crate::words::duration;
use crate::words::machines::left_out;

/// A line of this width, in points, holds about 70 letters.
pub(super) const COLUMN: f32 = 500.0;
/// From one line of running text to the next, in points.
const LINE: f32 = 22.0;

/// What the bar for scrolling needs at the right, in points.
pub(super) const BAR: f32 = 12.0;

/// A column in the middle, at most so wide.
pub(super) fn column(ui: &mut Ui, most: f32, add: impl FnOnce(&mut Ui)) {
    let free = ui.available_width();
    let width = (free - BAR).min(most);
    let left = ((free - width) / 2.0).floor();
    let left = if left < BAR { 0.0 } else { left };
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.add_space(left);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            ui.set_width(width);
            add(ui);
        });
    });
}

/// A heading, one for those too who hear the page; level 1 is the page's own.
pub(super) fn heading(ui: &mut Ui, level: usize, words: &str) -> egui::Response {
    let colour = ui.visuals().text_color();
    coloured_heading(ui, level, words, colour)
}

/// A heading that is not to be overlooked.
pub(super) fn loud_heading(ui: &mut Ui, look: Look, words: &str) {
    coloured_heading(ui, 2, words, look.palette().mark);
}

fn coloured_heading(ui: &mut Ui, level: usize, words: &str, colour: Color32) -> egui::Response {
    let size = match level {
        1 => 24.0,
        2 => 19.0,
        _ => 16.0,
    };
    let text = RichText::new(words).size(size).color(colour);
    let told = ui.add(Label::new(text).wrap());
    told.widget_info(|| WidgetInfo::labeled(Role::Heading, true, words));
    ui.ctx()
        .accesskit_node_builder(told.id, |node| node.set_level(level));
    told
}

/// From here on fields and boxes to tick have a line around them, so that they are seen.
pub(super) fn outline(ui: &mut Ui, look: Look) {
    let quiet = Stroke::new(1.0, look.palette().quiet);
    ui.visuals_mut().widgets.inactive.bg_stroke = quiet;
}

/// Running text.
pub(super) fn paragraph(ui: &mut Ui, words: &str) -> egui::Response {
    ui.add(Label::new(running(words)).wrap())
}

/// Running text that matters less.
pub(super) fn aside(ui: &mut Ui, look: Look, words: &str) -> egui::Response {
    let text = RichText::new(words).size(14.0).color(look.palette().quiet);
    ui.add(Label::new(text.line_height(Some(20.0))).wrap())
}

/// The look of running text.
pub(super) fn running(words: &str) -> RichText {
    RichText::new(words).line_height(Some(LINE))
}

/// Text and links that follow each other as in a book, not as buttons do.
pub(super) fn in_line(ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    ui.scope(|ui| {
        ui.spacing_mut().interact_size.y = 0.0;
        ui.spacing_mut().item_spacing = egui::vec2(7.0, 2.0);
        ui.horizontal_wrapped(add);
    });
}

/// One small link a source; the one that was pressed. `open` is the one that is shown in full.
pub(super) fn source_links<'i>(
    ui: &mut Ui,
    ids: &'i [String],
    open: Option<&str>,
) -> Option<&'i str> {
    let mut pressed = None;
    // A name is not torn apart at the end of a line.
    let wrap_mode = ui.style_mut().wrap_mode.replace(TextWrapMode::Extend);
    for id in ids {
        let source = Evidence::named(id);
        let letter = source.map_or("", |source| source.strength.letter());
        let text = RichText::new(format!("{id}\u{a0}{letter}"))
            .size(12.5)
            .line_height(Some(LINE));
        let link = ui.link(text);
        let words = format!("Source {id}, strength {letter}");
        link.widget_info(|| WidgetInfo::labeled(Role::Link, true, &words));
        if link.gained_focus() {
            link.scroll_to_me(None);
        }
        let is_open = open == Some(id);
        ui.ctx()
            .accesskit_node_builder(link.id, |node| node.set_expanded(is_open));
        if link.clicked() {
            pressed = Some(id.as_str());
        }
        if let Some(source) = source {
            link.on_hover_text(format!("{}. {}", source.design, source.found));
        }
    }
    ui.style_mut().wrap_mode = wrap_mode;
    pressed
}

/// A source in full: what was done, what was found, how far to trust it, where to read it.
pub(super) fn source_card(
    ui: &mut Ui,
    look: Look,
    source: &'static Evidence,
    links: &mut Links,
    asks: &mut Asks,
) {
    look::card(look).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 4.0;
        heading(ui, 3, &source.id);
        paragraph(ui, &source.citation);
        aside(ui, look, &source.design);
        paragraph(ui, &source.found);
        let strength = format!(
            "Strength {}: {}. {}.",
            source.strength.letter(),
            source.strength.words(),
            capital(source.certainty.words())
        );
        aside(ui, look, &strength);
        links.show(ui, &source.address, asks);
    });
}

/// Links to web addresses, and what to say of the one that was pressed last.
#[derive(Debug, Default)]
pub(super) struct Links {
    asked: Option<String>,
    says: Option<String>,
}

impl Links {
    /// The address itself, which can be read where it cannot be opened.
    pub(super) fn show(&mut self, ui: &mut Ui, address: &str, asks: &mut Asks) {
        in_line(ui, |ui| {
            if ui.link(RichText::new(address).size(14.0)).clicked() {
                self.asked = Some(address.to_owned());
                self.says = None;
                asks.chores.push(Chore::Open(address.to_owned()));
            }
        });
    }

    pub(super) fn hear(&mut self, heard: &Heard) {
        let Heard::Came(came) = heard else {
            return;
        };
        self.says = match came {
            Came::NotOpened(address, why) if self.asked.as_ref() == Some(address) => Some(format!(
                "The browser did not open ({why}). The address: {address}"
            )),
            Came::Opened(address) if self.asked.as_ref() == Some(address) => None,
            _ => return,
        };
    }

    /// Says what went wrong with the last one.
    pub(super) fn say(&self, ui: &mut Ui) {
        if let Some(says) = &self.says {
            sentence(ui, says);
        }
    }
}

/// With a capital at its beginning.
pub(super) fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().collect::<String>() + letters.as_str()
    })
}

/// What is to be said of the files that days came from.
pub(super) fn record_notes<T>(days: &Days<T>) -> Vec<String> {
    let mut notes = Vec::new();
    let (damaged, unknown) = (days.unread.damaged, days.unread.unknown);
    if 0 < damaged {
        notes.push(format!(
            "{} of the history cannot be read and {} left out; `soleus doctor` says more.",
            duration::count(damaged, "line"),
            if damaged == 1 { "is" } else { "are" }
        ));
    }
    if 0 < unknown {
        notes.push(format!(
            "{} of the history came from a newer Soleus and {} left out.",
            duration::count(unknown, "line"),
            if unknown == 1 { "is" } else { "are" }
        ));
    }
    notes.extend(left_out(days.unread.refused.iter().map(Refused::told)));
    for off in &days.clocks_off {
        notes.push(format!(
            "The clock of {} is {} ahead of this one, or this one is behind: set the one that is \
             wrong.",
            off.device,
            duration::passed(off.ahead)
        ));
    }
    notes
}

#[cfg(test)]
mod tests {
    use crate::history::Unread;

    use super::*;

    #[test]
    fn what_could_not_be_read_is_said_below_the_figures() {
        let refused = Refused {
            device: "laptop-2".to_owned(),
            path: "/history/laptop-2".into(),
            why: "permission denied".to_owned(),
        };
        let days: Days<()> = Days {
            unread: Unread {
                damaged: 2,
                unknown: 1,
                refused: [refused].into(),
                ..Unread::default()
            },
            ..Days::default()
        };
        assert_eq!(
            record_notes(&days),
            [
                "2 lines of the history cannot be read and are left out; `soleus doctor` says more.",
                "1 line of the history came from a newer Soleus and is left out.",
                "/history/laptop-2 cannot be read and is left out: permission denied. All else counts.",
            ]
        );
        assert!(record_notes(&Days::<()>::default()).is_empty());
    }
}

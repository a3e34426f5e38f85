//! One key on the page: its title, its control, what it is for, what is wrong with it, and the way
//! back to what it has by itself.

use std::collections::HashMap;
use std::time::Duration;

use eframe::egui::{self, Id, RichText, Role, Sense, Ui, UiBuilder, WidgetInfo, vec2};
use serde_json::Value;

use super::{fields, hours, lists, number, plain, preset, simple};
use crate::movements::Catalogue;
use crate::settings::{Control, Key};
use crate::window::look::Look;
use crate::window::model::Asks;
use crate::window::pages::reading::aside;
use crate::window::pages::sentence;

/// The line of the title is at least so high, in points.
const HEAD: f32 = 26.0;

/// One key, and what is known of it.
pub(super) struct At<'a> {
    pub(super) key: &'static Key,
    /// What it has.
    pub(super) value: Value,
    /// What it has without a line in the file.
    pub(super) usual: Value,
    /// What is wrong with it in the file, a sentence each.
    pub(super) wrong: Vec<String>,
    /// What is odd about it there, a sentence each.
    pub(super) odd: Vec<String>,
    pub(super) catalogue: &'a Catalogue,
    pub(super) look: Look,
    pub(super) now: Duration,
}

/// What somebody wants of a key.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Wish {
    /// This value.
    Set(Value),
    /// This word in its list, or not.
    InList(String, bool),
    /// What it has without a line in the file.
    Reset,
}

/// What is begun on one key and not written yet, and what is said of it.
#[derive(Debug, Default)]
pub(super) struct Draft {
    /// What is typed, by the name of the field.
    pub(super) texts: HashMap<String, String>,
    /// A number on its way along the slider, and when it moved last.
    pub(super) number: Option<(u32, Duration)>,
    /// Why the last wish was not followed, or not to the letter.
    pub(super) says: Option<String>,
    pub(super) preset: preset::Open,
    pub(super) land: Land,
}

/// Where the keys go on when what had them is gone: at the title, which is no button.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Land {
    /// They are elsewhere.
    #[default]
    No,
    /// They are to come.
    Wanted,
    /// They are here.
    Here,
}

impl Land {
    /// Makes a place for the keys where these words stand, for as long as they are wanted.
    pub(super) fn show(&mut self, ui: &Ui, words: &str, stands: &egui::Response) {
        if *self == Self::No {
            return;
        }
        let id = Id::unique(("land", words));
        let spot = ui.interact(stands.rect, id, Sense::focusable_noninteractive());
        spot.widget_info(|| WidgetInfo::labeled(Role::Group, true, words));
        if *self == Self::Wanted {
            spot.request_focus();
            *self = Self::Here;
        } else if !spot.has_focus() {
            *self = Self::No;
        }
    }
}

impl At<'_> {
    /// The title, with the unit where there is one: what a screen reader calls the control.
    pub(super) fn name(&self) -> String {
        match self.key.control() {
            Control::Number { unit, .. } => {
                format!("{}, in {}", self.key.title, plain::unit(unit, 2))
            }
            _ => self.key.title.to_owned(),
        }
    }

    /// The words of its list.
    pub(super) fn words(&self) -> Vec<String> {
        plain::words_of(&self.value)
    }
}

/// Shows the key; gives what was wished for.
pub(super) fn show(ui: &mut Ui, at: &At, draft: &mut Draft, asks: &mut Asks) -> Option<Wish> {
    // What comes and goes above must not take the keys from what is here.
    let mut group = UiBuilder::new().scope_id(Id::unique(("setting", at.key.path)));
    // A box to tick says all of it alone.
    if at.key.control() != Control::Switch {
        group = group
            .accessibility_role(Role::Group)
            .accessibility_label(at.key.title);
    }
    let said = draft.says.clone();
    let wish = ui.scope_builder(group, |ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        let head = ui.scope(|ui| {
            ui.spacing_mut().interact_size.y = HEAD;
            ui.horizontal_wrapped(|ui| head(ui, at, draft)).inner
        });
        let mut wish = head.inner;
        let doc = plain_doc(at.key);
        if doc.trim_end_matches('.') != at.key.title {
            aside(ui, at.look, doc);
        }
        // What is no schedule at all cannot be mended hour by hour.
        let whole = at.key.control() != Control::Schedule || at.value.is_object();
        let wished = ui
            .add_enabled_ui(whole, |ui| control(ui, at, draft, asks))
            .inner;
        wish = wish.or(wished);
        for words in at.wrong.iter().chain(&at.odd) {
            sentence(ui, words);
        }
        if let Some(says) = &draft.says {
            sentence(ui, says);
        }
        wish
    });
    // What stands there already is not written again, but over a mistake.
    let news = |wish: &Wish| *wish != Wish::Set(at.value.clone()) || !at.wrong.is_empty();
    let wish = wish.inner.filter(news);
    // Another wish, and nothing new to say of it.
    if wish.is_some() && draft.says == said {
        draft.says = None;
    }
    wish
}

/// The title, or the box to tick, and *Reset*.
fn head(ui: &mut Ui, at: &At, draft: &mut Draft) -> Option<Wish> {
    let mut wish = None;
    let title = if at.key.control() == Control::Switch {
        let (ticked, wished) = simple::switch(ui, at);
        wish = wished;
        ticked
    } else {
        ui.label(RichText::new(at.key.title).strong())
    };
    draft.land.show(ui, at.key.title, &title);
    if at.value == at.usual && at.wrong.is_empty() {
        return wish;
    }
    let to = plain::value(at.key, &at.usual, at.catalogue);
    let button = egui::Button::new(RichText::new("Reset").size(13.0)).min_size(vec2(0.0, HEAD));
    ui.spacing_mut().button_padding = vec2(9.0, 2.0);
    let reset = ui.add(button);
    let name = format!("Reset {} to: {to}", at.key.title);
    fields::name(ui, &reset, &name);
    if reset.on_hover_text(format!("Back to: {to}")).clicked() {
        draft.land = Land::Wanted;
        return Some(Wish::Reset);
    }
    wish
}

fn control(ui: &mut Ui, at: &At, draft: &mut Draft, asks: &mut Asks) -> Option<Wish> {
    match at.key.control() {
        // The box to tick stands in the title's place.
        Control::None | Control::Switch => None,
        Control::Number { from, to, unit } => number::show(ui, at, draft, asks, from..=to, unit),
        Control::Choice(words) => simple::choice(ui, at, &words),
        Control::Several(words) => simple::several(ui, at, &words),
        Control::Movements => lists::movements(ui, at, draft),
        Control::Preset => preset::show(ui, at, draft, asks),
        Control::Schedule => hours::show(ui, at, draft),
        Control::TimeOfDay => fields::time_of_day(ui, at, draft),
        Control::Folder => fields::folder(ui, at, draft),
        Control::Command => fields::command(ui, at, draft),
    }
}

/// What the key is for, without the words that only who writes the file needs.
fn plain_doc(key: &Key) -> &'static str {
    match key.path {
        "schedule" => "When you are asked. Outside these hours Soleus is quiet.",
        "preset" => {
            "Interval, dose and movements under one name. What you set yourself comes first."
        }
        "movements.effort" => "How much of a movement is suggested, where there is a choice.",
        "movements.avoid" => "Movements that are never suggested to you.",
        "movements.favourites" => "Movements you like best: suggested before others.",
        "history.folder" => "A folder of your own for the history.",
        _ => key.doc,
    }
}

/// What was typed into a field and left, as a wish.
pub(super) fn typed(at: &At, draft: &mut Draft, field: &str, text: &str) -> Option<Wish> {
    let read = match at.key.control() {
        Control::Number { from, to, unit } => {
            let (number, says) = number::read(text, from..=to, unit);
            draft.says = says;
            return number.map(|number| Wish::Set(number.into()));
        }
        Control::Command => fields::read_command(text),
        Control::Folder => Ok(fields::read_folder(text)),
        Control::Schedule => hours::read(&at.value, field, text),
        _ => Ok(Value::from(text.trim())),
    };
    match read {
        Ok(value) => Some(Wish::Set(value)),
        Err(says) => {
            draft.says = Some(says);
            None
        }
    }
}

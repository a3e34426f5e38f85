//! The settings page: every key with a control of its own, made from the table of keys; each change
//! is one key of the file, is said at the foot, and can be taken back.
//!
//! It never writes by itself, and never writes what was not asked for.

mod fields;
mod hours;
mod lists;
mod number;
mod plain;
mod preset;
mod problems;
mod program;
mod row;
mod sections;
mod simple;
mod told;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use eframe::egui::{self, Align, Modifiers, Ui, UiBuilder};
use serde_json::Value;

use self::row::{At, Draft, Land, Wish, typed};
use self::sections::{SECTIONS, Search, Section};
use self::told::{Place, Says, Told, Way};
use super::reading::{BAR, aside, heading, outline, paragraph};
use super::{sentence, tell_changes};
use crate::settings::{Change, KEYS, Key, Loaded};
use crate::window::chores::{Came, Chore, Refusal};
use crate::window::look::{self, Look};
use crate::window::model::{Asks, Heard, Model};

/// The list of sections stands at the side from this width on, in points.
const SIDE_FROM: f32 = 640.0;
const SIDE: f32 = 168.0;
/// Below this height the search scrolls with the rest.
const TALL: f32 = 380.0;
/// A section is at most so wide.
const WIDTH: f32 = 580.0;

/// The settings page.
#[derive(Debug, Default)]
pub struct SettingsPage {
    /// What is in the files.
    loaded: Option<Arc<Loaded>>,
    /// The same, as long as the file could be understood.
    good: Option<Arc<Loaded>>,
    /// The same, as long as nothing in it was a mistake: what Soleus goes on with.
    whole: Option<Arc<Loaded>>,
    /// What each key has there.
    known: HashMap<&'static str, Known>,
    asked: bool,
    search: String,
    drafts: HashMap<&'static str, Draft>,
    /// What was wished for and has no answer yet: shown as if it stood there.
    wanted: HashMap<&'static str, Value>,
    /// So many writes have no answer yet.
    writing: usize,
    told: Told,
    /// How high its foot is.
    foot_height: f32,
    /// Why the file did not open.
    not_opened: Option<String>,
    /// The section to go to, and where the keys go on in it.
    jump: Option<&'static str>,
    landing: HashMap<&'static str, Land>,
}

/// What is known of one key.
#[derive(Debug)]
struct Known {
    /// What it has.
    value: Value,
    /// What it has without a line in the file.
    usual: Value,
    /// What is wrong with it in the file.
    wrong: Vec<String>,
    /// What is odd about it there, though it is used.
    odd: Vec<String>,
}

impl SettingsPage {
    /// Something was told from outside.
    pub fn hear(&mut self, heard: &Heard, model: &Model, _asks: &mut Asks) {
        if let Some(preset) = self.drafts.get_mut("preset") {
            preset.preset.hear(heard);
        }
        let Heard::Came(came) = heard else {
            return;
        };
        match came {
            Came::Set {
                key,
                made,
                done,
                now,
            } => {
                self.writing = self.writing.saturating_sub(1);
                let at = Place {
                    path: &model.settings,
                    made: *made,
                };
                self.answered(*key, done, now, at);
            }
            Came::FileOpened => self.not_opened = None,
            Came::FileNotOpened(why) => {
                self.not_opened = Some(format!(
                    "The file did not open: {why}. It is {}.",
                    model.settings.display()
                ));
            }
            _ => {}
        }
        if let Some(loaded) = came.loaded() {
            self.take(loaded);
        }
    }

    fn take(&mut self, loaded: &Loaded) {
        self.loaded = Some(Arc::new(loaded.clone()));
        if !problems::is_shut(loaded) || self.good.is_none() {
            self.good = self.loaded.clone();
        }
        if !loaded.has_errors() {
            self.whole = self.loaded.clone();
        }
        let settings = &self.good.as_deref().unwrap_or(loaded).settings;
        let before = self.whole.as_deref().filter(|_| loaded.has_errors());
        let known = |key: &'static Key| {
            let before = before.map(|whole| key.value(&whole.settings));
            let goes_on = before
                .as_ref()
                .map(|value| plain::value(key, value, &loaded.catalogue));
            let wrong = problems::of_key(loaded, key, goes_on.as_deref());
            let value = hours::to_mend(loaded, key)
                .or_else(|| before.filter(|_| !wrong.is_empty()))
                .unwrap_or_else(|| key.value(settings));
            Known {
                value,
                usual: key.usual(settings.preset.as_deref()),
                wrong,
                odd: problems::odd_of_key(loaded, key),
            }
        };
        self.known = KEYS.iter().map(|key| (key.path, known(key))).collect();
    }

    fn answered(
        &mut self,
        key: Option<&'static str>,
        done: &Result<Change, Refusal>,
        now: &Loaded,
        place: Place,
    ) {
        let before = self.good.as_deref();
        let Some(key) = key else {
            for draft in self.drafts.values_mut() {
                draft.says = None;
            }
            return self.told.taken_back(done, before, now, place);
        };
        // Hours with a second mistake in them are kept as they were typed, to be mended further.
        let mends = key == hours::KEY
            && done.is_err()
            && self
                .known
                .get(key)
                .is_some_and(|known| !known.wrong.is_empty());
        if !mends {
            self.wanted.remove(key);
        }
        match done {
            Ok(change) => self.told.written(key, change, before, now, place),
            Err(refusal) => {
                self.told.says = None;
                self.drafts.entry(key).or_default().says = Some(refusal.words.clone());
            }
        }
    }

    /// The page is left: what was typed and not written yet is written.
    pub fn leave(&mut self, asks: &mut Asks) {
        let Some(loaded) = self.good.clone() else {
            return;
        };
        let keys: Vec<_> = self
            .drafts
            .keys()
            .filter_map(|path| Key::named(path))
            .collect();
        for key in keys {
            let Some(at) = self.at(key, &loaded, Look::default(), Duration::ZERO) else {
                continue;
            };
            let draft = self.drafts.entry(key.path).or_default();
            let mut wishes = Vec::new();
            if let Some((number, _)) = draft.number.take() {
                wishes.push(Wish::Set(number.into()));
            }
            for (field, text) in std::mem::take(&mut draft.texts) {
                wishes.extend(typed(&at, draft, &field, &text));
            }
            for wish in wishes {
                self.follow(key, wish, asks);
            }
        }
    }

    /// Shows the page.
    pub fn show(&mut self, ui: &mut Ui, model: &Model, asks: &mut Asks) {
        if !std::mem::replace(&mut self.asked, true) {
            asks.chores.push(Chore::Read);
        }
        self.keys(ui, asks);
        // The foot stands at the bottom, and comes last for those who go by keys.
        let whole = ui.available_rect_before_wrap();
        let has_foot = self.has_foot();
        let height = if has_foot { self.foot_height } else { 0.0 };
        let (above, below) = whole.split_top_bottom_at_y(whole.bottom() - height);
        ui.scope_builder(UiBuilder::new().max_rect(above), |ui| {
            self.above(ui, model, asks);
        });
        if !has_foot {
            return;
        }
        let foot = ui.scope_builder(UiBuilder::new().max_rect(below), |ui| {
            self.foot(ui, model, asks);
        });
        let height = foot.response.rect.height();
        if 0.5 < (height - self.foot_height).abs() {
            self.foot_height = height;
            asks.reshaped = true;
        }
    }

    fn above(&mut self, ui: &mut Ui, model: &Model, asks: &mut Asks) {
        let search = Search::of(&self.search);
        let shown: Vec<_> = SECTIONS
            .iter()
            .map(|section| (section, section.keys(&search)))
            .filter(|(_, keys)| !keys.is_empty())
            .collect();
        let side = SIDE_FROM <= ui.available_width();
        let tall = TALL <= ui.available_height();
        if side {
            egui::Panel::left("settings-sections")
                .resizable(false)
                .show_separator_line(false)
                .exact_size(SIDE)
                .frame(egui::Frame::new())
                .show(ui, |ui| self.side(ui, &shown));
        }
        if tall {
            self.head(ui, model, side, &search, &shown);
        }
        egui::ScrollArea::vertical()
            .id_salt("settings")
            .auto_shrink([false, false])
            .show(ui, |ui| {
                ui.set_width((ui.available_width() - BAR).min(WIDTH));
                if !tall {
                    self.head(ui, model, side, &search, &shown);
                }
                self.body(ui, model, asks, &shown);
            });
    }

    /// The keys that hold for the whole page.
    fn keys(&mut self, ui: &Ui, asks: &mut Asks) {
        // In a field they take back what was typed there.
        if ui.ctx().text_edit_focused() {
            return;
        }
        let (forth, back) = ui.input_mut(|input| {
            let both = Modifiers::COMMAND | Modifiers::SHIFT;
            let forth = input.consume_key(both, egui::Key::Z)
                || input.consume_key(Modifiers::COMMAND, egui::Key::Y);
            (forth, input.consume_key(Modifiers::COMMAND, egui::Key::Z))
        });
        if forth {
            self.take_back(Way::Forth, asks);
        } else if back {
            self.take_back(Way::Back, asks);
        }
    }

    fn take_back(&mut self, way: Way, asks: &mut Asks) {
        if self.writing != 0 {
            return;
        }
        if let Some(change) = self.told.take(way) {
            self.writing += 1;
            asks.chores.push(Chore::TakeBack(Box::new(change)));
        }
    }

    /// The title and the search.
    fn head(
        &mut self,
        ui: &mut Ui,
        model: &Model,
        side: bool,
        search: &Search,
        shown: &[(&'static Section, Vec<&'static Key>)],
    ) {
        heading(ui, 1, "Settings");
        let width = (ui.available_width() - BAR).min(WIDTH);
        ui.scope(|ui| {
            outline(ui, model.look);
            let field = egui::TextEdit::singleline(&mut self.search)
                .hint_text("Search: sound, snooze, knees …")
                .desired_width(width)
                .margin(egui::Margin::symmetric(10, 8));
            let field = ui.add(field);
            fields::name(ui, &field, "Search the settings");
            fields::ring(ui, model.look, &field);
        });
        if !search.is_empty() {
            let count = shown.iter().map(|(_, keys)| keys.len()).sum::<usize>();
            let words = match count {
                0 => "Nothing found.".to_owned(),
                1 => "1 setting".to_owned(),
                many => format!("{many} settings"),
            };
            let told = aside(ui, model.look, &words);
            tell_changes(ui, &told);
        }
        if !side {
            self.sections_list(ui, shown);
        }
    }

    /// The sections at the side.
    fn side(&mut self, ui: &mut Ui, shown: &[(&'static Section, Vec<&'static Key>)]) {
        egui::ScrollArea::vertical()
            .id_salt("sections")
            .show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 2.0;
                ui.spacing_mut().button_padding.x = 8.0;
                for (section, _) in shown {
                    if ui.link(section.title).clicked() {
                        self.jump = Some(section.title);
                    }
                    ui.add_space(6.0);
                }
            });
    }

    /// The sections in a list that opens, where there is no room at the side.
    fn sections_list(&mut self, ui: &mut Ui, shown: &[(&'static Section, Vec<&'static Key>)]) {
        let width = (ui.available_width() - BAR).min(260.0);
        let list = egui::ComboBox::from_id_salt("settings-sections")
            .selected_text("Go to …")
            .width(width)
            .height(300.0)
            .show_ui(ui, |ui| {
                for (section, _) in shown {
                    if ui.selectable_label(false, section.title).clicked() {
                        self.jump = Some(section.title);
                    }
                }
            });
        fields::name(ui, &list.response, "Go to a section");
    }

    fn body(
        &mut self,
        ui: &mut Ui,
        model: &Model,
        asks: &mut Asks,
        shown: &[(&'static Section, Vec<&'static Key>)],
    ) {
        let Some(loaded) = self.loaded.clone() else {
            paragraph(ui, "Reading your settings …");
            return;
        };
        let not_opened = self.not_opened.clone();
        problems::show(ui, &loaded, model.look, not_opened.as_deref(), asks);
        let open = !problems::is_shut(&loaded);
        for (section, keys) in shown {
            self.section(ui, model, asks, section, keys, open);
        }
        if loaded.problems.is_empty() {
            let path = told::short(&model.settings);
            let words = if loaded.absent {
                format!("There is no settings file yet. The first change makes {path}.")
            } else {
                format!("All of this stands in {path}.")
            };
            aside(ui, model.look, &words);
            problems::open(ui, not_opened.as_deref(), asks);
        }
        ui.add_space(16.0);
    }

    fn section(
        &mut self,
        ui: &mut Ui,
        model: &Model,
        asks: &mut Asks,
        section: &'static Section,
        keys: &[&'static Key],
        open: bool,
    ) {
        let title = heading(ui, 2, section.title);
        let landing = self.landing.entry(section.title).or_default();
        if self.jump.take_if(|jump| *jump == section.title).is_some() {
            title.scroll_to_me(Some(Align::TOP));
            *landing = Land::Wanted;
            asks.reshaped = true;
        }
        landing.show(ui, section.title, &title);
        let Some(good) = self.good.clone() else {
            return;
        };
        look::card(model.look).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 10.0;
            ui.spacing_mut().icon_width = 20.0;
            ui.spacing_mut().icon_width_inner = 11.0;
            ui.spacing_mut().icon_spacing = 7.0;
            ui.add_enabled_ui(open, |ui| {
                for (number, key) in keys.iter().enumerate() {
                    if number != 0 {
                        ui.separator();
                    }
                    let Some(at) = self.at(key, &good, model.look, model.now) else {
                        continue;
                    };
                    let draft = self.drafts.entry(key.path).or_default();
                    if let Some(wish) = row::show(ui, &at, draft, asks) {
                        self.follow(key, wish, asks);
                    }
                }
            });
        });
        ui.add_space(10.0);
    }

    fn at<'a>(
        &self,
        key: &'static Key,
        loaded: &'a Loaded,
        look: Look,
        now: Duration,
    ) -> Option<At<'a>> {
        let known = self.known.get(key.path)?;
        Some(At {
            key,
            value: self.wanted.get(key.path).unwrap_or(&known.value).clone(),
            usual: known.usual.clone(),
            wrong: known.wrong.clone(),
            odd: known.odd.clone(),
            catalogue: &loaded.catalogue,
            look,
            now,
        })
    }

    /// Has it written.
    fn follow(&mut self, key: &'static Key, wish: Wish, asks: &mut Asks) {
        let key = key.path;
        if let Some(draft) = self.drafts.get_mut(key).filter(|_| wish == Wish::Reset) {
            draft.texts.clear();
            draft.number = None;
        }
        self.writing += 1;
        asks.chores.push(match wish {
            Wish::Set(value) => {
                self.wanted.insert(key, value.clone());
                Chore::Set { key, value }
            }
            Wish::InList(word, there) => Chore::SetInList { key, word, there },
            Wish::Reset => Chore::Reset { key },
        });
    }

    fn has_foot(&self) -> bool {
        self.told.says.is_some() || self.told.can(Way::Back) || self.told.can(Way::Forth)
    }

    /// What was written, and the way back; it stays in sight.
    fn foot(&mut self, ui: &mut Ui, model: &Model, asks: &mut Asks) {
        ui.add_space(8.0);
        match &self.told.says {
            Some(Says::Noted(words)) => {
                let told = aside(ui, model.look, words);
                tell_changes(ui, &told);
            }
            Some(Says::Wrong(words)) => sentence(ui, words),
            None => {}
        }
        let shut = self.loaded.as_deref().is_some_and(problems::is_shut);
        let free = self.writing == 0 && !shut;
        ui.horizontal_wrapped(|ui| {
            for (way, words, keys) in [
                (Way::Back, "Undo", "Ctrl+Z"),
                (Way::Forth, "Redo", "Ctrl+Shift+Z"),
            ] {
                let can = self.told.can(way);
                if way == Way::Forth && !can {
                    continue;
                }
                let button = ui.add_enabled(can && free, look::other(words));
                if button.on_hover_text(keys).clicked() {
                    self.take_back(way, asks);
                }
            }
        });
    }
}

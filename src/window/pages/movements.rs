//! All movements: a wall of cards, each a picture that moves, and one of them in full.

use std::sync::Arc;

use eframe::egui::{self, Ui};

use super::reading::Links;
use super::{movement_cards, movement_whole};
use crate::control::Ask;
use crate::engine::effect::Page;
use crate::movements::{Entry, Group, Place};
use crate::window::chores::{Came, Chore, Marks};
use crate::window::model::{AskId, Asks, Heard, Model};
use crate::window::shelf::Shelf;

/// The page.
#[derive(Debug, Default)]
pub struct MovementsPage {
    shelf: Option<Shelf>,
    pub(super) filter: Filter,
    /// The one that is shown in full.
    open: Option<String>,
    /// Which widget the focus is to go to, in the next picture.
    pub(super) focus: Option<Focus>,
    pub(super) links: Links,
    /// The source of the dose that is shown in full.
    pub(super) dose_source: Option<String>,
    /// What was asked of the resident.
    waiting: Option<AskId>,
    /// A mark is being written.
    pub(super) writing: bool,
    pub(super) says: Option<Says>,
    /// What the last mark was, to take it back.
    pub(super) undo: Option<(String, Marks)>,
    had_focus: Option<bool>,
}

/// Which movements are shown.
#[derive(Debug, Default)]
pub(super) struct Filter {
    pub(super) group: Option<Group>,
    pub(super) place: Option<Place>,
    pub(super) discreet: bool,
}

/// Where the focus is to go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Focus {
    /// To the way back.
    Back,
    /// To the card of this movement.
    Card(String),
}

/// What is said of the last press.
#[derive(Debug)]
pub(super) enum Says {
    Noted(String),
    Wrong(String),
}

impl Filter {
    pub(super) fn lets(&self, entry: &Entry) -> bool {
        self.group.is_none_or(|group| entry.group == group)
            && self.place.is_none_or(|place| entry.places.contains(&place))
            && (!self.discreet || entry.discreet)
    }
}

impl MovementsPage {
    /// Something was heard; the model holds it already.
    pub fn hear(&mut self, heard: &Heard, _model: &Model, asks: &mut Asks) {
        self.links.hear(heard);
        match heard {
            Heard::Came(came) => self.came(came),
            Heard::Answered(id, answer) if self.waiting == Some(*id) => {
                self.waiting = None;
                match answer {
                    Ok(answer) => match answer.refusal() {
                        Some(words) => self.says = Some(Says::Wrong(words.to_owned())),
                        None => asks.go = Some(Page::Break),
                    },
                    Err(trouble) => self.says = Some(Says::Wrong(alone(&trouble.words))),
                }
            }
            _ => {}
        }
    }

    fn came(&mut self, came: &Came) {
        match came {
            Came::Read(loaded) | Came::Set { now: loaded, .. } => {
                self.shelf = Some(Shelf::read(loaded.clone()));
            }
            Came::Marked {
                movement,
                before,
                wanted,
                refused,
                now,
            } => {
                self.writing = false;
                self.shelf = Some(Shelf::read(now.clone()));
                self.says = Some(match refused {
                    Some(words) => Says::Wrong(words.clone()),
                    None => Says::Noted(self.written(movement, *before, *wanted)),
                });
                let undoing = self
                    .undo
                    .take()
                    .is_some_and(|(id, marks)| id == *movement && marks == *wanted);
                if refused.is_none() && !undoing {
                    self.undo = Some((movement.clone(), *before));
                }
            }
            Came::Opened(_)
            | Came::NotOpened(..)
            | Came::FileOpened
            | Came::FileNotOpened(_)
            | Came::Days(_)
            | Came::Summaries(_)
            | Came::Saved { .. } => {}
        }
    }

    /// "Written to settings.json: Walk is a favourite."
    fn written(&self, movement: &str, before: Marks, now: Marks) -> String {
        let name = self
            .shelf
            .as_ref()
            .and_then(|shelf| shelf.catalogue().movement(movement))
            .map_or(movement, |entry| &entry.name);
        let what = match (before, now) {
            (before, now) if before == now => "is as it was",
            (
                _,
                Marks {
                    favourite: true, ..
                },
            ) => "is a favourite now",
            (_, Marks { avoid: true, .. }) => "is not suggested any more",
            (Marks { avoid: true, .. }, _) => "may be suggested again",
            _ => "is no favourite any more",
        };
        format!("Written to settings.json: {name} {what}.")
    }

    /// Shows this movement in full.
    pub(in crate::window) fn open(&mut self, movement: &str) {
        self.open = Some(movement.to_owned());
        self.focus = Some(Focus::Back);
        self.says = None;
    }

    pub(super) fn close(&mut self) {
        self.focus = self.open.take().map(Focus::Card);
        self.says = None;
    }

    /// Shows it.
    pub fn show(&mut self, ui: &mut Ui, model: &Model, asks: &mut Asks) {
        self.look_at_files(ui, asks);
        let mut known = self
            .shelf
            .take()
            .unwrap_or_else(|| Shelf::new(Arc::clone(&model.catalogue)));
        let catalogue = Arc::clone(known.catalogue());
        let open = self.open.as_ref().and_then(|id| catalogue.movement(id));
        if let Some(entry) = open {
            movement_whole::show(self, &mut known, entry, ui, model, asks);
        } else {
            self.open = None;
            movement_cards::show(self, &mut known, ui, model, asks);
        }
        self.shelf = Some(known);
    }

    /// The files are read when the page is shown first, and each time the window gets the focus
    /// back: who edits them does it in another one.
    fn look_at_files(&mut self, ui: &Ui, asks: &mut Asks) {
        let focused = ui.input(|input| input.focused);
        let before = self.had_focus.replace(focused);
        if before.is_none() || (focused && before == Some(false)) {
            asks.chores.push(Chore::Read);
        }
    }

    /// *Try it* was pressed.
    pub(super) fn try_it(&mut self, movement: &str, model: &Model, asks: &mut Asks) {
        self.says = None;
        match model.trouble() {
            Some(trouble) => self.says = Some(Says::Wrong(alone(&trouble.words))),
            None => {
                self.waiting = Some(asks.make(Ask::Break {
                    movement: Some(movement.to_owned()),
                    another: false,
                    here: true,
                }));
            }
        }
    }

    /// *Favourite* or *Avoid* was pressed, or its undo.
    pub(super) fn mark(&mut self, movement: &str, marks: Marks, asks: &mut Asks) {
        self.says = None;
        self.writing = true;
        asks.chores.push(Chore::Mark {
            movement: movement.to_owned(),
            marks,
        });
    }
}

fn alone(words: &str) -> String {
    format!("{words} A movement of your choice can be tried when Soleus runs.")
}

/// Says what came of the last press, at once to those too who hear the page.
pub(super) fn say(says: Option<&Says>, ui: &mut egui::Ui) {
    match says {
        Some(Says::Noted(words)) => {
            let told = super::reading::paragraph(ui, words);
            super::tell_changes(ui, &told);
        }
        Some(Says::Wrong(words)) => super::sentence(ui, words),
        None => {}
    }
}

//! A card with a picture of the record: its title, what it shows in one sentence, the picture, and
//! under it the two ways to keep it.

use std::sync::Arc;

use eframe::egui::style::ScrollAnimation;
use eframe::egui::{Align, Rect, Response, Role, Ui, WidgetInfo};

use super::reading::{heading, paragraph};
use super::tell_changes;
use crate::window::chores::{Came, Chore};
use crate::window::look;
use crate::window::model::{Asks, Heard, Model};
use crate::window::picture::{Content, Keepsake, cut};

/// After it was moved into sight a card stays in its place for so many pictures before it is taken.
const SETTLES: u8 = 3;
/// A card that is not in sight by then does not fit.
const TRIES: u8 = 12;
/// A line of what is said of it, in points.
const SAID: f32 = 22.0;

/// What is being saved on a page, and what came of it.
#[derive(Debug, Default)]
pub(super) struct Keeping {
    shot: Option<Shot>,
    /// The file that is being written, and the card it is of.
    writing: Option<(String, &'static str)>,
    /// What is said, under which card.
    says: Option<(&'static str, String)>,
}

/// A card whose picture is taken.
#[derive(Debug)]
struct Shot {
    id: &'static str,
    file: String,
    still: u8,
    tries: u8,
    /// Where it was when the picture was asked for, and the pixels of a point.
    asked: Option<(Rect, f32)>,
}

/// What a card is.
pub(super) struct Card<'c> {
    /// Told apart from others on the page by this.
    pub(super) id: &'static str,
    /// Its heading.
    pub(super) title: &'c str,
    /// What it shows, in words; none where there is too little to say anything.
    pub(super) sentence: Option<&'c str>,
    /// What files of it are called.
    pub(super) file: &'c str,
}

impl Keeping {
    /// Shows a card; `table` gives what its picture shows as a table.
    pub(super) fn card(
        &mut self,
        ui: &mut Ui,
        model: &Model,
        asks: &mut Asks,
        card: &Card,
        table: impl FnOnce() -> Vec<u8>,
        picture: impl FnOnce(&mut Ui),
    ) {
        let frame = look::card(model.look).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 5.0;
            heading(ui, 2, card.title);
            if let Some(sentence) = card.sentence {
                let told = paragraph(ui, sentence);
                tell_changes(ui, &told);
            }
            ui.add_space(4.0);
            picture(ui);
        });
        self.take(ui, frame.response.rect, card.id, asks);
        ui.horizontal_wrapped(|ui| {
            let picture = button(ui, "Save picture", card.title);
            if picture.clicked() {
                self.says = None;
                self.shot = Some(Shot {
                    id: card.id,
                    file: card.file.to_owned(),
                    still: 0,
                    tries: 0,
                    asked: None,
                });
            }
            let data = button(ui, "Save data", card.title);
            if data.clicked() {
                self.says = None;
                let folder = model.folders.tables.clone();
                let name = card.file.to_owned();
                self.write(card.id, folder, name, Content::Table(table()), asks);
            }
        });
        ui.scope(|ui| {
            // Room for what is said, so that nothing moves under the pointer when it is.
            ui.set_min_height(SAID);
            if let Some((_, says)) = self.says.as_ref().filter(|(id, _)| *id == card.id) {
                let told = paragraph(ui, says);
                tell_changes(ui, &told);
            }
        });
    }

    /// Something was heard; the model holds it already.
    pub(super) fn hear(&mut self, heard: &Heard, model: &Model, asks: &mut Asks) {
        match heard {
            Heard::Picture(whole) => {
                let Some(shot) = self.shot.take_if(|shot| shot.asked.is_some()) else {
                    return;
                };
                let part = shot
                    .asked
                    .and_then(|(place, pixels)| cut(whole, place, pixels));
                if let Some(part) = part {
                    let folder = model.folders.pictures.clone();
                    let content = Content::Picture(Arc::new(part));
                    self.write(shot.id, folder, shot.file, content, asks);
                }
            }
            Heard::Came(Came::Saved { name, done }) => {
                let ours = |writing: &mut (String, _)| writing.0 == *name;
                if let Some((_, id)) = self.writing.take_if(ours) {
                    let words = match done {
                        Ok(path) => format!("Saved as {}.", path.display()),
                        Err(why) => why.clone(),
                    };
                    self.says = Some((id, words));
                }
            }
            _ => {}
        }
    }

    /// Brings the card into sight, waits until it stands still, and asks for the picture.
    fn take(&mut self, ui: &Ui, place: Rect, id: &'static str, asks: &mut Asks) {
        let Some(shot) = self.shot.as_mut().filter(|shot| shot.id == id) else {
            return;
        };
        if shot.asked.is_some() {
            return;
        }
        ui.ctx().request_repaint();
        if ui.clip_rect().contains_rect(place) {
            shot.still += 1;
            if shot.still == SETTLES {
                shot.asked = Some((place, ui.ctx().pixels_per_point()));
                asks.picture = true;
            }
            return;
        }
        shot.still = 0;
        shot.tries += 1;
        if shot.tries == TRIES {
            self.shot = None;
            let words = "The window is too small to show all of this picture. Make it larger, then \
                         save it again.";
            self.says = Some((id, words.to_owned()));
        } else {
            ui.scroll_to_rect_animation(place, Some(Align::Min), ScrollAnimation::none());
        }
    }

    fn write(
        &mut self,
        id: &'static str,
        folder: std::path::PathBuf,
        name: String,
        content: Content,
        asks: &mut Asks,
    ) {
        self.writing = Some((name.clone(), id));
        asks.chores.push(Chore::Save(Box::new(Keepsake {
            folder,
            name,
            content,
        })));
    }
}

fn button(ui: &mut Ui, words: &str, of: &str) -> Response {
    let button = ui.add(look::other(words));
    let name = format!("{words}: {of}");
    button.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    if button.gained_focus() {
        button.scroll_to_me(None);
    }
    button
}

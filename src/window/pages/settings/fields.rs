//! Lines to type in: a time of day, a folder, a program.

use eframe::egui::{self, Key, Stroke, StrokeKind, TextEdit, Ui};
use serde_json::Value;

use super::program;
use super::row::{At, Draft, Wish, typed};
use crate::window::look::{self, Look};
use crate::window::pages::reading::{aside, outline};

/// A time of day has this room, in points.
pub(super) const TIME: f32 = 64.0;

/// Names a widget for those who hear the page, and brings it into sight when it gets the keys.
pub(super) fn name(ui: &Ui, widget: &egui::Response, words: &str) {
    ui.ctx()
        .accesskit_node_builder(widget.id, |node| node.set_label(words));
    in_sight(widget);
}

/// A line around what has the keys.
pub(super) fn ring(ui: &Ui, look: Look, widget: &egui::Response) {
    if widget.has_focus() {
        let line = Stroke::new(2.5, look.palette().text);
        let round = ui.visuals().widgets.active.corner_radius;
        ui.painter()
            .rect_stroke(widget.rect, round, line, StrokeKind::Inside);
    }
}

/// Brings a widget into sight when it gets the keys.
pub(super) fn in_sight(widget: &egui::Response) {
    if widget.gained_focus() {
        widget.scroll_to_me(None);
    }
}

/// A button in the page; whether it was pressed.
pub(super) fn pressed(ui: &mut Ui, words: &str) -> bool {
    let button = ui.add(look::other(words));
    in_sight(&button);
    button.clicked()
}

/// One line to type in. What was typed is a wish once the line is left; *Escape* forgets it.
pub(super) fn line(ui: &mut Ui, at: &At, draft: &mut Draft, line: &Line) -> Option<Wish> {
    let kept = draft.texts.get(line.field).cloned();
    let mut text = kept.unwrap_or_else(|| line.current.clone());
    let width = line.width.min(ui.available_width());
    let field = ui
        .scope(|ui| {
            outline(ui, at.look);
            ui.add(
                TextEdit::singleline(&mut text)
                    .id_salt((at.key.path, line.field))
                    .hint_text(line.hint)
                    .desired_width(width)
                    .margin(egui::Margin::symmetric(10, 8)),
            )
        })
        .inner;
    name(ui, &field, &line.name);
    ring(ui, at.look, &field);
    if field.changed() {
        draft.texts.insert(line.field.to_owned(), text);
        draft.says = None;
    }
    // Another program may write into it without the keys.
    let left = field.lost_focus() || (field.changed() && !field.has_focus());
    if !left {
        return None;
    }
    let text = draft.texts.remove(line.field)?;
    let forgotten = ui.input(|input| input.key_pressed(Key::Escape));
    if forgotten || text == line.current {
        return None;
    }
    typed(at, draft, line.field, &text)
}

/// What a line is.
pub(super) struct Line<'l> {
    /// Which field of the key it is.
    pub(super) field: &'l str,
    /// What a screen reader calls it.
    pub(super) name: String,
    /// What stands in it as long as nobody types.
    pub(super) current: String,
    pub(super) hint: &'l str,
    pub(super) width: f32,
}

pub(super) fn time_of_day(ui: &mut Ui, at: &At, draft: &mut Draft) -> Option<Wish> {
    let whole = Line {
        field: "",
        name: at.name(),
        current: at.value.as_str().unwrap_or_default().to_owned(),
        hint: "",
        width: TIME,
    };
    line(ui, at, draft, &whole)
}

pub(super) fn folder(ui: &mut Ui, at: &At, draft: &mut Draft) -> Option<Wish> {
    let whole = Line {
        field: "",
        name: at.name(),
        current: at.value.as_str().unwrap_or_default().to_owned(),
        hint: "The usual place",
        width: 360.0,
    };
    let wish = line(ui, at, draft, &whole);
    let hint = "The full path, such as ~/Documents/soleus. Empty: the usual place.";
    aside(ui, at.look, hint);
    if at.value.is_null() || !pressed(ui, "Use the usual place") {
        return wish;
    }
    Some(Wish::Set(Value::Null))
}

/// An empty line is the usual place.
pub(super) fn read_folder(text: &str) -> Value {
    match text.trim() {
        "" => Value::Null,
        folder => folder.into(),
    }
}

pub(super) fn command(ui: &mut Ui, at: &At, draft: &mut Draft) -> Option<Wish> {
    let whole = Line {
        field: "",
        name: at.name(),
        current: program::line(&at.words()),
        hint: "such as notify-send 'Up you get'",
        width: 360.0,
    };
    let wish = line(ui, at, draft, &whole);
    let shown = draft.texts.get("").unwrap_or(&whole.current);
    aside(ui, at.look, &explained(shown));
    wish
}

/// What would be run, word by word.
fn explained(line: &str) -> String {
    match program::words(line).as_deref() {
        None => "A quote is left open.".to_owned(),
        Some([]) => "Empty: nothing runs. Quotes keep words together.".to_owned(),
        Some([program]) => format!("Runs {program}, without arguments."),
        Some([program, arguments @ ..]) => {
            let arguments: Vec<_> = arguments.iter().map(|word| format!("“{word}”")).collect();
            format!("Runs {program} with {}.", arguments.join(" and "))
        }
    }
}

/// An empty line is no program.
pub(super) fn read_command(text: &str) -> Result<Value, String> {
    match program::words(text) {
        None => Err(format!(
            "Nothing was written: in {text} a quote is left open. Close it, or leave it out."
        )),
        Some(words) if words.is_empty() => Ok(Value::Null),
        Some(words) => Ok(words.into()),
    }
}

//! The reading pages without a window: a settings folder of their own, and chores done at once.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use eframe::egui::accesskit::{Role, Toggled};
use eframe::egui::{Color32, ColorImage, FontId, Key, Modifiers, Pos2, Rect, Shape};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use serde_json::Value;
use soleus::control::{Answer, StatusReport};
use soleus::engine::effect::Page;
use soleus::window::{AskId, Chore, Folders, Heard, Look, Model, Shell};
use tempfile::TempDir;

use crate::rig::not_running;

/// A window, and the folder of its files.
pub(crate) struct Desk {
    harness: Harness<'static, Inside>,
    folder: TempDir,
    last: Option<AskId>,
    /// Web addresses that were to be opened.
    pub(crate) opened: Vec<String>,
    /// Files that were to be opened.
    pub(crate) files_opened: usize,
    /// Chores wait until they are let through.
    held: Option<Vec<Chore>>,
}

struct Inside {
    shell: Shell,
    again: Option<Duration>,
    closed: bool,
}

impl Desk {
    pub(crate) fn open(page: Page) -> Self {
        Self::open_with(page, Look::default(), [760.0, 620.0], &[])
    }

    /// With these files in the folder: name and text.
    pub(crate) fn open_with(
        page: Page,
        look: Look,
        size: [f32; 2],
        files: &[(&str, &str)],
    ) -> Self {
        let folder = TempDir::new().expect("a folder");
        for (name, text) in files {
            put(&folder.path().join(name), text);
        }
        let wall = "2026-03-10T09:24:00+02:00".parse().expect("a time");
        let settings = folder.path().join("settings.json");
        let folders = Folders {
            history: folder.path().join("history"),
            pictures: folder.path().to_owned(),
            tables: folder.path().to_owned(),
        };
        let mut model = Model::new(settings, folders, Duration::from_secs(1000), wall);
        model.look = look;
        let inside = Inside {
            shell: Shell::new(page, model),
            again: None,
            closed: false,
        };
        let harness = Harness::builder()
            .with_size(size)
            .with_step_dt(0.01)
            .allow_missing_glyphs()
            .build_ui_state(
                |ui, inside: &mut Inside| {
                    inside.shell.model.look.put_on(ui.ctx());
                    inside.shell.show(ui);
                    inside.again = inside.shell.asks.again.take();
                    inside.closed |= std::mem::take(&mut inside.shell.asks.close);
                },
                inside,
            );
        let mut desk = Self {
            harness,
            folder,
            last: None,
            opened: Vec::new(),
            files_opened: 0,
            held: None,
        };
        desk.look();
        desk
    }

    /// Some pictures, with every chore done between them.
    pub(crate) fn look(&mut self) {
        for _ in 0..3 {
            self.harness.run_steps(2);
            let shell = &mut self.harness.state_mut().shell;
            let chores = std::mem::take(&mut shell.asks.chores);
            let picture = std::mem::take(&mut shell.asks.picture);
            self.perform(chores);
            if picture {
                self.is_pictured();
            }
        }
        self.harness.run_steps(2);
    }

    fn perform(&mut self, chores: Vec<Chore>) {
        let shell = &mut self.harness.state_mut().shell;
        let settings = shell.model.settings.clone();
        for chore in chores {
            match (chore, &mut self.held) {
                (Chore::Open(address), _) => self.opened.push(address),
                (Chore::OpenFile, _) => self.files_opened += 1,
                (other, Some(held)) => held.push(other),
                (other, None) => shell.hear(&Heard::Came(other.perform(&settings))),
            }
        }
    }

    /// The window is told what it looks like: every pixel its own colour.
    fn is_pictured(&mut self) {
        let size = self.harness.ctx.content_rect().size();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "whole points"
        )]
        let [width, height] = [size.x, size.y].map(|side| side as usize);
        let colour = |pixel: usize| {
            let [red, green] = [pixel % width, pixel / width]
                .map(|part| u8::try_from(part / 4).unwrap_or(u8::MAX));
            Color32::from_rgb(red, green, 7)
        };
        let pixels = (0..width * height).map(colour).collect();
        let image = ColorImage::new([width, height], pixels);
        self.hear(&Heard::Picture(Arc::new(image)));
    }

    /// What waits for the disk, taken from it.
    pub(crate) fn waiting(&mut self) -> Vec<Chore> {
        self.held.as_mut().map(std::mem::take).unwrap_or_default()
    }

    /// One picture.
    pub(crate) fn step(&mut self) {
        self.harness.run_steps(1);
    }

    /// The page is gone through with *Tab* until this has the focus.
    #[track_caller]
    pub(crate) fn tab_to(&mut self, beginning: &str) {
        for _ in 0..60 {
            self.key(Key::Tab);
            if self.focused().is_some_and(|it| it.starts_with(beginning)) {
                return;
            }
        }
        panic!("nothing called `{beginning}` is reached");
    }

    /// What a part with the focus says of itself beside its name.
    pub(crate) fn focused_value(&self) -> Option<String> {
        let mut all = self.harness.query_all_by(|_| true);
        let focused = all.find(egui_kittest::Node::is_focused)?;
        focused.accesskit_node().value()
    }

    /// The disk is slow: chores wait.
    pub(crate) fn hold(&mut self) {
        self.held = Some(Vec::new());
    }

    /// The disk answers again: what waits is done.
    pub(crate) fn let_go(&mut self) {
        let held = self.held.take().unwrap_or_default();
        self.perform(held);
        self.look();
    }

    /// Time passes.
    pub(crate) fn pass(&mut self, time: Duration) {
        let model = &mut self.harness.state_mut().shell.model;
        model.now += time;
        model.wall += time;
        self.look();
    }

    /// The window closes.
    pub(crate) fn ends(&mut self) {
        let chores = self.harness.state_mut().shell.last_chores();
        self.perform(chores);
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.harness.state().closed
    }

    pub(crate) fn watches_files(&self) -> bool {
        self.harness.state().shell.watches_files()
    }

    /// Somebody else changed a file, and the window is told.
    pub(crate) fn told_of(&mut self, name: &str, text: &str) {
        self.put_file(name, text);
        let settings = self.model().settings.clone();
        self.hear(&Heard::Came(Chore::Read.perform(&settings)));
    }

    pub(crate) fn hear(&mut self, heard: &Heard) {
        self.harness.state_mut().shell.hear(heard);
        self.look();
    }

    pub(crate) fn stands(&mut self, status: Value) {
        let status: StatusReport = serde_json::from_value(status).expect("a status");
        self.hear(&Heard::Status(Box::new(status)));
    }

    pub(crate) fn lost(&mut self) {
        self.hear(&Heard::Lost(not_running()));
    }

    pub(crate) fn answered(&mut self, answer: Answer) {
        let id = self.last.take().expect("something was asked");
        self.hear(&Heard::Answered(id, Ok(answer)));
    }

    pub(crate) fn asked(&mut self) -> Vec<Value> {
        let made = self.harness.state_mut().shell.asks.take();
        if let Some((id, _)) = made.last() {
            self.last = Some(*id);
        }
        made.iter()
            .map(|(_, ask)| serde_json::to_value(ask).expect("an ask"))
            .collect()
    }

    #[track_caller]
    pub(crate) fn press(&mut self, label: &str) {
        self.harness.get_by_label(label).click_accesskit();
        self.look();
    }

    /// The first of those that are called so.
    #[track_caller]
    pub(crate) fn press_first(&mut self, label: &str) {
        let node = self.harness.query_all_by_label(label).next();
        node.expect("there is one").click_accesskit();
        self.look();
    }

    /// Types into the only field.
    pub(crate) fn write(&mut self, words: &str) {
        let field = self.harness.get_by_role(Role::TextInput);
        field.focus();
        field.type_text(words);
        self.look();
    }

    /// The one of this role with this name.
    #[track_caller]
    pub(crate) fn node<'n>(&'n self, role: Role, label: &'n str) -> egui_kittest::Node<'n> {
        self.harness.get_by_role_and_label(role, label)
    }

    /// Types into the field of this name, in place of what stands there; the field keeps the keys.
    #[track_caller]
    pub(crate) fn type_into(&mut self, label: &str, words: &str) {
        self.node(Role::TextInput, label).focus();
        self.harness.run_steps(2);
        self.harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
        self.harness.key_press(Key::Backspace);
        self.node(Role::TextInput, label).type_text(words);
        self.look();
    }

    /// Types into the field of this name, and leaves it with *Enter*.
    #[track_caller]
    pub(crate) fn enter(&mut self, label: &str, words: &str) {
        self.type_into(label, words);
        self.key(Key::Enter);
    }

    /// What stands in the field of this name.
    #[track_caller]
    pub(crate) fn field(&self, label: &str) -> String {
        let field = self.node(Role::TextInput, label);
        field.accesskit_node().value().unwrap_or_default()
    }

    /// The pointer is pressed at the first place, and moved to the second.
    pub(crate) fn drag(&mut self, [from, to]: [Pos2; 2]) {
        self.harness.drag_at(from);
        self.look();
        self.harness.hover_at(to);
        self.look();
    }

    /// The pointer is let go here.
    pub(crate) fn drop_at(&mut self, place: Pos2) {
        self.harness.drop_at(place);
        self.look();
    }

    /// The last of those that are called so.
    #[track_caller]
    pub(crate) fn press_last(&mut self, label: &str) {
        let node = self.harness.query_all_by_label(label).last();
        node.expect("there is one").click_accesskit();
        self.look();
    }

    /// Where the last of those lies that are called so.
    #[track_caller]
    pub(crate) fn rect_of_last(&self, label: &str) -> Rect {
        let node = self.harness.query_all_by_label(label).last();
        node.expect("there is one").rect()
    }

    /// Whether the last of those that are called so can be pressed.
    #[track_caller]
    pub(crate) fn is_enabled_last(&self, label: &str) -> bool {
        let node = self.harness.query_all_by_label(label).last();
        !node.expect("there is one").accesskit_node().is_disabled()
    }

    /// What can be pressed or typed into and has no name: its role.
    pub(crate) fn nameless(&self) -> Vec<String> {
        const PRESSED: [Role; 7] = [
            Role::Button,
            Role::CheckBox,
            Role::ComboBox,
            Role::Link,
            Role::RadioButton,
            Role::Slider,
            Role::TextInput,
        ];
        self.harness
            .query_all_by(|_| true)
            .map(|node| node.accesskit_node())
            .filter(|node| PRESSED.contains(&node.role()))
            .filter(|node| node.label().is_none_or(|label| label.is_empty()))
            .map(|node| format!("{:?}", node.role()))
            .collect()
    }

    /// Text is this much larger.
    pub(crate) fn zoom(&mut self, factor: f32) {
        self.harness.ctx.set_zoom_factor(factor);
        self.look();
    }

    pub(crate) fn key_with(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.look();
    }

    pub(crate) fn is_enabled(&self, role: Role, label: &str) -> bool {
        !self.node(role, label).accesskit_node().is_disabled()
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn key(&mut self, key: Key) {
        self.harness.key_press(key);
        self.look();
    }

    /// The window loses the focus and gets it back.
    pub(crate) fn comes_back(&mut self) {
        for focused in [false, true] {
            self.harness.input_mut().focused = focused;
            self.look();
        }
    }

    pub(crate) fn shows(&self, label: &str) -> bool {
        self.harness
            .query_all_by_label_contains(label)
            .next()
            .is_some()
    }

    #[track_caller]
    pub(crate) fn assert_shows(&self, label: &str) {
        assert!(self.shows(label), "no `{label}` in: {:#?}", self.labels());
    }

    pub(crate) fn labels(&self) -> Vec<String> {
        self.harness
            .query_all_by(|_| true)
            .filter_map(|node| {
                let node = node.accesskit_node();
                node.label().or_else(|| node.value())
            })
            .collect()
    }

    /// Words that are painted, each with its place; a picture's words have no names of their own.
    pub(crate) fn painted(&self) -> Vec<(String, Rect)> {
        let shapes = &self.harness.output().shapes;
        let mut all = Vec::new();
        for shape in shapes {
            painted(&shape.shape, &mut all);
        }
        all
    }

    /// Where these words are painted.
    #[track_caller]
    pub(crate) fn painted_at(&self, words: &str) -> Rect {
        let all = self.painted();
        let found = all.iter().find(|(painted, _)| painted == words);
        found
            .unwrap_or_else(|| panic!("no `{words}` in {all:#?}"))
            .1
    }

    /// The labels of everything of this role, in order.
    pub(crate) fn of_role(&self, role: Role) -> Vec<String> {
        self.harness
            .query_all_by_role(role)
            .filter_map(|node| node.accesskit_node().label())
            .collect()
    }

    /// The names of the movements whose cards are shown.
    pub(crate) fn cards(&self) -> Vec<String> {
        let open = |label: String| label.strip_prefix("Open ").map(str::to_owned);
        self.of_role(Role::Button)
            .into_iter()
            .filter_map(open)
            .collect()
    }

    /// Whether a button that stays pressed is pressed.
    #[track_caller]
    pub(crate) fn is_on(&self, label: &str) -> bool {
        let node = self.harness.get_by_label(label);
        node.accesskit_node().toggled() == Some(Toggled::True)
    }

    /// What has the focus.
    pub(crate) fn focused(&self) -> Option<String> {
        self.harness
            .query_all_by(|_| true)
            .filter(egui_kittest::Node::is_focused)
            .find_map(|node| node.accesskit_node().label())
    }

    /// Whether what has the focus is to be seen from top to bottom.
    pub(crate) fn focus_is_in_sight(&mut self) -> bool {
        // Scrolling takes a moment.
        self.harness.run_steps(35);
        let height = self.harness.ctx.content_rect().height();
        let mut all = self.harness.query_all_by(|_| true);
        let focused = all.find(egui_kittest::Node::is_focused);
        focused.is_none_or(|it| 0.0 <= it.rect().top() && it.rect().bottom() <= height)
    }

    /// What the pages know.
    pub(crate) fn model(&self) -> &Model {
        &self.harness.state().shell.model
    }

    pub(crate) fn page(&self) -> Page {
        self.harness.state().shell.page()
    }

    pub(crate) fn paints_again(&self) -> Option<Duration> {
        self.harness.state().again
    }

    /// Everything with words or a purpose that reaches beyond the window's left or right edge. A line
    /// to type in shows a part of what stands in it.
    pub(crate) fn cut_off(&self) -> Vec<String> {
        let ctx = &self.harness.ctx;
        let width = f64::from(ctx.content_rect().width() * ctx.pixels_per_point());
        self.harness
            .query_all_by(|_| true)
            .filter_map(|node| {
                let node = node.accesskit_node();
                let within_line = node.parent().is_some_and(|it| it.role() == Role::TextInput);
                if within_line {
                    return None;
                }
                let words = node.label().or_else(|| node.value())?;
                let edges = node.bounding_box()?;
                let within = -0.5 < edges.x0 && edges.x1 < width + 0.5;
                (!within).then(|| format!("{words}: {} to {}", edges.x0, edges.x1))
            })
            .collect()
    }

    /// The letters of these words that the window's fonts have no picture of.
    pub(crate) fn without_picture(&mut self, words: &str) -> String {
        let font = FontId::proportional(15.0);
        let ctx = &self.harness.ctx;
        let letters = words.chars().filter(|letter| !letter.is_control());
        letters
            .filter(|letter| !ctx.fonts_mut(|fonts| fonts.has_glyph(&font, *letter)))
            .collect()
    }

    fn path(&self, file: &str) -> PathBuf {
        self.folder.path().join(file)
    }

    pub(crate) fn file(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("a file")
    }

    pub(crate) fn has_file(&self, name: &str) -> bool {
        self.path(name).exists()
    }

    pub(crate) fn put_file(&self, name: &str, text: &str) {
        put(&self.path(name), text);
    }
}

fn painted(shape: &Shape, all: &mut Vec<(String, Rect)>) {
    match shape {
        Shape::Vec(shapes) => shapes.iter().for_each(|shape| painted(shape, all)),
        Shape::Text(text) => {
            let place = text.galley.rect.translate(text.pos.to_vec2());
            all.push((text.galley.text().to_owned(), place));
        }
        _ => {}
    }
}

fn put(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, text).expect("a file");
}

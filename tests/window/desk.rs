//! The reading pages without a window: a settings folder of their own, and chores done at once.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use eframe::egui::accesskit::{Role, Toggled};
use eframe::egui::{FontId, Key};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use serde_json::Value;
use soleus::control::{Answer, StatusReport};
use soleus::engine::effect::Page;
use soleus::window::{AskId, Chore, Heard, Look, Model, Shell};
use tempfile::TempDir;

use crate::rig::not_running;

/// A window, and the folder of its files.
pub(crate) struct Desk {
    harness: Harness<'static, Inside>,
    folder: TempDir,
    last: Option<AskId>,
    /// Web addresses that were to be opened.
    pub(crate) opened: Vec<String>,
}

struct Inside {
    shell: Shell,
    again: Option<Duration>,
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
            fs::write(folder.path().join(name), text).expect("a file");
        }
        let wall = "2026-03-10T09:24:00+02:00".parse().expect("a time");
        let settings = folder.path().join("settings.json");
        let mut model = Model::new(settings, Duration::from_secs(1000), wall);
        model.look = look;
        let inside = Inside {
            shell: Shell::new(page, model),
            again: None,
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
                },
                inside,
            );
        let mut desk = Self {
            harness,
            folder,
            last: None,
            opened: Vec::new(),
        };
        desk.look();
        desk
    }

    /// Some pictures, with every chore done between them.
    pub(crate) fn look(&mut self) {
        for _ in 0..3 {
            self.harness.run_steps(2);
            let shell = &mut self.harness.state_mut().shell;
            let settings = shell.model.settings.clone();
            for chore in std::mem::take(&mut shell.asks.chores) {
                match chore {
                    Chore::Open(address) => self.opened.push(address),
                    other => shell.hear(&Heard::Came(other.perform(&settings))),
                }
            }
        }
        self.harness.run_steps(2);
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

    /// Everything with words or a purpose that reaches beyond the window's left or right edge.
    pub(crate) fn cut_off(&self) -> Vec<String> {
        let width = f64::from(self.harness.ctx.content_rect().width());
        self.harness
            .query_all_by(|_| true)
            .filter_map(|node| {
                let node = node.accesskit_node();
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
        fs::write(self.path(name), text).expect("a file");
    }
}

//! A window without a window: a clock that is set, a resident that is played.

use std::path::PathBuf;
use std::time::Duration;

use eframe::egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use serde_json::{Value, json};
use soleus::control::{Answer, StatusReport};
use soleus::engine::effect::Page;
use soleus::window::{AskId, Folders, Heard, Look, Model, Reached, Shell, Sound, Trouble};

/// The window, its clock and what it asked.
pub(crate) struct Rig {
    harness: Harness<'static, Inside>,
    now: Duration,
    last: Option<AskId>,
}

struct Inside {
    shell: Shell,
    closed: bool,
    again: Option<Duration>,
}

impl Rig {
    pub(crate) fn open(page: Page) -> Self {
        Self::open_with(page, Look::default(), [760.0, 620.0])
    }

    pub(crate) fn open_with(page: Page, look: Look, size: [f32; 2]) -> Self {
        let now = Duration::from_secs(1000);
        let wall = "2026-03-10T09:24:00+02:00".parse().expect("a time");
        let mut model = Model::new(
            PathBuf::from("settings.json"),
            Folders::default(),
            now,
            wall,
        );
        model.look = look;
        let inside = Inside {
            shell: Shell::new(page, model),
            closed: false,
            again: None,
        };
        let harness = Harness::builder()
            .with_size(size)
            .with_step_dt(0.01)
            .build_ui_state(
                |ui, inside: &mut Inside| {
                    inside.shell.model.look.put_on(ui.ctx());
                    inside.shell.show(ui);
                    inside.closed |= std::mem::take(&mut inside.shell.asks.close);
                    inside.again = inside.shell.asks.again.take();
                },
                inside,
            );
        let mut rig = Self {
            harness,
            now,
            last: None,
        };
        rig.look();
        rig
    }

    /// A window that follows a resident that says this.
    pub(crate) fn following(page: Page, status: Value) -> Self {
        let mut rig = Self::open(page);
        rig.stands(status);
        rig
    }

    /// Some pictures, at the moment that it is.
    pub(crate) fn look(&mut self) {
        self.harness.run_steps(3);
    }

    /// Time passes, with a picture now and then.
    pub(crate) fn pass(&mut self, seconds: f64) {
        let end = self.now + Duration::from_secs_f64(seconds);
        while self.now < end {
            self.now = end.min(self.now + Duration::from_millis(500));
            self.harness.state_mut().shell.model.now = self.now;
            self.harness.step();
        }
        self.look();
    }

    /// It is this time of day.
    pub(crate) fn later(&mut self, wall: &str) {
        self.harness.state_mut().shell.model.wall = wall.parse().expect("a time");
    }

    pub(crate) fn hear(&mut self, heard: &Heard) {
        self.harness.state_mut().shell.hear(heard);
        self.look();
    }

    /// The resident tells how things stand.
    pub(crate) fn stands(&mut self, status: Value) {
        let status: StatusReport = serde_json::from_value(status).expect("a status");
        self.hear(&Heard::Status(Box::new(status)));
    }

    /// The resident is gone.
    pub(crate) fn lost(&mut self) {
        self.hear(&Heard::Lost(not_running()));
    }

    /// The resident answers what was asked last.
    pub(crate) fn answered(&mut self, answer: Answer) {
        let id = self.last.take().expect("something was asked");
        self.hear(&Heard::Answered(id, Ok(answer)));
    }

    /// What was asked last did not get through.
    pub(crate) fn failed(&mut self, trouble: Trouble) {
        let id = self.last.take().expect("something was asked");
        self.hear(&Heard::Answered(id, Err(trouble)));
    }

    pub(crate) fn press(&mut self, label: &str) {
        self.harness.get_by_label(label).click();
        self.look();
    }

    /// The last of those that are called so.
    pub(crate) fn press_last(&mut self, label: &str) {
        let all: Vec<_> = self.harness.query_all_by_label(label).collect();
        all.last().expect("there is one").click();
        drop(all);
        self.look();
    }

    pub(crate) fn key(&mut self, key: Key) {
        self.harness.key_press(key);
        self.look();
    }

    pub(crate) fn key_with(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.look();
    }

    /// What was asked since the last call, as it goes over the socket.
    pub(crate) fn asked(&mut self) -> Vec<Value> {
        let made = self.harness.state_mut().shell.asks.take();
        if let Some((id, _)) = made.last() {
            self.last = Some(*id);
        }
        made.iter()
            .map(|(_, ask)| serde_json::to_value(ask).expect("an ask"))
            .collect()
    }

    /// What was to be heard since the last call.
    pub(crate) fn sounds(&mut self) -> Vec<Sound> {
        std::mem::take(&mut self.harness.state_mut().shell.asks.sounds)
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
            .filter_map(|node| node.accesskit_node().label())
            .collect()
    }

    pub(crate) fn is_enabled(&self, label: &str) -> bool {
        !self
            .harness
            .get_by_label(label)
            .accesskit_node()
            .is_disabled()
    }

    pub(crate) fn has_focus(&self, label: &str) -> bool {
        self.harness.get_by_label(label).is_focused()
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.harness.state().closed
    }

    pub(crate) fn page(&self) -> Page {
        self.harness.state().shell.page()
    }

    /// When the next picture is wanted, if nothing happens.
    pub(crate) fn paints_again(&self) -> Option<Duration> {
        self.harness.state().again
    }

    /// Every button's height, by its label.
    pub(crate) fn button_heights(&self) -> Vec<(String, f32)> {
        self.harness
            .query_all_by_role(eframe::egui::accesskit::Role::Button)
            .map(|node| {
                let label = node.accesskit_node().label().unwrap_or_default();
                (label, node.rect().height())
            })
            .collect()
    }
}

pub(crate) fn not_running() -> Trouble {
    Trouble {
        words: "Soleus is not running.".to_owned(),
        reached: Reached::Nobody,
    }
}

/// Sitting for 24 minutes, nothing due.
pub(crate) fn seated() -> Value {
    json!({
        "version": 1,
        "at": "2026-03-10T09:24:00+02:00",
        "headline": "Sitting 24 min",
        "posture": "seated",
        "why": "input",
        "since": "2026-03-10T09:00:00+02:00",
        "bout_seconds": 1440,
        "pump_seconds": 1440,
        "standing_seconds": 0,
        "reminder": "none",
        "next_reminder_seconds": 360,
        "movement": "seated-heel-raise",
        "suggestion": heel_raise(),
        "guided": null,
        "safety_read": true,
        "paused_until": null,
        "can_undo": false,
        "parts": [],
    })
}

pub(crate) fn heel_raise() -> Value {
    json!({"movement": "seated-heel-raise", "kind": "seated", "dose_seconds": 60, "side": null})
}

/// The same with something else in it.
pub(crate) fn with(mut status: Value, key: &str, value: Value) -> Value {
    status[key] = value;
    status
}

/// A break with this movement was started at this time.
pub(crate) fn guided(movement: &Value, since: &str) -> Value {
    let mut guided = movement.clone();
    guided["since"] = json!(format!("2026-03-10T{since}+02:00"));
    with(seated(), "guided", guided)
}

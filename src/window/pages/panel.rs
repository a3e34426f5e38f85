//! The panel: the clock and three large buttons.

use std::time::Duration;

use eframe::egui::{RichText, Ui, vec2};

use super::sentence;
use crate::control::{Answer, Ask, StatusReport};
use crate::engine::effect::Page;
use crate::window::look;
use crate::window::model::{AskId, Asks, Heard, Link, Model};
use crate::words::duration;

/// The page.
#[derive(Debug, Default)]
pub struct PanelPage {
    waiting: Option<AskId>,
    says: Option<String>,
}

impl PanelPage {
    /// Something was heard; the model holds it already.
    pub fn hear(&mut self, heard: &Heard, _model: &Model, _asks: &mut Asks) {
        let Heard::Answered(id, answer) = heard else {
            return;
        };
        if self.waiting != Some(*id) {
            return;
        }
        self.waiting = None;
        self.says = match answer {
            Ok(Answer::Did { words, .. }) => Some(words.clone()),
            Ok(answer) => answer.refusal().map(str::to_owned),
            Err(trouble) => Some(trouble.words.clone()),
        };
    }

    /// Shows it.
    pub fn show(&mut self, ui: &mut Ui, model: &Model, asks: &mut Asks) {
        ui.vertical_centered(|ui| {
            ui.add_space(4.0);
            match (&model.link, model.standing()) {
                (_, Some(status)) => clock(ui, model, status, asks),
                (Link::Lost(trouble), None) => sentence(ui, &trouble.words),
                (Link::Seeking | Link::Following, None) => {
                    ui.label("Looking for Soleus …");
                }
            }
            ui.add_space(6.0);
            self.buttons(ui, model, asks);
            if let Some(says) = &self.says {
                let told = ui.label(RichText::new(says).small());
                super::tell_changes(ui, &told);
            }
        });
    }

    fn buttons(&mut self, ui: &mut Ui, model: &Model, asks: &mut Asks) {
        let there = model.standing().is_some();
        let width = (ui.available_width() - 2.0 * ui.spacing().item_spacing.x) / 3.0;
        // What is said of a press has its place below.
        let height = (ui.available_height() - 44.0).clamp(52.0, 96.0);
        let size = vec2(width.max(60.0), height);
        let under_way = model
            .standing()
            .is_some_and(|status| status.guided.is_some());
        let start = if under_way { "Show it" } else { "Start" };
        ui.horizontal(|ui| {
            // A break can be begun without the resident too.
            if ui
                .add(look::wanted(model.look, start).min_size(size))
                .clicked()
            {
                asks.go = Some(Page::Break);
                if there && !under_way {
                    self.waiting = Some(asks.make(Ask::Break {
                        movement: None,
                        another: false,
                        here: true,
                    }));
                }
            }
            let moved = look::other("I moved").min_size(size);
            if ui.add_enabled(there, moved).clicked() {
                self.waiting = Some(asks.make(Ask::Log {
                    movement: None,
                    minutes: None,
                    at: None,
                }));
            }
            let snooze = look::other("Snooze").min_size(size);
            if ui.add_enabled(there, snooze).clicked() {
                self.waiting = Some(asks.make(Ask::Snooze {
                    minutes: None,
                    tomorrow: false,
                }));
            }
        });
    }
}

fn clock(ui: &mut Ui, model: &Model, status: &StatusReport, asks: &mut Asks) {
    let palette = model.look.palette();
    let large = |words: String| RichText::new(words).size(28.0).color(palette.text);
    let told = ui.label(large(standing(model, status)));
    super::tell_changes(ui, &told);
    let next = next(model, status);
    ui.label(RichText::new(next.unwrap_or_default()).color(palette.quiet));
    if counts(status) {
        asks.paint_within(to_the_minute(model, status));
    }
}

/// "Sitting 24 min".
fn standing(model: &Model, status: &StatusReport) -> String {
    match status.posture.as_str() {
        "seated" => format!("Sitting {}", duration::passed(seated(model, status))),
        "standing" => {
            let standing = Duration::from_secs(status.standing_seconds) + model.since_told();
            format!("Standing {}", duration::passed(standing))
        }
        "away" => "Away".to_owned(),
        "paused" => match status.paused_until {
            Some(until) => format!("Paused until {}", until.format("%H:%M")),
            None => "Paused".to_owned(),
        },
        "off-hours" => "Outside your hours".to_owned(),
        _ => status.headline.clone(),
    }
}

/// "Next break in 6 min".
fn next(model: &Model, status: &StatusReport) -> Option<String> {
    if status.guided.is_some() {
        return Some("A break is under way".to_owned());
    }
    match status.reminder.as_str() {
        "due" | "waiting" | "shown" | "overdue" => Some("A break is due".to_owned()),
        _ => {
            let left = Duration::from_secs(status.next_reminder_seconds?);
            let passed = if counts(status) {
                model.since_told()
            } else {
                Duration::ZERO
            };
            let left = left.saturating_sub(passed);
            Some(format!("Next break in {}", duration::ahead(left)))
        }
    }
}

fn seated(model: &Model, status: &StatusReport) -> Duration {
    Duration::from_secs(status.bout_seconds) + model.since_told()
}

/// Whether the minutes go on by themselves.
fn counts(status: &StatusReport) -> bool {
    matches!(status.posture.as_str(), "seated" | "standing")
}

/// Until another minute is to be shown.
fn to_the_minute(model: &Model, status: &StatusReport) -> Duration {
    const MINUTE: u128 = 60_000;
    let shown = match status.posture.as_str() {
        "standing" => Duration::from_secs(status.standing_seconds) + model.since_told(),
        _ => seated(model, status),
    };
    let left = MINUTE - shown.as_millis() % MINUTE;
    // A hair past it, so that it is there when it is painted.
    Duration::from_millis(u64::try_from(left).unwrap_or(60_000) + 20)
}

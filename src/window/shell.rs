//! The window's inside: the bar of pages, the keys, and the page that is shown. A test can hold it
//! without a window.

use std::time::Duration;

use eframe::egui::{self, Key, Modifiers, Ui};

use super::chores::Chore;
use super::model::{Asks, Heard, Link, Model};
use super::pages::{
    BreakPage, InsightsPage, MovementsPage, PanelPage, SafetyPage, SciencePage, SettingsPage,
    Sight, TodayPage,
};
use crate::engine::effect::Page;

/// After a page took another shape: one picture to measure it, one to show it.
const SETTLES: u8 = 2;

/// What is on the screen.
#[derive(Debug)]
pub struct Shell {
    /// What the pages know.
    pub model: Model,
    /// What they ask.
    pub asks: Asks,
    page: Page,
    /// So many pictures until everything is in its place.
    settling: u8,
    had_focus: bool,
    /// A text field or an open list had the keys in the last picture: *Escape* is its own.
    in_field: bool,
    guided_break: BreakPage,
    today: TodayPage,
    insights: InsightsPage,
    movements: MovementsPage,
    science: SciencePage,
    safety: SafetyPage,
    settings: SettingsPage,
    panel: PanelPage,
}

impl Shell {
    /// Shows this page first.
    #[must_use]
    pub fn new(page: Page, model: Model) -> Self {
        Self {
            model,
            asks: Asks::default(),
            page,
            settling: SETTLES,
            had_focus: true,
            in_field: false,
            guided_break: BreakPage::default(),
            today: TodayPage::default(),
            insights: InsightsPage::default(),
            movements: MovementsPage::default(),
            science: SciencePage::default(),
            safety: SafetyPage::default(),
            settings: SettingsPage::default(),
            panel: PanelPage::default(),
        }
    }

    /// The page that is shown.
    #[must_use]
    pub fn page(&self) -> Page {
        self.page
    }

    /// Whether what somebody else changes in the files is to be told at once.
    #[must_use]
    pub fn watches_files(&self) -> bool {
        self.page == Page::Settings
    }

    /// What is still to be done when the window closes.
    pub fn last_chores(&mut self) -> Vec<Chore> {
        self.settings.leave(&mut self.asks);
        std::mem::take(&mut self.asks.chores)
    }

    /// Something was told from outside.
    pub fn hear(&mut self, heard: &Heard) {
        self.settling = SETTLES;
        match heard {
            Heard::Status(status) => {
                self.model.link = Link::Following;
                self.model.status = Some(((**status).clone(), self.model.now));
            }
            Heard::Lost(trouble) => {
                self.model.link = Link::Lost(trouble.clone());
                self.model.status = None;
            }
            Heard::Open(page) | Heard::Turn(page) => self.turn(*page),
            Heard::Desktop(desktop) => self.model.fit_in(*desktop),
            Heard::Came(came) => {
                if let Some(loaded) = came.loaded() {
                    self.model.take_again(loaded);
                }
            }
            Heard::Answered(..) | Heard::Picture(_) => {}
        }
        let Self { model, asks, .. } = self;
        self.guided_break.hear(heard, model, asks);
        self.today.hear(heard, model, asks);
        self.insights.hear(heard, model, asks);
        self.movements.hear(heard, model, asks);
        self.science.hear(heard, model, asks);
        self.safety.hear(heard, model, asks);
        self.settings.hear(heard, model, asks);
        self.panel.hear(heard, model, asks);
    }

    /// Time passed. A break goes on while another page is read, and its end closes no page that is.
    pub fn tick(&mut self) {
        let sight = match self.page {
            Page::Break => Sight::Shown,
            _ => Sight::Behind,
        };
        self.guided_break.tick(sight, &self.model, &mut self.asks);
    }

    /// Shows the page, and takes the keys that are the same on every page.
    pub fn show(&mut self, ui: &mut Ui) {
        self.tick();
        self.keys(ui);
        if self.page != Page::Panel {
            self.bar(ui);
        }
        let margin = if self.page == Page::Panel { 10 } else { 16 };
        let frame = egui::Frame::new()
            .fill(ui.visuals().panel_fill)
            .inner_margin(margin);
        egui::CentralPanel::default().frame(frame).show(ui, |ui| {
            let Self { model, asks, .. } = self;
            match self.page {
                Page::Break => self.guided_break.show(ui, model, asks),
                Page::Today => self.today.show(ui, model, asks),
                Page::Insights => self.insights.show(ui, model, asks),
                Page::Movements => self.movements.show(ui, model, asks),
                Page::Science => self.science.show(ui, model, asks),
                Page::Safety => self.safety.show(ui, model, asks),
                Page::Settings => self.settings.show(ui, model, asks),
                Page::Panel => self.panel.show(ui, model, asks),
            }
        });
        self.look_at_files(ui);
        self.in_field = ui.ctx().text_edit_focused() || egui::Popup::is_any_open(ui.ctx());
        if let Some(movement) = self.asks.movement.take() {
            self.movements.open(&movement);
            self.asks.go = Some(Page::Movements);
        }
        if let Some(page) = self.asks.go.take() {
            self.turn(page);
            self.settling = SETTLES;
        }
        if std::mem::take(&mut self.asks.reshaped) {
            self.settling = SETTLES;
        }
        if 0 < self.settling {
            self.settling -= 1;
            self.asks.paint_within(Duration::ZERO);
        }
    }

    /// Shows another page; what was typed on this one and not yet written is written.
    fn turn(&mut self, page: Page) {
        if self.page == Page::Settings && page != Page::Settings {
            self.settings.leave(&mut self.asks);
        }
        match page {
            Page::Today => self.today.look_again(),
            Page::Insights => self.insights.look_again(),
            _ => {}
        }
        self.page = page;
    }

    /// Who edits the settings does it in another window: they are read when the focus comes back.
    fn look_at_files(&mut self, ui: &Ui) {
        let focused = ui.input(|input| input.focused);
        let had_focus = std::mem::replace(&mut self.had_focus, focused);
        // A page may have asked for the same.
        if focused && !had_focus && !self.asks.chores.contains(&Chore::Read) {
            self.asks.chores.push(Chore::Read);
        }
    }

    fn bar(&mut self, ui: &mut Ui) {
        let frame = egui::Frame::new()
            .fill(ui.visuals().window_fill)
            .inner_margin(egui::Margin::symmetric(12, 6));
        egui::Panel::top("pages").frame(frame).show(ui, |ui| {
            ui.horizontal_wrapped(|ui| {
                for page in Page::ALL.into_iter().filter(|page| *page != Page::Panel) {
                    let button = egui::Button::selectable(self.page == page, name(page));
                    if ui.add(button).clicked() {
                        self.asks.go = Some(page);
                    }
                }
            });
        });
    }

    fn keys(&mut self, ui: &Ui) {
        const NUMBERS: [Key; 8] = [
            Key::Num1,
            Key::Num2,
            Key::Num3,
            Key::Num4,
            Key::Num5,
            Key::Num6,
            Key::Num7,
            Key::Num8,
        ];
        ui.input_mut(|input| {
            for (page, number) in Page::ALL.into_iter().zip(NUMBERS) {
                for with in [Modifiers::ALT, Modifiers::COMMAND] {
                    if input.consume_key(with, number) {
                        self.asks.go = Some(page);
                    }
                }
            }
            if !self.in_field && input.consume_key(Modifiers::NONE, Key::Escape) {
                self.asks.close = true;
            }
        });
    }
}

fn name(page: Page) -> &'static str {
    match page {
        Page::Break => "Break",
        Page::Today => "Today",
        Page::Insights => "Insights",
        Page::Movements => "Movements",
        Page::Science => "Science",
        Page::Safety => "Safety",
        Page::Settings => "Settings",
        Page::Panel => "Panel",
    }
}

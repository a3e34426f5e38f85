//! What the guided break looks like, stage by stage.

use std::time::Duration;

use eframe::egui::{self, Key, Modifiers, RichText, Ui, vec2};

use super::break_page::{BreakPage, Shown, Wish, is_offered};
use super::reading::heading;
use super::ring::Ring;
use super::{sentence, tell_changes};
use crate::control::StatusReport;
use crate::engine::effect::Page;
use crate::engine::record::Side;
use crate::movements::Safety;
use crate::window::entries::Offer;
use crate::window::figure_view::{FigureView, hold_at};
use crate::window::guided::{Delivery, Guided, Stage, leg};
use crate::window::look::{self, Motion};
use crate::window::model::{Asks, Link, Model};
use crate::words::duration;

/// One picture of the figure, thirty times a second.
const PICTURE: Duration = Duration::from_millis(33);
/// Below this width the ring is small.
const WIDE: f32 = 560.0;
/// The ring beside the figure.
const RING: f32 = 150.0;
const NARROW_RING: f32 = 104.0;
/// The title and the line before or after the figure.
const LINES: f32 = 84.0;
/// The figure's height, in points.
const FIGURE: std::ops::RangeInclusive<f32> = 150.0..=460.0;
/// A hold that is shorter needs no timer.
const HOLD_SHOWN: Duration = Duration::from_secs(2);

pub(super) fn show(page: &mut BreakPage, ui: &mut Ui, model: &Model, asks: &mut Asks) {
    if page.safety_first(model) {
        return safety(page, ui, model, asks);
    }
    page.follow(model);
    match page.stage() {
        None => nothing_runs(page, ui, model, asks),
        Some(Stage::Booked(..) | Stage::Elsewhere) => answered(page, ui, model, asks),
        Some(_) => runs(page, ui, model, asks),
    }
}

fn safety(page: &mut BreakPage, ui: &mut Ui, model: &Model, asks: &mut Asks) {
    ui.add_space(8.0);
    heading(ui, 1, "Before your first movement");
    look::card(model.look).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.label(&Safety::page().short);
    });
    ui.horizontal_wrapped(|ui| {
        let read = ui.add(look::wanted(model.look, "I have read this"));
        focus_first(ui, &read);
        if read.clicked() {
            page.wish(Wish::Acknowledge, model, asks);
        }
        if ui.add(look::other("More on safety")).clicked() {
            asks.go = Some(Page::Safety);
        }
    });
    says(page, ui);
}

/// No break is under way: one is offered, or it is said why not.
fn nothing_runs(page: &mut BreakPage, ui: &mut Ui, model: &Model, asks: &mut Asks) {
    let offer = page.offered(model);
    let can_start = !model.standing().is_some_and(is_stopped);
    bottom(ui, "offer", model, asks, |ui, asks| {
        says(page, ui);
        ui.horizontal_wrapped(|ui| {
            if !can_start {
                if model
                    .standing()
                    .is_some_and(|status| status.posture == "paused")
                    && ui.add(look::wanted(model.look, "Go on")).clicked()
                {
                    page.wish(Wish::Resume, model, asks);
                }
                return;
            }
            if offer.is_some() {
                let start = ui.add(look::wanted(model.look, "Start"));
                focus_first(ui, &start);
                if start.clicked() {
                    page.wish(Wish::Start, model, asks);
                }
            }
            if model.standing().is_some_and(is_offered) {
                if ui.add(look::other("Later")).clicked() {
                    page.wish(Wish::Later, model, asks);
                }
                if ui.add(look::other("Skip")).clicked() {
                    page.wish(Wish::Skip, model, asks);
                }
            }
        });
    });
    let height = ui.available_height();
    scroll(ui, |ui| {
        let why = ui.label(RichText::new(why(model)).color(model.look.palette().quiet));
        tell_changes(ui, &why);
        if let Some(offer) = offer.filter(|_| can_start) {
            title(ui, model, &offer, asks);
            let size = vec2(
                ui.available_width(),
                height - LINES - steps_need(ui, &offer),
            );
            let figured = Figured {
                after: model.now,
                side: offer.exercise.first_side(),
                moves: true,
            };
            figure(ui, model, &offer, figured, size, asks);
            steps(ui, &offer);
        }
    });
}

/// From the count-in to the question at the end.
fn runs(page: &mut BreakPage, ui: &mut Ui, model: &Model, asks: &mut Asks) {
    // A button that has the focus takes the key for itself.
    let free = ui.memory(|memory| memory.focused().is_none());
    if free && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Space)) {
        page.pause_or_go_on(model);
    }
    bottom(ui, "runs", model, asks, |ui, asks| {
        says(page, ui);
        trouble(ui, model);
        buttons(page, ui, model, asks);
    });
    if let Some(shown) = &page.shown {
        under_way(ui, model, shown, asks);
    }
}

fn under_way(ui: &mut Ui, model: &Model, shown: &Shown, asks: &mut Asks) {
    let moment = shown.guided.moment(model.now);
    let moving = *shown.guided.stage() == Stage::Moving;
    let figured = Figured {
        after: moment.figure_after,
        side: moment.side,
        moves: moving && !moment.changing,
    };
    if let Some(change) = shown.guided.changes_in(model.now) {
        asks.paint_within(change);
    }
    let height = ui.available_height() - LINES - steps_need(ui, &shown.offer);
    scroll(ui, |ui| {
        title(ui, model, &shown.offer, asks);
        let wide = ui.available_width();
        let ring = if wide < WIDE { NARROW_RING } else { RING };
        let size = vec2(wide - ring - 24.0, height);
        ui.horizontal(|ui| {
            figure(ui, model, &shown.offer, figured, size, asks);
            ui.vertical_centered(|ui| progress(ui, model, &shown.guided, ring));
        });
        steps(ui, &shown.offer);
    });
}

/// The ring, the leg, the hold.
fn progress(ui: &mut Ui, model: &Model, guided: &Guided, size: f32) {
    let moment = guided.moment(model.now);
    let exercise = guided.exercise();
    let (large, small, words) = match (guided.stage(), exercise.target()) {
        (Stage::CountIn, _) => {
            let count = guided.count_in(model.now).to_string();
            let words = format!("Get ready: {count}");
            (count, "get ready".to_owned(), words)
        }
        (_, Some(target)) => {
            let small = format!("of {target}");
            let counted = exercise.counted().unwrap_or("times");
            let words = format!("{} of {target} {counted}", moment.repetitions);
            (moment.repetitions.to_string(), small, words)
        }
        (_, None) => {
            let left = exercise.whole().saturating_sub(moment.moved);
            let left = left.as_millis().div_ceil(1000);
            let words = format!("{left} seconds to go");
            (
                format!("{}:{:02}", left / 60, left % 60),
                "to go".to_owned(),
                words,
            )
        }
    };
    let counted = exercise.target().is_some() && *guided.stage() != Stage::CountIn;
    let ring = Ring {
        share: moment.share,
        large,
        small: &small,
        words,
    };
    let told = ring.show(ui, model.look, size);
    if counted {
        tell_changes(ui, &told);
    }
    if let Some(side) = moment.side {
        let words = if moment.changing {
            format!("Change legs: {}", leg(side).to_lowercase())
        } else {
            leg(side).to_owned()
        };
        let told = ui.label(RichText::new(words).strong());
        tell_changes(ui, &told);
    }
    match guided.stage() {
        Stage::Paused => {
            let told = ui.label(RichText::new("Paused").strong());
            tell_changes(ui, &told);
        }
        Stage::Moving if !moment.changing => hold(ui, guided, moment.figure_after),
        _ => {}
    }
}

fn hold(ui: &mut Ui, guided: &Guided, after: Duration) {
    let held = guided
        .exercise()
        .figure()
        .and_then(|figure| hold_at(figure, after));
    // The line keeps its place, so that nothing jumps.
    let words = match held {
        Some((left, all)) if HOLD_SHOWN <= all => {
            format!("Hold: {} s", left.as_millis().div_ceil(1000))
        }
        _ => " ".to_owned(),
    };
    ui.label(words);
}

fn buttons(page: &mut BreakPage, ui: &mut Ui, model: &Model, asks: &mut Asks) {
    let Some(shown) = &mut page.shown else {
        return;
    };
    let over = *shown.guided.stage() == Stage::Over;
    let part = shown.guided.has_part(model.now);
    let pause = match shown.guided.stage() {
        Stage::Paused => Some("Go on"),
        Stage::Moving => Some("Pause"),
        _ => None,
    };
    let to_focus = over && !std::mem::replace(&mut shown.focused, true);
    if over {
        let asked = ui.label(
            RichText::new("Time is up. Did you do it?")
                .size(19.0)
                .strong(),
        );
        tell_changes(ui, &asked);
    }
    ui.horizontal_wrapped(|ui| {
        let done = ui.add(look::wanted(model.look, "Done"));
        if to_focus {
            done.request_focus();
        }
        if done.clicked() {
            page.book(Guided::done, model, asks);
        }
        if ui.add_enabled(part, look::other("Part of it")).clicked() {
            page.book(Guided::part, model, asks);
        }
        if ui.add(look::other("Another one")).clicked() {
            page.wish(Wish::Another, model, asks);
        }
        if ui.add(look::other("Not now")).clicked() {
            page.wish(Wish::Skip, model, asks);
        }
        if let Some(pause) = pause
            && ui
                .add(look::other(pause))
                .on_hover_text("Space does the same")
                .clicked()
        {
            page.pause_or_go_on(model);
        }
    });
}

/// It was answered: what was booked, or that it ended elsewhere.
fn answered(page: &mut BreakPage, ui: &mut Ui, model: &Model, asks: &mut Asks) {
    let Some(stage) = page.stage().cloned() else {
        return;
    };
    let mut undo = false;
    ui.vertical_centered(|ui| {
        ui.add_space((ui.available_height() * 0.22).max(8.0));
        let large = |words: &str| RichText::new(words).size(26.0);
        let Stage::Booked(words, delivery) = &stage else {
            let told = ui.label(large("This break was answered elsewhere."));
            return tell_changes(ui, &told);
        };
        match delivery {
            Delivery::OnItsWay | Delivery::Delivered => {
                let told = ui.label(large(words));
                tell_changes(ui, &told);
            }
            Delivery::Kept => {
                ui.label(large(words));
                sentence(ui, &kept(model));
            }
            Delivery::Refused(why) => sentence(ui, &format!("That is not booked. {why}")),
            Delivery::Undone => {
                let told = ui.label(large("Taken back. It no longer counts."));
                tell_changes(ui, &told);
            }
        }
        ui.add_space(10.0);
        if *delivery == Delivery::Delivered {
            undo = ui.add(look::other("Undo")).clicked();
        }
        if matches!(delivery, Delivery::Kept | Delivery::Refused(_))
            && ui.add(look::other("Close")).clicked()
        {
            asks.close = true;
        }
        says(page, ui);
    });
    if undo {
        page.wish(Wish::Undo, model, asks);
    }
}

fn kept(model: &Model) -> String {
    let why = model
        .trouble()
        .map_or("Soleus did not answer.", |trouble| trouble.words.as_str());
    format!("{why} This is booked as soon as Soleus is back, while this window is open.")
}

/// Why no break is under way.
fn why(model: &Model) -> String {
    let Some(status) = model.standing() else {
        return match &model.link {
            Link::Lost(trouble) => format!(
                "{} You can do a break all the same; it is booked when Soleus is back.",
                trouble.words
            ),
            Link::Seeking | Link::Following => "Looking for Soleus …".to_owned(),
        };
    };
    match status.posture.as_str() {
        "paused" => match status.paused_until {
            Some(until) => format!("Soleus is paused until {}.", until.format("%H:%M")),
            None => "Soleus is paused.".to_owned(),
        },
        "off-hours" => "Soleus rests outside your hours.".to_owned(),
        _ if is_offered(status) => "Time to move your legs.".to_owned(),
        _ => match status.next_reminder_seconds {
            Some(seconds) => format!(
                "No break is due. The next one comes in {}.",
                duration::ahead(Duration::from_secs(seconds))
            ),
            None => "No break is due.".to_owned(),
        },
    }
}

fn is_stopped(status: &StatusReport) -> bool {
    matches!(status.posture.as_str(), "paused" | "off-hours")
}

/// What is said while a break is under way and the resident is not.
fn trouble(ui: &mut Ui, model: &Model) {
    if let Some(trouble) = model.trouble() {
        let words = format!(
            "{} Your break goes on; it is booked when Soleus is back.",
            trouble.words
        );
        sentence(ui, &words);
    }
}

fn says(page: &BreakPage, ui: &mut Ui) {
    if let Some(says) = &page.says {
        sentence(ui, says);
    }
}

fn title(ui: &mut Ui, model: &Model, offer: &Offer, asks: &mut Asks) {
    ui.horizontal_wrapped(|ui| {
        heading(ui, 1, offer.exercise.name());
        ui.label(RichText::new(&offer.dose).color(model.look.palette().quiet));
        // Its steps, the dose and where that comes from, its sources.
        if ui.link("Why this").clicked() {
            asks.movement = Some(offer.exercise.movement().to_owned());
        }
    });
}

fn steps(ui: &mut Ui, offer: &Offer) {
    for words in &offer.lines {
        ui.label(words);
    }
    for words in &offer.mind {
        ui.label(RichText::new(words).small());
    }
}

/// How high the steps are at this width.
fn steps_need(ui: &Ui, offer: &Offer) -> f32 {
    let colour = ui.visuals().text_color();
    let width = ui.available_width();
    let high = |words: &[String], style: egui::TextStyle| -> f32 {
        let font = style.resolve(ui.style());
        let heights = words.iter().map(|words| {
            let text = ui.painter();
            let text = text.layout(words.clone(), font.clone(), colour, width);
            text.size().y + ui.spacing().item_spacing.y
        });
        heights.sum()
    };
    high(&offer.lines, egui::TextStyle::Body) + high(&offer.mind, egui::TextStyle::Small)
}

/// Where the figure is, and whether it moves.
#[derive(Clone, Copy)]
struct Figured {
    after: Duration,
    /// The leg that works, where one moves after the other.
    side: Option<Side>,
    moves: bool,
}

fn figure(
    ui: &mut Ui,
    model: &Model,
    offer: &Offer,
    figured: Figured,
    size: egui::Vec2,
    asks: &mut Asks,
) {
    let (Some(figure), Some(edges)) = (offer.exercise.figure(), offer.frame) else {
        return;
    };
    let hidden = ui.input(|input| input.viewport().minimized == Some(true));
    if figured.moves && model.look.motion == Motion::Full && !hidden {
        asks.paint_within(PICTURE);
    }
    let frame = look::card(model.look);
    let height = size.y.clamp(*FIGURE.start(), *FIGURE.end());
    let size = vec2(size.x, height) - frame.inner_margin.sum() - vec2(2.0, 2.0);
    frame.show(ui, |ui| {
        FigureView {
            name: offer.exercise.name(),
            figure,
            after: figured.after,
            swapped: offer.is_swapped(figured.side),
        }
        .show_in(ui, model.look, size, edges);
    });
}

/// Buttons and the line on safety stay in sight at the bottom.
fn bottom(
    ui: &mut Ui,
    view: &str,
    model: &Model,
    asks: &mut Asks,
    add: impl FnOnce(&mut Ui, &mut Asks),
) {
    egui::Panel::bottom("break-bottom")
        .resizable(false)
        .show_separator_line(false)
        .frame(egui::Frame::new().inner_margin(egui::Margin {
            top: 8,
            ..egui::Margin::ZERO
        }))
        .show(ui, |ui| {
            // A view's buttons are its own: the focus of *Start* is not handed on to *Done*.
            ui.push_id(view, |ui| add(ui, asks));
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing = vec2(0.0, 2.0);
                // Text in a line of text, not a row of buttons.
                ui.spacing_mut().interact_size.y = 0.0;
                let quiet = model.look.palette().quiet;
                let card = Safety::page().card.as_str();
                let (before, after) = card.rsplit_once("Safety").unwrap_or((card, ""));
                ui.label(RichText::new(before).small().color(quiet));
                if ui.link(RichText::new("Safety").small()).clicked() {
                    asks.go = Some(Page::Safety);
                }
                ui.label(RichText::new(after).small().color(quiet));
            });
        });
}

fn scroll(ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    egui::ScrollArea::vertical()
        .auto_shrink([false, false])
        .show(ui, add);
}

/// The first button of a page has the focus when the page comes, so that Enter begins.
fn focus_first(ui: &Ui, response: &egui::Response) {
    let id = response.id.with("first-focus");
    let was = ui.data_mut(|data| std::mem::replace(data.get_temp_mut_or(id, false), true));
    if !was {
        response.request_focus();
    }
}

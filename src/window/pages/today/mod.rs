//! The day, piece by piece: the longest sitting first, then the ribbon, what can be said of each
//! part of it, and the breaks.

mod form;
mod goal;
mod going_on;
mod legend;
mod ribbon;
mod seen;
mod style;
mod table;
mod words;

use std::time::Duration;

use chrono::{DateTime, Datelike, Days, FixedOffset, NaiveDate, Timelike};
use eframe::egui::{
    Align2, AtomExt, Button, Margin, Response, RichText, Role, ScrollArea, Sense, TextEdit, Ui,
    WidgetInfo, vec2,
};

use super::keeping::{Card, Keeping};
use super::reading::{self, aside, column, heading, outline, paragraph};
use super::sentence;
use super::steps::Steps;
use crate::engine::date_of;
use crate::history::{Day, DayBreak, Summary};
use crate::window::look;
use crate::window::model::{Asks, Heard, Model};
use crate::window::record::Wanted;
use crate::window::record_reader::Reader;
use crate::words::duration;
use form::Form;
use ribbon::Chosen;
use seen::Seen;

/// As wide as a picture of a day gets, in points.
const WIDE: f32 = 700.0;
/// A date in its field.
const DATE: f32 = 116.0;
/// Between the edge of a field and what stands in it.
const MARGIN: Margin = Margin::symmetric(9, 8);
/// A line of the list of breaks.
const LINE: f32 = 28.0;
/// So many breaks are listed: a day of a person has fewer.
const MOST: usize = 300;
/// Between the time and the words of it.
const BETWEEN: f32 = 8.0;

/// The page.
#[derive(Debug, Default)]
pub struct TodayPage {
    /// The day that is shown; none: the day it is.
    date: Option<NaiveDate>,
    reader: Reader<Day>,
    steps: Steps,
    form: Form,
    /// The number of the line that the form is below.
    line: usize,
    /// The line of this break is to have the focus.
    wants_focus: Option<DayBreak>,
    keeping: Keeping,
    /// What stands in the field for a date, while somebody types.
    typed: Option<String>,
    /// What is wrong with it.
    mistake: Option<String>,
    /// How high it was said that nobody records: what follows stays where it is when somebody does
    /// again.
    room_for_trouble: f32,
}

impl TodayPage {
    /// Somebody turns to the page.
    pub fn look_again(&mut self) {
        self.reader.look_again();
        self.form.tell_no_more();
        self.room_for_trouble = 0.0;
    }

    /// Something was heard; the model holds it already.
    pub fn hear(&mut self, heard: &Heard, model: &Model, asks: &mut Asks) {
        self.reader.hear(heard, model, asks);
        self.keeping.hear(heard, model, asks);
        if self.form.hear(heard, model.now) {
            self.reader.look_again();
        }
    }

    /// Shows it.
    pub fn show(&mut self, ui: &mut Ui, model: &Model, asks: &mut Asks) {
        let today = date_of(model.wall, model.counting.day_starts_at);
        let date = self.date.unwrap_or(today);
        let wanted = week_of(date, model);
        self.reader.want(wanted.clone(), model, asks);
        ScrollArea::vertical()
            .auto_shrink([false, false])
            .show(ui, |ui| {
                column(ui, WIDE, |ui| {
                    self.turn(ui, model, date, today);
                    self.day(ui, model, &wanted, [date, today], asks);
                    ui.add_space(24.0);
                });
            });
    }

    /// The day that is shown, and the ways to others.
    fn turn(&mut self, ui: &mut Ui, model: &Model, date: NaiveDate, today: NaiveDate) {
        heading(ui, 1, &words::title(date, today));
        let mut to = None;
        ui.horizontal_wrapped(|ui| {
            if ui.add(look::other("Day before")).clicked() {
                to = date.checked_sub_days(Days::new(1));
            }
            if ui
                .add_enabled(date < today, look::other("Day after"))
                .clicked()
            {
                to = date.checked_add_days(Days::new(1));
            }
            if ui.available_size_before_wrap().x < DATE {
                ui.end_row();
            }
            to = to.or(self.date_field(ui, model, date));
            // After the field, which stays under the pointer as the button comes and goes.
            if date != today && ui.add(look::other("Back to today")).clicked() {
                to = Some(today);
            }
        });
        if to.is_some_and(|to| today < to) {
            self.mistake = Some("That day is still to come.".to_owned());
            to = None;
        }
        if let Some(mistake) = &self.mistake {
            sentence(ui, mistake);
        }
        if let Some(to) = to {
            self.date = (to < today).then_some(to);
            self.typed = None;
            self.mistake = None;
            self.room_for_trouble = 0.0;
            self.form.close();
        }
    }

    fn date_field(&mut self, ui: &mut Ui, model: &Model, date: NaiveDate) -> Option<NaiveDate> {
        let mut text = self.typed.take().unwrap_or_else(|| date.to_string());
        let field = ui
            .scope(|ui| {
                outline(ui, model.look);
                let field = TextEdit::singleline(&mut text).margin(MARGIN);
                ui.add_sized([DATE, look::BUTTON_HEIGHT], field)
            })
            .inner;
        ui.ctx()
            .accesskit_node_builder(field.id, |node| node.set_label("Date"));
        let left = field.lost_focus();
        let field = field.on_hover_text("Another day, such as 2026-03-10");
        if field.has_focus() || field.changed() {
            self.typed = Some(text);
            return None;
        }
        if !left || text.trim() == date.to_string() {
            return None;
        }
        let read = text.trim().parse();
        self.mistake = read
            .is_err()
            .then(|| format!("That is no date: write one as in {date}, year, month and day."));
        read.ok()
    }

    fn day(
        &mut self,
        ui: &mut Ui,
        model: &Model,
        wanted: &Wanted,
        [date, today]: [NaiveDate; 2],
        asks: &mut Asks,
    ) {
        let Some(read) = self.reader.read().filter(|read| read.wanted == *wanted) else {
            paragraph(ui, "Reading …");
            return;
        };
        let days = match &read.days {
            Ok(days) => days,
            Err(why) => return sentence(ui, why),
        };
        let day = days.days.iter().find(|day| day.date == date);
        let seen = day.map(|day| Seen::at(day, model.wall, model.standing()));
        let moved = leg_work(&days.days);
        let notes = reading::record_notes(days);
        match seen.filter(|seen| seen.hours().is_some() || !seen.day.breaks.is_empty()) {
            Some(seen) => {
                if seen.goes_on {
                    asks.paint_within(to_the_minute(model.wall));
                }
                self.trouble(ui, model);
                self.picture(ui, model, &seen, today, asks);
                if self.form.is_of_piece() {
                    self.form.show(ui, model, &seen, asks);
                }
                self.breaks(ui, model, &seen, asks);
                self.focus_back(&seen);
                totals(ui, model, &seen);
            }
            None => {
                paragraph(ui, &words::nothing(date, today, model.trouble()));
            }
        }
        let this_week = week_of(today, model).dates == wanted.dates;
        goal::show(ui, model, moved, this_week);
        for note in notes {
            aside(ui, model.look, &note);
        }
    }

    /// Says quietly that nobody records, and that this is what was.
    fn trouble(&mut self, ui: &mut Ui, model: &Model) {
        if let Some(trouble) = model.trouble() {
            let told = aside(ui, model.look, &words::recorded_only(trouble));
            self.room_for_trouble = told.rect.height();
        } else if 0.0 < self.room_for_trouble {
            let room = vec2(ui.available_width(), self.room_for_trouble);
            ui.allocate_exact_size(room, Sense::hover());
        }
    }

    fn picture(
        &mut self,
        ui: &mut Ui,
        model: &Model,
        seen: &Seen,
        today: NaiveDate,
        asks: &mut Asks,
    ) {
        let date = seen.day.date;
        let headline = words::headline(seen, today);
        let title = words::title(date, today);
        let card = Card {
            id: "day",
            title: &words::whole(date),
            sentence: Some(&headline),
            file: &format!("soleus-day-{date}"),
        };
        let (steps, catalogue) = (&mut self.steps, &model.catalogue);
        let mut pressed = None;
        self.keeping.card(
            ui,
            model,
            asks,
            &card,
            || table::of(seen),
            |ui| {
                let name = format!("{title} as a ribbon. {headline} The arrow keys go through it.");
                pressed = ribbon::show(ui, model.look, seen, catalogue, steps, &name);
                legend::show(ui, model.look, seen);
            },
        );
        if let Some(chosen) = pressed {
            self.form.open(chosen);
        }
    }

    /// What became of movements, absences and reminders, one a line; each can be corrected, right
    /// under its line.
    fn breaks(&mut self, ui: &mut Ui, model: &Model, seen: &Seen, asks: &mut Asks) {
        heading(ui, 2, "Breaks");
        let all = &seen.day.breaks;
        let mut lines: Vec<_> = all.iter().take(MOST).map(|one| (one, true)).collect();
        let asked = self.form.of_break().cloned();
        if let Some(asked) = &asked {
            // What was dropped keeps its line, so that nothing moves under the pointer.
            match lines.iter().position(|(one, _)| is_same(one, asked)) {
                Some(line) => self.line = line,
                // One of those that are not listed, chosen in the ribbon.
                None if has(seen, asked) => {
                    self.line = lines.len();
                    lines.push((asked, true));
                }
                None => lines.insert(self.line.min(lines.len()), (asked, false)),
            }
        }
        if lines.is_empty() {
            paragraph(ui, "No breaks are recorded.");
        }
        let mut pressed = None;
        let usual = std::mem::take(&mut ui.spacing_mut().item_spacing.y);
        for (one, counts) in lines {
            let chosen = Chosen::Break(one.clone());
            let words = words::deed(one, &model.catalogue);
            let line = break_line(ui, [&words::time(one.at), &words], counts);
            if line.gained_focus() {
                line.scroll_to_me(None);
            }
            if self
                .wants_focus
                .take_if(|left| is_same(left, one))
                .is_some()
            {
                line.request_focus();
            }
            if line.on_hover_text("Correct this").clicked() {
                pressed = Some(chosen);
            }
            if asked.as_ref().is_some_and(|asked| is_same(asked, one)) {
                ui.scope(|ui| {
                    ui.spacing_mut().item_spacing.y = usual;
                    self.form.show(ui, model, seen, asks);
                });
            }
        }
        ui.spacing_mut().item_spacing.y = usual;
        self.wants_focus = None;
        if let Some(more) = all.len().checked_sub(MOST).filter(|more| 0 < *more) {
            let words =
                format!("And {more} more: the table of this day, under Save data, has them all.");
            aside(ui, model.look, &words);
        }
        if let Some(chosen) = pressed {
            self.form.open_below(chosen, model.now);
        }
        ui.add_space(6.0);
    }

    /// A form that was closed by the keys gives the focus back to what it was of.
    fn focus_back(&mut self, seen: &Seen) {
        match self.form.left() {
            Some(Chosen::Break(one)) if has(seen, &one) => {
                self.wants_focus = Some(one);
            }
            Some(_) => self.steps.focus(),
            None => {}
        }
    }
}

/// What is too long for the line goes on under the words, not under the time.
fn break_line(ui: &mut Ui, words: [&str; 2], counts: bool) -> Response {
    let line = ui.scope(|ui| {
        ui.spacing_mut().interact_size.y = LINE;
        ui.spacing_mut().button_padding = vec2(8.0, 3.0);
        let [time, deed] = words.map(|words| {
            let text = RichText::new(words);
            if counts { text } else { text.strikethrough() }
        });
        let parts = (
            time.atom_align(Align2::LEFT_TOP),
            deed.atom_shrink(true).atom_align(Align2::LEFT_TOP),
        );
        let line = Button::selectable(false, parts).wrap().gap(BETWEEN);
        ui.add_enabled(counts, line)
    });
    let name = words.join("  ");
    let named = || WidgetInfo::labeled(Role::Button, counts, &name);
    line.inner.widget_info(named);
    line.inner
}

fn has(seen: &Seen, asked: &DayBreak) -> bool {
    seen.day.breaks.iter().any(|one| is_same(one, asked))
}

fn is_same(one: &DayBreak, other: &DayBreak) -> bool {
    (one.id, &one.device) == (other.id, &other.device)
}

/// What other programs counted. It is use of the computer, not sitting, and stands apart.
fn totals(ui: &mut Ui, model: &Model, seen: &Seen) {
    for total in &seen.day.totals {
        let words = format!(
            "{} counted {} of use, {} taken and {} put off.",
            total.program,
            duration::passed(total.active),
            duration::count(u64::from(total.taken), "break"),
            total.passed
        );
        aside(ui, model.look, &words);
    }
}

/// From Monday to Sunday.
fn week_of(date: NaiveDate, model: &Model) -> Wanted {
    let past = u64::from(date.weekday().num_days_from_monday());
    let monday = date.checked_sub_days(Days::new(past)).unwrap_or(date);
    let sunday = monday.checked_add_days(Days::new(6)).unwrap_or(date);
    Wanted {
        history: model.history.clone(),
        counting: model.counting,
        dates: monday..=sunday,
    }
}

fn leg_work(days: &[Day]) -> Duration {
    let days = days.iter().map(Summary::of);
    days.map(|day| day.figures.breaks.leg_work).sum()
}

/// Until the clock shows another minute; a hair past it, so that it is there when it is painted.
fn to_the_minute(wall: DateTime<FixedOffset>) -> Duration {
    let past = wall.second() * 1000 + wall.nanosecond() / 1_000_000;
    Duration::from_millis(u64::from(60_020_u32.saturating_sub(past)))
}

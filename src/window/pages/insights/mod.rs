//! Weeks and months, and what they show: each picture with one sentence from the same figures.

mod bars;
mod calendar;
mod range;
mod sums;
mod words;

use chrono::NaiveDate;
use eframe::egui::{Button, ScrollArea, Ui};

use super::keeping::{Card, Keeping};
use super::reading::{self, aside, column, heading, paragraph};
use super::sentence;
use super::steps::Steps;
use crate::engine::date_of;
use crate::history::Summary;
use crate::window::model::{Asks, Heard, Model};
use crate::window::record::Wanted;
use crate::window::record_reader::Reader;
use range::Range;
use sums::Sums;

/// As wide as a picture gets, in points.
const WIDE: f32 = 700.0;

/// The page.
#[derive(Debug, Default)]
pub struct InsightsPage {
    range: Range,
    reader: Reader<Summary>,
    /// What was read, added up.
    sums: Option<Sums>,
    keeping: Keeping,
    calendar: Steps,
    lengths: Steps,
    hours: Steps,
    answers: Steps,
}

impl InsightsPage {
    /// Somebody turns to the page.
    pub fn look_again(&mut self) {
        self.reader.look_again();
    }

    /// Something was heard; the model holds it already.
    pub fn hear(&mut self, heard: &Heard, model: &Model, asks: &mut Asks) {
        self.keeping.hear(heard, model, asks);
        if self.reader.hear(heard, model, asks) {
            let read = self.reader.read();
            self.sums = read.and_then(|read| {
                let days = read.days.as_ref().ok()?;
                Some(Sums::of(&read.wanted.dates, &days.days))
            });
        }
    }

    /// Shows it.
    pub fn show(&mut self, ui: &mut Ui, model: &Model, asks: &mut Asks) {
        let today = date_of(model.wall, model.counting.day_starts_at);
        let wanted = self.wanted(model, today);
        self.reader.want(wanted.clone(), model, asks);
        ScrollArea::vertical()
            .auto_shrink([false, false])
            .show(ui, |ui| {
                column(ui, WIDE, |ui| {
                    heading(ui, 1, "Insights");
                    self.ranges(ui);
                    self.read(ui, model, &wanted, asks);
                    ui.add_space(24.0);
                });
            });
    }

    fn wanted(&self, model: &Model, today: NaiveDate) -> Wanted {
        Wanted {
            history: model.history.clone(),
            counting: model.counting,
            dates: self.range.dates(today),
        }
    }

    fn ranges(&mut self, ui: &mut Ui) {
        ui.horizontal_wrapped(|ui| {
            for range in Range::ALL {
                let button = Button::selectable(self.range == range, range.name());
                if ui.add(button).clicked() {
                    self.range = range;
                }
            }
        });
        ui.add_space(4.0);
    }

    fn read(&mut self, ui: &mut Ui, model: &Model, wanted: &Wanted, asks: &mut Asks) {
        let Some(read) = self.reader.read().filter(|read| read.wanted == *wanted) else {
            paragraph(ui, "Reading …");
            return;
        };
        let days = match &read.days {
            Ok(days) => days,
            Err(why) => return sentence(ui, why),
        };
        let notes = reading::record_notes(days);
        match self.sums.take() {
            Some(sums) if !sums.is_empty() => {
                self.pictures(ui, model, &sums, asks);
                self.sums = Some(sums);
            }
            sums => {
                paragraph(ui, &words::empty());
                self.sums = sums;
            }
        }
        for note in notes {
            aside(ui, model.look, &note);
        }
    }

    fn pictures(&mut self, ui: &mut Ui, model: &Model, sums: &Sums, asks: &mut Asks) {
        let look = model.look;
        let figures = &sums.figures;
        let file = |what: &str| format!("soleus-{what}-{}-{}", self.range.word(), sums.dates.end());
        let says = |sentence: fn(&Sums) -> String| words::or_too_little(sums, || sentence(sums));

        let says_longest = says(words::longest);
        let card = Card {
            id: "calendar",
            title: "Longest sitting of each day",
            sentence: &says_longest,
            file: &file("longest-sittings"),
        };
        let steps = &mut self.calendar;
        let name = name(&card, "a calendar, a column a week");
        let data = || calendar::data(sums);
        self.keeping.card(ui, model, asks, &card, data, |ui| {
            calendar::show(ui, look, sums, steps, &name);
        });

        let says_lengths = says(|sums| words::lengths(&sums.figures.bouts));
        let card = Card {
            id: "lengths",
            title: "How long sittings are",
            sentence: &says_lengths,
            file: &file("lengths-of-sittings"),
        };
        let steps = &mut self.lengths;
        let name = self::name(&card, "a bar for each ten minutes");
        let data = || bars::lengths_data(&figures.bouts);
        self.keeping.card(ui, model, asks, &card, data, |ui| {
            bars::lengths(ui, look, &figures.bouts, steps, &name);
        });

        let says_hours = says(|sums| words::hours(&sums.hours));
        let card = Card {
            id: "hours",
            title: "Long sittings and breaks by hour",
            sentence: &says_hours,
            file: &file("hours"),
        };
        let steps = &mut self.hours;
        let name = self::name(&card, "a bar for each hour of the day");
        let data = || bars::hours_data(sums);
        self.keeping.card(ui, model, asks, &card, data, |ui| {
            bars::hours(ui, look, sums, steps, &name);
        });

        let says_answers = says(|sums| words::answers(&sums.figures.reminders));
        let card = Card {
            id: "answers",
            title: "Answers to reminders",
            sentence: &says_answers,
            file: &file("reminders"),
        };
        let steps = &mut self.answers;
        let name = self::name(&card, "a bar for each answer");
        let data = || bars::answers_data(&figures.reminders);
        self.keeping.card(ui, model, asks, &card, data, |ui| {
            bars::answers(ui, look, &figures.reminders, steps, &name);
        });
    }
}

/// What a picture is, for those who hear it.
fn name(card: &Card, picture: &str) -> String {
    format!(
        "{}, {picture}. {} The arrow keys go through it.",
        card.title, card.sentence
    )
}

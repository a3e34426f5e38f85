//! Weeks and months, and what they show: each picture with one sentence from the same figures.

mod answers;
mod calendar;
mod drawing;
mod hours;
mod lengths;
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
use crate::window::look::Look;
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
    steps: [Steps; PICTURES.len()],
}

/// A picture of the page, and what goes with it.
struct Picture {
    /// On the page, and in the names of its files.
    id: &'static str,
    /// Its heading.
    title: &'static str,
    /// What kind of picture it is, for those who hear it.
    kind: &'static str,
    /// What it shows, in a sentence.
    sentence: fn(&Sums) -> String,
    /// What it shows, as a table.
    data: fn(&Sums) -> Vec<u8>,
    /// Shows it under this name.
    show: fn(&mut Ui, Look, &Sums, &mut Steps, &str),
}

const PICTURES: [Picture; 4] = [
    Picture {
        id: "longest-sittings",
        title: "Longest sitting of each day",
        kind: "a calendar, a column a week",
        sentence: words::longest,
        data: calendar::data,
        show: calendar::show,
    },
    Picture {
        id: "lengths-of-sittings",
        title: "How long sittings are",
        kind: "a bar for each ten minutes",
        sentence: |sums| words::lengths(&sums.figures.bouts),
        data: lengths::data,
        show: lengths::show,
    },
    Picture {
        id: "hours",
        title: "Long sittings and breaks by hour",
        kind: "a bar for each hour of the day",
        sentence: |sums| words::hours(&sums.hours) + &words::breaks(&sums.hours),
        data: hours::data,
        show: hours::show,
    },
    Picture {
        id: "reminders",
        title: "Answers to reminders",
        kind: "a bar for each answer",
        sentence: |sums| words::answers(&sums.figures.reminders),
        data: answers::data,
        show: answers::show,
    },
];

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
        let too_little = words::too_little(sums);
        if let Some(words) = &too_little {
            paragraph(ui, words);
        }
        for (picture, steps) in PICTURES.iter().zip(&mut self.steps) {
            let sentence = too_little.is_none().then(|| (picture.sentence)(sums));
            let card = Card {
                id: picture.id,
                title: picture.title,
                sentence: sentence.as_deref(),
                file: &format!(
                    "soleus-{}-{}-{}",
                    picture.id,
                    self.range.word(),
                    sums.dates.end()
                ),
            };
            let name: Vec<_> = [
                Some(format!("{}, {}.", card.title, picture.kind)),
                sentence.clone(),
                Some("The arrow keys go through it.".to_owned()),
            ]
            .into_iter()
            .flatten()
            .collect();
            let name = name.join(" ");
            let data = || (picture.data)(sums);
            self.keeping.card(ui, model, asks, &card, data, |ui| {
                (picture.show)(ui, model.look, sums, steps, &name);
            });
        }
    }
}

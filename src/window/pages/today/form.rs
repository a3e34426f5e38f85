//! "What was it?": a piece or a break of the day, and what the user says of it.

use chrono::{DateTime, FixedOffset, NaiveTime, TimeDelta, Timelike};
use eframe::egui::{RichText, TextEdit, Ui};

use super::ribbon::{Chosen, words_of};
use super::seen::Seen;
use super::words;
use crate::control::{Answer, Ask, TimeOfDay};
use crate::engine::input::Was;
use crate::history::{DayBreak, Piece};
use crate::window::look;
use crate::window::model::{AskId, Asks, Heard, Link, Model};
use crate::window::pages::reading::{aside, heading, outline, paragraph};
use crate::window::pages::{sentence, tell_changes};

/// A time of day in its field.
const TIME: f32 = 62.0;

/// What is asked about, and what came of the last correction.
#[derive(Debug, Default)]
pub(super) struct Form {
    open: Option<Open>,
    waiting: Option<AskId>,
    says: Option<String>,
}

#[derive(Debug)]
struct Open {
    chosen: Chosen,
    /// What stands in the fields for the beginning and the end.
    times: [String; 2],
    /// It was opened just now, and has to come into sight.
    fresh: bool,
    mistake: Option<String>,
}

impl Form {
    /// Asks about this.
    pub(super) fn open(&mut self, chosen: Chosen) {
        let times = match &chosen {
            Chosen::Piece(piece) => [piece.from, piece.to].map(words::time),
            Chosen::Break(_) => [String::new(), String::new()],
        };
        self.says = None;
        self.open = Some(Open {
            chosen,
            times,
            fresh: true,
            mistake: None,
        });
    }

    /// Asks about nothing.
    pub(super) fn close(&mut self) {
        *self = Self::default();
    }

    /// Something was heard; true when the record is otherwise now.
    pub(super) fn hear(&mut self, heard: &Heard) -> bool {
        let Heard::Answered(id, answer) = heard else {
            return false;
        };
        if self.waiting.take_if(|waiting| waiting == id).is_none() {
            return false;
        }
        let (words, done) = match answer {
            Ok(Answer::Did { words }) => (words.clone(), true),
            Ok(answer) => (
                answer
                    .refusal()
                    .unwrap_or("Soleus answered something else.")
                    .to_owned(),
                false,
            ),
            Err(trouble) => (trouble.words.clone(), false),
        };
        if done {
            self.open = None;
        }
        self.says = Some(words);
        done
    }

    /// Shows it.
    pub(super) fn show(&mut self, ui: &mut Ui, model: &Model, seen: &Seen, asks: &mut Asks) {
        if let Some(says) = &self.says {
            let told = paragraph(ui, says);
            tell_changes(ui, &told);
        }
        let Some(open) = &mut self.open else {
            return;
        };
        let mut closed = false;
        let mut ask = None;
        let card = look::card(model.look).show(ui, |ui| {
            ui.set_width(ui.available_width());
            heading(ui, 2, "What was it?");
            paragraph(ui, &words_of(seen, &open.chosen, &model.catalogue));
            let can = why_not(model);
            if let Some(why) = &can {
                aside(ui, model.look, why);
            }
            let can = can.is_none() && self.waiting.is_none();
            if let Chosen::Piece(_) = open.chosen {
                fields(ui, model, &mut open.times);
            }
            ui.horizontal_wrapped(|ui| {
                ask = match &open.chosen {
                    Chosen::Piece(piece) => postures(ui, can).and_then(|was| {
                        let span = narrowed(piece, &open.times, model.counting.day_starts_at);
                        open.mistake = span.as_ref().err().cloned();
                        span.ok().map(|span| correction(span, was))
                    }),
                    Chosen::Break(one) => drop_it(ui, can, one),
                };
                closed = ui.add(look::other("Close")).clicked();
            });
            if let Some(mistake) = &open.mistake {
                sentence(ui, mistake);
            }
        });
        if std::mem::take(&mut open.fresh) {
            card.response.scroll_to_me(None);
        }
        if let Some(ask) = ask {
            self.says = None;
            self.waiting = Some(asks.make(ask));
        }
        if closed {
            self.open = None;
        }
    }
}

/// Why nothing can be corrected now.
fn why_not(model: &Model) -> Option<String> {
    match &model.link {
        Link::Following => None,
        Link::Seeking => Some("Looking for Soleus …".to_owned()),
        Link::Lost(trouble) => Some(format!(
            "{} Corrections are written by the Soleus that runs: start it, or use `soleus fix`.",
            trouble.words
        )),
    }
}

fn fields(ui: &mut Ui, model: &Model, times: &mut [String; 2]) {
    ui.horizontal_wrapped(|ui| {
        outline(ui, model.look);
        for (name, text) in ["From", "To"].into_iter().zip(times) {
            ui.label(name);
            let field = TextEdit::singleline(text).margin(super::MARGIN);
            let field = ui.add_sized([TIME, look::BUTTON_HEIGHT], field);
            ui.ctx()
                .accesskit_node_builder(field.id, |node| node.set_label(name));
        }
        let hint = RichText::new("a part of it, if only that was so");
        ui.label(hint.size(14.0).color(model.look.palette().quiet));
    });
}

fn postures(ui: &mut Ui, can: bool) -> Option<Was> {
    let mut said = None;
    for was in Was::ALL {
        let words = match was {
            Was::Sat => "I sat",
            Was::Stood => "I stood",
            Was::Walked => "I walked",
            Was::Away => "I was away",
        };
        if ui.add_enabled(can, look::other(words)).clicked() {
            said = Some(was);
        }
    }
    said
}

fn drop_it(ui: &mut Ui, can: bool, one: &DayBreak) -> Option<Ask> {
    let button = ui.add_enabled(can, look::other("This did not happen"));
    button.clicked().then(|| Ask::Drop {
        id: one.id,
        device: Some(one.device.clone()).filter(|device| !device.is_empty()),
        at: Some(one.at),
    })
}

fn correction((from, to): (DateTime<FixedOffset>, DateTime<FixedOffset>), was: Was) -> Ask {
    Ask::Correct {
        at: from,
        seconds: (to - from).num_seconds().unsigned_abs(),
        was,
    }
}

/// The part of a piece that stands in the fields. A time that was left as it is means the exact end.
fn narrowed(
    piece: &Piece,
    times: &[String; 2],
    day_starts_at: NaiveTime,
) -> Result<(DateTime<FixedOffset>, DateTime<FixedOffset>), String> {
    let read = |text: &str, exact: DateTime<FixedOffset>| {
        if text.trim() == words::time(exact) {
            return Ok(exact);
        }
        let time: TimeOfDay = text.trim().parse()?;
        Ok::<_, String>(time.latest(piece.to, day_starts_at))
    };
    let [from, to] = times;
    let (from, to) = (read(from, piece.from)?, read(to, piece.to)?);
    let first = piece.from - TimeDelta::seconds(i64::from(piece.from.second()));
    if from < first || piece.to < to || to <= from {
        return Err(format!(
            "From and to have to lie between {} and {}, and from before to.",
            words::time(piece.from),
            words::time(piece.to)
        ));
    }
    Ok((from.max(piece.from), to))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::{Doing, Known};

    fn at(text: &str) -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339(&format!("2026-03-{text}+02:00")).unwrap()
    }

    fn read(from: &str, to: &str) -> Result<[String; 2], String> {
        let piece = Piece {
            from: at("10T23:05:20"),
            to: at("11T00:40:50"),
            doing: Doing::Seated,
            known: Known::Sensed,
        };
        let times = [from, to].map(str::to_owned);
        let start = NaiveTime::from_hms_opt(4, 0, 0).unwrap();
        narrowed(&piece, &times, start)
            .map(|(from, to)| [from, to].map(|at| at.format("%d %H:%M:%S").to_string()))
    }

    #[test]
    fn a_part_of_a_piece_is_read_over_midnight_too() {
        let table = [
            (["23:05", "00:40"], ["10 23:05:20", "11 00:40:50"]),
            (["23:30", "00:40"], ["10 23:30:00", "11 00:40:50"]),
            (["23:05", "23:50"], ["10 23:05:20", "10 23:50:00"]),
            ([" 00:10", "0:20"], ["11 00:10:00", "11 00:20:00"]),
        ];
        for ([from, to], narrowed) in table {
            assert_eq!(read(from, to).unwrap(), narrowed, "{from} to {to}");
        }
    }

    #[test]
    fn a_part_outside_the_piece_is_refused_with_its_limits() {
        for [from, to] in [["22:00", "00:40"], ["23:05", "00:50"], ["00:20", "00:10"]] {
            let words = read(from, to).unwrap_err();
            assert!(words.contains("between 23:05 and 00:40"), "{words}");
        }
        assert!(read("noon", "00:40").unwrap_err().contains("`noon`"));
    }
}

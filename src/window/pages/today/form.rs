//! "What was it?": a piece or a break of the day, what the user says of it, and the way back.

use std::time::Duration;

use chrono::{DateTime, FixedOffset, NaiveTime, TimeDelta, Timelike};
use eframe::egui::{PointerButton, Response, RichText, TextEdit, Ui};

use super::ribbon::{Chosen, words_of};
use super::seen::{Seen, guess_end};
use super::style::Mark;
use super::words;
use crate::control::{Answer, Ask, TimeOfDay};
use crate::engine::input::Was;
use crate::engine::record::Outcome;
use crate::history::{DayBreak, Doing, Known, Piece};
use crate::movements::Catalogue;
use crate::window::look;
use crate::window::model::{AskId, Asks, Heard, Link, Model};
use crate::window::pages::reading::{aside, heading, outline, paragraph};
use crate::window::pages::{sentence, tell_changes};
use crate::words::duration;
use crate::words::reply::{NOT_ON_DISK, corrected};

/// A time of day in its field.
const TIME: f32 = 62.0;

/// What follows a press so soon is its second half, and was not meant for what is shown by then.
const DOUBLE: Duration = Duration::from_millis(600);

/// What is asked about, and what came of it.
#[derive(Debug, Default)]
pub(super) struct Form {
    open: Option<Open>,
    waiting: Option<Waiting>,
    /// What the form was of when it was closed by the keys: the focus goes back there.
    left: Option<Chosen>,
    /// When it came or went, on the clock that never jumps: lines may lie elsewhere since.
    moved: Option<Duration>,
}

#[derive(Debug)]
struct Open {
    chosen: Chosen,
    /// What stands in the fields for the beginning and the end.
    times: [String; 2],
    /// It was opened just now, and has to come into sight.
    fresh: bool,
    /// Why what was said is not so, from the page or the resident.
    trouble: Option<String>,
    done: Option<Done>,
    /// How high it is while it asks: what comes after it stays where it is.
    high: f32,
    /// The button that was pressed gets the focus back.
    focus: Option<&'static str>,
}

/// What was done.
#[derive(Debug)]
struct Done {
    words: String,
    /// What takes it back.
    back: Option<Back>,
    /// When, on the clock that never jumps.
    at: Duration,
    /// It is shown for the first time.
    fresh: bool,
}

/// What takes something back.
#[derive(Debug, Clone)]
struct Back {
    record: u64,
    at: DateTime<FixedOffset>,
    /// What is said when it is taken back.
    says: String,
}

/// What was asked of the resident.
#[derive(Debug)]
struct Waiting {
    id: AskId,
    chosen: Chosen,
    /// The button.
    pressed: &'static str,
    /// What is said when it is done.
    says: String,
    /// When what it changes began, and what is said when that is taken back; none: it took back.
    back: Option<(DateTime<FixedOffset>, String)>,
}

impl Form {
    /// A line was pressed. The second half of a press that moved the lines was not meant for it.
    pub(super) fn open_below(&mut self, chosen: Chosen, now: Duration) {
        let is_second = |moved: Duration| now.saturating_sub(moved) < DOUBLE;
        if !self.moved.is_some_and(is_second) {
            self.open(chosen);
            self.moved = Some(now);
        }
    }

    /// Asks about this.
    pub(super) fn open(&mut self, chosen: Chosen) {
        let times = match &chosen {
            Chosen::Piece(piece) => [piece.from, piece.to].map(words::time),
            Chosen::Break(_) => [String::new(), String::new()],
        };
        self.left = None;
        self.open = Some(Open {
            chosen,
            times,
            fresh: true,
            trouble: None,
            done: None,
            high: 0.0,
            focus: None,
        });
    }

    /// Asks about nothing.
    pub(super) fn close(&mut self) {
        self.open = None;
        self.left = None;
    }

    /// What was done is told no more.
    pub(super) fn tell_no_more(&mut self) {
        self.open.take_if(|open| open.done.is_some());
    }

    /// The break it is about.
    pub(super) fn of_break(&self) -> Option<&DayBreak> {
        match &self.open.as_ref()?.chosen {
            Chosen::Break(one) => Some(one),
            Chosen::Piece(_) => None,
        }
    }

    /// Whether it is about a piece.
    pub(super) fn is_of_piece(&self) -> bool {
        let open = self.open.as_ref();
        open.is_some_and(|open| matches!(open.chosen, Chosen::Piece(_)))
    }

    /// What it was closed over by the keys, told once.
    pub(super) fn left(&mut self) -> Option<Chosen> {
        self.left.take()
    }

    /// Something was heard; true when the record is otherwise now.
    pub(super) fn hear(&mut self, heard: &Heard, now: Duration) -> bool {
        let Heard::Answered(id, answer) = heard else {
            return false;
        };
        let Some(waiting) = self.waiting.take_if(|waiting| waiting.id == *id) else {
            return false;
        };
        let is_of = |open: &&mut Open| open.chosen == waiting.chosen;
        let open = self.open.as_mut().filter(is_of);
        let refused = match answer {
            Ok(Answer::Did { words, record }) => {
                if let Some(open) = open {
                    open.done = Some(waiting.done(words, *record, now));
                }
                return true;
            }
            Ok(answer) => answer
                .refusal()
                .unwrap_or("Soleus answered something else."),
            Err(trouble) => &trouble.words,
        };
        if let Some(open) = open {
            open.trouble = Some(refused.to_owned());
            open.focus = Some(waiting.pressed);
        }
        false
    }

    /// Shows it.
    pub(super) fn show(&mut self, ui: &mut Ui, model: &Model, seen: &Seen, asks: &mut Asks) {
        let Some(open) = &mut self.open else {
            return;
        };
        let can = self.waiting.is_none();
        let mut pressed = None;
        let card = look::card(model.look).show(ui, |ui| {
            ui.set_width(ui.available_width());
            if open.done.is_some() {
                ui.set_min_height(open.high);
                pressed = open.after(ui, model, can);
            } else {
                let top = ui.cursor().top();
                pressed = open.ask(ui, model, seen, can);
                open.high = ui.min_rect().bottom() - top;
            }
            if let Some(trouble) = &open.trouble {
                sentence(ui, trouble);
            }
        });
        if std::mem::take(&mut open.fresh) {
            card.response.scroll_to_me(None);
        }
        match pressed {
            Some(Pressed::Close { by_keys }) => {
                self.moved = Some(model.now);
                let open = self.open.take();
                self.left = open.map(|open| open.chosen).filter(|_| by_keys);
            }
            Some(Pressed::Said {
                ask,
                button,
                says,
                back,
            }) => {
                open.trouble = None;
                self.waiting = Some(Waiting {
                    id: asks.make(ask),
                    chosen: open.chosen.clone(),
                    pressed: button,
                    says,
                    back,
                });
            }
            None => {}
        }
    }
}

/// What was pressed in it.
enum Pressed {
    Close {
        by_keys: bool,
    },
    Said {
        ask: Ask,
        button: &'static str,
        says: String,
        back: Option<(DateTime<FixedOffset>, String)>,
    },
}

impl Pressed {
    fn close(button: &Response) -> Option<Self> {
        let by_keys = !button.clicked_by(PointerButton::Primary);
        button.clicked().then_some(Self::Close { by_keys })
    }
}

impl Waiting {
    fn done(self, words: &str, record: Option<u64>, now: Duration) -> Done {
        let mut says = self.says;
        if words.ends_with(NOT_ON_DISK) {
            says = format!("{says} {NOT_ON_DISK}");
        }
        let back = self.back.zip(record);
        Done {
            words: says,
            back: back.map(|((at, says), record)| Back { record, at, says }),
            at: now,
            fresh: true,
        }
    }
}

impl Open {
    /// Asks what it was.
    fn ask(&mut self, ui: &mut Ui, model: &Model, seen: &Seen, can: bool) -> Option<Pressed> {
        heading(ui, 2, "What was it?");
        if let Chosen::Piece(_) = self.chosen {
            paragraph(ui, &words_of(seen, &self.chosen, &model.catalogue));
        }
        let why_not = why_not(model);
        if let Some(why) = &why_not {
            aside(ui, model.look, why);
        }
        let can = can && why_not.is_none();
        if let Chosen::Piece(_) = self.chosen {
            fields(ui, model, &mut self.times);
        }
        let mut pressed = None;
        let focus = self.focus.take_if(|_| can);
        ui.horizontal_wrapped(|ui| {
            let button = |ui: &mut Ui, words: &'static str| {
                let button = ui.add_enabled(can, look::other(words));
                if focus == Some(words) {
                    button.request_focus();
                }
                button.clicked()
            };
            match &self.chosen {
                Chosen::Piece(piece) => {
                    let others = Was::ALL.into_iter().filter(|was| !is_already(piece, *was));
                    for was in others {
                        if button(ui, says(was)) {
                            let span = narrowed(piece, &self.times, model.counting.day_starts_at);
                            self.trouble = span.as_ref().err().cloned();
                            pressed = span.ok().map(|span| correction(span, was, model.wall));
                        }
                    }
                }
                Chosen::Break(one) => {
                    if Mark::of(one) == Some(Mark::Guessed) {
                        if button(ui, CONFIRM) {
                            pressed = Some(confirm(one, &model.catalogue));
                        }
                        if button(ui, says(Was::Sat)) {
                            let span = (one.at, guess_end(one, &seen.day.pieces));
                            pressed = Some(correction(span, Was::Sat, model.wall));
                        }
                    }
                    if button(ui, drop_words(one)) {
                        pressed = Some(drop_it(one, &model.catalogue));
                    }
                }
            }
            let close = ui.add(look::other("Close"));
            pressed = Pressed::close(&close).or(pressed.take());
        });
        pressed
    }

    /// Says what was done, and offers the way back. Nothing after it moves.
    fn after(&mut self, ui: &mut Ui, model: &Model, can: bool) -> Option<Pressed> {
        let focus = self.focus.take_if(|_| can);
        let done = self.done.as_mut()?;
        let told = paragraph(ui, &done.words);
        tell_changes(ui, &told);
        let is_meant = DOUBLE <= model.now.saturating_sub(done.at);
        let mut pressed = None;
        ui.horizontal_wrapped(|ui| {
            if let Some(back) = &done.back {
                let can = can && why_not(model).is_none();
                let button = ui.add_enabled(can, look::other(BACK));
                if focus == Some(BACK) {
                    button.request_focus();
                }
                if button.clicked() {
                    pressed = Some(Pressed::Said {
                        ask: Ask::Drop {
                            id: back.record,
                            device: None,
                            at: Some(back.at),
                        },
                        button: BACK,
                        says: back.says.clone(),
                        back: None,
                    });
                }
            }
            let close = ui.add(look::other("Close"));
            if std::mem::take(&mut done.fresh) {
                close.request_focus();
            }
            pressed = Pressed::close(&close).or(pressed.take());
        });
        pressed.filter(|_| is_meant)
    }
}

/// On the button that drops a break.
const DROP: &str = "This did not happen";
/// On the button that drops an absence: it was one, and no break.
const NO_BREAK: &str = "No break";
/// On the button that confirms that an absence was a break.
const CONFIRM: &str = "I was on my feet";
/// On the button that takes back what was said.
const BACK: &str = "Take back";

/// On the button.
fn says(was: Was) -> &'static str {
    match was {
        Was::Sat => "I sat",
        Was::Stood => "I stood",
        Was::Walked => "I walked",
        Was::Away => "I was away",
    }
}

/// Whether that is what is recorded. That somebody was away says more than the guess that it was a
/// break.
fn is_already(piece: &Piece, was: Was) -> bool {
    match (piece.doing, was) {
        (Doing::Seated, Was::Sat)
        | (Doing::Standing, Was::Stood)
        | (Doing::OnFeet, Was::Walked) => true,
        (Doing::Away(_), Was::Away) => piece.known != Known::Guessed,
        _ => false,
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

fn drop_words(one: &DayBreak) -> &'static str {
    match one.outcome {
        Outcome::Natural => NO_BREAK,
        _ => DROP,
    }
}

fn drop_it(one: &DayBreak, catalogue: &Catalogue) -> Pressed {
    let named = words::named(one, catalogue);
    let what = match one.outcome {
        Outcome::Natural => "does not count as a break any more",
        _ => "does not count any more",
    };
    Pressed::Said {
        ask: Ask::Drop {
            id: one.id,
            device: device(one),
            at: Some(one.at),
        },
        button: drop_words(one),
        says: format!("{named} {what}."),
        back: Some((one.at, format!("{named} counts again."))),
    }
}

fn confirm(one: &DayBreak, catalogue: &Catalogue) -> Pressed {
    Pressed::Said {
        ask: Ask::Confirm {
            id: one.id,
            device: device(one),
            at: Some(one.at),
        },
        button: CONFIRM,
        says: format!(
            "Noted: from {} on you were on your feet for {}, a break.",
            words::time(one.at),
            duration::sentence(one.lasted)
        ),
        back: Some((
            one.at,
            format!(
                "Taken back: {} is a guess again.",
                words::named(one, catalogue)
            ),
        )),
    }
}

/// The device that wrote it, where that is known.
fn device(one: &DayBreak) -> Option<String> {
    Some(one.device.clone()).filter(|device| !device.is_empty())
}

fn correction(
    (from, to): (DateTime<FixedOffset>, DateTime<FixedOffset>),
    was: Was,
    now: DateTime<FixedOffset>,
) -> Pressed {
    let lasted = (to - from).to_std().unwrap_or_default();
    let began = words::time(from);
    Pressed::Said {
        ask: Ask::Correct {
            at: from,
            seconds: lasted.as_secs(),
            was,
        },
        button: says(was),
        says: corrected(from, lasted, was, now),
        back: Some((
            from,
            format!("Taken back: from {began} on it is as it was."),
        )),
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

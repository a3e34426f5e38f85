//! The guided break: what it hears, what it asks, and which of its views is shown.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, FixedOffset};
use eframe::egui::Ui;

use super::break_view;
use crate::control::{Answer, Ask, GuidedReport, StatusReport, SuggestionReport};
use crate::movements::Catalogue;
use crate::window::bookings::Bookings;
use crate::window::entries::{self, Offer};
use crate::window::guided::{Delivery, Guided, Stage};
use crate::window::model::{AskId, Asks, Heard, Model, Sound, Trouble};

/// The page.
#[derive(Debug, Default)]
pub struct BreakPage {
    pub(super) shown: Option<Shown>,
    offered: Option<Offered>,
    /// The resident's break that was last heard of.
    known: Option<Key>,
    /// The resident was away since then: that its break is gone says nothing.
    was_lost: bool,
    /// "I have read this" was pressed in this window.
    pub(super) safety_passed: bool,
    bookings: Bookings,
    waiting: Option<(AskId, Wish)>,
    /// What to say of the last wish.
    pub(super) says: Option<String>,
}

/// Whether the page is on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    /// It is.
    Shown,
    /// Another page is.
    Behind,
}

/// A break on the screen.
#[derive(Debug)]
pub(super) struct Shown {
    pub(super) guided: Guided,
    pub(super) offer: Arc<Offer>,
    /// The focus was put where it belongs in this stage.
    pub(super) focused: bool,
    /// So many repetitions were heard.
    heard: u32,
}

/// What is on offer, kept for as long as it is: it is dear to make.
#[derive(Debug)]
struct Offered {
    /// What the resident suggests; none: it is not there.
    suggestion: Option<SuggestionReport>,
    catalogue: Arc<Catalogue>,
    offer: Option<Arc<Offer>>,
}

/// What a button wants that is no booking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wish {
    Start,
    Another,
    Later,
    Skip,
    Undo,
    Resume,
    Acknowledge,
}

/// Tells one break of the resident from another. Its beginning comes from two clocks: near is the
/// same.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Key {
    movement: String,
    since: DateTime<FixedOffset>,
}

impl Key {
    fn of(guided: &GuidedReport) -> Self {
        Self {
            movement: guided.suggestion.movement.clone(),
            since: guided.since,
        }
    }

    fn is(&self, other: &Self) -> bool {
        let apart = self.since.signed_duration_since(other.since);
        self.movement == other.movement && apart.num_milliseconds().abs() < 1500
    }
}

impl BreakPage {
    /// Something was heard; the model holds it already.
    pub fn hear(&mut self, heard: &Heard, model: &Model, asks: &mut Asks) {
        match heard {
            Heard::Status(_) => {
                self.bookings.resident_is_back(asks);
                self.follow(model);
            }
            Heard::Lost(_) => self.was_lost = true,
            Heard::Answered(id, answer) => self.answered(*id, answer, model, asks),
            Heard::Open(_)
            | Heard::Turn(_)
            | Heard::Desktop(_)
            | Heard::Came(_)
            | Heard::Picture(_) => {}
        }
    }

    /// Shows it.
    pub fn show(&mut self, ui: &mut Ui, model: &Model, asks: &mut Asks) {
        break_view::show(self, ui, model, asks);
    }

    /// Time passed. Behind another page it goes on, and closes nothing.
    pub fn tick(&mut self, sight: Sight, model: &Model, asks: &mut Asks) {
        let Some(shown) = &mut self.shown else {
            return;
        };
        let before = std::mem::discriminant(shown.guided.stage());
        shown.guided.tick(model.now);
        if before != std::mem::discriminant(shown.guided.stage()) {
            shown.focused = false;
            asks.reshaped = true;
            if *shown.guided.stage() == Stage::Over {
                asks.sounds.push(Sound::End);
            }
        }
        let counted = shown.guided.moment(model.now).repetitions;
        if shown.heard < counted && *shown.guided.stage() == Stage::Moving {
            asks.sounds.push(Sound::Tick);
        }
        shown.heard = counted;
        if sight == Sight::Behind {
            shown.guided.hide(model.now);
            // Answered, and nothing is left to say: who comes back finds the next one.
            if shown.guided.is_answered() && shown.guided.closes_in(model.now).is_some() {
                self.shown = None;
            }
            return;
        }
        shown.guided.reveal(model.now);
        match shown.guided.closes_in(model.now) {
            Some(left) if left.is_zero() => asks.close = true,
            Some(left) => asks.paint_within(left),
            None => {}
        }
    }

    /// What can be begun, if something can.
    pub(super) fn offered(&mut self, model: &Model) -> Option<Arc<Offer>> {
        let suggestion = if let Some(status) = model.standing() {
            Some(status.suggestion.clone()?)
        } else {
            model.trouble()?;
            None
        };
        let kept = self.offered.as_ref().filter(|kept| {
            kept.suggestion == suggestion && Arc::ptr_eq(&kept.catalogue, &model.catalogue)
        });
        if let Some(kept) = kept {
            return kept.offer.clone();
        }
        let offer = match &suggestion {
            Some(suggestion) => Some(entries::suggested(model, suggestion)),
            None => entries::alone(model, None),
        }
        .map(Arc::new);
        self.offered = Some(Offered {
            suggestion,
            catalogue: Arc::clone(&model.catalogue),
            offer: offer.clone(),
        });
        offer
    }

    /// Whether the safety text has to be read first.
    pub(super) fn safety_first(&self, model: &Model) -> bool {
        !self.safety_passed && model.standing().is_some_and(|status| !status.safety_read)
    }

    /// Shows the break that the resident has begun, or says that it is gone.
    pub(super) fn follow(&mut self, model: &Model) {
        let Some(status) = model.standing() else {
            return;
        };
        let was_lost = std::mem::take(&mut self.was_lost);
        match &status.guided {
            Some(guided) if !self.safety_first(model) => self.follow_break(guided, model),
            Some(_) => {}
            None => {
                let was_known = self.known.take().is_some();
                if let Some(shown) = self.shown.as_mut().filter(|_| was_known && !was_lost) {
                    shown.guided.elsewhere(model.now);
                }
            }
        }
    }

    fn follow_break(&mut self, guided: &GuidedReport, model: &Model) {
        let key = Key::of(guided);
        let known = self.known.replace(key.clone());
        if known.is_some_and(|known| known.is(&key)) {
            return;
        }
        let goes_on = self.shown.as_ref().is_some_and(|shown| {
            !shown.guided.is_answered() && shown.offer.exercise.movement() == key.movement
        });
        // A break begun while nobody was there goes on when somebody is, unless another is wanted.
        let wanted = matches!(self.waiting, Some((_, Wish::Another | Wish::Start)));
        if goes_on && !wanted {
            return;
        }
        self.begin(entries::suggested(model, &guided.suggestion), model.now);
    }

    fn begin(&mut self, offer: Offer, now: Duration) {
        self.says = None;
        self.shown = Some(Shown {
            guided: Guided::begin(offer.exercise.clone(), now),
            offer: Arc::new(offer),
            focused: false,
            heard: 0,
        });
    }

    fn answered(
        &mut self,
        id: AskId,
        answer: &Result<Answer, Trouble>,
        model: &Model,
        asks: &mut Asks,
    ) {
        if let Some(delivery) = self.bookings.answered(id, answer, asks) {
            // Of several that were kept, the last one is on the screen.
            if delivery != Delivery::Delivered || !self.bookings.are_open() {
                self.deliver(delivery, model.now);
            }
            return;
        }
        let Some((_, wish)) = self.waiting.take_if(|(waited, _)| *waited == id) else {
            return;
        };
        match (wish, answer) {
            (Wish::Undo, Ok(Answer::Did { .. })) => self.deliver(Delivery::Undone, model.now),
            (Wish::Later | Wish::Resume, Ok(Answer::Did { words, .. }))
            | (_, Ok(Answer::No { words } | Answer::Wrong { words } | Answer::Late { words })) => {
                self.says = Some(words.clone());
            }
            (Wish::Start, Ok(Answer::Ending { .. }) | Err(_)) => self.begin_alone(None, model),
            (Wish::Another, Ok(Answer::Ending { .. }) | Err(_)) => self.another_alone(model),
            (_, Ok(Answer::Ending { words })) => self.says = Some(words.clone()),
            (_, Ok(_)) => {}
            (_, Err(trouble)) => self.says = Some(trouble.words.clone()),
        }
    }

    fn deliver(&mut self, delivery: Delivery, now: Duration) {
        if let Some(shown) = &mut self.shown {
            shown.guided.delivered(delivery, now);
        }
    }

    /// A button was pressed.
    pub(super) fn wish(&mut self, wish: Wish, model: &Model, asks: &mut Asks) {
        self.says = None;
        asks.reshaped = true;
        if model.standing().is_none() {
            match wish {
                Wish::Start => return self.begin_alone(None, model),
                Wish::Another => return self.another_alone(model),
                // Nobody has to be told.
                Wish::Skip => {
                    asks.close = true;
                    return;
                }
                _ => {}
            }
        }
        let ask = match wish {
            Wish::Start => Ask::Break {
                movement: None,
                another: false,
                here: true,
            },
            Wish::Another => Ask::Break {
                movement: None,
                another: true,
                here: true,
            },
            Wish::Later => Ask::Snooze {
                minutes: None,
                tomorrow: false,
            },
            Wish::Skip => Ask::Skip,
            Wish::Undo => Ask::Undo,
            Wish::Resume => Ask::Resume,
            Wish::Acknowledge => Ask::Acknowledge,
        };
        self.waiting = Some((asks.make(ask), wish));
        if wish == Wish::Skip {
            asks.close = true;
        }
        if wish == Wish::Acknowledge {
            self.safety_passed = true;
            self.follow(model);
        }
    }

    /// *Done* or *Part of it* was pressed.
    pub(super) fn book(
        &mut self,
        press: fn(&mut Guided, Duration) -> Option<Ask>,
        model: &Model,
        asks: &mut Asks,
    ) {
        let Some(shown) = &mut self.shown else {
            return;
        };
        if let Some(ask) = press(&mut shown.guided, model.now) {
            shown.focused = false;
            asks.reshaped = true;
            let dose = shown.offer.exercise.dose();
            self.bookings.book(ask, dose, model.wall, asks);
        }
    }

    /// Space.
    pub(super) fn pause_or_go_on(&mut self, model: &Model) {
        if let Some(shown) = &mut self.shown {
            shown.guided.pause_or_go_on(model.now);
        }
    }

    fn begin_alone(&mut self, passed: Option<&str>, model: &Model) {
        if let Some(offer) = entries::alone(model, passed) {
            self.begin(offer, model.now);
        }
    }

    fn another_alone(&mut self, model: &Model) {
        let passed = self
            .shown
            .as_ref()
            .map(|shown| shown.offer.exercise.movement().to_owned());
        self.begin_alone(passed.as_deref(), model);
    }

    /// Whether the break is over for the page: answered, and nothing is left to say.
    pub(super) fn stage(&self) -> Option<&Stage> {
        self.shown.as_ref().map(|shown| shown.guided.stage())
    }
}

/// Whether a reminder is open.
pub(super) fn is_offered(status: &StatusReport) -> bool {
    matches!(
        status.reminder.as_str(),
        "due" | "waiting" | "shown" | "overdue"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::control::ClientError;
    use crate::settings::Loaded;
    use crate::window::model::Folders;
    use crate::window::model::Link;

    #[test]
    fn what_is_on_offer_is_made_once() {
        let wall = "2026-03-10T09:24:00+02:00".parse().unwrap();
        let mut model = Model::new(
            std::path::PathBuf::new(),
            Folders::default(),
            Duration::ZERO,
            wall,
        );
        model.link = Link::Lost(ClientError::NotRunning.into());
        let mut page = BreakPage::default();
        let mut offered = |model: &Model| page.offered(model).expect("an offer");
        let first = offered(&model);
        assert_eq!(
            first.frame,
            first.exercise.figure().map(crate::figure::Figure::frame)
        );
        assert!(Arc::ptr_eq(&first, &offered(&model)));
        // Other settings, another offer.
        let seated = r#"{"movements":{"only_seated":true}}"#;
        model.take(&Loaded::from_text(seated, Catalogue::built_in()));
        assert!(!Arc::ptr_eq(&first, &offered(&model)));
    }
}

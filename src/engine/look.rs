//! Looking before deciding: some facts (a camera, the window in front) are told only to who asks.
//!
//! A look is asked for right before a notice would pop up and when somebody begins to idle, and never
//! in between. What it finds comes as ordinary inputs, then `Looked`. A look whose end never comes
//! holds nothing up: after a second what is known is decided by.

use std::time::Duration;

use super::Engine;
use super::effect::Effect;
use super::state::{Hold, Look, Stage};

/// What was seen is counted on for this long.
const STAYS_TRUE: Duration = Duration::from_secs(5);

/// A look that takes longer is not waited for.
const WAITS: Duration = Duration::from_secs(1);

impl Engine {
    /// Whether all is known that only a look tells; if not, looks.
    pub(super) fn has_looked(&mut self) -> bool {
        let now = self.now.boot;
        if !self.state.facts.can_look {
            return true;
        }
        if let Some(look) = self.state.look
            && now < look.asked_at.saturating_add(STAYS_TRUE)
        {
            return look.answered || now >= look.asked_at.saturating_add(WAITS);
        }
        self.state.look = Some(Look {
            asked_at: now,
            answered: false,
        });
        self.emit(Effect::Look);
        false
    }

    /// What there was to see has been told.
    pub(super) fn looked(&mut self) {
        if let Some(look) = &mut self.state.look {
            look.answered = true;
        }
    }

    /// When a look is not waited for any more, if anything waits for one.
    pub(super) fn look_ends_at(&self) -> Option<Duration> {
        let waiting = self.state.reminder.stage == Stage::Waiting(Hold::Look)
            || self
                .state
                .question
                .is_some_and(|question| question.awaits_look)
            || self.state.gentle.awaits_look()
            || self.state.letter.awaits_look();
        let look = self.state.look.filter(|look| waiting && !look.answered)?;
        Some(look.asked_at.saturating_add(WAITS))
    }
}

//! Which movement (R11): down the ladder with every repeat, least recently done within a rung.

use super::Engine;
use super::effect::{Ask, Suggestion};
use super::input::What;
use super::movement::{Kind, Movement};
use super::record::Posture;

/// The ladder of a prompt: on your feet first, then strength, then seated.
const LADDER: [Kind; 3] = [Kind::OnFeet, Kind::Strength, Kind::Seated];

impl Engine {
    /// What a reminder suggests that was shown `repeat` times before.
    pub(super) fn suggest(&self, ask: Ask, repeat: u32) -> Option<Suggestion> {
        match ask {
            Ask::Pump | Ask::Wanted => self.down_the_ladder(repeat),
            Ask::Long => self
                .least_recent(|movement| movement.suggested && movement.kind == Kind::OnFeet)
                .map(|movement| Suggestion {
                    dose: self.rules.long_break,
                    ..of(movement)
                })
                .or_else(|| self.down_the_ladder(0)),
            Ask::Standing => self
                .least_recent(|movement| movement.suggested && movement.kind == Kind::Standing)
                .map(of)
                .or_else(|| self.down_the_ladder(repeat)),
        }
    }

    /// What is suggested in a call: something nobody can see.
    pub(super) fn suggest_discreet(&self) -> Option<Suggestion> {
        self.least_recent(|movement| movement.suggested && movement.discreet)
            .map(of)
    }

    /// What is suggested at this moment, were it asked.
    pub(super) fn suggest_now(&self) -> Option<Suggestion> {
        if self.state.facts.in_call() {
            return self.suggest_discreet();
        }
        if self.reminder_open() {
            return self.suggest(self.state.reminder.ask, self.state.reminder.repeats);
        }
        match self.state.posture() {
            Posture::Standing => self.suggest(Ask::Standing, 0),
            _ => self.suggest(Ask::Wanted, 0),
        }
    }

    /// The movement the user named.
    pub(super) fn named(&self, what: &What) -> Option<Suggestion> {
        match what {
            What::Suggested if self.reminder_open() => {
                let open = self.state.reminder.suggestion.clone();
                open.or_else(|| self.suggest_now())
            }
            What::Suggested => self.suggest_now(),
            What::Movement(id) => self
                .rules
                .movements
                .iter()
                .find(|movement| movement.id == *id)
                .map(of),
            What::Kind(kind) => self
                .least_recent(|movement| movement.suggested && movement.kind == *kind)
                .or_else(|| self.least_recent(|movement| movement.kind == *kind))
                .map(of),
        }
    }

    fn down_the_ladder(&self, repeat: u32) -> Option<Suggestion> {
        let rungs: Vec<&Movement> = LADDER
            .iter()
            .filter_map(|kind| {
                self.least_recent(|movement| movement.suggested && movement.kind == *kind)
            })
            .collect();
        let step = usize::try_from(repeat)
            .unwrap_or(usize::MAX)
            .min(rungs.len().checked_sub(1)?);
        Some(of(rungs[step]))
    }

    fn least_recent(&self, fits: impl Fn(&Movement) -> bool) -> Option<&Movement> {
        self.rules
            .movements
            .iter()
            .filter(|movement| fits(movement))
            .min_by_key(|movement| self.state.done.get(&movement.id).copied().unwrap_or(0))
    }
}

fn of(movement: &Movement) -> Suggestion {
    Suggestion {
        movement: movement.id.clone(),
        kind: movement.kind,
        dose: movement.dose,
    }
}

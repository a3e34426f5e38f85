//! Which movement (R11): down the ladder with every repeat, least recently done within a rung, a
//! favourite every second time.

use super::Engine;
use super::effect::{Ask, Suggestion};
use super::input::What;
use super::movement::{Kind, Movement};
use super::record::{Posture, Side};

/// The ladder of a prompt: on your feet first, then strength, then seated.
const LADDER: [Kind; 3] = [Kind::OnFeet, Kind::Strength, Kind::Seated];

impl Engine {
    /// What a reminder suggests that was shown `repeat` times before.
    pub(super) fn suggest(&self, ask: Ask, repeat: u32) -> Option<Suggestion> {
        match ask {
            Ask::Pump | Ask::Wanted => self.down_the_ladder(repeat, &[]),
            Ask::Long => self
                .turn_of(|movement| movement.kind == Kind::OnFeet)
                .map(|movement| Suggestion {
                    dose: self.rules.long_break,
                    ..self.of(movement)
                })
                .or_else(|| self.down_the_ladder(0, &[])),
            Ask::Standing => self
                .turn_of(|movement| movement.kind == Kind::Standing)
                .map(|movement| self.of(movement))
                .or_else(|| self.down_the_ladder(repeat, &[])),
        }
    }

    /// What is suggested in a call: something nobody can see.
    pub(super) fn suggest_discreet(&self) -> Option<Suggestion> {
        self.discreet_but(&[])
    }

    /// What is suggested instead of `offered`, and of all that was passed over: of its own kind
    /// first, then down the ladder.
    pub(super) fn suggest_but(
        &self,
        offered: &Suggestion,
        passed: &[String],
    ) -> Option<Suggestion> {
        if self.state.facts.in_call() {
            return self.discreet_but(passed);
        }
        let of_its_kind = self
            .turn_of(|movement| movement.kind == offered.kind && !passed.contains(&movement.id));
        of_its_kind
            .map(|movement| self.of(movement))
            .or_else(|| self.down_the_ladder(0, passed))
    }

    fn discreet_but(&self, passed: &[String]) -> Option<Suggestion> {
        self.turn_of(|movement| movement.discreet && !passed.contains(&movement.id))
            .map(|movement| self.of(movement))
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
            What::Suggested if self.state.guided.is_some() => {
                let guided = self.state.guided.as_ref();
                guided.map(|guided| guided.suggestion.clone())
            }
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
                .map(|movement| self.of(movement)),
            What::Kind(kind) => self
                .turn_of(|movement| movement.kind == *kind)
                .or_else(|| self.least_recent(|movement| movement.kind == *kind))
                .map(|movement| self.of(movement)),
        }
    }

    fn down_the_ladder(&self, repeat: u32, passed: &[String]) -> Option<Suggestion> {
        let rungs: Vec<&Movement> = LADDER
            .iter()
            .filter_map(|kind| {
                self.turn_of(|movement| movement.kind == *kind && !passed.contains(&movement.id))
            })
            .collect();
        let step = usize::try_from(repeat)
            .unwrap_or(usize::MAX)
            .min(rungs.len().checked_sub(1)?);
        Some(self.of(rungs[step]))
    }

    /// Whose turn it is among those that may be suggested: a favourite unless the last one was a
    /// favourite, and of several the one done least recently.
    fn turn_of(&self, fits: impl Fn(&Movement) -> bool) -> Option<&Movement> {
        let fits = |movement: &Movement| movement.suggested && fits(movement);
        let last = self
            .rules
            .movements
            .iter()
            .filter(|movement| fits(movement) && self.last_done(movement) > 0)
            .max_by_key(|movement| self.last_done(movement));
        if last.is_none_or(|last| !last.favourite) {
            let favourite = self.least_recent(|movement| movement.favourite && fits(movement));
            return favourite.or_else(|| self.least_recent(fits));
        }
        let other = self.least_recent(|movement| !movement.favourite && fits(movement));
        other.or_else(|| self.least_recent(fits))
    }

    fn least_recent(&self, fits: impl Fn(&Movement) -> bool) -> Option<&Movement> {
        self.rules
            .movements
            .iter()
            .filter(|movement| fits(movement))
            .min_by_key(|movement| self.last_done(movement))
    }

    /// The record of its last time; 0: never.
    fn last_done(&self, movement: &Movement) -> u64 {
        self.state.done.get(&movement.id).copied().unwrap_or(0)
    }

    /// Its usual dose, beginning with the leg whose turn it is.
    fn of(&self, movement: &Movement) -> Suggestion {
        Suggestion {
            movement: movement.id.clone(),
            kind: movement.kind,
            dose: movement.dose,
            side: movement.one_by_one.then(|| self.side_of(movement)),
        }
    }

    fn side_of(&self, movement: &Movement) -> Side {
        let last = self.state.sides.get(&movement.id);
        last.map_or(Side::Left, |last| last.other())
    }
}

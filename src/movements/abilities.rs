//! Which movements the user can and will do, and how much of each.

use std::num::{NonZeroU32, NonZeroU64};
use std::time::Duration;

use crate::engine::movement::{Kind, Movement};

use super::entry::Entry;
use super::loads::{Effort, Legs, Need, Place, Sides};

/// Which movements the user can and will do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Abilities {
    /// Ids that are never suggested.
    pub avoid: Vec<String>,
    /// Ids that are suggested before others, and whenever they can be done.
    pub favourites: Vec<String>,
    /// Where the user is.
    pub place: Place,
    /// The legs that can be worked.
    pub legs: Legs,
    /// What is to be spared.
    pub spare: Vec<Need>,
    /// Suggest nothing that leaves the chair.
    pub only_seated: bool,
    /// Suggest stairs too.
    pub stairs: bool,
    /// Suggest hard movements too.
    pub vigorous: bool,
    /// Which rung of a movement's ladder.
    pub effort: Effort,
}

impl Abilities {
    /// Whether this person can and may be asked for it here.
    fn allow(&self, entry: &Entry, kind: Kind) -> bool {
        let loads = |need| entry.needs.contains(&need);
        !self.avoid.contains(&entry.id)
            && (!self.only_seated || kind == Kind::Seated)
            && entry.places.contains(&self.place)
            && (self.legs == Legs::Both || !loads(Need::BothLegs))
            && !self.spare.iter().any(|need| loads(*need))
            && (self.stairs || !loads(Need::Stairs))
            && (self.vigorous || !entry.vigorous)
    }

    /// Whether it is wished for: by the catalogue, or because the user asked for its like.
    pub(super) fn wish(&self, entry: &Entry) -> bool {
        entry.suggested
            || self.favourites.contains(&entry.id)
            || entry.vigorous
            || entry.needs.contains(&Need::Stairs)
    }

    /// The movement as the rules see it; none for what is no exercise.
    pub(super) fn movement(&self, entry: &Entry) -> Option<Movement> {
        let kind = entry.kind()?;
        let seconds = entry.dose_seconds?;
        Some(Movement {
            id: entry.id.clone(),
            kind,
            discreet: entry.discreet,
            suggested: entry.suggested && self.allow(entry, kind),
            dose: Duration::from_secs(seconds.get()),
            favourite: self.favourites.contains(&entry.id),
            one_by_one: entry.sides == Sides::OneByOne,
        })
    }

    /// The entry with the dose of this person: `seconds` if a preset says so, else by the effort;
    /// half of it where one leg takes its turn alone.
    pub(super) fn dosed(&self, entry: &Entry, seconds: Option<NonZeroU64>) -> Entry {
        let (mut repetitions, mut lasts) = (entry.repetitions, entry.dose_seconds);
        if let Some(seconds) = seconds {
            lasts = Some(seconds);
            repetitions = repetitions.and(counted_in(seconds, entry));
        } else if let Some(rung) = self.rung(entry) {
            lasts = lasting(rung, entry).or(lasts);
            repetitions = Some(rung);
        }
        if self.legs != Legs::Both && entry.sides == Sides::OneByOne {
            repetitions = repetitions.map(|all| NonZeroU32::new(all.get() / 2).unwrap_or(all));
            lasts = lasts.map(|all| NonZeroU64::new(all.get() / 2).unwrap_or(all));
        }
        let mut entry = entry.clone();
        if self.legs != Legs::Both && entry.sides == Sides::OneByOne {
            // One leg alone has no turn to wait for.
            entry.sides = Sides::Together;
        }
        if (repetitions, lasts) != (entry.repetitions, entry.dose_seconds) {
            entry.dose = words(repetitions, lasts).unwrap_or(entry.dose);
            entry.repetitions = repetitions;
            entry.dose_seconds = lasts;
        }
        entry
    }

    fn rung(&self, entry: &Entry) -> Option<NonZeroU32> {
        match self.effort {
            Effort::Gentle => entry.ladder.first().copied(),
            Effort::Usual => None,
            Effort::Strong => entry.ladder.last().copied(),
        }
    }
}

/// How many repetitions so many seconds are.
fn counted_in(seconds: NonZeroU64, entry: &Entry) -> Option<NonZeroU32> {
    let pace = Duration::try_from_secs_f32(entry.pace?.repetition_seconds).ok()?;
    let count = Duration::from_secs(seconds.get()).as_millis() / pace.as_millis().max(1);
    NonZeroU32::new(u32::try_from(count).ok()?)
}

/// How long so many repetitions take, in whole seconds.
fn lasting(repetitions: NonZeroU32, entry: &Entry) -> Option<NonZeroU64> {
    let pace = Duration::try_from_secs_f32(entry.pace?.repetition_seconds).ok()?;
    let millis = pace.as_millis() * u128::from(repetitions.get());
    NonZeroU64::new(u64::try_from(millis.div_ceil(1000)).ok()?)
}

/// A dose in words: "25 times, about 100 seconds", "5 minutes".
fn words(repetitions: Option<NonZeroU32>, lasts: Option<NonZeroU64>) -> Option<String> {
    let lasts = span(lasts?.get());
    Some(match repetitions {
        Some(count) => format!("{count} times, about {lasts}"),
        None => lasts,
    })
}

fn span(seconds: u64) -> String {
    match (seconds / 60, seconds % 60) {
        (1, 0) => "a minute".into(),
        (minutes, 0) if minutes > 0 => format!("{minutes} minutes"),
        (0, _) | (1, ..=40) => format!("{seconds} seconds"),
        (minutes, rest) => format!("{minutes} min {rest} s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_said_as_people_say_them() {
        let table = [
            (20, "20 seconds"),
            (60, "a minute"),
            (100, "100 seconds"),
            (110, "1 min 50 s"),
            (300, "5 minutes"),
            (390, "6 min 30 s"),
        ];
        for (seconds, expected) in table {
            assert_eq!(span(seconds), expected);
        }
    }
}

//! One movement of the catalogue, with the words and facts a person reads.

use std::num::NonZeroU64;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::engine::movement::{Kind, Movement};

/// One movement as the catalogue describes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Names it in settings, records and commands: `easy-walk`.
    pub id: String,
    /// The name a person reads: "Walk".
    pub name: String,
    /// Its place on the ladder, or supportive.
    #[serde(rename = "kind")]
    pub group: Group,
    /// Whether nobody in a call or meeting can see or hear it.
    pub discreet: bool,
    /// Whether a reminder suggests it unless the user says otherwise.
    pub suggested: bool,
    /// The muscles that work.
    pub muscles: String,
    /// What to do, in order.
    pub steps: Vec<String>,
    /// The dose in words: "15 times, about a minute".
    pub dose: String,
    /// The dose in time; none for what is no exercise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dose_seconds: Option<NonZeroU64>,
    /// The dose in repetitions, where it is counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repetitions: Option<u32>,
    /// What several repetitions are called: "heel raises".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counted: Option<String>,
    /// How it is done, in one line for a notice.
    pub how: String,
    /// When to stop, and who asks first.
    pub safety: String,
    /// The ids of the studies and leaflets it rests on.
    pub sources: Vec<String>,
}

/// What an entry is: an exercise of one kind, or something that only helps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Group {
    /// An exercise, by its place on the ladder.
    Exercise(Kind),
    /// Water and stockings: never suggested, never booked.
    Other(Supportive),
}

/// The one group that is no exercise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Supportive {
    /// Helps, but moves no leg.
    Supportive,
}

impl Entry {
    /// The movement as the rules see it; none for what is no exercise.
    #[must_use]
    pub fn movement(&self) -> Option<Movement> {
        let (Group::Exercise(kind), Some(seconds)) = (self.group, self.dose_seconds) else {
            return None;
        };
        Some(Movement {
            id: self.id.clone(),
            kind,
            discreet: self.discreet,
            suggested: self.suggested,
            favourite: false,
            one_by_one: self.id == "seated-leg-extension",
            dose: Duration::from_secs(seconds.get()),
        })
    }
}

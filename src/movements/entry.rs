//! One movement of the catalogue, with the words and facts a person reads.

use std::num::{NonZeroU32, NonZeroU64};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::engine::movement::Kind;
use crate::figure::Figure;

use super::loads::{Need, Place, Sides};

/// One movement as the catalogue describes it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
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
    #[serde(default)]
    pub discreet: bool,
    /// Whether a reminder suggests it unless the user says otherwise.
    #[serde(default = "yes")]
    pub suggested: bool,
    /// Hard: suggested only to those who asked for it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub vigorous: bool,
    /// Where it can be done without being odd.
    #[serde(default = "desk_and_home")]
    pub places: Vec<Place>,
    /// What it loads, and so what has to be well.
    #[serde(default)]
    pub needs: Vec<Need>,
    /// How the two legs share it.
    #[serde(default)]
    pub sides: Sides,
    /// The muscles that work.
    #[serde(default)]
    pub muscles: String,
    /// What to do, in order.
    pub steps: Vec<String>,
    /// The dose in words: "15 times, about a minute".
    pub dose: String,
    /// The dose in time, both legs together; none for what is no exercise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dose_seconds: Option<NonZeroU64>,
    /// The dose in repetitions, where it is counted, both legs together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repetitions: Option<NonZeroU32>,
    /// What is counted: "heel raises", as in "15 heel raises".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counted: Option<String>,
    /// Repetitions from gentle to strong, where the sources have such rungs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ladder: Vec<NonZeroU32>,
    /// How fast it goes; none for what is no exercise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pace: Option<Pace>,
    /// How it is done, in one line for a notice.
    pub how: String,
    /// When to stop, and what to mind.
    #[serde(default)]
    pub safety: String,
    /// Who should not do it, or asks first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_for: Option<String>,
    /// What was studied of it, and with what result.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub studied: Option<String>,
    /// The ids of the studies and leaflets it rests on; none for a movement of the user's own.
    #[serde(default)]
    pub sources: Vec<String>,
    /// What to draw.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub figure: Option<Figure>,
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

/// How fast a movement goes, as its figure shows it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pace {
    /// Seconds for one repetition, holding and resting included.
    pub repetition_seconds: f32,
    /// Seconds of holding in it.
    #[serde(default)]
    pub hold_seconds: f32,
}

impl Group {
    /// Every group, with its word in the file.
    pub(super) const WORDS: [(&'static str, Self); 6] = [
        ("on-feet", Self::Exercise(Kind::OnFeet)),
        ("strength", Self::Exercise(Kind::Strength)),
        ("seated", Self::Exercise(Kind::Seated)),
        ("stretch", Self::Exercise(Kind::Stretch)),
        ("standing", Self::Exercise(Kind::Standing)),
        ("supportive", Self::Other(Supportive::Supportive)),
    ];

    /// The word in files and lists.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Exercise(kind) => kind.word(),
            Self::Other(Supportive::Supportive) => "supportive",
        }
    }
}

impl JsonSchema for Group {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Group".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "enum": Self::WORDS.map(|(word, _)| word),
        })
    }
}

impl Entry {
    /// Its place on the ladder; none for what is no exercise.
    #[must_use]
    pub fn kind(&self) -> Option<Kind> {
        match self.group {
            Group::Exercise(kind) => Some(kind),
            Group::Other(_) => None,
        }
    }

    /// How many seconds the repetitions take at this pace, where that is not about the dose.
    pub(super) fn far_from_dose(&self) -> Option<u64> {
        const ABOUT: f64 = 0.15;
        let (pace, times, dose) = (self.pace?, self.repetitions?, self.dose_seconds?);
        let takes = f64::from(pace.repetition_seconds) * f64::from(times.get());
        let dose = f64::from(u32::try_from(dose.get()).unwrap_or(u32::MAX));
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a count of seconds, at most some days"
        )]
        let whole = takes.round() as u64;
        ((takes - dose).abs() > ABOUT * dose).then_some(whole)
    }
}

fn yes() -> bool {
    true
}

pub(super) fn desk_and_home() -> Vec<Place> {
    vec![Place::Desk, Place::Home]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_the_groups_are_those_of_the_file() {
        for (word, group) in Group::WORDS {
            assert_eq!(group.word(), word);
            assert_eq!(serde_json::to_value(group).unwrap(), word);
        }
    }
}

//! What the engine needs to know of a movement to choose and book it.
//!
//! Steps, pictures and sources live in `movements/`; here are only the facts that move a rule.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Where a movement stands on the ladder: on your feet first, then strength, then seated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Walking and stairs.
    OnFeet,
    /// Standing work for the legs: chair stands, squats, calf raises.
    Strength,
    /// In the chair: heel raises, ankle pumps.
    Seated,
    /// Calf stretches; offered, never asked for.
    Stretch,
    /// For people who stand: heel-toe rocks.
    Standing,
}

impl Kind {
    /// Whether it is done out of the chair, and so ends a bout of sitting.
    #[must_use]
    pub fn leaves_chair(self) -> bool {
        self != Self::Seated
    }

    /// The word used in records, on the command line and in traces.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::OnFeet => "on-feet",
            Self::Strength => "strength",
            Self::Seated => "seated",
            Self::Stretch => "stretch",
            Self::Standing => "standing",
        }
    }
}

/// One exercise as the rules see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one fact, true or not"
)]
pub struct Movement {
    /// The id in the catalogue, such as `easy-walk`.
    pub id: String,
    /// Its place on the ladder.
    pub kind: Kind,
    /// Whether nobody in a call or meeting can see or hear it.
    pub discreet: bool,
    /// Whether a reminder may suggest it (all of them can be logged).
    pub suggested: bool,
    /// Whether the user likes it: it comes every second time.
    pub favourite: bool,
    /// Whether one leg moves after the other, so that it matters which begins.
    pub one_by_one: bool,
    /// How long the usual dose takes; its source stands in the catalogue.
    pub dose: Duration,
}

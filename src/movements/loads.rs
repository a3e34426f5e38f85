//! Where a movement fits, what it loads, and how the two legs share it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where somebody is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// At a desk, among others.
    #[default]
    Desk,
    /// In a meeting.
    Meeting,
    /// At home.
    Home,
}

/// What a movement loads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Need {
    /// It cannot be done with one leg.
    BothLegs,
    /// The knees, under weight or through a wide range.
    Knees,
    /// The ankles.
    Ankles,
    /// The hips.
    Hips,
    /// A safe stand.
    Balance,
    /// A staircase.
    Stairs,
}

/// How the two legs share a movement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Sides {
    /// Both at once.
    #[default]
    Together,
    /// One after the other within each cycle: walking.
    InTurn,
    /// First the one leg, then the other for the second half of the dose.
    OneByOne,
}

/// The legs that can be worked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Legs {
    /// Both.
    #[default]
    Both,
    /// The left one alone.
    Left,
    /// The right one alone.
    Right,
}

/// Which rung of a movement's ladder is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Effort {
    /// The lowest.
    Gentle,
    /// The movement's usual dose.
    #[default]
    Usual,
    /// The highest.
    Strong,
}

impl Place {
    /// Every place, with its word in the file.
    pub const WORDS: [(&'static str, Self); 3] = [
        ("desk", Self::Desk),
        ("meeting", Self::Meeting),
        ("home", Self::Home),
    ];
}

impl Need {
    /// Every need, with its word in the file.
    pub const WORDS: [(&'static str, Self); 6] = [
        ("both-legs", Self::BothLegs),
        ("knees", Self::Knees),
        ("ankles", Self::Ankles),
        ("hips", Self::Hips),
        ("balance", Self::Balance),
        ("stairs", Self::Stairs),
    ];

    /// Those a person can spare, with their word in the settings.
    pub const SPARED: [(&'static str, Self); 4] = [
        ("knees", Self::Knees),
        ("ankles", Self::Ankles),
        ("hips", Self::Hips),
        ("balance", Self::Balance),
    ];
}

impl Sides {
    /// Each way, with its word in the file.
    pub const WORDS: [(&'static str, Self); 3] = [
        ("together", Self::Together),
        ("in-turn", Self::InTurn),
        ("one-by-one", Self::OneByOne),
    ];
}

impl Legs {
    /// Each choice, with its word in the settings.
    pub const WORDS: [(&'static str, Self); 3] = [
        ("both", Self::Both),
        ("left", Self::Left),
        ("right", Self::Right),
    ];
}

impl Effort {
    /// Each choice, with its word in the settings.
    pub const WORDS: [(&'static str, Self); 3] = [
        ("gentle", Self::Gentle),
        ("usual", Self::Usual),
        ("strong", Self::Strong),
    ];
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check<T: Serialize + Copy>(words: &[(&str, T)]) {
        for (word, choice) in words {
            assert_eq!(serde_json::to_value(choice).unwrap(), *word);
        }
    }

    #[test]
    fn the_words_are_those_of_the_file() {
        check(&Place::WORDS);
        check(&Need::WORDS);
        check(&Need::SPARED);
        check(&Sides::WORDS);
        check(&Legs::WORDS);
        check(&Effort::WORDS);
    }
}

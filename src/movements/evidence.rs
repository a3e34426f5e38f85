//! The sources: each study and leaflet once, with what was found and how sure that is.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::built_in;

const TEXT: &str = include_str!("../../assets/evidence.json");

static ALL: LazyLock<File> = LazyLock::new(|| built_in(TEXT));

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "version")]
    _version: u32,
    sources: Vec<Evidence>,
}

/// One study, review, guideline or leaflet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// Names it everywhere: `KROPP18`.
    pub id: String,
    /// What it is about.
    pub topic: Topic,
    /// Authors and title as far as known, journal and year.
    pub citation: String,
    /// How it was done, and with how many people.
    pub design: String,
    /// What was found, with its numbers.
    pub found: String,
    /// How strong that is.
    pub strength: Strength,
    /// Where its numbers were read.
    pub certainty: Certainty,
    /// Where to read it: a DOI link if there is one.
    pub address: String,
}

/// What a source is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Topic {
    /// How the calf moves blood, and what goes with a weak pump.
    CalfPump,
    /// Training the calf.
    Training,
    /// What sitting and breaks do to leg vessels.
    Vessels,
    /// Blood sugar, insulin, blood pressure.
    Sugar,
    /// Standing still, long sitting, clots.
    LongSitting,
    /// Stockings, water, stretching, prompts.
    Support,
}

/// How strong evidence is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Strength {
    /// Several trials or a meta-analysis agree.
    A,
    /// One or a few small randomised trials.
    B,
    /// Physiology measured, no outcome of health.
    C,
    /// Things that go together.
    D,
    /// Expert opinion, guidelines and leaflets.
    E,
}

/// Where the numbers of a source were read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Certainty {
    /// In the paper's own abstract or page.
    Verified,
    /// In a report on it.
    Secondary,
}

impl Evidence {
    /// All sources.
    #[must_use]
    pub fn all() -> &'static [Self] {
        &ALL.sources
    }

    /// The source with this id.
    #[must_use]
    pub fn named(id: &str) -> Option<&'static Self> {
        Self::all().iter().find(|source| source.id == id)
    }
}

impl Strength {
    /// All of them, strongest first.
    pub const ALL: [Self; 5] = [Self::A, Self::B, Self::C, Self::D, Self::E];

    /// Its letter.
    #[must_use]
    pub fn letter(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
            Self::D => "D",
            Self::E => "E",
        }
    }

    /// What the letter stands for.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::A => "several trials or a meta-analysis agree",
            Self::B => "one or a few small randomised trials",
            Self::C => "physiology measured, no outcome of health",
            Self::D => "things that go together; neither need cause the other",
            Self::E => "expert opinion, guidelines and leaflets",
        }
    }
}

impl Certainty {
    /// In words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Verified => "numbers read in its abstract or page",
            Self::Secondary => "numbers read in a report on it",
        }
    }
}

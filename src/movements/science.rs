//! What is known and how well, in plain words, every sentence with its sources.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::built_in;

const TEXT: &str = include_str!("../../assets/science.json");

static PAGE: LazyLock<Science> = LazyLock::new(|| built_in(TEXT));

/// The page about the science.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Science {
    #[serde(rename = "version")]
    version: u32,
    /// Its sections, in order.
    pub sections: Vec<Section>,
    /// What is often said, judged.
    pub claims: Vec<Claim>,
}

/// One section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Names it: `calf-pump`.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// Its sentences, in order.
    pub sentences: Vec<Sentence>,
}

/// One sentence, with what it rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sentence {
    /// The sentence.
    pub text: String,
    /// The ids of its sources; at least one.
    pub sources: Vec<String>,
}

/// A thing that is often said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// Counted from 1.
    pub number: u32,
    /// What is said.
    pub claim: String,
    /// How it stands.
    pub verdict: String,
    /// What can honestly be said instead.
    pub wording: String,
    /// Why.
    pub why: String,
    /// The ids of the sources; at least one.
    pub sources: Vec<String>,
}

impl Science {
    /// The page that comes with the program.
    #[must_use]
    pub fn page() -> &'static Self {
        &PAGE
    }
}

//! Intervals, doses and movements under one name, each as a trial had it or built from trials.

use std::collections::BTreeMap;
use std::num::NonZeroU64;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::built_in;

const TEXT: &str = include_str!("../../assets/presets.json");

static ALL: LazyLock<File> = LazyLock::new(|| built_in(TEXT));

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "version")]
    _version: u32,
    presets: Vec<Preset>,
}

/// One way of taking breaks, by name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preset {
    /// Names it in the settings: `walk-5-60`.
    pub id: String,
    /// The name a person reads.
    pub name: String,
    /// Minutes from one break to the next; none where it is no interval of sitting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub every_minutes: Option<u32>,
    /// How long one break is.
    pub on_seconds: NonZeroU64,
    /// What is done, by the ids of the catalogue.
    pub movements: Vec<String>,
    /// Doses of those that differ from the catalogue's, in seconds.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub doses: BTreeMap<String, NonZeroU64>,
    /// The settings it stands for, by their full keys.
    pub settings: BTreeMap<String, serde_json::Value>,
    /// Whether a trial had this dose.
    pub studied: Studied,
    /// What Soleus does with it, in words.
    pub does: String,
    /// What of the study Soleus cannot do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_imitated: Option<String>,
    /// What speaks against expecting much.
    pub caveat: String,
    /// The ids of its sources.
    pub sources: Vec<String>,
}

/// Where a preset's dose comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Studied {
    /// A trial had it so.
    Studied,
    /// Ours, built from trials.
    Adapted,
}

impl Preset {
    /// All of them, the usual one first.
    #[must_use]
    pub fn all() -> &'static [Self] {
        &ALL.presets
    }

    /// The one with this id.
    #[must_use]
    pub fn named(id: &str) -> Option<&'static Self> {
        Self::all().iter().find(|preset| preset.id == id)
    }
}

impl Studied {
    /// The word in lists.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Studied => "studied",
            Self::Adapted => "adapted",
        }
    }
}

//! All movements: those built into the program, read once, and the user's own behind them.

use std::sync::{Arc, LazyLock};

use schemars::JsonSchema;
use serde::Deserialize;

use crate::engine::movement::{Kind, Movement};

use super::abilities::Abilities;
use super::built_in;
use super::entry::Entry;
use super::presets::Preset;

const TEXT: &str = include_str!("../../assets/movements/catalogue.json");

static BUILT_IN: LazyLock<Arc<Catalogue>> = LazyLock::new(|| Arc::new(built_in(TEXT)));

/// From the first thing to ask for to the last.
const LADDER: [Kind; 3] = [Kind::OnFeet, Kind::Strength, Kind::Seated];

/// The movements the program knows, on your feet first, the user's own last.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Catalogue {
    #[serde(rename = "version")]
    _version: u32,
    movements: Vec<Entry>,
    /// How many of them are the user's own.
    #[serde(skip)]
    own: usize,
}

/// A file of movements as a person writes one.
#[derive(JsonSchema)]
#[schemars(title = "Movements for Soleus", deny_unknown_fields)]
#[expect(dead_code, reason = "its fields are there for the schema alone")]
struct Written {
    /// Where this schema lies.
    #[schemars(rename = "$schema")]
    schema: Option<String>,
    /// The version of the file's shape.
    version: Option<u32>,
    /// The movements.
    movements: Vec<Entry>,
}

impl Catalogue {
    /// The catalogue that comes with the program.
    #[must_use]
    pub fn built_in() -> &'static Arc<Self> {
        &BUILT_IN
    }

    /// The schema of a file of movements, for editors.
    #[must_use]
    pub fn schema() -> schemars::Schema {
        schemars::schema_for!(Written)
    }

    /// This catalogue with the user's own movements behind it.
    #[must_use]
    pub(super) fn with(&self, own: Vec<Entry>) -> Self {
        let mut catalogue = self.clone();
        catalogue.own += own.len();
        catalogue.movements.extend(own);
        catalogue
    }

    /// The entry with this id.
    #[must_use]
    pub fn movement(&self, id: &str) -> Option<&Entry> {
        self.movements.iter().find(|entry| entry.id == id)
    }

    /// Every entry, in the catalogue's order.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.movements.iter()
    }

    /// The user's own entries.
    #[must_use]
    pub fn own(&self) -> &[Entry] {
        &self.movements[self.movements.len() - self.own..]
    }

    /// The exercises as the rules see them for one person, in the catalogue's order.
    ///
    /// What the user cannot or will not do is no longer suggested, but stays in the list, because
    /// whatever was done can be logged.
    #[must_use]
    pub fn engine_movements(&self, abilities: &Abilities) -> Vec<Movement> {
        self.fitted(abilities, None).exercises(abilities)
    }

    /// The exercises of a fitted catalogue as the rules see them.
    #[must_use]
    pub fn exercises(&self, abilities: &Abilities) -> Vec<Movement> {
        self.movements
            .iter()
            .filter_map(|entry| abilities.movement(entry))
            .collect()
    }

    /// The catalogue for one person: doses by effort, legs and preset; and suggested what the user
    /// asked for by kind, or, on the rungs of a preset, what it names and the favourites.
    #[must_use]
    pub fn fitted(&self, abilities: &Abilities, preset: Option<&Preset>) -> Self {
        let rungs: Vec<Kind> = preset
            .map(|preset| preset.movements.iter())
            .into_iter()
            .flatten()
            .filter_map(|id| self.movement(id)?.kind())
            .collect();
        let first = LADDER.iter().position(|kind| rungs.contains(kind));
        let movements = self.movements.iter().map(|entry| {
            let seconds = preset.and_then(|preset| preset.doses.get(&entry.id).copied());
            let mut entry = abilities.dosed(entry, seconds);
            entry.suggested = abilities.wish(&entry);
            if let (Some(preset), Some(kind)) = (preset, entry.kind()) {
                let rung = LADDER.iter().position(|rung| *rung == kind);
                let above = rung.is_some_and(|rung| first.is_some_and(|first| rung < first));
                if preset.movements.contains(&entry.id) {
                    entry.suggested = true;
                } else if above || rungs.contains(&kind) {
                    entry.suggested = abilities.favourites.contains(&entry.id);
                }
            }
            entry
        });
        Self {
            movements: movements.collect(),
            ..*self
        }
    }
}

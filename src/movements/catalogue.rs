//! All movements, read once from the file built into the program.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::engine::movement::{Kind, Movement};

use super::entry::Entry;

const TEXT: &str = include_str!("../../assets/movements/catalogue.json");

static BUILT_IN: LazyLock<Catalogue> = LazyLock::new(|| {
    serde_json::from_str(TEXT).expect("the file is part of the program, and a test reads it")
});

/// The movements the program knows, on your feet first.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Catalogue {
    #[serde(rename = "version")]
    _version: u32,
    movements: Vec<Entry>,
}

/// Which movements the user can and will do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Abilities {
    /// Ids that are never suggested.
    pub avoid: Vec<String>,
    /// Suggest nothing that leaves the chair.
    pub only_seated: bool,
    /// Suggest stairs too.
    pub stairs: bool,
}

impl Catalogue {
    /// The catalogue that comes with the program.
    #[must_use]
    pub fn built_in() -> &'static Self {
        &BUILT_IN
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

    /// The exercises as the rules see them, in the catalogue's order.
    ///
    /// What the user cannot or will not do is no longer suggested, but stays in the list, because
    /// whatever was done can be logged.
    #[must_use]
    pub fn engine_movements(&self, abilities: &Abilities) -> Vec<Movement> {
        self.movements
            .iter()
            .filter_map(Entry::movement)
            .map(|movement| Movement {
                suggested: abilities.suggest(&movement),
                ..movement
            })
            .collect()
    }
}

impl Abilities {
    fn suggest(&self, movement: &Movement) -> bool {
        if self.avoid.contains(&movement.id) {
            return false;
        }
        if self.only_seated && movement.kind != Kind::Seated {
            return false;
        }
        movement.suggested || (self.stairs && movement.id == "stair-climb")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use crate::movements::Group;

    use super::*;

    fn suggested(abilities: &Abilities) -> Vec<String> {
        Catalogue::built_in()
            .engine_movements(abilities)
            .into_iter()
            .filter(|movement| movement.suggested)
            .map(|movement| movement.id)
            .collect()
    }

    #[test]
    fn the_file_holds_twenty_entries_with_unique_ids() {
        let ids: HashSet<_> = Catalogue::built_in().entries().map(|e| &e.id).collect();
        assert_eq!(Catalogue::built_in().entries().count(), 20);
        assert_eq!(ids.len(), 20);
    }

    #[test]
    fn every_entry_has_words_steps_safety_and_sources() {
        for entry in Catalogue::built_in().entries() {
            for text in [
                &entry.name,
                &entry.muscles,
                &entry.dose,
                &entry.how,
                &entry.safety,
            ] {
                assert!(!text.trim().is_empty(), "{}", entry.id);
            }
            assert!(
                entry.how.chars().count() <= 90,
                "{}: {}",
                entry.id,
                entry.how
            );
            assert!(entry.steps.len() >= 3, "{}", entry.id);
            assert!(!entry.sources.is_empty(), "{}", entry.id);
        }
    }

    #[test]
    fn an_exercise_has_a_dose_in_time_and_nothing_else_has() {
        for entry in Catalogue::built_in().entries() {
            let exercise = matches!(entry.group, Group::Exercise(_));
            assert_eq!(entry.dose_seconds.is_some(), exercise, "{}", entry.id);
            assert!(exercise || !entry.suggested, "{}", entry.id);
        }
    }

    #[test]
    fn kinds_doses_and_wishes_are_those_of_the_evidence() {
        let table: Vec<_> = Catalogue::built_in()
            .engine_movements(&Abilities::default())
            .into_iter()
            .map(|m| {
                let mark = |on, word| if on { word } else { "" };
                format!(
                    "{} {} {}s{}{}",
                    m.id,
                    m.kind.word(),
                    m.dose.as_secs(),
                    mark(m.suggested, " suggested"),
                    mark(m.discreet, " discreet"),
                )
            })
            .collect();
        assert_eq!(
            table,
            [
                "easy-walk on-feet 120s suggested",
                "stair-climb on-feet 180s",
                "sit-to-stand strength 75s suggested",
                "standing-calf-raise strength 60s suggested",
                "half-squat strength 35s suggested",
                "standing-knee-raise strength 60s suggested",
                "glute-squeeze seated 60s discreet",
                "seated-heel-raise seated 60s suggested",
                "seated-toe-raise seated 60s suggested discreet",
                "ankle-pump seated 60s suggested discreet",
                "toe-press seated 60s suggested discreet",
                "seated-leg-extension seated 90s suggested",
                "seated-march seated 30s suggested",
                "foot-tap seated 60s",
                "soleus-push-up seated 120s",
                "heel-toe-rock standing 60s suggested",
                "calf-stretch-straight stretch 150s",
                "calf-stretch-bent stretch 150s",
            ]
        );
    }

    #[test]
    fn what_helps_but_is_no_exercise_never_reaches_the_rules() {
        for id in ["drink-water", "compression-check"] {
            let entry = Catalogue::built_in().movement(id).unwrap();
            assert_eq!(entry.movement(), None);
        }
    }

    #[test]
    fn an_avoided_movement_is_not_suggested_but_can_be_logged() {
        let abilities = Abilities {
            avoid: vec!["half-squat".into()],
            ..Abilities::default()
        };
        assert!(!suggested(&abilities).contains(&"half-squat".to_owned()));
        let all = Catalogue::built_in().engine_movements(&abilities);
        assert!(all.iter().any(|movement| movement.id == "half-squat"));
    }

    #[test]
    fn only_seated_suggests_nothing_that_leaves_the_chair() {
        let abilities = Abilities {
            only_seated: true,
            stairs: true,
            ..Abilities::default()
        };
        let suggested = suggested(&abilities);
        assert!(!suggested.is_empty());
        for id in suggested {
            let movement = Catalogue::built_in().movement(&id).unwrap().movement();
            assert_eq!(movement.unwrap().kind, Kind::Seated, "{id}");
        }
    }

    #[test]
    fn stairs_are_suggested_only_to_those_who_want_them() {
        let stairs = "stair-climb".to_owned();
        assert!(!suggested(&Abilities::default()).contains(&stairs));
        let abilities = Abilities {
            stairs: true,
            ..Abilities::default()
        };
        assert!(suggested(&abilities).contains(&stairs));
    }

    #[test]
    fn an_unknown_movement_is_not_found() {
        assert_eq!(Catalogue::built_in().movement("hop"), None);
    }
}

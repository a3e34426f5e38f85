//! What the break page shows of a movement, from the catalogue: the one place of the frame, the break
//! and the panel that knows its fields.

use std::time::Duration;

use super::exercise::{Described, Exercise};
use super::model::Model;
use crate::control::SuggestionReport;
use crate::engine::record::Side;
use crate::figure::Figure;
use crate::movements::{Entry, Legs};

/// A movement that can be begun.
#[derive(Debug, Clone, PartialEq)]
pub struct Offer {
    /// How it is gone through.
    pub exercise: Exercise,
    /// The dose in words.
    pub dose: String,
    /// What to do, in order, a numbered line each; or in one line how it is done.
    pub lines: Vec<String>,
    /// When to stop, what to mind, and who should not do it.
    pub mind: Vec<String>,
    /// The figure's frame, which is dear to find and stays the same.
    pub frame: Option<[f32; 4]>,
    /// The only leg that works; none: either may.
    pub only: Option<Side>,
}

impl Offer {
    /// Whether the figure's legs change places while `side` works. It is seen from its right.
    #[must_use]
    pub fn is_swapped(&self, side: Option<Side>) -> bool {
        self.only.or(side) == Some(Side::Left)
    }
}

/// What the resident suggests or has begun, in the words of the catalogue.
#[must_use]
pub fn suggested(model: &Model, suggestion: &SuggestionReport) -> Offer {
    let dose = Duration::from_secs(suggestion.dose_seconds);
    match model.catalogue.movement(&suggestion.movement) {
        Some(entry) => offer(model, entry, Some(dose), suggestion.side),
        // One that this window's catalogue does not know: its id says something at least.
        None => Offer {
            exercise: Exercise::new(
                Described {
                    movement: suggestion.movement.clone(),
                    name: suggestion.movement.replace('-', " "),
                    usual_dose: dose,
                    ..Described::default()
                },
                dose,
                suggestion.side,
            ),
            dose: crate::words::duration::dose(dose),
            lines: vec!["Move at a pace that feels easy.".to_owned()],
            mind: Vec::new(),
            frame: None,
            only: only(model),
        },
    }
}

/// What can be begun without the resident: the first movement that may be suggested to this person,
/// or the one after `passed`.
#[must_use]
pub fn alone(model: &Model, passed: Option<&str>) -> Option<Offer> {
    let exercises = model.catalogue.exercises(&model.abilities);
    let all: Vec<&Entry> = exercises
        .iter()
        .filter(|exercise| exercise.suggested)
        .filter_map(|exercise| model.catalogue.movement(&exercise.id))
        .collect();
    let next = passed
        .and_then(|passed| all.iter().position(|entry| entry.id == passed))
        .map_or(0, |at| (at + 1) % all.len().max(1));
    all.get(next).map(|entry| offer(model, entry, None, None))
}

fn only(model: &Model) -> Option<Side> {
    match model.abilities.legs {
        Legs::Both => None,
        Legs::Left => Some(Side::Left),
        Legs::Right => Some(Side::Right),
    }
}

fn offer(model: &Model, entry: &Entry, dose: Option<Duration>, side: Option<Side>) -> Offer {
    let usual = entry
        .dose_seconds
        .map_or(Duration::from_mins(1), |seconds| {
            Duration::from_secs(seconds.get())
        });
    let described = Described {
        movement: entry.id.clone(),
        name: entry.name.clone(),
        repetitions: entry.repetitions.map(std::num::NonZeroU32::get),
        counted: entry.counted.clone(),
        usual_dose: usual,
        figure: entry.figure.clone(),
        one_by_one: entry.sides == crate::movements::Sides::OneByOne,
    };
    let dose = dose.unwrap_or(usual);
    Offer {
        exercise: Exercise::new(described, dose, side),
        // The catalogue's words are for its usual dose.
        dose: if dose == usual {
            entry.dose.clone()
        } else {
            crate::words::duration::dose(dose)
        },
        lines: lines(entry),
        mind: [Some(&entry.safety), entry.not_for.as_ref()]
            .into_iter()
            .flatten()
            .filter(|words| !words.is_empty() && *words != "none")
            .cloned()
            .collect(),
        frame: entry.figure.as_ref().map(Figure::frame),
        only: only(model),
    }
}

fn lines(entry: &Entry) -> Vec<String> {
    if entry.steps.is_empty() {
        return vec![entry.how.clone()];
    }
    let numbered = entry.steps.iter().enumerate();
    numbered
        .map(|(at, step)| format!("{}. {step}", at + 1))
        .collect()
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::movements::Catalogue;
    use crate::settings::Loaded;
    use crate::window::model::Folders;

    /// What is known to a person with these settings.
    fn model(settings: &str) -> Model {
        let wall = "2026-03-10T09:24:00+02:00".parse().unwrap();
        let mut model = Model::new(PathBuf::new(), Folders::default(), Duration::ZERO, wall);
        let loaded = Loaded::from_text(settings, Catalogue::built_in());
        assert!(!loaded.has_errors(), "{:?}", loaded.problems);
        model.take(&loaded);
        model
    }

    fn alone_with(settings: &str, passed: Option<&str>) -> Offer {
        alone(&model(settings), passed).expect("something can be done")
    }

    #[test]
    fn alone_it_offers_what_the_person_may_be_asked_for() {
        let first = alone_with("{}", None).exercise.movement().to_owned();
        let avoided = format!(r#"{{"movements":{{"avoid":["{first}"]}}}}"#);
        assert_ne!(alone_with(&avoided, None).exercise.movement(), first);

        let seated = r#"{"movements":{"only_seated":true}}"#;
        let catalogue = Catalogue::built_in();
        let mut passed: Option<String> = None;
        for _ in 0..30 {
            let offer = alone_with(seated, passed.as_deref());
            let id = offer.exercise.movement().to_owned();
            let kind = catalogue.movement(&id).unwrap().kind();
            assert_eq!(kind, Some(crate::engine::movement::Kind::Seated), "{id}");
            passed = Some(id);
        }
    }

    #[test]
    fn one_leg_alone_has_half_the_dose_and_is_the_one_that_is_seen_to_work() {
        let extension = SuggestionReport {
            movement: "seated-leg-extension".to_owned(),
            kind: crate::engine::movement::Kind::Seated,
            dose_seconds: 45,
            side: None,
        };
        for (legs, swapped) in [("left", true), ("right", false)] {
            let model = model(&format!(r#"{{"movements":{{"legs":"{legs}"}}}}"#));
            let offer = suggested(&model, &extension);
            assert_eq!(offer.exercise.target(), Some(8), "{legs}");
            let side = offer.exercise.at(Duration::from_secs(10)).side;
            assert_eq!(offer.is_swapped(side), swapped, "{legs}");
        }
        let both = suggested(&model("{}"), &extension);
        assert!(both.is_swapped(Some(Side::Left)) && !both.is_swapped(Some(Side::Right)));
    }
}

//! What the break page shows of a movement, from the catalogue: the one place of the frame, the break
//! and the panel that knows its fields.

use std::time::Duration;

use super::exercise::{Described, Exercise};
use super::model::Model;
use crate::control::SuggestionReport;
use crate::engine::record::Side;
use crate::movements::Entry;

/// The card line of the evidence, section 4e: stands under every movement.
pub const CARD_LINE: &str = "Comfortable effort only. Stop for pain, dizziness or breathlessness. \
                             One leg suddenly swollen or painful? Do not exercise it; see Safety.";

/// A movement that can be begun.
#[derive(Debug, Clone, PartialEq)]
pub struct Offer {
    /// How it is gone through.
    pub exercise: Exercise,
    /// The dose in words.
    pub dose: String,
    /// How it is done, in one line.
    pub how: String,
    /// What to do, in order.
    pub steps: Vec<String>,
}

/// What the resident suggests or has begun, in the words of the catalogue.
#[must_use]
pub fn suggested(model: &Model, suggestion: &SuggestionReport) -> Offer {
    let dose = Duration::from_secs(suggestion.dose_seconds);
    match model.catalogue.movement(&suggestion.movement) {
        Some(entry) => offer(entry, Some(dose), suggestion.side),
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
            how: "Move at a pace that feels easy.".to_owned(),
            steps: Vec::new(),
        },
    }
}

/// What can be begun without the resident: the first suggested movement of the catalogue, or the
/// one after `passed`.
#[must_use]
pub fn alone(model: &Model, passed: Option<&str>) -> Option<Offer> {
    let all: Vec<&Entry> = model
        .catalogue
        .entries()
        .filter(|entry| entry.suggested)
        .collect();
    let next = passed
        .and_then(|passed| all.iter().position(|entry| entry.id == passed))
        .map_or(0, |at| (at + 1) % all.len().max(1));
    all.get(next).map(|entry| offer(entry, None, None))
}

fn offer(entry: &Entry, dose: Option<Duration>, side: Option<Side>) -> Offer {
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
        how: entry.how.clone(),
        steps: entry.steps.clone(),
    }
}

//! Every sentence the program says of its own: tray, notices, command line.
//!
//! Pure: the engine's data goes in, text comes out. Short, warm, exact; no blame, no promises
//! about health, no exclamation marks. Nothing here decides anything.

pub mod duration;
pub mod machines;
pub mod notice;
pub mod reply;
pub mod status;

use crate::engine::effect::{Booked, Suggestion};
use crate::engine::movement::Kind;

/// What the catalogue calls a movement. An id it does not know still gets a good sentence.
pub trait Names {
    /// The name: "Seated heel raise".
    fn name(&self, id: &str) -> Option<&str>;
    /// The dose in a few words: "2 min", "15 times, about a minute".
    fn dose(&self, id: &str) -> Option<&str>;
    /// What several repetitions of it are called: "heel raises"; none where nobody counts.
    fn counted(&self, id: &str) -> Option<&str>;
    /// How it is done, in one sentence.
    fn how(&self, id: &str) -> Option<&str>;
    /// How it is done, step by step.
    fn steps(&self, id: &str) -> &[String];
}

/// The name in the middle of a sentence, or what a movement of its kind is called.
fn within(id: &str, kind: Kind, names: &dyn Names) -> String {
    names
        .name(id)
        .filter(|name| !name.trim().is_empty())
        .map_or_else(|| of_kind(kind).to_owned(), lower)
}

/// A suggestion in the middle of a sentence: "walk, 2 min".
fn suggested(suggestion: &Suggestion, names: &dyn Names) -> String {
    let name = within(&suggestion.movement, suggestion.kind, names);
    let dose = names
        .dose(&suggestion.movement)
        .map_or_else(|| duration::dose(suggestion.dose), str::to_owned);
    format!("{name}, {dose}")
}

/// A booking in the middle of a sentence: "walk, 2 min", "15 heel raises, 60 s".
fn booked(booked: &Booked, names: &dyn Names) -> String {
    let lasted = match booked.repetitions {
        Some(_) => duration::counted(booked.lasted),
        None => duration::dose(booked.lasted),
    };
    let name = deed(&booked.movement, booked.kind, booked.repetitions, names);
    format!("{name}, {lasted}")
}

/// What was done, in the middle of a sentence: "walk", or what was counted: "15 heel raises".
#[must_use]
pub fn deed(id: &str, kind: Kind, repetitions: Option<u32>, names: &dyn Names) -> String {
    match (repetitions, names.counted(id)) {
        (Some(count), Some(several)) => counted(count, several),
        _ => within(id, kind, names),
    }
}

/// So many of what is counted: "15 heel raises", "1 heel raise".
#[must_use]
pub fn counted(count: u32, several: &str) -> String {
    match count {
        1 => format!("1 {}", single(several)),
        _ => format!("{count} {several}"),
    }
}

/// One of several: "heel raise", "toe press".
fn single(several: &str) -> &str {
    several
        .strip_suffix("sses")
        .map(|short| &several[..short.len() + 2])
        .or_else(|| several.strip_suffix('s'))
        .unwrap_or(several)
}

fn of_kind(kind: Kind) -> &'static str {
    match kind {
        Kind::OnFeet => "a short walk",
        Kind::Strength => "some leg work on your feet",
        Kind::Seated => "some leg work in your chair",
        Kind::Stretch => "a calf stretch",
        Kind::Standing => "a few heel-toe rocks",
    }
}

/// The first letter small, unless the word is an abbreviation.
fn lower(text: &str) -> String {
    let mut letters = text.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(_), Some(second)) if second.is_uppercase() => text.to_owned(),
        (Some(first), _) => first.to_lowercase().chain(letters).collect(),
        (None, _) => String::new(),
    }
}

/// The first letter big.
fn upper(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

#[cfg(test)]
pub(crate) mod fake {
    //! A catalogue of two movements, one of them without steps and dose.

    use super::Names;

    /// Knows `easy-walk` whole and `stairs` by name alone.
    pub(crate) struct Fake {
        steps: Vec<String>,
    }

    impl Fake {
        pub(crate) fn new() -> Self {
            Self {
                steps: vec!["Stand up.".to_owned(), "Walk at ease.".to_owned()],
            }
        }
    }

    impl Names for Fake {
        fn name(&self, id: &str) -> Option<&str> {
            match id {
                "easy-walk" => Some("Walk"),
                "stairs" => Some("Stairs"),
                _ => None,
            }
        }

        fn dose(&self, id: &str) -> Option<&str> {
            (id == "easy-walk").then_some("2 min")
        }

        fn counted(&self, id: &str) -> Option<&str> {
            (id == "stairs").then_some("flights")
        }

        fn how(&self, id: &str) -> Option<&str> {
            (id == "easy-walk").then_some("Walk at a pace that feels easy.")
        }

        fn steps(&self, id: &str) -> &[String] {
            if id == "easy-walk" { &self.steps } else { &[] }
        }
    }

    /// What every text for people must keep.
    #[track_caller]
    pub(crate) fn assert_kind(text: &str, longest: usize) {
        assert!(!text.is_empty(), "no words at all");
        assert!(!text.contains('!'), "loud: {text}");
        assert!(text.chars().count() <= longest, "too long: {text}");
        assert!(
            !text.contains("  ") && text.trim() == text,
            "loose space: {text}"
        );
        assert!(
            text.chars()
                .next()
                .is_some_and(|first| !first.is_lowercase()),
            "begins small: {text}"
        );
    }
}

#[cfg(test)]
mod tests {
    use super::fake::Fake;
    use super::{Kind, deed, lower, single, upper};

    #[test]
    fn what_was_counted_is_said_by_its_number() {
        let said = |count| deed("stairs", Kind::OnFeet, count, &Fake::new());
        assert_eq!(said(None), "stairs");
        assert_eq!(said(Some(1)), "1 flight");
        assert_eq!(said(Some(3)), "3 flights");
        let uncounted = deed("easy-walk", Kind::OnFeet, Some(3), &Fake::new());
        assert_eq!(uncounted, "walk");
        assert_eq!(single("toe presses"), "toe press");
        assert_eq!(single("glute squeezes"), "glute squeeze");
    }

    #[test]
    fn a_name_in_a_sentence_begins_small_unless_it_is_an_abbreviation() {
        assert_eq!(lower("Seated heel raise"), "seated heel raise");
        assert_eq!(lower("TV walk"), "TV walk");
        assert_eq!(lower("Öffnen"), "öffnen");
        assert_eq!(lower(""), "");
        assert_eq!(upper("a short walk"), "A short walk");
        assert_eq!(upper(""), "");
    }
}

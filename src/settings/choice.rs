//! A key that accepts one of a few words.

use std::fmt::Debug;

use jsonc_parser::ast::Value;

use super::accepts::{Field, string};
use super::values::Settings;

/// What a key does whose value is one of a few words.
pub(super) trait Worded: Debug + Sync {
    fn words(&self) -> String;
    fn all(&self) -> Vec<&'static str>;
    fn reset(&self, settings: &mut Settings);
    fn shown(&self, settings: &mut Settings) -> String;
    fn take(&self, value: &Value, settings: &mut Settings) -> Option<()>;
}

/// The words, which of them is the default, and where the choice is kept.
#[derive(Debug)]
pub(super) struct Choice<T: 'static> {
    pub(super) words: &'static [(&'static str, T)],
    pub(super) default: T,
    pub(super) field: Field<T>,
}

impl<T: Copy + PartialEq + Debug + Sync> Worded for Choice<T> {
    fn words(&self) -> String {
        any_of(self.words)
    }

    fn all(&self) -> Vec<&'static str> {
        self.words.iter().map(|(word, _)| *word).collect()
    }

    fn reset(&self, settings: &mut Settings) {
        *(self.field)(settings) = self.default;
    }

    fn shown(&self, settings: &mut Settings) -> String {
        quoted(word(self.words, (self.field)(settings)))
    }

    fn take(&self, value: &Value, settings: &mut Settings) -> Option<()> {
        let wanted = string(value)?;
        let (_, chosen) = self.words.iter().find(|(word, _)| *word == wanted)?;
        *(self.field)(settings) = *chosen;
        Some(())
    }
}

/// "\"a\", \"b\" or \"c\"".
pub(super) fn any_of<T>(choices: &[(&str, T)]) -> String {
    let words: Vec<_> = choices.iter().map(|(word, _)| quoted(word)).collect();
    match words.as_slice() {
        [first @ .., last] if !first.is_empty() => format!("{} or {last}", first.join(", ")),
        _ => words.concat(),
    }
}

/// The word of a choice.
pub(super) fn word<T: PartialEq>(choices: &[(&'static str, T)], chosen: &T) -> &'static str {
    let found = choices.iter().find(|(_, choice)| choice == chosen);
    found.map_or("", |(word, _)| word)
}

/// A text as JSON writes it.
pub(super) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

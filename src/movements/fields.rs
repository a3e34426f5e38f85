//! The fields of one object in a file of own movements, read one by one; a mistake spoils the
//! movement it stands in.

use jsonc_parser::ast::{Array, Object, ObjectProp, Value};
use jsonc_parser::common::Ranged;

use crate::text::{self, Find, joined, nearest, shortened, start_of};

pub(super) const LEFT_OUT: &str = "leaving this movement out";

/// The fields of one object.
pub(super) struct Fields<'a, 'v> {
    text: &'a str,
    /// How it is called in messages: `my-hop.figure`.
    who: String,
    at: usize,
    kept: Vec<&'a ObjectProp<'v>>,
    known: Vec<&'static str>,
    finds: &'a mut Vec<Find>,
    good: bool,
}

impl<'a, 'v> Fields<'a, 'v> {
    pub(super) fn of(
        text: &'a str,
        who: String,
        object: &'a Object<'v>,
        finds: &'a mut Vec<Find>,
    ) -> Self {
        let before = finds.len();
        let kept = text::properties(&who, object, LEFT_OUT, finds);
        Self {
            text,
            who,
            at: object.start(),
            kept,
            known: Vec::new(),
            good: finds.len() == before,
            finds,
        }
    }

    /// What came of it, if nothing was wrong. Warns of fields that nobody asked for.
    pub(super) fn end<T>(self, made: Option<T>) -> Option<T> {
        for property in &self.kept {
            let name = property.name.as_str();
            if self.known.contains(&name) {
                continue;
            }
            let meant = nearest(name, self.known.iter().copied())
                .map_or(String::new(), |near| format!("; did you mean {near}?"));
            let full = joined(&self.who, &shortened(name));
            let what = format!("unknown key, not used{meant}");
            self.finds
                .push(Find::warning(start_of(&property.name), &full, what));
        }
        made.filter(|_| self.good)
    }

    fn value(&mut self, name: &'static str) -> Option<&'a Value<'v>> {
        self.known.push(name);
        self.found(name)
    }

    /// The value of a field; null is none.
    fn found(&self, name: &str) -> Option<&'a Value<'v>> {
        let found = self
            .kept
            .iter()
            .find(|property| property.name.as_str() == name)?;
        Some(&found.value).filter(|value| value.as_null_keyword().is_none())
    }

    /// The value, or a mistake because there is none.
    fn needed(&mut self, name: &'static str) -> Option<&'a Value<'v>> {
        let value = self.value(name);
        if value.is_none() {
            self.wrong(self.at, name, "is missing");
        }
        value
    }

    /// Says what is wrong with a field.
    pub(super) fn wrong(&mut self, at: usize, name: &str, what: impl Into<String>) {
        self.good = false;
        let full = joined(&self.who, name);
        self.finds
            .push(Find::error(at, &full, what.into(), LEFT_OUT));
    }

    fn not(&mut self, value: &Value, name: &str, accepted: &str) {
        let what = format!("{} is not {accepted}", text::shown(self.text, value));
        self.wrong(value.start(), name, what);
    }

    /// Where a field's value stands.
    pub(super) fn place(&self, name: &str) -> usize {
        self.found(name).map_or(self.at, Ranged::start)
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.found(name).is_some()
    }

    fn written(&mut self, value: &Value, name: &str, longest: usize) -> Option<String> {
        let text = value.as_string_lit().map(|text| text.value.trim());
        match text {
            Some("") => self.wrong(value.start(), name, "is empty"),
            Some(text) if text.chars().count() > longest => {
                let what = format!("is longer than {longest} characters");
                self.wrong(value.start(), name, what);
            }
            Some(text) => return Some(text.to_owned()),
            None => self.not(value, name, "a text"),
        }
        None
    }

    pub(super) fn text(&mut self, name: &'static str, longest: usize) -> Option<String> {
        let value = self.needed(name)?;
        self.written(value, name, longest)
    }

    pub(super) fn text_if_any(&mut self, name: &'static str, longest: usize) -> Option<String> {
        let value = self.value(name)?;
        self.written(value, name, longest)
    }

    pub(super) fn switch(&mut self, name: &'static str, default: bool) -> bool {
        let Some(value) = self.value(name) else {
            return default;
        };
        if let Some(literal) = value.as_boolean_lit() {
            return literal.value;
        }
        self.not(value, name, "true or false");
        default
    }

    fn counted(&mut self, value: &Value, name: &str, from: u32, to: u32) -> Option<u32> {
        let number = value
            .as_number_lit()
            .and_then(|number| number.value.parse().ok());
        match number {
            Some(number) if (from..=to).contains(&number) => Some(number),
            _ => {
                self.not(value, name, &format!("a whole number from {from} to {to}"));
                None
            }
        }
    }

    pub(super) fn whole(&mut self, name: &'static str, from: u32, to: u32) -> Option<u32> {
        let value = self.value(name)?;
        self.counted(value, name, from, to)
    }

    fn measured(&mut self, value: &Value, name: &str, from: f32, to: f32) -> Option<f32> {
        let number: Option<f32> = value
            .as_number_lit()
            .and_then(|number| number.value.parse().ok());
        match number {
            Some(number) if (from..=to).contains(&number) => Some(number),
            _ => {
                self.not(value, name, &format!("a number from {from} to {to}"));
                None
            }
        }
    }

    pub(super) fn number(&mut self, name: &'static str, from: f32, to: f32) -> Option<f32> {
        let value = self.needed(name)?;
        self.measured(value, name, from, to)
    }

    pub(super) fn number_if_any(&mut self, name: &'static str, from: f32, to: f32) -> Option<f32> {
        let value = self.value(name)?;
        self.measured(value, name, from, to)
    }

    /// A list of so many numbers.
    pub(super) fn numbers<const N: usize>(
        &mut self,
        name: &'static str,
        from: f32,
        to: f32,
    ) -> Option<[f32; N]> {
        let value = self.needed(name)?;
        self.row(value, name, from, to)
    }

    pub(super) fn row<const N: usize>(
        &mut self,
        value: &Value,
        name: &str,
        from: f32,
        to: f32,
    ) -> Option<[f32; N]> {
        let Some(list) = value.as_array() else {
            self.not(value, name, &format!("a list of {N} numbers"));
            return None;
        };
        if list.elements.len() != N {
            let what = format!("holds {} values where {N} belong", list.elements.len());
            self.wrong(value.start(), name, what);
            return None;
        }
        let mut numbers = [0.0; N];
        for (number, value) in numbers.iter_mut().zip(&list.elements) {
            *number = self.measured(value, name, from, to)?;
        }
        Some(numbers)
    }

    fn one_of<T: Copy>(&mut self, value: &Value, name: &str, words: &[(&str, T)]) -> Option<T> {
        let written = value.as_string_lit().map(|text| text.value.as_ref());
        let known = words.iter().find(|(word, _)| Some(*word) == written);
        if known.is_none() {
            self.not(value, name, &any_of(words));
        }
        known.map(|(_, choice)| *choice)
    }

    pub(super) fn word<T: Copy>(&mut self, name: &'static str, words: &[(&str, T)]) -> Option<T> {
        let value = self.needed(name)?;
        self.one_of(value, name, words)
    }

    pub(super) fn word_if_any<T: Copy>(
        &mut self,
        name: &'static str,
        words: &[(&str, T)],
    ) -> Option<T> {
        let value = self.value(name)?;
        self.one_of(value, name, words)
    }

    pub(super) fn words<T: Copy + PartialEq>(
        &mut self,
        name: &'static str,
        words: &[(&str, T)],
    ) -> Option<Vec<T>> {
        let list = self.list_if_any(name, &format!("a list of {}", any_of(words)))?;
        let mut chosen = Vec::new();
        for value in &list.elements {
            if let Some(choice) = self.one_of(value, name, words)
                && !chosen.contains(&choice)
            {
                chosen.push(choice);
            }
        }
        Some(chosen)
    }

    pub(super) fn texts(&mut self, name: &'static str, longest: usize) -> Option<Vec<String>> {
        let list = self.list_if_any(name, "a list of texts")?;
        list.elements
            .iter()
            .map(|value| self.written(value, name, longest))
            .collect()
    }

    pub(super) fn wholes(&mut self, name: &'static str, from: u32, to: u32) -> Option<Vec<u32>> {
        let list = self.list_if_any(name, "a list of whole numbers")?;
        list.elements
            .iter()
            .map(|value| self.counted(value, name, from, to))
            .collect()
    }

    pub(super) fn list_if_any(
        &mut self,
        name: &'static str,
        accepted: &str,
    ) -> Option<&'a Array<'v>> {
        let value = self.value(name)?;
        let list = value.as_array();
        if list.is_none() {
            self.not(value, name, accepted);
        }
        list
    }

    pub(super) fn list(&mut self, name: &'static str, accepted: &str) -> Option<&'a Array<'v>> {
        if !self.has(name) {
            self.needed(name)?;
        }
        self.list_if_any(name, accepted)
    }

    /// The fields of an object that stands in a field, read by `read`.
    pub(super) fn inner<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&mut Fields<'_, 'v>) -> Option<T>,
    ) -> Option<T> {
        let value = self.needed(name)?;
        self.within(value, name, read)
    }

    pub(super) fn within<T>(
        &mut self,
        value: &Value<'v>,
        name: &str,
        read: impl FnOnce(&mut Fields<'_, 'v>) -> Option<T>,
    ) -> Option<T> {
        let Value::Object(object) = value else {
            self.not(value, name, "an object");
            return None;
        };
        let who = joined(&self.who, name);
        let mut fields = Fields::of(self.text, who, object, self.finds);
        let made = read(&mut fields);
        let made = fields.end(made);
        if made.is_none() {
            self.good = false;
        }
        made
    }
}

fn any_of<T>(words: &[(&str, T)]) -> String {
    let words: Vec<_> = words
        .iter()
        .map(|(word, _)| format!("\"{word}\""))
        .collect();
    match words.as_slice() {
        [first @ .., last] if !first.is_empty() => format!("{} or {last}", first.join(", ")),
        _ => words.concat(),
    }
}

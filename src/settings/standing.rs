//! Where keys stand in the text of a settings file, and which of them nobody knows.

use jsonc_parser::ast::{Object, Value};

use crate::text::{self, Find, Place, joined, placed, shortened, start_of};

use super::edit::bare;
use super::keys::Key;
use super::load::{SETTINGS, is_read, is_section};
use super::tree;

/// Where the value of a key stands, under its own name or its older one.
#[must_use]
pub fn place_in(text: &str, key: &Key) -> Option<Place> {
    let text = bare(text);
    let at = tree::value_at(text, tree::name_in(text, key))?;
    place(text, at)
}

/// The keys that nothing reads, with their places.
#[must_use]
pub fn unknown_keys(text: &str) -> Vec<(String, Place)> {
    let text = bare(text);
    let mut found = Vec::new();
    let parsed = text::parse(&SETTINGS, text).ok().and_then(|(root, _)| root);
    if let Some(Value::Object(root)) = parsed {
        look("", &root, &mut found);
    }
    let (names, finds): (Vec<_>, Vec<_>) = found
        .into_iter()
        .map(|(name, at)| (name, Find::note(at, "")))
        .unzip();
    names
        .into_iter()
        .zip(placed(&SETTINGS, text, finds))
        .filter_map(|(name, find)| Some((name, find.place?)))
        .collect()
}

fn look(prefix: &str, object: &Object, found: &mut Vec<(String, usize)>) {
    for property in &object.properties {
        let full = joined(prefix, property.name.as_str());
        let is_known = is_read(&full) || full == "$schema";
        let is_section = is_section(&full);
        match &property.value {
            _ if is_known => {}
            Value::Object(inner) if is_section && prefix.is_empty() => look(&full, inner, found),
            _ if is_section => {}
            _ => found.push((shortened(&full), start_of(&property.name))),
        }
    }
}

fn place(text: &str, at: usize) -> Option<Place> {
    placed(&SETTINGS, text, vec![Find::note(at, "")])
        .pop()?
        .place
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_found_where_they_stand() {
        let text = "\u{feff}{\n  \"sensors\": { \"full_screen\": false },\n  \"colour\": 1,\n  \
                    \"quiet\": { \"loud\": true }, \"version\": 2\n}";
        let at = |key: &str| {
            let place = place_in(text, Key::named(key)?)?;
            Some((place.line, place.column))
        };
        assert_eq!(at("quiet.full_screen"), Some((2, 31)));
        assert_eq!(at("version"), Some((4, 41)));
        assert_eq!(at("preset"), None);
        let unknown: Vec<_> = unknown_keys(text)
            .into_iter()
            .map(|(name, place)| (name, place.line, place.column))
            .collect();
        let expected = [("colour", 3, 3), ("quiet.loud", 4, 14)];
        assert_eq!(
            unknown,
            expected.map(|(name, line, column)| (name.to_owned(), line, column))
        );
    }
}

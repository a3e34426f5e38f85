//! What every reader of such a text needs: bytes to text, values in words, the nearest word.

use std::collections::HashSet;

use jsonc_parser::ast::{Object, ObjectProp, ObjectPropName, Value};
use jsonc_parser::common::Ranged;

use super::problem::{Document, Fault, Find, Place, Severity, placed};

/// The bytes of a file as text, without a mark at its beginning.
///
/// # Errors
/// Where it stops being text, and in words why.
pub fn decoded<'b>(
    document: &'static Document,
    bytes: &'b [u8],
) -> Result<&'b str, (Option<Place>, &'static str)> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.strip_prefix('\u{feff}').unwrap_or(text)),
        Err(_) if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) => {
            Err((None, "it is saved as UTF-16; save it as UTF-8"))
        }
        Err(error) => {
            let good = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
            let find = vec![Find::note(good.len(), "")];
            let place = placed(document, &good, find).pop();
            Err((
                place.and_then(|found| found.place),
                "from here on it is not UTF-8 text; save it as UTF-8",
            ))
        }
    }
}

/// The properties of an object without those whose name came before, which are errors.
pub fn properties<'b, 'v>(
    prefix: &str,
    object: &'b Object<'v>,
    instead: &str,
    finds: &mut Vec<Find>,
) -> Vec<&'b ObjectProp<'v>> {
    let mut seen = HashSet::new();
    let mut kept = Vec::new();
    for property in &object.properties {
        let name = property.name.as_str();
        if seen.insert(name) {
            kept.push(property);
            continue;
        }
        let what = "stands here a second time".to_owned();
        finds.push(Find {
            at: start_of(&property.name),
            severity: Severity::Error,
            fault: Fault::Duplicate,
            key: Some(joined(prefix, name)),
            what,
            instead: Some(instead.to_owned()),
        });
    }
    kept
}

/// The byte at which a key stands.
#[must_use]
pub fn start_of(name: &ObjectPropName) -> usize {
    name.range().start
}

/// A value as it stands in the text, short enough for a message.
#[must_use]
pub fn shown(text: &str, value: &Value) -> String {
    match value {
        Value::Object(_) => "an object".to_owned(),
        Value::Array(_) => "a list".to_owned(),
        plain => shortened(plain.text(text)),
    }
}

/// The type of a value, in words: "text", "a number".
#[must_use]
pub fn type_of(value: &Value) -> &'static str {
    match value {
        Value::StringLit(_) => "text",
        Value::NumberLit(_) => "a number",
        Value::BooleanLit(_) => "true or false",
        Value::Object(_) => "an object",
        Value::Array(_) => "a list",
        Value::NullKeyword(_) => "null",
    }
}

/// The word nearest to what was written, if one is near; small and large letters are alike.
#[must_use]
pub fn nearest<'k>(written: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    const LONGEST: usize = 64;
    const NEAR: f64 = 0.6;
    const LEAST_BEGUN: usize = 3;
    if written.len() > LONGEST {
        return None;
    }
    let written = written.to_lowercase();
    known
        .into_iter()
        .map(|word| {
            let small = word.to_lowercase();
            let near = strsim::normalized_damerau_levenshtein(&written, &small);
            let begun = small.starts_with(&format!("{written}_"))
                || (LEAST_BEGUN <= written.len() && small.starts_with(&written));
            (if begun { near.max(NEAR) } else { near }, word)
        })
        .filter(|(near, _)| *near >= NEAR)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, word)| word)
}

/// The full name of a key: `reminders.every_minutes`.
#[must_use]
pub fn joined(prefix: &str, name: &str) -> String {
    match prefix {
        "" => name.to_owned(),
        prefix => format!("{prefix}.{name}"),
    }
}

/// At most sixty characters of it, and none that a terminal obeys.
#[must_use]
pub fn shortened(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut short: String = text
        .chars()
        .take(LONGEST)
        .map(|char| if char.is_control() { '\u{fffd}' } else { char })
        .collect();
    if text.chars().nth(LONGEST).is_some() {
        short.push('…');
    }
    short
}

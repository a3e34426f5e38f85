//! Rules for a script: the built-in movements, and the settings its `set` lines name.

use serde_json::{Map, Value};

use crate::engine::Rules;
use crate::movements::Catalogue;
use crate::settings::{Loaded, Severity};

/// The rules of a settings file that holds just these keys (`reminders.every_minutes`) and values.
///
/// # Errors
/// When the settings would not be accepted as they are.
pub fn rules_of(keys: &[(String, String)]) -> Result<Rules, String> {
    let mut root = Map::new();
    for (key, value) in keys {
        let value = serde_json::from_str(value).unwrap_or_else(|_| Value::String(value.clone()));
        put(&mut root, key, value);
    }
    let catalogue = Catalogue::built_in();
    let loaded = Loaded::from_text(&Value::Object(root).to_string(), catalogue);
    match loaded
        .problems
        .iter()
        .find(|problem| problem.severity == Severity::Error)
    {
        Some(problem) => Err(problem.to_string()),
        None => Ok(loaded.settings.rules(catalogue)),
    }
}

fn put(object: &mut Map<String, Value>, key: &str, value: Value) {
    match key.split_once('.') {
        None => {
            object.insert(key.to_owned(), value);
        }
        Some((first, rest)) => {
            let inner = object
                .entry(first)
                .or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(inner) = inner {
                put(inner, rest, value);
            }
        }
    }
}

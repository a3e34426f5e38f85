//! One word put into a list of the settings file, or taken out of it; what else stands in the list
//! stays, its comments and words that nobody knows included.

use std::path::Path;

use serde_json::{Value, json};

use crate::store::Contents;
use crate::text::{Problem, Severity};

use super::edit::{Change, SetError, bare, base_of, changed, with_list};
use super::file::read;
use super::load::SETTINGS;
use super::tree;

/// Puts `word` into the list under `key` (`movements.avoid`), or takes it out, whatever else may be
/// wrong in the file.
///
/// # Errors
/// When the file cannot be read, understood or written. It is then as it was.
pub fn change_in_list(path: &Path, key: &str, word: &str, there: bool) -> Result<Change, SetError> {
    changed(path, |before| with_word(before, path, key, word, there))
}

/// The same where nothing else is wrong. Whether the file was written: one that says so already is
/// not.
///
/// # Errors
/// When anything in the file is an error, or it cannot be read or written. The file is then as it
/// was.
pub fn set_in_list(path: &Path, key: &str, word: &str, there: bool) -> Result<bool, SetError> {
    let change = changed(path, |before| {
        if let Some(error) = first_error(path) {
            return Err(SetError::Mistake(Box::new(Problem {
                instead: None,
                ..error
            })));
        }
        with_word(before, path, key, word, there)
    })?;
    Ok(!change.steps.is_empty())
}

/// The text it starts from and the new one; none where the list says so already.
fn with_word(
    before: &Contents,
    path: &Path,
    key: &str,
    word: &str,
    there: bool,
) -> Result<Option<(String, String)>, SetError> {
    let base = base_of(before, path)?;
    let mut list = match tree::value(bare(&base), key) {
        Some(Value::Array(list)) => list,
        _ => Vec::new(),
    };
    if list.contains(&json!(word)) == there {
        return Ok(None);
    }
    list.retain(|element| *element != json!(word));
    if there {
        list.push(json!(word));
    }
    let new = with_list(&base, key, list)?;
    Ok(Some((base, new)))
}

fn first_error(path: &Path) -> Option<Problem> {
    read(path)
        .problems
        .into_iter()
        .find(|problem| *problem.document == SETTINGS && problem.severity == Severity::Error)
}

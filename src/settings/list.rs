//! One word put into a list of the settings file, or taken out of it; what else stands in the list
//! stays, its comments and words that nobody knows included.

use std::path::Path;

use serde_json::json;

use crate::store::Contents;
use crate::text::{Problem, Severity};

use super::edit::{SetError, change, new_text, root_of};
use super::file::read;
use super::load::SETTINGS;

/// Puts `word` into the list under `key` (`movements.avoid`), or takes it out. Whether the file was
/// written: one that says so already is not.
///
/// # Errors
/// When anything in the file is an error, or it cannot be read or written. The file is then as it
/// was.
pub fn set_in_list(path: &Path, key: &str, word: &str, there: bool) -> Result<bool, SetError> {
    change(path, |before| changed(before, path, key, word, there))
}

fn changed(
    before: &Contents,
    path: &Path,
    key: &str,
    word: &str,
    there: bool,
) -> Result<Option<String>, SetError> {
    if let Some(error) = first_error(path) {
        return Err(SetError::Mistake(Box::new(Problem {
            instead: None,
            ..error
        })));
    }
    let text = match before {
        Contents::Bytes(bytes) => std::str::from_utf8(bytes).unwrap_or_default(),
        // An unreadable file is an error, and was told above.
        Contents::Absent | Contents::Unreadable(_) => "",
    };
    let whole = || {
        let new = there.then(|| new_text(before, path, key, &json!([word])));
        new.transpose()
    };
    let bare = text.strip_prefix('\u{feff}').unwrap_or(text);
    if bare.trim().is_empty() {
        return whole();
    }
    let (tree, root) = root_of(bare)?;
    let list = match key.split_once('.') {
        Some((section, name)) => root
            .object_value(section)
            .and_then(|section| section.array_value(name)),
        None => root.array_value(key),
    };
    let Some(list) = list else {
        return whole();
    };
    let its = |element: &jsonc_parser::cst::CstNode| {
        element
            .as_string_lit()
            .and_then(|written| written.decoded_value().ok())
            .is_some_and(|written| written == word)
    };
    let found: Vec<_> = list.elements().into_iter().filter(its).collect();
    if found.is_empty() != there {
        return Ok(None);
    }
    if there {
        list.append(word.into());
    }
    for element in found {
        element.remove();
    }
    let mark = &text[..text.len() - bare.len()];
    Ok(Some(format!("{mark}{tree}")))
}

fn first_error(path: &Path) -> Option<Problem> {
    read(path)
        .problems
        .into_iter()
        .find(|problem| *problem.document == SETTINGS && problem.severity == Severity::Error)
}

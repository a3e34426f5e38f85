//! One word put into a list of the settings file, or taken out of it; what else stands in the list
//! stays, its comments and words that nobody knows included.

use std::cell::RefCell;
use std::path::Path;

use serde_json::{Value, json};

use crate::store::Contents;
use crate::text::{Problem, Severity};

use super::edit::{Change, SetError, Step, change, new_text, root_of, standing};
use super::file::read;
use super::keys::Key;
use super::load::SETTINGS;

/// Puts `word` into the list under `key` (`movements.avoid`), or takes it out. Whether the file was
/// written: one that says so already is not.
///
/// # Errors
/// When anything in the file is an error, or it cannot be read or written. The file is then as it
/// was.
pub fn set_in_list(path: &Path, key: &str, word: &str, there: bool) -> Result<bool, SetError> {
    change(path, |before| {
        if let Some(error) = first_error(path) {
            return Err(SetError::Mistake(Box::new(Problem {
                instead: None,
                ..error
            })));
        }
        let changed = changed(before, path, key, word, there)?;
        Ok(changed.map(|changed| changed.text))
    })
}

/// The same, told as a change that can be taken back. Errors in other keys are no hindrance.
///
/// # Errors
/// When there is no such key, or the file cannot be read, understood or written.
pub fn change_in_list(path: &Path, key: &str, word: &str, there: bool) -> Result<Change, SetError> {
    let Some(known) = Key::named(key) else {
        let key = key.to_owned();
        return Err(SetError::UnknownKey { key });
    };
    let step = RefCell::new(None);
    change(path, |before| {
        let changed = changed(before, path, key, word, there)?;
        *step.borrow_mut() = changed.as_ref().map(|changed| Step {
            key: known.path,
            before: changed.before.clone(),
            after: Some(changed.after.clone()),
        });
        Ok(changed.map(|changed| changed.text))
    })?;
    Ok(Change {
        steps: step.into_inner().into_iter().collect(),
    })
}

/// A text with another list in it.
struct Changed {
    text: String,
    before: Option<Value>,
    after: Value,
}

fn changed(
    before: &Contents,
    path: &Path,
    key: &str,
    word: &str,
    there: bool,
) -> Result<Option<Changed>, SetError> {
    let text = match before {
        Contents::Bytes(bytes) => std::str::from_utf8(bytes).unwrap_or_default(),
        // An unreadable file is an error, and is told by whoever writes.
        Contents::Absent | Contents::Unreadable(_) => "",
    };
    let whole = |stood| {
        if !there {
            return Ok(None);
        }
        let after = json!([word]);
        Ok(Some(Changed {
            text: new_text(before, path, key, &after)?,
            before: stood,
            after,
        }))
    };
    let bare = text.strip_prefix('\u{feff}').unwrap_or(text);
    if bare.trim().is_empty() {
        return whole(None);
    }
    let (tree, root) = root_of(bare)?;
    let stood = standing(&root, key);
    let list = match key.split_once('.') {
        Some((section, name)) => root
            .object_value(section)
            .and_then(|section| section.array_value(name)),
        None => root.array_value(key),
    };
    let Some(list) = list else {
        return whole(stood);
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
    Ok(Some(Changed {
        text: format!("{mark}{tree}"),
        before: stood,
        after: standing(&root, key).unwrap_or_default(),
    }))
}

fn first_error(path: &Path) -> Option<Problem> {
    read(path)
        .problems
        .into_iter()
        .find(|problem| *problem.document == SETTINGS && problem.severity == Severity::Error)
}

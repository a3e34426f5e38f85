//! One key of the settings file set to another value; everything else in the file stays as it is:
//! order, comments, keys that nobody knows.

use std::cell::RefCell;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jsonc_parser::cst::{CstInputValue, CstObject, CstRootNode};
use serde_json::{Map, Value};
use thiserror::Error;

use crate::movements::{Catalogue, Preset};
use crate::store::{Contents, replace};
use crate::text::{self, Find, OPTIONS, Problem, Severity, nearest, placed};

use super::file::read;
use super::keys::{KEYS, Key, text as whole_file};
use super::load::{Loaded, SETTINGS};
use super::values::Settings;

/// Why a key was not set. The file is then as it was.
#[derive(Debug, Error)]
pub enum SetError {
    /// There is no such key.
    #[error("there is no setting `{key}`{}", meant(.key))]
    UnknownKey {
        /// As it was written.
        key: String,
    },
    /// Reading the file would not accept the value.
    #[error("{key}: {what}")]
    NotAccepted {
        /// The key.
        key: String,
        /// What is wrong with the value.
        what: String,
    },
    /// It cannot be taken back: somebody changed the key again.
    #[error("{key} was changed again since, and stays as it is")]
    ChangedSince {
        /// The key.
        key: String,
    },
    /// The file cannot be read.
    #[error("{} was not changed: {why}", .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        why: String,
    },
    /// The file has a mistake that has to be mended by hand first.
    #[error("the settings were not changed, because the file has a mistake: {0}")]
    Mistake(Box<Problem>),
    /// The new file cannot be written.
    #[error("{} cannot be written: {source}", .path.display())]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

/// What one write changed, so that it can be shown and taken back.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The keys in the order in which they were written: more than one when a preset brought others
    /// along. None when everything stood there already.
    pub steps: Vec<Step>,
}

/// One key that was written.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Its full name.
    pub key: &'static str,
    /// What stood there; none: the key did not stand in the file.
    pub before: Option<Value>,
    /// What stands there now; none: the key does not stand in the file any more.
    pub after: Option<Value>,
}

/// Sets one key (`window.theme`) in the settings file, or makes a file with every key if there is
/// none. A preset brings along the keys it stands for where the file holds their defaults.
///
/// # Errors
/// When reading would not accept the value, or the file cannot be read, understood or written.
pub fn set_in_file(path: &Path, key: &str, value: &Value) -> Result<Change, SetError> {
    changed(path, |before| new_text(before, path, key, value))
}

/// Gives one key the value that it has without a line in the file: the preset's, else the default.
///
/// # Errors
/// When there is no such key, or the file cannot be read, understood or written.
pub fn reset_in_file(path: &Path, key: &str) -> Result<Change, SetError> {
    let Some(known) = Key::named(key) else {
        let key = key.to_owned();
        return Err(SetError::UnknownKey { key });
    };
    if Contents::of(path) == Contents::Absent {
        return Ok(Change { steps: Vec::new() });
    }
    changed(path, |before| {
        let preset = match key {
            "preset" => None,
            _ => read(path).settings.preset,
        };
        let usual = usual(known, preset.as_deref());
        match stood(before, key) {
            None => Ok(text_of(before, path)?.to_owned()),
            Some(_) => new_text(before, path, key, &usual),
        }
    })
}

/// Takes a change back, where nobody changed the same keys since.
///
/// # Errors
/// When somebody did, or the file cannot be read, understood or written.
pub fn take_back(path: &Path, change: &Change) -> Result<Change, SetError> {
    changed(path, |before| {
        let text = text_of(before, path)?;
        let bare = text.strip_prefix('\u{feff}').unwrap_or(text);
        let (tree, root) = root_of(bare)?;
        for step in change.steps.iter().rev() {
            if standing(&root, step.key) != step.after {
                let key = step.key.to_owned();
                return Err(SetError::ChangedSince { key });
            }
            match &step.before {
                Some(value) => put(&root, bare, step.key, value)?,
                None => remove(&root, step.key),
            }
        }
        let mark = &text[..text.len() - bare.len()];
        Ok(format!("{mark}{tree}"))
    })
}

/// Writes a new text, and says which keys stand otherwise in it.
fn changed(
    path: &Path,
    new: impl Fn(&Contents) -> Result<String, SetError>,
) -> Result<Change, SetError> {
    let steps = RefCell::new(Vec::new());
    change(path, |before| {
        let text = new(before)?;
        let after = Contents::Bytes(text.clone().into_bytes());
        *steps.borrow_mut() = KEYS
            .iter()
            .map(|key| Step {
                key: key.path,
                before: stood(before, key.path),
                after: stood(&after, key.path),
            })
            .filter(|step| step.before != step.after)
            .collect();
        let same = *before == after;
        Ok((!same).then_some(text))
    })?;
    Ok(Change {
        steps: steps.into_inner(),
    })
}

/// What a key has without a line in the file.
fn usual(key: &Key, preset: Option<&str>) -> Value {
    let usual = || serde_json::from_str(&key.shown(&Settings::default())).unwrap_or(Value::Null);
    preset
        .and_then(Preset::named)
        .and_then(|preset| preset.settings.get(key.path).cloned())
        .unwrap_or_else(usual)
}

/// What stands in a file for a key, if anything that can be understood does.
fn stood(contents: &Contents, key: &str) -> Option<Value> {
    let Contents::Bytes(bytes) = contents else {
        return None;
    };
    let text = std::str::from_utf8(bytes).ok()?;
    let bare = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (_, root) = root_of(bare).ok()?;
    standing(&root, key)
}

fn standing(root: &CstObject, key: &str) -> Option<Value> {
    let property = match key.split_once('.') {
        None => root.get(key)?,
        Some((section, name)) => root.object_value(section)?.get(name)?,
    };
    property.value()?.to_serde_value()
}

fn remove(root: &CstObject, key: &str) {
    let property = match key.split_once('.') {
        None => root.get(key),
        Some((section, name)) => root.object_value(section).and_then(|inner| inner.get(name)),
    };
    if let Some(property) = property {
        property.remove();
    }
}

fn text_of<'b>(contents: &'b Contents, path: &Path) -> Result<&'b str, SetError> {
    let unreadable = |why: String| SetError::Unreadable {
        path: path.to_owned(),
        why,
    };
    match contents {
        Contents::Absent => Err(unreadable("there is no such file".to_owned())),
        Contents::Unreadable(why) => Err(unreadable(why.clone())),
        Contents::Bytes(bytes) => {
            std::str::from_utf8(bytes).map_err(|_| unreadable("it is not UTF-8 text".to_owned()))
        }
    }
}

/// A file that another program writes is read anew so many times.
const TRIES: usize = 5;

/// Writes what `new` makes of the file; none: it stays as it is. Gives whether it was written.
/// Whoever saves the file meanwhile keeps what they wrote: their text is taken up.
pub(super) fn change(
    path: &Path,
    new: impl Fn(&Contents) -> Result<Option<String>, SetError>,
) -> Result<bool, SetError> {
    for _ in 0..TRIES {
        let before = Contents::of(path);
        let Some(new) = new(&before)? else {
            return Ok(false);
        };
        if Contents::of(path) == before {
            return write(path, &new).map(|()| true);
        }
    }
    let why = "another program keeps writing it".to_owned();
    let path = path.to_owned();
    Err(SetError::Unreadable { path, why })
}

/// The text of the file with one key set.
pub(super) fn new_text(
    before: &Contents,
    path: &Path,
    key: &str,
    value: &Value,
) -> Result<String, SetError> {
    let catalogue = &read(path).catalogue;
    Ok(match before {
        Contents::Absent => {
            let loaded = accepted(key, value, catalogue)?;
            whole_file(&loaded.settings)
        }
        there => with_key(text_of(there, path)?, key, value, catalogue)?,
    })
}

fn write(path: &Path, new: &str) -> Result<(), SetError> {
    let unwritable = |source| SetError::Unwritable {
        path: path.to_owned(),
        source,
    };
    if let Some(folder) = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    {
        fs::create_dir_all(folder).map_err(unwritable)?;
    }
    replace(path, new.as_bytes()).map_err(unwritable)
}

/// The text of a settings file with one key set.
///
/// # Errors
/// When reading would not accept the value, or the text has a mistake in its syntax.
pub fn with_key(
    text: &str,
    key: &str,
    value: &Value,
    catalogue: &Arc<Catalogue>,
) -> Result<String, SetError> {
    let loaded = accepted(key, value, catalogue)?;
    let bare = text.strip_prefix('\u{feff}').unwrap_or(text);
    if bare.trim().is_empty() {
        return Ok(whole_file(&loaded.settings));
    }
    let (tree, root) = root_of(bare)?;
    let before = Loaded::from_text(bare, catalogue).settings;
    put(&root, bare, key, value)?;
    if key == "preset" {
        for (path, value) in brought_along(&before, value) {
            if stands_in(&root, path) {
                put(&root, bare, path, &value)?;
            }
        }
    }
    let mark = &text[..text.len() - bare.len()];
    Ok(format!("{mark}{tree}"))
}

/// The settings of a file that holds this key alone, if reading accepts it.
fn accepted(key: &str, value: &Value, catalogue: &Arc<Catalogue>) -> Result<Loaded, SetError> {
    if find(key).is_none() {
        let key = key.to_owned();
        return Err(SetError::UnknownKey { key });
    }
    let inner = |name: &str, value| Value::Object(Map::from_iter([(name.to_owned(), value)]));
    let file = match key.split_once('.') {
        Some((section, name)) => inner(section, inner(name, value.clone())),
        None => inner(key, value.clone()),
    };
    let loaded = Loaded::from_text(&file.to_string(), catalogue);
    let refused = loaded
        .problems
        .iter()
        .find(|problem| problem.severity == Severity::Error);
    match refused {
        Some(problem) => Err(SetError::NotAccepted {
            key: key.to_owned(),
            what: problem.what.clone(),
        }),
        None => Ok(loaded),
    }
}

fn find(key: &str) -> Option<&'static Key> {
    KEYS.iter().find(|known| known.path == key)
}

fn meant(key: &str) -> String {
    nearest(key, KEYS.iter().map(|known| known.path))
        .map_or(String::new(), |near| format!("; did you mean `{near}`?"))
}

/// The tree, which has to live as long as its parts are used, and its one object.
pub(super) fn root_of(text: &str) -> Result<(CstRootNode, CstObject), SetError> {
    let mistake = |find| {
        let problem = placed(&SETTINGS, text, vec![find]).pop();
        let problem = problem.unwrap_or_else(|| Problem {
            document: &SETTINGS,
            place: None,
            severity: Severity::Error,
            key: None,
            what: "it is not understood".to_owned(),
            instead: None,
        });
        SetError::Mistake(Box::new(Problem {
            instead: None,
            ..problem
        }))
    };
    text::parse(&SETTINGS, text).map_err(mistake)?;
    CstRootNode::parse(text, &OPTIONS)
        .ok()
        .and_then(|tree| {
            let root = tree.object_value()?;
            Some((tree, root))
        })
        .ok_or_else(|| mistake(Find::note(0, "it is not an object of settings")))
}

/// Sets the key in the tree, at its place if it stands there already.
fn put(root: &CstObject, text: &str, key: &str, value: &Value) -> Result<(), SetError> {
    let (object, name) = match key.split_once('.') {
        None => (root.clone(), key),
        Some((section, name)) => {
            let inner = match root.get(section) {
                None => root.object_value_or_create(section),
                Some(property) => property.object_value(),
            };
            let Some(inner) = inner else {
                let what = "is not an object of settings".to_owned();
                let at = text.find(&format!("\"{section}\"")).unwrap_or(0);
                let find = Find::error(at, section, what, "");
                let problem = placed(&SETTINGS, text, vec![find]).remove(0);
                return Err(SetError::Mistake(Box::new(Problem {
                    instead: None,
                    ..problem
                })));
            };
            (inner, name)
        }
    };
    let value = written(value);
    match object.get(name) {
        Some(property) => property.set_value(value),
        None => {
            object.append(name, value);
        }
    }
    Ok(())
}

fn stands_in(root: &CstObject, key: &str) -> bool {
    match key.split_once('.') {
        None => root.get(key).is_some(),
        Some((section, name)) => root
            .object_value(section)
            .is_some_and(|section| section.get(name).is_some()),
    }
}

/// What a new preset changes beside itself: keys that hold their default, or the old preset's
/// value, which is to say that nobody chose them by hand.
fn brought_along(before: &Settings, preset: &Value) -> Vec<(&'static str, Value)> {
    let usual = Settings::default();
    let old = before.preset.as_deref().and_then(Preset::named);
    let new = preset.as_str().and_then(Preset::named);
    KEYS.iter()
        .filter_map(|key| {
            let of = |preset: Option<&'static Preset>| preset?.settings.get(key.path).cloned();
            let (old, new) = (of(old), of(new));
            if old.is_none() && new.is_none() {
                return None;
            }
            let shown = key.shown(before);
            let by_default = shown == key.shown(&usual);
            if !by_default && old.map(|old| old.to_string()) != Some(shown) {
                return None;
            }
            let usual = || serde_json::from_str(&key.shown(&usual)).ok();
            Some((key.path, new.or_else(usual)?))
        })
        .collect()
}

fn written(value: &Value) -> CstInputValue {
    match value {
        Value::Null => CstInputValue::Null,
        Value::Bool(switch) => CstInputValue::Bool(*switch),
        Value::Number(number) => CstInputValue::Number(number.to_string()),
        Value::String(text) => CstInputValue::String(text.clone()),
        Value::Array(list) => CstInputValue::Array(list.iter().map(written).collect()),
        Value::Object(object) => CstInputValue::Object(
            object
                .iter()
                .map(|(name, value)| (name.clone(), written(value)))
                .collect(),
        ),
    }
}

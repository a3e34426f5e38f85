//! One key of the settings file set to another value; everything else in the file stays as it is:
//! order, comments, keys that nobody knows.
//!
//! Soleus's own writers take turns. A foreign editor takes none: what it saved before the file is
//! replaced is taken up, key by key.

use std::cell::RefCell;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use jsonc_parser::cst::{CstObject, CstRootNode};
use serde_json::{Map, Value};
use thiserror::Error;

use crate::movements::{Catalogue, Preset};
use crate::store::{Contents, Lock, Locked, replace_if};
use crate::text::{self, Find, OPTIONS, Problem, Severity, placed};

use super::accepts::VERSION;
use super::file::read;
use super::keys::{KEYS, Key, text as whole_file};
use super::load::{Loaded, SETTINGS};
use super::schema::put_schema;
use super::tree::{self, Blocked};
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
    /// The file is of a version that this program does not know.
    #[error(
        "the file was made by a newer Soleus (version {version}; this one knows {VERSION}) and is \
         never rewritten by this one; change it by hand, or with the newer Soleus"
    )]
    Newer {
        /// Its version.
        version: u64,
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
    #[error("{} was not changed: {}", .path.display(), unwritable(.source))]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

fn unwritable(source: &io::Error) -> String {
    match source.kind() {
        io::ErrorKind::PermissionDenied => {
            "it is read-only, or its folder is; make it writable first".to_owned()
        }
        io::ErrorKind::ReadOnlyFilesystem => {
            "it lies on a disk that is read-only; make that writable first".to_owned()
        }
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "the disk is full; make some room and try again".to_owned()
        }
        _ => source.to_string(),
    }
}

/// What one write changed, so that it can be shown and taken back.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Change {
    /// The keys in the order in which they were written: more than one when a preset brought others
    /// along. None when everything stood there already.
    pub steps: Vec<Step>,
    /// The text before and after.
    texts: Option<(String, String)>,
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
    changed(path, |before| {
        let base = base_of(before, path)?;
        let new = with_key(&base, key, value, &read(path).catalogue)?;
        Ok(Some((base, new)))
    })
}

/// Gives one key the value that it has without a line in the file: the preset's, else the default.
///
/// # Errors
/// When there is no such key, or the file cannot be read, understood or written.
pub fn reset_in_file(path: &Path, key: &str) -> Result<Change, SetError> {
    let known = known(key)?;
    changed(path, |before| {
        let base = base_of(before, path)?;
        let text = bare(&base);
        if *before == Contents::Absent || !tree::stands(text, tree::name_in(text, known)) {
            return Ok(None);
        }
        let usual = known.usual(read(path).settings.preset.as_deref());
        let new = with_key(&base, key, &usual, &read(path).catalogue)?;
        Ok(Some((base, new)))
    })
}

/// Takes a change back, where nobody changed the same keys since. A file that nobody wrote since is
/// again what it was, to the byte.
///
/// # Errors
/// When somebody did, or the file cannot be read, understood or written.
pub fn take_back(path: &Path, change: &Change) -> Result<Change, SetError> {
    changed(path, |before| {
        let base = text_of(before, path)?.to_owned();
        let new = match &change.texts {
            Some((former, latter)) if *latter == base => former.clone(),
            texts => {
                let former = texts.as_ref().map_or("", |(former, _)| former);
                without(&base, &change.steps, bare(former))?
            }
        };
        Ok(Some((base, new)))
    })
}

/// The text with each step undone: a value is written again as it was written before.
fn without(text: &str, steps: &[Step], former: &str) -> Result<String, SetError> {
    let mark = &text[..text.len() - bare(text).len()];
    let mut new = bare(text).to_owned();
    sound(&new)?;
    for step in steps.iter().rev() {
        let Some(key) = Key::named(step.key) else {
            continue;
        };
        let name = tree::name_in(&new, key);
        if tree::value(&new, name) != step.after {
            let key = step.key.to_owned();
            return Err(SetError::ChangedSince { key });
        }
        // A file that was made goes back to its defaults.
        let stood = tree::value(former, tree::name_in(former, key)).or(step.before.clone());
        let raw = tree::raw(former, tree::name_in(former, key));
        let as_before = raw
            .filter(|raw| !tree::has_comments(raw))
            .and_then(|raw| tree::put_raw(&new, name, raw));
        new = match (as_before, stood) {
            (Some(new), _) => new,
            (None, Some(value)) => put(&new, name, &value)?,
            (None, None) => tree::remove(&new, name),
        };
    }
    Ok(format!("{mark}{new}"))
}

/// Writes a new text, and says which keys stand otherwise in it. `new` gives the text it started
/// from and the new one; none: nothing is to be done.
pub(super) fn changed(
    path: &Path,
    new: impl Fn(&Contents) -> Result<Option<(String, String)>, SetError>,
) -> Result<Change, SetError> {
    let made = RefCell::new(Change::default());
    change(path, |before| {
        let Some((base, text)) = new(before)? else {
            *made.borrow_mut() = Change::default();
            return Ok(None);
        };
        let old = match before {
            Contents::Absent => vec![None; KEYS.len()],
            _ => tree::values(bare(&base)),
        };
        let steps = KEYS
            .iter()
            .zip(old.into_iter().zip(tree::values(bare(&text))))
            .map(|(key, (before, after))| Step {
                key: key.path,
                before,
                after,
            })
            .filter(|step| step.before != step.after)
            .collect();
        let same = *before == Contents::Bytes(text.clone().into_bytes());
        *made.borrow_mut() = Change {
            steps,
            texts: Some((base, text.clone())),
        };
        Ok((!same).then_some(text))
    })?;
    Ok(made.into_inner())
}

/// The text that a change starts from: the file's, or one with every key at its default.
pub(super) fn base_of(contents: &Contents, path: &Path) -> Result<String, SetError> {
    match contents {
        Contents::Absent => Ok(whole_file(&Settings::default())),
        there => text_of(there, path).map(str::to_owned),
    }
}

pub(super) fn bare(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
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
    // What is refused leaves no trace.
    if new(&Contents::of(path))?.is_none() {
        return Ok(false);
    }
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
    let _turn = turn(path);
    for _ in 0..TRIES {
        let before = Contents::of(path);
        let Some(new) = new(&before)? else {
            return Ok(false);
        };
        if write(path, &before, &new).map_err(unwritable)? {
            return Ok(true);
        }
    }
    let why = "another program keeps writing it".to_owned();
    let path = path.to_owned();
    Err(SetError::Unreadable { path, why })
}

/// A writer that hangs holds up the others no longer than fifty such pauses.
const BETWEEN_ASKS: Duration = Duration::from_millis(20);
const ASKS: usize = 50;

/// The turn to write, among all that Soleus has running. None where the file system has no locks, or
/// another does not come to its end: then comparing before writing has to do.
fn turn(path: &Path) -> Option<Lock> {
    let name = path.file_name()?.to_string_lossy();
    let lock = path.with_file_name(format!(".{name}.lock"));
    for _ in 0..ASKS {
        match Lock::ask(&lock) {
            Ok(Locked::Held(lock)) => return Some(lock),
            Ok(Locked::Taken) => thread::sleep(BETWEEN_ASKS),
            Err(_) => return None,
        }
    }
    None
}

/// Whether it was written: a file that is not any more what the new text was made from is left.
fn write(path: &Path, before: &Contents, new: &str) -> io::Result<bool> {
    // Replacing it would not ask: who made the file read-only meant it.
    if fs::metadata(path).is_ok_and(|file| file.permissions().readonly()) {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    let is_written = replace_if(path, new.as_bytes(), || Contents::of(path) == *before)?;
    if is_written {
        put_schema(path, new);
    }
    Ok(is_written)
}

/// The text of a settings file with one key set.
///
/// # Errors
/// When reading would not accept the value, the text has a mistake in its syntax, or it is of a
/// newer version.
pub fn with_key(
    text: &str,
    key: &str,
    value: &Value,
    catalogue: &Arc<Catalogue>,
) -> Result<String, SetError> {
    let known = known(key)?;
    accepted(known, value, catalogue)?;
    let (mark, bare) = text.split_at(text.len() - bare(text).len());
    let filled = filled(bare)?;
    sound(&filled)?;
    let before = Loaded::from_text(&filled, catalogue).settings;
    let mut new = put(&filled, tree::name_in(&filled, known), value)?;
    if key == "preset" {
        for (key, value) in brought_along(&before, value) {
            let name = tree::name_in(&new, key);
            if tree::stands(&new, name) {
                new = put(&new, name, &value)?;
            }
        }
    }
    Ok(format!("{mark}{new}"))
}

/// The text with a list of words, which are not asked what they are.
pub(super) fn with_list(text: &str, key: &str, list: Vec<Value>) -> Result<String, SetError> {
    let (mark, bare) = text.split_at(text.len() - bare(text).len());
    let filled = filled(bare)?;
    sound(&filled)?;
    Ok(format!("{mark}{}", put(&filled, key, &Value::Array(list))?))
}

/// The text itself; one in which nothing stands but comments gets every key at its default.
fn filled(bare: &str) -> Result<String, SetError> {
    if text::parse(&SETTINGS, bare)
        .map_err(|find| mistake(bare, find))?
        .0
        .is_some()
    {
        return Ok(bare.to_owned());
    }
    let whole = whole_file(&Settings::default());
    Ok(match bare.trim_end() {
        "" => whole,
        comments => format!("{comments}\n{whole}"),
    })
}

/// Whether the text can be changed at all.
fn sound(bare: &str) -> Result<(), SetError> {
    root_of(bare)?;
    match tree::value(bare, "version").and_then(|version| version.as_u64()) {
        Some(version) if version > u64::from(VERSION) => Err(SetError::Newer { version }),
        _ => Ok(()),
    }
}

fn put(text: &str, name: &str, value: &Value) -> Result<String, SetError> {
    tree::put(text, name, value).map_err(|Blocked { at }| {
        let section = name.split_once('.').map_or(name, |(section, _)| section);
        let what = "is not an object of settings".to_owned();
        mistake(text, Find::error(at, section, what, ""))
    })
}

/// Whether reading accepts a file that holds this key alone.
fn accepted(key: &Key, value: &Value, catalogue: &Arc<Catalogue>) -> Result<(), SetError> {
    let inner = |name: &str, value| Value::Object(Map::from_iter([(name.to_owned(), value)]));
    let file = match key.parts() {
        (Some(section), name) => inner(section, inner(name, value.clone())),
        (None, name) => inner(name, value.clone()),
    };
    let loaded = Loaded::from_text(&file.to_string(), catalogue);
    let refused = loaded
        .problems
        .into_iter()
        .find(|problem| problem.severity == Severity::Error);
    match refused {
        Some(problem) => Err(SetError::NotAccepted {
            key: problem.key.unwrap_or_else(|| key.path.to_owned()),
            what: problem.what,
        }),
        None => Ok(()),
    }
}

fn known(key: &str) -> Result<&'static Key, SetError> {
    Key::named(key).ok_or_else(|| SetError::UnknownKey {
        key: key.to_owned(),
    })
}

fn meant(key: &str) -> String {
    if let Some(known) = KEYS.iter().find(|known| known.formerly == Some(key)) {
        return format!("; it is called `{}` by now", known.path);
    }
    let inside = |known: &&Key| {
        let rest = known.path.strip_prefix(key);
        rest.is_some_and(|rest| rest.starts_with('.'))
    };
    if let Some(inner) = KEYS.iter().find(inside) {
        return format!(
            " to set as a whole; name one of its keys, such as `{}`",
            inner.path
        );
    }
    Key::near(key).map_or(String::new(), |near| format!("; did you mean `{near}`?"))
}

fn mistake(text: &str, find: Find) -> SetError {
    let problem = placed(&SETTINGS, text, vec![find]).remove(0);
    SetError::Mistake(Box::new(Problem {
        instead: None,
        ..problem
    }))
}

/// The tree, which has to live as long as its parts are used, and its one object.
fn root_of(text: &str) -> Result<(CstRootNode, CstObject), SetError> {
    text::parse(&SETTINGS, text).map_err(|find| mistake(text, find))?;
    CstRootNode::parse(text, &OPTIONS)
        .ok()
        .and_then(|tree| {
            let root = tree.object_value()?;
            Some((tree, root))
        })
        .ok_or_else(|| mistake(text, Find::note(0, "it is not an object of settings")))
}

/// What a new preset changes beside itself: keys that hold their default, or the old preset's
/// value, which is to say that nobody chose them by hand.
fn brought_along(before: &Settings, preset: &Value) -> Vec<(&'static Key, Value)> {
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
            Some((key, new.unwrap_or_else(|| key.value(&usual))))
        })
        .collect()
}

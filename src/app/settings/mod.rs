//! `soleus settings`: the settings file read, explained and changed key by key.
//!
//! None of it needs a running Soleus: one that runs sees the file change and takes it over.

mod diff;
mod edit;
mod explain;
mod get;
mod set;

use std::path::Path;
use std::process::ExitCode;

use super::aloud::aloud;
use super::shelf::{answer, fail};
use super::start::places;
use crate::cli::args::Common;
use crate::cli::settings::{SettingsAct, SettingsArgs};
use crate::settings::{KEYS, Key, SCHEMA, Week};
use crate::store::Contents;
use crate::text::shortened;

/// `soleus settings`.
#[must_use]
pub fn settings(common: &Common, args: &SettingsArgs) -> ExitCode {
    let path = match places(common.dir.as_deref()) {
        Ok(places) => places.settings,
        Err(words) => return fail(&words),
    };
    match &args.act {
        SettingsAct::Path => answer(&path.display().to_string()),
        SettingsAct::Edit => edit::edit(&path),
        SettingsAct::Get(args) => get::get(&path, &args.key),
        SettingsAct::Set(args) => set::set(&path, &args.key, &args.values),
        SettingsAct::Reset(args) => set::reset(&path, &args.key),
        SettingsAct::Preset(args) => set::preset(&path, &args.id),
        SettingsAct::Explain(args) => explain::explain(&path, args.key.as_deref()),
        SettingsAct::Schema => answer(SCHEMA),
        SettingsAct::Diff => diff::diff(&path),
    }
}

/// What a name stands for.
enum Named {
    Key(&'static Key),
    Section(Vec<&'static Key>),
}

/// The key or the section of this name; an older name of a key is one too, and said to be.
fn named(name: &str) -> Result<Named, String> {
    if let Some(key) = Key::named(name) {
        return Ok(Named::Key(key));
    }
    if let Some(key) = KEYS.iter().find(|key| key.formerly == Some(name)) {
        aloud(format!("`{name}` is called `{}` by now.", key.path));
        return Ok(Named::Key(key));
    }
    let inside = |key: &&Key| section(key) == name && !name.is_empty();
    let keys: Vec<_> = KEYS.iter().filter(inside).collect();
    if !keys.is_empty() {
        return Ok(Named::Section(keys));
    }
    let mut words = format!("There is no setting `{}`.", shortened(name));
    match Key::near(name) {
        Some(near) => words += &format!(" Did you mean `{near}`?"),
        None => words += " `soleus settings explain` shows them all.",
    }
    Err(words)
}

/// The key of this name.
fn key_named(name: &str) -> Result<&'static Key, String> {
    match named(name)? {
        Named::Key(key) => Ok(key),
        Named::Section(keys) => {
            let names: Vec<_> = keys.iter().map(|key| format!("`{}`", key.path)).collect();
            Err(format!(
                "`{name}` is a section. Name one of its keys: {}.",
                names.join(", ")
            ))
        }
    }
}

/// The section a key is in; "" for those at the top.
fn section(key: &Key) -> &'static str {
    key.parts().0.unwrap_or_default()
}

/// The text of the file, for the places of keys; empty where it cannot be read.
fn text_of(path: &Path) -> String {
    match Contents::of(path) {
        Contents::Bytes(bytes) => String::from_utf8(bytes).unwrap_or_default(),
        Contents::Absent | Contents::Unreadable(_) => String::new(),
    }
}

/// A value on one line.
fn line_of(key: &Key, settings: &crate::settings::Settings) -> String {
    plain(&key.value(settings))
}

/// JSON on one line, as people write it: with spaces.
fn plain(value: &serde_json::Value) -> String {
    use serde_json::Value;
    let joined = |parts: Vec<String>| parts.join(", ");
    match value {
        Value::Array(list) => format!("[{}]", joined(list.iter().map(plain).collect())),
        Value::Object(object) if object.is_empty() => "{}".to_owned(),
        Value::Object(object) => {
            let mut names: Vec<_> = object.keys().collect();
            // The one object that is a value is a schedule: its days in their order, then the rest.
            let day = |name: &str| Week::DAYS.iter().position(|(day, _)| *day == name);
            names.sort_by_key(|name| day(name).unwrap_or(Week::DAYS.len()));
            let parts = names
                .into_iter()
                .map(|name| format!("\"{name}\": {}", plain(&object[name])));
            format!("{{ {} }}", joined(parts.collect()))
        }
        other => other.to_string(),
    }
}

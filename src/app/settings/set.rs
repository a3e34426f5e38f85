//! `soleus settings set`, `reset` and `preset`: one key changed, and what followed from it told.

use std::path::Path;
use std::process::ExitCode;

use serde_json::{Value, json};

use super::{key_named, line_of, plain};
use crate::app::aloud::aloud;
use crate::app::shelf::{answer, fail, unknown, what_it_rests_on};
use crate::movements::Preset;
use crate::settings::{
    self, Change, Control, Key, Loaded, Problem, SetError, Step, reset_in_file, set_in_file,
};

pub(super) fn set(path: &Path, name: &str, words: &[String]) -> ExitCode {
    let wanted = key_to_set(name).and_then(|key| Ok((key, value_of(key, words)?)));
    let (key, value) = match wanted {
        Ok(wanted) => wanted,
        Err(words) => return fail(&words),
    };
    let before = settings::read(path);
    if let Some(id) = unknown_movement(key, &value, &before) {
        let known = before.catalogue.entries().map(|entry| entry.id.as_str());
        return unknown("movement", id, known);
    }
    match set_in_file(path, key.path, &value) {
        Ok(change) => done(path, key, &before, &change, ""),
        Err(error) => fail(&refused(&error)),
    }
}

/// A movement that nobody knows. In a file it may be one that is to come; typed, it is a slip.
fn unknown_movement<'v>(key: &Key, value: &'v Value, loaded: &Loaded) -> Option<&'v str> {
    if key.control() != Control::Movements {
        return None;
    }
    let mut ids = value.as_array()?.iter().filter_map(Value::as_str);
    ids.find(|id| loaded.catalogue.movement(id).is_none())
}

pub(super) fn reset(path: &Path, name: &str) -> ExitCode {
    let key = match key_to_set(name) {
        Ok(key) => key,
        Err(words) => return fail(&words),
    };
    let before = settings::read(path);
    match reset_in_file(path, key.path) {
        Ok(change) => done(path, key, &before, &change, ""),
        Err(error) => fail(&refused(&error)),
    }
}

pub(super) fn preset(path: &Path, id: &str) -> ExitCode {
    let chosen = match (id, Preset::named(id)) {
        ("none" | "null", _) => None,
        (_, Some(preset)) => Some(preset),
        (_, None) => {
            let known = Preset::all().iter().map(|preset| preset.id.as_str());
            return unknown("preset", id, known);
        }
    };
    let key = match key_named("preset") {
        Ok(key) => key,
        Err(words) => return fail(&words),
    };
    let value = chosen.map_or(Value::Null, |preset| json!(preset.id));
    let before = settings::read(path);
    let rests_on = chosen.map_or(String::new(), |preset| {
        format!("\n{}\n{}", preset.does, what_it_rests_on(preset))
    });
    match set_in_file(path, key.path, &value) {
        Ok(change) => done(path, key, &before, &change, &rests_on),
        Err(error) => fail(&refused(&error)),
    }
}

fn key_to_set(name: &str) -> Result<&'static Key, String> {
    let key = key_named(name)?;
    match key.control() {
        Control::None => Err(format!(
            "`{}` is kept by Soleus itself, and is not set by hand.",
            key.path
        )),
        _ => Ok(key),
    }
}

/// JSON where it is some, else text; for a key that takes a list, words.
fn value_of(key: &Key, words: &[String]) -> Result<Value, String> {
    let takes_a_list = matches!(
        key.control(),
        Control::Movements | Control::Several(_) | Control::Command
    );
    match words {
        [one] if key.control() == Control::Command && is_no_program(one) => Err(format!(
            "{one} is not the name of a program. Write the program and its arguments as words, or \
             `null` for none."
        )),
        [one] => match serde_json::from_str(one) {
            Ok(value @ (Value::Array(_) | Value::Null)) => Ok(value),
            Ok(value) if !takes_a_list => Ok(value),
            _ if takes_a_list => Ok(json!([one])),
            _ => Ok(json!(one)),
        },
        several if takes_a_list => Ok(json!(several)),
        _ => Err(format!(
            "{} takes one value: put it between 'single quotes'.",
            key.path
        )),
    }
}

/// Whether somebody who typed this for a program meant something else: a list that is not whole, or
/// none.
fn is_no_program(word: &str) -> bool {
    let is_json = serde_json::from_str::<Value>(word).is_ok();
    let list = word.starts_with(['[', '{']) && !is_json;
    list || ["off", "none", "no"].contains(&word.to_lowercase().as_str())
}

fn done(path: &Path, key: &Key, before: &Loaded, change: &Change, more: &str) -> ExitCode {
    let after = settings::read(path);
    let file = path.display();
    let now = line_of(key, &after.settings);
    let mut text = match change.steps.iter().find(|step| step.key == key.path) {
        None => format!("{}: {now} already; {file} stays as it is.", key.path),
        Some(step) => {
            let told = in_force(&after);
            format!("{}, in {file}. {told}", step_in_words(step, before, &after))
        }
    };
    let along: Vec<_> = change
        .steps
        .iter()
        .filter(|step| step.key != key.path && is_otherwise(step, before, &after))
        .map(|step| format!("\n  {}", step_in_words(step, before, &after)))
        .collect();
    if !along.is_empty() {
        text += &format!("\nIt brought along:{}", along.concat());
    }
    // What is odd about it now, such as a line of one's own that goes before the preset.
    let said: Vec<_> = before.problems.iter().chain(&before.notes).collect();
    let is_new = |problem: &&Problem| {
        let same = |old: &&Problem| old.key == problem.key && old.what == problem.what;
        problem.key.is_some() && !said.iter().any(same)
    };
    let odd: Vec<_> = after
        .problems
        .iter()
        .chain(&after.notes)
        .filter(is_new)
        .map(ToString::to_string)
        .collect();
    if !odd.is_empty() {
        aloud(odd.join("\n"));
    }
    answer(&(text + more))
}

/// A file that was just made holds every key, most of them as they were.
fn is_otherwise(step: &Step, before: &Loaded, after: &Loaded) -> bool {
    Key::named(step.key)
        .is_some_and(|key| line_of(key, &before.settings) != line_of(key, &after.settings))
}

fn in_force(after: &Loaded) -> &'static str {
    if after.has_errors() {
        "A running Soleus does not take it over yet, because the file has mistakes: `soleus check` \
         names them."
    } else {
        "A running Soleus takes it over at once."
    }
}

fn step_in_words(step: &Step, before: &Loaded, after: &Loaded) -> String {
    let shown = |value: &Option<Value>, loaded: &Loaded| match (value, Key::named(step.key)) {
        (Some(value), _) => plain(value),
        (None, Some(key)) => line_of(key, &loaded.settings),
        (None, None) => String::new(),
    };
    format!(
        "{}: {} → {}",
        step.key,
        shown(&step.before, before),
        shown(&step.after, after)
    )
}

fn refused(error: &SetError) -> String {
    match error {
        SetError::Mistake(problem) => format!(
            "Nothing was changed, because the file has a mistake to mend first:\n{problem}\n\
             `soleus settings edit` opens it, `soleus check` names every mistake."
        ),
        SetError::Unreadable { .. } | SetError::Unwritable { .. } => format!("{error}."),
        SetError::Newer { .. }
        | SetError::NotAccepted { .. }
        | SetError::ChangedSince { .. }
        | SetError::UnknownKey { .. } => format!("Nothing was changed: {error}."),
    }
}

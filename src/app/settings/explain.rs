//! `soleus settings explain`: what a key does, what it accepts, and what it is now.

use std::path::Path;
use std::process::ExitCode;

use super::{Named, line_of, named, section, text_of};
use crate::app::shelf::{answer, columns, fail};
use crate::movements::Preset;
use crate::settings::{self, Control, KEYS, Key, Loaded, Settings, meaning, place_in};

pub(super) fn explain(path: &Path, name: Option<&str>) -> ExitCode {
    let loaded = settings::read(path);
    let text = text_of(path);
    let Some(name) = name else {
        return answer(&all(&loaded));
    };
    match named(name) {
        Ok(Named::Key(key)) => answer(&one(key, &loaded, &text)),
        Ok(Named::Section(keys)) => {
            let parts: Vec<_> = keys.iter().map(|key| one(key, &loaded, &text)).collect();
            answer(&parts.join("\n"))
        }
        Err(words) => fail(&words),
    }
}

/// A line a key, section by section.
fn all(loaded: &Loaded) -> String {
    let rows: Vec<[String; 3]> = KEYS
        .iter()
        .map(|key| {
            [
                key.path.to_owned(),
                short(&line_of(key, &loaded.settings)),
                key.doc.to_owned(),
            ]
        })
        .collect();
    let mut text = String::new();
    let mut open = "";
    for (key, line) in KEYS.iter().zip(columns(&rows).lines()) {
        if section(key) != open {
            open = section(key);
            text.push('\n');
        }
        text += &format!("{line}\n");
    }
    text + "\n`soleus settings explain KEY` tells more of one, `explain SECTION` of its keys."
}

fn one(key: &Key, loaded: &Loaded, text: &str) -> String {
    let mut words = format!("{}: {}\n{}\n", key.path, key.title, key.doc);
    let mut row = |name: &str, value: &str| words += &format!("  {name:<8}  {value}\n");
    row("accepts", &key.accepted());
    row("default", &line_of(key, &Settings::default()));
    row("now", &now(key, loaded, text));
    if let Some(former) = key.formerly {
        row("formerly", &format!("{former}, which is read too"));
    }
    words + &words_in_full(key)
}

fn now(key: &Key, loaded: &Loaded, text: &str) -> String {
    let value = line_of(key, &loaded.settings);
    let from = match (place_in(text, key), preset_of(key, loaded)) {
        (Some(place), _) => format!("{}:{}:{}", settings::FILE, place.line, place.column),
        (None, Some(preset)) => format!("from the preset {}", preset.id),
        (None, None) => "the default: it is not in the file".to_owned(),
    };
    format!("{value}  ({from})")
}

fn preset_of(key: &Key, loaded: &Loaded) -> Option<&'static Preset> {
    let preset = Preset::named(loaded.settings.preset.as_deref()?)?;
    preset.settings.contains_key(key.path).then_some(preset)
}

fn words_in_full(key: &Key) -> String {
    let Control::Choice(words) = key.control() else {
        return String::new();
    };
    let rows: Vec<[String; 2]> = words
        .iter()
        .map(|word| {
            let means = meaning(key.path, word).unwrap_or_default();
            [format!("  {word}"), means.to_owned()]
        })
        .collect();
    columns(&rows)
}

/// A schedule may be long, and the list has one line for it.
fn short(value: &str) -> String {
    const LONGEST: usize = 24;
    if value.chars().count() <= LONGEST {
        return value.to_owned();
    }
    let begin: String = value.chars().take(LONGEST - 1).collect();
    format!("{begin}…")
}

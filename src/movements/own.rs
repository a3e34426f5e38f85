//! The user's own movements: `movements.json` beside the settings, in the shape of the catalogue.
//!
//! A movement with a mistake is left out, the others stay; each mistake is named with its place.
//! The built-in movements are there whatever happens here.

use std::collections::HashSet;
use std::sync::Arc;

use jsonc_parser::ast::{Object, Value};
use jsonc_parser::common::Ranged;

use crate::text::{self, Document, Fault, Find, Place, Problem, Severity, placed};

use super::catalogue::Catalogue;
use super::entry::Entry;
use super::own_entry::read_entry;

static OWN: Document = Document {
    file: Own::FILE,
    holds: "movements",
    instead: "using the built-in movements alone",
};

/// More than these no menu can show.
const MOST: usize = 100;

/// What came out of a file of own movements.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Own {
    /// The good ones, in the order of the file.
    pub entries: Vec<Entry>,
    /// Errors and warnings, in the order of the text.
    pub problems: Vec<Problem>,
    /// What is good to know, in the order of the text.
    pub notes: Vec<Problem>,
}

impl Own {
    /// The name of the file.
    pub const FILE: &'static str = "movements.json";

    /// Reads the text of the file.
    #[must_use]
    pub fn from_text(text: &str) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut finds = Vec::new();
        let entries = match text::parse(&OWN, text) {
            Ok((value, notes)) => {
                finds = notes;
                root(text, value.as_ref(), &mut finds)
            }
            Err(mistake) => {
                finds.push(mistake);
                Vec::new()
            }
        };
        let (notes, problems) = placed(&OWN, text, finds)
            .into_iter()
            .partition(|problem| problem.severity == Severity::Note);
        Self {
            entries,
            problems,
            notes,
        }
    }

    /// Reads the bytes of the file.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Self {
        match text::decoded(&OWN, bytes) {
            Ok(text) => Self::from_text(text),
            Err((place, why)) => Self::unusable(place, why),
        }
    }

    /// None of one's own, because the file cannot be used at all.
    #[must_use]
    pub fn unusable(place: Option<Place>, what: impl Into<String>) -> Self {
        Self {
            problems: vec![Problem {
                document: &OWN,
                place,
                severity: Severity::Error,
                fault: Fault::File,
                key: None,
                what: what.into(),
                instead: Some(OWN.instead.into()),
            }],
            ..Self::default()
        }
    }

    /// The built-in movements with these behind them.
    #[must_use]
    pub fn catalogue(&self) -> Arc<Catalogue> {
        let built_in = Catalogue::built_in();
        if self.entries.is_empty() {
            return Arc::clone(built_in);
        }
        Arc::new(built_in.with(self.entries.clone()))
    }
}

fn root(text: &str, value: Option<&Value>, finds: &mut Vec<Find>) -> Vec<Entry> {
    let (at, what) = match value {
        Some(Value::Object(root)) => return movements(text, root, finds),
        Some(other) => (
            other.start(),
            format!(
                "{} is not an object with a list of movements",
                text::shown(text, other)
            ),
        ),
        None => (0, "the file is empty".to_owned()),
    };
    finds.push(Find {
        at,
        severity: Severity::Error,
        fault: Fault::File,
        key: None,
        what,
        instead: Some(OWN.instead.to_owned()),
    });
    Vec::new()
}

fn movements(text: &str, root: &Object, finds: &mut Vec<Find>) -> Vec<Entry> {
    let mut list = None;
    for property in text::properties("", root, "using the first", finds) {
        match property.name.as_str() {
            "movements" => list = Some(&property.value),
            "version" => version(text, &property.value, finds),
            "$schema" => {}
            other => {
                let known = ["movements", "version"];
                let meant = text::nearest(other, known);
                let meant = meant.map_or(String::new(), |near| format!("; did you mean {near}?"));
                let what = format!("unknown key, not used{meant}");
                let shown = text::shortened(other);
                finds.push(Find::warning(text::start_of(&property.name), &shown, what));
            }
        }
    }
    let Some(list) = list else {
        let what = "there is no list of movements in it".to_owned();
        let at = root.start();
        finds.push(Find::error(at, "movements", what, OWN.instead));
        return Vec::new();
    };
    let Value::Array(list) = list else {
        let what = format!("{} is not a list of movements", text::shown(text, list));
        finds.push(Find::error(list.start(), "movements", what, OWN.instead));
        return Vec::new();
    };
    let mut seen = HashSet::new();
    let mut entries = Vec::new();
    for (index, value) in list.elements.iter().enumerate() {
        if index == MOST {
            let what = format!("there are more than {MOST} of them");
            let at = value.start();
            finds.push(Find::error(at, "movements", what, "leaving out the rest"));
            break;
        }
        if let Some(entry) = read_entry(text, index, value, finds) {
            if seen.insert(entry.id.clone()) {
                entries.push(entry);
            } else {
                let what = "stands here a second time".to_owned();
                let at = value.start();
                finds.push(Find::error(at, &entry.id, what, "using the first"));
            }
        }
    }
    entries
}

fn version(text: &str, value: &Value, finds: &mut Vec<Find>) {
    let number = value
        .as_number_lit()
        .and_then(|number| number.value.parse().ok());
    match number {
        Some(1) => {}
        Some(newer @ 2..=u32::MAX) => {
            let what =
                format!("{newer} is newer than this program's 1; what it understands is used");
            finds.push(Find::warning(value.start(), "version", what));
        }
        _ => {
            let what = format!("{} is not a whole number from 1", text::shown(text, value));
            let instead = "reading it as version 1";
            finds.push(Find::error(value.start(), "version", what, instead));
        }
    }
}

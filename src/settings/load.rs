//! The whole file in one pass: every key checked, every problem named.

use std::collections::{HashMap, HashSet};

use jsonc_parser::ast::{Object, ObjectProp, ObjectPropName, Value};
use jsonc_parser::common::Ranged;

use crate::movements::Catalogue;

use super::keys::KEYS;
use super::problem::{Find, Place, Problem, Severity, placed};
use super::syntax;
use super::values::Settings;

const MOST_GUESSES: usize = 100;

/// What came out of a settings file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loaded {
    /// The settings, with the default wherever the file has nothing usable.
    pub settings: Settings,
    /// Errors and warnings, in the order of the text.
    pub problems: Vec<Problem>,
    /// What is good to know, in the order of the text.
    pub notes: Vec<Problem>,
}

impl Loaded {
    /// Reads a settings text.
    #[must_use]
    pub fn from_text(text: &str, catalogue: &Catalogue) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reading = Reading {
            text,
            catalogue,
            finds: Vec::new(),
            places: HashMap::new(),
        };
        let mut settings = Settings::default();
        reading.read(&mut settings);
        reading.contradictions(&settings);
        let (notes, problems) = placed(text, reading.finds)
            .into_iter()
            .partition(|problem| problem.severity == Severity::Note);
        Self {
            settings,
            problems,
            notes,
        }
    }

    /// Reads the bytes of a settings file.
    #[must_use]
    pub fn from_bytes(bytes: &[u8], catalogue: &Catalogue) -> Self {
        match std::str::from_utf8(bytes) {
            Ok(text) => Self::from_text(text, catalogue),
            Err(_) if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) => {
                Self::unusable(None, "it is saved as UTF-16; save it as UTF-8")
            }
            Err(error) => {
                let good = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
                let find = vec![Find::note(good.len(), "")];
                let place = placed(&good, find).pop().and_then(|found| found.place);
                Self::unusable(place, "from here on it is not UTF-8 text; save it as UTF-8")
            }
        }
    }

    /// The defaults, because the file cannot be used at all.
    pub(super) fn unusable(place: Option<Place>, what: impl Into<String>) -> Self {
        Self {
            settings: Settings::default(),
            problems: vec![Problem {
                place,
                severity: Severity::Error,
                key: None,
                what: what.into(),
                instead: Some("using the defaults".into()),
            }],
            notes: Vec::new(),
        }
    }

    /// Whether anything in the file could not be used: on a reload the settings in force stay.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.problems
            .iter()
            .any(|problem| problem.severity == Severity::Error)
    }
}

/// One pass over one text.
pub(super) struct Reading<'a> {
    text: &'a str,
    pub(super) catalogue: &'a Catalogue,
    finds: Vec<Find>,
    /// Where the value of each key stands.
    places: HashMap<&'static str, usize>,
}

impl<'a> Reading<'a> {
    fn read(&mut self, settings: &mut Settings) {
        let value = match syntax::parse(self.text) {
            Ok((value, notes)) => {
                self.finds.extend(notes);
                value
            }
            Err(mistake) => return self.find(mistake),
        };
        match value {
            Some(Value::Object(root)) => self.object("", &root, settings),
            Some(other) => {
                let what = format!("{} is not an object of settings", self.shown(&other));
                self.unusable(other.start(), what);
            }
            None => self.unusable(0, "the file is empty".to_owned()),
        }
    }

    fn unusable(&mut self, at: usize, what: String) {
        self.find(Find {
            at,
            severity: Severity::Error,
            key: None,
            what,
            instead: Some("using the defaults".to_owned()),
        });
    }

    fn object(&mut self, prefix: &str, object: &Object<'a>, settings: &mut Settings) {
        let instead = "using the first";
        for property in self.properties(prefix, object, instead, &mut true) {
            let name = property.name.as_str();
            let full = joined(prefix, name);
            let plain = !name.contains('.');
            if let Some(key) = KEYS.iter().find(|key| plain && key.path == full) {
                self.places.insert(key.path, property.value.start());
                key.accepts.take(key.path, &property.value, settings, self);
            } else if plain && is_section(&full) {
                self.section(&full, &property.value, settings);
            } else if full != "$schema" {
                let meant = self.may_guess().then(|| meant(prefix, name)).flatten();
                self.unknown(start_of(&property.name), &full, meant);
            }
        }
    }

    fn section(&mut self, full: &str, value: &Value<'a>, settings: &mut Settings) {
        if let Value::Object(object) = value {
            return self.object(full, object, settings);
        }
        let what = format!("{} is not an object of settings", self.shown(value));
        let instead = "using the defaults of all its keys";
        self.find(Find::error(value.start(), full, what, instead));
    }

    /// The properties of an object without those whose name came before, which are errors.
    pub(super) fn properties<'b, 'v>(
        &mut self,
        prefix: &str,
        object: &'b Object<'v>,
        instead: &str,
        good: &mut bool,
    ) -> Vec<&'b ObjectProp<'v>> {
        let mut seen = HashSet::new();
        let mut kept = Vec::new();
        for property in &object.properties {
            let name = property.name.as_str();
            if seen.insert(name) {
                kept.push(property);
                continue;
            }
            *good = false;
            let what = "stands here a second time".to_owned();
            let full = joined(prefix, name);
            self.find(Find::error(start_of(&property.name), &full, what, instead));
        }
        kept
    }

    /// Warns of a key that nothing reads.
    pub(super) fn unknown(&mut self, at: usize, full: &str, meant: Option<&str>) {
        let what = match meant {
            Some(meant) if meant == full => {
                let (section, name) = meant.split_once('.').unwrap_or((meant, meant));
                format!("unknown key; write it as \"{name}\" inside \"{section}\"")
            }
            Some(meant) => format!("unknown key, not used; did you mean {meant}?"),
            None => "unknown key, not used".to_owned(),
        };
        let shown = match full {
            "" => "\"\"".to_owned(),
            full => shortened(full),
        };
        self.find(Find::warning(at, &shown, what));
    }

    /// Guessing what was meant takes time; a file with so many finds needs another kind of help.
    pub(super) fn may_guess(&self) -> bool {
        self.finds.len() < MOST_GUESSES
    }

    /// Keeps what was found.
    pub(super) fn find(&mut self, find: Find) {
        self.finds.push(find);
    }

    /// A value as it stands in the text, short enough for a message.
    pub(super) fn shown(&self, value: &Value) -> String {
        match value {
            Value::Object(_) => "an object".to_owned(),
            Value::Array(_) => "a list".to_owned(),
            plain => shortened(plain.text(self.text)),
        }
    }

    /// Warns of keys that are good alone and odd together.
    fn contradictions(&mut self, settings: &Settings) {
        let reminders = &settings.reminders;
        let longer = [
            (
                ("reminders.snooze_minutes", reminders.snooze),
                ("reminders.every_minutes", reminders.every),
            ),
            (
                ("reminders.every_minutes", reminders.every),
                (
                    "reminders.longest_sitting_minutes",
                    reminders.longest_sitting,
                ),
            ),
            (
                ("reminders.break_minutes", reminders.break_length),
                ("reminders.long_break_minutes", reminders.long_break),
            ),
        ];
        for ((key, value), (other, limit)) in longer {
            let place = self.places.get(key).or_else(|| self.places.get(other));
            if let (true, Some(at)) = (value > limit, place) {
                let what = format!(
                    "{} is longer than {other}, which is {}",
                    value.as_secs() / 60,
                    limit.as_secs() / 60
                );
                self.finds.push(Find::warning(*at, key, what));
            }
        }
    }
}

/// The byte at which a key stands.
pub(super) fn start_of(name: &ObjectPropName) -> usize {
    name.range().start
}

/// The word nearest to what was written, if one is near.
pub(super) fn nearest<'k>(
    written: &str,
    known: impl IntoIterator<Item = &'k str>,
) -> Option<&'k str> {
    const LONGEST: usize = 64;
    const NEAR: f64 = 0.6;
    if written.len() > LONGEST {
        return None;
    }
    let written = written.to_lowercase();
    known
        .into_iter()
        .map(|word| {
            let near = strsim::normalized_damerau_levenshtein(&written, word);
            let begun = word.starts_with(&format!("{written}_"));
            (if begun { near.max(NEAR) } else { near }, word)
        })
        .filter(|(near, _)| *near >= NEAR)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, word)| word)
}

/// The key that was likely meant: near in the same object, or the same name in another.
fn meant(prefix: &str, name: &str) -> Option<&'static str> {
    let full = joined(prefix, name);
    if let Some(key) = KEYS.iter().find(|key| key.path == full || key.path == name) {
        return Some(key.path);
    }
    let here: Vec<_> = KEYS
        .iter()
        .filter_map(|key| {
            let rest = match prefix {
                "" => key.path,
                prefix => key.path.strip_prefix(prefix)?.strip_prefix('.')?,
            };
            let child = rest.split('.').next().unwrap_or(rest);
            let end = key.path.len() - (rest.len() - child.len());
            Some((child, &key.path[..end]))
        })
        .collect();
    if let Some(near) = nearest(name, here.iter().map(|(child, _)| *child)) {
        return here
            .iter()
            .find(|(child, _)| *child == near)
            .map(|(_, path)| *path);
    }
    let leaf = |path: &'static str| path.rsplit('.').next().unwrap_or(path);
    let near = nearest(name, KEYS.iter().map(|key| leaf(key.path)))?;
    KEYS.iter()
        .map(|key| key.path)
        .find(|path| leaf(path) == near)
}

fn is_section(full: &str) -> bool {
    KEYS.iter().any(|key| {
        key.path
            .strip_prefix(full)
            .is_some_and(|rest| rest.starts_with('.'))
    })
}

fn joined(prefix: &str, name: &str) -> String {
    match prefix {
        "" => name.to_owned(),
        prefix => format!("{prefix}.{name}"),
    }
}

fn shortened(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut short: String = text
        .chars()
        .take(LONGEST)
        .map(|char| if char.is_control() { '\u{fffd}' } else { char })
        .collect();
    if text.chars().nth(LONGEST).is_some() {
        short.push('…');
    }
    short
}

//! The whole file in one pass: every key checked, every problem named.

use std::collections::HashMap;
use std::sync::Arc;

use jsonc_parser::ast::{Object, ObjectProp, Value};
use jsonc_parser::common::Ranged;
use jsonc_parser::cst::CstRootNode;

use crate::engine::movement::Kind;
use crate::movements::{Catalogue, Preset};
use crate::text::{
    self, Document, Fault, Find, OPTIONS, Place, Problem, Severity, joined, nearest, placed,
    shortened, start_of,
};

use super::accepts::{VERSION, version_of};
use super::conflicts::conflicts;
use super::keys::{KEYS, Key};
use super::values::Settings;

/// The name of the settings file.
pub const FILE: &str = "settings.json";

pub(super) static SETTINGS: Document = Document {
    file: FILE,
    holds: "settings",
    instead: "using the defaults",
};

/// Keys of older versions that nothing reads any more, and why.
pub(super) const GONE: &[(&str, &str)] = &[("sensors.sleep", "sleep is always noticed")];

const MOST_GUESSES: usize = 100;

/// What came out of a settings file, and of the file of own movements beside it.
#[derive(Debug, Clone, PartialEq)]
pub struct Loaded {
    /// The settings, with the default wherever the file has nothing usable.
    pub settings: Settings,
    /// The movements they were read against: the built-in ones and the user's own.
    pub catalogue: Arc<Catalogue>,
    /// Errors and warnings, in the order of the text.
    pub problems: Vec<Problem>,
    /// What is good to know, in the order of the text.
    pub notes: Vec<Problem>,
    /// What stands in the file for keys whose value cannot be used: to be shown where it is mended.
    pub unusable: Vec<(&'static str, serde_json::Value)>,
    /// Whether there is no settings file: at a start the defaults are used.
    pub absent: bool,
    /// Whether a newer program made the file: it is read as far as it is understood, and never
    /// written.
    pub newer: bool,
}

impl Loaded {
    /// Reads a settings text.
    #[must_use]
    pub fn from_text(text: &str, catalogue: &Arc<Catalogue>) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reading = Reading {
            text,
            newer: false,
            catalogue,
            finds: Vec::new(),
            unusable: Vec::new(),
            places: HashMap::new(),
        };
        let mut settings = Settings::default();
        reading.read(&mut settings);
        reading.follow_preset(&mut settings);
        conflicts(&mut reading, &settings);
        reading.nothing_left(&settings);
        let (newer, unusable) = (reading.newer, reading.unusable);
        let (notes, problems) = placed(&SETTINGS, text, reading.finds)
            .into_iter()
            .partition(|problem| problem.severity == Severity::Note);
        Self {
            settings,
            catalogue: Arc::clone(catalogue),
            problems,
            notes,
            unusable,
            absent: false,
            newer,
        }
    }

    /// Reads the bytes of a settings file.
    #[must_use]
    pub fn from_bytes(bytes: &[u8], catalogue: &Arc<Catalogue>) -> Self {
        match text::decoded(&SETTINGS, bytes) {
            Ok(text) => Self::from_text(text, catalogue),
            Err((place, why)) => Self::unusable(place, why, catalogue),
        }
    }

    /// The defaults, because the file cannot be used at all.
    pub(super) fn unusable(
        place: Option<Place>,
        what: impl Into<String>,
        catalogue: &Arc<Catalogue>,
    ) -> Self {
        Self {
            settings: Settings::default(),
            catalogue: Arc::clone(catalogue),
            problems: vec![Problem {
                document: &SETTINGS,
                place,
                severity: Severity::Error,
                fault: Fault::File,
                key: None,
                what: what.into(),
                instead: Some(SETTINGS.instead.into()),
            }],
            notes: Vec::new(),
            unusable: Vec::new(),
            absent: false,
            newer: false,
        }
    }

    /// Whether anything in the settings file could not be used: on a reload the settings in force
    /// stay. An own movement with a mistake is left out and holds nothing up.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.errors().any(|problem| *problem.document == SETTINGS)
    }

    /// Whether an own movement could not be used.
    #[must_use]
    pub fn has_bad_movements(&self) -> bool {
        self.errors().any(|problem| *problem.document != SETTINGS)
    }

    /// The errors, in the order of the text.
    pub fn errors(&self) -> impl Iterator<Item = &Problem> {
        self.problems
            .iter()
            .filter(|problem| problem.severity == Severity::Error)
    }
}

/// One pass over one text.
pub(super) struct Reading<'a> {
    text: &'a str,
    /// A newer program made the file: what is not understood is no mistake.
    newer: bool,
    pub(super) catalogue: &'a Catalogue,
    finds: Vec<Find>,
    unusable: Vec<(&'static str, serde_json::Value)>,
    /// Where the value of each key stands.
    pub(super) places: HashMap<&'static str, usize>,
}

impl<'a> Reading<'a> {
    fn read(&mut self, settings: &mut Settings) {
        let value = match text::parse(&SETTINGS, self.text) {
            Ok((value, notes)) => {
                self.finds.extend(notes);
                value
            }
            Err(_) => return self.read_on(),
        };
        match value {
            Some(Value::Object(root)) => {
                self.newer = version_of(&root) > VERSION;
                self.object("", &root, settings);
                self.former_names(&root, settings);
            }
            Some(other) => {
                let what = format!(
                    "the settings stand between {{ and }}; here stands {}",
                    self.shown(&other)
                );
                self.unusable(other.start(), what);
            }
            None => self.unusable(0, "the file is empty".to_owned()),
        }
    }

    /// Names every mistake in the syntax, and the keys that are wrong beside them. What the text would
    /// hold without its mistakes is judged and never used.
    fn read_on(&mut self) {
        let text::Recovered { mistakes, mended } = text::recovered(&SETTINGS, self.text);
        self.finds.extend(mistakes);
        let Some(mended) = mended else {
            return;
        };
        let mut beside = Reading {
            text: &mended.text,
            newer: false,
            catalogue: self.catalogue,
            finds: Vec::new(),
            unusable: Vec::new(),
            places: HashMap::new(),
        };
        let mut unused = Settings::default();
        beside.read(&mut unused);
        let wrong = beside
            .finds
            .into_iter()
            .filter(|find| find.severity != Severity::Note);
        self.finds.extend(wrong.filter_map(|find| {
            let at = mended.origin(find.at)?;
            let instead = find.instead.as_ref().map(|_| SETTINGS.instead.to_owned());
            Some(Find {
                at,
                instead,
                ..find
            })
        }));
    }

    fn unusable(&mut self, at: usize, what: String) {
        self.find(Find {
            at,
            severity: Severity::Error,
            fault: Fault::File,
            key: None,
            what,
            instead: Some(SETTINGS.instead.to_owned()),
        });
    }

    fn object(&mut self, prefix: &str, object: &Object<'a>, settings: &mut Settings) {
        let instead = "using the first";
        for property in self.properties(prefix, object, instead, &mut true) {
            let name = property.name.as_str();
            let full = joined(prefix, name);
            let plain = !name.contains('.');
            if let Some(key) = plain.then(|| Key::named(&full)).flatten() {
                self.places.insert(key.path, property.value.start());
                let before = self.finds.len();
                key.accepts.take(key.path, &property.value, settings, self);
                self.keep_unusable(key, &property.value, before);
            } else if plain && is_section(&full) {
                self.section(&full, &property.value, settings);
            } else if let (true, Some(why)) = (plain, no_longer(&full)) {
                let what = format!("is no setting any more: {why}");
                self.find(Find::warning(start_of(&property.name), &full, what).noted());
            } else if full != "$schema" && !(plain && was_called(&full)) {
                let meant = self.may_guess().then(|| meant(prefix, name)).flatten();
                self.unknown(start_of(&property.name), &full, meant);
            }
        }
    }

    /// Keeps what stands there if something is wrong with it.
    fn keep_unusable(&mut self, key: &'static Key, value: &Value, before: usize) {
        let mut found = self.finds[before..].iter();
        if found.any(|find| find.severity == Severity::Error)
            && let Ok(tree) = CstRootNode::parse(value.text(self.text), &OPTIONS)
            && let Some(raw) = tree.to_serde_value()
        {
            self.unusable.push((key.path, raw));
        }
    }

    /// Keys that a file of an older version calls otherwise.
    fn former_names(&mut self, root: &Object<'a>, settings: &mut Settings) {
        for key in KEYS {
            let Some((section, name)) = key.formerly.and_then(|former| former.split_once('.'))
            else {
                continue;
            };
            let Some(property) = root.get_object(section).and_then(|inner| inner.get(name)) else {
                continue;
            };
            let (at, former) = (start_of(&property.name), joined(section, name));
            if self.places.contains_key(key.path) {
                let what = format!("not used, because {} stands in this file too", key.path);
                self.find(Find::warning(at, &former, what).of(Fault::Conflict));
                continue;
            }
            self.places.insert(key.path, property.value.start());
            key.accepts.take(key.path, &property.value, settings, self);
            let what = format!("is now called {}; it is read all the same", key.path);
            self.find(Find::warning(at, &former, what).noted());
        }
    }

    fn section(&mut self, full: &str, value: &Value<'a>, settings: &mut Settings) {
        if let Value::Object(object) = value {
            return self.object(full, object, settings);
        }
        let what = format!("{} is not an object of settings", self.shown(value));
        let instead = "using the defaults of all its keys";
        self.find(Find::error(value.start(), full, what, instead).of(Fault::Type));
    }

    /// The properties of an object without those whose name came before, which are errors.
    pub(super) fn properties<'b, 'v>(
        &mut self,
        prefix: &str,
        object: &'b Object<'v>,
        instead: &str,
        good: &mut bool,
    ) -> Vec<&'b ObjectProp<'v>> {
        let before = self.finds.len();
        let kept = text::properties(prefix, object, instead, &mut self.finds);
        if self.finds.len() > before {
            *good = false;
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
        self.find(Find::warning(at, &shown, what).of(Fault::Unknown));
    }

    /// Guessing what was meant takes time; a file with so many finds needs another kind of help.
    pub(super) fn may_guess(&self) -> bool {
        self.finds.len() < MOST_GUESSES
    }

    /// Keeps what was found.
    pub(super) fn find(&mut self, find: Find) {
        let told = match (self.newer, find.severity) {
            (true, Severity::Error) => Find {
                severity: Severity::Warning,
                what: match &find.instead {
                    Some(instead) => format!("{}; {instead}", find.what),
                    None => find.what.clone(),
                },
                instead: None,
                ..find
            },
            _ => find,
        };
        self.finds.push(told);
    }

    /// The line on which the value of a key stands; none: it is not in the file.
    pub(super) fn line_of(&self, key: &str) -> Option<usize> {
        let at = *self.places.get(key)?;
        let find = Find::note(at, "");
        let place = placed(&SETTINGS, self.text, vec![find]).pop()?.place?;
        Some(place.line)
    }

    /// A value as it stands in the text, short enough for a message.
    pub(super) fn shown(&self, value: &Value) -> String {
        text::shown(self.text, value)
    }

    /// Gives the keys that the file does not hold the values of its preset. A key that stands in
    /// the file wins; when it may just stand there because the file holds every key, that is said.
    fn follow_preset(&mut self, settings: &mut Settings) {
        let Some(preset) = settings.preset.as_deref().and_then(Preset::named) else {
            return;
        };
        for (path, wanted) in &preset.settings {
            let Some(key) = KEYS.iter().find(|key| key.path == path) else {
                continue;
            };
            let wanted = wanted.to_string();
            let Some(at) = self.places.get(key.path).copied() else {
                if let Ok((Some(value), _)) = text::parse(&SETTINGS, &wanted) {
                    key.accepts.take(key.path, &value, settings, self);
                }
                continue;
            };
            let written = key.shown(settings);
            if written == wanted {
                continue;
            }
            let what = format!(
                "{written} stands here and goes before the preset's {wanted}; without this line \
                 the preset's is used"
            );
            let find = Find::warning(at, key.path, what);
            self.find(if written == key.shown(&Settings::default()) {
                find.of(Fault::Conflict)
            } else {
                find.noted()
            });
        }
    }

    /// Warns when what the user cannot, will not or may not do here leaves nothing to ask for.
    fn nothing_left(&mut self, settings: &Settings) {
        let asked = [Kind::OnFeet, Kind::Strength, Kind::Seated];
        let left = settings
            .fitted(self.catalogue)
            .exercises(&settings.movements)
            .iter()
            .any(|movement| movement.suggested && asked.contains(&movement.kind));
        if left {
            return;
        }
        let at = self
            .places
            .iter()
            .filter(|(path, _)| path.starts_with("movements.") || **path == "preset")
            .map(|(_, at)| *at)
            .min();
        let what = "with all of these together no movement is left to suggest; when a break is \
                    due, the tray alone says so"
            .to_owned();
        self.find(Find::warning(at.unwrap_or(0), "movements", what).of(Fault::Conflict));
    }
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

/// Why a key of an older version has gone.
fn no_longer(full: &str) -> Option<&'static str> {
    let (_, why) = GONE.iter().find(|(path, _)| *path == full)?;
    Some(why)
}

fn was_called(full: &str) -> bool {
    KEYS.iter().any(|key| key.formerly == Some(full))
}

/// Whether a key of this name is read: one of today, of an older name, or one that has gone and is
/// said to have.
pub(super) fn is_read(full: &str) -> bool {
    Key::named(full).is_some() || was_called(full) || no_longer(full).is_some()
}

pub(super) fn is_section(full: &str) -> bool {
    KEYS.iter().any(|key| {
        key.path
            .strip_prefix(full)
            .is_some_and(|rest| rest.starts_with('.'))
    })
}

//! What was written, said in words, and the way back: several steps, and forth again.

use std::path::Path;

use serde_json::Value;

use super::plain;
use crate::movements::Catalogue;
use crate::settings::{Change, Key, Loaded, Step};
use crate::window::chores::Refusal;

/// Which way a change is taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// It is undone.
    Back,
    /// What was undone is done again.
    Forth,
}

/// The changes made on this page, the newest last.
#[derive(Debug, Default)]
pub(super) struct Told {
    done: Vec<Change>,
    undone: Vec<Change>,
    way: Option<Way>,
    /// What is said of the last one.
    pub(super) says: Option<Says>,
}

/// Where it was written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'p> {
    /// The file.
    pub(super) path: &'p Path,
    /// There was none before.
    pub(super) made: bool,
}

/// What is said at the foot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Says {
    Noted(String),
    Wrong(String),
}

impl Told {
    /// Whether one can be taken back, or forth.
    pub(super) fn can(&self, way: Way) -> bool {
        self.way.is_none() && !self.steps(way).is_empty()
    }

    fn steps(&self, way: Way) -> &Vec<Change> {
        match way {
            Way::Back => &self.done,
            Way::Forth => &self.undone,
        }
    }

    /// The change that is to be taken back now.
    pub(super) fn take(&mut self, way: Way) -> Option<Change> {
        if !self.can(way) {
            return None;
        }
        self.way = Some(way);
        self.steps(way).last().cloned()
    }

    /// A key was written.
    pub(super) fn written(
        &mut self,
        key: &'static str,
        change: &Change,
        before: Option<&Loaded>,
        now: &Loaded,
        place: Place,
    ) {
        if change.steps.is_empty() {
            self.says = Some(Says::Noted("It stands in the file already.".to_owned()));
            return;
        }
        self.undone.clear();
        self.done.push(change.clone());
        // A file that is made holds every key.
        let what = in_words(Some(key), change, before, now, place.made);
        let path = short(place.path);
        self.says = Some(Says::Noted(if place.made {
            format!("Written: {what}, in the new file {path}, which holds every key.")
        } else {
            format!("Written: {what}, in {path}.")
        }));
    }

    /// A change was taken back, or not.
    pub(super) fn taken_back(
        &mut self,
        done: &Result<Change, Refusal>,
        before: Option<&Loaded>,
        now: &Loaded,
        place: Place,
    ) {
        let Some(way) = self.way.take() else {
            return;
        };
        let (from, to) = match way {
            Way::Back => (&mut self.done, &mut self.undone),
            Way::Forth => (&mut self.undone, &mut self.done),
        };
        match done {
            Ok(change) => {
                from.pop();
                to.push(change.clone());
                let what = in_words(None, change, before, now, false);
                let words = match way {
                    Way::Back => "Taken back",
                    Way::Forth => "Written again",
                };
                let path = short(place.path);
                self.says = Some(Says::Noted(format!("{words}: {what}, in {path}.")));
            }
            Err(refusal) => {
                if refusal.stale {
                    from.pop();
                }
                self.says = Some(Says::Wrong(refusal.words.clone()));
            }
        }
    }
}

/// "Time between reminders, from 30 minutes to 45 minutes"; more than a few keys are counted.
fn in_words(
    key: Option<&str>,
    change: &Change,
    before: Option<&Loaded>,
    now: &Loaded,
    alone: bool,
) -> String {
    const MOST: usize = 4;
    let own = change.steps.iter().filter(|step| Some(step.key) == key);
    let others = change.steps.iter().filter(|step| Some(step.key) != key);
    let steps: Vec<_> = own.chain(others).collect();
    let few = steps.len() <= MOST;
    let shown = if few { steps.len() } else { 1 };
    let mut parts: Vec<String> = steps[..shown]
        .iter()
        .filter_map(|step| one_in_words(step, before, now))
        .collect();
    if !few && !alone {
        parts.push(format!("{} other keys", steps.len() - shown));
    }
    parts.join("; ")
}

fn one_in_words(step: &Step, before: Option<&Loaded>, now: &Loaded) -> Option<String> {
    let key = Key::named(step.key)?;
    let catalogue: &Catalogue = &now.catalogue;
    let said = |value: &Option<Value>, loaded: Option<&Loaded>| match (value, loaded) {
        (Some(value), _) => plain::value(key, value, catalogue),
        (None, Some(loaded)) => plain::value(
            key,
            &key.usual(loaded.settings.preset.as_deref()),
            catalogue,
        ),
        (None, None) => "what it had".to_owned(),
    };
    let (was, is) = (said(&step.before, before), said(&step.after, Some(now)));
    Some(if was == is {
        format!("{}, {is} as before", key.title)
    } else {
        format!("{}, from {was} to {is}", key.title)
    })
}

/// The path with `~` for the home folder, as people write it.
pub(super) fn short(path: &Path) -> String {
    let home = etcetera::home_dir().ok();
    let inside = home
        .as_deref()
        .and_then(|home| path.strip_prefix(home).ok());
    inside.map_or_else(
        || path.display().to_string(),
        |inside| Path::new("~").join(inside).display().to_string(),
    )
}

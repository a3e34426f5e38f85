//! The settings file on disk: read once, or again whenever it changes.

use std::path::Path;

use crate::link::{Link, Part};
use crate::movements::Catalogue;
use crate::store::{Contents, Watch};

use super::load::Loaded;
use super::problem::{Problem, Severity};

/// Reads the settings file. Whatever is wrong with it is told in the result.
#[must_use]
pub fn read(path: &Path, catalogue: &Catalogue) -> Loaded {
    loaded(&Contents::of(path), catalogue)
}

/// Calls `changed` with what is in the file each time it changes, from a thread of its own, until
/// the watch is dropped. What cannot be watched is told through the link.
#[must_use]
pub fn watch(
    path: &Path,
    catalogue: &'static Catalogue,
    link: Link,
    changed: impl Fn(Loaded) + Send + 'static,
) -> Watch {
    Watch::start(path, Part::Settings, link, move |contents| {
        changed(loaded(&contents, catalogue));
    })
}

fn loaded(contents: &Contents, catalogue: &Catalogue) -> Loaded {
    match contents {
        Contents::Bytes(bytes) => Loaded::from_bytes(bytes, catalogue),
        Contents::Unreadable(why) => Loaded::unusable(None, why.clone()),
        Contents::Absent => Loaded {
            settings: super::Settings::default(),
            problems: Vec::new(),
            notes: vec![Problem {
                place: None,
                severity: Severity::Note,
                key: None,
                what: "there is no such file yet; the defaults are used".to_owned(),
                instead: None,
            }],
        },
    }
}

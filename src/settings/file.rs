//! The settings file and the own movements beside it: read once, or again whenever one changes.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::link::{Link, Part};
use crate::movements::{Catalogue, Own};
use crate::store::{Contents, Watch};
use crate::text::{Fault, Problem, Severity};

use super::keys::text;
use super::load::{Loaded, SETTINGS};
use super::schema::put_schema;
use super::values::Settings;

/// Reads the settings file and the own movements beside it. Whatever is wrong with them is told in
/// the result.
#[must_use]
pub fn read(path: &Path) -> Loaded {
    loaded(&Contents::of(path), &Contents::of(&own_movements(path)))
}

/// The file of own movements that belongs to a settings file.
#[must_use]
pub fn own_movements(path: &Path) -> PathBuf {
    path.with_file_name(Own::FILE)
}

/// Makes a file with every key at its default, and its schema beside it, where there is no file.
///
/// # Errors
/// Whatever the system says; there is then no file.
pub fn make_if_missing(path: &Path) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut file = match fs::File::create_new(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Ok(()),
        Err(error) => return Err(error),
    };
    let text = text(&Settings::default());
    if let Err(error) = file.write_all(text.as_bytes()) {
        // Half a file would be a broken one; that it cannot be taken away either is not the cause.
        let _ = fs::remove_file(path);
        return Err(error);
    }
    put_schema(path, &text);
    Ok(())
}

/// Calls `changed` with what is in the two files each time one of them changes, from a thread of
/// its own, until the watch is dropped. What cannot be watched is told through the link.
#[must_use]
pub fn watch(path: &Path, link: Link, changed: impl Fn(Loaded) + Send + 'static) -> Watch {
    let paths = [path, &own_movements(path)];
    Watch::start_all(paths, Part::Settings, link, move |[settings, own]| {
        changed(loaded(&settings, &own));
    })
}

/// The same for somebody who looks at the files now and then anyway: nobody is told of what cannot
/// be watched.
#[must_use]
pub fn follow(path: &Path, changed: impl Fn(Loaded) + Send + 'static) -> Watch {
    watch(path, Link::new(|_| {}), changed)
}

fn loaded(settings: &Contents, own: &Contents) -> Loaded {
    let own = match own {
        Contents::Bytes(bytes) => Own::from_bytes(bytes),
        Contents::Unreadable(why) => Own::unusable(None, why.clone()),
        Contents::Absent => Own::default(),
    };
    let catalogue = own.catalogue();
    let mut loaded = match settings {
        Contents::Bytes(bytes) => Loaded::from_bytes(bytes, &catalogue),
        Contents::Unreadable(why) => Loaded::unusable(None, why.clone(), &catalogue),
        Contents::Absent => absent(&catalogue),
    };
    loaded.problems.extend(own.problems);
    loaded.notes.extend(own.notes);
    loaded
}

fn absent(catalogue: &Arc<Catalogue>) -> Loaded {
    Loaded {
        settings: Settings::default(),
        catalogue: Arc::clone(catalogue),
        problems: Vec::new(),
        notes: vec![Problem {
            document: &SETTINGS,
            place: None,
            severity: Severity::Note,
            fault: Fault::None,
            key: None,
            what: "there is no such file yet; the defaults are used".to_owned(),
            instead: None,
        }],
        unusable: Vec::new(),
        absent: true,
        newer: false,
    }
}

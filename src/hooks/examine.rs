//! The user's programs looked at without running any: for `doctor`.

use std::path::Path;

use super::failure::Failure;
use super::runner::{NONE, Programs, distrust};
use super::trial::{is_plain_name, on_search_path, resolved};
use crate::link::Health;
use crate::platform::files::may_be_run;

/// Whether they would be run, as far as can be seen.
#[must_use]
pub fn examine(programs: &Programs) -> Health {
    if programs.commands.is_empty() {
        return Health::Off(NONE.to_owned());
    }
    if let Ok(Some(words)) = distrust(&programs.named_in) {
        return Health::Missing(words);
    }
    let failed = programs.commands.iter().find_map(|(happening, command)| {
        let program = command.first()?;
        let failure = missing(program, &programs.home)?;
        Some(failure.words(*happening, program, ""))
    });
    match failed {
        Some(words) => Health::Missing(words),
        None => Health::Works(programs.words()),
    }
}

fn missing(program: &str, home: &Path) -> Option<Failure> {
    let path = resolved(program, home);
    if is_plain_name(program) {
        let found: Vec<_> = on_search_path(&path).collect();
        return match found.iter().any(|file| may_be_run(file)) {
            true => None,
            false if found.is_empty() => Some(Failure::NotOnPath),
            false => Some(Failure::NotExecutable),
        };
    }
    if path.is_dir() {
        return Some(Failure::Folder);
    }
    if !path.exists() {
        return Some(Failure::NoSuchFile);
    }
    (!may_be_run(&path)).then_some(Failure::NotExecutable)
}

//! `soleus check`: every mistake in the settings file, with its place.

use std::io::Write;
use std::process::ExitCode;

use super::aloud::aloud;
use super::start::places;
use crate::cli::args::{CheckArgs, Common};
use crate::settings;

/// Judges the settings file, or another one; exit code 1 when there is a mistake.
#[must_use]
pub fn check(common: &Common, args: &CheckArgs) -> ExitCode {
    let path = match (&args.file, places(common.dir.as_deref())) {
        (Some(file), _) => file.clone(),
        (None, Ok(places)) => places.settings,
        (None, Err(words)) => {
            aloud(&words);
            return ExitCode::FAILURE;
        }
    };
    let loaded = settings::read(&path);
    let mut lines: Vec<String> = loaded
        .problems
        .iter()
        .chain(&loaded.notes)
        .map(ToString::to_string)
        .collect();
    if loaded.problems.is_empty() {
        lines.push(format!("{}: nothing is wrong.", path.display()));
    }
    // A reader that went away does not want the rest.
    let _ = writeln!(std::io::stdout(), "{}", lines.join("\n"));
    if loaded.problems.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

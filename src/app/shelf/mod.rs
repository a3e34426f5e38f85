//! `soleus movements`, `presets`, `sources` and `safety`: what the catalogue holds, for reading.
//!
//! None of them needs a running Soleus, and none changes anything.

mod movements;
mod presets;
mod sources;

use std::io::Write;
use std::process::ExitCode;

use serde::Serialize;

use super::aloud::aloud;
use crate::movements::{Evidence, Safety};
use crate::text::{nearest, shortened};

pub use movements::movements;
pub use presets::presets;
pub(super) use presets::what_it_rests_on;
pub use sources::sources;

/// The version of what `--json` prints. It grows when a field changes its meaning or goes away.
const VERSION: u32 = 1;

/// `soleus safety`.
#[must_use]
pub fn safety() -> ExitCode {
    answer(&Safety::page().to_string())
}

pub(super) fn answer(text: &str) -> ExitCode {
    // A reader that went away does not want the rest.
    let _ = writeln!(std::io::stdout(), "{}", text.trim_end());
    ExitCode::SUCCESS
}

pub(super) fn json(report: &impl Serialize) -> ExitCode {
    match serde_json::to_string_pretty(report) {
        Ok(text) => answer(&text),
        Err(error) => fail(&format!("The answer cannot be written as JSON: {error}.")),
    }
}

pub(super) fn fail(words: &str) -> ExitCode {
    aloud(words);
    ExitCode::FAILURE
}

/// Nothing has this id; perhaps something near has.
pub(super) fn unknown<'k>(
    what: &str,
    id: &str,
    known: impl IntoIterator<Item = &'k str>,
) -> ExitCode {
    let shown = shortened(id);
    let mut words = format!("There is no {what} `{shown}`.");
    match nearest(id, known) {
        Some(near) => words += &format!(" Did you mean `{near}`?"),
        None => words += &format!(" `soleus {what}s` shows them all."),
    }
    fail(&words)
}

/// Rows with their columns under each other; the last column is as long as it is.
pub(super) fn columns<const N: usize>(rows: &[[String; N]]) -> String {
    let width = |column: usize| {
        rows.iter()
            .map(|row| row[column].chars().count())
            .max()
            .unwrap_or(0)
    };
    let widths: [usize; N] = std::array::from_fn(width);
    let line = |row: &[String; N]| {
        let mut line = String::from(" ");
        for (text, width) in row.iter().zip(widths) {
            line += &format!(" {text:<width$} ");
        }
        line.trim_end().to_owned() + "\n"
    };
    rows.iter().map(line).collect()
}

/// The sources in full lines, each with its strength.
fn sources_in_words(ids: &[String]) -> String {
    let lines = ids.iter().map(|id| match Evidence::named(id) {
        Some(source) => {
            let (letter, words) = (source.strength.letter(), source.strength.words());
            format!(
                "  {id} ({letter}: {words})\n    {}\n    {}\n",
                source.citation, source.address
            )
        }
        None => format!("  {id}\n"),
    });
    lines.collect()
}

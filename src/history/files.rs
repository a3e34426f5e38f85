//! The files that the figures are made of, for whoever copies the record line by line: these and no
//! others.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Datelike as _, FixedOffset, NaiveDate};

use super::reader::{Refused, shelves};

/// A file of the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filed {
    /// The machine whose folder it lies in.
    pub machine: String,
    /// The first day of the month it is named after; a conflict copy is of that month too.
    pub month: NaiveDate,
    /// Where it lies.
    pub path: PathBuf,
}

impl Filed {
    /// Whether a line of this time belongs into a file of this month.
    #[must_use]
    pub fn is_of(&self, at: DateTime<FixedOffset>) -> bool {
        (at.year(), at.month()) == (self.month.year(), self.month.month())
    }
}

/// The files of all machines.
#[derive(Debug, Clone, Default)]
pub struct Files {
    /// By machine and month.
    pub files: Vec<Filed>,
    /// The folders of machines of which it is not known what lies in them.
    pub refused: BTreeSet<Refused>,
}

/// Every file of every machine. A history that is not there has none.
///
/// # Errors
/// If the history is there and cannot be read.
pub fn files(history: &Path) -> io::Result<Files> {
    let mut all = Files::default();
    for shelf in shelves(history)? {
        all.refused.extend(shelf.refused.clone());
        let files = shelf.files().filter_map(|(month, path)| {
            let month = month.first_day()?;
            Some(Filed {
                machine: shelf.name.clone(),
                month,
                path: path.to_owned(),
            })
        });
        all.files.extend(files);
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn they_are_those_that_the_figures_are_made_of() {
        let history = tempfile::tempdir().unwrap();
        for (folder, file) in [
            ("pc", "2026-11.jsonl"),
            ("pc", "2026-11.sync-conflict-1.jsonl"),
            ("pc", "2026-02.jsonl"),
            ("pc", "old.jsonl"),
            ("pc", "2026-13.jsonl"),
            ("pc", "2026-11.txt"),
            ("laptop", "2026-11.jsonl"),
            (".stversions", "2026-11.jsonl"),
            ("a\u{1b}b", "2026-11.jsonl"),
        ] {
            fs::create_dir_all(history.path().join(folder)).unwrap();
            fs::write(history.path().join(folder).join(file), "").unwrap();
        }
        let found: Vec<_> = files(history.path())
            .unwrap()
            .files
            .into_iter()
            .map(|file| {
                let name = file.path.file_name().unwrap().to_str().unwrap();
                format!("{} {} {name}", file.machine, file.month.format("%Y-%m"))
            })
            .collect();
        assert_eq!(
            found,
            [
                "laptop 2026-11 2026-11.jsonl",
                "pc 2026-02 2026-02.jsonl",
                "pc 2026-11 2026-11.jsonl",
                "pc 2026-11 2026-11.sync-conflict-1.jsonl",
            ]
        );
        let none = files(&history.path().join("none")).unwrap();
        assert!(none.files.is_empty());
    }
}

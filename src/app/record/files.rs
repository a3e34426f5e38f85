//! The lines of the history as they lie there, untouched.

use std::fs;
use std::io::{self, BufReader};
use std::path::Path;

use chrono::{DateTime, FixedOffset};
use serde::Deserialize;

use crate::history::{LONGEST_LINE, Line, lines, read_line};
use crate::platform::files::open_at_once;

/// Calls `each` with every line of a file and what it is, without its line feed. What is no plain
/// file is one damaged line.
///
/// # Errors
/// If the file cannot be read, or what `each` says.
pub(super) fn each_line<E: From<io::Error>>(
    path: &Path,
    mut each: impl FnMut(&[u8], Line) -> Result<(), E>,
) -> Result<(), E> {
    match fs::metadata(path) {
        Ok(found) if found.is_file() => {}
        Err(error) if !path.is_symlink() => return Err(error.into()),
        // A pipe, a folder or a circle of links: some of them never end.
        _ => return each(b"", Line::Damaged),
    }
    let file = open_at_once(path)?;
    if !file.metadata()?.is_file() {
        return each(b"", Line::Damaged);
    }
    lines(BufReader::new(file), LONGEST_LINE, |line| match line {
        Some(line) => each(line, read_line(line)),
        None => each(b"", Line::Damaged),
    })
}

/// The time of a line that a newer version wrote; none if it tells none.
pub(super) fn time_of(line: &[u8]) -> Option<DateTime<FixedOffset>> {
    #[derive(Deserialize)]
    struct Timed {
        at: DateTime<FixedOffset>,
    }
    serde_json::from_slice::<Timed>(line).ok().map(|it| it.at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn what_is_no_plain_file_is_damage_and_is_not_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("2026-11.jsonl");
        fs::create_dir(&path).unwrap();
        let circle = folder.path().join("2026-12.jsonl");
        std::os::unix::fs::symlink(&circle, &circle).unwrap();
        for path in [path, circle] {
            let mut found = Vec::new();
            let read: io::Result<()> = each_line(&path, |_, line| {
                found.push(line);
                Ok(())
            });
            read.unwrap();
            assert_eq!(found, [Line::Damaged], "{}", path.display());
        }
    }
}

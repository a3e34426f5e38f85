//! What lies in the folder of the history: a folder for each device, and in it a file for each month.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::history::machine_of;

const ENDING: &str = "jsonl";
/// What a month looks like in the name of a file.
const EXAMPLE: &str = "2026-11";

/// The names of all devices that have a folder, in order, as whoever reads the history names them.
///
/// # Errors
/// If the history is there and cannot be read.
pub(super) fn device_names(history: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for path in entries(history)? {
        if let Some(name) = path.file_name().and_then(machine_of)
            && path.is_dir()
        {
            names.push(name.to_owned());
        }
    }
    names.sort();
    Ok(names)
}

/// The files of a device, in order of their names. What is no plain file is none.
///
/// # Errors
/// If its folder is there and cannot be read.
pub(super) fn files_of(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let is_one = |path: &PathBuf| path.extension().is_some_and(|it| it == ENDING) && path.is_file();
    let mut files: Vec<_> = entries(folder)?.into_iter().filter(is_one).collect();
    files.sort();
    Ok(files)
}

/// The copies that a program which synchronises folders put beside the files of a device, because two
/// machines had changed one: each is named after its month and goes on.
///
/// # Errors
/// If its folder is there and cannot be read.
pub fn conflict_copies(history: &Path, device: &str) -> io::Result<Vec<PathBuf>> {
    let mut copies = files_of(&history.join(device))?;
    copies.retain(|path| {
        let stem = path.file_stem().and_then(|stem| stem.to_str());
        stem.is_some_and(|stem| month_of(stem).is_some_and(|month| month != stem))
    });
    Ok(copies)
}

/// The month that a name begins with.
fn month_of(stem: &str) -> Option<&str> {
    let month = stem.get(..EXAMPLE.len())?;
    let fits = |(byte, like): (u8, u8)| match like {
        b'-' => byte == b'-',
        _ => byte.is_ascii_digit(),
    };
    month
        .bytes()
        .zip(EXAMPLE.bytes())
        .all(fits)
        .then_some(month)
}

fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    match fs::read_dir(folder) {
        Ok(entries) => entries.map(|entry| Ok(entry?.path())).collect(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn history(files: &[&str]) -> tempfile::TempDir {
        let history = tempfile::tempdir().unwrap();
        for file in files {
            let path = history.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        history
    }

    #[test]
    fn devices_are_folders_that_are_not_hidden() {
        let history = history(&[
            "pc-2/2026-11.jsonl",
            "pc-1/2026-11.jsonl",
            ".stversions/pc-1/2026-11.jsonl",
            ".git/HEAD",
            "notes.jsonl",
        ]);
        assert_eq!(device_names(history.path()).unwrap(), ["pc-1", "pc-2"]);
        assert!(
            device_names(&history.path().join("none"))
                .unwrap()
                .is_empty()
        );
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn devices_are_those_that_are_read() {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt;

        use crate::history::devices_around;

        let history = history(&[
            "pc-1/2026-11.jsonl",
            "pc\u{1b}[2J/2026-11.jsonl",
            "a\u{202e}b/2026-11.jsonl",
            "lost+found/2026-11.jsonl",
        ]);
        let no_text = history.path().join(OsStr::from_bytes(b"pc-\xff"));
        fs::create_dir(&no_text).unwrap();
        fs::write(no_text.join("2026-11.jsonl"), "").unwrap();
        let date = chrono::NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        let read = devices_around(history.path(), date, date).unwrap();
        let read: Vec<String> = read.into_iter().map(|device| device.name).collect();
        assert_eq!(device_names(history.path()).unwrap(), read);
        assert_eq!(read, ["pc-1"]);
    }

    #[test]
    fn copies_of_every_program_that_makes_some_are_known() {
        let copies = [
            "2026-11 (Anna's conflicted copy 2026-11-28).jsonl",
            "2026-11 (conflicted copy 2026-11-28 093000).jsonl",
            "2026-11.sync-conflict-20261128-093000-ABCDEFG.jsonl",
        ];
        let others = [
            "2026-11.jsonl",
            "2026-12.jsonl",
            ".2026-11.jsonl.tmp",
            "a.jsonl",
        ];
        let all: Vec<String> = [&copies[..], &others]
            .concat()
            .iter()
            .map(|name| format!("pc-1/{name}"))
            .collect();
        let all: Vec<&str> = all.iter().map(String::as_str).collect();
        let history = history(&all);
        let found = conflict_copies(history.path(), "pc-1").unwrap();
        assert_eq!(
            found,
            copies.map(|name| history.path().join("pc-1").join(name))
        );
    }
}

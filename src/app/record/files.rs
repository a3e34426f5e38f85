//! The files of the history as they lie there: every line of every machine, untouched.

use std::fs;
use std::io::{self, BufReader, ErrorKind};
use std::path::{Path, PathBuf};

use crate::history::{LONGEST_LINE, Line, lines, read_line};
use crate::platform::files::open_at_once;

/// The folder of one machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Machine {
    /// Its name, which is its folder's.
    pub name: String,
    folder: PathBuf,
}

/// Every machine whose folder is in the history, by name. A history that is not there has none.
///
/// # Errors
/// If the folder is there and cannot be read.
pub(super) fn machines(history: &Path) -> io::Result<Vec<Machine>> {
    let entries = match fs::read_dir(history) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut machines = Vec::new();
    for entry in entries {
        let entry = entry?;
        // Folders of git, Syncthing and our own half-made ones begin with a dot.
        let name = entry.file_name().into_string().ok();
        let name = name.filter(|name| !name.starts_with('.'));
        if let Some(name) = name
            && entry.path().is_dir()
        {
            machines.push(Machine {
                name,
                folder: entry.path(),
            });
        }
    }
    machines.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(machines)
}

impl Machine {
    /// Its files in order, conflict copies of tools that synchronise folders among them.
    ///
    /// # Errors
    /// If the folder cannot be read.
    pub(super) fn files(&self) -> io::Result<Vec<PathBuf>> {
        let mut files = Vec::new();
        for entry in fs::read_dir(&self.folder)? {
            let path = entry?.path();
            if path.extension().is_some_and(|is| is == "jsonl") {
                files.push(path);
            }
        }
        files.sort();
        Ok(files)
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn machines_are_folders_that_do_not_begin_with_a_dot() {
        let history = tempfile::tempdir().unwrap();
        for name in ["pc", "laptop", ".git", ".stfolder"] {
            fs::create_dir(history.path().join(name)).unwrap();
        }
        fs::write(history.path().join("notes.txt"), "").unwrap();
        let machines = machines(history.path()).unwrap();
        let names: Vec<_> = machines.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names, ["laptop", "pc"]);
        let nowhere = super::machines(&history.path().join("none")).unwrap();
        assert!(nowhere.is_empty());
    }

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

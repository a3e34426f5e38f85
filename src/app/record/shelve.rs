//! Puts records that came from elsewhere into the history: into folders of their own, whole or not at
//! all. The name of a folder follows from what is in it, so that the same again changes nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, DirEntry, File};
use std::hash::Hasher as _;
use std::io::{self, BufWriter, ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use siphasher::sip::SipHasher13;
use tempfile::TempDir;

use crate::platform::clock::wall_time;
use crate::platform::files;

/// No import has more machines, and none of them more months: two hundred years.
const MOST_MACHINES: usize = 64;
const MOST_MONTHS: usize = 2_400;

/// Folders that are being filled begin with this.
const HALF_MADE: &str = ".soleus-import-";
/// No import takes longer.
const LONGEST_IMPORT: Duration = Duration::from_hours(1);

/// Folders of imports begin with this.
const PREFIX: &str = "import-";
/// So many digits of what is in a folder stand in its name.
const DIGITS: usize = 8;
/// So much of a machine's name does too.
const LONGEST_NAME: usize = 40;

/// Folders that are being filled, beside the history they will be part of.
pub(super) struct Shelf {
    history: PathBuf,
    /// Gone with what is in it, unless it is put into the history.
    room: TempDir,
    machines: BTreeMap<String, Volume>,
}

/// What one machine wrote.
struct Volume {
    folder: PathBuf,
    open: Option<(String, BufWriter<File>)>,
    months: BTreeSet<String>,
    content: SipHasher13,
    lines: u64,
}

/// What was put into the history.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Shelved {
    /// The folder's name.
    pub name: String,
    /// How many records.
    pub lines: u64,
    /// Whether the same was there already.
    pub there: bool,
}

impl Shelf {
    /// An empty shelf.
    ///
    /// # Errors
    /// Whatever the system says.
    pub(super) fn beside(history: &Path) -> io::Result<Self> {
        files::create_private_folder(history)?;
        sweep(history, wall_time().into());
        let room = tempfile::Builder::new()
            .prefix(HALF_MADE)
            .tempdir_in(history)?;
        Ok(Self {
            history: history.to_owned(),
            room,
            machines: BTreeMap::new(),
        })
    }

    /// Where everything lies until it is put into the history.
    pub(super) fn room(&self) -> &Path {
        self.room.path()
    }

    /// Adds a line, without its line feed, to a month (`2026-11`) of a machine.
    ///
    /// # Errors
    /// Whatever the system says, or that there are more machines or months than can be.
    pub(super) fn add(&mut self, machine: &str, month: &str, line: &[u8]) -> io::Result<()> {
        let name = tidy(machine);
        if !self.machines.contains_key(&name) {
            if self.machines.len() == MOST_MACHINES {
                return Err(too_much("machines", MOST_MACHINES));
            }
            let folder = self.room.path().join(self.machines.len().to_string());
            files::create_private_folder(&folder)?;
            self.machines.insert(name.clone(), Volume::new(folder));
        }
        match self.machines.get_mut(&name) {
            Some(volume) => volume.add(month, line),
            None => Ok(()),
        }
    }

    /// Puts everything into the history.
    ///
    /// # Errors
    /// Whatever the system says. What is in the history by then is whole, and stays.
    pub(super) fn put(self) -> io::Result<Vec<Shelved>> {
        let mut shelved = Vec::new();
        for (machine, volume) in self.machines {
            let name = format!("{PREFIX}{machine}-{}", volume.digest());
            let lines = volume.lines;
            let target = self.history.join(&name);
            let there = target.exists();
            if !there {
                fs::rename(volume.close()?, &target)?;
            }
            shelved.push(Shelved { name, lines, there });
        }
        files::sync_folder(&self.history)?;
        Ok(shelved)
    }
}

impl Volume {
    fn new(folder: PathBuf) -> Self {
        Self {
            folder,
            open: None,
            months: BTreeSet::new(),
            content: SipHasher13::new(),
            lines: 0,
        }
    }

    fn add(&mut self, month: &str, line: &[u8]) -> io::Result<()> {
        let file = match self.open.take() {
            Some((open, file)) if open == month => file,
            other => {
                if let Some((_, mut file)) = other {
                    file.flush()?;
                }
                self.open_month(month)?
            }
        };
        let (_, file) = self.open.insert((month.to_owned(), file));
        file.write_all(line)?;
        file.write_all(b"\n")?;
        self.content.write(line);
        self.content.write(b"\n");
        self.lines += 1;
        Ok(())
    }

    fn open_month(&mut self, month: &str) -> io::Result<BufWriter<File>> {
        self.months.insert(month.to_owned());
        if self.months.len() > MOST_MONTHS {
            return Err(too_much("months", MOST_MONTHS));
        }
        Ok(BufWriter::new(self.file(month)?))
    }

    fn file(&self, month: &str) -> io::Result<File> {
        let path = self.folder.join(format!("{month}.jsonl"));
        files::private_file().create(true).append(true).open(path)
    }

    fn digest(&self) -> String {
        let digits = format!("{:016x}", self.content.finish());
        digits[..DIGITS].to_owned()
    }

    /// Brings everything to the disk: each file once, however often its month came and went.
    fn close(mut self) -> io::Result<PathBuf> {
        if let Some((_, mut file)) = self.open.take() {
            file.flush()?;
        }
        for month in &self.months {
            self.file(month)?.sync_all()?;
        }
        files::sync_folder(&self.folder)?;
        Ok(self.folder)
    }
}

/// Removes what imports left that were cut off some time ago: by a power cut, or on another machine that
/// shares the history. One that can not be removed does no harm.
fn sweep(history: &Path, now: SystemTime) {
    let is_old = |entry: &DirEntry| {
        let made = entry.metadata().and_then(|found| found.modified()).ok();
        made.and_then(|made| now.duration_since(made).ok())
            .is_some_and(|age| LONGEST_IMPORT <= age)
    };
    for entry in fs::read_dir(history).into_iter().flatten().flatten() {
        let is_half_made = entry.file_name().to_string_lossy().starts_with(HALF_MADE);
        let is_folder = entry.file_type().is_ok_and(|it| it.is_dir());
        if is_half_made && is_folder && is_old(&entry) {
            let path = entry.path();
            if let Err(error) = fs::remove_dir_all(&path) {
                tracing::debug!(path = %path.display(), %error, "a half-made import stays");
            }
        }
    }
}

fn too_much(what: &str, most: usize) -> io::Error {
    io::Error::new(
        ErrorKind::InvalidData,
        format!("it has more than {most} {what}, which no history has"),
    )
}

/// A machine's name as a part of a folder's name. That of an import is the machine's it came from.
fn tidy(machine: &str) -> String {
    let machine = machine.strip_prefix(PREFIX).map_or(machine, |rest| {
        let (name, digits) = rest.rsplit_once('-').unwrap_or((rest, ""));
        let is_digest = digits.len() == DIGITS && digits.bytes().all(|it| it.is_ascii_hexdigit());
        if is_digest { name } else { rest }
    });
    let mut name = String::new();
    for letter in machine.chars().take(LONGEST_NAME) {
        match letter.to_ascii_lowercase() {
            letter @ ('a'..='z' | '0'..='9') => name.push(letter),
            _ if name.is_empty() || name.ends_with('-') => {}
            _ => name.push('-'),
        }
    }
    match name.trim_end_matches('-') {
        "" => "device".to_owned(),
        name => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    fn put(history: &Path, lines: &[(&str, &str, &str)]) -> Vec<Shelved> {
        let mut shelf = Shelf::beside(history).unwrap();
        for (machine, month, line) in lines {
            shelf.add(machine, month, line.as_bytes()).unwrap();
        }
        shelf.put().unwrap()
    }

    #[test]
    fn lines_come_into_the_months_of_a_folder_named_by_what_is_in_it() {
        let folder = tempfile::tempdir().unwrap();
        let history = folder.path().join("history");
        let lines = [
            ("pc-1", "2026-10", "one"),
            ("pc-2", "2026-10", "two"),
            ("pc-1", "2026-11", "three"),
            ("pc-1", "2026-10", "four"),
        ];
        let first = put(&history, &lines);
        assert_eq!(first.len(), 2);
        assert_eq!((first[0].lines, first[0].there), (3, false));
        assert!(first[0].name.starts_with("import-pc-1-"), "{first:?}");
        let ours = history.join(&first[0].name);
        assert_eq!(names(&ours), ["2026-10.jsonl", "2026-11.jsonl"]);
        let text = fs::read_to_string(ours.join("2026-10.jsonl")).unwrap();
        assert_eq!(text, "one\nfour\n");

        let again = put(&history, &lines);
        assert!(again.iter().all(|one| one.there), "{again:?}");
        assert_eq!(again[0].name, first[0].name);
        assert_eq!(names(&history).len(), 2);
        let other = put(&history, &lines[..3]);
        assert_ne!(other[0].name, first[0].name);
    }

    #[test]
    fn what_is_not_put_leaves_nothing_behind() {
        let history = tempfile::tempdir().unwrap();
        let mut shelf = Shelf::beside(history.path()).unwrap();
        shelf.add("pc", "2026-10", b"one").unwrap();
        drop(shelf);
        assert!(names(history.path()).is_empty());
    }

    #[test]
    fn what_an_import_left_that_was_cut_off_is_removed_by_a_later_one() {
        let history = tempfile::tempdir().unwrap();
        let make = |name: &str, age: Duration| {
            let path = history.path().join(name);
            fs::create_dir(&path).unwrap();
            fs::write(path.join("0"), "half").unwrap();
            let made = SystemTime::UNIX_EPOCH + 2 * LONGEST_IMPORT - age;
            File::open(&path).unwrap().set_modified(made).unwrap();
        };
        make(".soleus-import-old", LONGEST_IMPORT);
        make(".soleus-import-new", LONGEST_IMPORT / 2);
        make("import-pc-0a1b2c3d", LONGEST_IMPORT);
        sweep(history.path(), SystemTime::UNIX_EPOCH + 2 * LONGEST_IMPORT);
        assert_eq!(
            names(history.path()),
            [".soleus-import-new", "import-pc-0a1b2c3d"]
        );
    }

    #[test]
    fn more_machines_than_anybody_has_are_refused() {
        let history = tempfile::tempdir().unwrap();
        let mut shelf = Shelf::beside(history.path()).unwrap();
        for machine in 0..MOST_MACHINES {
            shelf.add(&machine.to_string(), "2026-10", b"one").unwrap();
        }
        let error = shelf.add("more", "2026-10", b"one").unwrap_err();
        assert!(
            error.to_string().contains("more than 64 machines"),
            "{error}"
        );
    }

    #[test]
    fn a_name_is_never_a_way_out_of_the_folder() {
        let table = [
            ("pc-3f9c2a", "pc-3f9c2a"),
            ("../../etc", "etc"),
            ("", "device"),
            ("Anna's PC", "anna-s-pc"),
            ("import-pc-1-0a1b2c3d", "pc-1"),
            ("import-pc-1", "pc-1"),
            ("import-", "device"),
        ];
        for (machine, name) in table {
            assert_eq!(tidy(machine), name);
        }
        assert!(tidy(&"x".repeat(500)).len() <= LONGEST_NAME);
    }
}

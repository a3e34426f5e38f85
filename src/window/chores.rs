//! What a page wants of files and the desktop. It may wait for a disk or a browser, so the window
//! gives it to a thread and is told what came of it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::Value;

use super::picture::Keepsake;
use super::record::{Question, Read};
use crate::history::{Day, Summary};
use crate::platform::open;
use crate::settings::{self, Change, Loaded, SetError};

/// The key of the movements that come first.
const FAVOURITES: &str = "movements.favourites";
/// The key of the movements that never come.
const AVOID: &str = "movements.avoid";

/// Something to do.
#[derive(Debug, Clone, PartialEq)]
pub enum Chore {
    /// Read the settings and the own movements.
    Read,
    /// Write what the user thinks of a movement into the settings.
    Mark {
        /// Its id.
        movement: String,
        /// What the user thinks.
        marks: Marks,
    },
    /// Write one key of the settings file.
    Set {
        /// Its full name.
        key: &'static str,
        /// What is to stand there.
        value: Value,
    },
    /// Put one word into a list of the settings file, or take it out; the others stay.
    SetInList {
        /// The full name of the list's key.
        key: &'static str,
        /// The word.
        word: String,
        /// Whether it is to stand there.
        there: bool,
    },
    /// Give one key what it has without a line in the file.
    Reset {
        /// Its full name.
        key: &'static str,
    },
    /// Take a change back, if nobody changed the same keys since.
    TakeBack(Box<Change>),
    /// Open a web address.
    Open(String),
    /// Open the settings file in the program the user chose for such files.
    OpenFile,
    /// Read days of the history, every piece of each.
    Days(Box<Question>),
    /// Read days of the history in figures.
    Summaries(Box<Question>),
    /// Save a picture or a table for the user to keep.
    Save(Box<Keepsake>),
}

/// What came of it.
#[derive(Debug, Clone, PartialEq)]
pub enum Came {
    /// What is in the files.
    Read(Box<Loaded>),
    /// A movement was marked, or not.
    Marked {
        /// Its id.
        movement: String,
        /// The marks before.
        before: Marks,
        /// The marks that were wanted.
        wanted: Marks,
        /// For people: why they were not written.
        refused: Option<String>,
        /// What is in the files now.
        now: Box<Loaded>,
    },
    /// A key of the settings was written, or a change taken back; or not.
    Set {
        /// The key that was to be written; none: a change was to be taken back.
        key: Option<&'static str>,
        /// There was no file before.
        made: bool,
        /// What changed in the file, or why nothing did.
        done: Result<Change, Refusal>,
        /// What is in the files now.
        now: Box<Loaded>,
    },
    /// A web address was opened.
    Opened(String),
    /// A web address was not, and why.
    NotOpened(String, String),
    /// The settings file was opened.
    FileOpened,
    /// The settings file was not, and why.
    FileNotOpened(String),
    /// Days of the history.
    Days(Arc<Read<Day>>),
    /// Days of the history in figures.
    Summaries(Arc<Read<Summary>>),
    /// A picture or a table was saved, or not.
    Saved {
        /// What it was called.
        name: String,
        /// Where it lies, or why there is none, for people.
        done: Result<PathBuf, String>,
    },
}

/// Why nothing was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// For people.
    pub words: String,
    /// Trying again later helps no more: somebody changed the same key since.
    pub stale: bool,
}

impl Came {
    /// What is in the files, where they were read.
    #[must_use]
    pub fn loaded(&self) -> Option<&Loaded> {
        match self {
            Self::Read(loaded)
            | Self::Marked { now: loaded, .. }
            | Self::Set { now: loaded, .. } => Some(loaded),
            Self::Opened(_)
            | Self::NotOpened(..)
            | Self::FileOpened
            | Self::FileNotOpened(_)
            | Self::Days(_)
            | Self::Summaries(_)
            | Self::Saved { .. } => None,
        }
    }
}

/// What the user thinks of a movement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Marks {
    /// It comes before others.
    pub favourite: bool,
    /// It is never suggested.
    pub avoid: bool,
}

impl Marks {
    /// The marks of a movement in these settings.
    #[must_use]
    pub fn of(loaded: &Loaded, movement: &str) -> Self {
        let has = |list: &[String]| list.iter().any(|id| id == movement);
        let movements = &loaded.settings.movements;
        Self {
            favourite: has(&movements.favourites),
            avoid: has(&movements.avoid),
        }
    }

    /// A favourite from now on, or no longer; a favourite is not avoided.
    #[must_use]
    pub fn with_favourite(self, favourite: bool) -> Self {
        Self {
            favourite,
            avoid: self.avoid && !favourite,
        }
    }

    /// Avoided from now on, or no longer; what is avoided is no favourite.
    #[must_use]
    pub fn with_avoid(self, avoid: bool) -> Self {
        Self {
            favourite: self.favourite && !avoid,
            avoid,
        }
    }
}

impl Chore {
    /// Does it, however long it takes.
    #[must_use]
    pub fn perform(self, settings: &Path) -> Came {
        match self {
            Self::Read => Came::Read(Box::new(settings::read(settings))),
            Self::Mark { movement, marks } => mark(settings, movement, marks),
            Self::Set { key, value } => written(settings, Some(key), |path| {
                settings::set_in_file(path, key, &value)
            }),
            Self::SetInList { key, word, there } => written(settings, Some(key), |path| {
                settings::change_in_list(path, key, &word, there)
            }),
            Self::Reset { key } => written(settings, Some(key), |path| {
                settings::reset_in_file(path, key)
            }),
            Self::TakeBack(change) => {
                written(settings, None, |path| settings::take_back(path, &change))
            }
            Self::Open(address) => match open::address(&address) {
                Ok(()) => Came::Opened(address),
                Err(error) => Came::NotOpened(address, error.to_string()),
            },
            Self::OpenFile => match open_file(settings) {
                Ok(()) => Came::FileOpened,
                Err(why) => Came::FileNotOpened(why),
            },
            Self::Days(question) => question.days(),
            Self::Summaries(question) => question.summaries(),
            Self::Save(keepsake) => Came::Saved {
                done: keepsake.write(),
                name: keepsake.name,
            },
        }
    }
}

fn written(
    path: &Path,
    key: Option<&'static str>,
    write: impl FnOnce(&Path) -> Result<Change, SetError>,
) -> Came {
    let was_there = path.exists();
    let done = write(path).map_err(|error| Refusal {
        words: refusal(&error),
        stale: matches!(error, SetError::ChangedSince { .. }),
    });
    Came::Set {
        key,
        made: !was_there && path.exists(),
        done,
        now: Box::new(settings::read(path)),
    }
}

fn open_file(path: &Path) -> Result<(), String> {
    let opened = settings::make_if_missing(path).and_then(|()| open::file(path));
    opened.map_err(|error| error.to_string())
}

fn mark(path: &Path, movement: String, wanted: Marks) -> Came {
    let before = Marks::of(&settings::read(path), &movement);
    let write = |key, there| settings::set_in_list(path, key, &movement, there);
    let written = write(FAVOURITES, wanted.favourite).and_then(|_| write(AVOID, wanted.avoid));
    Came::Marked {
        refused: written.err().map(|error| refusal(&error)),
        now: Box::new(settings::read(path)),
        movement,
        before,
        wanted,
    }
}

fn refusal(error: &SetError) -> String {
    match error {
        SetError::Mistake(problem) => format!(
            "Nothing was written, because the settings file has a mistake: {problem}. Mend it, \
             then try again."
        ),
        other => format!("Nothing was written: {other}."),
    }
}

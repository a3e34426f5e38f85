//! What a page wants of files and the desktop. It may wait for a disk or a browser, so the window
//! gives it to a thread and is told what came of it.

use std::path::Path;

use crate::platform::open;
use crate::settings::{self, Loaded, SetError};

/// The key of the movements that come first.
const FAVOURITES: &str = "movements.favourites";
/// The key of the movements that never come.
const AVOID: &str = "movements.avoid";

/// Something to do.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    /// Open a web address.
    Open(String),
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
    /// A web address was opened.
    Opened(String),
    /// A web address was not, and why.
    NotOpened(String, String),
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
            Self::Open(address) => match open::address(&address) {
                Ok(()) => Came::Opened(address),
                Err(error) => Came::NotOpened(address, error.to_string()),
            },
        }
    }
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

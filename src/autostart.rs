//! Starting at login: what is asked, and who asked it. How it is done is the platform's.
//!
//! Two can ask. The setting `start_at_login` is followed quietly at each start and change; the
//! user's own word, `soleus autostart on` or `off`, or a switch in the desktop's settings, beats it
//! both ways. A program that runs out of a build folder is never registered unasked.

use std::io;
use std::path::{Path, PathBuf};

use crate::platform::autostart as platform;

/// What the login starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The program, by its absolute path.
    pub program: PathBuf,
    /// What it is told.
    pub arguments: Vec<String>,
}

impl Entry {
    /// This program, with everything in `dir` if one is given.
    ///
    /// # Errors
    /// The system does not know the path, or the folder's name is no text.
    pub fn ours(dir: Option<&Path>) -> Result<Self, AutostartError> {
        let system = |source| AutostartError::System {
            path: PathBuf::from("soleus"),
            source,
        };
        let mut arguments = Vec::new();
        if let Some(dir) = dir {
            let dir = std::path::absolute(dir).map_err(system)?;
            let text = dir
                .to_str()
                .ok_or_else(|| AutostartError::NotText { path: dir.clone() })?;
            arguments = vec!["--dir".to_owned(), text.to_owned()];
        }
        Ok(Self {
            program: std::env::current_exe().map_err(system)?,
            arguments,
        })
    }

    /// Whether the program lies in a folder of builds, which may be cleaned away any time.
    #[must_use]
    pub fn is_a_build(&self) -> bool {
        self.program.ancestors().skip(1).any(|folder| {
            folder.file_name().is_some_and(|name| name == "target")
                || folder.join(".rustc_info.json").exists()
        })
    }
}

/// Whether the login starts it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// Nothing is registered.
    Off,
    /// The user switched it off, here or in the desktop's settings.
    SwitchedOff,
    /// It starts this program.
    On {
        /// The program as registered.
        program: PathBuf,
    },
    /// It is registered, and the program is not there any more.
    Gone {
        /// Where it was.
        program: PathBuf,
    },
}

/// What following the setting came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Followed {
    /// It was so already.
    Already,
    /// It is registered now.
    Registered,
    /// It is not registered any more.
    Removed,
    /// Left alone: the user's own word says otherwise.
    UserSaidOtherwise,
    /// Left alone: this program runs out of a build folder.
    Build,
}

/// Why it could not be seen or changed.
#[derive(Debug, thiserror::Error)]
pub enum AutostartError {
    /// The system knows no place for it.
    #[error(
        "There is no folder for programs that start at login: neither XDG_CONFIG_HOME nor HOME is set. Nothing was changed."
    )]
    NoPlace,
    /// A path the entry cannot hold.
    #[error("{} cannot be written into a login entry: {why}. Nothing was changed.", path.display())]
    BadPath {
        /// The path.
        path: PathBuf,
        /// What the entry does not allow.
        why: &'static str,
    },
    /// A path that is no text.
    #[error("{} cannot be written into a login entry: its name is not UTF-8. Nothing was changed.", path.display())]
    NotText {
        /// The path.
        path: PathBuf,
    },
    /// A file the system did not let us read or write.
    #[error("{}: {source}. Nothing was changed.", path.display())]
    System {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Not built yet.
    #[error("Starting at login is not on this system yet.")]
    Unsupported,
}

/// Where this system keeps such entries.
///
/// # Errors
/// There is no such place.
pub fn place() -> Result<PathBuf, AutostartError> {
    platform::place()
}

/// Whether the login starts it.
///
/// # Errors
/// The entry is there and cannot be read.
pub fn state(place: &Path) -> Result<State, AutostartError> {
    platform::state(place)
}

/// Does what the setting `start_at_login` says, where the user's own word does not say otherwise.
///
/// An entry whose program is still there is left as it is, whatever else was written into it.
///
/// # Errors
/// The entry cannot be read or written.
pub fn follow_setting(
    place: &Path,
    start_at_login: bool,
    entry: &Entry,
) -> Result<Followed, AutostartError> {
    if entry.is_a_build() {
        return Ok(Followed::Build);
    }
    if start_at_login {
        platform::register(place, entry)
    } else {
        platform::unregister(place)
    }
}

/// The user's own word: start at login.
///
/// # Errors
/// The entry cannot be read or written.
pub fn switch_on(place: &Path, entry: &Entry) -> Result<(), AutostartError> {
    platform::switch_on(place, entry)
}

/// The user's own word: do not start at login, whatever the setting says.
///
/// # Errors
/// The entry cannot be read or written.
pub fn switch_off(place: &Path) -> Result<(), AutostartError> {
    platform::switch_off(place)
}

//! `soleus window`: the window's own process, or a word to the one that is open already.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::aloud::aloud;
use super::start::{ask_first, places};
use crate::cli::args::{Common, WindowArgs};
use crate::control::{Answer, Ask};
use crate::platform::user_folders;
use crate::store::{Lock, Locked, Places};
use crate::window::{self, Folders, Setup};

/// Opens the window, or brings up the one that is open.
#[must_use]
pub fn window(common: &Common, args: WindowArgs) -> ExitCode {
    match open(common.dir.as_deref(), args) {
        Ok(()) => ExitCode::SUCCESS,
        Err((code, words)) => {
            aloud(words);
            ExitCode::from(code)
        }
    }
}

/// The exit code when another window is open and does not come up.
pub(super) const NOT_TAKEN: u8 = 3;

/// The exit code when there is no window.
const NONE: u8 = 1;

fn open(dir: Option<&Path>, args: WindowArgs) -> Result<(), (u8, String)> {
    let none = |words| (NONE, words);
    let places = places(dir).map_err(none)?;
    places.create_runtime().map_err(|error| {
        let folder = places.runtime.display();
        none(format!("The folder {folder} cannot be made: {error}."))
    })?;
    let lock = places.window_lock();
    match Lock::ask(&lock) {
        Ok(Locked::Held(lock)) => {
            let shown = window::run(setup(places, args));
            drop(lock);
            shown.map_err(|error| none(error.to_string()))
        }
        Ok(Locked::Taken) => {
            bring_up(&places.window_socket(), args).map_err(|words| (NOT_TAKEN, words))
        }
        Err(error) => {
            let lock = lock.display();
            Err(none(format!("The lock {lock} cannot be taken: {error}.")))
        }
    }
}

fn setup(places: Places, args: WindowArgs) -> Setup {
    // Who has no home has named a folder for everything.
    let own = |folder: Option<PathBuf>| folder.unwrap_or_else(|| folder_of_settings(&places));
    let folders = Folders {
        pictures: own(user_folders::pictures()),
        tables: own(user_folders::downloads()),
        history: places.history.clone(),
    };
    Setup {
        folders,
        page: args.page,
        asked: !args.unasked,
        resident: places.socket(),
        socket: places.window_socket(),
        settings: places.settings,
        size: places.window,
    }
}

fn folder_of_settings(places: &Places) -> PathBuf {
    places
        .settings
        .parent()
        .unwrap_or(Path::new("."))
        .to_owned()
}

/// Asks the window that is open.
fn bring_up(socket: &Path, args: WindowArgs) -> Result<(), String> {
    let open = Ask::Open {
        page: args.page,
        unasked: args.unasked,
    };
    match ask_first(socket, &open) {
        Ok(Answer::Did { .. }) => Ok(()),
        Ok(answer) => Err(answer
            .refusal()
            .unwrap_or("The open window answered something else.")
            .to_owned()),
        Err(error) => Err(format!("The open window does not come up: {error}")),
    }
}

//! `soleus window`: the window's own process, or a word to the one that is open already.

use std::path::Path;
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use super::aloud::aloud;
use super::start::places;
use crate::cli::args::{Common, WindowArgs};
use crate::control::{Answer, Ask, ClientError, ask};
use crate::store::{Lock, Locked, Places};
use crate::window::{self, Setup};

/// How long a window that is just starting may take to listen.
const FIRST_MAY_TAKE: Duration = Duration::from_secs(5);
/// It is asked anew this often while it has no socket yet.
const BETWEEN_ASKS: Duration = Duration::from_millis(50);

/// Opens the window, or brings up the one that is open.
#[must_use]
pub fn window(common: &Common, args: WindowArgs) -> ExitCode {
    match open(common.dir.as_deref(), args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(words) => {
            aloud(words);
            ExitCode::FAILURE
        }
    }
}

fn open(dir: Option<&Path>, args: WindowArgs) -> Result<(), String> {
    let places = places(dir)?;
    places.create_runtime().map_err(|error| {
        let folder = places.runtime.display();
        format!("The folder {folder} cannot be made: {error}.")
    })?;
    let lock = places.window_lock();
    match Lock::ask(&lock) {
        Ok(Locked::Held(lock)) => {
            let shown = window::run(setup(places, args));
            drop(lock);
            shown.map_err(|error| error.to_string())
        }
        Ok(Locked::Taken) => bring_up(&places.window_socket(), args),
        Err(error) => {
            let lock = lock.display();
            Err(format!("The lock {lock} cannot be taken: {error}."))
        }
    }
}

fn setup(places: Places, args: WindowArgs) -> Setup {
    Setup {
        page: args.page,
        asked: !args.unasked,
        resident: places.socket(),
        socket: places.window_socket(),
        settings: places.settings,
        size: places.window,
    }
}

/// Asks the window that is open; one that holds the lock listens in a moment.
fn bring_up(socket: &Path, args: WindowArgs) -> Result<(), String> {
    let open = Ask::Open {
        page: args.page,
        unasked: args.unasked,
    };
    let mut tries = FIRST_MAY_TAKE.as_millis() / BETWEEN_ASKS.as_millis();
    loop {
        match ask(socket, &open, FIRST_MAY_TAKE) {
            Err(ClientError::NotRunning) if tries > 0 => {
                tries -= 1;
                thread::sleep(BETWEEN_ASKS);
            }
            Ok(Answer::Did { .. }) => return Ok(()),
            Ok(Answer::No { words } | Answer::Wrong { words }) => return Err(words),
            Ok(_) => return Err("The open window answered something else.".to_owned()),
            Err(error) => return Err(format!("The open window does not come up: {error}")),
        }
    }
}

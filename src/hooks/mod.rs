//! Programs of the user that are run when something happens.
//!
//! `event` says what happened, found in what the engine shows of itself; `runner` runs the programs, one
//! at a time, on a thread of its own. Nothing here decides anything for the engine, no shell reads what is
//! run, and where no program is set there is no thread.

mod event;
mod examine;
mod failure;
mod runner;
mod trial;

pub use event::{Event, Eye, Happening, What};
pub use examine::examine;
pub use runner::{Hooks, MOST_WAITING, Programs};

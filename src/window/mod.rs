//! The window: pages drawn with egui, in a process of its own that lives only while it is open.
//!
//! A client of the resident: what it shows comes over the control socket, and what is done in it is
//! asked over the same. The resident works without it.

mod appearance;
pub mod bookings;
pub mod chores;
mod client;
mod door;
pub mod entries;
pub mod exercise;
pub mod figure_view;
mod frame;
pub mod guided;
mod kept;
pub mod look;
pub mod model;
pub mod pages;
pub mod picture;
pub mod record;
pub mod record_reader;
pub mod record_table;
pub mod shelf;
mod shell;
mod worker;

pub use chores::{Came, Chore, Marks, Refusal};
pub use exercise::{Described, Exercise, Moment};
pub use frame::run;
pub use guided::{Delivery, Guided, Stage};
pub use look::{Colours, Look, Motion};
pub use model::{AskId, Asks, Folders, Heard, Link, Model, Reached, Sound, Trouble};
pub use shell::Shell;

use std::path::PathBuf;

use crate::engine::effect::Page;

/// What a window needs to know.
#[derive(Debug, Clone)]
pub struct Setup {
    /// The page it begins with.
    pub page: Page,
    /// Whether the user asked for it just now: else it takes no focus.
    pub asked: bool,
    /// The resident's socket.
    pub resident: PathBuf,
    /// The window's own socket, by which it is brought up.
    pub socket: PathBuf,
    /// The settings file.
    pub settings: PathBuf,
    /// Where its size is kept.
    pub size: PathBuf,
    /// Folders that the pages read from, and those they save into.
    pub folders: Folders,
}

/// Why there is no window.
#[derive(Debug, thiserror::Error)]
pub enum WindowError {
    /// No display, or one that does not answer.
    #[error(
        "No display answers: {0}. Start Soleus in a graphical session. A break goes without a window too: `soleus break`."
    )]
    NoDisplay(String),
    /// Nothing to draw with.
    #[error(
        "OpenGL does not work here: {0}. The window needs a graphics driver; on Linux the packages of Mesa (libEGL, libGL) bring one for every machine."
    )]
    NoOpenGl(String),
    /// It broke.
    #[error("The window broke: {0}. Breaks are shown in a notice meanwhile; please report this.")]
    Broke(String),
}

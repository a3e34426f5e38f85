//! The window: pages drawn with egui, in a process of its own that lives only while it is open.
//!
//! A client of the resident: what it shows comes over the control socket, and what is done in it is
//! asked over the same. The resident works without it.

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
}

/// Why there is no window.
#[derive(Debug, thiserror::Error)]
pub enum WindowError {
    /// The system gives none.
    #[error("There is no window here: {0}.")]
    Refused(String),
}

/// Shows the window until it is closed.
///
/// # Errors
/// When the system gives none: no display, no OpenGL.
pub fn run(setup: Setup) -> Result<(), WindowError> {
    drop(setup);
    Err(WindowError::Refused("it is not built yet".to_owned()))
}

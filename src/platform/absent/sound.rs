//! Sounds of a guided break, not on this system yet.

use crate::sensors::Desktop;

/// Plays nothing.
#[derive(Debug)]
pub struct Player;

impl Player {
    /// A player that is silent.
    #[must_use]
    pub fn start() -> Self {
        Self
    }

    /// The same.
    #[must_use]
    pub fn start_in(_desktop: Desktop) -> Self {
        Self
    }

    /// Plays nothing.
    pub fn tick(&self) {}

    /// Plays nothing.
    pub fn end(&self) {}

    /// Says that there is none yet.
    ///
    /// # Errors
    /// Always, with that sentence.
    pub fn works(&self) -> Result<(), &'static str> {
        Err("There is no sound on this system yet. The break goes on without.")
    }
}

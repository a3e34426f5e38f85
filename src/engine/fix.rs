//! Corrections of the record (P9, R12): "it was otherwise", and "that does not count".

use super::Engine;
use super::effect::{Effect, Reply};
use super::input::Fix;

impl Engine {
    /// Takes a correction.
    pub(super) fn fix(&mut self, _fix: &Fix) {
        self.emit(Effect::Reply(Reply::Noted));
    }
}

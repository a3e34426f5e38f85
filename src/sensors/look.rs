//! Facts that are told only to who looks: asked for before a decision, never in between.
//!
//! A [`Glance`] goes to each sensor that can look. It tells what it sees and drops the glance; when
//! the last copy is dropped, everything there was to see has been told.

use std::sync::Arc;

use crate::engine::Input;
use crate::link::Link;

/// One look: kept while there is still something to tell.
#[derive(Debug, Clone)]
pub struct Glance(
    #[expect(dead_code, reason = "it is kept for the moment in which it is dropped")] Arc<Last>,
);

#[derive(Debug)]
struct Last(Link);

impl Glance {
    /// A look whose end is told as `Input::Looked`.
    #[must_use]
    pub fn new(link: &Link) -> Self {
        Self(Arc::new(Last(link.clone())))
    }
}

impl Drop for Last {
    fn drop(&mut self) {
        self.0.input(Input::Looked);
    }
}

//! How the desktop looks, which is not asked on this system yet.

use crate::platform::found::Appearance;
use crate::sensors::Desktop;

/// Watches nothing.
#[derive(Debug)]
pub struct Watch;

/// Tells once that nothing is known.
#[must_use]
pub fn watch(tell: impl Fn(Appearance) + Send + 'static) -> Watch {
    tell(Appearance::default());
    Watch
}

/// The same.
#[must_use]
pub fn watch_in(_desktop: &Desktop, tell: impl Fn(Appearance) + Send + 'static) -> Watch {
    watch(tell)
}

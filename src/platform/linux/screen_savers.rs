//! Locked, as screen savers tell it: each desktop's own, all by the same two words, `GetActive` and
//! `ActiveChanged`.
//!
//! "Active" means that the screen saver is up. In Plasma that is the lock; in GNOME and the others it
//! is the shield before it, which asks for no password in its first moments. Nobody works behind
//! either.

use super::connect::Bus;
use super::follow::{Follower, Seen, Signal, Source, if_offered};
use crate::sensors::Desktop;
use crate::sensors::fact::Hear;
use crate::sensors::lock;

/// What people call it, its name on the bus, which is its interface too, and where it may be.
const SAVERS: [(&str, &str, &[&str]); 5] = [
    (
        lock::GNOME,
        "org.gnome.ScreenSaver",
        &["/org/gnome/ScreenSaver"],
    ),
    (
        lock::FREEDESKTOP,
        "org.freedesktop.ScreenSaver",
        // The second is where Plasma had it at first; it has both now.
        &["/org/freedesktop/ScreenSaver", "/ScreenSaver"],
    ),
    (
        lock::XFCE,
        "org.xfce.ScreenSaver",
        &["/org/xfce/ScreenSaver"],
    ),
    (
        lock::MATE,
        "org.mate.ScreenSaver",
        &["/org/mate/ScreenSaver"],
    ),
    (
        lock::CINNAMON,
        "org.cinnamon.ScreenSaver",
        &["/org/cinnamon/ScreenSaver"],
    ),
];

/// Follows the screen savers. Dropping it stops it.
#[derive(Debug)]
pub struct ScreenSavers {
    _follower: Follower,
}

impl ScreenSavers {
    /// Starts it.
    #[must_use]
    pub fn start(desktop: &Desktop, hear: Hear) -> Self {
        let sources = SAVERS.map(|(called, name, paths)| source(called, name, paths));
        let bus = Bus::session(desktop);
        Self {
            _follower: Follower::start("savers", bus, desktop.patience, sources.into(), hear),
        }
    }
}

fn source(called: &'static str, name: &'static str, paths: &'static [&str]) -> Source {
    let changes = |path: &&'static str| Signal::of(name, path, name, "ActiveChanged");
    Source::new(
        called,
        vec![name],
        paths.iter().map(changes).collect(),
        move |asked| {
            for path in paths {
                let active = asked.call(name, (path, name, "GetActive"), &());
                if let Some(active) = if_offered(active)? {
                    return Ok(Some(Seen::signalled(called, active)));
                }
            }
            Ok(None)
        },
    )
}

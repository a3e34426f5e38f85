//! Do-not-disturb: the notification server's own word for it, which differs from server to server,
//! and GNOME's setting.

mod gnome;
mod servers;

use super::connect::Bus;
use super::follow::Follower;
use crate::sensors::Desktop;
use crate::sensors::fact::Hear;
use crate::sensors::look::Glance;

/// Follows it. Dropping it stops it.
#[derive(Debug)]
pub struct DoNotDisturb {
    follower: Follower,
}

impl DoNotDisturb {
    /// Starts it.
    #[must_use]
    pub fn start(desktop: &Desktop, hear: Hear) -> Self {
        let patience = desktop.patience;
        let gnome = gnome::source(&desktop.gsettings, patience.answer);
        let sources = vec![servers::source(), gnome];
        let bus = Bus::session(desktop);
        Self {
            follower: Follower::start("do-not-disturb", bus, patience, sources, hear),
        }
    }

    /// Reads what no signal tells: the modes of a mako before 1.10. Drops the glance within half a
    /// second.
    pub fn look(&self, glance: Glance) {
        self.follower.look(glance);
    }
}

//! What the engine is told about time, with every call. It never reads a clock itself.

use std::time::Duration;

use chrono::{DateTime, FixedOffset, TimeDelta};
use serde::{Deserialize, Serialize};

/// The moment of an input: a clock for durations and a clock for days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Now {
    /// A clock that counts suspend and never jumps; it goes on over restarts of the program.
    pub boot: Duration,
    /// The local wall clock, for days and schedules only.
    pub wall: DateTime<FixedOffset>,
}

impl Now {
    /// The wall clock at another instant of the boot clock, taking the wall clock as it is now.
    #[must_use]
    pub fn wall_at(&self, boot: Duration) -> DateTime<FixedOffset> {
        let ago = TimeDelta::from_std(self.boot.saturating_sub(boot)).unwrap_or_default();
        let ahead = TimeDelta::from_std(boot.saturating_sub(self.boot)).unwrap_or_default();
        // Beyond the calendar there is no such moment; the nearest that is known is now.
        self.wall
            .checked_sub_signed(ago)
            .and_then(|wall| wall.checked_add_signed(ahead))
            .unwrap_or(self.wall)
    }
}

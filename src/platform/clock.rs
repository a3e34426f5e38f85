//! The only place that reads clocks.
//!
//! Durations come from a clock that counts suspend and never jumps, days from the wall clock. A
//! demonstration runs the same clocks faster.

use std::time::Duration;

use chrono::{DateTime, FixedOffset};

use crate::engine::Now;
use crate::platform::{boot_time, suspended_time};

/// The program's clocks: read by the loop, handed to the engine as `Now`.
#[derive(Debug, Clone)]
pub struct Clock {
    /// The engine's clock at the start of the program.
    base: Duration,
    started: Duration,
    wall_started: DateTime<FixedOffset>,
    speed: u32,
}

impl Clock {
    /// A clock whose engine time goes on from `base`, `speed` times as fast as time.
    #[must_use]
    pub fn starting_at(base: Duration, speed: u32) -> Self {
        Self {
            base,
            started: boot_time(),
            wall_started: wall_time(),
            speed: speed.max(1),
        }
    }

    /// The moment.
    #[must_use]
    pub fn now(&self) -> Now {
        let lasted = boot_time().saturating_sub(self.started) * self.speed;
        let wall = if self.speed == 1 {
            wall_time()
        } else {
            self.wall_started + lasted
        };
        Now {
            boot: self.base + lasted,
            wall,
        }
    }

    /// The engine's clock alone.
    #[must_use]
    pub fn boot(&self) -> Duration {
        self.now().boot
    }

    /// When an instant of the engine's clock comes, on the system's boot clock.
    #[must_use]
    pub fn on_system_clock(&self, engine: Duration) -> Duration {
        self.started + engine.saturating_sub(self.base) / self.speed
    }

    /// How long a span of the engine's time really takes.
    #[must_use]
    pub fn really(&self, engine: Duration) -> Duration {
        engine / self.speed
    }

    /// How much of the engine's time passes while the machine sleeps this long.
    #[must_use]
    pub fn engine_span(&self, real: Duration) -> Duration {
        real * self.speed
    }
}

/// How long the machine has slept in all, for finding sleeps that nobody told.
#[derive(Debug)]
pub struct SleepGap {
    seen: Duration,
}

impl SleepGap {
    /// Sleeps from now on.
    #[must_use]
    pub fn from_now() -> Self {
        Self {
            seen: suspended_time(),
        }
    }

    /// How long the machine slept since the last call, if it was more than a blink.
    pub fn take(&mut self) -> Option<Duration> {
        let seen = suspended_time();
        let slept = seen.saturating_sub(self.seen);
        self.seen = self.seen.max(seen);
        (slept > Duration::from_secs(2)).then_some(slept)
    }
}

/// Local time with its offset from UTC.
#[must_use]
#[expect(
    clippy::disallowed_methods,
    reason = "this is the one place that reads clocks"
)]
pub fn wall_time() -> DateTime<FixedOffset> {
    chrono::Local::now().fixed_offset()
}

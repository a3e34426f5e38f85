//! The only place that reads clocks.
//!
//! Durations come from a clock that counts suspend and never jumps, days from the wall clock. A
//! demonstration runs the same clocks faster.

use std::time::Duration;

use chrono::{DateTime, FixedOffset, NaiveDateTime, TimeDelta, TimeZone};

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
    /// A clock whose engine time goes on from `from`, `speed` times as fast as time. At the speed
    /// of time the wall clock is the system's own.
    #[must_use]
    pub fn starting_at(from: Now, speed: u32) -> Self {
        Self {
            base: from.boot,
            started: boot_time(),
            wall_started: from.wall,
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

/// A local time with the offset from UTC that was or will be in force then. A time that happens
/// twice at the end of summer time is the first of the two; one that is left out at its beginning is
/// the moment an hour later by the clock.
#[must_use]
pub fn local_time(time: NaiveDateTime) -> DateTime<FixedOffset> {
    local_time_in(&chrono::Local, time)
}

fn local_time_in<Zone: TimeZone>(zone: &Zone, time: NaiveDateTime) -> DateTime<FixedOffset> {
    let hour = TimeDelta::hours(1);
    let moment = zone.from_local_datetime(&time).earliest().or_else(|| {
        let before = zone.from_local_datetime(&(time - hour)).earliest()?;
        Some(before + hour)
    });
    // No zone leaves out two hours; should one, the time is taken for one of UTC.
    moment.map_or_else(|| time.and_utc().fixed_offset(), |it| it.fixed_offset())
}

#[cfg(test)]
mod tests {
    use super::*;

    use chrono::{MappedLocalTime, NaiveDate, Offset, Utc};

    /// An hour ahead of UTC, two from 02:00 on the 29th of March to 03:00 on the 25th of October.
    #[derive(Debug, Clone, Copy)]
    struct Summer;

    fn naive(text: &str) -> NaiveDateTime {
        text.parse().unwrap()
    }

    impl Summer {
        fn offset(hours: i32) -> FixedOffset {
            FixedOffset::east_opt(hours * 3600).unwrap()
        }
    }

    impl TimeZone for Summer {
        type Offset = FixedOffset;

        fn from_offset(_: &FixedOffset) -> Self {
            Self
        }

        fn offset_from_local_date(&self, date: &NaiveDate) -> MappedLocalTime<FixedOffset> {
            self.offset_from_local_datetime(&date.and_hms_opt(12, 0, 0).unwrap())
        }

        fn offset_from_local_datetime(
            &self,
            local: &NaiveDateTime,
        ) -> MappedLocalTime<FixedOffset> {
            let (winter, summer) = (Self::offset(1), Self::offset(2));
            let between = |from: &str, to: &str| (naive(from)..naive(to)).contains(local);
            if between("2026-03-29T02:00:00", "2026-03-29T03:00:00") {
                MappedLocalTime::None
            } else if between("2026-10-25T02:00:00", "2026-10-25T03:00:00") {
                MappedLocalTime::Ambiguous(summer, winter)
            } else if between("2026-03-29T03:00:00", "2026-10-25T02:00:00") {
                MappedLocalTime::Single(summer)
            } else {
                MappedLocalTime::Single(winter)
            }
        }

        fn offset_from_utc_date(&self, date: &NaiveDate) -> FixedOffset {
            self.offset_from_utc_datetime(&date.and_hms_opt(12, 0, 0).unwrap())
        }

        fn offset_from_utc_datetime(&self, utc: &NaiveDateTime) -> FixedOffset {
            let summer = naive("2026-03-29T01:00:00")..naive("2026-10-25T01:00:00");
            Self::offset(if summer.contains(utc) { 2 } else { 1 })
        }
    }

    #[test]
    fn a_local_time_has_the_offset_of_its_day_also_where_it_is_left_out_or_happens_twice() {
        let table = [
            ("2026-01-10T10:20:00", "2026-01-10T10:20:00+01:00"),
            ("2026-07-10T10:20:00", "2026-07-10T10:20:00+02:00"),
            ("2026-03-29T02:30:00", "2026-03-29T03:30:00+02:00"),
            ("2026-10-25T02:30:00", "2026-10-25T02:30:00+02:00"),
            ("2026-10-25T03:00:00", "2026-10-25T03:00:00+01:00"),
        ];
        for (local, moment) in table {
            let found = local_time_in(&Summer, naive(local));
            assert_eq!(found.to_rfc3339(), moment, "{local}");
        }
        let plain = local_time_in(&Utc, naive("2026-03-29T02:30:00"));
        assert_eq!(plain.offset().fix(), Utc.fix());
    }
}

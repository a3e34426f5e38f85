//! Linux clocks: `CLOCK_BOOTTIME` counts suspend, `CLOCK_MONOTONIC` does not.

use std::time::Duration;

use rustix::time::{ClockId, Timespec, clock_gettime};

/// Time since the machine started, with suspend; never jumps.
#[must_use]
pub fn boot_time() -> Duration {
    duration(clock_gettime(ClockId::Boottime))
}

/// How long the machine has slept since it started.
#[must_use]
pub fn suspended_time() -> Duration {
    boot_time().saturating_sub(duration(clock_gettime(ClockId::Monotonic)))
}

/// Names this start of the machine: the boot clock can be compared only within one.
#[must_use]
pub fn boot_id() -> Option<String> {
    let id = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    Some(id.trim().to_owned())
}

fn duration(time: Timespec) -> Duration {
    let seconds = u64::try_from(time.tv_sec).unwrap_or_default();
    let nanos = u32::try_from(time.tv_nsec).unwrap_or_default();
    Duration::new(seconds, nanos)
}

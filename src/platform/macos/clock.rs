//! The clocks of macOS: `CLOCK_MONOTONIC_RAW` (the system's `mach_continuous_time`) counts sleep,
//! `CLOCK_UPTIME_RAW` does not.

use std::time::Duration;

use libc::{CLOCK_MONOTONIC_RAW, CLOCK_UPTIME_RAW, clock_gettime, clockid_t, timespec};

/// Time since the machine started, with sleep; never jumps.
#[must_use]
pub fn boot_time() -> Duration {
    read(CLOCK_MONOTONIC_RAW)
}

/// How long the machine has slept since it started.
#[must_use]
pub fn suspended_time() -> Duration {
    boot_time().saturating_sub(read(CLOCK_UPTIME_RAW))
}

/// Names this start of the machine. Not read on macOS yet, so every start of the program counts as
/// a new one.
#[must_use]
pub fn boot_id() -> Option<String> {
    None
}

#[expect(unsafe_code, reason = "std has no clock that is sure to count sleep")]
fn read(clock: clockid_t) -> Duration {
    let mut time = timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    // SAFETY: it writes one timespec through the pointer, which points to one. It fails for an
    // unknown clock only; the time would stay zero.
    unsafe { clock_gettime(clock, &raw mut time) };
    let seconds = u64::try_from(time.tv_sec).unwrap_or_default();
    let nanoseconds = u32::try_from(time.tv_nsec).unwrap_or_default();
    Duration::new(seconds, nanoseconds)
}

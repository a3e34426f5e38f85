//! The boot clock of macOS.

use std::time::Duration;

use libc::{CLOCK_MONOTONIC_RAW, clock_gettime, timespec};

/// Time since the machine started, sleep included: this clock is `mach_continuous_time` in seconds.
#[must_use]
#[expect(unsafe_code, reason = "std has no clock that is sure to count sleep")]
pub fn boot() -> Duration {
    let mut time = timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    // SAFETY: it writes one timespec through the pointer, which points to one. It fails for an
    // unknown clock only; the time would stay zero.
    unsafe { clock_gettime(CLOCK_MONOTONIC_RAW, &raw mut time) };
    let seconds = u64::try_from(time.tv_sec).unwrap_or_default();
    let nanoseconds = u32::try_from(time.tv_nsec).unwrap_or_default();
    Duration::new(seconds, nanoseconds)
}

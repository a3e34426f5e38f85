//! The clocks of Windows: interrupt time counts sleep, unbiased interrupt time does not.

use std::time::Duration;

use windows_sys::Win32::System::WindowsProgramming::{
    QueryInterruptTime, QueryUnbiasedInterruptTime,
};

/// Time since the machine started, with sleep; never jumps.
#[must_use]
#[expect(unsafe_code, reason = "std has no clock that is sure to count sleep")]
pub fn boot_time() -> Duration {
    let mut ticks = 0;
    // SAFETY: it writes one u64 through the pointer, which points to one, and cannot fail.
    unsafe { QueryInterruptTime(&raw mut ticks) };
    duration(ticks)
}

/// How long the machine has slept since it started.
#[must_use]
#[expect(
    unsafe_code,
    reason = "std has no clock that is sure not to count sleep"
)]
pub fn suspended_time() -> Duration {
    let mut ticks = 0;
    // SAFETY: it writes one u64 through the pointer, which points to one. It fails for a null
    // pointer only.
    unsafe { QueryUnbiasedInterruptTime(&raw mut ticks) };
    boot_time().saturating_sub(duration(ticks))
}

/// Names this start of the machine. Windows has no such name that is read without rights, so every
/// start of the program counts as a new one.
#[must_use]
pub fn boot_id() -> Option<String> {
    None
}

/// A tick is 100 ns; the nanoseconds overflow after 584 years of running.
fn duration(ticks: u64) -> Duration {
    Duration::from_nanos(ticks.saturating_mul(100))
}

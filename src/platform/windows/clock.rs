//! The boot clock of Windows.

use std::time::Duration;

use windows_sys::Win32::System::WindowsProgramming::QueryInterruptTime;

/// Time since the machine started, sleep included.
#[must_use]
#[expect(unsafe_code, reason = "std has no clock that is sure to count sleep")]
pub fn boot() -> Duration {
    let mut ticks = 0;
    // SAFETY: it writes one u64 through the pointer, which points to one, and cannot fail.
    unsafe { QueryInterruptTime(&raw mut ticks) };
    // A tick is 100 ns; the nanoseconds overflow after 584 years of running.
    Duration::from_nanos(ticks.saturating_mul(100))
}

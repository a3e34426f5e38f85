//! Windows that take no focus, which the system sees to here.

/// Does nothing: there are no X windows.
pub fn take_none(_x_window: u64) {}

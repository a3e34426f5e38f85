//! What differs between operating systems, behind the same names. `cfg(target_os)` lives here alone.

pub mod clock;
#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "linux")]
pub use linux::*;

//! What differs from system to system; everything above it calls these modules by one name.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "linux")]
pub use linux::*;

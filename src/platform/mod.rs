//! What differs between systems. The only place, with the `mod` lines below, that asks which one
//! it is; the layers above call the same names on each.

pub mod patience;

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "linux")]
pub use linux::*;

#[cfg(not(target_os = "linux"))]
mod absent;
#[cfg(not(target_os = "linux"))]
pub use absent::*;

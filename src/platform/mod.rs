//! What differs between systems. The only place, with the `mod` lines below, that asks which one
//! it is; the layers above call the same names on each.

pub mod clock;
pub mod found;
pub mod patience;

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "linux")]
pub use linux::*;

#[cfg(target_os = "windows")]
mod windows;
#[cfg(target_os = "windows")]
pub use windows::*;

#[cfg(target_os = "macos")]
mod macos;
#[cfg(target_os = "macos")]
pub use macos::*;

#[cfg(not(target_os = "linux"))]
mod absent;
#[cfg(not(target_os = "linux"))]
mod hosted;
#[cfg(unix)]
mod unix;

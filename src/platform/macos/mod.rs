//! macOS.

pub mod host;

pub use super::unix::files;

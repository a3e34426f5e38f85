//! Linux.

pub mod host;

pub use super::unix::files;

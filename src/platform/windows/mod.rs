//! Windows.

pub mod files;
pub mod host;

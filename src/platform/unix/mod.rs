//! What Linux and macOS share.

pub mod files;
pub mod program;

//! Windows.

pub use super::not_yet::socket;

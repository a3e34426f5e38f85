//! Windows.

pub use super::not_yet::{autostart, socket};

//! placeholder

pub mod icon;
pub mod menu;

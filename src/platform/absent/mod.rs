//! Parts that are not on this system yet, and say so.

pub mod idle;
pub mod login;

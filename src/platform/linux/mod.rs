//! Linux.

pub mod socket;

//! Linux.

mod clock;
pub mod mailbox;

pub use clock::{boot_id, boot_time, suspended_time};

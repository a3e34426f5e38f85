//! Linux.

mod connect;
pub mod idle_x11;
pub mod login;
pub mod notices;
mod notification_server;

pub use idle_x11 as idle;

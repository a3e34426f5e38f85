//! What the desktop tests share: private buses and displays, peers real and false, and an ear.
#![allow(dead_code, unreachable_pub, reason = "each test file uses a part")]

pub mod dbusmock;
pub mod ear;
pub mod notify_server;
pub mod private_bus;
pub mod process;
pub mod xvfb;

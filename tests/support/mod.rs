//! What tests with real peers share: private buses and displays, peers real and false, and an ear.
//! Include it with `mod support;`.
#![allow(dead_code, unreachable_pub, reason = "each test program uses a part")]
#![allow(
    clippy::unwrap_used,
    reason = "a test whose stage does not stand fails"
)]

pub mod at_spi;
pub(crate) mod bus;
pub mod compositor;
pub mod dbusmock;
pub mod desk;
pub mod dunst;
pub mod ear;
pub mod gsettings;
pub mod idle_compositor;
pub mod notify_server;
pub mod openbox;
pub mod peace;
pub mod peer;
pub mod private_bus;
pub mod process;
pub mod screen;
pub mod sensing;
pub mod skip;
pub mod sound;
pub mod window;
pub mod xvfb;

use std::time::Duration;

/// How long a test waits for what must come. Long, because a busy machine is slow; a test that
/// passes never waits so long.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

//! What tests with real peers share. Include it with `mod support;`.
#![allow(dead_code, reason = "each test program uses a part of it")]

pub(crate) mod bus;

use std::time::Duration;

/// How long a test waits for what must come. Long, because a busy machine is slow; a test that
/// passes never waits so long.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

//! Watching: the subscription by itself, with subscribers that misbehave, and the real program watched
//! by its own command line and by bars.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    reason = "a test whose stage does not stand fails"
)]

mod bars;
mod program_watched;
mod subscription;
mod waybar;

#[path = "../desktop/program.rs"]
#[allow(dead_code, reason = "shared with the tests of the whole program")]
mod program;
#[path = "../support/mod.rs"]
mod support;

//! Programs of the user that are run when something happens: real ones, kind and unkind.
#![cfg(unix)]
#![expect(
    clippy::unwrap_used,
    reason = "a test whose stage does not stand fails"
)]

mod failing;
mod kind;
mod program;
mod rig;
#[path = "../resident/stage.rs"]
#[allow(dead_code, reason = "shared with the tests of the resident")]
mod stage;
#[path = "../support/mod.rs"]
mod support;
mod trust;
mod unkind;

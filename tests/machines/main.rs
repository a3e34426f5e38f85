//! Two machines of one person: the real program twice, each in a folder of its own, and their histories
//! brought together by plain copies, by hand-made conflicts, and by a real Syncthing.
#![cfg(target_os = "linux")]
#![expect(
    clippy::unwrap_used,
    reason = "a test whose stage does not stand fails"
)]

mod conflicts;
mod names;
mod sitting;
mod syncthing;
mod through_syncthing;
mod two;

#[path = "../resident/stage.rs"]
#[allow(dead_code, reason = "shared with the tests of the whole program")]
mod stage;
#[path = "../support/mod.rs"]
mod support;

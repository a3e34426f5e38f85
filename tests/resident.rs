//! The program as a whole under what befalls it: killed, full disks, damaged files, junk, misuse.
//!
//! No desktop is needed: the buses and the display it is given lead nowhere.
#![cfg(target_os = "linux")]
#![expect(
    clippy::unwrap_used,
    reason = "a test whose stage does not stand fails"
)]

#[path = "resident/disk.rs"]
mod disk;
#[path = "resident/end.rs"]
mod end;
#[path = "resident/junk.rs"]
mod junk;
#[path = "resident/kill.rs"]
mod kill;
#[path = "resident/ledger.rs"]
mod ledger;
#[path = "resident/misuse.rs"]
mod misuse;
#[path = "resident/settings.rs"]
mod settings;
#[path = "resident/snapshot.rs"]
mod snapshot;
#[path = "resident/socket.rs"]
mod socket;
#[path = "resident/stage.rs"]
mod stage;
mod support;
#[path = "resident/trace.rs"]
mod trace;
#[path = "resident/window.rs"]
mod window;

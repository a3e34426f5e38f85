//! What of the history is not in the figures, for scripts.

use serde::Serialize;

use crate::history::{ClockOff, Refused, Unread};

/// What is left out, or to be doubted.
#[derive(Debug, Serialize)]
pub(super) struct LeftOut {
    /// Lines of the history that are damaged.
    damaged_lines: u64,
    /// Lines of a newer version.
    unknown_lines: u64,
    /// Folders and files of other machines that cannot be read.
    unreadable: Vec<Unreadable>,
    /// Machines whose newest record lies ahead of this machine's clock.
    clocks_off: Vec<ClockReport>,
}

#[derive(Debug, Serialize)]
struct Unreadable {
    device: String,
    /// As far as it is text.
    path: String,
    /// What the system says.
    why: String,
}

#[derive(Debug, Serialize)]
struct ClockReport {
    device: String,
    ahead_seconds: u64,
}

impl LeftOut {
    pub(super) fn of(unread: &Unread, clocks_off: &[ClockOff]) -> Self {
        let unreadable = |refused: &Refused| Unreadable {
            device: refused.device.clone(),
            path: refused.path.display().to_string(),
            why: refused.why.clone(),
        };
        let clock = |off: &ClockOff| ClockReport {
            device: off.device.clone(),
            ahead_seconds: off.ahead.as_secs(),
        };
        Self {
            damaged_lines: unread.damaged,
            unknown_lines: unread.unknown,
            unreadable: unread.refused.iter().map(unreadable).collect(),
            clocks_off: clocks_off.iter().map(clock).collect(),
        }
    }
}

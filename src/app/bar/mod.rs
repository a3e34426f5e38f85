//! How things stand, for bars and scripts: `soleus status --format` and `soleus subscribe`.

mod face;
mod prometheus;
mod subscribe;
mod waybar;

use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use super::start::places;
use crate::cli::args::Common;
use crate::cli::format::{Format, Piece};
use crate::cli::out;
use crate::control::{self, Answer, Ask, StatusReport};

pub use subscribe::subscribe;

/// More than the resident takes at its slowest.
const PATIENCE: Duration = Duration::from_secs(10);

/// `soleus status --format`: one that does not run is shown too, and is exit code 1.
#[must_use]
pub fn status_as(common: &Common, format: &Format) -> ExitCode {
    match status(common.dir.as_deref()) {
        Ok(status) => out::done(&line(format, Some(&status))),
        Err(words) => {
            out::note(&words);
            out::answer_with(out::NO, &line(format, None))
        }
    }
}

fn status(dir: Option<&Path>) -> Result<StatusReport, String> {
    let socket = places(dir)?.socket();
    match control::ask(&socket, &Ask::Status, PATIENCE) {
        Ok(Answer::Status(status)) => Ok(*status),
        Ok(other) => Err(refusal(&other)),
        Err(error) => Err(error.to_string()),
    }
}

/// Why there is no status.
fn refusal(answer: &Answer) -> String {
    let words = answer
        .refusal()
        .unwrap_or("Soleus did not say how it stands.");
    out::plain(words)
}

/// How things stand, in this format; without a status, that Soleus does not run.
fn line(format: &Format, status: Option<&StatusReport>) -> String {
    match format {
        Format::Waybar => waybar::line(status),
        Format::Plain => face::plain(status),
        Format::Prometheus => prometheus::text(status),
        Format::Template(pieces) => {
            let piece = |piece: &Piece| match piece {
                Piece::Text(text) => text.clone(),
                Piece::Word(word) => face::value(*word, status),
            };
            pieces.iter().map(piece).collect()
        }
    }
}

#[cfg(test)]
mod fixture {
    use crate::control::StatusReport;

    /// Seated for 24 minutes, six to go.
    pub(super) fn seated() -> StatusReport {
        let text = serde_json::json!({
            "version": 1, "at": "2026-03-10T09:24:00+02:00", "headline": "Sitting 24 min · break in 6 min",
            "posture": "seated", "why": "input", "since": "2026-03-10T09:00:00+02:00",
            "bout_seconds": 1440, "pump_seconds": 1440, "standing_seconds": 0, "reminder": "none",
            "next_reminder_seconds": 360, "movement": "easy-walk", "paused_until": null,
            "can_undo": false, "parts": [],
        });
        serde_json::from_value(text).unwrap()
    }

    /// The same with another posture and reminder, and nothing to come.
    pub(super) fn other(posture: &str, reminder: &str) -> StatusReport {
        StatusReport {
            posture: posture.to_owned(),
            reminder: reminder.to_owned(),
            next_reminder_seconds: None,
            ..seated()
        }
    }
}

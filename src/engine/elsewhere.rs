//! Sitting at another machine (P11): one person has one bout, wherever it goes on.
//!
//! The other machine has recorded it, so nothing of it is recorded here again: only the clocks are
//! told, a guess that was wrong is taken back, and the way from there to here is written.

use std::time::Duration;

use chrono::{DateTime, FixedOffset};

use super::Engine;
use super::input::{Elsewhere, MovedThere, Sitting};
use super::ledger::{Ends, Mark};
use super::record::{Cause, Happened, Posture};

impl Engine {
    /// What the person did at another machine lately.
    pub(super) fn seen_elsewhere(&mut self, seen: &Elsewhere) {
        for sitting in &seen.sat {
            self.sat_elsewhere(*sitting);
        }
        for moved in &seen.moved {
            self.moved_elsewhere(*moved);
        }
        self.let_go_of_what_is_not_due();
    }

    fn sat_elsewhere(&mut self, sitting: Sitting) {
        let (Some(from), Some(to)) = (self.of_today(sitting.from), self.of_today(sitting.to))
        else {
            return;
        };
        if to <= from {
            return;
        }
        self.begin_day_at(from);
        let until = self.arrival_after(to).unwrap_or(to);
        self.go_on_from(to);
        let mut guesses = self.state.ledger.pieces(from, until);
        guesses.retain(|piece| matches!(piece.posture, Posture::Away(why) if why != Cause::Said));
        if guesses.is_empty() {
            return;
        }
        self.cut_absence(from, until);
        for piece in guesses {
            self.state
                .ledger
                .paint(piece.from, piece.to, Posture::Seated);
            self.write_way(piece.from.max(to), piece.to);
        }
    }

    /// When the person sat down here, if so soon after `to` that they came straight from there: as a gap
    /// of the program itself, the way from one machine to the other ends no bout.
    fn arrival_after(&self, to: Duration) -> Option<Duration> {
        let now = self.now.boot;
        let mut pieces = self.state.ledger.pieces(to, now).into_iter();
        let at = match pieces.find(|piece| !matches!(piece.posture, Posture::Away(_))) {
            Some(piece) if piece.posture == Posture::Seated => piece.from,
            None if self.state.present() => now,
            _ => return None,
        };
        (at.saturating_sub(to) <= self.rules.away_after).then_some(at)
    }

    /// Of that way neither machine has a record.
    fn write_way(&mut self, from: Duration, to: Duration) {
        let seconds = to.saturating_sub(from).as_secs();
        if seconds > 0 {
            let posture = Posture::Seated;
            self.write(from, Happened::Stretch { posture, seconds });
        }
    }

    /// A first presence of the day that was none: both clocks go on.
    fn go_on_from(&mut self, to: Duration) {
        let near = |at: Duration| at.saturating_sub(to) <= self.rules.away_after;
        let Some(anew) = self.state.anew.filter(|anew| near(anew.at)) else {
            return;
        };
        self.state.anew = None;
        self.state.ledger.unmark(anew.record);
        self.write(
            self.now.boot,
            Happened::Undo {
                of: anew.record,
                device: None,
            },
        );
    }

    fn moved_elsewhere(&mut self, moved: MovedThere) {
        let Some(at) = self.of_today(moved.ended) else {
            return;
        };
        let ends = Ends::of(moved.kind);
        if !self.state.ledger.has_mark(at, ends) {
            self.state.ledger.mark(Mark {
                at,
                ends,
                record: None,
            });
        }
    }

    /// A moment of today on the boot clock, or its beginning; none for what lies ahead.
    fn of_today(&self, at: DateTime<FixedOffset>) -> Option<Duration> {
        let ago = (self.now.wall - at).to_std().ok()?;
        Some(self.now.boot.saturating_sub(ago).max(self.day_begins()))
    }
}

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
use super::state::SatThere;

impl Engine {
    /// What the person did at another machine lately.
    pub(super) fn seen_elsewhere(&mut self, seen: &Elsewhere) {
        for sitting in &seen.sat {
            self.sat_elsewhere(*sitting, &seen.otherwise);
        }
        for moved in &seen.moved {
            self.moved_elsewhere(*moved);
        }
        self.let_go_of_what_is_not_due();
    }

    /// Whoever sits down here may have come straight from there.
    pub(super) fn come_from_there(&mut self) {
        if let Some(there) = self.state.sat_there {
            self.sat_there(there);
        }
    }

    fn sat_elsewhere(&mut self, sitting: Sitting, otherwise: &[Sitting]) {
        let (Some(from), Some(to)) = (self.of_today(sitting.from), self.of_today(sitting.to))
        else {
            return;
        };
        if to <= from {
            return;
        }
        let there = SatThere { from, to };
        // Who was seen there afterwards did not come straight from sitting there.
        let soon = sitting.to + self.rules.away_after;
        let left = otherwise
            .iter()
            .any(|it| sitting.to < it.to && it.from < soon);
        let is_last = self.state.sat_there.is_none_or(|last| last.to <= to);
        if is_last {
            self.state.sat_there = Some(there).filter(|_| !left);
        }
        self.sat_there(there);
    }

    fn sat_there(&mut self, SatThere { from, to }: SatThere) {
        self.begin_day_at(from);
        let is_last = self.state.sat_there == Some(SatThere { from, to });
        let arrival = self.arrival_after(to).filter(|_| is_last);
        let until = arrival.unwrap_or(to);
        self.was_no_beginning(from, until, self.rules.away_after);
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
        // The newest record tells of now: by it others know that this machine is heard.
        if arrival.is_some() {
            self.flush_records(self.now.boot);
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

    /// A first presence of the day that was none, because somebody sat until then: both clocks go on.
    pub(super) fn was_no_beginning(&mut self, from: Duration, to: Duration, within: Duration) {
        let follows = |at: Duration| from <= at && at.saturating_sub(to) <= within;
        let Some(anew) = self.state.anew.filter(|anew| follows(anew.at)) else {
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

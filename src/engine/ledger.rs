//! The seated clock and the pump clock, as one fold over what was known and said.
//!
//! The ledger holds no running counters. It holds stretches of posture, end to end, and marks where
//! a movement was booked; both clocks and the day's sums are read off it. So a correction of the
//! past (an absence that was none, a walk logged late, an undo) is a repaint, and every figure
//! follows. The history folds its records with the same ledger, so the two cannot disagree.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::movement::Kind;
use super::record::{Cause, Posture};

const SECOND: Duration = Duration::from_secs(1);

/// Stretches of posture without gap or overlap; the last one runs on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ledger {
    stretches: Vec<Stretch>,
    marks: Vec<Mark>,
    carried: Carried,
}

/// What the clocks read where the ledger begins, of time that it has forgotten.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
struct Carried {
    bout: Duration,
    pump: Duration,
    standing: Duration,
    /// Time off the chair that no sitting has ended yet.
    off_chair: Duration,
    /// The part of it, since the last mark, in which nobody was there.
    absent: Duration,
}

/// From `from` until the next stretch begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stretch {
    /// When it began.
    pub from: Duration,
    /// What the body did.
    pub posture: Posture,
}

/// A part of the ledger with both ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// Its beginning.
    pub from: Duration,
    /// Its end.
    pub to: Duration,
    /// What the body did.
    pub posture: Posture,
}

impl Piece {
    /// How long it lasted.
    #[must_use]
    pub fn lasted(&self) -> Duration {
        self.to.saturating_sub(self.from)
    }
}

/// Where a clock begins anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// When.
    pub at: Duration,
    /// Which clocks.
    pub ends: Ends,
    /// The record that says so, for its undo.
    pub record: Option<u64>,
}

/// Which clocks a mark resets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ends {
    /// The calves worked in the chair: the pump clock.
    Pump,
    /// On the feet, or a new day: the pump clock and the bout.
    Both,
}

impl Ends {
    /// Which clocks a movement of this kind resets.
    #[must_use]
    pub fn of(kind: Kind) -> Self {
        if kind.leaves_chair() {
            Self::Both
        } else {
            Self::Pump
        }
    }
}

/// Sitting that no break interrupted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bout {
    /// When it began.
    pub from: Duration,
    /// The last seated moment so far.
    pub to: Duration,
    /// Seated time, without the short absences in it.
    pub lasted: Duration,
    /// Whether it goes on.
    pub open: bool,
}

/// Time by posture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tally {
    /// In the chair.
    pub seated: Duration,
    /// On the feet.
    pub standing: Duration,
    /// Not there.
    pub away: Duration,
    /// Clocks stopped.
    pub stopped: Duration,
}

impl Tally {
    /// Adds time of one posture.
    pub fn add(&mut self, posture: Posture, lasted: Duration) {
        *match posture {
            Posture::Seated => &mut self.seated,
            Posture::Standing => &mut self.standing,
            Posture::Away(_) => &mut self.away,
            Posture::Stopped(_) => &mut self.stopped,
        } += lasted;
    }
}

impl Ledger {
    /// One stretch that began at `from`.
    #[must_use]
    pub fn new(from: Duration, posture: Posture) -> Self {
        Self {
            stretches: vec![Stretch { from, posture }],
            marks: Vec::new(),
            carried: Carried::default(),
        }
    }

    /// Whether it is what this program makes: stretches in order, the first of them there, and
    /// none that begins after `now`.
    pub(super) fn is_sound(&self, now: Duration) -> bool {
        self.stretches.last().is_some_and(|last| last.from <= now)
            && self.stretches.is_sorted_by(|a, b| a.from < b.from)
            && self.marks.is_sorted_by_key(|mark| mark.at)
    }

    /// The stretch that runs.
    #[must_use]
    pub fn current(&self) -> Stretch {
        // A ledger is made with one stretch and never loses its last.
        self.stretches[self.stretches.len() - 1]
    }

    /// Where the ledger begins.
    #[must_use]
    pub fn begin(&self) -> Duration {
        self.stretches[0].from
    }

    /// How many stretches it holds.
    pub(super) fn stretches(&self) -> usize {
        self.stretches.len()
    }

    /// It began earlier than was known, with an absence. What was forgotten cannot be told any more.
    pub(super) fn begin_at(&mut self, from: Duration) {
        if self.begin() <= from || self.carried != Carried::default() {
            return;
        }
        let unseen = Stretch {
            from,
            posture: Posture::Away(Cause::Off),
        };
        if self.stretches[0].posture == unseen.posture {
            self.stretches[0] = unseen;
        } else {
            self.stretches.insert(0, unseen);
        }
    }

    /// Whether a clock begins anew here, within a second: times of records are whole seconds.
    pub(super) fn has_mark(&self, at: Duration, ends: Ends) -> bool {
        self.marks
            .iter()
            .any(|mark| mark.at.abs_diff(at) <= SECOND && mark.ends == ends)
    }

    /// From `at` on the posture is another one. `at` is not taken to lie before the running stretch.
    pub fn turn(&mut self, at: Duration, posture: Posture) {
        let from = at.max(self.current().from);
        self.push(Stretch { from, posture });
    }

    /// From `from` until `to` the posture was this one; answers with what stood there before.
    /// What lies before the ledger's beginning is left alone.
    pub fn paint(&mut self, from: Duration, to: Duration, posture: Posture) -> Vec<Piece> {
        let from = from.max(self.begin());
        if to <= from {
            return Vec::new();
        }
        let before = self.pieces(from, to);
        let after = self
            .stretches
            .iter()
            .rev()
            .find(|stretch| stretch.from <= to)
            .map_or(posture, |stretch| stretch.posture);
        let rest: Vec<Stretch> = self
            .stretches
            .iter()
            .copied()
            .filter(|s| s.from > to)
            .collect();
        self.stretches.retain(|stretch| stretch.from < from);
        for stretch in [
            Stretch { from, posture },
            Stretch {
                from: to,
                posture: after,
            },
        ] {
            self.push(stretch);
        }
        for stretch in rest {
            self.push(stretch);
        }
        before
    }

    /// A clock begins anew.
    pub fn mark(&mut self, mark: Mark) {
        let place = self.marks.partition_point(|other| other.at <= mark.at);
        self.marks.insert(place, mark);
    }

    /// Takes back the mark that a record made; whether there was one.
    pub fn unmark(&mut self, record: u64) -> bool {
        let before = self.marks.len();
        self.marks.retain(|mark| mark.record != Some(record));
        self.marks.len() < before
    }

    /// What lies between two moments, in order; the running stretch is cut at `to`.
    #[must_use]
    pub fn pieces(&self, from: Duration, to: Duration) -> Vec<Piece> {
        self.walk(from, to).collect()
    }

    /// Time by posture between two moments.
    #[must_use]
    pub fn tally(&self, from: Duration, to: Duration) -> Tally {
        let mut tally = Tally::default();
        for piece in self.walk(from, to) {
            tally.add(piece.posture, piece.lasted());
        }
        tally
    }

    /// Every bout between two moments, in order. An absence or standing shorter than
    /// `break_length` does not end one and is not counted in it (P7).
    #[must_use]
    pub fn bouts(&self, from: Duration, to: Duration, break_length: Duration) -> Vec<Bout> {
        let mut bouts = Vec::new();
        self.walk_bouts(from, to, break_length, |bout| bouts.push(bout));
        bouts
    }

    /// Unbroken sitting at `now`.
    #[must_use]
    pub fn bout(&self, now: Duration, break_length: Duration) -> Duration {
        // Nothing before the last end of a bout can touch the one that runs.
        let since = self.marks[..self.marks_until(now)]
            .iter()
            .rev()
            .find(|mark| mark.ends == Ends::Both)
            .map_or(self.begin(), |mark| mark.at.max(self.begin()));
        let mut last = None;
        self.walk_bouts(since, now, break_length, |bout| last = Some(bout));
        last.filter(|bout| bout.open)
            .map_or(Duration::ZERO, |bout| bout.lasted)
    }

    /// Time since the calves last worked, at `now`: seated and standing time, absences left out.
    #[must_use]
    pub fn pump(&self, now: Duration, break_length: Duration) -> Duration {
        let (since, carried) = self.last_reset(now);
        let (mut pump, mut gap) = (carried.pump, carried.absent);
        for piece in self.walk(since, now) {
            match piece.posture {
                Posture::Seated | Posture::Standing => {
                    pump += piece.lasted();
                    gap = Duration::ZERO;
                }
                Posture::Away(_) => {
                    gap += piece.lasted();
                    if gap >= break_length {
                        pump = Duration::ZERO;
                    }
                }
                Posture::Stopped(_) => {}
            }
        }
        pump
    }

    /// Time standing since the calves last worked, since sitting or since an absence, at `now`.
    #[must_use]
    pub fn standing(&self, now: Duration, break_length: Duration) -> Duration {
        let (since, carried) = self.last_reset(now);
        let (mut standing, mut gap) = (carried.standing, carried.absent);
        for piece in self.walk(since, now) {
            match piece.posture {
                Posture::Standing => {
                    standing += piece.lasted();
                    gap = Duration::ZERO;
                }
                Posture::Seated => standing = Duration::ZERO,
                Posture::Away(_) => {
                    gap += piece.lasted();
                    if gap >= break_length {
                        standing = Duration::ZERO;
                    }
                }
                Posture::Stopped(_) => {}
            }
        }
        standing
    }

    /// When the absence that runs began, through all its causes; none while somebody is there.
    #[must_use]
    pub fn absent_since(&self) -> Option<Duration> {
        self.stretches
            .iter()
            .rev()
            .take_while(|stretch| matches!(stretch.posture, Posture::Away(_)))
            .last()
            .map(|stretch| stretch.from)
    }

    /// Forgets what ended before `at`, and keeps what the clocks read there.
    pub fn forget_before(&mut self, at: Duration, break_length: Duration) {
        let at = at.max(self.begin());
        self.carried = Carried {
            bout: self.bout(at, break_length),
            pump: self.pump(at, break_length),
            standing: self.standing(at, break_length),
            off_chair: self.off_chair(at),
            absent: self.absent(at),
        };
        let keep = self.stretches.partition_point(|stretch| stretch.from <= at);
        self.stretches.drain(..keep.saturating_sub(1));
        let first = &mut self.stretches[0];
        first.from = first.from.max(at);
        // What a mark at the very beginning resets is carried as reset already.
        let begin = self.begin();
        self.marks.retain(|mark| mark.at > begin);
    }

    /// Time off the chair up to `at` that no sitting has ended.
    fn off_chair(&self, at: Duration) -> Duration {
        self.walk(self.begin(), at)
            .fold(self.carried.off_chair, |off, piece| match piece.posture {
                Posture::Seated => Duration::ZERO,
                Posture::Standing | Posture::Away(_) => off + piece.lasted(),
                Posture::Stopped(_) => off,
            })
    }

    /// Time up to `at`, since the last mark, in which nobody was there, if nobody came back.
    fn absent(&self, at: Duration) -> Duration {
        let (since, carried) = self.last_reset(at);
        self.walk(since, at)
            .fold(carried.absent, |absent, piece| match piece.posture {
                Posture::Seated | Posture::Standing => Duration::ZERO,
                Posture::Away(_) => absent + piece.lasted(),
                Posture::Stopped(_) => absent,
            })
    }

    fn push(&mut self, stretch: Stretch) {
        while self
            .stretches
            .last()
            .is_some_and(|last| last.from >= stretch.from)
        {
            self.stretches.pop();
        }
        if self
            .stretches
            .last()
            .is_none_or(|last| last.posture != stretch.posture)
        {
            self.stretches.push(stretch);
        }
    }

    /// The pieces between two moments, one at a time.
    fn walk(&self, from: Duration, to: Duration) -> impl Iterator<Item = Piece> {
        let first = self
            .stretches
            .partition_point(|stretch| stretch.from <= from)
            .saturating_sub(1);
        let stretches = &self.stretches[first..];
        let ends = stretches.iter().skip(1).map(|next| next.from);
        stretches
            .iter()
            .take_while(move |stretch| stretch.from < to)
            .zip(ends.chain([Duration::MAX]))
            .map(move |(stretch, end)| Piece {
                from: stretch.from.max(from),
                to: end.min(to),
                posture: stretch.posture,
            })
            .filter(|piece| piece.from < piece.to)
    }

    /// Every bout between two moments, in order, one at a time.
    fn walk_bouts(
        &self,
        from: Duration,
        to: Duration,
        break_length: Duration,
        mut each: impl FnMut(Bout),
    ) {
        let carried = from <= self.begin() && self.carried.bout > Duration::ZERO;
        let mut last = carried.then(|| Bout {
            from: self.begin(),
            to: self.begin(),
            lasted: self.carried.bout,
            open: true,
        });
        let mut gap = if from <= self.begin() {
            self.carried.off_chair
        } else {
            Duration::ZERO
        };
        let close = |last: &mut Option<Bout>| {
            if let Some(bout) = last {
                bout.open = false;
            }
        };
        for piece in self.walk(from, to).flat_map(|piece| self.split(piece)) {
            if self.ends_bout_at(piece.from) {
                close(&mut last);
            }
            match piece.posture {
                Posture::Seated => {
                    gap = Duration::ZERO;
                    if let Some(bout) = last.as_mut().filter(|bout| bout.open) {
                        bout.to = piece.to;
                        bout.lasted += piece.lasted();
                        continue;
                    }
                    let begun = Bout {
                        from: piece.from,
                        to: piece.to,
                        lasted: piece.lasted(),
                        open: true,
                    };
                    if let Some(over) = last.replace(begun) {
                        each(over);
                    }
                }
                Posture::Standing | Posture::Away(_) => {
                    gap += piece.lasted();
                    if gap >= break_length {
                        close(&mut last);
                    }
                }
                Posture::Stopped(_) => {}
            }
        }
        if self.ends_bout_at(to) {
            close(&mut last);
        }
        if let Some(last) = last {
            each(last);
        }
    }

    /// How many marks lie at or before a moment.
    fn marks_until(&self, at: Duration) -> usize {
        self.marks.partition_point(|mark| mark.at <= at)
    }

    /// Where the pump clock was reset last, and what it reads there: what is carried over the
    /// beginning, unless a mark came since.
    fn last_reset(&self, now: Duration) -> (Duration, Carried) {
        let begin = self.begin();
        self.marks[..self.marks_until(now)]
            .last()
            .filter(|mark| mark.at >= begin)
            .map_or((begin, self.carried), |mark| (mark.at, Carried::default()))
    }

    fn ends_bout_at(&self, at: Duration) -> bool {
        self.marks[..self.marks_until(at)]
            .iter()
            .rev()
            .take_while(|mark| mark.at == at)
            .any(|mark| mark.ends == Ends::Both)
    }

    /// A piece cut at the marks inside it that end a bout.
    fn split(&self, piece: Piece) -> impl Iterator<Item = Piece> {
        let inside = &self.marks[self.marks_until(piece.from)..];
        let cuts = inside
            .iter()
            .take_while(move |mark| mark.at < piece.to)
            .filter(|mark| mark.ends == Ends::Both)
            .map(|mark| mark.at)
            .chain([piece.to]);
        let mut from = piece.from;
        cuts.map(move |to| Piece {
            from: std::mem::replace(&mut from, to),
            to,
            ..piece
        })
        .filter(|part| part.from < part.to)
    }
}

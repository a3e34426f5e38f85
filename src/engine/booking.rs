//! Booking a movement, and taking it back (R7, R12, P9).

use std::time::Duration;

use chrono::TimeDelta;

use super::Engine;
use super::effect::{Action, Booked, Effect, Refusal, Reply, Says, Suggestion};
use super::input::Log;
use super::ledger::{Ends, Piece};
use super::movement::Kind;
use super::record::{Happened, Outcome, Posture, Side, Source};
use super::state::{Absence, Booking, Stage, Taken, TakenBack};

/// How many bookings can be taken back, one after the other.
const MOST_UNDOS: usize = 16;

/// Nobody moves for longer than this without a rest.
const LONGEST_MOVEMENT: Duration = Duration::from_hours(24);

/// What was done of a movement, and who says so.
#[derive(Clone, Copy)]
struct Deed {
    outcome: Outcome,
    repetitions: Option<u32>,
    end: Duration,
    source: Source,
}

impl Engine {
    /// "I moved."
    pub(super) fn log(&mut self, log: &Log) {
        match self.check_log(log) {
            Ok((suggestion, end)) => {
                if log.at.is_none() {
                    self.touched();
                    self.settle();
                }
                let deed = Deed {
                    outcome: log.outcome,
                    repetitions: log.repetitions,
                    end,
                    source: log.source,
                };
                self.book(&suggestion, deed);
            }
            Err(refusal) => {
                self.emit(Effect::Reply(Reply::Refused(refusal)));
                if log.source == Source::Tray {
                    self.confirm(Says::Refused(refusal), &[]);
                }
            }
        }
    }

    /// *Done* or *Part* on a notice: the movement it named.
    pub(super) fn book_suggested(&mut self, outcome: Outcome, source: Source) {
        let guided = self.state.guided.clone();
        let suggestion = match &guided {
            Some(guided) => Some(guided.suggestion.clone()),
            None => self.state.reminder.suggestion.clone(),
        };
        let Some(mut suggestion) = suggestion else {
            return;
        };
        if let (Outcome::Part, Some(guided)) = (outcome, guided) {
            let moved = self.now.boot.saturating_sub(guided.since);
            suggestion.dose = if guided.finish_asked {
                suggestion.dose / 2
            } else {
                moved.min(suggestion.dose)
            };
        }
        let deed = Deed {
            outcome,
            repetitions: None,
            end: self.now.boot,
            source,
        };
        self.book(&suggestion, deed);
    }

    /// Takes the last booking back.
    pub(super) fn undo(&mut self, source: Source) {
        let Some(booking) = self.state.bookings.pop() else {
            let refusal = Refusal::NothingToUndo;
            return self.tell(Reply::Refused(refusal), Says::Refused(refusal), &[], source);
        };
        self.take_back(booking, source);
    }

    /// Takes a booking back, with all that it changed.
    pub(super) fn take_back(&mut self, booking: Booking, source: Source) {
        let record = booking.booked.record;
        let by = self.write(
            self.now.boot,
            Happened::Undo {
                of: record,
                device: None,
            },
        );
        self.state.ledger.unmark(record);
        for piece in &booking.painted {
            self.state.ledger.paint(piece.from, piece.to, piece.posture);
        }
        self.began_with(&booking.booked.movement, booking.side_before);
        self.last_done_was(&booking);
        self.state.day.breaks = self.state.day.breaks.saturating_sub(1);
        if let Some(absence) = booking.superseded {
            self.restore_absence(absence);
        }
        self.close_reminder();
        self.clear_screen();
        let reminder = &mut self.state.reminder;
        reminder.pump_due = booking.pump_due;
        reminder.bout_due = booking.bout_due;
        reminder.standing_due = booking.standing_due;
        if self.due().is_some() {
            let again = self.pump().saturating_add(self.rules.repeat_after);
            self.enter(Stage::Overdue(Some(again)));
        }
        let booked = booking.booked.clone();
        self.may_put_back(by, Taken::Booking(Box::new(booking)));
        self.tell(
            Reply::Undone(booked.clone()),
            Says::Undone(booked),
            &[],
            source,
        );
    }

    /// Whoever drops this record puts back what it took.
    pub(super) fn may_put_back(&mut self, by: u64, what: Taken) {
        if matches!(&what, Taken::Booking(booking) if booking.end.is_zero()) {
            return;
        }
        keep(&mut self.state.taken_back, TakenBack { by, what });
    }

    /// What was taken back was so after all.
    pub(super) fn put_back(&mut self, taken: TakenBack) {
        let by = self.write(
            self.now.boot,
            Happened::Undo {
                of: taken.by,
                device: None,
            },
        );
        match taken.what {
            Taken::Booking(mut booking) => {
                booking.put_back_by = Some(by);
                self.clear_screen();
                let (from, to) = booking.span();
                (booking.superseded, booking.painted) =
                    self.leave_chair(booking.booked.kind, from, to);
                self.count_booking(*booking);
                self.close_reminder();
                self.begin_waiting_anew();
            }
            Taken::Absence(absence) => self.absent_again(absence),
            Taken::Confirmed(absence) => self.guess_again(absence),
        }
    }

    /// Counts a booking whose time stands in the ledger, and remembers how all was before it.
    pub(super) fn count_booking(&mut self, mut booking: Booking) {
        let booked = &booking.booked;
        self.mark(booking.end, Ends::of(booked.kind), booked.record);
        self.state.day.breaks += 1;
        booking.side_before = self.began_with(&booked.movement, booking.side);
        let movement = booked.movement.clone();
        booking.done_before = self.state.done.insert(movement, booked.record);
        let reminder = &self.state.reminder;
        booking.pump_due = reminder.pump_due;
        booking.bout_due = reminder.bout_due;
        booking.standing_due = reminder.standing_due;
        keep(&mut self.state.bookings, booking);
    }

    /// What is said of this time now goes before what was taken back of it: that can be dropped, and
    /// moves no clock any more.
    pub(super) fn forget_taken_back(&mut self, from: Duration, to: Duration) {
        self.state.taken_back.retain(|taken| {
            let (begin, end) = match &taken.what {
                Taken::Booking(booking) => booking.span(),
                Taken::Absence(absence) | Taken::Confirmed(absence) => (absence.from, absence.to),
            };
            end <= from || to <= begin
        });
    }

    /// A movement on the feet is what an absence was for, and time on the feet; what was there before.
    fn leave_chair(
        &mut self,
        kind: Kind,
        begin: Duration,
        end: Duration,
    ) -> (Option<Absence>, Vec<Piece>) {
        if !kind.leaves_chair() {
            return (None, Vec::new());
        }
        let superseded = self.overrule_absence(begin, end);
        (superseded, self.paint_standing(begin, end))
    }

    /// Answers who asked, and says it on screen if nobody reads answers there.
    pub(super) fn tell(&mut self, reply: Reply, says: Says, actions: &[Action], source: Source) {
        self.emit(Effect::Reply(reply));
        if matches!(source, Source::Tray | Source::Notice) {
            self.confirm(says, actions);
        }
    }

    fn check_log(&mut self, log: &Log) -> Result<(Suggestion, Duration), Refusal> {
        let mut suggestion = self.named(&log.what).ok_or(Refusal::UnknownMovement)?;
        if let Some(lasted) = log.lasted {
            suggestion.dose = lasted;
        }
        suggestion.side = suggestion.side.and(log.side).or(suggestion.side);
        if suggestion.dose.is_zero() || suggestion.dose > LONGEST_MOVEMENT {
            return Err(Refusal::BadLength);
        }
        let Some(at) = log.at else {
            return Ok((suggestion, self.now.boot));
        };
        if at > self.now.wall {
            return Err(Refusal::InTheFuture);
        }
        // It counts where it ended: what began before the program did is of today all the same.
        let ended = TimeDelta::from_std(suggestion.dose)
            .ok()
            .and_then(|dose| at.checked_add_signed(dose))
            .filter(|ended| *ended <= self.now.wall)
            .ok_or(Refusal::NotOverYet)?;
        let end = self.moment(Some(ended))?;
        self.begin_day_at(end.saturating_sub(suggestion.dose));
        Ok((suggestion, end))
    }

    fn book(&mut self, suggestion: &Suggestion, deed: Deed) {
        let Deed {
            outcome,
            repetitions,
            end,
            source,
        } = deed;
        let begin = end.saturating_sub(suggestion.dose);
        self.end_begun(&suggestion.movement);
        if suggestion.kind.leaves_chair() {
            self.forget_taken_back(begin, end);
        }
        let (superseded, painted) = self.leave_chair(suggestion.kind, begin, end);
        let record = self.write(
            begin,
            Happened::Break {
                movement: Some(suggestion.movement.clone()),
                kind: Some(suggestion.kind),
                outcome,
                asked: self.asked(),
                seconds: suggestion.dose.as_secs(),
                repetitions,
                side: suggestion.side,
                source,
            },
        );
        let booked = Booked {
            record,
            movement: suggestion.movement.clone(),
            kind: suggestion.kind,
            outcome,
            lasted: suggestion.dose,
            repetitions,
        };
        let booking = Booking::new(booked.clone(), end, suggestion.side, superseded, painted);
        self.count_booking(booking);
        self.close_reminder();
        // An *Undo* that is still on screen would take this booking back, and not its own.
        self.clear_screen();
        self.begin_waiting_anew();
        self.tell(
            Reply::Booked(booked.clone()),
            Says::Booked(booked),
            &[Action::Undo],
            source,
        );
    }

    /// Remembers which leg began; gives the one before.
    fn began_with(&mut self, movement: &str, side: Option<Side>) -> Option<Side> {
        match side {
            Some(side) => self.state.sides.insert(movement.to_owned(), side),
            None => self.state.sides.remove(movement),
        }
    }

    /// The movement was last done when it was before this booking.
    pub(super) fn last_done_was(&mut self, booking: &Booking) {
        let movement = &booking.booked.movement;
        match booking.done_before {
            Some(before) => self.state.done.insert(movement.clone(), before),
            None => self.state.done.remove(movement),
        };
    }

    /// After a movement the next reminder comes after the full time.
    fn begin_waiting_anew(&mut self) {
        let every = self.every();
        let bout = self.bout();
        let bout_due = if bout >= self.rules.longest_sitting {
            bout.saturating_add(every)
        } else {
            self.rules.longest_sitting
        };
        let reminder = &mut self.state.reminder;
        reminder.pump_due = every;
        reminder.bout_due = bout_due;
        reminder.standing_due = self.rules.standing_every;
        self.enter(Stage::None);
    }

    /// Time on the feet, but for time in which the clocks stood still. In the record the movement tells
    /// of that time by itself, so that to take it back is one undo, at any time and at any machine: the
    /// stretches up to its end are written as they were.
    fn paint_standing(&mut self, begin: Duration, end: Duration) -> Vec<Piece> {
        self.flush_records(end);
        self.stand(begin, end)
    }

    /// Time on the feet in the ledger, but for time in which the clocks stood still; what was there before.
    pub(super) fn stand(&mut self, from: Duration, to: Duration) -> Vec<Piece> {
        let ledger = &mut self.state.ledger;
        let mut painted = Vec::new();
        for piece in ledger.pieces(from, to) {
            if !matches!(piece.posture, Posture::Stopped(_)) {
                painted.extend(ledger.paint(piece.from, piece.to, Posture::Standing));
            }
        }
        painted
    }
}

impl Booking {
    /// One that ended then, whose time stands in the ledger; what was before it is filled in when it is
    /// counted.
    fn new(
        booked: Booked,
        end: Duration,
        side: Option<Side>,
        superseded: Option<Absence>,
        painted: Vec<Piece>,
    ) -> Self {
        Self {
            booked,
            end,
            side,
            put_back_by: None,
            painted,
            done_before: None,
            side_before: None,
            pump_due: Duration::ZERO,
            bout_due: Duration::ZERO,
            standing_due: Duration::ZERO,
            superseded,
        }
    }

    /// From when to when it was.
    pub(super) fn span(&self) -> (Duration, Duration) {
        (self.end.saturating_sub(self.booked.lasted), self.end)
    }
}

/// As many as can be taken back.
fn keep<T>(all: &mut Vec<T>, one: T) {
    all.push(one);
    if all.len() > MOST_UNDOS {
        all.remove(0);
    }
}

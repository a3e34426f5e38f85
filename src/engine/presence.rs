//! Presence (P1–P9): from what sensors and the user say to seated, standing and away.

use std::time::Duration;

use chrono::{DateTime, FixedOffset};

use super::Engine;
use super::effect::{Effect, Refusal, Reply};
use super::input::{CallSource, Input, QuietCause, Sensor};
use super::ledger::{Ends, Mark};
use super::record::{Cause, Happened, Posture};
use super::state::{Question, Reminder, Said, Stage};

/// After a longer absence nobody is asked whether it was on the feet: it is past remembering.
const LONGEST_QUESTION: Duration = Duration::from_hours(1);

impl Engine {
    /// Takes a fact of a sensor.
    pub(super) fn sense(&mut self, input: &Input) {
        let now = self.now.boot;
        match *input {
            Input::Active => {
                let facts = &mut self.state.facts;
                facts.idle_since = None;
                facts.said_away = None;
                facts.idle_works = true;
                // A machine that is touched is awake, and open if nothing can tell any more.
                facts.asleep = None;
                if facts.lock_lost {
                    facts.locked = None;
                }
                if facts.lock_lost || facts.switch_lost {
                    facts.switched = None;
                }
            }
            Input::Idle { since } => {
                let before = self.state.facts.idle_since;
                let begins = before.is_none();
                // A sensor found again knows only the time since then: what was told before the
                // loss still holds until somebody touches something.
                self.state.facts.idle_since = Some(before.unwrap_or(now).min(since));
                self.state.facts.idle_works = true;
                // Before it becomes an absence: a camera may say that somebody is in a call.
                if begins && self.state.present() {
                    self.has_looked();
                }
            }
            Input::CanLook(can) => self.state.facts.can_look = can,
            Input::Looked => self.looked(),
            Input::Call { source, on } => {
                let facts = &mut self.state.facts;
                let since = match source {
                    CallSource::Microphone => &mut facts.microphone,
                    CallSource::Camera => &mut facts.camera,
                };
                let ended = since.is_some() && !on;
                *since = on.then(|| since.unwrap_or(now));
                self.hold_ends(ended);
            }
            Input::Media(on) => {
                let since = &mut self.state.facts.media;
                let ended = since.is_some() && !on;
                *since = on.then(|| since.unwrap_or(now));
                self.hold_ends(ended);
            }
            Input::Quiet { cause, on } => {
                let facts = &mut self.state.facts;
                *match cause {
                    QuietCause::DoNotDisturb => &mut facts.do_not_disturb,
                    QuietCause::FullScreen => &mut facts.full_screen,
                    QuietCause::Presenting => &mut facts.presenting,
                } = on;
            }
            Input::Locked(on) => {
                let before = self.state.facts.locked;
                self.state.facts.locked = on.then(|| before.unwrap_or(now));
                self.return_clears_word(before.is_some() && !on);
            }
            Input::SwitchedAway(on) => {
                let before = self.state.facts.switched;
                self.state.facts.switched = on.then(|| before.unwrap_or(now));
                self.return_clears_word(before.is_some() && !on);
            }
            Input::Asleep => {
                let since = self.state.facts.asleep.unwrap_or(now);
                self.state.facts.asleep = Some(since);
            }
            Input::Woke => {
                self.state.facts.asleep = None;
                self.return_clears_word(true);
            }
            Input::Slept { lasted } => self.slept(lasted),
            Input::Sensor { sensor, works } => self.sensor_changes(sensor, works),
            _ => {}
        }
    }

    /// The user's word about their posture beats every sensor (P9).
    pub(super) fn say_posture(&mut self, said: Said, since: Option<DateTime<FixedOffset>>) {
        let from = match self.moment(since) {
            Ok(from) => from,
            Err(refusal) => return self.emit(Effect::Reply(Reply::Refused(refusal))),
        };
        let posture = match said {
            Said::Nothing | Said::Seated => Posture::Seated,
            Said::Standing => Posture::Standing,
            Said::Away => Posture::Away(Cause::Said),
        };
        self.touched();
        self.settle();
        if since.is_some() {
            self.forget_taken_back(from, self.now.boot);
            self.cut_absence(from, self.now.boot);
            self.repaint(from, self.now.boot, posture);
            if posture == Posture::Seated {
                self.was_no_beginning(from, self.now.boot, self.rules.break_length);
            }
        }
        match said {
            Said::Away => self.state.facts.said_away = Some(from),
            _ => self.state.facts.said = said,
        }
        self.emit(Effect::Reply(Reply::Noted));
    }

    /// A moment of today that the user named, on the boot clock; now if none was named. The user knows
    /// of the day before the program does.
    pub(super) fn moment(
        &mut self,
        at: Option<DateTime<FixedOffset>>,
    ) -> Result<Duration, Refusal> {
        let Some(at) = at else {
            return Ok(self.now.boot);
        };
        let ago = (self.now.wall - at)
            .to_std()
            .map_err(|_| Refusal::InTheFuture)?;
        let moment = self.now.boot.checked_sub(ago).ok_or(Refusal::BeforeToday)?;
        if moment < self.day_begins() {
            return Err(Refusal::BeforeToday);
        }
        if moment < self.state.day.from {
            self.begin_day_at(moment);
        }
        Ok(moment)
    }

    /// Something the user did here and now shows that somebody is there, whatever sensors say.
    pub(super) fn touched(&mut self) {
        let facts = &mut self.state.facts;
        facts.idle_since = None;
        facts.locked = None;
        facts.switched = None;
        facts.asleep = None;
        facts.said_away = None;
    }

    /// Brings the ledger up to now: leaving, returning, standing up, stopping.
    pub(super) fn settle(&mut self) {
        let (presence, from) = self.presence();
        let halt = self.halt();
        self.note_absence_while_stopped(presence, from, halt.is_some());
        let was = self.state.posture();
        let (posture, from) = match halt {
            Some(halt) => (Posture::Stopped(halt), self.now.boot),
            None => (presence, from),
        };
        if posture == was && !(self.state.fresh && self.state.present()) {
            return;
        }
        match (was, posture) {
            (Posture::Away(_) | Posture::Stopped(_), Posture::Away(_)) => {
                self.turn(self.now.boot, posture);
            }
            (_, Posture::Away(cause)) => self.leave_at(from, cause),
            (_, Posture::Stopped(_)) => self.stop(posture),
            (Posture::Away(_), _) => self.come_back(posture),
            (Posture::Stopped(_), _) => self.go_on(posture),
            _ => self.change_posture(posture),
        }
    }

    /// Nobody there since `at`, as far as the record allows.
    pub(super) fn leave_at(&mut self, at: Duration, cause: Cause) {
        let let_go = self.let_go();
        self.state.question = None;
        self.turn(at, Posture::Away(cause));
        self.forgive(self.state.ledger.current().from, let_go);
    }

    fn presence(&self) -> (Posture, Duration) {
        let facts = &self.state.facts;
        let now = self.now.boot;
        for (since, cause) in [
            (facts.asleep, Cause::Asleep),
            (facts.switched, Cause::Switched),
            (facts.locked, Cause::Locked),
            (facts.said_away, Cause::Said),
            (
                self.idle_away_at()
                    .filter(|at| *at <= now)
                    .map(|at| at.saturating_sub(self.rules.away_after)),
                Cause::Idle,
            ),
        ] {
            if let Some(since) = since {
                return (Posture::Away(cause), since);
            }
        }
        if facts.said == Said::Standing {
            (Posture::Standing, now)
        } else {
            (Posture::Seated, now)
        }
    }

    /// When idling becomes an absence (P3), unless a call or film holds it off (P4).
    pub(super) fn idle_away_at(&self) -> Option<Duration> {
        let facts = &self.state.facts;
        let since = facts.idle_since.filter(|_| !facts.held())?;
        Some(
            since
                .max(facts.held_until)
                .saturating_add(self.rules.away_after),
        )
    }

    fn hold_ends(&mut self, ended: bool) {
        if ended {
            self.state.facts.held_until = self.now.boot;
        }
    }

    fn return_clears_word(&mut self, returned: bool) {
        if returned {
            self.state.facts.said_away = None;
        }
    }

    fn sensor_changes(&mut self, sensor: Sensor, works: bool) {
        let held = self.state.facts.held();
        let present = self.state.present();
        let facts = &mut self.state.facts;
        match sensor {
            Sensor::Idle => {
                facts.idle_works = works;
                // What it said last would move somebody later, and nothing could bring them back.
                if !works && present {
                    facts.idle_since = None;
                }
            }
            Sensor::Lock => facts.lock_lost = !works,
            Sensor::Switch => facts.switch_lost = !works,
            Sensor::Microphone if !works => facts.microphone = None,
            Sensor::Camera if !works => facts.camera = None,
            Sensor::Media if !works => facts.media = None,
            Sensor::DoNotDisturb if !works => facts.do_not_disturb = false,
            Sensor::FullScreen if !works => {
                facts.full_screen = false;
                facts.presenting = false;
            }
            _ => {}
        }
        self.hold_ends(held && !self.state.facts.held());
    }

    /// A sleep found by the gap of two clocks; one that was told as it happened counts once.
    fn slept(&mut self, lasted: Duration) {
        let now = self.now.boot;
        let from = now.saturating_sub(lasted);
        let told = self.state.facts.asleep.take().is_some()
            || lasted.is_zero()
            || self
                .state
                .ledger
                .pieces(from, now)
                .iter()
                .any(|piece| piece.posture == Posture::Away(Cause::Asleep));
        if told {
            return;
        }
        self.state.facts.asleep = Some(from);
        self.settle();
        self.state.facts.asleep = None;
        self.return_clears_word(true);
    }

    /// While the clocks stand still an absence long enough to be a break lets them begin anew.
    fn note_absence_while_stopped(&mut self, presence: Posture, from: Duration, stopped: bool) {
        let away = matches!(presence, Posture::Away(_));
        let was_stopped = matches!(self.state.posture(), Posture::Stopped(_));
        if !(stopped || was_stopped) {
            self.state.gone = None;
            return;
        }
        if away {
            self.state.gone.get_or_insert(from);
        }
        if away && stopped {
            return;
        }
        if let Some(since) = self.state.gone.take()
            && self.now.boot.saturating_sub(since) >= self.rules.break_length
        {
            self.state.fresh = true;
        }
    }

    fn come_back(&mut self, posture: Posture) {
        let now = self.now.boot;
        let from = self.state.ledger.absent_since().unwrap_or(now);
        let cause = match self.state.posture() {
            Posture::Away(cause) => cause,
            _ => Cause::Idle,
        };
        self.turn(now, posture);
        let absence = now.saturating_sub(from);
        if absence >= self.rules.break_length && !self.state.fresh {
            self.book_natural_break(from, absence);
            let known = matches!(cause, Cause::Said | Cause::Asleep | Cause::Off);
            if self.rules.ask_after_absence && !known && absence <= LONGEST_QUESTION {
                self.state.question = Some(Question {
                    since: now,
                    awaits_look: false,
                });
            }
        }
        self.begin_fresh();
        self.come_from_there();
    }

    fn book_natural_break(&mut self, from: Duration, absence: Duration) {
        if self
            .state
            .absence
            .is_some_and(|earlier| earlier.from == from)
        {
            // The person was back for no time at all: it is the same absence, now longer.
            self.overrule_absence(from, from + absence);
        }
        self.state.absence = Some(self.write_absence(from, from + absence));
        let tomorrow = self.state.reminder.stage == Stage::SnoozedUntilTomorrow;
        self.state.reminder = Reminder::new(&self.rules, self.every());
        if tomorrow {
            self.state.reminder.stage = Stage::SnoozedUntilTomorrow;
        }
    }

    fn stop(&mut self, posture: Posture) {
        self.let_go();
        self.clear_screen();
        self.state.question = None;
        self.turn(self.now.boot, posture);
    }

    fn go_on(&mut self, posture: Posture) {
        self.turn(self.now.boot, posture);
        self.begin_fresh();
    }

    fn change_posture(&mut self, posture: Posture) {
        if posture != self.state.posture() {
            self.let_go();
            self.turn(self.now.boot, posture);
            self.grant_peace(posture);
        }
        self.begin_fresh();
    }

    /// Somebody who just sat down or stood up is not asked at once.
    fn grant_peace(&mut self, posture: Posture) {
        let soon = self.pump().saturating_add(self.rules.repeat_after);
        let reminder = &mut self.state.reminder;
        if posture == Posture::Standing {
            reminder.standing_due = self.rules.standing_every;
        } else {
            reminder.pump_due = reminder.pump_due.max(soon);
        }
    }

    fn turn(&mut self, at: Duration, posture: Posture) {
        let at = at.max(self.state.recorded);
        self.state.ledger.turn(at, posture);
        self.flush_records(self.state.ledger.current().from);
    }

    /// From `from` until `to` it was otherwise: the ledger and the record are told.
    pub(super) fn repaint(
        &mut self,
        from: Duration,
        to: Duration,
        posture: Posture,
    ) -> Vec<super::ledger::Piece> {
        let recorded = self.state.recorded;
        let before = self.state.ledger.paint(from, to, posture);
        for piece in self.state.ledger.pieces(from, to.min(recorded)) {
            self.write(
                piece.from,
                Happened::Correction {
                    posture: piece.posture,
                    seconds: piece.lasted().as_secs(),
                },
            );
        }
        self.flush_records(self.state.ledger.current().from);
        before
    }

    pub(super) fn mark(&mut self, at: Duration, ends: Ends, record: u64) {
        self.state.ledger.mark(Mark {
            at,
            ends,
            record: Some(record),
        });
    }
}

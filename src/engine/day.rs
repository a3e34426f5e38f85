//! Days, pauses and the schedule (P10): when the clocks stand still, and when they begin anew.

use std::time::Duration;

use chrono::{DateTime, Days, FixedOffset, NaiveDate, NaiveTime, TimeZone};

use super::Engine;
use super::effect::{Effect, Refusal, Reply};
use super::gentle::Gentle;
use super::input::PauseFor;
use super::ledger::{Ends, Tally};
use super::record::{Cause, Halt, Happened};
use super::rules::Rules;
use super::state::{Anew, Facts, Pause, Reminder, Said, Stage, Window};

/// A day of records longer than this many stretches is folded into sums at its far end.
const MOST_STRETCHES: usize = 256;

/// The day a local time belongs to: before `day_starts_at` it is still the day before.
#[must_use]
pub fn date_of(wall: DateTime<FixedOffset>, day_starts_at: NaiveTime) -> NaiveDate {
    let date = wall.date_naive();
    if wall.time() < day_starts_at {
        date.pred_opt().unwrap_or(date)
    } else {
        date
    }
}

/// When the day after this local time begins, in the same offset.
#[must_use]
pub fn next_day(wall: DateTime<FixedOffset>, day_starts_at: NaiveTime) -> DateTime<FixedOffset> {
    let date = date_of(wall, day_starts_at);
    let next = date.checked_add_days(Days::new(1)).unwrap_or(date);
    wall.timezone()
        .from_local_datetime(&next.and_time(day_starts_at))
        .single()
        .unwrap_or(wall)
}

impl Engine {
    /// The clock is another: summer time ended, or somebody travelled. What is known for sure until now
    /// is written by the clock it happened by.
    pub(super) fn leave_zone(&mut self) {
        let sure = self.state.now.boot;
        let sure = self
            .state
            .facts
            .idle_since
            .map_or(sure, |idle| idle.min(sure));
        self.now = self.state.now;
        self.flush_records(sure);
    }

    /// Begins a new day when the calendar says so. Sitting on through it goes on.
    pub(super) fn turn_day(&mut self) {
        let date = date_of(self.now.wall, self.rules.day_starts_at);
        if date == self.state.day.date {
            return self.fold_long_day();
        }
        let begin = next_day(self.now.wall, self.rules.day_starts_at) - Days::new(1);
        let into = (self.now.wall - begin).to_std().unwrap_or_default();
        let from = self.now.boot.saturating_sub(into).max(self.state.now.boot);
        self.flush_records(from);
        let day = &mut self.state.day;
        day.date = date;
        day.from = from;
        day.past = Tally::default();
        day.past_longest = Duration::ZERO;
        day.breaks = 0;
        let bout_from = self
            .state
            .ledger
            .bouts(
                self.state.ledger.begin(),
                self.now.boot,
                self.rules.break_length,
            )
            .last()
            .map_or(from, |bout| bout.from.min(from));
        let break_length = self.rules.break_length;
        self.state.ledger.forget_before(bout_from, break_length);
        self.state.fresh = !self.state.present();
        self.state.bookings.clear();
        self.state.taken_back.clear();
        self.state.sat_there = None;
        self.state.begun = None;
        if self.state.pause == Some(Pause::Tomorrow) {
            self.state.pause = None;
        }
        if self.state.reminder.stage == Stage::SnoozedUntilTomorrow {
            self.state.reminder = Reminder::new(&self.rules, self.every());
        }
    }

    /// When the day began, on the boot clock, whether or not the program ran then.
    pub(super) fn day_begins(&self) -> Duration {
        let begin = next_day(self.now.wall, self.rules.day_starts_at) - Days::new(1);
        let into = (self.now.wall - begin).to_std().unwrap_or_default();
        self.now.boot.saturating_sub(into)
    }

    /// Something is told of this day from before the program knew of it.
    pub(super) fn begin_day_at(&mut self, from: Duration) {
        let from = from.max(self.day_begins());
        self.state.ledger.begin_at(from);
        let day = &mut self.state.day;
        day.from = day.from.min(from);
    }

    /// On the first presence of a new day both clocks start at zero.
    pub(super) fn begin_fresh(&mut self) {
        if !self.state.fresh {
            return;
        }
        self.state.fresh = false;
        let record = self.write(self.now.boot, Happened::Anew);
        self.mark(self.now.boot, Ends::Both, record);
        self.state.anew = Some(Anew {
            at: self.now.boot,
            record,
        });
        self.state.facts.said = Said::Nothing;
        self.state.reminder = Reminder::new(&self.rules, self.every());
        self.state.question = None;
    }

    /// Why the clocks stand still now, if they do.
    pub(super) fn halt(&mut self) -> Option<Halt> {
        if self
            .state
            .pause
            .is_some_and(|pause| pause.is_over(self.now))
        {
            self.state.pause = None;
        }
        if self.state.pause.is_some() {
            return Some(Halt::Paused);
        }
        (!self.rules.schedule.is_open(self.now.wall)).then_some(Halt::OffHours)
    }

    pub(super) fn pause(&mut self, lasts: PauseFor) {
        let pause = match lasts {
            PauseFor::Ever => Pause::Ever,
            PauseFor::Time(time) => Pause::Time(self.now.boot.saturating_add(time)),
            PauseFor::Until(wall) if wall <= self.now.wall => {
                return self.emit(Effect::Reply(Reply::Refused(Refusal::BadLength)));
            }
            PauseFor::Until(wall) => Pause::Wall(wall),
            PauseFor::Tomorrow => Pause::Tomorrow,
        };
        self.state.pause = Some(pause);
        self.emit(Effect::Reply(Reply::Paused));
    }

    pub(super) fn resume(&mut self) {
        if self.state.pause.take().is_none() {
            return self.emit(Effect::Reply(Reply::Refused(Refusal::NotPaused)));
        }
        self.touched();
        self.emit(Effect::Reply(Reply::Resumed));
    }

    /// When the pause ends by itself, local time.
    pub(super) fn paused_until(&self) -> Option<DateTime<FixedOffset>> {
        match self.state.pause? {
            Pause::Ever => None,
            Pause::Time(until) => Some(self.now.wall_at(until)),
            Pause::Wall(until) => Some(until),
            Pause::Tomorrow => Some(next_day(self.now.wall, self.rules.day_starts_at)),
        }
    }

    /// New settings: clocks stay, what was due by the old numbers is due by the new ones.
    pub(super) fn change_rules(&mut self, rules: Rules) {
        let every = self.every();
        let old = std::mem::replace(&mut self.rules, rules);
        if !self.rules.gentle_start {
            self.state.gentle = Gentle::default();
        }
        self.due_by_the_interval(every);
        let reminder = &mut self.state.reminder;
        if reminder.bout_due == old.longest_sitting {
            reminder.bout_due = self.rules.longest_sitting;
        }
        if reminder.standing_due == old.standing_every {
            reminder.standing_due = self.rules.standing_every;
        }
    }

    /// The program starts: what sensors knew they will tell again, and what nobody saw while it was
    /// off is an absence if it was long (P8). Comes before anything else is concluded from old facts.
    pub(super) fn start_over(&mut self) {
        let stopped_at = self.state.now.boot;
        // What the user said stays said, but for a leaving, which ended with the start.
        self.state.facts = Facts {
            said: self.state.facts.said,
            ..Facts::default()
        };
        self.state.screen = None;
        self.lose_break();
        self.end_call_at(stopped_at);
        self.state.window = Window::default();
        self.state.question = None;
        self.state.lull_watched = false;
        self.account_for_gap(stopped_at);
        if matches!(self.state.reminder.stage, Stage::Shown | Stage::Waiting(_)) {
            self.state.reminder.stage = Stage::None;
        }
    }

    /// What nobody saw while the program was off.
    fn account_for_gap(&mut self, stopped_at: Duration) {
        if self.now.boot.saturating_sub(stopped_at) <= self.rules.away_after {
            return;
        }
        if let Some(Pause::Time(until)) = self.state.pause
            && until < self.now.boot
        {
            // The pause ended while the program was off.
            self.state.pause = None;
            self.leave_at(until.max(stopped_at), Cause::Off);
        } else if self.state.present() {
            self.leave_at(stopped_at, Cause::Off);
        } else {
            self.state.gone.get_or_insert(stopped_at);
        }
    }

    /// The start is written down, after what it brought to light.
    pub(super) fn started(&mut self) {
        self.write(self.now.boot, Happened::Started);
    }

    /// The program stops in good order: nothing stays on screen, everything is written.
    pub(super) fn stopping(&mut self) {
        self.let_go();
        self.clear_screen();
        self.end_call_at(self.now.boot);
        self.flush_records(self.now.boot);
        self.write(self.now.boot, Happened::Stopped);
    }

    fn fold_long_day(&mut self) {
        if self.state.ledger.stretches() <= MOST_STRETCHES {
            return;
        }
        let pieces = self
            .state
            .ledger
            .pieces(self.state.ledger.begin(), self.now.boot);
        let Some(cut) = pieces.get(pieces.len() / 2).map(|piece| piece.from) else {
            return;
        };
        self.flush_records(cut);
        let from = self.state.day.from.max(self.state.ledger.begin());
        let folded = self.state.ledger.tally(from, cut);
        for bout in self.state.ledger.bouts(from, cut, self.rules.break_length) {
            self.state.day.past_longest = self.state.day.past_longest.max(bout.lasted);
        }
        let past = &mut self.state.day.past;
        past.seated += folded.seated;
        past.standing += folded.standing;
        past.away += folded.away;
        past.stopped += folded.stopped;
        self.state
            .ledger
            .forget_before(cut, self.rules.break_length);
    }
}

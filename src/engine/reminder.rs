//! The life of a reminder (R1–R10): due, waiting for a good moment, shown, answered or not.

use std::time::Duration;

use super::Engine;
use super::day::next_day;
use super::effect::{Action, Ask, Effect, Notice, Page, Refusal, Reply, Says};
use super::input::SnoozeFor;
use super::record::{Happened, Outcome, Posture, Source};
use super::rules::InCall;
use super::state::{About, Begun, Hold, Stage};

/// A snooze longer than this is a mistake.
const LONGEST_SNOOZE: Duration = Duration::from_hours(24);

/// So many unanswered notices may turn out to have been shown to nobody.
const MOST_IGNORED: usize = 8;

impl Engine {
    /// Moves the reminder on, at the end of every input.
    pub(super) fn remind(&mut self) {
        self.expire_screen();
        if !self.state.present() {
            return;
        }
        if self.state.guided.is_some() {
            return self.guide();
        }
        match self.state.reminder.stage {
            Stage::None | Stage::Snoozed => {
                if let Some(ask) = self.due() {
                    self.state.reminder.ask = ask;
                    self.state.reminder.repeats = 0;
                    self.present();
                }
            }
            Stage::Waiting(hold) if self.due().is_some() => self.hold(hold),
            Stage::Waiting(_) => self.state.reminder.stage = Stage::None,
            Stage::Shown => self.speak_up_after_call(),
            // Whoever ignored the half hours is asked anew when the sitting has become very long.
            Stage::Overdue(_) if self.became_long() => {
                self.state.reminder.ask = Ask::Long;
                self.state.reminder.repeats = 0;
                self.present();
            }
            Stage::Overdue(Some(again)) if self.pump() >= again => self.present(),
            Stage::Overdue(_) if self.due().is_none() => self.state.reminder.stage = Stage::None,
            Stage::Overdue(_) | Stage::SnoozedUntilTomorrow => {}
        }
    }

    /// Which wish is due by the clocks.
    pub(super) fn due(&self) -> Option<Ask> {
        let reminder = &self.state.reminder;
        match self.state.posture() {
            Posture::Seated if self.bout() >= reminder.bout_due => Some(Ask::Long),
            Posture::Seated if self.pump() >= reminder.pump_due => Some(Ask::Pump),
            Posture::Standing if self.standing() >= reminder.standing_due => Some(Ask::Standing),
            _ => None,
        }
    }

    fn became_long(&self) -> bool {
        self.state.reminder.ask != Ask::Long && self.due() == Some(Ask::Long)
    }

    /// Whether a reminder is open: due and not put off.
    pub(super) fn reminder_open(&self) -> bool {
        matches!(
            self.state.reminder.stage,
            Stage::Waiting(_) | Stage::Shown | Stage::Overdue(_)
        )
    }

    /// The wish that is open, or that the break under way answers; none where nobody was reminded.
    pub(super) fn asked(&self) -> Option<Ask> {
        match &self.state.guided {
            Some(guided) => guided.asked,
            None => self.reminder_open().then_some(self.state.reminder.ask),
        }
    }

    /// *Later*: due again after this much seated time.
    pub(super) fn snooze(&mut self, lasts: SnoozeFor, source: Source) {
        let time = match lasts {
            SnoozeFor::Usual => Some(self.rules.snooze),
            SnoozeFor::Time(time) => Some(time),
            SnoozeFor::Tomorrow => None,
        };
        if time.is_some_and(|time| time.is_zero() || time > LONGEST_SNOOZE) {
            return self.emit(Effect::Reply(Reply::Refused(Refusal::BadLength)));
        }
        let rest_of_day = (next_day(self.now.wall, self.rules.day_starts_at) - self.now.wall)
            .to_std()
            .unwrap_or_default();
        let time = time.filter(|time| *time < rest_of_day);
        self.write(
            self.now.boot,
            Happened::Snooze {
                seconds: time.map(|time| time.as_secs()),
            },
        );
        self.close_reminder();
        self.clear_screen();
        self.put_off(time.unwrap_or_default());
        self.state.reminder.stage = match time {
            Some(_) => Stage::Snoozed,
            None => Stage::SnoozedUntilTomorrow,
        };
        self.emit(Effect::Reply(Reply::Snoozed(time)));
        if source == Source::Tray {
            self.confirm(Says::Snoozed { lasts: time }, &[]);
        }
    }

    /// *Skip*: this one is let go; the bout goes on.
    pub(super) fn skip(&mut self, source: Source) {
        if !self.reminder_open() && self.state.guided.is_none() {
            let refusal = Refusal::NothingDue;
            self.emit(Effect::Reply(Reply::Refused(refusal)));
            if source == Source::Tray {
                self.confirm(Says::Refused(refusal), &[]);
            }
            return;
        }
        self.write_unmoved(Outcome::Skipped, self.asked(), source);
        self.close_reminder();
        self.put_off(self.every());
        self.emit(Effect::Reply(Reply::Skipped));
    }

    /// A notice stayed without an answer, or was waved away. Who had begun ignored nothing.
    pub(super) fn unanswered(&mut self) {
        let outcome = match self.state.guided {
            Some(_) => Outcome::Started,
            None => Outcome::Ignored,
        };
        let record = self.write_unmoved(outcome, self.asked(), Source::Guess);
        self.state.ignored.push((self.now.boot, record));
        if self.state.ignored.len() > MOST_IGNORED {
            self.state.ignored.remove(0);
        }
        self.state.guided = None;
        let reminder = &mut self.state.reminder;
        let more = reminder.repeats < self.rules.max_repeats;
        reminder.repeats += 1;
        let again = more.then(|| self.pump().saturating_add(self.rules.repeat_after));
        self.enter(Stage::Overdue(again));
    }

    /// No notice can be shown: the tray says it, and the notice is tried again later.
    pub(super) fn unshown(&mut self) {
        let again = self.pump().saturating_add(self.rules.repeat_after);
        self.state.reminder.stage = Stage::Overdue(Some(again));
    }

    /// The person left, paused, stood up, or the program ends: what was on screen goes away by itself,
    /// and a break under way is left. Both are written down (R9, R14). Whether anything was.
    pub(super) fn let_go(&mut self) -> bool {
        let outcome = match (&self.state.guided, self.state.reminder.stage) {
            (Some(_), _) => Some(Outcome::Started),
            (None, Stage::Shown) => Some(Outcome::Withdrawn),
            (None, _) => None,
        };
        if let Some(outcome) = outcome {
            self.write_unmoved(outcome, self.asked(), Source::Guess);
        }
        self.close_reminder();
        outcome.is_some()
    }

    /// A clock that was put right may have nothing to ask any more.
    pub(super) fn let_go_of_what_is_not_due(&mut self) {
        if self.reminder_open() && self.state.guided.is_none() && self.due().is_none() {
            self.let_go();
        }
    }

    /// Ends an open reminder or started break, and takes its notice off the screen (R9).
    pub(super) fn close_reminder(&mut self) {
        self.state.guided = None;
        if self.reminder_open() {
            self.state.reminder.stage = Stage::None;
        }
        let about = self.state.screen.as_ref().map(|screen| screen.about);
        if about.is_some_and(|about| about != About::Confirmation) {
            self.clear_screen();
        }
    }

    /// Whatever is due is due again after this much more time.
    pub(super) fn put_off(&mut self, time: Duration) {
        let pump = self.pump().saturating_add(time);
        let bout = self.bout().saturating_add(time);
        let standing = self.standing().saturating_add(time);
        let reminder = &mut self.state.reminder;
        reminder.pump_due = pump;
        reminder.bout_due = reminder.bout_due.max(bout);
        reminder.standing_due = standing;
        self.enter(Stage::None);
    }

    /// Moves a reminder on. What the user asked for until tomorrow stays until tomorrow.
    pub(super) fn enter(&mut self, stage: Stage) {
        if self.state.reminder.stage != Stage::SnoozedUntilTomorrow {
            self.state.reminder.stage = stage;
        }
    }

    /// Shows the reminder now, or says what it waits for.
    fn present(&mut self) {
        let facts = &self.state.facts;
        let waits = self.rules.wait_for_pause > Duration::ZERO;
        let typing = facts.idle_works && facts.idle_since.is_none();
        if waits && typing && !facts.quiet() && !facts.in_call() {
            self.state.reminder.stage = Stage::Waiting(Hold::Lull(self.now.boot));
        } else {
            self.show_or_hold();
        }
    }

    /// A waiting reminder: has its moment come?
    fn hold(&mut self, hold: Hold) {
        let facts = &self.state.facts;
        match hold {
            Hold::Quiet | Hold::Call | Hold::Look => self.show_or_hold(),
            Hold::Lull(_) if facts.quiet() || facts.in_call() => self.show_or_hold(),
            Hold::Lull(since) => {
                let over = self.now.boot >= since.saturating_add(self.rules.wait_for_pause);
                if over || self.lull || facts.idle_since.is_some() || !facts.idle_works {
                    self.show_or_hold();
                }
            }
        }
    }

    /// Its moment has come, as far as typing goes: shows it, unless something else holds it.
    fn show_or_hold(&mut self) {
        let in_call = self.state.facts.in_call();
        let offers = self.rules.in_call == InCall::Discreet && self.suggest_discreet().is_some();
        let hold = if self.state.facts.quiet() {
            Hold::Quiet
        } else if in_call && !offers {
            Hold::Call
        } else if !self.has_looked() {
            Hold::Look
        } else {
            return self.show_reminder(in_call);
        };
        self.state.reminder.stage = Stage::Waiting(hold);
    }

    /// A discreet offer that nobody took becomes a plain one when the call ends (R6).
    fn speak_up_after_call(&mut self) {
        let silent = self
            .state
            .screen
            .as_ref()
            .is_some_and(|screen| screen.about == About::Reminder && screen.silent);
        if silent && !self.state.facts.in_call() {
            self.clear_screen();
            self.show_or_hold();
        }
    }

    fn show_reminder(&mut self, discreet: bool) {
        let ask = self.due().unwrap_or(self.state.reminder.ask);
        let repeat = self.state.reminder.repeats;
        let suggestion = if discreet {
            self.suggest_discreet()
        } else {
            self.suggest(ask, repeat)
        };
        let Some(suggestion) = suggestion else {
            // Nothing in the catalogue can be done: the tray alone says that time is up.
            self.state.reminder.stage = Stage::Overdue(None);
            return;
        };
        let so_far = match ask {
            Ask::Standing => self.standing(),
            Ask::Long => self.bout(),
            Ask::Pump | Ask::Wanted => self.pump(),
        };
        self.state.reminder.ask = ask;
        self.state.reminder.suggestion = Some(suggestion.clone());
        self.state.reminder.stage = Stage::Shown;
        let says = Says::Reminder {
            ask,
            suggestion,
            so_far,
            repeat,
        };
        let actions = [Action::Start, Action::Done, Action::Later, Action::Skip];
        self.show_with(
            About::Reminder,
            says,
            &actions,
            self.rules.show_for,
            discreet,
        );
        if self.rules.open_on_due && self.state.window.possible && !discreet {
            self.emit(Effect::Open {
                page: Page::Break,
                asked: false,
            });
        }
    }

    /// Somebody was gone before these notices were shown: nobody ignored them (R9), they went away
    /// by themselves.
    pub(super) fn forgive(&mut self, since: Duration, let_go: bool) {
        let (gone, there): (Vec<_>, Vec<_>) = std::mem::take(&mut self.state.ignored)
            .into_iter()
            .partition(|(at, _)| *at >= since);
        self.state.ignored = there;
        let nobody_saw = !gone.is_empty();
        for (_, of) in gone {
            self.state.begun.take_if(|begun| begun.record == of);
            self.write(self.now.boot, Happened::Undo { of, device: None });
        }
        if nobody_saw && !let_go {
            let asked = Some(self.state.reminder.ask);
            self.write_unmoved(Outcome::Withdrawn, asked, Source::Guess);
        }
    }

    /// Writes what became of a reminder or of a break, where nobody says they moved.
    pub(super) fn write_unmoved(
        &mut self,
        outcome: Outcome,
        asked: Option<Ask>,
        source: Source,
    ) -> u64 {
        let suggestion = match &self.state.guided {
            Some(guided) => Some(guided.suggestion.clone()),
            None => self.state.reminder.suggestion.clone(),
        };
        let (movement, kind) = suggestion.map(|it| (it.movement, it.kind)).unzip();
        let record = self.write(
            self.now.boot,
            Happened::Break {
                kind,
                movement: movement.clone(),
                outcome,
                asked,
                seconds: 0,
                repetitions: None,
                side: None,
                source,
            },
        );
        if outcome == Outcome::Started {
            self.state.begun = movement.map(|movement| Begun {
                record,
                movement,
                at: self.now.boot,
            });
        }
        record
    }

    /// The end of a break that had only been begun is told after all: that it was begun is not news.
    pub(super) fn end_begun(&mut self, movement: &str) {
        // Much later it is another one.
        let late = self.now.boot.saturating_sub(self.rules.window_waits);
        let begun = &mut self.state.begun;
        let Some(begun) = begun.take_if(|it| it.movement == movement && late <= it.at) else {
            return;
        };
        self.state.ignored.retain(|(_, id)| *id != begun.record);
        let of = begun.record;
        self.write(self.now.boot, Happened::Undo { of, device: None });
    }

    pub(super) fn confirm(&mut self, says: Says, actions: &[Action]) {
        self.show(About::Confirmation, says, actions, self.rules.show_for / 4);
    }

    pub(super) fn show(&mut self, about: About, says: Says, actions: &[Action], lasts: Duration) {
        self.show_with(about, says, actions, lasts, false);
    }

    pub(super) fn show_with(
        &mut self,
        about: About,
        says: Says,
        actions: &[Action],
        lasts: Duration,
        silent: bool,
    ) {
        let silent = silent || about == About::Confirmation;
        let id = self.put_on_screen(about, lasts, silent);
        self.emit(Effect::Show(Notice {
            id,
            says,
            actions: actions.to_vec(),
            silent,
            stays: lasts,
        }));
    }
}

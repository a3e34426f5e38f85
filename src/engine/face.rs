//! What the engine shows of itself at a moment: the view, the icon, the watch for a pause in typing.

use std::time::Duration;

use super::Engine;
use super::effect::Effect;
use super::now::Now;
use super::record::{Halt, Posture};
use super::state::{Hold, Said, Stage};
use super::view::{Around, Call, Face, GuidedView, ReminderState, Shape, Today, View, Why};

impl Engine {
    /// Everything there is to show at `now`, which is not before the last input.
    #[must_use]
    pub fn view(&self, now: Now) -> View {
        let mut at = self.clone();
        at.now = Now {
            boot: now.boot.max(self.state.now.boot),
            wall: now.wall,
        };
        at.state.now = at.now;
        at.look()
    }

    /// Tells the tray when the shape of its icon changes.
    pub(super) fn change_face(&mut self) {
        let shape = self.shape();
        if shape != self.state.shape {
            self.state.shape = shape;
            self.emit(Effect::Tray(shape));
        }
    }

    /// Asks for the next pause in typing while something waits for it that may be shown then. A pause
    /// is told once: what is held back otherwise asks for one when that has ended.
    pub(super) fn watch_lull(&mut self) {
        let waiting = matches!(self.state.reminder.stage, Stage::Waiting(Hold::Lull(_)));
        let wanted = self.state.present()
            && (waiting
                || self.question_awaits_pause()
                || self.readiness_awaits_pause()
                || self.letter_awaits_pause());
        if wanted != self.state.lull_watched {
            self.state.lull_watched = wanted;
            self.emit(Effect::WatchLull(wanted));
        }
    }

    fn look(&self) -> View {
        let current = self.state.ledger.current();
        let since = self.state.ledger.absent_since().unwrap_or(current.from);
        let reminder = self.reminder_state();
        let open = self.reminder_open();
        View {
            posture: current.posture,
            why: self.why(),
            around: self.around(),
            since: self.now.wall_at(since),
            bout: self.bout(),
            pump: self.pump(),
            standing: match current.posture {
                Posture::Standing => self.standing(),
                _ => Duration::ZERO,
            },
            reminder,
            ask: open.then_some(self.state.reminder.ask),
            suggestion: match &self.state.guided {
                Some(guided) => Some(guided.suggestion.clone()),
                None if self.state.reminder.stage == Stage::Shown => {
                    self.state.reminder.suggestion.clone()
                }
                None => self.suggest_now(),
            },
            guided: self.state.guided.as_ref().map(|guided| GuidedView {
                suggestion: guided.suggestion.clone(),
                since: self.now.wall_at(guided.since),
            }),
            next_reminder: self.next_reminder(),
            paused_until: self.paused_until(),
            can_undo: !self.state.bookings.is_empty(),
            face: Face {
                shape: self.shape(),
                level: self.level(),
            },
            today: self.today(),
        }
    }

    fn around(&self) -> Around {
        let facts = &self.state.facts;
        let seen = [facts.microphone, facts.camera].into_iter().flatten().min();
        Around {
            call: seen.map(|since| Call {
                since: self.now.wall_at(since),
                microphone: facts.microphone.is_some(),
                camera: facts.camera.is_some(),
            }),
            media_since: facts.media.map(|since| self.now.wall_at(since)),
            quiet: facts.quiet_cause(),
        }
    }

    fn next_reminder(&self) -> Option<Duration> {
        match self.state.reminder.stage {
            Stage::SnoozedUntilTomorrow => None,
            _ => self.due_in(),
        }
    }

    fn reminder_state(&self) -> ReminderState {
        if self.state.guided.is_some() {
            return ReminderState::Shown;
        }
        match self.state.reminder.stage {
            Stage::None => ReminderState::None,
            Stage::Waiting(Hold::Call) => ReminderState::Due,
            Stage::Waiting(_) => ReminderState::Waiting,
            Stage::Shown => ReminderState::Shown,
            Stage::Overdue(_) => ReminderState::Overdue,
            Stage::Snoozed | Stage::SnoozedUntilTomorrow => ReminderState::Snoozed,
        }
    }

    fn shape(&self) -> Shape {
        match (self.state.posture(), self.state.reminder.stage) {
            (Posture::Stopped(_), _) => Shape::Paused,
            (Posture::Away(_), _) => Shape::Away,
            (_, Stage::Waiting(_) | Stage::Shown) => Shape::Due,
            (_, Stage::Overdue(_)) => Shape::Overdue,
            _ => Shape::Rest,
        }
    }

    fn level(&self) -> u8 {
        let (clock, due) = match self.state.posture() {
            Posture::Standing => (self.standing(), self.state.reminder.standing_due),
            _ => (self.pump(), self.state.reminder.pump_due),
        };
        let tenths = clock.as_millis() * 10 / due.as_millis().max(1);
        u8::try_from(tenths.min(10)).unwrap_or(10)
    }

    fn why(&self) -> Why {
        let facts = &self.state.facts;
        match self.state.posture() {
            Posture::Away(cause) => Why::Absent(cause),
            Posture::Stopped(Halt::Paused) => Why::Paused,
            Posture::Stopped(Halt::OffHours) => Why::OffHours,
            Posture::Seated | Posture::Standing if facts.in_call() => Why::Call,
            Posture::Seated | Posture::Standing
                if facts.media.is_some() && facts.idle_since.is_some() =>
            {
                Why::Media
            }
            Posture::Seated | Posture::Standing if facts.said != Said::Nothing => Why::Said,
            Posture::Seated | Posture::Standing if !facts.idle_works => Why::NoSensor,
            Posture::Seated | Posture::Standing if facts.idle_since.is_some() => Why::ShortIdle,
            Posture::Seated | Posture::Standing => Why::Input,
        }
    }

    fn today(&self) -> Today {
        let day = &self.state.day;
        let from = day.from.max(self.state.ledger.begin());
        let tally = self.state.ledger.tally(from, self.now.boot);
        let longest = self
            .state
            .ledger
            .bouts(from, self.now.boot, self.rules.break_length)
            .iter()
            .map(|bout| bout.lasted)
            .max()
            .unwrap_or_default();
        Today {
            seated: day.past.seated + tally.seated,
            standing: day.past.standing + tally.standing,
            away: day.past.away + tally.away,
            stopped: day.past.stopped + tally.stopped,
            longest: longest.max(day.past_longest),
            breaks: day.breaks,
        }
    }
}

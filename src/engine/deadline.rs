//! The only timer of the program: when the engine wants to be told the time next.

use std::time::Duration;

use super::Engine;
use super::day::next_day;
use super::record::{Halt, Posture};
use super::state::{Hold, Pause, Stage};

const MINUTE: Duration = Duration::from_mins(1);

/// Moments of the wall clock are looked at again at least this often: it may be set, or daylight
/// saving may begin, while the engine sleeps.
const WALL_CLOCK_TRUSTED: Duration = Duration::from_hours(1);

impl Engine {
    /// When `Input::Tick` is wanted next, on the boot clock; none: never.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Duration> {
        let now = self.state.now.boot;
        [
            self.idle_away_at().filter(|_| !self.is_away()),
            self.state.screen.as_ref().map(|screen| screen.until),
            self.question_drops_at(),
            self.look_ends_at(),
            self.halt_changes_at(),
            self.reminder_moves_at(),
            self.face_changes_at(),
        ]
        .into_iter()
        .flatten()
        .map(|at| at.max(now))
        .min()
    }

    fn is_away(&self) -> bool {
        matches!(self.state.posture(), Posture::Away(_)) || self.state.gone.is_some()
    }

    fn reminder_moves_at(&self) -> Option<Duration> {
        if !self.state.present() {
            return None;
        }
        let now = self.state.now.boot;
        if self.state.guided.is_some() {
            return self.guide_ends_at();
        }
        match self.state.reminder.stage {
            Stage::None | Stage::Snoozed => self.due_in().map(|time| now.saturating_add(time)),
            Stage::Waiting(Hold::Lull(since)) => {
                Some(since.saturating_add(self.rules.wait_for_pause))
            }
            Stage::Overdue(Some(again)) => {
                Some(now.saturating_add(again.saturating_sub(self.pump())))
            }
            _ => None,
        }
    }

    /// How long until a reminder is due at this posture; none while nobody is there.
    pub(super) fn due_in(&self) -> Option<Duration> {
        let reminder = &self.state.reminder;
        match self.state.posture() {
            Posture::Seated => {
                let pump = reminder.pump_due.saturating_sub(self.pump());
                let bout = reminder.bout_due.saturating_sub(self.bout());
                Some(pump.min(bout))
            }
            Posture::Standing => Some(reminder.standing_due.saturating_sub(self.standing())),
            Posture::Away(_) | Posture::Stopped(_) => None,
        }
    }

    /// When a pause or the schedule next opens or closes, as far as the wall clock can be trusted.
    fn halt_changes_at(&self) -> Option<Duration> {
        let now = self.state.now;
        let on_wall = |time: Duration| now.boot.saturating_add(time.min(WALL_CLOCK_TRUSTED));
        let until_tomorrow = || {
            (next_day(now.wall, self.rules.day_starts_at) - now.wall)
                .to_std()
                .unwrap_or_default()
        };
        match (self.state.posture(), self.state.pause) {
            (_, Some(Pause::Ever)) | (Posture::Away(_), None) => None,
            (_, Some(Pause::Time(until))) => Some(until),
            (_, Some(Pause::Wall(until))) => {
                Some(on_wall((until - now.wall).to_std().unwrap_or_default()))
            }
            (_, Some(Pause::Tomorrow)) => Some(on_wall(until_tomorrow())),
            (Posture::Stopped(Halt::Paused), None) => Some(now.boot),
            (Posture::Stopped(Halt::OffHours), None) => {
                self.rules.schedule.next_change(now.wall).map(on_wall)
            }
            (Posture::Seated | Posture::Standing, None) => self
                .rules
                .schedule
                .next_change(now.wall)
                .into_iter()
                .chain([until_tomorrow()])
                .min()
                .map(on_wall),
        }
    }

    /// While somebody may look, every whole minute; while nobody touches anything, only so often
    /// that a restart after a crash still finds a gap shorter than an absence.
    fn face_changes_at(&self) -> Option<Duration> {
        if !self.state.present() {
            return None;
        }
        let now = self.state.now.boot;
        let rest = if self.state.facts.idle_since.is_some() {
            self.rules.away_after.saturating_sub(MINUTE).max(MINUTE)
        } else {
            let clock = if self.state.posture() == Posture::Seated {
                self.bout()
            } else {
                self.standing()
            };
            let into_minute = Duration::from_nanos(
                u64::try_from(clock.as_nanos() % MINUTE.as_nanos()).unwrap_or_default(),
            );
            MINUTE.saturating_sub(into_minute)
        };
        Some(now.saturating_add(rest))
    }
}

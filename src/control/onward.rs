//! How a status goes on by itself: what whoever follows counts on without being told.

use std::time::Duration;

use chrono::TimeDelta;

use super::report::StatusReport;

/// Clocks are told in whole seconds, each rounded by itself.
const ROUNDING: u64 = 2;

impl StatusReport {
    /// Whether its clocks run: somebody is there, and nothing is paused.
    #[must_use]
    pub fn counts(&self) -> bool {
        matches!(self.posture.as_str(), "seated" | "standing")
    }

    /// The same so many whole seconds later, if nothing else happened meanwhile. Its headline is still
    /// the one that was told.
    #[must_use]
    pub fn later_by(&self, passed: Duration) -> Self {
        let mut later = self.clone();
        let seconds = passed.as_secs();
        let ahead = i64::try_from(seconds).ok().and_then(TimeDelta::try_seconds);
        if let Some(at) = ahead.and_then(|ahead| self.at.checked_add_signed(ahead)) {
            later.at = at;
        }
        if !self.counts() {
            return later;
        }
        later.pump_seconds = self.pump_seconds.saturating_add(seconds);
        let runs = match self.posture.as_str() {
            "standing" => &mut later.standing_seconds,
            _ => &mut later.bout_seconds,
        };
        *runs = runs.saturating_add(seconds);
        later.next_reminder_seconds = self
            .next_reminder_seconds
            .map(|left| left.saturating_sub(seconds));
        later
    }

    /// Whether who counts on from `earlier` need not be told this: nothing changed, and every clock
    /// ran as it was running, or stood.
    #[must_use]
    pub fn is_only_later_than(&self, earlier: &Self) -> bool {
        let passed = self.at.signed_duration_since(earlier.at).num_seconds();
        let ran = |before: u64, now: u64| {
            let by = now.cast_signed().saturating_sub(before.cast_signed());
            by == 0 || by.abs_diff(passed) <= ROUNDING
        };
        let left = |before: Option<u64>, now: Option<u64>| match (before, now) {
            (Some(before), Some(now)) => ran(now, before),
            (before, now) => before == now,
        };
        let clocks = ran(earlier.bout_seconds, self.bout_seconds)
            && ran(earlier.pump_seconds, self.pump_seconds)
            && ran(earlier.standing_seconds, self.standing_seconds)
            && left(earlier.next_reminder_seconds, self.next_reminder_seconds);
        let rest = Self {
            at: self.at,
            headline: self.headline.clone(),
            bout_seconds: self.bout_seconds,
            pump_seconds: self.pump_seconds,
            standing_seconds: self.standing_seconds,
            next_reminder_seconds: self.next_reminder_seconds,
            ..earlier.clone()
        };
        clocks && rest == *self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(minute: u32, bout: u64, next: Option<u64>) -> StatusReport {
        let text = serde_json::json!({
            "version": 1, "at": format!("2026-03-10T09:{minute:02}:00+02:00"),
            "headline": format!("Sitting {} min", bout / 60), "posture": "seated",
            "why": "input", "since": "2026-03-10T09:00:00+02:00", "bout_seconds": bout,
            "pump_seconds": bout, "standing_seconds": 0, "reminder": "none",
            "next_reminder_seconds": next, "movement": null, "paused_until": null,
            "can_undo": false, "parts": [],
        });
        serde_json::from_value(text).unwrap()
    }

    #[test]
    fn who_counts_by_himself_is_not_told_that_time_passed() {
        let known = status(24, 1440, Some(360));
        assert!(status(25, 1501, Some(299)).is_only_later_than(&known));
        // Time that was taken back, a clock that began anew, another number of minutes to go.
        for other in [
            status(25, 1200, Some(300)),
            status(25, 0, Some(1800)),
            status(25, 1500, Some(900)),
            status(25, 1500, None),
        ] {
            assert!(!other.is_only_later_than(&known), "{other:?}");
        }
        let undone = StatusReport {
            can_undo: true,
            ..status(25, 1500, Some(300))
        };
        assert!(!undone.is_only_later_than(&known));
    }

    #[test]
    fn clocks_that_run_run_on() {
        let minute = Duration::from_mins(1);
        let later = status(24, 1440, Some(30)).later_by(minute);
        assert_eq!(later.at.to_rfc3339(), "2026-03-10T09:25:00+02:00");
        assert_eq!((later.bout_seconds, later.pump_seconds), (1500, 1500));
        assert_eq!(
            (later.standing_seconds, later.next_reminder_seconds),
            (0, Some(0))
        );

        let standing = StatusReport {
            posture: "standing".to_owned(),
            standing_seconds: 60,
            ..status(24, 0, None)
        };
        let later = standing.later_by(minute);
        assert_eq!((later.bout_seconds, later.standing_seconds), (0, 120));
        assert_eq!(later.pump_seconds, 60);
    }

    #[test]
    fn clocks_that_stand_still_stay() {
        for posture in ["away", "paused", "off-hours", "of a later version"] {
            let still = StatusReport {
                posture: posture.to_owned(),
                ..status(24, 1440, Some(360))
            };
            let later = still.later_by(Duration::from_mins(1));
            assert_eq!(
                later,
                StatusReport {
                    at: later.at,
                    ..still
                }
            );
        }
    }
}

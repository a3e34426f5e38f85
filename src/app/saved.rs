//! `state.json`: the engine's snapshot, with what is needed to know how long the program was gone.

use std::time::Duration;

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::engine::{Engine, LONGEST_LIFE, Now, Snapshot};
use crate::platform::{boot_id, boot_time};

/// The engine's clock begins this far from zero, so that a day can be read back before it.
pub(super) const FIRST_MOMENT: Duration = Duration::from_hours(48);

/// The file's shape.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Saved {
    /// Which start of the machine the boot clock below belongs to.
    boot_id: Option<String>,
    /// The system's boot clock when it was saved.
    boot: Duration,
    /// The engine.
    pub snapshot: Snapshot,
}

impl Saved {
    /// The engine as it stands.
    pub(super) fn of(engine: &Engine) -> Self {
        Self {
            boot_id: boot_id(),
            boot: boot_time(),
            snapshot: engine.snapshot(),
        }
    }

    /// Reads the file's text.
    ///
    /// # Errors
    /// When it is damaged or of another version.
    pub(super) fn read(text: &[u8]) -> Result<Self, String> {
        let value: Value = serde_json::from_slice(text).map_err(|error| error.to_string())?;
        let believable = is_within_a_life(&value);
        let saved: Self = serde_json::from_value(value).map_err(|error| error.to_string())?;
        if !saved.snapshot.is_known() {
            return Err("it was written by another version".to_owned());
        }
        if !believable || !saved.snapshot.is_sound() {
            return Err("its figures cannot be".to_owned());
        }
        Ok(saved)
    }

    /// The engine's clocks now: they go on by how long the program was gone. Within one start of the
    /// machine the boot clock tells that, else the wall clock, which may have been set meanwhile.
    ///
    /// The wall clock is given; but that of a fast clock is ahead of it, and stays so.
    pub(super) fn engine_clock(&self, wall: DateTime<FixedOffset>, speed: u32) -> Now {
        let boot = self.engine_clock_at(boot_id().as_deref(), boot_time(), wall);
        let saved = self.snapshot.now();
        Now {
            boot,
            wall: match speed {
                0..=1 => wall,
                _ => wall.max(saved.wall_at(boot)),
            },
        }
    }

    fn engine_clock_at(
        &self,
        boot_id: Option<&str>,
        boot: Duration,
        wall: DateTime<FixedOffset>,
    ) -> Duration {
        let saved: Now = self.snapshot.now();
        let same_start = self.boot_id.is_some() && self.boot_id.as_deref() == boot_id;
        let gone = match boot.checked_sub(self.boot) {
            Some(gone) if same_start => gone,
            _ => (wall - saved.wall).to_std().unwrap_or_default(),
        };
        saved.boot.saturating_add(gone)
    }
}

/// Whether no span in it is beyond belief: sums of such would overflow.
fn is_within_a_life(value: &Value) -> bool {
    match value {
        Value::Object(fields) => {
            let seconds = fields.get("secs").and_then(Value::as_u64);
            seconds.is_none_or(|seconds| seconds < LONGEST_LIFE.as_secs())
                && fields.values().all(is_within_a_life)
        }
        Value::Array(values) => values.iter().all(is_within_a_life),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Rules;
    use crate::platform::clock::wall_time;

    fn saved(boot_id: Option<&str>) -> (Saved, DateTime<FixedOffset>) {
        let wall = wall_time();
        let engine = Engine::new(
            Rules::default(),
            Now {
                boot: FIRST_MOMENT,
                wall,
            },
        );
        let saved = Saved {
            boot_id: boot_id.map(str::to_owned),
            boot: Duration::from_secs(500),
            snapshot: engine.snapshot(),
        };
        (saved, wall)
    }

    #[test]
    fn within_one_start_of_the_machine_the_boot_clock_counts() {
        let (saved, wall) = saved(Some("a"));
        let later = wall - chrono::Duration::hours(5);
        let clock = saved.engine_clock_at(
            Some("a"),
            Duration::from_secs(500) + Duration::from_mins(2),
            later,
        );
        assert_eq!(clock, FIRST_MOMENT + Duration::from_mins(2));
    }

    #[test]
    fn after_a_reboot_the_wall_clock_counts_and_never_backwards() {
        let (saved, wall) = saved(Some("a"));
        let later = wall + chrono::Duration::hours(8);
        let clock = saved.engine_clock_at(Some("b"), Duration::from_secs(9), later);
        assert_eq!(clock, FIRST_MOMENT + Duration::from_hours(8));
        let earlier = wall - chrono::Duration::hours(8);
        assert_eq!(
            saved.engine_clock_at(Some("b"), Duration::from_secs(9), earlier),
            FIRST_MOMENT
        );
    }

    #[test]
    fn what_was_written_is_read_back() {
        let (saved, _) = saved(None);
        let text = serde_json::to_string(&saved).unwrap();
        let read = |text: &str| Saved::read(text.as_bytes());
        assert_eq!(read(&text).unwrap().snapshot, saved.snapshot);
        assert!(read(&text[..text.len() / 2]).is_err());
        let newer = text.replace("\"snapshot\":{\"version\":2", "\"snapshot\":{\"version\":9");
        assert_eq!(
            read(&newer).unwrap_err(),
            "it was written by another version"
        );
    }

    #[test]
    fn a_span_beyond_belief_is_not_believed() {
        let (saved, _) = saved(None);
        let text = serde_json::to_string(&saved).unwrap();
        for clock in ["\"pump_due\"", "\"past_longest\"", "\"recorded\""] {
            let place = text.find(clock).unwrap();
            let (before, after) = text.split_at(place);
            let after = after.replacen("\"secs\":", "\"secs\":9999999999999", 1);
            let read = Saved::read(format!("{before}{after}").as_bytes());
            assert_eq!(read.unwrap_err(), "its figures cannot be", "{clock}");
        }
    }
}

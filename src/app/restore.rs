//! The engine as it was when the program stopped: from the state, and from the records after it.

use std::fs;
use std::iter;
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{DateTime, FixedOffset};

use super::day::counting;
use super::saved::{FIRST_MOMENT, Saved};
use crate::engine::{Engine, Now, Record, Rules, date_of};
use crate::history::devices_around;
use crate::platform::clock::{Clock, wall_time};
use crate::store::{Contents, Places, device_name, is_near, last_id, records_after};

/// A fast clock that is further ahead than this was none.
const LONGEST_DEMONSTRATION: Duration = Duration::from_hours(48);

/// Times of records are whole seconds.
const ROUNDING: Duration = Duration::from_secs(1);

/// So many damaged states are kept beside the one in use.
const MOST_ASIDE: u32 = 9;

/// The engine as it was when the program stopped, and its clock going on.
pub(super) struct Restored {
    pub engine: Engine,
    pub clock: Clock,
    /// What this machine is called in the history; empty where no name can be kept.
    pub device: String,
    /// What the user should know of it.
    pub told: Option<String>,
}

/// Goes on from the state; without one the day is read back from the history.
pub(super) fn restore(places: &Places, rules: Rules, speed: u32) -> Restored {
    let device = device_name(&places.device).unwrap_or_default();
    let (saved, told) = match read_state(&places.state) {
        State::Usable(saved) => (saved, None),
        State::Absent => return begin_anew(places, rules, speed, device, None),
        State::Unusable(words) => {
            return begin_anew(places, rules, speed, device, Some(words));
        }
    };
    let last = saved.snapshot.last_record();
    let records = match records_after(&places.history, &device, last) {
        Ok(tail) => tail.records,
        Err(error) => {
            tracing::warn!(%error, "the end of the history cannot be read");
            Vec::new()
        }
    };
    let mut now = saved.engine_clock(wall_time(), speed);
    if speed > 1 {
        // A fast clock was ahead of the snapshot too.
        let ahead = ahead_of(now.wall, &records);
        now.boot += ahead;
        now.wall += ahead;
    }
    let clock = Clock::starting_at(now, speed);
    let mut engine = Engine::restore(rules, saved.snapshot);
    engine.recover(&past(records, now));
    engine.count_on_from(last_record(places, &device, now.wall));
    Restored {
        engine,
        clock,
        device,
        told,
    }
}

/// How far the records of a fast clock are ahead, if it is not beyond belief.
fn ahead_of(wall: DateTime<FixedOffset>, records: &[Record]) -> Duration {
    records
        .iter()
        .filter_map(|record| (record.end()? - wall).to_std().ok())
        .filter(|ahead| *ahead <= LONGEST_DEMONSTRATION)
        .max()
        .unwrap_or_default()
}

/// The newest id that this device gave, so that none is given twice.
fn last_record(places: &Places, device: &str, now: DateTime<FixedOffset>) -> u64 {
    match last_id(&places.history, device, now) {
        Ok(id) => id.unwrap_or_default(),
        Err(error) => {
            tracing::warn!(%error, "the newest record cannot be found");
            0
        }
    }
}

/// The records whose time is over. Others are of a clock that was wrong once, or of nobody: an
/// engine that believed them would stand still until then, or number its own where nobody reads.
pub(super) fn past(records: Vec<Record>, now: Now) -> Vec<Record> {
    let is_over = |record: &Record| match record.end() {
        Some(end) => end <= now.wall + ROUNDING && is_near(record.id, now.wall),
        None => false,
    };
    records.into_iter().filter(is_over).collect()
}

fn begin_anew(
    places: &Places,
    rules: Rules,
    speed: u32,
    device: String,
    told: Option<String>,
) -> Restored {
    let records = |date| -> Vec<Record> {
        devices_around(&places.history, date, date)
            .unwrap_or_default()
            .into_iter()
            .filter(|one| one.name == device)
            .flat_map(|one| one.records)
            .collect()
    };
    let mut wall = wall_time();
    if speed > 1 {
        // A fast clock was ahead, and goes on from there.
        wall += ahead_of(wall, &records(date_of(wall, rules.day_starts_at)));
    }
    let clock = Clock::starting_at(
        Now {
            boot: FIRST_MOMENT,
            wall,
        },
        speed,
    );
    let now = clock.now();
    let date = date_of(now.wall, rules.day_starts_at);
    let day_starts_at = counting(&rules).day_starts_at;
    let mut today = past(records(date), now);
    today.retain(|record| date_of(record.at, day_starts_at) == date);
    let begin = today.iter().map(|record| record.at).min();
    let begin = begin.map_or(now, |first| Now {
        boot: now
            .boot
            .saturating_sub((now.wall - first).to_std().unwrap_or_default()),
        wall: first,
    });
    let mut engine = Engine::new(rules, begin);
    engine.recover(&today);
    engine.count_on_from(last_record(places, &device, now.wall));
    Restored {
        engine,
        clock,
        device,
        told,
    }
}

/// What lies in the place of the state.
enum State {
    Usable(Box<Saved>),
    Absent,
    /// It was put aside, in these words.
    Unusable(String),
}

/// Reads the state; one that cannot be used is put aside, not overwritten.
fn read_state(path: &Path) -> State {
    let why = match Contents::of(path) {
        Contents::Absent => return State::Absent,
        Contents::Unreadable(why) => why,
        Contents::Bytes(bytes) => match Saved::read(&bytes) {
            Ok(saved) => return State::Usable(Box::new(saved)),
            Err(why) => why,
        },
    };
    let aside = aside_of(path);
    let moved = fs::rename(path, &aside);
    let (path, aside_shown) = (path.display(), aside.display());
    State::Unusable(match moved {
        Ok(()) => format!(
            "{path} cannot be used ({why}). It is put aside as {aside_shown}, and the day is read \
             back from the history."
        ),
        Err(error) => format!(
            "{path} cannot be used ({why}) and cannot be put aside as {aside_shown}: {error}. The \
             day is read back from the history."
        ),
    })
}

/// A name beside the state that is free; after many, the last one is used again.
fn aside_of(path: &Path) -> PathBuf {
    let first = path.with_extension("json.damaged");
    let more = (2..MOST_ASIDE).map(|count| path.with_extension(format!("json.damaged-{count}")));
    let free = |aside: &PathBuf| fs::symlink_metadata(aside).is_err();
    iter::once(first)
        .chain(more)
        .find(free)
        .unwrap_or_else(|| path.with_extension(format!("json.damaged-{MOST_ASIDE}")))
}

//! A laptop and a desk, and what was recorded on them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, DurationRound, FixedOffset, TimeDelta};
use serde_json::Value;
use soleus::control::{Answer, Ask, Minutes};
use soleus::engine::Record;
use soleus::engine::movement::Kind;
use soleus::engine::record::{Happened, Outcome, Posture, RECORD_VERSION, Source};
use soleus::platform::clock::wall_time;
use soleus::store::{Appender, device_name};

use crate::stage::{Resident, Stage};

/// Two machines on one day.
pub(crate) fn two() -> (Stage, Stage) {
    let laptop = Stage::new();
    let mut desk = Stage::new();
    desk.day_began = laptop.day_began;
    fs::copy(laptop.path("settings.json"), desk.path("settings.json")).unwrap();
    (laptop, desk)
}

/// The moment so many minutes ago.
pub(crate) fn ago(minutes: i64) -> DateTime<FixedOffset> {
    let now = wall_time().to_utc().fixed_offset();
    let now = now.duration_trunc(TimeDelta::seconds(1)).unwrap();
    now - TimeDelta::minutes(minutes)
}

fn record(
    from: DateTime<FixedOffset>,
    written: DateTime<FixedOffset>,
    happened: Happened,
) -> Record {
    Record {
        v: RECORD_VERSION,
        id: u64::try_from(written.timestamp_millis()).unwrap(),
        at: from,
        happened,
    }
}

/// Sitting between two moments.
pub(crate) fn sat(from: DateTime<FixedOffset>, to: DateTime<FixedOffset>) -> Record {
    let seconds = u64::try_from((to - from).num_seconds()).unwrap();
    let posture = Posture::Seated;
    record(from, to, Happened::Stretch { posture, seconds })
}

/// A minute of walking that ended at this moment.
pub(crate) fn walked(ended: DateTime<FixedOffset>) -> Record {
    let happened = Happened::Break {
        movement: Some("easy-walk".to_owned()),
        kind: Some(Kind::OnFeet),
        outcome: Outcome::Done,
        asked: None,
        seconds: 60,
        repetitions: None,
        side: None,
        source: Source::Notice,
    };
    let a_minute = TimeDelta::minutes(1);
    record(ended - a_minute, ended + TimeDelta::seconds(1), happened)
}

/// Writes as the program does.
pub(crate) fn write(history: &Path, device: &str, records: &[Record]) {
    Appender::new(history, device).append(records).unwrap();
}

/// The name of a machine, made if it has none.
pub(crate) fn name(stage: &Stage) -> String {
    device_name(&stage.path("device")).unwrap()
}

/// Books minutes on the feet. Each number has a movement of its own: one that is told twice of the same
/// time is one.
pub(crate) fn book(resident: &Resident, minutes: u64) {
    let movement = match minutes {
        1 => "easy-walk",
        2 => "stair-climb",
        3 => "half-squat",
        _ => "sit-to-stand",
    };
    let answer = resident.ask(&Ask::Log {
        movement: Some(movement.to_owned()),
        minutes: Minutes::try_from(minutes).ok(),
        at: None,
    });
    assert!(matches!(answer, Some(Answer::Did { .. })), "{answer:?}");
}

/// What `today` counts.
pub(crate) fn figures(stage: &Stage) -> BTreeMap<&'static str, Value> {
    let mut today = stage.json("today");
    let keys = [
        "seated_seconds",
        "standing_seconds",
        "on_feet_seconds",
        "away_seconds",
        "stopped_seconds",
        "longest_bout_seconds",
        "breaks",
    ];
    let figures: BTreeMap<_, _> = keys
        .into_iter()
        .map(|key| (key, today[key].take()))
        .collect();
    assert!(
        figures.values().all(|figure| !figure.is_null()),
        "{figures:?}"
    );
    figures
}

/// The lengths in minutes of the breaks that `today` tells.
pub(crate) fn breaks(stage: &Stage) -> Vec<u64> {
    let today = stage.json("today");
    let breaks = today["breaks"].as_array().unwrap().iter();
    breaks
        .map(|one| one["seconds"].as_u64().unwrap() / 60)
        .collect()
}

/// Every file of a history with its text, but for those of programs that synchronise it.
pub(crate) fn files(history: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![history.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy();
            if name.starts_with('.') {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(text) = fs::read(&path) {
                let inside = path.strip_prefix(history).unwrap().to_owned();
                files.insert(inside, text);
            }
        }
    }
    files
}

/// Copies the folder of a machine into the history of another, as a program that synchronises does.
pub(crate) fn carry(device: &str, from: &Stage, to: &Stage) {
    let own = from.path("history").join(device);
    let other = to.path("history").join(device);
    fs::create_dir_all(&other).unwrap();
    for (name, text) in files(&own) {
        // Beside it first, and then in its place.
        let new = other.join(".new.tmp");
        fs::write(&new, text).unwrap();
        fs::rename(new, other.join(name)).unwrap();
    }
}

//! The history read with nothing of the program's own reader: what a record says, and what must
//! hold of all of them together.

use std::collections::HashSet;
use std::fs;
use std::path::PathBuf;

use chrono::{DateTime, FixedOffset, Utc};
use serde_json::Value;

use crate::stage::{Stage, names};

/// Every line of this device's history, in the order of the files.
pub(crate) struct History {
    pub(crate) lines: Vec<Value>,
    /// Lines that are no JSON.
    pub(crate) damaged: usize,
    day_began: DateTime<Utc>,
}

impl Stage {
    /// The month files of this device.
    pub(crate) fn months(&self) -> Vec<PathBuf> {
        let folder = self.own_folder();
        names(&folder, "")
            .into_iter()
            .map(|name| folder.join(name))
            .collect()
    }

    pub(crate) fn history(&self) -> History {
        let text: Vec<u8> = self
            .months()
            .iter()
            .flat_map(|path| fs::read(path).unwrap())
            .collect();
        let (mut lines, mut damaged) = (Vec::new(), 0);
        for line in text.split(|byte| *byte == b'\n') {
            match serde_json::from_slice(line) {
                Ok(value) => lines.push(value),
                Err(_) if line.is_empty() => {}
                Err(_) => damaged += 1,
            }
        }
        History {
            lines,
            damaged,
            day_began: self.day_began,
        }
    }
}

impl History {
    pub(crate) fn of(&self, kind: &str) -> Vec<&Value> {
        self.lines
            .iter()
            .filter(|line| line["kind"] == kind)
            .collect()
    }

    /// How many lines book a movement of so many minutes.
    pub(crate) fn booked(&self, minutes: u64) -> usize {
        self.of("break")
            .iter()
            .filter(|line| line["outcome"] == "done" && line["seconds"] == minutes * 60)
            .count()
    }

    /// The ids of records that were taken back, and not taken back again.
    pub(crate) fn undone(&self) -> HashSet<u64> {
        let mut undone = HashSet::new();
        for undo in self.of("undo").iter().rev() {
            if !undone.contains(&id(undo)) {
                undone.insert(undo["of"].as_u64().unwrap());
            }
        }
        undone
    }

    /// Breaks of the day that count, as `at` and `seconds`.
    pub(crate) fn breaks(&self) -> Vec<(String, u64)> {
        self.breaks_that(|_| true)
    }

    /// Those that were done seated. Of one and the same walk that is told twice, the day tells once.
    pub(crate) fn seated_breaks(&self) -> Vec<(String, u64)> {
        self.breaks_that(|line| line["movement_kind"] == "seated")
    }

    fn breaks_that(&self, count: impl Fn(&Value) -> bool) -> Vec<(String, u64)> {
        let undone = self.undone();
        let mut breaks: Vec<_> = self
            .of("break")
            .into_iter()
            .filter(|line| !undone.contains(&id(line)) && count(line))
            .map(|line| (at(line), seconds(line)))
            .filter(|(at, _)| *at >= self.day_began)
            .collect();
        breaks.sort();
        breaks
            .into_iter()
            .map(|(at, seconds)| (at.to_rfc3339(), seconds))
            .collect()
    }

    /// The sum of all stretches, whatever corrections say.
    pub(crate) fn stretched(&self) -> u64 {
        self.of("stretch").into_iter().map(seconds).sum()
    }

    /// What holds of every history: each record once, in order, and no time twice.
    #[track_caller]
    pub(crate) fn holds(&self) {
        let ids: Vec<u64> = self.lines.iter().map(id).collect();
        assert!(
            ids.windows(2).all(|pair| pair[0] < pair[1]),
            "ids do not grow: {ids:?}"
        );
        let mut end: Option<DateTime<FixedOffset>> = None;
        for stretch in self.of("stretch") {
            let begin = at(stretch);
            if let Some(end) = end {
                assert!(end <= begin, "time twice: until {end}, then {stretch}");
            }
            let lasted = i64::try_from(seconds(stretch)).unwrap();
            end = Some(begin + chrono::Duration::seconds(lasted));
        }
    }
}

/// The breaks of `today --json`, as `at` and `seconds`.
pub(crate) fn breaks_of(today: &Value) -> Vec<(String, u64)> {
    let mut breaks: Vec<_> = today["breaks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (at(one), seconds(one)))
        .collect();
    breaks.sort();
    breaks
        .into_iter()
        .map(|(at, seconds)| (at.to_rfc3339(), seconds))
        .collect()
}

/// Those of `today --json` that were done seated.
pub(crate) fn seated(mut today: Value) -> Value {
    let breaks = today["breaks"].as_array_mut().unwrap();
    breaks.retain(|one| one["kind"] == "seated");
    today
}

/// All time that `today --json` knows of.
pub(crate) fn total(today: &Value) -> u64 {
    ["seated", "standing", "on_feet", "away", "stopped"]
        .iter()
        .map(|posture| today[format!("{posture}_seconds")].as_u64().unwrap())
        .sum()
}

pub(crate) fn at(line: &Value) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(line["at"].as_str().unwrap()).unwrap()
}

fn id(line: &Value) -> u64 {
    line["id"].as_u64().unwrap()
}

fn seconds(line: &Value) -> u64 {
    line["seconds"].as_u64().unwrap()
}

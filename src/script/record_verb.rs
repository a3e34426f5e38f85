//! The lines of a script that are about the record: corrections, other machines, the letter.

use std::time::Duration;

use chrono::NaiveTime;

use super::verb::{clock, kind_of, time_of};
use crate::engine::input::{Letter, Was};
use crate::engine::movement::Kind;
use crate::engine::record::{Cause, Posture};

#[derive(Debug, Clone, PartialEq)]
pub(super) enum RecordVerb {
    Fix {
        was: Was,
        lasted: Duration,
        at: NaiveTime,
        days_ago: u64,
    },
    /// The newest record whose words begin so.
    Drop(String),
    /// The newest record whose words begin so.
    Confirm(String),
    SatElsewhere {
        from: NaiveTime,
        to: NaiveTime,
    },
    MovedElsewhere {
        kind: Kind,
        ended: NaiveTime,
    },
    Letter(Letter),
    /// The day that many days ago as the history tells it.
    Day(u64),
    /// The laptop recorded this posture.
    Laptop {
        posture: Posture,
        from: NaiveTime,
        to: NaiveTime,
    },
}

/// Reads one line; none if it is about something else.
pub(super) fn parse(words: &[&str]) -> Option<Result<RecordVerb, String>> {
    let (verb, rest) = words.split_first()?;
    Some(match (*verb, rest) {
        ("fix", [was, time, "at", at]) => fix(was, time, at, "0"),
        ("fix", [was, time, "at", at, days, "day" | "days", "ago"]) => fix(was, time, at, days),
        ("drop", what) if !what.is_empty() => Ok(RecordVerb::Drop(what.join(" "))),
        ("confirm", what) if !what.is_empty() => Ok(RecordVerb::Confirm(what.join(" "))),
        ("elsewhere", ["sat", from, "to", to]) => sat_elsewhere(from, to),
        ("elsewhere", ["moved", kind, "at", ended]) => moved_elsewhere(kind, ended),
        ("letter", ["longest", longest, "moved", moved, "breaks", breaks]) => {
            letter(longest, moved, breaks)
        }
        ("day", []) => Ok(RecordVerb::Day(0)),
        ("day", [days, "day" | "days", "ago"]) => days_ago(days).map(RecordVerb::Day),
        ("laptop", [posture, from, "to", to]) => laptop(posture, from, to),
        _ => return None,
    })
}

fn days_ago(days: &str) -> Result<u64, String> {
    days.parse()
        .map_err(|_| "`ago` wants a number of days".to_owned())
}

fn laptop(posture: &str, from: &str, to: &str) -> Result<RecordVerb, String> {
    Ok(RecordVerb::Laptop {
        posture: match posture {
            "seated" => Posture::Seated,
            "standing" => Posture::Standing,
            "away" => Posture::Away(Cause::Idle),
            _ => return Err(format!("`{posture}` is no posture of the laptop")),
        },
        from: clock(from)?,
        to: clock(to)?,
    })
}

fn fix(was: &str, lasted: &str, at: &str, days_ago: &str) -> Result<RecordVerb, String> {
    let was = Was::ALL
        .into_iter()
        .find(|known| known.word() == was)
        .ok_or_else(|| format!("`{was}` is nothing somebody did"))?;
    Ok(RecordVerb::Fix {
        was,
        lasted: time_of(lasted)?,
        at: clock(at)?,
        days_ago: self::days_ago(days_ago)?,
    })
}

fn sat_elsewhere(from: &str, to: &str) -> Result<RecordVerb, String> {
    Ok(RecordVerb::SatElsewhere {
        from: clock(from)?,
        to: clock(to)?,
    })
}

fn moved_elsewhere(kind: &str, ended: &str) -> Result<RecordVerb, String> {
    Ok(RecordVerb::MovedElsewhere {
        kind: kind_of(kind).ok_or_else(|| format!("`{kind}` is no kind of movement"))?,
        ended: clock(ended)?,
    })
}

fn letter(longest: &str, moved: &str, breaks: &str) -> Result<RecordVerb, String> {
    Ok(RecordVerb::Letter(Letter {
        longest: time_of(longest)?,
        leg_work: time_of(moved)?,
        breaks: breaks.parse().map_err(|_| "`breaks` wants a number")?,
    }))
}

//! One record ⇄ one line of JSON.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::Deserialize;

use crate::engine::Record;
use crate::engine::effect::Ask;
use crate::engine::movement::Kind;
use crate::engine::record::{Happened, LARGEST_ID, Outcome, Posture, RECORD_VERSION, Side, Source};

/// What a line of the history is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// A record.
    Record(Record),
    /// Written by a newer version of the program, or of a kind this one does not know.
    Unknown {
        /// Its id, which counts all the same.
        id: u64,
    },
    /// Cut off, garbled or not a record at all.
    Damaged,
    /// Nothing: white space.
    Blank,
}

/// What every line has, whatever its version.
#[derive(Deserialize)]
struct Frame {
    v: u32,
    id: u64,
    kind: String,
}

/// Every kind of record this program knows.
const KINDS: [&str; 11] = [
    "started",
    "stopped",
    "stretch",
    "break",
    "snooze",
    "undo",
    "confirm",
    "correction",
    "anew",
    "call",
    "totals",
];

/// Ten years, in seconds: what says it lasted longer is damage. A machine may have been off for years,
/// so it is generous; as many lines as a file holds add up to no more than a number can.
const LONGEST: u64 = 10 * 366 * 24 * 60 * 60;

/// The record as one line, with its line feed.
///
/// # Errors
/// Never for a record; the encoder's own signature says so.
pub fn to_line(record: &Record) -> serde_json::Result<String> {
    serde_json::to_string(record).map(|line| line + "\n")
}

/// Reads one line, with or without its line feed.
#[must_use]
pub fn read_line(line: &[u8]) -> Line {
    let line = line.trim_ascii();
    if line.is_empty() || is_conflict_mark(line) {
        return Line::Blank;
    }
    plain(line).map_or_else(|| any(line), Line::Record)
}

/// Whatever stands in a line that is not plain.
fn any(line: &[u8]) -> Line {
    let record: Option<Record> = serde_json::from_slice(line).ok();
    if let Some(record) = record.filter(|record| record.v == RECORD_VERSION) {
        let can_be = record.id <= LARGEST_ID && seconds(&record.happened) <= LONGEST;
        return if can_be {
            Line::Record(record)
        } else {
            Line::Damaged
        };
    }
    match serde_json::from_slice::<Frame>(line) {
        Ok(frame) if frame.id > LARGEST_ID => Line::Damaged,
        Ok(frame) if frame.v > RECORD_VERSION || !KINDS.contains(&frame.kind.as_str()) => {
            Line::Unknown { id: frame.id }
        }
        _ => Line::Damaged,
    }
}

/// Every length of time that a record tells.
fn seconds(happened: &Happened) -> u64 {
    match happened {
        Happened::Stretch { seconds, .. }
        | Happened::Break { seconds, .. }
        | Happened::Call { seconds }
        | Happened::Correction { seconds, .. } => *seconds,
        Happened::Snooze { seconds } => seconds.unwrap_or_default(),
        Happened::Totals { active_seconds, .. } => *active_seconds,
        Happened::Started
        | Happened::Stopped
        | Happened::Undo { .. }
        | Happened::Confirm { .. }
        | Happened::Anew => 0,
    }
}

/// What git writes between two versions of a file that both changed; the lines of both are kept.
fn is_conflict_mark(line: &[u8]) -> bool {
    [&b"<<<<<<<"[..], b"|||||||", b"=======", b">>>>>>>"]
        .iter()
        .any(|mark| line.starts_with(mark))
}

/// A line of the commonest kinds with nothing unusual in it, as this program writes nearly all of
/// them: read several times as fast as any other. None says nothing about the line.
#[derive(Deserialize)]
struct Plain<'a> {
    v: u32,
    id: u64,
    at: &'a str,
    kind: &'a str,
    #[serde(default)]
    posture: Option<Posture>,
    #[serde(default)]
    seconds: Option<u64>,
    #[serde(default)]
    movement: Option<&'a str>,
    #[serde(default)]
    movement_kind: Option<Kind>,
    #[serde(default)]
    outcome: Option<Outcome>,
    #[serde(default)]
    asked: Option<Ask>,
    #[serde(default)]
    repetitions: Option<u32>,
    #[serde(default)]
    side: Option<Side>,
    #[serde(default)]
    source: Option<Source>,
}

fn plain(line: &[u8]) -> Option<Record> {
    let plain: Plain<'_> = serde_json::from_slice(line).ok()?;
    let is_known = plain.v == RECORD_VERSION && plain.id <= LARGEST_ID;
    if !is_known || plain.seconds.is_some_and(|it| it > LONGEST) {
        return None;
    }
    let happened = match plain.kind {
        "stretch" => Happened::Stretch {
            posture: plain.posture?,
            seconds: plain.seconds?,
        },
        "break" => Happened::Break {
            movement: plain.movement.map(str::to_owned),
            kind: plain.movement_kind,
            outcome: plain.outcome?,
            asked: plain.asked,
            seconds: plain.seconds?,
            repetitions: plain.repetitions,
            side: plain.side,
            source: plain.source?,
        },
        _ => return None,
    };
    Some(Record {
        v: plain.v,
        id: plain.id,
        at: plain_time(plain.at)?,
        happened,
    })
}

/// `2026-11-26T09:35:05+01:00`, or `2026-11-26T08:35:05Z` where the clock is UTC, and nothing else.
fn plain_time(text: &str) -> Option<DateTime<FixedOffset>> {
    let (bytes, zone) = text.as_bytes().split_first_chunk::<19>()?;
    let offset = plain_offset(zone)?;
    let marks = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':')];
    if marks.iter().any(|(place, mark)| bytes[*place] != *mark) {
        return None;
    }
    let number = |from: usize, to: usize| number(&bytes[from..to]);
    let year = i32::try_from(number(0, 4)?).ok()?;
    NaiveDate::from_ymd_opt(year, number(5, 7)?, number(8, 10)?)?
        .and_hms_opt(number(11, 13)?, number(14, 16)?, number(17, 19)?)?
        .and_local_timezone(offset)
        .single()
}

/// `+01:00` or `Z`.
fn plain_offset(zone: &[u8]) -> Option<FixedOffset> {
    match zone {
        b"Z" => FixedOffset::east_opt(0),
        [sign, hours @ .., b':', ten, one] if hours.len() == 2 => {
            let east = number(hours)? * 3600 + number(&[*ten, *one])? * 60;
            let east = i32::try_from(east).ok()?;
            match sign {
                b'+' => FixedOffset::east_opt(east),
                b'-' => FixedOffset::west_opt(east),
                _ => None,
            }
        }
        _ => None,
    }
}

/// Digits alone.
fn number(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0u32, |number, digit| {
        let digit = digit.wrapping_sub(b'0');
        (digit < 10).then(|| number * 10 + u32::from(digit))
    })
}

#[cfg(test)]
mod tests {
    use crate::engine::record::{Cause, Halt};

    use super::*;

    fn record(happened: Happened) -> Record {
        Record {
            v: RECORD_VERSION,
            id: 1_764_000_000_000,
            at: DateTime::parse_from_rfc3339("2026-11-23T09:05:00.250+01:00").unwrap(),
            happened,
        }
    }

    fn every_kind() -> Vec<Happened> {
        vec![
            Happened::Started,
            Happened::Stopped,
            Happened::Stretch {
                posture: Posture::Away(Cause::Idle),
                seconds: 700,
            },
            Happened::Break {
                movement: Some("easy-walk".into()),
                kind: Some(Kind::OnFeet),
                outcome: Outcome::Done,
                asked: None,
                seconds: 120,
                repetitions: None,
                side: None,
                source: Source::Notice,
            },
            Happened::Snooze { seconds: None },
            Happened::Undo {
                of: 7,
                device: None,
            },
            Happened::Confirm {
                of: 8,
                device: None,
            },
            Happened::Correction {
                posture: Posture::Stopped(Halt::Paused),
                seconds: 60,
            },
            Happened::Anew,
            Happened::Call { seconds: 1800 },
            Happened::Totals {
                program: "workrave".into(),
                active_seconds: 14_400,
                taken: 9,
                passed: 3,
            },
        ]
    }

    #[test]
    fn every_kind_of_record_is_read_back_as_it_was() {
        let kinds = every_kind();
        assert_eq!(kinds.len(), KINDS.len());
        for (happened, kind) in kinds.into_iter().zip(KINDS) {
            let record = record(happened);
            let line = to_line(&record).unwrap();
            assert!(
                line.ends_with("}\n") && line.matches('\n').count() == 1,
                "{line}"
            );
            assert!(line.contains(&format!("\"kind\":\"{kind}\"")), "{line}");
            assert_eq!(read_line(line.as_bytes()), Line::Record(record));
        }
    }

    /// A line with something else in each place of it.
    fn damaged(line: &str) -> impl Iterator<Item = String> {
        let scraps = [
            ".", "-", "\"", "null", "\\u0041", "1e3", " ", "{", "+25:61", "Z",
        ];
        (0..line.len() - 1).flat_map(move |place| {
            scraps.into_iter().flat_map(move |scrap| {
                let mut over = line.to_owned();
                over.replace_range(place..=place, scrap);
                let mut into = line.to_owned();
                into.insert_str(place, scrap);
                [over, into]
            })
        })
    }

    /// Whether a line is plain; then any way to read it says the same.
    fn agreed(line: &str) -> bool {
        let line = line.trim_ascii().as_bytes();
        let Some(record) = plain(line) else {
            return false;
        };
        let Line::Record(known) = any(line) else {
            panic!("{}", String::from_utf8_lossy(line));
        };
        // Moments are the same in any zone.
        assert_eq!(record.at.offset(), known.at.offset());
        assert_eq!(record, known);
        true
    }

    #[test]
    fn lines_of_every_zone_are_plain() {
        let stretch = Happened::Stretch {
            posture: Posture::Seated,
            seconds: 60,
        };
        for zone in ["Z", "+00:00", "-00:00", "+05:45", "-09:30", "+23:59"] {
            let line = to_line(&record(stretch.clone())).unwrap();
            let line = line.replace(".250+01:00", zone);
            assert!(agreed(&line), "{line}");
        }
        // As this program writes where the clock is UTC.
        let utc = Record {
            at: DateTime::parse_from_rfc3339("2026-11-23T08:05:00+00:00").unwrap(),
            ..record(stretch)
        };
        assert!(agreed(&to_line(&utc).unwrap()));
    }

    #[test]
    fn a_plain_line_is_read_as_any_other_is() {
        let (mut plainly, mut not) = (0, 0);
        for happened in every_kind() {
            let line = to_line(&record(happened)).unwrap();
            for zone in ["+01:00", "Z"] {
                let line = line.replace(".250+01:00", zone);
                for line in damaged(&line).chain([line.clone()]) {
                    if agreed(&line) {
                        plainly += 1;
                    } else {
                        not += 1;
                    }
                }
            }
        }
        assert!(
            plainly > 50 && not > 1000,
            "{plainly} plain lines, {not} others"
        );
    }

    #[test]
    fn the_public_format_of_a_line_stays() {
        let line = to_line(&record(every_kind().remove(3))).unwrap();
        assert_eq!(
            line,
            "{\"v\":1,\"id\":1764000000000,\"at\":\"2026-11-23T09:05:00.250+01:00\",\
             \"kind\":\"break\",\"movement\":\"easy-walk\",\"movement_kind\":\"on-feet\",\
             \"outcome\":\"done\",\"seconds\":120,\"source\":\"notice\"}\n"
        );
    }

    #[test]
    fn every_cut_of_a_line_is_damage() {
        let line = to_line(&record(every_kind().remove(3))).unwrap();
        for end in 1..line.len() - 1 {
            assert_eq!(read_line(&line.as_bytes()[..end]), Line::Damaged, "{end}");
        }
    }

    #[test]
    fn lines_that_are_no_records_are_told_apart() {
        let table: [(&[u8], Line); 13] = [
            (b"", Line::Blank),
            (b" \t\r\n", Line::Blank),
            (b"{}", Line::Damaged),
            (b"[1]", Line::Damaged),
            (b"\xff\xfe\x00", Line::Damaged),
            (b"\0\0\0\0", Line::Damaged),
            (
                br#"{"v":1,"id":3,"at":"2026-11-23T09:00:00+01:00","kind":"jump"}"#,
                Line::Unknown { id: 3 },
            ),
            (
                br#"{"v":2,"id":4,"at":"2026-11-23T09:00:00+01:00","kind":"started"}"#,
                Line::Unknown { id: 4 },
            ),
            (
                br#"{"v":9,"id":5,"kind":"started","when":0}"#,
                Line::Unknown { id: 5 },
            ),
            (
                br#"{"v":0,"id":6,"at":"2026-11-23T09:00:00+01:00","kind":"started"}"#,
                Line::Damaged,
            ),
            (
                br#"{"v":1,"id":7,"at":"yesterday","kind":"started"}"#,
                Line::Damaged,
            ),
            (
                br#"{"v":1,"id":18446744073709551615,"at":"2026-11-23T09:00:00+01:00","kind":"started"}"#,
                Line::Damaged,
            ),
            (
                br#"{"v":2,"id":253402300800000,"kind":"started"}"#,
                Line::Damaged,
            ),
        ];
        for (line, expected) in table {
            assert_eq!(
                read_line(line),
                expected,
                "{}",
                String::from_utf8_lossy(line)
            );
        }
    }

    #[test]
    fn what_lasts_longer_than_anything_is_damage() {
        let lasting = |seconds: u64| {
            let lines = every_kind().into_iter().filter_map(move |mut happened| {
                match &mut happened {
                    Happened::Stretch { seconds: it, .. }
                    | Happened::Break { seconds: it, .. }
                    | Happened::Call { seconds: it }
                    | Happened::Correction { seconds: it, .. }
                    | Happened::Totals {
                        active_seconds: it, ..
                    } => *it = seconds,
                    Happened::Snooze { seconds: it } => *it = Some(seconds),
                    _ => return None,
                }
                let line = to_line(&record(happened)).unwrap();
                // The plainer way of two to write the time is read by itself.
                Some([line.replace(".250+", "+"), line])
            });
            lines.flatten().collect::<Vec<_>>()
        };
        assert_eq!(lasting(1).len(), 12);
        for line in lasting(LONGEST) {
            assert!(
                matches!(read_line(line.as_bytes()), Line::Record(_)),
                "{line}"
            );
        }
        for line in [LONGEST + 1, 1 << 62, u64::MAX]
            .into_iter()
            .flat_map(lasting)
        {
            assert_eq!(read_line(line.as_bytes()), Line::Damaged, "{line}");
        }
    }

    #[test]
    fn a_key_of_a_newer_program_does_not_hide_the_record() {
        let line =
            br#"{"v":1,"id":3,"at":"2026-11-23T09:00:00+01:00","kind":"undo","of":2,"why":"x"}"#;
        assert!(matches!(read_line(line), Line::Record(_)));
    }
}

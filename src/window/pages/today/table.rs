//! The day as a table: what its picture shows, line by line, in the words of the record and of
//! `soleus today --json`.

use chrono::{DateTime, FixedOffset};

use super::seen::{Seen, end};
use super::style::Mark;
use crate::engine::record::Outcome;
use crate::history::{DayBreak, Doing, Known};
use crate::window::record_table::{table, time};

const NAMES: [&str; 8] = [
    "row", "from", "to", "seconds", "what", "outcome", "known", "source",
];

/// Pieces, calls and breaks; times with their offset, lengths in seconds.
pub(super) fn of(seen: &Seen) -> Vec<u8> {
    let pieces = seen.day.pieces.iter().map(|piece| {
        let known = match piece.doing {
            // Nobody noticed anything.
            Doing::Unrecorded => "",
            _ => known(piece.known),
        };
        let what = [what(piece.doing), "", known, ""];
        row("time", [piece.from, piece.to], what)
    });
    let calls = seen.day.calls.iter().map(|call| {
        let what = ["call", "", known(Known::Sensed), ""];
        row("call", [call.from, call.to], what)
    });
    let breaks = seen.day.breaks.iter().map(|one| {
        let what = [
            done(one),
            one.outcome.word(),
            known_of(one),
            one.source.word(),
        ];
        row("break", [one.at, end(one)], what)
    });
    table(NAMES, pieces.chain(calls).chain(breaks))
}

fn row(
    kind: &str,
    [from, to]: [DateTime<FixedOffset>; 2],
    [what, outcome, known, source]: [&str; 4],
) -> [String; NAMES.len()] {
    // As long as it is from one of these whole seconds to the other.
    let seconds = (to.timestamp() - from.timestamp()).max(0);
    [
        kind.to_owned(),
        time(from),
        time(to),
        seconds.to_string(),
        what.to_owned(),
        outcome.to_owned(),
        known.to_owned(),
        source.to_owned(),
    ]
}

/// The id of the movement; of an absence that it was one.
fn done(one: &DayBreak) -> &str {
    match &one.movement {
        Some(movement) => movement,
        None if one.outcome == Outcome::Natural => "away",
        None => "",
    }
}

fn known_of(one: &DayBreak) -> &'static str {
    match one.outcome {
        Outcome::Natural if Mark::of(one) == Some(Mark::Guessed) => known(Known::Guessed),
        Outcome::Natural | Outcome::Done | Outcome::Part | Outcome::Skipped => known(Known::Said),
        // Nobody said anything.
        Outcome::Ignored | Outcome::Started | Outcome::Withdrawn => "",
    }
}

fn what(doing: Doing) -> &'static str {
    match doing {
        Doing::Seated => "seated",
        Doing::Standing => "standing",
        Doing::OnFeet => "on-feet",
        Doing::Away(_) => "away",
        Doing::Stopped(_) => "stopped",
        Doing::Unrecorded => "unrecorded",
    }
}

fn known(known: Known) -> &'static str {
    match known {
        Known::Sensed => "sensed",
        Known::Said => "said",
        Known::Guessed => "guessed",
    }
}

//! The day as a table: what its picture shows, line by line.

use std::time::Duration;

use chrono::{DateTime, FixedOffset};

use super::seen::{Seen, end};
use super::words;
use crate::history::{Doing, Known};
use crate::movements::Catalogue;
use crate::window::record_table::table;

/// Pieces, calls and breaks; times with their offset, lengths in seconds.
pub(super) fn of(seen: &Seen, catalogue: &Catalogue) -> Vec<u8> {
    let row = |kind: &str, from: DateTime<FixedOffset>, to: DateTime<FixedOffset>| {
        let lasted = (to - from).to_std().unwrap_or(Duration::ZERO);
        [
            kind.to_owned(),
            from.to_rfc3339(),
            to.to_rfc3339(),
            lasted.as_secs().to_string(),
        ]
    };
    let pieces = seen.day.pieces.iter().map(|piece| {
        let [kind, from, to, seconds] = row("time", piece.from, piece.to);
        let what = what(piece.doing);
        let known = match piece.doing {
            // Nobody noticed anything.
            Doing::Unrecorded => "",
            _ => known(piece.known),
        };
        [
            kind,
            from,
            to,
            seconds,
            what.to_owned(),
            String::new(),
            known.to_owned(),
        ]
    });
    let calls = seen.day.calls.iter().map(|call| {
        let [kind, from, to, seconds] = row("call", call.from, call.to);
        [
            kind,
            from,
            to,
            seconds,
            "call".to_owned(),
            String::new(),
            known(Known::Sensed).to_owned(),
        ]
    });
    let breaks = seen.day.breaks.iter().map(|one| {
        let [kind, from, to, seconds] = row("break", one.at, end(one));
        let name = words::name(one, catalogue);
        let known = if one.confirmed {
            "said"
        } else {
            one.source.word()
        };
        [
            kind,
            from,
            to,
            seconds,
            name,
            one.outcome.word().to_owned(),
            known.to_owned(),
        ]
    });
    table(
        ["row", "from", "to", "seconds", "what", "outcome", "known"],
        pieces.chain(calls).chain(breaks),
    )
}

fn what(doing: Doing) -> &'static str {
    match doing {
        Doing::Seated => "sitting",
        Doing::Standing => "standing",
        Doing::OnFeet => "on feet",
        Doing::Away(_) => "away",
        Doing::Stopped(_) => "stopped",
        Doing::Unrecorded => "unrecorded",
    }
}

fn known(known: Known) -> &'static str {
    match known {
        Known::Sensed => "sensed",
        Known::Said => "said",
        Known::Guessed => "guess",
    }
}

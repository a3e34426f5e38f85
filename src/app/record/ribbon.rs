//! The day as a ribbon of blocks, from the first hour of which anything is known to now.

use std::time::Duration;

use chrono::{DateTime, FixedOffset, TimeDelta, Timelike as _};

use super::terminal::{Hue, Terminal};
use crate::history::{Day, Doing, Piece};

/// What a block stands for, with how it looks where there is no colour, in the order of the legend.
const LOOKS: [(Look, &str, &str, Hue); 4] = [
    (Look::Seated, "█", "sitting", Hue::Cyan),
    (Look::Standing, "▓", "standing", Hue::Yellow),
    (Look::OnFeet, "▒", "on your feet", Hue::Green),
    (Look::Away, "░", "away", Hue::Dim),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    Seated,
    Standing,
    OnFeet,
    Away,
}

impl Look {
    fn of(doing: Doing) -> Option<Self> {
        match doing {
            Doing::Seated => Some(Self::Seated),
            Doing::Standing => Some(Self::Standing),
            Doing::OnFeet => Some(Self::OnFeet),
            Doing::Away(_) => Some(Self::Away),
            Doing::Stopped(_) | Doing::Unrecorded => None,
        }
    }
}

/// The ribbon, its hours and what its blocks mean; none where nothing is known of the day.
pub(super) fn ribbon(day: &Day, terminal: Terminal) -> Option<String> {
    let known = || {
        day.pieces
            .iter()
            .filter(|piece| piece.doing != Doing::Unrecorded)
    };
    let from = whole_hour(known().map(|piece| piece.from).min()?);
    let last = known().map(|piece| piece.to).max()?;
    let hours = (last - from)
        .num_minutes()
        .max(1)
        .unsigned_abs()
        .div_ceil(60);
    let hours = usize::try_from(hours).ok()?;
    // Every hour has the same number of blocks, so that the hours stand where they belong.
    let each = (terminal.width / hours.max(1)).clamp(1, 12);
    let block = TimeDelta::minutes(60) / i32::try_from(each).ok()?;
    let mut blocks = Vec::new();
    let mut at = from;
    for _ in 0..hours * each {
        let end = at + block;
        blocks.push(longest(&day.pieces, at, end));
        at = end;
    }
    Some(format!(
        "{}\n{}\n{}",
        painted(&blocks, terminal),
        scale(from, hours, each),
        legend(&blocks, terminal)
    ))
}

fn whole_hour(at: DateTime<FixedOffset>) -> DateTime<FixedOffset> {
    at - TimeDelta::seconds(i64::from(at.minute() * 60 + at.second()))
        - TimeDelta::nanoseconds(i64::from(at.nanosecond()))
}

/// What fills most of a span, and a quarter of it at least; none where little is known.
fn longest(
    pieces: &[Piece],
    from: DateTime<FixedOffset>,
    to: DateTime<FixedOffset>,
) -> Option<Look> {
    let inside = |piece: &Piece| {
        let part = piece.to.min(to) - piece.from.max(from);
        part.to_std().unwrap_or(Duration::ZERO)
    };
    let mut times = [Duration::ZERO; LOOKS.len()];
    for piece in pieces {
        let look = Look::of(piece.doing);
        if let Some(place) = LOOKS.iter().position(|(one, ..)| Some(*one) == look) {
            times[place] += inside(piece);
        }
    }
    // Of two that fill as much, what is said first in the legend.
    let (place, most) = times
        .iter()
        .enumerate()
        .rev()
        .max_by_key(|(_, time)| **time)?;
    let enough = (to - from).to_std().ok()? / 4;
    (*most >= enough).then_some(LOOKS[place].0)
}

fn painted(blocks: &[Option<Look>], terminal: Terminal) -> String {
    blocks
        .chunk_by(|one, next| one == next)
        .map(|run| match look_of(run[0]) {
            Some((block, _, hue)) => terminal.paint(&block.repeat(run.len()), hue),
            None => " ".repeat(run.len()),
        })
        .collect::<String>()
        .trim_end()
        .to_owned()
}

fn look_of(look: Option<Look>) -> Option<(&'static str, &'static str, Hue)> {
    LOOKS
        .iter()
        .find(|(one, ..)| Some(*one) == look)
        .map(|(_, block, words, hue)| (*block, *words, *hue))
}

/// The hours under the ribbon, as many as have room.
fn scale(from: DateTime<FixedOffset>, hours: usize, each: usize) -> String {
    let step = 3_usize.div_ceil(each);
    let mut line = String::new();
    for hour in (0..hours).step_by(step) {
        let at = i64::try_from(hour).ok().and_then(TimeDelta::try_hours);
        let at = at.and_then(|later| from.checked_add_signed(later));
        let shown = at.map(|at| at.format("%H").to_string()).unwrap_or_default();
        line += &format!("{shown:<width$}", width = step * each);
    }
    line.trim_end().to_owned()
}

/// What is in it, by block.
fn legend(blocks: &[Option<Look>], terminal: Terminal) -> String {
    let there = LOOKS
        .iter()
        .filter(|(look, ..)| blocks.contains(&Some(*look)));
    there
        .map(|(_, block, words, hue)| format!("{} {words}", terminal.paint(block, *hue)))
        .collect::<Vec<_>>()
        .join("  ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::record::{Cause, Halt};
    use crate::history::Known;

    const PLAIN: Terminal = Terminal {
        width: 40,
        colour: false,
    };

    fn at(time: &str) -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339(&format!("2026-03-10T{time}:00+01:00")).unwrap()
    }

    fn piece(from: &str, to: &str, doing: Doing) -> Piece {
        Piece {
            from: at(from),
            to: at(to),
            doing,
            known: Known::Sensed,
        }
    }

    fn day(pieces: Vec<Piece>) -> Day {
        super::super::today::tests::day(pieces)
    }

    #[test]
    fn a_day_is_a_ribbon_with_its_hours() {
        let pieces = vec![
            piece("04:00", "09:05", Doing::Unrecorded),
            piece("09:05", "10:00", Doing::Seated),
            piece("10:00", "10:30", Doing::Standing),
            piece("10:30", "10:45", Doing::OnFeet),
            piece("10:45", "11:30", Doing::Away(Cause::Idle)),
            piece("11:30", "12:00", Doing::Stopped(Halt::Paused)),
            piece("12:00", "12:40", Doing::Seated),
        ];
        assert_eq!(
            ribbon(&day(pieces), PLAIN).unwrap(),
            " █████████▓▓▓▓▓▒▒▒░░░░░░░     ███████\n\
             09        10        11        12\n\
             █ sitting  ▓ standing  ▒ on your feet  ░ away"
        );
    }

    #[test]
    fn a_ribbon_is_never_wider_than_the_terminal_but_for_a_block_an_hour() {
        let long = day(vec![piece("04:00", "23:59", Doing::Seated)]);
        let text = ribbon(&long, PLAIN).unwrap();
        let mut lines = text.lines();
        assert_eq!(lines.next().unwrap().chars().count(), 40);
        assert_eq!(
            lines.next().unwrap(),
            "04  06  08  10  12  14  16  18  20  22"
        );
    }

    #[test]
    fn colours_go_with_the_blocks() {
        let seated = day(vec![piece("09:00", "10:00", Doing::Seated)]);
        let coloured = Terminal {
            width: 4,
            colour: true,
        };
        let text = ribbon(&seated, coloured).unwrap();
        assert!(text.starts_with("\u{1b}[36m████\u{1b}[0m\n"), "{text:?}");
    }

    #[test]
    fn a_day_of_which_nothing_is_known_has_none() {
        assert_eq!(ribbon(&day(Vec::new()), PLAIN), None);
        let nothing = day(vec![piece("04:00", "09:00", Doing::Unrecorded)]);
        assert_eq!(ribbon(&nothing, PLAIN), None);
    }
}

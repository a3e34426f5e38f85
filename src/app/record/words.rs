//! How the record is put into words, the same in `today`, `stats` and `history`.

use std::time::Duration;

use crate::cli::out;
use crate::control::BreakReport;
use crate::engine::record::{Outcome, Source};
use crate::words::duration::{counted, dose, passed};

/// A length of time that was added up: "4 h 10", "24 min", and "0 min" for none at all.
pub(super) fn length(time: Duration) -> String {
    if time.is_zero() {
        "0 min".to_owned()
    } else {
        passed(time)
    }
}

/// How much of an absence was only taken for a break, behind a length: ", 40 min of it a guess".
pub(super) fn guessed_of(guessed: Duration, away: Duration) -> String {
    if guessed < Duration::from_mins(1) {
        String::new()
    } else if guessed == away {
        ", a guess".to_owned()
    } else {
        format!(", {} of it a guess", length(guessed))
    }
}

/// Another program by its name, also at the beginning of a sentence: "Workrave".
pub(super) fn program(name: &str) -> String {
    let name = out::plain(name);
    let mut letters = name.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

/// A break in a line: "walk, 3 min, done".
pub(super) fn broken(one: &BreakReport) -> String {
    let parts = [Some(name(one)), lasted(one), Some(outcome(one).to_owned())];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    parts.join(", ")
}

fn name(one: &BreakReport) -> String {
    if let Some(words) = &one.words {
        return out::plain(words);
    }
    match &one.movement {
        // A history that came from elsewhere may hold anything; a terminal obeys some of it.
        Some(movement) => out::plain(movement).replace('-', " "),
        None if one.outcome == Outcome::Natural => "time away".to_owned(),
        None => "reminder".to_owned(),
    }
}

/// How long; what was counted, to the second.
fn lasted(one: &BreakReport) -> Option<String> {
    let time = Duration::from_secs(one.seconds);
    match (one.seconds, one.repetitions) {
        (0, _) => None,
        (_, Some(_)) => Some(counted(time)),
        (_, None) => Some(dose(time)),
    }
}

fn outcome(one: &BreakReport) -> &'static str {
    match (one.outcome, one.source) {
        (Outcome::Done, _) => "done",
        (Outcome::Part, _) => "partly done",
        (Outcome::Skipped, _) => "skipped",
        (Outcome::Ignored, _) => "not answered",
        (Outcome::Started, _) => "begun",
        (Outcome::Withdrawn, _) => "went away by itself",
        (Outcome::Natural, Source::Guess) => "a guess",
        (Outcome::Natural, _) => "on your feet",
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use chrono::DateTime;

    pub(in super::super) fn one(
        at: &str,
        movement: Option<&str>,
        outcome: Outcome,
        seconds: u64,
    ) -> BreakReport {
        let source = if outcome == Outcome::Natural {
            Source::Guess
        } else {
            Source::Tray
        };
        BreakReport {
            at: DateTime::parse_from_rfc3339(&format!("2026-03-10T{at}:00+02:00")).unwrap(),
            movement: movement.map(str::to_owned),
            words: None,
            kind: None,
            outcome,
            seconds,
            repetitions: None,
            source,
        }
    }

    #[test]
    fn a_break_is_a_line() {
        let counted = BreakReport {
            words: Some("15 heel raises".to_owned()),
            repetitions: Some(15),
            ..one("15:30", Some("seated-heel-raise"), Outcome::Done, 60)
        };
        let table = [
            (
                one("09:32", Some("easy-walk"), Outcome::Done, 180),
                "easy walk, 3 min, done",
            ),
            (
                one("09:32", Some("easy-walk"), Outcome::Started, 0),
                "easy walk, begun",
            ),
            (
                one("10:10", Some("heel-raise"), Outcome::Skipped, 0),
                "heel raise, skipped",
            ),
            (
                one("10:10", None, Outcome::Ignored, 0),
                "reminder, not answered",
            ),
            (
                one("10:10", None, Outcome::Withdrawn, 0),
                "reminder, went away by itself",
            ),
            (
                one("11:00", None, Outcome::Natural, 3_900),
                "time away, 1 h 05, a guess",
            ),
            (
                one("14:00", Some("half-squat"), Outcome::Part, 45),
                "half squat, 45 s, partly done",
            ),
            (counted, "15 heel raises, 60 s, done"),
        ];
        for (one, words) in table {
            assert_eq!(broken(&one), words);
        }
    }

    #[test]
    fn what_a_history_holds_does_not_reach_the_terminal_as_a_command() {
        let words = broken(&one("09:32", Some("a\u{1b}[2Jb"), Outcome::Done, 60));
        assert!(!words.contains('\u{1b}'), "{words:?}");
    }

    #[test]
    fn what_is_only_guessed_is_said_apart() {
        let minutes = Duration::from_mins;
        assert_eq!(guessed_of(minutes(0), minutes(30)), "");
        assert_eq!(
            guessed_of(minutes(20), minutes(30)),
            ", 20 min of it a guess"
        );
        assert_eq!(guessed_of(minutes(30), minutes(30)), ", a guess");
    }

    #[test]
    fn nothing_at_all_is_no_minute() {
        assert_eq!(length(Duration::ZERO), "0 min");
        assert_eq!(length(Duration::from_secs(40)), "under a minute");
        assert_eq!(length(Duration::from_mins(65)), "1 h 05");
    }
}

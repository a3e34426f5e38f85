//! `soleus today`: the day in a few lines.

use std::fmt::Write as _;
use std::process::ExitCode;

use super::args::{Common, ReportArgs};
use super::ask::Unreached;
use super::{Programs, ask, out};
use crate::control::{Answer, Ask, BreakReport, ClientError, TodayReport};
use crate::engine::record::{Outcome, Source};

pub(super) fn today(common: &Common, args: ReportArgs, programs: &Programs) -> ExitCode {
    let report = match ask::of_resident(common, &Ask::Today, programs) {
        Ok(Answer::Today(report)) => report,
        Ok(other) => return ask::not_done(&other),
        Err(Unreached::Client(ClientError::NotRunning | ClientError::Unsupported)) => {
            match (programs.today_offline)(common.dir.as_deref()) {
                Ok(report) => {
                    out::note("Soleus is not running; this is from the history.");
                    report
                }
                Err(words) => return out::no(&words),
            }
        }
        Err(error) => return out::no(&error.to_string()),
    };
    if args.json {
        out::json(&report)
    } else {
        out::done(&words(&report))
    }
}

fn words(report: &TodayReport) -> String {
    let mut rows = vec![
        ("Sitting", report.seated_seconds),
        ("longest", report.longest_bout_seconds),
    ];
    let others = [
        ("Standing", report.standing_seconds),
        ("Away", report.away_seconds),
        ("Stopped", report.stopped_seconds),
    ];
    rows.extend(others.into_iter().filter(|(_, seconds)| *seconds >= 60));
    let mut text = String::new();
    for (name, seconds) in rows {
        // Writing into a string cannot fail.
        let _ = writeln!(text, "{name:<9}{:>11}", length(seconds));
    }
    if report.breaks.is_empty() {
        text.push_str("\nNo breaks yet.");
        return text;
    }
    text.push('\n');
    for one in &report.breaks {
        let parts = [Some(name(one)), lasted(one), Some(outcome(one).to_owned())];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        let _ = writeln!(text, "{}  {}", one.at.format("%H:%M"), parts.join(", "));
    }
    text
}

fn name(one: &BreakReport) -> String {
    if let Some(words) = &one.words {
        return out::plain(words);
    }
    match &one.movement {
        // A history that came from elsewhere may hold anything; a terminal obeys some of it.
        Some(movement) => movement
            .chars()
            .map(|c| if c.is_control() { '?' } else { c })
            .map(|c| if c == '-' { ' ' } else { c })
            .collect(),
        None if one.outcome == Outcome::Natural => "time away".to_owned(),
        None => "reminder".to_owned(),
    }
}

/// How long; what was counted, to the second.
fn lasted(one: &BreakReport) -> Option<String> {
    match (one.seconds, one.repetitions) {
        (0, _) => None,
        (seconds @ ..120, Some(_)) => Some(format!("{seconds} s")),
        (seconds, _) => Some(length(seconds)),
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

fn length(seconds: u64) -> String {
    match (seconds / 3600, seconds / 60 % 60, seconds) {
        (0, 0, seconds) if seconds > 0 => format!("{seconds} s"),
        (0, minutes, _) => format!("{minutes} min"),
        (hours, minutes, _) => format!("{hours} h {minutes:02} min"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::control::REPORT_VERSION;
    use chrono::DateTime;

    fn one(at: &str, movement: Option<&str>, outcome: Outcome, seconds: u64) -> BreakReport {
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

    fn report(breaks: Vec<BreakReport>) -> TodayReport {
        TodayReport {
            version: REPORT_VERSION,
            seated_seconds: 15_000,
            standing_seconds: 600,
            away_seconds: 3_900,
            stopped_seconds: 59,
            longest_bout_seconds: 2_880,
            breaks,
        }
    }

    #[test]
    fn a_day_is_shown_in_a_few_lines() {
        let counted = BreakReport {
            words: Some("15 heel raises".to_owned()),
            repetitions: Some(15),
            ..one("15:30", Some("seated-heel-raise"), Outcome::Done, 60)
        };
        let breaks = vec![
            one("09:32", Some("easy-walk"), Outcome::Done, 180),
            one("10:10", Some("seated-heel-raise"), Outcome::Skipped, 0),
            one("11:00", None, Outcome::Natural, 3_900),
            one("14:00", Some("half-squat"), Outcome::Part, 45),
            counted,
        ];
        let text: Vec<String> = words(&report(breaks))
            .lines()
            .map(|line| line.trim_end().to_owned())
            .collect();
        assert_eq!(
            text,
            [
                "Sitting   4 h 10 min",
                "longest       48 min",
                "Standing      10 min",
                "Away      1 h 05 min",
                "",
                "09:32  easy walk, 3 min, done",
                "10:10  seated heel raise, skipped",
                "11:00  time away, 1 h 05 min, a guess",
                "14:00  half squat, 45 s, partly done",
                "15:30  15 heel raises, 60 s, done",
            ]
        );
    }

    #[test]
    fn a_day_without_breaks_says_so() {
        assert!(words(&report(Vec::new())).ends_with("\n\nNo breaks yet."));
    }

    #[test]
    fn what_a_history_holds_does_not_reach_the_terminal_as_a_command() {
        let breaks = vec![one("09:32", Some("a\u{1b}[2Jb"), Outcome::Done, 60)];
        assert!(!words(&report(breaks)).contains('\u{1b}'));
    }
}

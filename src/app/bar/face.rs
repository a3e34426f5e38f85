//! What a status looks like in a bar: a word for its state, and a few for people.

use std::time::Duration;

use crate::cli::format::Word;
use crate::cli::out;
use crate::control::StatusReport;
use crate::words::duration::{ahead, passed};
use crate::words::status::later;

/// The state of a Soleus that does not run.
pub(super) const OFF: &str = "off";

/// What stands for something that is not there.
const NOTHING: &str = "-";

/// `seated`, `standing`, `away`, `paused`, `off-hours`; `due` or `overdue` where a reminder is open;
/// `off` where Soleus does not run.
pub(super) fn state(status: Option<&StatusReport>) -> &str {
    let Some(status) = status else {
        return OFF;
    };
    match status.reminder.as_str() {
        "due" | "waiting" | "shown" => "due",
        "overdue" => "overdue",
        _ => &status.posture,
    }
}

/// Everything in one short line: "Sitting 24 min".
pub(super) fn plain(status: Option<&StatusReport>) -> String {
    let Some(status) = status else {
        return "Soleus is off".to_owned();
    };
    if status.guided.is_some() {
        return "On a break".to_owned();
    }
    match state(Some(status)) {
        "due" => format!("Time to move · {}", running(status)),
        "overdue" => format!("Break overdue · {}", running(status)),
        "seated" => format!("Sitting {}", running(status)),
        "standing" => format!("Standing {}", running(status)),
        "away" => "Away".to_owned(),
        "paused" => match status.paused_until {
            Some(until) => format!("Paused until {}", until.format("%H:%M")),
            None => "Paused".to_owned(),
        },
        "off-hours" => "Outside your hours".to_owned(),
        other => out::plain(other),
    }
}

/// The headline as `soleus status` says it by now: it was told once, and the clocks run on.
pub(super) fn headline(status: &StatusReport) -> String {
    let next = status.next_reminder_seconds.map(Duration::from_secs);
    let ran = Duration::from_secs(match status.posture.as_str() {
        "standing" => status.standing_seconds,
        _ => status.bout_seconds,
    });
    out::plain(&later(&status.headline, ran, next))
}

/// How far the clock ran towards the next reminder: 100 when one is open, 0 while none is coming.
pub(super) fn percentage(status: Option<&StatusReport>) -> u64 {
    let Some(status) = status else {
        return 0;
    };
    if matches!(state(Some(status)), "due" | "overdue") {
        return 100;
    }
    let ran = match status.posture.as_str() {
        "seated" => status.pump_seconds,
        "standing" => status.standing_seconds,
        _ => return 0,
    };
    status.next_reminder_seconds.map_or(0, |left| {
        let (ran, left) = (u128::from(ran), u128::from(left));
        let percent = ran * 100 / (ran + left).max(1);
        u64::try_from(percent).unwrap_or(100)
    })
}

/// What a word of a template stands for.
pub(super) fn value(word: Word, status: Option<&StatusReport>) -> String {
    let of = |say: &dyn Fn(&StatusReport) -> String| status.map_or(NOTHING.to_owned(), say);
    match word {
        Word::Seated => of(&|status| ran(status.bout_seconds)),
        Word::Standing => of(&|status| ran(status.standing_seconds)),
        Word::Pump => of(&|status| ran(status.pump_seconds)),
        Word::Next => of(&next),
        Word::Posture => of(&|status| out::plain(&status.posture)),
        Word::State => out::plain(state(status)),
        Word::Reminder => of(&|status| out::plain(&status.reminder)),
        Word::Movement => of(&|status| {
            let movement = status.movement.as_deref();
            out::plain(movement.unwrap_or(NOTHING))
        }),
        Word::Percentage => percentage(status).to_string(),
        Word::Plain => plain(status),
    }
}

fn next(status: &StatusReport) -> String {
    if matches!(state(Some(status)), "due" | "overdue") {
        return "now".to_owned();
    }
    status
        .next_reminder_seconds
        .map_or(NOTHING.to_owned(), left)
}

/// The clock of the posture.
fn running(status: &StatusReport) -> String {
    ran(match status.posture.as_str() {
        "standing" => status.standing_seconds,
        _ => status.bout_seconds,
    })
}

/// Time that passed. A bar has no room for "under a minute".
fn ran(seconds: u64) -> String {
    match seconds {
        0..60 => "0 min".to_owned(),
        _ => passed(Duration::from_secs(seconds)),
    }
}

/// Time that is still to come, rounded up.
fn left(seconds: u64) -> String {
    ahead(Duration::from_secs(seconds.max(60)))
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{other, seated};
    use super::*;

    #[test]
    fn every_state_is_said_in_a_few_words() {
        let table = [
            (other("seated", "none"), "seated", "Sitting 24 min"),
            (other("seated", "snoozed"), "seated", "Sitting 24 min"),
            (other("seated", "due"), "due", "Time to move · 24 min"),
            (other("seated", "waiting"), "due", "Time to move · 24 min"),
            (other("seated", "shown"), "due", "Time to move · 24 min"),
            (
                other("seated", "overdue"),
                "overdue",
                "Break overdue · 24 min",
            ),
            (other("standing", "none"), "standing", "Standing 0 min"),
            (other("away", "none"), "away", "Away"),
            (other("paused", "none"), "paused", "Paused"),
            (
                other("off-hours", "none"),
                "off-hours",
                "Outside your hours",
            ),
        ];
        for (status, word, words) in table {
            assert_eq!(state(Some(&status)), word);
            assert_eq!(plain(Some(&status)), words);
        }
        assert_eq!((state(None), &*plain(None)), ("off", "Soleus is off"));
    }

    #[test]
    fn the_headline_goes_on_where_it_was_told() {
        assert_eq!(headline(&seated()), "Sitting 24 min · break in 6 min");
        let later = seated().later_by(Duration::from_secs(119));
        assert_eq!(headline(&later), "Sitting 25 min · break in 5 min");
        let told = StatusReport {
            headline: "Away since 10:02\u{7} (the screen is locked)".to_owned(),
            ..other("away", "none")
        };
        assert_eq!(headline(&told), "Away since 10:02? (the screen is locked)");
    }

    #[test]
    fn the_percentage_says_how_far_the_clock_ran() {
        assert_eq!(percentage(Some(&seated())), 80);
        assert_eq!(percentage(Some(&other("seated", "shown"))), 100);
        assert_eq!(percentage(Some(&other("seated", "none"))), 0);
        assert_eq!(percentage(Some(&other("away", "none"))), 0);
        assert_eq!(percentage(None), 0);
        let endless = StatusReport {
            pump_seconds: u64::MAX,
            ..seated()
        };
        assert!(percentage(Some(&endless)) <= 100);
    }

    #[test]
    fn every_word_has_a_value_with_and_without_a_status() {
        let with: Vec<String> = Word::ALL.map(|word| value(word, Some(&seated()))).into();
        let expected = [
            "24 min",
            "0 min",
            "24 min",
            "6 min",
            "seated",
            "seated",
            "none",
            "easy-walk",
            "80",
            "Sitting 24 min",
        ];
        assert_eq!(with, expected);
        let without: Vec<String> = Word::ALL.map(|word| value(word, None)).into();
        assert_eq!(
            without,
            [
                "-",
                "-",
                "-",
                "-",
                "-",
                "off",
                "-",
                "-",
                "0",
                "Soleus is off"
            ]
        );
    }

    #[test]
    fn nothing_told_reaches_a_terminal_as_a_command() {
        let status = StatusReport {
            movement: Some("a\u{1b}[2Jb".to_owned()),
            ..other("\u{1b}c", "\n")
        };
        for word in Word::ALL {
            let words = value(word, Some(&status));
            assert!(!words.contains(char::is_control), "{word:?}: {words:?}");
        }
    }
}

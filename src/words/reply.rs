//! One sentence for each answer of the engine, for the command line and for notices.

use std::time::Duration;

use chrono::{DateTime, FixedOffset};

use super::{Names, booked, duration, suggested};
use crate::engine::effect::{Booked, Refusal, Reply};
use crate::engine::input::Was;
use crate::engine::record::Outcome;

/// Behind the answer, while what was done is only remembered so far.
pub const NOT_ON_DISK: &str = "It is not on the disk yet: it is kept in memory and tried again.";

/// The answer in one line, given at `now`.
#[must_use]
pub fn reply(reply: &Reply, names: &dyn Names, now: DateTime<FixedOffset>) -> String {
    match reply {
        Reply::Booked(what) => booking(what, names),
        Reply::Undone(what) => format!("Taken back: {}.", booked(what, names)),
        Reply::Snoozed(lasts) => snoozed(*lasts),
        Reply::Skipped => "Skipped. The next reminder comes at its usual time.".to_owned(),
        Reply::Breaking(suggestion) => {
            format!("Your break: {}.", suggested(suggestion, names))
        }
        Reply::Noted => "Noted.".to_owned(),
        Reply::Fixed {
            at,
            lasted,
            was,
            record,
        } => format!(
            "{} To take it back: soleus fix --drop {record}",
            corrected(*at, *lasted, *was, now)
        ),
        Reply::Dropped(record) => format!("Record {record} does not count any more."),
        Reply::Confirmed(record) => {
            format!("Noted: absence {record} was time on your feet, and a break.")
        }
        Reply::Paused => "Paused. The clocks stand still and nothing is asked.".to_owned(),
        Reply::Resumed => "Going on.".to_owned(),
        Reply::Refused(refusal) => refused(*refusal).to_owned(),
    }
}

/// What is noted from now on of a time.
#[must_use]
pub fn corrected(
    at: DateTime<FixedOffset>,
    lasted: Duration,
    was: Was,
    now: DateTime<FixedOffset>,
) -> String {
    format!(
        "Noted: {}from {} on you {} for {}.",
        day(at, now),
        at.format("%H:%M"),
        fixed(was),
        duration::sentence(lasted),
    )
}

/// The day, where it is not the one it is: a time without a date may be yesterday's.
fn day(at: DateTime<FixedOffset>, now: DateTime<FixedOffset>) -> String {
    if at.date_naive() == now.date_naive() {
        String::new()
    } else {
        at.format("on %a %-d %b %Y, ").to_string()
    }
}

fn fixed(was: Was) -> &'static str {
    match was {
        Was::Sat => "sat",
        Was::Stood => "stood",
        Was::Walked => "walked",
        Was::Away => "were away",
    }
}

/// Why the answer is no, and what can be done.
#[must_use]
pub fn refused(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::NothingToUndo => "There is nothing to take back.",
        Refusal::NothingDue => "No reminder is open right now.",
        Refusal::NotPaused => "Soleus is not paused, the clock is running.",
        Refusal::InTheFuture => "That time lies ahead. Please give one that has passed.",
        Refusal::NotOverYet => {
            "That would not be over yet. Please give an earlier time or fewer minutes."
        }
        Refusal::BeforeToday => {
            "That time lies before today. `soleus fix` corrects the days before."
        }
        Refusal::NoSuchRecord => {
            "There is no record with this number. `soleus history` shows them with theirs."
        }
        Refusal::UnknownMovement => {
            "Soleus knows no such movement. The tray menu lists them under I moved."
        }
        Refusal::BadLength => "That length does not work. Please give 1 minute to 24 hours.",
        Refusal::NoWindow => {
            "No window can be opened here. The notice, the tray menu and the command line do the same."
        }
        Refusal::Stopped => "The clocks stand still now. Resume first, or log what you did.",
    }
}

/// "Booked: walk, 2 min."
pub(super) fn booking(what: &Booked, names: &dyn Names) -> String {
    let words = booked(what, names);
    if what.outcome == Outcome::Part {
        format!("Booked as part of a break: {words}.")
    } else {
        format!("Booked: {words}.")
    }
}

/// When reminders come back.
pub(super) fn snoozed(lasts: Option<Duration>) -> String {
    lasts.map_or_else(
        || "No more reminders until tomorrow.".to_owned(),
        |lasts| {
            format!(
                "The reminder comes back after {} of sitting.",
                duration::sentence(lasts)
            )
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::effect::Suggestion;
    use crate::engine::movement::Kind;
    use crate::words::fake::{Fake, assert_kind};

    fn at(text: &str) -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339(text).unwrap()
    }

    fn walk(outcome: Outcome, seconds: u64) -> Booked {
        Booked {
            record: 7,
            movement: "easy-walk".to_owned(),
            kind: Kind::OnFeet,
            outcome,
            lasted: Duration::from_secs(seconds),
            repetitions: None,
        }
    }

    #[test]
    fn every_reply_is_one_kind_sentence() {
        let unknown = Booked {
            movement: "gone".to_owned(),
            kind: Kind::Seated,
            ..walk(Outcome::Done, 45)
        };
        let suggestion = Suggestion {
            movement: "stairs".to_owned(),
            kind: Kind::OnFeet,
            dose: Duration::from_mins(1),
            side: None,
        };
        let table = [
            (
                Reply::Booked(walk(Outcome::Done, 120)),
                "Booked: walk, 2 min.",
            ),
            (
                Reply::Booked(walk(Outcome::Part, 60)),
                "Booked as part of a break: walk, 1 min.",
            ),
            (
                Reply::Booked(unknown),
                "Booked: some leg work in your chair, 45 s.",
            ),
            (
                Reply::Undone(walk(Outcome::Done, 120)),
                "Taken back: walk, 2 min.",
            ),
            (
                Reply::Snoozed(Some(Duration::from_mins(1))),
                "The reminder comes back after 1 minute of sitting.",
            ),
            (
                Reply::Snoozed(Some(Duration::from_mins(10))),
                "The reminder comes back after 10 minutes of sitting.",
            ),
            (Reply::Snoozed(None), "No more reminders until tomorrow."),
            (
                Reply::Skipped,
                "Skipped. The next reminder comes at its usual time.",
            ),
            (Reply::Breaking(suggestion), "Your break: stairs, 1 min."),
            (Reply::Noted, "Noted."),
            (
                Reply::Paused,
                "Paused. The clocks stand still and nothing is asked.",
            ),
            (Reply::Resumed, "Going on."),
            (
                Reply::Fixed {
                    at: at("2026-03-02T10:20:00+01:00"),
                    lasted: Duration::from_mins(20),
                    was: Was::Away,
                    record: 1_764_000_000_000,
                },
                "Noted: from 10:20 on you were away for 20 minutes. To take it back: soleus fix \
                 --drop 1764000000000",
            ),
            (Reply::Dropped(7), "Record 7 does not count any more."),
            (
                Reply::Confirmed(7),
                "Noted: absence 7 was time on your feet, and a break.",
            ),
            (
                Reply::Refused(Refusal::NothingToUndo),
                "There is nothing to take back.",
            ),
        ];
        for (given, words) in table {
            assert_eq!(
                reply(&given, &Fake::new(), at("2026-03-02T11:00:00+01:00")),
                words
            );
            assert_kind(words, 100);
        }
    }

    #[test]
    fn a_correction_of_another_day_names_the_day() {
        let fixed = Reply::Fixed {
            at: at("2026-03-01T23:59:00+01:00"),
            lasted: Duration::from_mins(5),
            was: Was::Walked,
            record: 1_772_445_600_000,
        };
        let words = "Noted: on Sun 1 Mar 2026, from 23:59 on you walked for 5 minutes. To take it back: \
                     soleus fix --drop 1772445600000";
        let said = |now| reply(&fixed, &Fake::new(), at(now));
        assert_eq!(said("2026-03-02T00:30:00+01:00"), words);
        assert_eq!(said("2027-03-01T23:59:00+01:00"), words);
        assert!(said("2026-03-01T23:59:30+01:00").starts_with("Noted: from 23:59 on you walked"));
        assert_kind(words, 120);
    }

    #[test]
    fn every_refusal_says_something_else() {
        let all = [
            Refusal::NothingToUndo,
            Refusal::NothingDue,
            Refusal::NotPaused,
            Refusal::InTheFuture,
            Refusal::NotOverYet,
            Refusal::BeforeToday,
            Refusal::UnknownMovement,
            Refusal::BadLength,
            Refusal::Stopped,
            Refusal::NoSuchRecord,
            Refusal::NoWindow,
        ];
        let mut words: Vec<_> = all.into_iter().map(refused).collect();
        for sentence in &words {
            assert_kind(sentence, 100);
            assert!(sentence.ends_with('.'), "{sentence}");
        }
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), all.len());
    }
}

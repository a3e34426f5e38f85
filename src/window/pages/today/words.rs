//! What is said of a day: the headline, each piece, each break.

use std::time::Duration;

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::seen::Seen;
use super::style::Mark;
use crate::engine::record::{Cause, Halt, Outcome};
use crate::history::{DayBreak, Doing, Known, Piece};
use crate::movements::Catalogue;
use crate::window::model::{Reached, Trouble};
use crate::words::{counted, duration};

/// A name that came with the history is cut after so many letters.
const LONGEST_NAME: usize = 60;
/// Movements shorter than this are told with their seconds.
const EXACT: Duration = Duration::from_mins(2);

/// What a day is called: "Today", "Yesterday", "5 days ago". Its date stands in its card.
pub(super) fn title(date: NaiveDate, today: NaiveDate) -> String {
    match (today - date).num_days() {
        0 => "Today".to_owned(),
        1 => "Yesterday".to_owned(),
        ago => format!("{ago} days ago"),
    }
}

/// A day by its date: "Tuesday 10 March 2026".
pub(super) fn whole(date: NaiveDate) -> String {
    date.format("%A %-d %B %Y").to_string()
}

/// That nobody runs who records, over what was recorded.
pub(super) fn recorded_only(trouble: &Trouble) -> String {
    match trouble.reached {
        Reached::Nobody => format!(
            "{}: this is what was recorded. `soleus fix` corrects it.",
            trouble.words.trim_end_matches('.')
        ),
        Reached::NotTold | Reached::Unsure => {
            format!("{} This is what was recorded.", trouble.words)
        }
    }
}

/// Nothing is recorded on this day; `trouble` is what is wrong with whoever records.
pub(super) fn nothing(date: NaiveDate, today: NaiveDate, trouble: Option<&Trouble>) -> String {
    match ((today - date).num_days(), trouble) {
        (0, None) => {
            "Nothing is recorded yet today. What you do from now on appears here.".to_owned()
        }
        (0, Some(trouble)) if trouble.reached == Reached::Nobody => format!(
            "Nothing is recorded today. {}: start it, and what you do appears here.",
            trouble.words.trim_end_matches('.')
        ),
        (0, Some(trouble)) => format!("Nothing is recorded yet today. {}", trouble.words),
        (1, _) => "Nothing is recorded yesterday.".to_owned(),
        _ => format!("Nothing is recorded on {}.", whole(date)),
    }
}

/// The longest sitting of the day, in a sentence.
pub(super) fn headline(seen: &Seen, today: NaiveDate) -> String {
    let day = match (today - seen.day.date).num_days() {
        0 => "today",
        1 => "yesterday",
        _ => "that day",
    };
    let Some(bout) = seen.longest() else {
        return format!("No sitting is recorded {day}.");
    };
    let lasted = duration::passed(bout.lasted);
    let still = if seen.is_open(bout) {
        ", and still going on"
    } else {
        ""
    };
    format!(
        "Longest sitting {day}: {lasted}, from {}{still}.",
        time(bout.at)
    )
}

/// A piece of the day: what, from, to, how it is known.
pub(super) fn piece(seen: &Seen, piece: &Piece) -> String {
    let mut words = format!(
        "{}, {}. {}.",
        doing(piece.doing),
        span(piece.from, piece.to),
        known(piece)
    );
    let in_call = seen.in_call(piece);
    if !in_call.is_zero() {
        words += &format!(" {} of it in a call.", duration::passed(in_call));
    }
    words
}

/// "09:00 to 10:24, 1 h 24".
pub(super) fn span(from: DateTime<FixedOffset>, to: DateTime<FixedOffset>) -> String {
    let lasted = (to - from).to_std().unwrap_or_default();
    format!(
        "{} to {}, {}",
        time(from),
        time(to),
        duration::passed(lasted)
    )
}

/// "13:05".
pub(super) fn time(at: DateTime<FixedOffset>) -> String {
    at.format("%H:%M").to_string()
}

/// What the body did.
pub(super) fn doing(doing: Doing) -> &'static str {
    match doing {
        Doing::Seated => "Sitting",
        Doing::Standing => "Standing",
        Doing::OnFeet => "On your feet",
        Doing::Away(_) => "Away",
        Doing::Stopped(_) => "Stopped",
        Doing::Unrecorded => "Nothing recorded",
    }
}

fn known(piece: &Piece) -> &'static str {
    match (piece.doing, piece.known) {
        (Doing::Unrecorded, _) => "Nobody knows what it was",
        (_, Known::Said) => "As you said",
        (_, Known::Guessed) => {
            "A guess: it was taken for a break, and may have been something else"
        }
        (Doing::Away(cause), Known::Sensed) => away(cause),
        (Doing::Stopped(Halt::Paused), Known::Sensed) => "Soleus was paused",
        (Doing::Stopped(Halt::OffHours), Known::Sensed) => "It is outside your hours",
        (Doing::Seated | Doing::Standing | Doing::OnFeet, Known::Sensed) => "As Soleus noticed",
    }
}

fn away(cause: Cause) -> &'static str {
    match cause {
        Cause::Idle => "No key and no mouse was touched",
        Cause::Locked => "The screen was locked",
        Cause::Switched => "Somebody else used the computer",
        Cause::Asleep => "The computer was asleep",
        Cause::Said => "As you said",
        Cause::Off => "Soleus was not running",
    }
}

/// A break with what became of it: "Walk, 3 min, done".
pub(super) fn deed(one: &DayBreak, catalogue: &Catalogue) -> String {
    let mut words = name(one, catalogue);
    if !one.lasted.is_zero() {
        words += &format!(", {}", lasted(one));
    }
    format!("{words}: {}", outcome(one))
}

/// A break with its time, for the beginning of a sentence: "Walk, 10:45,".
pub(super) fn named(one: &DayBreak, catalogue: &Catalogue) -> String {
    format!("{}, {},", name(one, catalogue), time(one.at))
}

/// What was done, or what was asked for.
pub(super) fn name(one: &DayBreak, catalogue: &Catalogue) -> String {
    let Some(id) = &one.movement else {
        let absence = one.outcome == Outcome::Natural;
        return if absence { "Time away" } else { "Reminder" }.to_owned();
    };
    let entry = catalogue.movement(id);
    let several = entry.and_then(|entry| entry.counted.as_deref());
    match (one.repetitions, several, entry) {
        (Some(count), Some(several), _) => counted(count, several),
        (_, _, Some(entry)) => entry.name.clone(),
        // A history that came from elsewhere may hold anything.
        (_, _, None) => id
            .chars()
            .map(|letter| {
                if letter.is_control() || letter == '-' {
                    ' '
                } else {
                    letter
                }
            })
            .take(LONGEST_NAME)
            .collect(),
    }
}

fn lasted(one: &DayBreak) -> String {
    match one.outcome {
        // As long as its piece of the ribbon.
        _ if EXACT <= one.lasted => duration::passed(one.lasted),
        Outcome::Natural => duration::passed(one.lasted),
        _ if one.repetitions.is_some() => duration::counted(one.lasted),
        _ => duration::dose(one.lasted),
    }
}

fn outcome(one: &DayBreak) -> &'static str {
    match one.outcome {
        Outcome::Done => "done",
        Outcome::Part => "partly done",
        Outcome::Skipped => "skipped",
        Outcome::Ignored => "not answered",
        Outcome::Started => "begun, and nobody said how it ended",
        Outcome::Withdrawn => "went away by itself",
        Outcome::Natural if Mark::of(one) == Some(Mark::Guessed) => "perhaps a break: a guess",
        Outcome::Natural => "a break, as you said",
    }
}

/// The goal of the week, in a sentence. `week` is "this week" or "in that week".
pub(super) fn goal(leg_work: Duration, goal: Duration, week: &str) -> String {
    let (done, wish) = (leg_work.as_secs() / 60, goal.as_secs() / 60);
    if done <= wish {
        format!("{done} of {wish} minutes of leg work {week}")
    } else {
        format!("{done} minutes of leg work {week}; your goal is {wish}")
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::goal;

    #[test]
    fn the_goal_of_the_week_is_told_without_praise_or_blame() {
        let table = [
            (0, 60, "0 of 60 minutes of leg work this week"),
            (24, 60, "24 of 60 minutes of leg work this week"),
            (60, 60, "60 of 60 minutes of leg work this week"),
            (75, 60, "75 minutes of leg work this week; your goal is 60"),
        ];
        for (done, wish, words) in table {
            let [done, wish] = [done, wish].map(Duration::from_mins);
            assert_eq!(goal(done, wish, "this week"), words);
        }
    }
}

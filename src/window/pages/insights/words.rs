//! One honest sentence for each picture, from the same figures. A habit is told only where there are
//! days enough to call it one.

use std::time::Duration;

use chrono::{Datelike, NaiveDate};

use super::sums::{Longest, Sums};
use crate::history::{Bouts, Hour, Reminders};
use crate::words::duration;

/// With fewer days nothing is said about habits: a week's work is the least that shows one.
pub(super) const LEAST_DAYS: usize = 5;

/// A sitting is long from here on.
const LONG: Duration = Duration::from_hours(1);
/// At most so many hours in a row are "between 13 and 16".
const TOGETHER: usize = 3;
/// An hour at either end with less than this part of them is not named.
const LITTLE: u32 = 10;

/// Nothing is recorded in the whole range.
pub(super) fn empty() -> String {
    format!(
        "Nothing is recorded in these weeks yet. The pictures come with the first day, and what \
         they say of your habits after {LEAST_DAYS} days."
    )
}

/// That more would be said than is known, where that is so.
pub(super) fn too_little(sums: &Sums) -> Option<String> {
    let days = sums.days();
    let words = format!("Too little data yet to say more: {days} of {LEAST_DAYS} days.");
    (days < LEAST_DAYS).then_some(words)
}

/// Over the bars of long sittings.
pub(super) fn highest(longest: Duration, sums: &Sums) -> String {
    if longest.is_zero() {
        return "No sitting of an hour or longer yet.".to_owned();
    }
    format!(
        "Sittings of an hour or longer; the highest bar is {} a day",
        a_day(longest, sums)
    )
}

/// Under the bars of breaks; `guesses`: some of them are.
pub(super) fn most_breaks(most: u32, guesses: bool) -> String {
    if most == 0 {
        return "No breaks yet.".to_owned();
    }
    let dotted = if guesses { ", guesses dotted" } else { "" };
    format!("Breaks{dotted}; the longest bar is {most} in all")
}

/// The longest sitting of each day.
pub(super) fn longest(sums: &Sums) -> String {
    let Some(longest) = sums.figures.bouts.longest else {
        return "No sitting is recorded.".to_owned();
    };
    let days = sums.days();
    let short = sums.lasted().filter(|lasted| *lasted <= LONG).count();
    let one_year = sums.dates.start().year() == sums.dates.end().year();
    let date = if one_year {
        longest.at.format("%A %-d %B")
    } else {
        longest.at.format("%A %-d %B %Y")
    };
    let longest = format!("{}, on {date}.", duration::passed(longest.lasted));
    match short {
        0 => format!("The longest sitting of {days} days was {longest}"),
        _ => format!(
            "On {short} of {days} days no sitting was longer than an hour. The longest was {longest}"
        ),
    }
}

/// A day of the calendar.
pub(super) fn day(date: NaiveDate, longest: Longest) -> String {
    let date = date.format("%A %-d %B %Y");
    match longest {
        Longest::Unrecorded => format!("{date}: nothing recorded"),
        Longest::None => format!("{date}: no sitting recorded"),
        Longest::Bout(bout) => format!(
            "{date}: longest sitting {}, from {}",
            duration::passed(bout.lasted),
            bout.at.format("%H:%M")
        ),
    }
}

/// How long sittings are.
pub(super) fn lengths(bouts: &Bouts) -> String {
    let long = bouts.at_least(60);
    let all = duration::count(u64::from(bouts.count), "sitting");
    if bouts.count == 0 {
        return "No sitting is recorded.".to_owned();
    }
    let longer = match long {
        0 => "none went on for an hour".to_owned(),
        _ => format!("{long} went on for an hour or longer"),
    };
    let (mut ended, mut minutes) = (0, 0);
    for count in &bouts.lengths[..Bouts::LENGTHS - 1] {
        ended += count;
        minutes += Bouts::STEP_MINUTES;
        if bouts.count <= ended * 2 {
            return format!("{ended} of {all} ended before {minutes} minutes; {longer}.");
        }
    }
    format!("More than half of {all} went on for two hours or longer.")
}

/// A bar of the lengths: from so many minutes on.
pub(super) fn length(bouts: &Bouts, step: usize) -> String {
    let from = step as u64 * Bouts::STEP_MINUTES;
    let count = duration::count(u64::from(bouts.lengths[step]), "sitting");
    if step + 1 == Bouts::LENGTHS {
        format!("{from} minutes or longer: {count}")
    } else {
        format!("{from} to {} minutes: {count}", from + Bouts::STEP_MINUTES)
    }
}

/// When long sittings are.
pub(super) fn hours(hours: &[Hour; 24]) -> String {
    let long = |hours: &[Hour]| hours.iter().map(|hour| hour.long_seated).sum::<Duration>();
    let all = long(hours);
    if all.is_zero() {
        return "No sitting went on for an hour or longer.".to_owned();
    }
    let windows = hours.windows(TOGETHER).map(long).enumerate();
    // Of equals the earlier one.
    let most = windows.rev().max_by_key(|(_, long)| *long);
    let (mut from, most) = most.unwrap_or_default();
    let mut to = from + TOGETHER;
    let is_little = |hour: usize| hours[hour].long_seated * LITTLE < most;
    while is_little(from) {
        from += 1;
    }
    while is_little(to - 1) {
        to -= 1;
    }
    let between = format!("between {from} and {to}");
    if all <= most * 2 {
        let part = part_of_day(usize::midpoint(from, to));
        format!("Your long sittings are mostly {part}, {between}.")
    } else {
        format!("Your long sittings are spread over the day, with the most {between}.")
    }
}

/// How many breaks there were, and how many more are only guessed.
pub(super) fn breaks(hours: &[Hour; 24]) -> String {
    let breaks: u32 = hours.iter().map(|hour| hour.breaks).sum();
    let guessed: u32 = hours.iter().map(|hour| hour.guessed).sum();
    let breaks = match breaks {
        0 => "No break is recorded".to_owned(),
        1 => "1 break is recorded".to_owned(),
        _ => format!("{breaks} breaks are recorded"),
    };
    match guessed {
        0 => format!(" {breaks}."),
        1 => format!(" {breaks}, and 1 more is a guess."),
        _ => format!(" {breaks}, and {guessed} more are guesses."),
    }
}

/// The part of the day that an hour lies in.
fn part_of_day(hour: usize) -> &'static str {
    match hour {
        5..=10 => "in the morning",
        11..=12 => "around noon",
        13..=16 => "in the afternoon",
        17..=21 => "in the evening",
        _ => "at night",
    }
}

/// An hour of the day: what it had on an average day, and the breaks of all days.
pub(super) fn hour(sums: &Sums, hour: usize) -> String {
    let it = &sums.hours[hour];
    format!(
        "{hour}:00 to {}:00: {} a day in sittings of an hour or longer; {} in all{}",
        hour + 1,
        a_day(it.long_seated, sums),
        duration::count(u64::from(it.breaks), "break"),
        guesses(it.guessed)
    )
}

/// What is only guessed is told apart.
fn guesses(number: u32) -> String {
    match number {
        0 => String::new(),
        _ => format!(", and {number} more guessed"),
    }
}

/// Time of all days together, for one of them.
fn a_day(time: Duration, sums: &Sums) -> String {
    let days = u32::try_from(sums.days()).unwrap_or(u32::MAX).max(1);
    match (time / days).as_secs() {
        0 => "no time".to_owned(),
        seconds => duration::passed(Duration::from_secs(seconds)),
    }
}

/// What became of reminders.
pub(super) fn answers(reminders: &Reminders) -> String {
    let (answered, seen) = (reminders.answered(), reminders.seen());
    if seen == 0 {
        return "No reminder was shown.".to_owned();
    }
    let seen = duration::count(u64::from(seen), "reminder");
    match reminders.withdrawn {
        0 => format!("You answered {answered} of {seen}."),
        1 => format!("You answered {answered} of {seen}. One more went away by itself."),
        more => format!("You answered {answered} of {seen}. {more} more went away by themselves."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_sittings_are_told_with_their_hours() {
        let table: [(&[(usize, u64)], &str); 6] = [
            (&[], "No sitting went on for an hour or longer."),
            (
                &[(13, 50), (14, 40)],
                "mostly in the afternoon, between 13 and 15.",
            ),
            (&[(9, 60)], "mostly in the morning, between 9 and 10."),
            (
                &[(20, 60), (21, 60), (22, 60)],
                "mostly in the evening, between 20 and 23.",
            ),
            (&[(23, 60)], "mostly at night, between 23 and 24."),
            (
                &[(9, 60), (11, 40), (14, 50), (15, 50), (16, 1), (18, 50)],
                "spread over the day, with the most between 14 and 16.",
            ),
        ];
        for (minutes, words) in table {
            let mut day = [Hour::default(); 24];
            for (hour, minutes) in minutes {
                day[*hour].long_seated = Duration::from_mins(*minutes);
            }
            assert!(hours(&day).ends_with(words), "{}", hours(&day));
        }
    }

    #[test]
    fn lengths_are_told_by_the_first_that_half_ended_before() {
        let table: [(&[(usize, u32)], &str); 5] = [
            (&[], "No sitting is recorded."),
            (
                &[(0, 1)],
                "1 of 1 sitting ended before 10 minutes; none went on for an hour.",
            ),
            (
                &[(1, 3), (3, 2), (6, 4)],
                "5 of 9 sittings ended before 40 minutes; 4 went on for an hour or longer.",
            ),
            (
                &[(1, 2), (3, 2)],
                "2 of 4 sittings ended before 20 minutes; none went on for an hour.",
            ),
            (
                &[(2, 1), (12, 2)],
                "More than half of 3 sittings went on for two hours or longer.",
            ),
        ];
        for (steps, words) in table {
            let mut bouts = Bouts::default();
            for (step, number) in steps {
                bouts.lengths[*step] = *number;
                bouts.count += number;
            }
            assert_eq!(lengths(&bouts), words);
        }
    }

    #[test]
    fn answers_are_told_of_those_that_were_shown() {
        let none = Reminders::default();
        let some = Reminders {
            done: 5,
            snoozed: 2,
            ignored: 3,
            ..none
        };
        let gone = |withdrawn| Reminders { withdrawn, ..some };
        let table = [
            (none, "No reminder was shown."),
            (some, "You answered 7 of 10 reminders."),
            (
                gone(1),
                "You answered 7 of 10 reminders. One more went away by itself.",
            ),
            (
                gone(2),
                "You answered 7 of 10 reminders. 2 more went away by themselves.",
            ),
        ];
        for (reminders, words) in table {
            assert_eq!(answers(&reminders), words);
        }
    }
}

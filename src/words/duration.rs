//! Lengths of time in words. Time that passed is rounded down, time ahead is rounded up, so that
//! "sitting 24 min" and "break in 6 min" add up to the half hour.

use std::time::Duration;

const MINUTE: u64 = 60;
const HOUR: u64 = 60;

/// Time that passed: "under a minute", "24 min", "1 h", "4 h 10".
#[must_use]
pub fn passed(time: Duration) -> String {
    minutes(time.as_secs() / MINUTE)
}

/// Time that is still to come: "under a minute", "6 min", "1 h 05".
#[must_use]
pub fn ahead(time: Duration) -> String {
    if time < Duration::from_secs(MINUTE) {
        minutes(0)
    } else {
        minutes(whole_seconds_up(time).div_ceil(MINUTE))
    }
}

/// How much of a movement: "45 s", "90 s", "2 min", "1 h 05".
#[must_use]
pub fn dose(time: Duration) -> String {
    let seconds = time.as_secs();
    if seconds < MINUTE || (seconds < 2 * MINUTE && !seconds.is_multiple_of(MINUTE)) {
        format!("{seconds} s")
    } else {
        minutes(seconds.saturating_add(MINUTE / 2) / MINUTE)
    }
}

/// How long something counted took: exact up to two minutes, "60 s".
#[must_use]
pub fn counted(time: Duration) -> String {
    match time.as_secs() {
        seconds if seconds < 2 * MINUTE => format!("{seconds} s"),
        _ => dose(time),
    }
}

/// Time that passed, for the middle of a sentence: "34 minutes", "1 hour and 5 minutes".
#[must_use]
pub fn sentence(time: Duration) -> String {
    let all = time.as_secs() / MINUTE;
    match (all / HOUR, all % HOUR) {
        (0, 0) => "less than a minute".to_owned(),
        (0, minutes) => count(minutes, "minute"),
        (hours, 0) => count(hours, "hour"),
        (hours, minutes) => format!("{} and {}", count(hours, "hour"), count(minutes, "minute")),
    }
}

/// A number with its word: "1 break", "6 breaks".
#[must_use]
pub fn count(number: u64, word: &str) -> String {
    if number == 1 {
        format!("1 {word}")
    } else {
        format!("{number} {word}s")
    }
}

fn minutes(all: u64) -> String {
    match (all / HOUR, all % HOUR) {
        (0, 0) => "under a minute".to_owned(),
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes:02}"),
    }
}

fn whole_seconds_up(time: Duration) -> u64 {
    time.as_secs()
        .saturating_add(u64::from(time.subsec_nanos() > 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    type Say = fn(Duration) -> String;

    #[test]
    fn lengths_of_time_are_said_as_people_say_them() {
        let table: &[(Say, u64, &str)] = &[
            (passed, 0, "under a minute"),
            (passed, 59, "under a minute"),
            (passed, 60, "1 min"),
            (passed, 24 * 60 + 59, "24 min"),
            (passed, 3600, "1 h"),
            (passed, 3600 + 5 * 60, "1 h 05"),
            (passed, 4 * 3600 + 10 * 60, "4 h 10"),
            (ahead, 0, "under a minute"),
            (ahead, 59, "under a minute"),
            (ahead, 60, "1 min"),
            (ahead, 61, "2 min"),
            (ahead, 5 * 60 + 50, "6 min"),
            (ahead, 59 * 60 + 1, "1 h"),
            (dose, 45, "45 s"),
            (dose, 60, "1 min"),
            (dose, 75, "75 s"),
            (dose, 120, "2 min"),
            (dose, 149, "2 min"),
            (dose, 150, "3 min"),
            (dose, 3900, "1 h 05"),
            (sentence, 59, "less than a minute"),
            (sentence, 60, "1 minute"),
            (sentence, 34 * 60, "34 minutes"),
            (sentence, 3600, "1 hour"),
            (sentence, 3660, "1 hour and 1 minute"),
            (sentence, 7500, "2 hours and 5 minutes"),
        ];
        for (say, seconds, words) in table {
            assert_eq!(say(Duration::from_secs(*seconds)), *words, "{seconds} s");
        }
    }

    #[test]
    fn a_part_of_a_second_ahead_counts_as_ahead() {
        let just_over = Duration::from_millis(60_001);
        assert_eq!(ahead(just_over), "2 min");
        assert_eq!(ahead(Duration::from_millis(59_999)), "under a minute");
        assert_eq!(passed(Duration::from_millis(59_999)), "under a minute");
    }

    #[test]
    fn what_passed_and_what_lies_ahead_add_up() {
        for second in 60..29 * 60 {
            let sat = Duration::from_secs(second);
            let left = Duration::from_secs(30 * 60 - second);
            let minutes = |words: String| words.trim_end_matches(" min").parse::<u64>().unwrap();
            assert_eq!(minutes(passed(sat)) + minutes(ahead(left)), 30, "{second}");
        }
    }

    #[test]
    fn one_is_one_and_more_are_many() {
        assert_eq!(count(0, "break"), "0 breaks");
        assert_eq!(count(1, "break"), "1 break");
        assert_eq!(count(2, "break"), "2 breaks");
    }

    #[test]
    fn the_longest_time_there_is_does_no_harm() {
        for say in [passed, ahead, dose, counted, sentence] {
            assert!(!say(Duration::MAX).is_empty());
        }
    }
}

//! Other machines, in sentences.

use std::time::Duration;

use super::duration::count;

const HOUR: u64 = 60 * 60;

/// One of two clocks is wrong, and which cannot be told.
#[must_use]
pub fn clocks_differ(device: &str, by: Duration) -> String {
    format!(
        "The clocks of this machine and of {device} differ by about {}: one of them is wrong. Times of \
         both are counted as they were written.",
        about(by)
    )
}

/// To the hour, or to the minute where it is less: "3 hours", "25 minutes", "12 days".
fn about(time: Duration) -> String {
    let seconds = time.as_secs();
    let nearest = |unit: u64| (seconds + unit / 2) / unit;
    match nearest(HOUR) {
        0 => count(nearest(60), "minute"),
        hours @ 1..48 => count(hours, "hour"),
        hours => count((hours + 12) / 24, "day"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_is_told_as_exactly_as_it_helps() {
        let table = [
            (12, "12 minutes"),
            (29, "29 minutes"),
            (31, "1 hour"),
            (178, "3 hours"),
            (26 * 60, "26 hours"),
            (60 * 60, "3 days"),
        ];
        for (minutes, words) in table {
            assert_eq!(about(Duration::from_mins(minutes)), words);
        }
        assert_eq!(
            clocks_differ("laptop-3f9c2a", Duration::from_hours(3)),
            "The clocks of this machine and of laptop-3f9c2a differ by about 3 hours: one of them is \
             wrong. Times of both are counted as they were written."
        );
    }
}

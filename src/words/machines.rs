//! Other machines, in sentences.

use std::path::Path;
use std::time::Duration;

use super::duration::count;

const HOUR: u64 = 60 * 60;

/// One of two clocks is wrong, and which cannot be told.
#[must_use]
pub fn clocks_differ(device: &str, by: Duration) -> String {
    format!(
        "The clocks of this machine and of {device} differ by about {}: one of them is wrong. Times of \
         both are counted as they were written, and what lies ahead not yet.",
        about(by)
    )
}

/// So many are named; of more there is one reason for all.
const NAMED: usize = 3;

/// Folders and files of the history that cannot be read, each with why.
#[must_use]
pub fn left_out<'a>(refused: impl ExactSizeIterator<Item = (&'a Path, &'a str)>) -> Vec<String> {
    let more = refused.len().saturating_sub(NAMED);
    let named = refused.take(NAMED).map(|(path, why)| {
        // A terminal obeys what it cannot show.
        let path = path.display().to_string().replace(char::is_control, "?");
        format!("{path} cannot be read and is left out: {why}. All else counts.")
    });
    let mut words: Vec<String> = named.collect();
    if 0 < more {
        words.push(format!("{more} more cannot be read either."));
    }
    words
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
    fn what_cannot_be_read_is_named_with_why_as_far_as_it_helps() {
        let told = |count: usize| {
            let paths: Vec<String> = (0..count).map(|it| format!("/h/pc-{it}")).collect();
            left_out(
                paths
                    .iter()
                    .map(|path| (Path::new(path), "permission denied")),
            )
        };
        assert!(told(0).is_empty());
        assert_eq!(
            told(1),
            ["/h/pc-0 cannot be read and is left out: permission denied. All else counts."]
        );
        assert_eq!(told(3).len(), 3);
        assert_eq!(told(4)[3], "1 more cannot be read either.");
        assert_eq!(told(90)[3], "87 more cannot be read either.");
        let odd = left_out([(Path::new("/h/a\u{1b}b"), "it broke")].into_iter());
        assert!(odd[0].starts_with("/h/a?b cannot"), "{odd:?}");
    }

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
             wrong. Times of both are counted as they were written, and what lies ahead not yet."
        );
    }
}

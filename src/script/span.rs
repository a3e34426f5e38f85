//! Spans of time as scripts write them: `90s`, `30m`, `1h30m`.

use std::fmt::Write;
use std::time::Duration;

/// A script tells of days, not of lives.
const LONGEST: u64 = 366 * 24 * 60 * 60;

/// Reads `1h30m`, `45s`, `2h`; none if it is not a span.
#[must_use]
pub fn parse_span(text: &str) -> Option<Duration> {
    let mut seconds: u64 = 0;
    let mut number = String::new();
    for letter in text.chars() {
        if letter.is_ascii_digit() {
            number.push(letter);
            continue;
        }
        let unit = match letter {
            'd' => 24 * 60 * 60,
            'h' => 60 * 60,
            'm' => 60,
            's' => 1,
            _ => return None,
        };
        let count: u64 = number.parse().ok()?;
        seconds = seconds.checked_add(count.checked_mul(unit)?)?;
        number.clear();
    }
    (number.is_empty() && !text.is_empty() && seconds <= LONGEST)
        .then(|| Duration::from_secs(seconds))
}

/// Writes a span the way scripts do, to the second.
#[must_use]
pub fn span(time: Duration) -> String {
    let seconds = time.as_secs();
    let mut text = String::new();
    for (size, unit) in [(3600, 'h'), (60, 'm'), (1, 's')] {
        let count = match unit {
            'h' => seconds / size,
            _ => seconds / size % 60,
        };
        if count > 0 {
            // Writing to a string cannot fail.
            let _ = write!(text, "{count}{unit}");
        }
    }
    if text.is_empty() {
        "0s".to_owned()
    } else {
        text
    }
}

//! Minutes and times of day as people write them: checked once, at the edge.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use chrono::{DateTime, Days, FixedOffset, NaiveTime};
use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

const MOST_MINUTES: u16 = 24 * 60;

/// A whole number of minutes from 1 to 1440.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Minutes(u16);

impl Minutes {
    /// As a length of time.
    #[must_use]
    pub fn duration(self) -> Duration {
        Duration::from_secs(60 * u64::from(self.0))
    }
}

impl TryFrom<u64> for Minutes {
    type Error = String;

    fn try_from(count: u64) -> Result<Self, String> {
        u16::try_from(count)
            .ok()
            .filter(|count| (1..=MOST_MINUTES).contains(count))
            .map(Self)
            .ok_or_else(|| not_minutes(&count.to_string()))
    }
}

impl FromStr for Minutes {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.parse::<u64>() {
            Ok(count) => Self::try_from(count),
            Err(_) => Err(not_minutes(text)),
        }
    }
}

impl fmt::Display for Minutes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<'de> Deserialize<'de> for Minutes {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        source.deserialize_u64(MinutesVisitor)
    }
}

struct MinutesVisitor;

impl Visitor<'_> for MinutesVisitor {
    type Value = Minutes;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a whole number of minutes from 1 to {MOST_MINUTES}")
    }

    fn visit_u64<E: de::Error>(self, count: u64) -> Result<Minutes, E> {
        Minutes::try_from(count).map_err(E::custom)
    }
}

fn not_minutes(text: &str) -> String {
    format!(
        "`{}` is not a whole number of minutes from 1 to {MOST_MINUTES}",
        shortened(text)
    )
}

/// A time of day, HH:MM.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeOfDay(NaiveTime);

impl TimeOfDay {
    /// The last such time up to `now` if it lies in the day or on the date of `now`; else the next.
    ///
    /// So half past one at night, 23:50 is the evening just gone, and at noon it is tonight, which
    /// the engine refuses as lying ahead.
    #[must_use]
    pub fn latest(
        self,
        now: DateTime<FixedOffset>,
        day_starts_at: NaiveTime,
    ) -> DateTime<FixedOffset> {
        let last = self.last_until(now);
        let day_start = Self(day_starts_at).last_until(now);
        if last >= day_start || last.date_naive() == now.date_naive() {
            last
        } else {
            later_by_a_day(last)
        }
    }

    /// The next such time after `now`.
    #[must_use]
    pub fn next(self, now: DateTime<FixedOffset>) -> DateTime<FixedOffset> {
        later_by_a_day(self.last_until(now))
    }

    fn last_until(self, now: DateTime<FixedOffset>) -> DateTime<FixedOffset> {
        let on_this_date = now - now.time().signed_duration_since(self.0);
        if on_this_date <= now {
            on_this_date
        } else {
            on_this_date
                .checked_sub_days(Days::new(1))
                .unwrap_or(on_this_date)
        }
    }
}

fn later_by_a_day(time: DateTime<FixedOffset>) -> DateTime<FixedOffset> {
    time.checked_add_days(Days::new(1)).unwrap_or(time)
}

impl FromStr for TimeOfDay {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let two = |part: &str, most: usize| {
            let digits =
                (1..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
            digits.then(|| part.parse().ok()).flatten()
        };
        text.split_once(':')
            .filter(|(_, minute)| minute.len() == 2)
            .and_then(|(hour, minute)| NaiveTime::from_hms_opt(two(hour, 2)?, two(minute, 2)?, 0))
            .map(Self)
            .ok_or_else(|| {
                format!(
                    "`{}` is not a time of day from 00:00 to 23:59",
                    shortened(text)
                )
            })
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.format("%H:%M").fmt(f)
    }
}

impl Serialize for TimeOfDay {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for TimeOfDay {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        String::deserialize(source)?
            .parse()
            .map_err(de::Error::custom)
    }
}

/// What the user wrote, for quoting back to them: never so long that it hides the sentence.
pub(super) fn shortened(text: &str) -> String {
    const MOST: usize = 40;
    let mut short: String = text.chars().take(MOST).collect();
    if text.chars().nth(MOST).is_some() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    const FOUR: NaiveTime = match NaiveTime::from_hms_opt(4, 0, 0) {
        Some(time) => time,
        None => NaiveTime::MIN,
    };

    fn at(text: &str) -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339(&format!("2026-03-{text}+02:00")).unwrap()
    }

    fn time(text: &str) -> TimeOfDay {
        text.parse().unwrap()
    }

    #[test]
    fn minutes_are_whole_and_from_1_to_1440() {
        for good in ["1", "30", "1440", "007"] {
            assert!(good.parse::<Minutes>().is_ok(), "{good}");
        }
        for bad in [
            "0",
            "1441",
            "1000000000",
            "-1",
            "1.5",
            "",
            "ten",
            "99999999999999999999",
        ] {
            let words = bad.parse::<Minutes>().unwrap_err();
            assert_eq!(
                words,
                format!("`{bad}` is not a whole number of minutes from 1 to 1440")
            );
        }
        assert_eq!("90".parse::<Minutes>().unwrap().duration().as_secs(), 5400);
    }

    #[test]
    fn a_long_wrong_word_is_quoted_short() {
        let words = "x".repeat(100_000).parse::<Minutes>().unwrap_err();
        assert!(words.len() < 120, "{words}");
    }

    #[test]
    fn times_of_day_are_hours_and_two_digits_of_minutes() {
        for good in ["00:00", "9:05", "09:05", "23:59"] {
            assert!(good.parse::<TimeOfDay>().is_ok(), "{good}");
        }
        for bad in [
            "24:00", "12:60", "12", "12:5", "12:005", "012:05", "+1:05", "12:+5", "a:05", ":05",
            "12:", "12:05:00", "",
        ] {
            assert!(bad.parse::<TimeOfDay>().is_err(), "{bad}");
        }
        assert_eq!(time("9:05").to_string(), "09:05");
    }

    #[test]
    fn a_past_time_is_the_last_one_of_the_day() {
        let table = [
            ("10T12:00:00", "11:30", "10T11:30:00"),
            ("10T12:00:30", "12:00", "10T12:00:00"),
            ("10T12:00:00", "12:01", "10T12:01:00"),
            ("10T12:00:00", "23:50", "10T23:50:00"),
            ("10T01:30:00", "23:50", "09T23:50:00"),
            ("10T01:30:00", "01:10", "10T01:10:00"),
            ("10T01:30:00", "04:00", "09T04:00:00"),
            ("10T01:30:00", "03:59", "10T03:59:00"),
            ("10T05:00:00", "03:00", "10T03:00:00"),
        ];
        for (now, said, meant) in table {
            assert_eq!(
                time(said).latest(at(now), FOUR),
                at(meant),
                "{said} said at {now}"
            );
        }
    }

    #[test]
    fn a_coming_time_is_the_next_one() {
        let table = [
            ("10T12:00:00", "17:00", "10T17:00:00"),
            ("10T17:00:00", "17:00", "11T17:00:00"),
            ("10T17:00:01", "17:00", "11T17:00:00"),
            ("10T16:59:59", "17:00", "10T17:00:00"),
            ("10T23:00:00", "01:00", "11T01:00:00"),
        ];
        for (now, said, meant) in table {
            assert_eq!(time(said).next(at(now)), at(meant), "{said} said at {now}");
        }
    }
}

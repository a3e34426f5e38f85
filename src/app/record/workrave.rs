//! What Workrave counted: its files `historystats` and `todaystats`, versions 3 and 4.
//!
//! A line `WorkRaveStats 4`, then for each day a line `D` with the day, month (from 0), year (from
//! 1900), hour and minute of its beginning and of its end; a line `B` for each kind of break with its
//! number, how many values follow, and how many breaks were prompted, taken, taken naturally,
//! skipped, postponed, unique, and seconds overdue; and a line `m` with how many values follow, the
//! first of them the seconds of activity. (`backend/src/Statistics.cc` of Workrave.) A day that is
//! there twice is the later one; one whose activity cannot be understood is left out.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime};

/// What the first line begins with.
pub(super) const MARK: &str = "WorkRaveStats";

/// A day has no more seconds, also where summer time ends.
const LONGEST_DAY: u64 = 25 * 60 * 60;
/// Nor does anybody take more breaks of a kind.
const MOST_BREAKS: u64 = 10_000;
/// Workrave is younger.
const EARLIEST: i32 = 2000;

/// What it counted on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Counted {
    /// When its day began, local time.
    pub began: NaiveDateTime,
    /// How long the machine was used, in seconds.
    pub active: u64,
    /// Breaks it asked for that were taken.
    pub taken: u32,
    /// Breaks it asked for that were skipped or postponed.
    pub passed: u32,
}

/// The days of a file.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Stats {
    /// By date.
    pub days: BTreeMap<NaiveDate, Counted>,
    /// Lines that could not be understood.
    pub damaged: u64,
}

/// Reads a file's text; none if it is of a version that nobody knows here.
pub(super) fn read(text: &str) -> Option<Stats> {
    let mut lines = text.lines();
    let version = lines.next()?.strip_prefix(MARK)?.trim();
    if !matches!(version, "3" | "4") {
        return None;
    }
    let mut stats = Stats::default();
    let mut day: Option<Counted> = None;
    for line in lines.filter(|line| line.trim().len() > 1) {
        let (kind, values) = line.split_at(line.chars().next().map_or(0, char::len_utf8));
        match kind {
            "D" => {
                stats.keep(day.take());
                day = began(&numbers(values)).map(|began| Counted {
                    began,
                    active: 0,
                    taken: 0,
                    passed: 0,
                });
                stats.damaged += u64::from(day.is_none());
            }
            "B" | "m" | "M" | "G" => {
                // Those of a day that could not be understood went with it.
                if let Some(counted) = &mut day
                    && counted.add(kind, &numbers(values)).is_none()
                {
                    stats.damaged += 1;
                    // Breaks alone would say that nobody used the machine.
                    day = day.filter(|_| !matches!(kind, "m" | "G"));
                }
            }
            _ => stats.damaged += 1,
        }
    }
    stats.keep(day);
    Some(stats)
}

impl Stats {
    fn keep(&mut self, day: Option<Counted>) {
        if let Some(day) = day {
            self.days.insert(day.began.date(), day);
        }
    }
}

impl Counted {
    /// Adds a line; none if it is damaged.
    fn add(&mut self, kind: &str, values: &[Option<u64>]) -> Option<()> {
        match kind {
            "B" => {
                // The kind of break, how many values follow, prompted, then these.
                let [_, _, _, taken, _, skipped, postponed, ..] = values else {
                    return None;
                };
                let number = |value: &Option<u64>| value.filter(|it| *it <= MOST_BREAKS);
                let (taken, passed) = (number(taken)?, number(skipped)? + number(postponed)?);
                self.taken = self.taken.saturating_add(u32::try_from(taken).ok()?);
                self.passed = self.passed.saturating_add(u32::try_from(passed).ok()?);
            }
            // Version 3 wrote `M`, and Workrave itself calls what is in it broken.
            "M" => {}
            _ => {
                let active = if kind == "G" {
                    values.first()
                } else {
                    values.get(1)
                };
                self.active = active?.filter(|it| *it <= LONGEST_DAY)?;
            }
        }
        Some(())
    }
}

fn began(values: &[Option<u64>]) -> Option<NaiveDateTime> {
    let value = |place: usize| u32::try_from(values.get(place).copied().flatten()?).ok();
    let year = i32::try_from(value(2)?).ok()?.checked_add(1900)?;
    let date = NaiveDate::from_ymd_opt(year, value(1)?.checked_add(1)?, value(0)?)?;
    date.and_hms_opt(value(3)?, value(4)?, 0)
        .filter(|_| (EARLIEST..=9999).contains(&year))
}

/// The numbers of a line; none for what is not a number or below zero.
fn numbers(text: &str) -> Vec<Option<u64>> {
    text.split_whitespace()
        .take(32)
        .map(|word| word.parse().ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As Workrave 1.10 writes it.
    const HISTORY: &str = "\
WorkRaveStats 4
D 20 10 126 9 5 20 10 126 17 40
B 0 7 30 20 5 4 6 26 120 
B 1 7 8 6 2 1 1 7 300 
B 2 7 0 0 0 0 0 0 0 
m 6 14400 900000 1000 3600 2500 12000 
D 23 10 126 8 55 23 10 126 18 2
B 0 7 3 3 0 0 0 3 0 
m 6 600 1 1 1 1 1 
";

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn days_are_read_as_workrave_writes_them() {
        let stats = read(HISTORY).unwrap();
        assert_eq!((stats.days.len(), stats.damaged), (2, 0));
        assert_eq!(
            stats.days[&day("2026-11-20")],
            Counted {
                began: day("2026-11-20").and_hms_opt(9, 5, 0).unwrap(),
                active: 14_400,
                taken: 26,
                passed: 12,
            }
        );
        assert_eq!(stats.days[&day("2026-11-23")].active, 600);
    }

    #[test]
    fn a_day_that_is_there_twice_is_the_later_one() {
        let again = format!("{HISTORY}D 20 10 126 9 5 20 10 126 18 0\nm 6 15000 0 0 0 0 0\n");
        let stats = read(&again).unwrap();
        assert_eq!(stats.days[&day("2026-11-20")].active, 15_000);
        assert_eq!(stats.days[&day("2026-11-20")].taken, 0);
    }

    #[test]
    fn damage_is_counted_and_spoils_no_other_day() {
        let damaged = "\
WorkRaveStats 4
D 99 10 126 9 5 20 10 126 17 40
m 6 100 0
D 20 10 126 9 5
B 0 7 30
B 0 7 1 99999999999999999999 1 1 1
m 6 90001
x y z
D 18446744073709551615 10 126 9 5
D 21 10 126 9 5
m 6 60
Dä
";
        let stats = read(damaged).unwrap();
        assert_eq!(stats.days.len(), 1);
        assert_eq!(stats.days[&day("2026-11-21")].active, 60);
        assert_eq!(stats.damaged, 7);
    }

    #[test]
    fn another_version_is_not_guessed_at() {
        assert_eq!(read("WorkRaveStats 5\n"), None);
        assert_eq!(read("WorkRaveState 4\n"), None);
        assert_eq!(read(""), None);
        assert_eq!(read("WorkRaveStats 4\n"), Some(Stats::default()));
    }
}

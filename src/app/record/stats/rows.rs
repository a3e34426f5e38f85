//! Days put together: by day, week, month, hour of the day, or movement.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use chrono::{Datelike as _, Days, NaiveDate};

use crate::cli::record::By;
use crate::history::{Figures, Hour, Moved, Summary};

/// A span of days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Span {
    /// Its first day that was asked for.
    pub from: NaiveDate,
    /// Its last day that was asked for.
    pub to: NaiveDate,
    /// What its days add up to.
    pub figures: Figures,
}

/// Days by day, week or month, in order, each no longer than what was asked for; those without anything
/// recorded are left out.
pub(super) fn spans(days: &[Summary], by: By, asked: &RangeInclusive<NaiveDate>) -> Vec<Span> {
    let mut spans: BTreeMap<NaiveDate, Span> = BTreeMap::new();
    for day in days.iter().filter(|day| day.figures.days > 0) {
        let (from, to) = around(day.date, by);
        let span = spans.entry(from).or_insert_with(|| Span {
            from: from.max(*asked.start()),
            to: to.min(*asked.end()),
            figures: Figures::default(),
        });
        span.figures += &day.figures;
    }
    spans.into_values().collect()
}

/// The first and the last day of what this day is in.
fn around(date: NaiveDate, by: By) -> (NaiveDate, NaiveDate) {
    match by {
        By::Week => {
            let week = date.week(chrono::Weekday::Mon);
            let ends = (week.checked_first_day(), week.checked_last_day());
            (ends.0.unwrap_or(date), ends.1.unwrap_or(date))
        }
        By::Month => {
            let first = date.with_day(1).unwrap_or(date);
            let length = u64::from(date.num_days_in_month());
            let last = first.checked_add_days(Days::new(length - 1));
            (first, last.unwrap_or(date))
        }
        By::Day | By::Hour | By::Movement => (date, date),
    }
}

/// The hours of the day, over all days.
pub(super) fn hours(days: &[Summary]) -> [Hour; 24] {
    let mut hours = [Hour::default(); 24];
    for day in days {
        for (hour, more) in hours.iter_mut().zip(&day.hours) {
            hour.seated += more.seated;
            hour.long_seated += more.long_seated;
            hour.upright += more.upright;
            hour.breaks += more.breaks;
            hour.guessed += more.guessed;
        }
    }
    hours
}

/// Movements over all days, the one with the most time first.
pub(super) fn movements(days: &[Summary]) -> Vec<(String, Moved)> {
    let mut movements: BTreeMap<&str, Moved> = BTreeMap::new();
    for day in days {
        for (id, moved) in &day.movements {
            *movements.entry(id).or_default() += *moved;
        }
    }
    let mut movements: Vec<_> = movements
        .into_iter()
        .map(|(id, moved)| (id.to_owned(), moved))
        .collect();
    movements.sort_by_key(|(_, moved)| std::cmp::Reverse((moved.lasted, moved.times)));
    movements
}

#[cfg(test)]
pub(super) mod tests {
    use std::time::Duration;

    use chrono::DateTime;

    use super::*;
    use crate::engine::movement::Kind;
    use crate::history::DayBout;

    /// A day with so many minutes in the chair, half of them at nine, and the longest bout of them.
    pub(in super::super) fn summary(date: &str, seated: u64, longest: u64) -> Summary {
        let minutes = Duration::from_mins;
        let mut figures = Figures {
            days: 1,
            ..Figures::default()
        };
        figures.time.seated = minutes(seated);
        figures.time.away = minutes(60);
        figures.time.guessed = minutes(20);
        let at = DateTime::parse_from_rfc3339(&format!("{date}T09:00:00+01:00")).unwrap();
        figures.bouts.count = 2;
        figures.bouts.longest = Some(DayBout {
            at,
            to: at + minutes(longest),
            lasted: minutes(longest),
        });
        for lasted in [longest, 20] {
            figures.bouts.lengths[crate::history::Bouts::length_of(minutes(lasted))] += 1;
        }
        figures.breaks.done = 3;
        figures.breaks.guessed = 1;
        figures.breaks.leg_work = minutes(6);
        for (kind, times) in [(Kind::OnFeet, 2), (Kind::Seated, 1)] {
            let moved = Moved {
                times,
                ..Moved::default()
            };
            figures.breaks.kinds.insert(kind, moved);
        }
        figures.reminders.done = 3;
        figures.reminders.ignored = 1;
        let mut hours = [Hour::default(); 24];
        hours[9].seated = minutes(seated / 2);
        hours[9].breaks = 2;
        hours[9].guessed = 1;
        let moved = Moved {
            times: 3,
            lasted: minutes(6),
            repetitions: 0,
        };
        Summary {
            date: date.parse().unwrap(),
            figures,
            hours,
            movements: BTreeMap::from([("easy-walk".to_owned(), moved)]),
            totals: Vec::new(),
        }
    }

    #[test]
    fn weeks_begin_on_monday_and_months_on_the_first() {
        let days = [
            summary("2026-10-31", 10, 10),
            summary("2026-11-01", 20, 20),
            summary("2026-11-02", 40, 40),
            summary("2026-11-30", 80, 50),
        ];
        let of = |by, from: &str, to: &str| -> Vec<_> {
            spans(&days, by, &(from.parse().unwrap()..=to.parse().unwrap()))
                .into_iter()
                .map(|span| {
                    let seated = span.figures.time.seated.as_secs() / 60;
                    (span.from.to_string(), span.to.to_string(), seated)
                })
                .collect()
        };
        let span = |from: &str, to: &str, seated| (from.to_owned(), to.to_owned(), seated);
        assert_eq!(
            of(By::Week, "2026-10-26", "2026-12-06"),
            [
                span("2026-10-26", "2026-11-01", 30),
                span("2026-11-02", "2026-11-08", 40),
                span("2026-11-30", "2026-12-06", 80),
            ]
        );
        assert_eq!(
            of(By::Month, "2026-09-07", "2026-12-06"),
            [
                span("2026-10-01", "2026-10-31", 10),
                span("2026-11-01", "2026-11-30", 140),
            ]
        );
        assert_eq!(of(By::Day, "2026-10-31", "2026-11-30").len(), 4);
        // What the days asked for cut is no whole week and no whole month.
        assert_eq!(
            of(By::Week, "2026-10-31", "2026-11-30"),
            [
                span("2026-10-31", "2026-11-01", 30),
                span("2026-11-02", "2026-11-08", 40),
                span("2026-11-30", "2026-11-30", 80),
            ]
        );
        assert_eq!(
            of(By::Month, "2026-10-31", "2026-11-30"),
            [
                span("2026-10-31", "2026-10-31", 10),
                span("2026-11-01", "2026-11-30", 140),
            ]
        );
    }

    #[test]
    fn hours_and_movements_are_added_over_all_days() {
        let days = [summary("2026-11-01", 20, 20), summary("2026-11-02", 40, 40)];
        assert_eq!(hours(&days)[9].seated, Duration::from_mins(30));
        assert_eq!(hours(&days)[9].breaks, 4);
        assert_eq!(hours(&days)[9].guessed, 2);
        let moved = movements(&days);
        assert_eq!((moved.len(), moved[0].0.as_str()), (1, "easy-walk"));
        assert_eq!((moved[0].1.times, moved[0].1.lasted.as_secs()), (6, 720));
    }
}

//! The schedule beside a plain week of half hours.

use std::time::Duration;

use chrono::{DateTime, FixedOffset, NaiveTime, TimeZone, Weekday};
use proptest::prelude::*;
use soleus::engine::schedule::{Holiday, Range, Schedule};

/// So many days are looked at where days differ from week to week.
const DAYS: usize = 21;
const HALF_HOURS: usize = 7 * 48;

fn clock(half_hours: usize) -> NaiveTime {
    let half_hours = u32::try_from(half_hours % 48).expect("a small number");
    NaiveTime::from_hms_opt(half_hours / 2, half_hours % 2 * 30, 0).expect("a time of day")
}

fn weekday(day: usize) -> Weekday {
    Weekday::try_from(u8::try_from(day % 7).expect("a small number")).expect("a weekday")
}

/// A moment of the week of Monday 2 March 2026, so many seconds in.
fn moment(seconds: usize) -> DateTime<FixedOffset> {
    let zone = FixedOffset::east_opt(-3 * 3600).expect("a zone");
    let monday = zone
        .with_ymd_and_hms(2026, 3, 2, 0, 0, 0)
        .single()
        .expect("a day");
    monday + Duration::from_secs(u64::try_from(seconds).expect("a small number"))
}

proptest! {
    #[test]
    fn it_is_open_when_a_range_says_so_and_changes_when_it_says_next(
        ranges in proptest::collection::vec((0usize..7, 0usize..48, 0usize..48), 0..6),
        second in 0usize..7 * 24 * 3600,
    ) {
        let mut open = vec![ranges.is_empty(); HALF_HOURS];
        let mut schedule = Vec::new();
        for (day, from, until) in ranges {
            schedule.push(Range { day: weekday(day), from: clock(from), until: clock(until) });
            // An end that is not after the beginning lies on the next day.
            let lasts = (until + 48 - from - 1) % 48 + 1;
            for half_hour in 0..lasts {
                open[(day * 48 + from + half_hour) % HALF_HOURS] = true;
            }
        }
        let schedule = Schedule::new(schedule);
        let now = second / 1800;
        prop_assert_eq!(schedule.is_open(moment(second)), open[now]);
        let change = (1..=HALF_HOURS).find(|ahead| open[(now + ahead) % HALF_HOURS] != open[now]);
        let expected = change.map(|ahead| (now + ahead) * 1800 - second);
        let told = schedule.next_change(moment(second)).map(|time| time.as_secs());
        prop_assert_eq!(told, expected.map(|seconds| u64::try_from(seconds).expect("small")));
    }

    #[test]
    fn a_holiday_closes_what_begins_on_it_and_nothing_else(
        ranges in proptest::collection::vec((0usize..7, 0usize..48, 0usize..48), 0..6),
        holidays in proptest::collection::vec((0usize..DAYS, 0usize..3), 0..4),
        second in 24 * 3600..(DAYS - 1) * 24 * 3600,
    ) {
        let closed = |day: usize| {
            holidays.iter().any(|(first, more)| (*first..=first + more).contains(&day))
        };
        let mut open = vec![false; (DAYS + 2) * 48];
        for day in 0..DAYS {
            if closed(day) {
                continue;
            }
            if ranges.is_empty() {
                open[day * 48..(day + 1) * 48].fill(true);
            }
            for (_, from, until) in ranges.iter().filter(|(weekday, ..)| *weekday == day % 7) {
                let lasts = (until + 48 - from - 1) % 48 + 1;
                open[day * 48 + from..day * 48 + from + lasts].fill(true);
            }
        }
        let schedule = Schedule::new(
            ranges
                .iter()
                .map(|(day, from, until)| Range {
                    day: weekday(*day),
                    from: clock(*from),
                    until: clock(*until),
                })
                .collect(),
        );
        let date = |day: usize| moment(day * 24 * 3600).date_naive();
        let schedule = schedule.closed_on(
            holidays
                .iter()
                .map(|(first, more)| Holiday::Dates { first: date(*first), last: date(first + more) })
                .collect(),
        );
        let now = second / 1800;
        prop_assert_eq!(schedule.is_open(moment(second)), open[now]);
        let end = DAYS * 48;
        let change = (now + 1..end).find(|at| open[*at] != open[now]);
        if let Some(change) = change {
            let told = schedule.next_change(moment(second)).expect("it changes");
            prop_assert_eq!(told.as_secs(), u64::try_from(change * 1800 - second).expect("small"));
        }
    }

    #[test]
    fn a_change_is_told_to_the_fraction_of_a_second(millis in 0i64..1000) {
        let nine = Range { day: Weekday::Mon, from: clock(18), until: clock(36) };
        let before = moment(9 * 3600 - 1) + chrono::Duration::milliseconds(millis);
        let told = Schedule::new(vec![nine]).next_change(before);
        let left = Duration::from_millis(u64::try_from(1000 - millis).expect("small"));
        prop_assert_eq!(told, Some(left));
    }
}

#[test]
fn holidays_longer_than_anybody_looks_ahead_are_looked_at_again() {
    let at = moment(0);
    let (first, last) = (at.date_naive(), at.date_naive() + chrono::Days::new(400));
    let schedule = Schedule::always().closed_on(vec![Holiday::Dates { first, last }]);
    assert!(!schedule.is_open(at));
    let told = schedule.next_change(at).expect("a moment to look again");
    assert!(told > Duration::from_hours(24 * 30), "{told:?}");
}

//! The schedule: hours by weekday and days without any, as they stand in the file.

use chrono::{Datelike, NaiveDate, NaiveTime, Timelike};
use jsonc_parser::ast::{Array, ObjectProp, Value};
use jsonc_parser::common::Ranged;

use crate::engine::schedule::Holiday;
use crate::text::{Fault, Find, nearest, start_of};

use super::accepts::{list, string};
use super::load::Reading;
use super::values::{Span, Week};

/// The key of the days without hours, beside the weekdays.
const HOLIDAYS: &str = "holidays";

const INSTEAD: &str = "using an empty schedule, which is always";

pub(super) fn take_week(key: &str, value: &Value, into: &mut Week, reading: &mut Reading) {
    let Value::Object(days) = value else {
        let what = format!(
            "{} is not an object such as {{ \"monday\": [\"09:00-17:30\"] }}",
            reading.shown(value)
        );
        return reading.find(Find::error(value.start(), key, what, INSTEAD).of(Fault::Type));
    };
    let mut week = Week::default();
    let mut good = true;
    for day in reading.properties(key, days, INSTEAD, &mut good) {
        let name = day.name.as_str();
        let full = format!("{key}.{name}");
        if name == HOLIDAYS {
            good &= take_holidays(&full, &day.value, &mut week.holidays, reading);
            continue;
        }
        let Some(index) = Week::DAYS.iter().position(|(known, _)| *known == name) else {
            let known = Week::DAYS.map(|(known, _)| known);
            let known = known.into_iter().chain([HOLIDAYS]);
            let meant = nearest(name, known).map(|day| format!("{key}.{day}"));
            reading.unknown(start_of(&day.name), &full, meant.as_deref());
            continue;
        };
        let Value::Array(hours) = &day.value else {
            good = false;
            let what = format!(
                "{} is not a list of hours such as [\"09:00-17:30\"]",
                reading.shown(&day.value)
            );
            reading.find(Find::error(day.value.start(), &full, what, INSTEAD).of(Fault::Type));
            continue;
        };
        good &= take_hours(&full, hours, &mut week.days[index], reading);
    }
    if !good {
        return;
    }
    let named = |property: &ObjectProp| property.name.as_str() != HOLIDAYS;
    if week.is_always_open() && days.properties.iter().any(named) {
        let what = "no day has hours, and an empty schedule is always".to_owned();
        reading.find(Find::warning(value.start(), key, what).of(Fault::Conflict));
    }
    *into = week;
}

/// Nobody has so many hours in a day: each is compared with so many others.
const MOST_COMPARED: usize = 24;

/// Whether all of them could be read. Hours that end on the next day are noted: it may be a slip.
fn take_hours(key: &str, list: &Array, into: &mut Vec<Span>, reading: &mut Reading) -> bool {
    let mut good = true;
    for hours in &list.elements {
        let shown = reading.shown(hours);
        let Some(span) = string(hours).and_then(span) else {
            good = false;
            let what = format!(
                "{shown} is not hours such as \"09:00-17:30\"{}",
                hint(&shown)
            );
            let fault = match hours {
                Value::StringLit(_) => Fault::Value,
                _ => Fault::Type,
            };
            reading.find(Find::error(hours.start(), key, what, INSTEAD).of(fault));
            continue;
        };
        if span.from == span.until && span.from != NaiveTime::MIN {
            good = false;
            let what = format!("{shown} ends when it begins; a whole day is \"00:00-24:00\"");
            reading.find(Find::error(hours.start(), key, what, INSTEAD));
            continue;
        }
        if span.until < span.from && span.until != NaiveTime::MIN {
            let what = format!("{shown} ends on the next day");
            reading.find(Find::warning(hours.start(), key, what).noted());
        }
        let mut others = into.iter().take(MOST_COMPARED);
        if let Some(other) = others.find(|other| overlap(**other, span)) {
            let what = format!("{shown} overlaps {}", self::hours(other));
            reading.find(Find::warning(hours.start(), key, what).of(Fault::Conflict));
        }
        into.push(span);
    }
    good
}

/// What is likely wrong with hours, where it can be seen.
fn hint(shown: &str) -> &'static str {
    if shown.contains(['–', '—']) {
        "; write a plain hyphen, -"
    } else if shown.contains("-25:") || shown.contains("-24:") {
        "; a day ends at 24:00"
    } else {
        ""
    }
}

/// Whether two spans of one day share a minute.
fn overlap(one: Span, other: Span) -> bool {
    let minutes = |span: Span| {
        let of = |time: NaiveTime| time.hour() * 60 + time.minute();
        let (from, until) = (of(span.from), of(span.until));
        (from, if until > from { until } else { until + 24 * 60 })
    };
    let (one, other) = (minutes(one), minutes(other));
    one.0 < other.1 && other.0 < one.1
}

/// Whether all of them could be read.
fn take_holidays(key: &str, value: &Value, into: &mut Vec<Holiday>, reading: &mut Reading) -> bool {
    let Value::Array(days) = value else {
        let what = format!(
            "{} is not a list of days such as [\"2026-12-25\"]",
            reading.shown(value)
        );
        reading.find(Find::error(value.start(), key, what, INSTEAD).of(Fault::Type));
        return false;
    };
    let mut good = true;
    for day in &days.elements {
        if let Some(holiday) = string(day).and_then(holiday) {
            into.push(holiday);
            continue;
        }
        good = false;
        if let Some((first, last)) = string(day).and_then(|text| text.split_once(".."))
            && let (Some(first), Some(last)) = (date(first.trim()), date(last.trim()))
            && last < first
        {
            let what = format!("{} ends before it begins", reading.shown(day));
            reading.find(Find::error(day.start(), key, what, INSTEAD));
            continue;
        }
        let what = format!(
            "{} is not a day such as \"2026-12-25\", \"12-25\" for every year, or \
             \"2026-12-24..2027-01-02\"",
            reading.shown(day)
        );
        reading.find(Find::error(day.start(), key, what, INSTEAD));
    }
    good
}

/// "09:00-17:30"; "24:00" ends a day.
fn span(text: &str) -> Option<Span> {
    let (from, until) = text.split_once('-')?;
    let until = match until.trim() {
        "24:00" => NaiveTime::MIN,
        until => time_of_day(until)?,
    };
    Some(Span {
        from: time_of_day(from.trim())?,
        until,
    })
}

/// "04:00" or "4:00".
pub(super) fn time_of_day(text: &str) -> Option<NaiveTime> {
    let (hour, minute) = text.split_once(':')?;
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(hour) || !digits(minute) || hour.len() > 2 || minute.len() != 2 {
        return None;
    }
    NaiveTime::from_hms_opt(hour.parse().ok()?, minute.parse().ok()?, 0)
}

/// "2026-12-25", "12-25" for every year, or "2026-12-24..2027-01-02".
fn holiday(text: &str) -> Option<Holiday> {
    if let Some((first, last)) = text.split_once("..") {
        let (first, last) = (date(first.trim())?, date(last.trim())?);
        return (first <= last).then_some(Holiday::Dates { first, last });
    }
    let text = text.trim();
    if let Some(day) = date(text) {
        return Some(Holiday::Dates {
            first: day,
            last: day,
        });
    }
    // 2028 has a 29 February.
    let day = date(&format!("2028-{text}"))?;
    Some(Holiday::Yearly {
        month: day.month(),
        day: day.day(),
    })
}

/// "2026-12-25".
fn date(text: &str) -> Option<NaiveDate> {
    let plain = text.len() == 10
        && text
            .bytes()
            .all(|byte| byte == b'-' || byte.is_ascii_digit());
    plain
        .then(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok())
        .flatten()
}

pub(super) fn shown_week(week: &Week) -> String {
    let mut entries: Vec<_> = Week::DAYS
        .iter()
        .zip(&week.days)
        .filter(|(_, spans)| !spans.is_empty())
        .map(|((name, _), spans)| format!("\n    \"{name}\": {}", list(spans.iter().map(hours))))
        .collect();
    if !week.holidays.is_empty() {
        let days = list(
            week.holidays
                .iter()
                .map(|day| format!("\"{}\"", written(day))),
        );
        entries.push(format!("\n    \"{HOLIDAYS}\": {days}"));
    }
    match entries.as_slice() {
        [] => "{}".into(),
        entries => format!("{{{}\n  }}", entries.join(",")),
    }
}

fn written(holiday: &Holiday) -> String {
    match holiday {
        Holiday::Dates { first, last } if first == last => first.to_string(),
        Holiday::Dates { first, last } => format!("{first}..{last}"),
        Holiday::Yearly { month, day } => format!("{month:02}-{day:02}"),
    }
}

fn hours(span: &Span) -> String {
    let until = match (span.until.hour(), span.until.minute()) {
        (0, 0) => "24:00".into(),
        _ => span.until.format("%H:%M").to_string(),
    };
    format!("\"{}-{until}\"", span.from.format("%H:%M"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_day_are_read_as_people_write_them() {
        let table = [
            ("04:00", Some((4, 0))),
            ("4:05", Some((4, 5))),
            ("23:59", Some((23, 59))),
            ("24:00", None),
            ("4", None),
            ("4:5", None),
            ("+4:05", None),
            ("004:00", None),
            ("", None),
            (":", None),
        ];
        for (text, expected) in table {
            let time = time_of_day(text).map(|time| (time.hour(), time.minute()));
            assert_eq!(time, expected, "{text}");
        }
    }

    #[test]
    fn days_are_read_as_they_are_written() {
        for text in ["2026-12-25", "2026-12-24..2027-01-02", "12-25", "02-29"] {
            assert_eq!(holiday(text).as_ref().map(written).as_deref(), Some(text));
        }
        for text in [
            "",
            "25-12",
            "2026-02-29",
            "2027-01-02..2026-12-24",
            "+026-12-25",
            "12-25..12-26",
        ] {
            assert_eq!(holiday(text), None, "{text}");
        }
    }
}

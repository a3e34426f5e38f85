//! What one key accepts: the check, the words for it, the default, the way it is written.

use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{NaiveTime, Timelike};
use jsonc_parser::ast::Value;
use jsonc_parser::common::Ranged;

use crate::engine::rules::{ClickDoes, InCall};
use crate::movements::{Need, Preset};
use crate::text::{Find, nearest, start_of};

use super::choice::{Worded, any_of, quoted, word};
use super::load::Reading;
use super::values::{Settings, Span, Week};

/// Where a key's value is kept.
pub(super) type Field<T> = fn(&mut Settings) -> &mut T;

/// What a key accepts, and where its value is kept. Numbers: least, most, default.
#[derive(Debug)]
pub(super) enum Accepts {
    Version,
    Switch(bool, Field<bool>),
    Minutes(u32, u32, u32, Field<Duration>),
    Seconds(u32, u32, u32, Field<Duration>),
    Times(u32, u32, u32, Field<u32>),
    TimeOfDay(&'static str, Field<NaiveTime>),
    Choice(&'static dyn Worded),
    Schedule(Field<Week>),
    Movements(Field<Vec<String>>),
    Spared(Field<Vec<Need>>),
    Preset(Field<Option<String>>),
    Folder(Field<Option<PathBuf>>),
}

/// The version of the file's shape that this program writes.
pub(super) const VERSION: u32 = 1;

pub(super) const IN_CALL: &[(&str, InCall)] = &[
    ("discreet", InCall::Discreet),
    ("tray-only", InCall::TrayOnly),
];

pub(super) const CLICKS: &[(&str, ClickDoes)] = &[
    ("log-or-snooze", ClickDoes::LogOrSnooze),
    ("snooze-or-log", ClickDoes::SnoozeOrLog),
    ("log", ClickDoes::Log),
    ("snooze", ClickDoes::Snooze),
    ("start", ClickDoes::Start),
    ("stand", ClickDoes::Stand),
    ("pause", ClickDoes::Pause),
    ("panel", ClickDoes::Panel),
    ("nothing", ClickDoes::Nothing),
];

impl Accepts {
    /// What is accepted, in words.
    pub(super) fn words(&self) -> String {
        match self {
            Self::Version => "a whole number from 1".into(),
            Self::Switch(..) => "true or false".into(),
            Self::Minutes(from, to, ..) => format!("a whole number of minutes from {from} to {to}"),
            Self::Seconds(from, to, ..) => format!("a whole number of seconds from {from} to {to}"),
            Self::Times(from, to, ..) => format!("a whole number from {from} to {to}"),
            Self::TimeOfDay(..) => "a time of day such as \"04:00\"".into(),
            Self::Choice(choice) => choice.words(),
            Self::Schedule(_) => "an object of weekdays with lists of hours".into(),
            Self::Movements(_) => "a list of movement ids".into(),
            Self::Spared(_) => format!("a list of {}", any_of(&Need::SPARED)),
            Self::Preset(_) => "the id of a preset, or null".into(),
            Self::Folder(_) => "the full path of a folder, or null".into(),
        }
    }

    /// Puts the default in its place.
    pub(super) fn reset(&self, settings: &mut Settings) {
        match self {
            Self::Version => {}
            Self::Switch(default, field) => *field(settings) = *default,
            Self::Minutes(_, _, default, field) => *field(settings) = minutes(*default),
            Self::Seconds(_, _, default, field) => *field(settings) = seconds(*default),
            Self::Times(_, _, default, field) => *field(settings) = *default,
            Self::TimeOfDay(default, field) => {
                *field(settings) = time_of_day(default).unwrap_or_default();
            }
            Self::Choice(choice) => choice.reset(settings),
            Self::Schedule(field) => *field(settings) = Week::default(),
            Self::Movements(field) => field(settings).clear(),
            Self::Spared(field) => field(settings).clear(),
            Self::Preset(field) => *field(settings) = None,
            Self::Folder(field) => *field(settings) = None,
        }
    }

    /// The value as it is written in the file. Changes nothing.
    pub(super) fn shown(&self, settings: &mut Settings) -> String {
        match self {
            Self::Version => VERSION.to_string(),
            Self::Switch(_, field) => field(settings).to_string(),
            Self::Minutes(_, _, _, field) => (field(settings).as_secs() / 60).to_string(),
            Self::Seconds(_, _, _, field) => field(settings).as_secs().to_string(),
            Self::Times(_, _, _, field) => field(settings).to_string(),
            Self::TimeOfDay(_, field) => format!("\"{}\"", field(settings).format("%H:%M")),
            Self::Choice(choice) => choice.shown(settings),
            Self::Schedule(field) => shown_week(field(settings)),
            Self::Movements(field) => list(field(settings).iter().map(|id| quoted(id))),
            Self::Spared(field) => list(
                field(settings)
                    .iter()
                    .map(|need| quoted(word(&Need::SPARED, need))),
            ),
            Self::Preset(field) => match field(settings) {
                Some(id) => quoted(id),
                None => "null".into(),
            },
            Self::Folder(field) => match field(settings) {
                Some(folder) => quoted(&folder.to_string_lossy()),
                None => "null".into(),
            },
        }
    }

    /// Takes the value over if it is accepted; else says so and leaves the default.
    pub(super) fn take(
        &self,
        key: &str,
        value: &Value,
        settings: &mut Settings,
        reading: &mut Reading,
    ) {
        let taken = match self {
            Self::Version => return take_version(self, key, value, reading),
            Self::Schedule(field) => return take_week(key, value, field(settings), reading),
            Self::Movements(field) => return take_ids(key, value, field(settings), reading),
            Self::Spared(field) => return take_spared(key, value, field(settings), reading),
            Self::Preset(field) => return take_preset(key, value, field(settings), reading),
            Self::Choice(choice) => choice.take(value, settings),
            Self::Switch(_, field) => value
                .as_boolean_lit()
                .map(|literal| *field(settings) = literal.value),
            Self::Minutes(from, to, _, field) => {
                whole(value, *from, *to).map(|number| *field(settings) = minutes(number))
            }
            Self::Seconds(from, to, _, field) => {
                whole(value, *from, *to).map(|number| *field(settings) = seconds(number))
            }
            Self::Times(from, to, _, field) => {
                whole(value, *from, *to).map(|number| *field(settings) = number)
            }
            Self::TimeOfDay(_, field) => string(value)
                .and_then(time_of_day)
                .map(|time| *field(settings) = time),
            Self::Folder(field) if value.as_null_keyword().is_some() => {
                *field(settings) = None;
                Some(())
            }
            Self::Folder(field) => folder(value).map(|folder| *field(settings) = Some(folder)),
        };
        if taken.is_none() {
            let what = format!("{} is not {}", reading.shown(value), self.words());
            let instead = format!("using {}", self.shown(settings));
            reading.find(Find::error(value.start(), key, what, &instead));
        }
    }
}

fn take_version(accepts: &Accepts, key: &str, value: &Value, reading: &mut Reading) {
    match whole(value, 1, u32::MAX) {
        Some(version) if version > VERSION => {
            let what = format!(
                "{version} is newer than this program's {VERSION}; what it understands is used"
            );
            reading.find(Find::warning(value.start(), key, what));
        }
        Some(_) => {}
        None => {
            let what = format!("{} is not {}", reading.shown(value), accepts.words());
            let instead = format!("reading it as version {VERSION}");
            reading.find(Find::error(value.start(), key, what, &instead));
        }
    }
}

fn take_week(key: &str, value: &Value, into: &mut Week, reading: &mut Reading) {
    const INSTEAD: &str = "using an empty schedule, which is always";
    let Value::Object(days) = value else {
        let what = format!(
            "{} is not an object such as {{ \"monday\": [\"09:00-17:30\"] }}",
            reading.shown(value)
        );
        return reading.find(Find::error(value.start(), key, what, INSTEAD));
    };
    let mut week = Week::default();
    let mut good = true;
    for day in reading.properties(key, days, INSTEAD, &mut good) {
        let name = day.name.as_str();
        let full = format!("{key}.{name}");
        let Some(index) = Week::DAYS.iter().position(|(known, _)| *known == name) else {
            let days = Week::DAYS.map(|(known, _)| known);
            let meant = nearest(name, days).map(|day| format!("{key}.{day}"));
            reading.unknown(start_of(&day.name), &full, meant.as_deref());
            continue;
        };
        let Value::Array(hours) = &day.value else {
            good = false;
            let what = format!(
                "{} is not a list of hours such as [\"09:00-17:30\"]",
                reading.shown(&day.value)
            );
            reading.find(Find::error(day.value.start(), &full, what, INSTEAD));
            continue;
        };
        for hours in &hours.elements {
            match string(hours).and_then(span) {
                Some(span) if span.from == span.until && span.from != NaiveTime::MIN => {
                    good = false;
                    let what = format!(
                        "{} ends when it begins; a whole day is \"00:00-24:00\"",
                        reading.shown(hours)
                    );
                    reading.find(Find::error(hours.start(), &full, what, INSTEAD));
                }
                Some(span) => week.0[index].push(span),
                None => {
                    good = false;
                    let what = format!(
                        "{} is not hours such as \"09:00-17:30\"",
                        reading.shown(hours)
                    );
                    reading.find(Find::error(hours.start(), &full, what, INSTEAD));
                }
            }
        }
    }
    if !good {
        return;
    }
    if week.is_always_open() && !days.properties.is_empty() {
        let what = "no day has hours, and an empty schedule is always".to_owned();
        reading.find(Find::warning(value.start(), key, what));
    }
    *into = week;
}

fn take_ids(key: &str, value: &Value, into: &mut Vec<String>, reading: &mut Reading) {
    let Value::Array(list) = value else {
        let what = format!(
            "{} is not a list of movement ids such as [\"half-squat\"]",
            reading.shown(value)
        );
        return reading.find(Find::error(value.start(), key, what, "using []"));
    };
    for element in &list.elements {
        let Some(id) = string(element) else {
            let what = format!("{} is not a movement id", reading.shown(element));
            reading.find(Find::error(element.start(), key, what, "leaving it out"));
            continue;
        };
        let Some(known) = reading.catalogue.movement(id) else {
            let ids = reading.catalogue.entries().map(|entry| entry.id.as_str());
            let mut what = format!("there is no movement {}", reading.shown(element));
            if reading.may_guess()
                && let Some(near) = nearest(id, ids)
            {
                what += &format!("; did you mean \"{near}\"?");
            }
            reading.find(Find::warning(element.start(), key, what));
            continue;
        };
        if !into.contains(&known.id) {
            into.push(known.id.clone());
        }
    }
}

fn take_spared(key: &str, value: &Value, into: &mut Vec<Need>, reading: &mut Reading) {
    let any = any_of(&Need::SPARED);
    let Value::Array(list) = value else {
        let what = format!("{} is not a list of {any}", reading.shown(value));
        return reading.find(Find::error(value.start(), key, what, "using []"));
    };
    for element in &list.elements {
        let known = string(element)
            .and_then(|written| Need::SPARED.iter().find(|(word, _)| *word == written));
        match known {
            Some((_, need)) if !into.contains(need) => into.push(*need),
            Some(_) => {}
            None => {
                let what = format!("{} is not {any}", reading.shown(element));
                reading.find(Find::error(element.start(), key, what, "leaving it out"));
            }
        }
    }
}

fn take_preset(key: &str, value: &Value, into: &mut Option<String>, reading: &mut Reading) {
    if value.as_null_keyword().is_some() {
        return *into = None;
    }
    let what = match string(value) {
        Some(id) if Preset::named(id).is_some() => return *into = Some(id.to_owned()),
        Some(id) => {
            let known = Preset::all().iter().map(|preset| preset.id.as_str());
            let meant = nearest(id, known).map(|near| format!(" (did you mean \"{near}\"?)"));
            let shown = reading.shown(value);
            format!("there is no preset {shown}{}", meant.unwrap_or_default())
        }
        None => format!(
            "{} is not the id of a preset, or null",
            reading.shown(value)
        ),
    };
    reading.find(Find::error(value.start(), key, what, "using null"));
}

fn whole(value: &Value, from: u32, to: u32) -> Option<u32> {
    let number: u32 = value.as_number_lit()?.value.parse().ok()?;
    (from..=to).contains(&number).then_some(number)
}

pub(super) fn string<'a>(value: &'a Value) -> Option<&'a str> {
    Some(value.as_string_lit()?.value.as_ref())
}

fn folder(value: &Value) -> Option<PathBuf> {
    let path = Path::new(string(value)?);
    (path.is_absolute() || path.starts_with("~")).then(|| path.to_owned())
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
fn time_of_day(text: &str) -> Option<NaiveTime> {
    let (hour, minute) = text.split_once(':')?;
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(hour) || !digits(minute) || hour.len() > 2 || minute.len() != 2 {
        return None;
    }
    NaiveTime::from_hms_opt(hour.parse().ok()?, minute.parse().ok()?, 0)
}

fn shown_week(week: &Week) -> String {
    if week.is_always_open() {
        return "{}".into();
    }
    let days: Vec<_> = Week::DAYS
        .iter()
        .zip(&week.0)
        .filter(|(_, spans)| !spans.is_empty())
        .map(|((name, _), spans)| format!("\n    \"{name}\": {}", list(spans.iter().map(hours))))
        .collect();
    format!("{{{}\n  }}", days.join(","))
}

fn hours(span: &Span) -> String {
    let until = match (span.until.hour(), span.until.minute()) {
        (0, 0) => "24:00".into(),
        _ => span.until.format("%H:%M").to_string(),
    };
    format!("\"{}-{until}\"", span.from.format("%H:%M"))
}

fn list(values: impl Iterator<Item = String>) -> String {
    format!("[{}]", values.collect::<Vec<_>>().join(", "))
}

fn minutes(number: u32) -> Duration {
    Duration::from_secs(60 * u64::from(number))
}

fn seconds(number: u32) -> Duration {
    Duration::from_secs(number.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_the_file_are_the_words_of_the_engine() {
        for (word, choice) in IN_CALL {
            assert_eq!(serde_json::to_value(choice).unwrap(), *word);
        }
        for (word, choice) in CLICKS {
            assert_eq!(serde_json::to_value(choice).unwrap(), *word);
        }
    }

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
}

//! What one key accepts: the check, the words for it, the default, the way it is written.

use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::NaiveTime;
use jsonc_parser::ast::{Object, Value};
use jsonc_parser::common::Ranged;

use crate::engine::rules::{ClickDoes, InCall};
use crate::movements::Need;
use crate::text::{Fault, Find, nearest, type_of};

use super::choice::{Worded, any_of, quoted, word};
use super::ids::{take_ids, take_preset, take_spared};
use super::keys::{Control, Unit};
use super::load::Reading;
use super::values::{Command, Settings, Week};
use super::week::{shown_week, take_week, time_of_day};

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
    Command(Field<Option<Command>>),
}

/// The version of the file's shape that this program writes.
pub(super) const VERSION: u32 = 2;

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
            Self::Schedule(_) => {
                "an object such as { \"monday\": [\"09:00-12:00\", \"13:00-17:30\"], \
                                  \"friday\": [\"22:00-06:00\"], \"holidays\": [\"12-25\", \
                                  \"2026-12-24..2027-01-02\"] }"
                    .into()
            }
            Self::Movements(_) => "a list of movement ids".into(),
            Self::Spared(_) => format!("a list of {}", any_of(&Need::SPARED)),
            Self::Preset(_) => "the id of a preset, or null".into(),
            Self::Folder(_) => "the full path of a folder, or null".into(),
            Self::Command(_) => {
                "a list of a program and its arguments, such as [\"notify-send\", \"Up\"], or null"
                    .into()
            }
        }
    }

    /// How it is set by hand.
    pub(super) fn control(&self) -> Control {
        let number = |from: &u32, to: &u32, unit| Control::Number {
            from: *from,
            to: *to,
            unit,
        };
        match self {
            Self::Version => Control::None,
            Self::Switch(..) => Control::Switch,
            Self::Minutes(from, to, ..) => number(from, to, Unit::Minutes),
            Self::Seconds(from, to, ..) => number(from, to, Unit::Seconds),
            Self::Times(from, to, ..) => number(from, to, Unit::Times),
            Self::TimeOfDay(..) => Control::TimeOfDay,
            Self::Choice(choice) => Control::Choice(choice.all()),
            Self::Schedule(_) => Control::Schedule,
            Self::Movements(_) => Control::Movements,
            Self::Spared(_) => Control::Several(Need::SPARED.map(|(word, _)| word).to_vec()),
            Self::Preset(_) => Control::Preset,
            Self::Folder(_) => Control::Folder,
            Self::Command(_) => Control::Command,
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
            Self::Command(field) => *field(settings) = None,
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
            Self::Command(field) => match field(settings) {
                Some(command) => list(command.0.iter().map(|word| quoted(word))),
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
            Self::Command(field) if value.as_null_keyword().is_some() => {
                *field(settings) = None;
                Some(())
            }
            Self::Command(field) => command(value).map(|command| *field(settings) = Some(command)),
        };
        if taken.is_none() {
            let (fault, what) = self.refused(value, reading);
            let instead = format!("using {}", self.shown(settings));
            reading.find(Find::error(value.start(), key, what, &instead).of(fault));
        }
    }

    /// Why a value is not accepted: another type is wanted, or another value.
    fn refused(&self, value: &Value, reading: &Reading) -> (Fault, String) {
        let (shown, words) = (reading.shown(value), self.words());
        if !self.has_type(value) {
            return match value {
                Value::StringLit(text) if self.reads_bare(&text.value) => (
                    Fault::Type,
                    format!("{shown} is text, not {words}; write it without quotes"),
                ),
                Value::StringLit(_) | Value::NumberLit(_) => (
                    Fault::Type,
                    format!("{shown} is {}, not {words}", type_of(value)),
                ),
                _ => (Fault::Type, format!("{shown} is not {words}")),
            };
        }
        if let Self::Command(_) = self {
            return (Fault::Value, format!("this is not {words}"));
        }
        let meant = match (self, string(value)) {
            (Self::Choice(choice), Some(written)) => nearest(written, choice.all()),
            _ => None,
        };
        let guess = meant.map_or(String::new(), |meant| {
            format!(" (did you mean \"{meant}\"?)")
        });
        (Fault::Value, format!("{shown} is not {words}{guess}"))
    }

    /// Whether it is of the type that is wanted.
    fn has_type(&self, value: &Value) -> bool {
        match self {
            Self::Switch(..) => value.as_boolean_lit().is_some(),
            Self::Version | Self::Minutes(..) | Self::Seconds(..) | Self::Times(..) => {
                value.as_number_lit().is_some()
            }
            Self::TimeOfDay(..) | Self::Choice(_) | Self::Preset(_) | Self::Folder(_) => {
                string(value).is_some()
            }
            Self::Schedule(_) => matches!(value, Value::Object(_)),
            Self::Movements(_) | Self::Spared(_) | Self::Command(_) => {
                matches!(value, Value::Array(_))
            }
        }
    }

    /// Whether this text would be of the type that is wanted if it stood without its quotes.
    fn reads_bare(&self, text: &str) -> bool {
        match self {
            Self::Switch(..) => matches!(text, "true" | "false"),
            Self::Version | Self::Minutes(..) | Self::Seconds(..) | Self::Times(..) => {
                !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
            }
            _ => false,
        }
    }
}

fn take_version(accepts: &Accepts, key: &str, value: &Value, reading: &mut Reading) {
    match whole(value, 1, u32::MAX) {
        Some(version) if version > VERSION => {
            let what = format!(
                "{version} is newer than this program's {VERSION}; what it understands is used, and \
                 the file is never rewritten"
            );
            reading.find(Find::warning(value.start(), key, what).of(Fault::Version));
        }
        Some(_) => {}
        None => {
            let (fault, what) = accepts.refused(value, reading);
            let instead = format!("reading it as version {VERSION}");
            reading.find(Find::error(value.start(), key, what, &instead).of(fault));
        }
    }
}

/// The version that a settings object says it has; the program's own where it says nothing usable.
pub(super) fn version_of(root: &Object) -> u32 {
    root.get("version")
        .and_then(|property| whole(&property.value, 1, u32::MAX))
        .unwrap_or(VERSION)
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

/// A program and its arguments: no empty name, and nothing that no program can be given.
fn command(value: &Value) -> Option<Command> {
    let Value::Array(list) = value else {
        return None;
    };
    let words: Option<Vec<String>> = list
        .elements
        .iter()
        .map(|word| string(word).map(str::to_owned))
        .collect();
    let words = words?;
    let usable = words
        .first()
        .is_some_and(|program| !program.trim().is_empty())
        && words.iter().all(|word| !word.contains('\0'));
    usable.then_some(Command(words))
}

pub(super) fn list(values: impl Iterator<Item = String>) -> String {
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
}

//! Keys that are good alone and odd beside each other: each is used as it stands, and said.

use std::time::Duration;

use crate::text::{Fault, Find};

use super::load::Reading;
use super::values::Settings;

/// A key and what it holds.
type Held = (&'static str, Duration);

/// Warns of what the user likely did not mean.
pub(super) fn conflicts(reading: &mut Reading, settings: &Settings) {
    let reminders = &settings.reminders;
    let longer: [(Held, Held); 4] = [
        (
            ("reminders.snooze_minutes", reminders.snooze),
            ("reminders.every_minutes", reminders.every),
        ),
        (
            ("reminders.every_minutes", reminders.every),
            (
                "reminders.longest_sitting_minutes",
                reminders.longest_sitting,
            ),
        ),
        (
            ("reminders.break_minutes", reminders.break_length),
            ("reminders.long_break_minutes", reminders.long_break),
        ),
        (
            ("reminders.repeat_after_minutes", reminders.repeat_after),
            ("reminders.every_minutes", reminders.every),
        ),
    ];
    for ((key, value), (other, limit)) in longer {
        // A repeat after the next reminder harms nobody who did not ask for it.
        let chosen = key != "reminders.repeat_after_minutes" || reading.places.contains_key(key);
        if value > limit && chosen {
            longer_than(reading, (key, value), (other, limit));
        }
    }
    let movements = &settings.movements;
    if movements.only_seated && movements.stairs {
        let what = "no stairs are suggested, because movements.only_seated is true".to_owned();
        at_key(reading, "movements.stairs", what);
    }
    for id in &movements.favourites {
        if movements.avoid.contains(id) {
            let what = format!("\"{id}\" is avoided too, and so never suggested");
            at_key(reading, "movements.favourites", what);
        }
    }
}

fn longer_than(reading: &mut Reading, (key, value): Held, (other, limit): Held) {
    let line = reading
        .line_of(other)
        .map_or(" by default".to_owned(), |line| format!(" (line {line})"));
    let what = format!(
        "{} is longer than {other}, which is {}{line}",
        value.as_secs() / 60,
        limit.as_secs() / 60
    );
    let place = reading
        .places
        .get(key)
        .or_else(|| reading.places.get(other));
    if let Some(at) = place.copied() {
        reading.find(Find::warning(at, key, what).of(Fault::Conflict));
    }
}

fn at_key(reading: &mut Reading, key: &str, what: String) {
    if let Some(at) = reading.places.get(key).copied() {
        reading.find(Find::warning(at, key, what).of(Fault::Conflict));
    }
}

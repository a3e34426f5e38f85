//! Keys that name something by id or word: movements, what is to be spared, a preset.

use jsonc_parser::ast::Value;
use jsonc_parser::common::Ranged;

use crate::movements::{Need, Preset};
use crate::text::{Fault, Find, nearest};

use super::accepts::string;
use super::choice::any_of;
use super::load::Reading;

pub(super) fn take_ids(key: &str, value: &Value, into: &mut Vec<String>, reading: &mut Reading) {
    let Value::Array(list) = value else {
        let what = format!(
            "{} is not a list of movement ids such as [\"half-squat\"]",
            reading.shown(value)
        );
        return reading.find(Find::error(value.start(), key, what, "using []").of(Fault::Type));
    };
    for element in &list.elements {
        let Some(id) = string(element) else {
            let what = format!("{} is not a movement id", reading.shown(element));
            reading.find(Find::error(element.start(), key, what, "leaving it out").of(Fault::Type));
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
            reading.find(Find::warning(element.start(), key, what).of(Fault::Unknown));
            continue;
        };
        if !into.contains(&known.id) {
            into.push(known.id.clone());
        }
    }
}

pub(super) fn take_spared(key: &str, value: &Value, into: &mut Vec<Need>, reading: &mut Reading) {
    let any = any_of(&Need::SPARED);
    let Value::Array(list) = value else {
        let what = format!("{} is not a list of {any}", reading.shown(value));
        return reading.find(Find::error(value.start(), key, what, "using []").of(Fault::Type));
    };
    for element in &list.elements {
        let known = string(element)
            .and_then(|written| Need::SPARED.iter().find(|(word, _)| *word == written));
        match known {
            Some((_, need)) if !into.contains(need) => into.push(*need),
            Some(_) => {}
            None => {
                let meant = string(element)
                    .and_then(|written| nearest(written, Need::SPARED.map(|(word, _)| word)))
                    .map(|near| format!(" (did you mean \"{near}\"?)"));
                let what = format!(
                    "{} is not {any}{}",
                    reading.shown(element),
                    meant.unwrap_or_default()
                );
                reading.find(Find::error(element.start(), key, what, "leaving it out"));
            }
        }
    }
}

pub(super) fn take_preset(
    key: &str,
    value: &Value,
    into: &mut Option<String>,
    reading: &mut Reading,
) {
    if value.as_null_keyword().is_some() {
        return *into = None;
    }
    let shown = reading.shown(value);
    let (fault, what) = match string(value) {
        Some(id) if Preset::named(id).is_some() => return *into = Some(id.to_owned()),
        Some(id) => {
            let known = Preset::all().iter().map(|preset| preset.id.as_str());
            let meant = if id == "none" {
                Some("; write null, without quotes, for none".to_owned())
            } else {
                nearest(id, known).map(|near| format!(" (did you mean \"{near}\"?)"))
            };
            let what = format!("there is no preset {shown}{}", meant.unwrap_or_default());
            (Fault::Value, what)
        }
        None => {
            let what = match value {
                Value::NumberLit(_) => {
                    format!("{shown} is a number, not the id of a preset, or null")
                }
                _ => format!("{shown} is not the id of a preset, or null"),
            };
            (Fault::Type, what)
        }
    };
    reading.find(Find::error(value.start(), key, what, "using null").of(fault));
}

//! `soleus presets`.

use std::process::ExitCode;

use serde::Serialize;

use super::{VERSION, answer, columns, fail, json, sources_in_words, unknown};
use crate::app::start::places;
use crate::cli::args::{Common, ShowArgs};
use crate::movements::{Preset, Studied};
use crate::settings;

#[derive(Serialize)]
struct All<'a> {
    version: u32,
    /// The one in the settings.
    yours: Option<&'a str>,
    presets: &'a [Preset],
}

#[derive(Serialize)]
struct Single<'a> {
    version: u32,
    preset: &'a Preset,
}

/// All presets, or one.
#[must_use]
pub fn presets(common: &Common, args: &ShowArgs) -> ExitCode {
    let settings = match places(common.dir.as_deref()) {
        Ok(places) => settings::read(&places.settings).settings,
        Err(words) => return fail(&words),
    };
    let yours = settings.preset.as_deref();
    let Some(id) = &args.id else {
        return all(yours, args.json);
    };
    match Preset::named(id) {
        Some(preset) if args.json => json(&Single {
            version: VERSION,
            preset,
        }),
        Some(preset) => answer(&words(preset, yours)),
        None => {
            let known = Preset::all().iter().map(|preset| preset.id.as_str());
            unknown("preset", id, known)
        }
    }
}

fn all(yours: Option<&str>, as_json: bool) -> ExitCode {
    let presets = Preset::all();
    if as_json {
        return json(&All {
            version: VERSION,
            yours,
            presets,
        });
    }
    let rows: Vec<[String; 6]> = presets
        .iter()
        .map(|preset| {
            let every = preset.every_minutes;
            [
                preset.id.clone(),
                preset.name.clone(),
                every.map_or(String::new(), |minutes| format!("every {minutes} min")),
                length(preset.on_seconds.get()),
                preset.studied.word().to_owned(),
                (if yours == Some(preset.id.as_str()) {
                    "yours"
                } else {
                    ""
                })
                .to_owned(),
            ]
        })
        .collect();
    answer(&format!(
        "{}\n`soleus presets ID` shows one in full. To use one: `soleus settings preset ID`.",
        columns(&rows)
    ))
}

fn words(preset: &Preset, yours: Option<&str>) -> String {
    let mut text = format!("{} ({})", preset.name, preset.id);
    if yours == Some(preset.id.as_str()) {
        text += ", yours";
    }
    text += &format!("\n{}\n\n", preset.does);
    text += &how_sure(preset);
    text += &format!("Movements: {}\n\n", preset.movements.join(", "));
    text += "Stands for these settings, where you have not written them yourself:\n";
    for (key, value) in &preset.settings {
        text += &format!("  {key}: {value}\n");
    }
    text + "\nSources\n" + &sources_in_words(&preset.sources)
}

fn how_sure(preset: &Preset) -> String {
    let mut text = match preset.studied {
        Studied::Studied => "Studied: a trial had this dose.\n".to_owned(),
        Studied::Adapted => "Adapted: our choice, built from trials.\n".to_owned(),
    };
    if let Some(missing) = &preset.not_imitated {
        text += &format!("Other than studied: {missing}\n");
    }
    text + &format!("Caveat: {}\n", preset.caveat)
}

/// How sure it is, and its sources.
pub(in crate::app) fn what_it_rests_on(preset: &Preset) -> String {
    format!(
        "{}Sources\n{}",
        how_sure(preset),
        sources_in_words(&preset.sources)
    )
}

fn length(seconds: u64) -> String {
    match (seconds / 60, seconds % 60) {
        (0, seconds) => format!("{seconds} s"),
        (minutes, 0) => format!("{minutes} min"),
        (minutes, seconds) => format!("{minutes} min {seconds} s"),
    }
}

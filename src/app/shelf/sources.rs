//! `soleus sources`.

use std::process::ExitCode;

use serde::Serialize;

use super::{VERSION, answer, columns, json, unknown};
use crate::cli::args::{Common, ShowArgs};
use crate::movements::{Catalogue, Evidence, Strength};

#[derive(Serialize)]
struct All {
    version: u32,
    sources: &'static [Evidence],
}

#[derive(Serialize)]
struct Single {
    version: u32,
    source: &'static Evidence,
}

/// All sources, or one.
#[must_use]
pub fn sources(_: &Common, args: &ShowArgs) -> ExitCode {
    let Some(id) = &args.id else {
        return all(args.json);
    };
    let named = Evidence::all()
        .iter()
        .find(|source| source.id.eq_ignore_ascii_case(id));
    match named {
        Some(source) if args.json => json(&Single {
            version: VERSION,
            source,
        }),
        Some(source) => answer(&words(source)),
        None => {
            let known = Evidence::all().iter().map(|source| source.id.as_str());
            unknown("source", id, known)
        }
    }
}

fn all(as_json: bool) -> ExitCode {
    let sources = Evidence::all();
    if as_json {
        return json(&All {
            version: VERSION,
            sources,
        });
    }
    let rows: Vec<[String; 3]> = sources
        .iter()
        .map(|source| {
            [
                source.id.clone(),
                source.strength.letter().to_owned(),
                source.citation.clone(),
            ]
        })
        .collect();
    let mut text = columns(&rows) + "\n";
    for strength in Strength::ALL {
        text += &format!("  {}  {}\n", strength.letter(), strength.words());
    }
    answer(&(text + "\n`soleus sources ID` shows one in full."))
}

fn words(source: &Evidence) -> String {
    let users: Vec<&str> = Catalogue::built_in()
        .entries()
        .filter(|entry| entry.sources.contains(&source.id))
        .map(|entry| entry.id.as_str())
        .collect();
    let mut text = format!("{}\n{}\n\n", source.id, source.citation);
    text += &format!("How: {}\n", source.design);
    text += &format!("Found: {}\n", source.found);
    text += &format!(
        "Strength: {}, {}\n",
        source.strength.letter(),
        source.strength.words()
    );
    text += &format!("Certainty: {}\n", source.certainty.words());
    if !users.is_empty() {
        text += &format!("Movements: {}\n", users.join(", "));
    }
    text + &source.address
}

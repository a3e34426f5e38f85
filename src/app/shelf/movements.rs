//! `soleus movements`.

use std::process::ExitCode;

use serde::Serialize;

use super::{VERSION, answer, columns, fail, json, sources_in_words, unknown};
use crate::app::start::places;
use crate::cli::args::{Common, ShowArgs};
use crate::movements::{Abilities, Catalogue, Entry, Group, Pace, Safety};
use crate::settings;

#[derive(Serialize)]
struct All<'a> {
    version: u32,
    movements: Vec<One<'a>>,
}

#[derive(Serialize)]
struct Single<'a> {
    version: u32,
    movement: One<'a>,
}

#[derive(Serialize)]
struct One<'a> {
    #[serde(flatten)]
    entry: &'a Entry,
    /// Whether it is the user's own.
    own: bool,
    /// Whether a reminder may suggest it to this person, here.
    suggested_to_you: bool,
}

/// All movements, or one, with the doses of this person.
#[must_use]
pub fn movements(common: &Common, args: &ShowArgs) -> ExitCode {
    let loaded = match places(common.dir.as_deref()) {
        Ok(places) => settings::read(&places.settings),
        Err(words) => return fail(&words),
    };
    let catalogue = loaded.settings.fitted(&loaded.catalogue);
    let shelf = Shelf {
        catalogue: &catalogue,
        abilities: &loaded.settings.movements,
    };
    let Some(id) = &args.id else {
        return shelf.all(args.json);
    };
    match catalogue.movement(id) {
        Some(entry) if args.json => json(&Single {
            version: VERSION,
            movement: shelf.one(entry),
        }),
        Some(entry) => answer(&shelf.words(entry)),
        None => {
            let known = catalogue.entries().map(|entry| entry.id.as_str());
            unknown("movement", id, known)
        }
    }
}

struct Shelf<'a> {
    catalogue: &'a Catalogue,
    abilities: &'a Abilities,
}

impl Shelf<'_> {
    fn one<'e>(&self, entry: &'e Entry) -> One<'e> {
        One {
            entry,
            own: self.own(entry),
            suggested_to_you: self.suggested(entry),
        }
    }

    fn own(&self, entry: &Entry) -> bool {
        self.catalogue.own().iter().any(|own| own.id == entry.id)
    }

    fn suggested(&self, entry: &Entry) -> bool {
        self.catalogue
            .exercises(self.abilities)
            .iter()
            .any(|movement| movement.id == entry.id && movement.suggested)
    }

    fn all(&self, as_json: bool) -> ExitCode {
        if as_json {
            return json(&All {
                version: VERSION,
                movements: self.catalogue.entries().map(|e| self.one(e)).collect(),
            });
        }
        let rows: Vec<[String; 5]> = self
            .catalogue
            .entries()
            .map(|entry| {
                [
                    entry.id.clone(),
                    entry.name.clone(),
                    entry.group.word().to_owned(),
                    entry.dose.clone(),
                    self.marks(entry),
                ]
            })
            .collect();
        answer(&format!(
            "{}\n`soleus movements ID` shows one in full.",
            columns(&rows)
        ))
    }

    fn marks(&self, entry: &Entry) -> String {
        let marks = [
            (self.suggested(entry), "suggested"),
            (entry.discreet, "discreet"),
            (entry.vigorous, "vigorous"),
            (self.own(entry), "your own"),
        ];
        let marks: Vec<_> = marks
            .iter()
            .filter(|(on, _)| *on)
            .map(|(_, word)| *word)
            .collect();
        marks.join(", ")
    }

    fn words(&self, entry: &Entry) -> String {
        let marks = self.marks(entry);
        let mut text = format!("{} ({})\n", entry.name, entry.id);
        text += &match (marks.as_str(), entry.group) {
            ("", group) => format!("{}\n", kind_in_words(group)),
            (marks, group) => format!("{}; {marks}\n", kind_in_words(group)),
        };
        text += &format!("{}{}\n\n", entry.dose, pace_in_words(entry.pace));
        for (step, words) in entry.steps.iter().enumerate() {
            text += &format!("  {}. {words}\n", step + 1);
        }
        text.push('\n');
        let not_for = entry.not_for.clone().unwrap_or_default();
        let studied = entry.studied.clone().unwrap_or_default();
        for (name, words) in [
            ("Works", &entry.muscles),
            ("Mind", &entry.safety),
            ("Caution", &not_for),
            ("Studied", &studied),
        ] {
            if !words.is_empty() {
                text += &format!("{name}: {words}\n");
            }
        }
        text += &format!("\n{}\n\n", Safety::page().card);
        if entry.sources.is_empty() {
            return text + "Your own, not studied.";
        }
        text + "Sources\n" + &sources_in_words(&entry.sources)
    }
}

fn kind_in_words(group: Group) -> &'static str {
    match group {
        Group::Exercise(kind) => kind.word(),
        Group::Other(_) => "supportive, no exercise",
    }
}

fn pace_in_words(pace: Option<Pace>) -> String {
    match pace {
        Some(pace) if pace.hold_seconds > 0.0 => format!(
            "; one in {} s, held for {} s of it",
            pace.repetition_seconds, pace.hold_seconds
        ),
        Some(pace) => format!("; one in {} s", pace.repetition_seconds),
        None => String::new(),
    }
}

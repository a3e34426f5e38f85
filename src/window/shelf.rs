//! What the movements page knows: all movements as this person gets them, and what is said of each
//! beside its own words.

use std::collections::HashMap;
use std::sync::Arc;

use super::chores::Marks;
use crate::engine::movement::Kind;
use crate::movements::{Catalogue, Entry, Evidence, Group, Pace, Preset, Studied, Supportive};
use crate::settings::Loaded;

/// The movements, and what the files say of them.
#[derive(Debug)]
pub struct Shelf {
    catalogue: Arc<Catalogue>,
    loaded: Option<Box<Loaded>>,
    /// Each figure's frame, which is dear to find and stays the same.
    frames: HashMap<String, [f32; 4]>,
}

/// Where a dose comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin<'e> {
    /// In words.
    pub words: String,
    /// The ids of the sources.
    pub sources: &'e [String],
}

impl Shelf {
    /// The movements before the files are read.
    #[must_use]
    pub fn new(catalogue: Arc<Catalogue>) -> Self {
        Self {
            catalogue,
            loaded: None,
            frames: HashMap::new(),
        }
    }

    /// What was read: doses are those of this person.
    #[must_use]
    pub fn read(loaded: Box<Loaded>) -> Self {
        Self {
            catalogue: Arc::new(loaded.settings.fitted(&loaded.catalogue)),
            loaded: Some(loaded),
            frames: HashMap::new(),
        }
    }

    /// All of them.
    #[must_use]
    pub fn catalogue(&self) -> &Arc<Catalogue> {
        &self.catalogue
    }

    /// What the user thinks of one.
    #[must_use]
    pub fn marks(&self, id: &str) -> Marks {
        self.loaded
            .as_ref()
            .map_or(Marks::default(), |loaded| Marks::of(loaded, id))
    }

    /// Whether it is the user's own.
    #[must_use]
    pub fn is_own(&self, id: &str) -> bool {
        self.catalogue.own().iter().any(|own| own.id == id)
    }

    /// What is wrong with the files, a line each.
    #[must_use]
    pub fn problems(&self) -> Vec<String> {
        let problems = self.loaded.iter().flat_map(|loaded| &loaded.problems);
        problems.map(ToString::to_string).collect()
    }

    /// The frame of an entry's figure.
    pub fn frame(&mut self, entry: &Entry) -> Option<[f32; 4]> {
        let figure = entry.figure.as_ref()?;
        if let Some(frame) = self.frames.get(&entry.id) {
            return Some(*frame);
        }
        let frame = figure.frame();
        self.frames.insert(entry.id.clone(), frame);
        Some(frame)
    }
}

/// The groups as a person reads them, in the order in which they are shown.
pub const GROUPS: [(Group, &str); 6] = [
    (Group::Exercise(Kind::OnFeet), "On your feet"),
    (Group::Exercise(Kind::Strength), "Strength"),
    (Group::Exercise(Kind::Seated), "Seated"),
    (Group::Exercise(Kind::Standing), "Standing"),
    (Group::Exercise(Kind::Stretch), "Stretch"),
    (Group::Other(Supportive::Supportive), "Supportive"),
];

/// A group as a person reads it.
#[must_use]
pub fn group_words(group: Group) -> &'static str {
    GROUPS
        .iter()
        .find(|(known, _)| *known == group)
        .map_or(group.word(), |(_, words)| words)
}

/// How strong the sources of a movement are, from the strongest to the weakest: "Sources A to B".
#[must_use]
pub fn strength_words(entry: &Entry) -> String {
    let of = |id: &String| Evidence::named(id).map(|source| source.strength);
    let strengths = || entry.sources.iter().filter_map(of);
    match (strengths().min(), strengths().max()) {
        (Some(best), Some(least)) if best == least => format!("Sources {}", best.letter()),
        (Some(best), Some(least)) => {
            format!("Sources {} to {}", best.letter(), least.letter())
        }
        _ => "Your own, not studied".to_owned(),
    }
}

/// Where the dose of an entry comes from: a trial that had it, or Soleus itself.
#[must_use]
pub fn dose_origin(entry: &Entry) -> Origin<'_> {
    if entry.sources.is_empty() {
        return Origin {
            words: "The dose is your own; nobody studied it.".to_owned(),
            sources: &[],
        };
    }
    match Preset::all().iter().find(|preset| had(preset, entry)) {
        Some(preset) => {
            let every = preset.every_minutes.map_or(String::new(), |minutes| {
                format!(", one every {minutes} minutes")
            });
            Origin {
                words: format!("This dose was in a trial{every}:"),
                sources: &preset.sources,
            }
        }
        None => Origin {
            words: "The dose is ours, chosen in view of:".to_owned(),
            sources: &entry.sources,
        },
    }
}

/// Whether a trial had this movement alone, and as long.
fn had(preset: &Preset, entry: &Entry) -> bool {
    let seconds = preset.doses.get(&entry.id).or(Some(&preset.on_seconds));
    preset.studied == Studied::Studied
        && preset.movements == [entry.id.as_str()]
        && seconds == entry.dose_seconds.as_ref()
}

/// How fast it goes, as its picture shows it: "one every 4 s, 1 s of it held"; a walk goes by steps.
#[must_use]
pub fn pace_words(entry: &Entry) -> Option<String> {
    let Pace {
        repetition_seconds: whole,
        hold_seconds: held,
    } = entry.pace?;
    let what = match entry.kind() {
        Some(Kind::OnFeet) => "a step",
        _ => "one",
    };
    Some(if held > 0.0 {
        format!("{what} every {whole} s, {held} s of it held")
    } else {
        format!("{what} every {whole} s")
    })
}

/// What is said where letters of a movement cannot be shown; none where all can. `has` says
/// whether there is a picture of a letter.
#[must_use]
pub fn missing_letters(entry: &Entry, mut has: impl FnMut(char) -> bool) -> Option<String> {
    let mut missing: Vec<char> = texts(entry)
        .flat_map(str::chars)
        .filter(|letter| !letter.is_whitespace() && !letter.is_control())
        .filter(|letter| !has(*letter))
        .collect();
    missing.sort_unstable();
    missing.dedup();
    let mut scripts: Vec<&str> = missing
        .iter()
        .filter_map(|letter| script(*letter))
        .collect();
    scripts.dedup();
    let which = match (missing.as_slice(), scripts.as_slice()) {
        ([], _) => return None,
        (_, [script]) => format!("{script} letters"),
        (_, [first, second]) => format!("{first} and {second} letters"),
        _ => "Some of its letters".to_owned(),
    };
    Some(format!(
        "{which} cannot be shown here. `soleus movements {}` shows them in a terminal.",
        entry.id
    ))
}

fn texts(entry: &Entry) -> impl Iterator<Item = &str> {
    let optional = [&entry.not_for, &entry.studied];
    let plain = [
        &entry.name,
        &entry.dose,
        &entry.muscles,
        &entry.how,
        &entry.safety,
    ];
    plain
        .into_iter()
        .chain(&entry.steps)
        .chain(optional.into_iter().flatten())
        .map(String::as_str)
}

/// The script a letter belongs to, of those that are written by many and that the window's fonts
/// lack.
fn script(letter: char) -> Option<&'static str> {
    Some(match u32::from(letter) {
        0x0590..=0x05FF => "Hebrew",
        0x0600..=0x06FF | 0x0750..=0x077F => "Arabic",
        0x0900..=0x0DFF => "Indian",
        0x0E00..=0x0E7F => "Thai",
        0x3040..=0x30FF => "Japanese",
        0x3000..=0x303F | 0x3400..=0x9FFF | 0xF900..=0xFAFF | 0xFF00..=0xFFEF => {
            "Chinese or Japanese"
        }
        0x1100..=0x11FF | 0xAC00..=0xD7AF => "Korean",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::num::NonZeroU64;

    fn named(id: &str) -> Entry {
        Catalogue::built_in().movement(id).unwrap().clone()
    }

    #[test]
    fn a_dose_is_said_to_be_studied_only_if_a_trial_had_it() {
        let studied = named("half-squat");
        let origin = dose_origin(&studied);
        assert_eq!(
            origin.words,
            "This dose was in a trial, one every 45 minutes:"
        );
        assert_eq!(origin.sources, ["GAO24"]);

        let longer = Entry {
            dose_seconds: NonZeroU64::new(50),
            ..studied
        };
        let origin = dose_origin(&longer);
        assert_eq!(origin.words, "The dose is ours, chosen in view of:");
        assert_eq!(origin.sources, longer.sources);

        // A preset that is adapted is no trial.
        let heel = named("heel-toe-rock");
        assert_eq!(
            dose_origin(&heel).words,
            "The dose is ours, chosen in view of:"
        );
    }

    #[test]
    fn the_badge_names_the_strongest_and_the_weakest_source() {
        assert_eq!(strength_words(&named("easy-walk")), "Sources A to B");
        assert_eq!(strength_words(&named("glute-squeeze")), "Sources B");
        let own = Entry {
            sources: Vec::new(),
            ..named("easy-walk")
        };
        assert_eq!(strength_words(&own), "Your own, not studied");
    }

    #[test]
    fn a_walk_goes_by_steps_and_a_hold_is_named() {
        let says = |id: &str| pace_words(&named(id)).unwrap();
        assert_eq!(says("easy-walk"), "a step every 0.56 s");
        assert_eq!(says("seated-heel-raise"), "one every 4 s, 1 s of it held");
        assert_eq!(pace_words(&named("drink-water")), None);
    }

    #[test]
    fn letters_without_a_picture_are_named_by_their_script() {
        let entry = |name: &str| Entry {
            name: name.to_owned(),
            ..named("half-squat")
        };
        let says = |name| missing_letters(&entry(name), |letter| letter.is_ascii());
        assert_eq!(says("Deep squat"), None);
        let table = [
            ("深蹲", "Chinese or Japanese letters cannot be shown here."),
            ("スクワット", "Japanese letters cannot be shown here."),
            ("스쿼트", "Korean letters cannot be shown here."),
            (
                "深蹲 스쿼트",
                "Chinese or Japanese and Korean letters cannot",
            ),
            ("ⵣ", "Some of its letters cannot be shown here."),
        ];
        for (name, start) in table {
            let said = says(name).unwrap();
            assert!(said.starts_with(start), "{name}: {said}");
            assert!(said.contains("`soleus movements half-squat`"), "{said}");
        }
    }
}

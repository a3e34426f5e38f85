//! Every word, number and source of the built-in files.

use std::collections::{BTreeSet, HashSet};

use soleus::engine::movement::Kind;
use soleus::movements::{
    Catalogue, Evidence, Group, Need, Place, Preset, Safety, Science, Sides, Studied,
};
use soleus::settings::Loaded;
use soleus::words::notice::SAFETY;

fn unique<'a>(ids: impl Iterator<Item = &'a str>) -> usize {
    let all: Vec<_> = ids.collect();
    let set: HashSet<_> = all.iter().collect();
    assert_eq!(set.len(), all.len(), "{all:?}");
    all.len()
}

fn known(sources: &[String], whose: &str) {
    assert!(!sources.is_empty(), "{whose}");
    for source in sources {
        assert!(Evidence::named(source).is_some(), "{whose}: {source}");
    }
}

#[test]
fn ids_are_unique_and_nothing_is_missing() {
    assert_eq!(
        unique(Catalogue::built_in().entries().map(|one| one.id.as_str())),
        21
    );
    assert_eq!(unique(Preset::all().iter().map(|one| one.id.as_str())), 20);
    assert_eq!(
        unique(Evidence::all().iter().map(|one| one.id.as_str())),
        84
    );
    let science = Science::page();
    unique(science.sections.iter().map(|one| one.id.as_str()));
    let claims: Vec<_> = science.claims.iter().map(|one| one.number).collect();
    assert_eq!(claims, (1..=11).collect::<Vec<_>>());
}

#[test]
fn every_entry_has_words_steps_safety_and_sources() {
    for entry in Catalogue::built_in().entries() {
        let studied = entry.studied.clone().unwrap_or_default();
        for text in [
            &entry.name,
            &entry.muscles,
            &entry.dose,
            &entry.how,
            &entry.safety,
            &studied,
        ] {
            assert!(!text.trim().is_empty(), "{}", entry.id);
        }
        let longest = entry.how.chars().count();
        assert!(longest <= 90, "{}: {longest}", entry.id);
        assert!(entry.steps.len() >= 3, "{}", entry.id);
        known(&entry.sources, &entry.id);
    }
}

#[test]
fn an_exercise_has_a_dose_a_pace_and_a_figure() {
    for entry in Catalogue::built_in().entries() {
        let exercise = matches!(entry.group, Group::Exercise(_));
        assert_eq!(entry.dose_seconds.is_some(), exercise, "{}", entry.id);
        assert_eq!(entry.pace.is_some(), exercise, "{}", entry.id);
        assert!(exercise || !entry.suggested, "{}", entry.id);
        assert!(entry.figure.is_some(), "{}", entry.id);
        assert_eq!(
            entry.counted.is_some(),
            entry.repetitions.is_some(),
            "{}",
            entry.id
        );
    }
}

#[test]
fn repetitions_at_their_pace_take_about_the_dose() {
    for entry in Catalogue::built_in().entries() {
        let (Some(pace), Some(seconds)) = (entry.pace, entry.dose_seconds) else {
            continue;
        };
        let usual = entry.repetitions.map(|count| f64::from(count.get()));
        let dose = f64::from(u32::try_from(seconds.get()).unwrap());
        if let Some(count) = usual {
            let takes = count * f64::from(pace.repetition_seconds);
            assert!((takes - dose).abs() <= 0.15 * dose, "{}: {takes}", entry.id);
        }
        assert!(entry.ladder.is_sorted_by(|a, b| a < b), "{}", entry.id);
        if !entry.ladder.is_empty() {
            let usual = entry.repetitions.unwrap();
            assert!(entry.ladder.contains(&usual), "{}", entry.id);
        }
    }
}

#[test]
fn places_and_needs_are_sensible() {
    for entry in Catalogue::built_in().entries() {
        let id = &entry.id;
        assert!(entry.places.contains(&Place::Home), "{id}");
        if entry.discreet {
            assert!(entry.places.contains(&Place::Meeting), "{id}");
        }
        let needs = |need| entry.needs.contains(&need);
        let feet = entry.kind().is_some_and(Kind::leaves_chair);
        assert!(!feet || needs(Need::BothLegs), "{id}");
        assert!(!needs(Need::Balance) || feet, "{id}");
        assert_eq!(needs(Need::Stairs), id.contains("stair"), "{id}");
        assert!(!feet || !entry.places.contains(&Place::Meeting), "{id}");
        if entry.sides == Sides::InTurn {
            assert!(needs(Need::BothLegs), "{id}");
        }
        if entry.sides == Sides::OneByOne {
            assert_eq!(entry.repetitions.unwrap().get() % 2, 0, "{id}");
        }
        assert_eq!(entry.vigorous, id == "fast-stairs");
    }
}

#[test]
fn every_preset_names_movements_settings_and_sources_that_exist() {
    for preset in Preset::all() {
        let id = &preset.id;
        known(&preset.sources, id);
        assert!(!preset.movements.is_empty(), "{id}");
        for movement in &preset.movements {
            let entry = Catalogue::built_in().movement(movement).unwrap();
            assert!(entry.kind().is_some(), "{id}: {movement}");
        }
        for movement in preset.doses.keys() {
            assert!(preset.movements.contains(movement), "{id}: {movement}");
        }
        let whole = format!("{{ \"preset\": \"{id}\" }}");
        let loaded = Loaded::from_text(&whole, Catalogue::built_in());
        assert!(loaded.problems.is_empty(), "{id}: {:?}", loaded.problems);
        let interval = preset.settings.get("reminders.every_minutes");
        if let (Some(every), Some(asked)) = (preset.every_minutes, interval) {
            let asked = asked.as_u64().unwrap();
            let on = preset.on_seconds.get().div_ceil(60);
            let every = u64::from(every);
            assert!(asked == every || asked + on == every, "{id}: {asked}");
            let rules = loaded.settings.rules(&loaded.catalogue);
            assert_eq!(rules.every.as_secs(), asked * 60, "{id}");
        }
        for text in [&preset.name, &preset.does, &preset.caveat] {
            assert!(!text.is_empty(), "{id}");
        }
    }
    let adapted: Vec<_> = Preset::all()
        .iter()
        .filter(|preset| preset.studied == Studied::Adapted)
        .map(|preset| preset.id.as_str())
        .collect();
    assert_eq!(
        adapted,
        [
            "two-on-your-feet",
            "pump-seated-1-30",
            "soleus-blocks",
            "standing-shift",
            "long-sit-rescue",
            "after-meal"
        ]
    );
}

#[test]
fn the_usual_preset_is_what_the_program_does_without_one() {
    let rules = |text| {
        let loaded = Loaded::from_text(text, Catalogue::built_in());
        loaded.settings.rules(&loaded.catalogue)
    };
    assert_eq!(rules("{}"), rules(r#"{ "preset": "two-on-your-feet" }"#));
}

#[test]
fn every_sentence_and_claim_has_a_source() {
    let science = Science::page();
    assert_eq!(science.sections.len(), 7);
    for section in &science.sections {
        assert!(!section.sentences.is_empty(), "{}", section.id);
        for sentence in &section.sentences {
            known(&sentence.sources, &sentence.text);
        }
    }
    for claim in &science.claims {
        known(&claim.sources, &claim.claim);
    }
}

#[test]
fn every_source_is_used_or_listed_here() {
    let science = Science::page();
    let used: HashSet<&String> = Catalogue::built_in()
        .entries()
        .flat_map(|entry| &entry.sources)
        .chain(Preset::all().iter().flat_map(|preset| &preset.sources))
        .chain(science.sections.iter().flat_map(|section| {
            section
                .sentences
                .iter()
                .flat_map(|sentence| &sentence.sources)
        }))
        .chain(science.claims.iter().flat_map(|claim| &claim.sources))
        .collect();
    let unused: BTreeSet<_> = Evidence::all()
        .iter()
        .filter(|source| !used.contains(&source.id))
        .map(|source| source.id.as_str())
        .collect();
    // Read and kept for whoever looks further; the last is what the safety text rests on.
    let listed = ["KOWALSKY19", "MAYLOR19", "ODOLAN18", "SWELL2", "DVT-SIGNS"];
    assert_eq!(unused, BTreeSet::from(listed));
}

#[test]
fn every_source_says_how_it_was_done_and_where_to_read_it() {
    for source in Evidence::all() {
        let id = &source.id;
        for text in [&source.citation, &source.design, &source.found] {
            assert!(text.len() > 3, "{id}");
        }
        let web = source.address.starts_with("https://") || source.address.starts_with("http://");
        assert!(web && !source.address.contains(' '), "{id}");
    }
    let links = Evidence::all()
        .iter()
        .filter(|source| source.address.starts_with("https://doi.org/10."));
    assert!(links.count() >= 55);
}

#[test]
fn no_text_holds_a_mark_of_the_notes_or_an_exclamation() {
    let files = [
        include_str!("../../assets/movements/catalogue.json"),
        include_str!("../../assets/evidence.json"),
        include_str!("../../assets/presets.json"),
        include_str!("../../assets/science.json"),
        include_str!("../../assets/safety.json"),
    ];
    let marks = [
        "(M)",
        "(S)",
        "(V)",
        "(E)",
        " M)",
        " M,",
        " M;",
        ", M ",
        "calc",
        "unverified",
        "!",
        " ?",
        "FMD",
        "PWV",
        "iAUC",
        "->",
    ];
    for file in files {
        let told = |line: &&str| !line.contains("\"citation\"") && !line.contains("\"address\"");
        for line in file.lines().filter(told) {
            for mark in marks {
                assert!(!line.contains(mark), "{mark}: {line}");
            }
        }
    }
}

#[test]
fn what_may_not_be_claimed_is_not_claimed() {
    let catalogue = include_str!("../../assets/movements/catalogue.json").to_lowercase();
    let presets = include_str!("../../assets/presets.json").to_lowercase();
    for word in ["prevents", "cures", "treats", "burns fat", "second heart"] {
        assert!(!catalogue.contains(word), "{word}");
        assert!(!presets.contains(word), "{word}");
    }
}

#[test]
fn the_card_line_is_the_same_wherever_it_is_shown() {
    assert_eq!(SAFETY, Safety::page().card);
}

#[test]
fn the_safety_text_says_everything_in_order() {
    let safety = Safety::page();
    let ids: Vec<_> = safety.lists.iter().map(|list| list.id.as_str()).collect();
    assert_eq!(ids, ["emergency", "same-day", "soon", "ask-first"]);
    let text = safety.to_string();
    for list in &safety.lists {
        for words in list.signs.iter().chain([&list.then, &list.title]) {
            assert!(text.contains(words.as_str()), "{words}");
        }
    }
    for words in [
        &safety.short,
        &safety.long,
        &safety.card,
        &safety.emergency_numbers,
    ] {
        assert!(text.contains(words.as_str()), "{words}");
    }
}

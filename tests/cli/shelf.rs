//! `movements`, `presets`, `sources` and `safety`, with nothing running.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::soleus;

const OWN: &str = r#"{ "movements": [{
  "id": "my-hop", "name": "Hop", "kind": "strength", "dose": "10 hops", "dose_seconds": 20,
  "steps": ["Hop."], "how": "Hop lightly."
}] }"#;

fn good(dir: &Path, line: &str) -> String {
    let words: Vec<_> = line.split(' ').collect();
    let ran = soleus(dir, &words);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{line}");
    ran.stdout
}

fn object(dir: &Path, line: &str) -> Value {
    serde_json::from_str(&good(dir, line)).unwrap()
}

#[test]
fn movements_are_listed_with_ones_own_and_shown_in_full() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("movements.json"), OWN).unwrap();
    let all = good(dir.path(), "movements");
    let line = |id: &str| all.lines().find(|line| line.contains(id)).unwrap();
    assert!(line("easy-walk").contains("2 minutes, brisk"), "{all}");
    assert!(line("ankle-pump").ends_with("suggested, discreet"), "{all}");
    assert!(line("my-hop").ends_with("suggested, your own"), "{all}");
    assert_eq!(all.lines().count(), 24);

    let one = good(dir.path(), "movements seated-heel-raise");
    for words in [
        "15 times, about a minute; one in 4 s, held for 1 s of it",
        "  1. Sit tall, feet flat under the knees.",
        "Mind: Stop for calf cramp or Achilles pain.",
        "Caution: Calf or Achilles injury in recent weeks: ask first.",
        "KROPP18 (C: physiology measured, no outcome of health)",
        "https://doi.org/10.1177/0268355517706042",
        "Stop for pain, dizziness or breathlessness.",
    ] {
        assert!(one.contains(words), "{words}\n{one}");
    }
    let own = good(dir.path(), "movements my-hop");
    assert!(own.ends_with("Your own, not studied.\n"), "{own}");
}

#[test]
fn the_doses_are_those_of_the_person() {
    let dir = tempfile::tempdir().unwrap();
    let text = r#"{ "preset": "walk-5-60", "movements": { "effort": "strong" } }"#;
    fs::write(dir.path().join("settings.json"), text).unwrap();
    let all = object(dir.path(), "movements --json");
    let dose = |id: &str| {
        let all = all["movements"].as_array().unwrap();
        let one = all.iter().find(|one| one["id"] == id).unwrap();
        one["dose"].as_str().unwrap().to_owned()
    };
    assert_eq!(dose("easy-walk"), "5 minutes");
    assert_eq!(dose("seated-heel-raise"), "25 times, about 100 seconds");
    let yours = good(dir.path(), "presets");
    let line = yours.lines().find(|line| line.contains("walk-5-60"));
    assert!(line.unwrap().ends_with("yours"), "{yours}");
}

#[test]
fn presets_and_sources_say_how_sure_they_are() {
    let dir = tempfile::tempdir().unwrap();
    let preset = good(dir.path(), "presets after-meal");
    for words in [
        "Adapted: our choice, built from trials.",
        "Other than studied: ",
        "Caveat: The gain was mainly after lunch",
        "reminders.every_minutes: 30",
        "GILLEN21 (B: one or a few small randomised trials)",
    ] {
        assert!(preset.contains(words), "{words}\n{preset}");
    }
    let source = good(dir.path(), "sources evans19");
    for words in [
        "Strength: B, ",
        "Certainty: numbers read in its abstract or page",
        "Movements: standing-calf-raise",
        "https://doi.org/10.1152/japplphysiol.00318.2019",
    ] {
        assert!(source.contains(words), "{words}\n{source}");
    }
    assert_eq!(good(dir.path(), "presets").lines().count(), 22);
    assert!(good(dir.path(), "sources").lines().count() > 84);
}

#[test]
fn every_list_is_an_object_for_scripts() {
    let dir = tempfile::tempdir().unwrap();
    for (line, key, count) in [
        ("movements --json", "movements", 21),
        ("presets --json", "presets", 20),
        ("sources --json", "sources", 84),
    ] {
        let all = object(dir.path(), line);
        assert_eq!(all["version"], 1);
        assert_eq!(all[key].as_array().unwrap().len(), count);
    }
    let one = object(dir.path(), "movements easy-walk --json");
    assert_eq!(one["movement"]["figure"]["surface"], "floor-scrolls");
    assert_eq!(one["movement"]["own"], false);
    let one = object(dir.path(), "presets walk-5-60 --json");
    assert_eq!(one["preset"]["studied"], "studied");
    let one = object(dir.path(), "sources KROPP18 --json");
    assert_eq!(one["source"]["strength"], "C");
}

#[test]
fn an_unknown_id_is_1_and_the_near_one_is_named() {
    let dir = tempfile::tempdir().unwrap();
    for (line, expected) in [
        (
            ["movements", "seated-heel-rase"],
            "There is no movement `seated-heel-rase`. Did you mean `seated-heel-raise`?\n",
        ),
        (
            ["presets", "walk-5-6"],
            "There is no preset `walk-5-6`. Did you mean `walk-5-60`?\n",
        ),
        (
            ["sources", "krop18"],
            "There is no source `krop18`. Did you mean `KROPP18`?\n",
        ),
        (
            ["movements", "xyzzy"],
            "There is no movement `xyzzy`. `soleus movements` shows them all.\n",
        ),
    ] {
        let ran = soleus(dir.path(), &line);
        assert_eq!((ran.code, ran.stdout.as_str()), (1, ""));
        assert_eq!(ran.stderr, expected);
    }
}

#[test]
fn safety_says_all_of_it() {
    let dir = tempfile::tempdir().unwrap();
    let text = good(dir.path(), "safety");
    for words in [
        "Get emergency help now",
        "Get medical advice the same day",
        "Stop the exercise and talk to a professional soon",
        "Ask a professional before the exercises if you",
        "is not a medical device",
        "112 in the EU, 999 in the UK, 911 in the US and Canada",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
}

#[test]
fn check_names_the_mistakes_of_both_files() {
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(dir.path().join(name), text).unwrap();
    write("settings.json", r#"{ "preset": "none" }"#);
    write(
        "movements.json",
        r#"{ "movements": [{ "id": "easy-walk" }] }"#,
    );
    let ran = soleus(dir.path(), &["check"]);
    assert_eq!(ran.code, 1);
    let lines: Vec<_> = ran.stdout.lines().collect();
    assert!(
        lines[0].starts_with("settings.json:1:13: error: preset: "),
        "{lines:?}"
    );
    assert!(
        lines.contains(
            &"movements.json:1:25: error: easy-walk.id: is the id of a built-in movement; give \
              yours another; leaving this movement out"
        ),
        "{lines:?}"
    );
    write("settings.json", "{}");
    write("movements.json", OWN);
    let ran = soleus(dir.path(), &["check"]);
    assert_eq!(ran.code, 0);
    assert!(ran.stdout.ends_with("settings.json: nothing is wrong.\n"));
}

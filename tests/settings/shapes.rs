//! A default file of every older shape, kept for ever: each is read, and means what it meant.

use soleus::settings::Settings;

use super::{lines, load};

/// Each shape as it was, and the keys that are called otherwise by now or have gone.
pub(super) const SHAPES: [(&str, &str, &[&str]); 3] = [
    (
        "1-clocks",
        include_str!("shapes/1-clocks.json"),
        &["sensors.sleep"],
    ),
    (
        "1-sensors",
        include_str!("shapes/1-sensors.json"),
        &["sensors.do_not_disturb", "sensors.full_screen"],
    ),
    (
        "1-movements",
        include_str!("shapes/1-movements.json"),
        &["sensors.do_not_disturb", "sensors.full_screen"],
    ),
];

#[test]
fn every_older_shape_is_read_without_a_problem_and_gives_the_defaults() {
    for (name, text, renamed) in SHAPES {
        let loaded = load(text);
        assert_eq!(loaded.problems, [], "{name}: {:?}", lines(&loaded));
        assert_eq!(loaded.settings, Settings::default(), "{name}");
        let notes: Vec<_> = loaded.notes.iter().map(ToString::to_string).collect();
        assert_eq!(notes.len(), renamed.len(), "{name}: {notes:?}");
        for key in renamed {
            assert!(notes.iter().any(|note| note.contains(key)), "{name}: {key}");
        }
    }
}

#[test]
fn a_key_under_its_older_name_is_in_force() {
    let (_, text, renamed) = SHAPES[2];
    for key in renamed {
        let (section, name) = key.split_once('.').unwrap();
        let off = text.replace(&format!("\"{name}\": true"), &format!("\"{name}\": false"));
        let settings = load(&off).settings;
        assert_eq!(section, "sensors");
        let quiet = [
            settings.sensors.do_not_disturb,
            settings.sensors.full_screen,
        ];
        assert_eq!(quiet.iter().filter(|on| !**on).count(), 1, "{key}");
    }
}

#[test]
fn the_newer_name_goes_before_the_older_one() {
    let loaded =
        load(r#"{ "sensors": { "full_screen": false }, "quiet": { "full_screen": true } }"#);
    assert!(loaded.settings.sensors.full_screen);
    assert_eq!(
        lines(&loaded),
        [
            "settings.json:1:16: warning: sensors.full_screen: not used, because \
             quiet.full_screen stands in this file too"
        ]
    );
}

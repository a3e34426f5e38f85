//! Texts that nobody would write, and what holds for all of them.

use proptest::prelude::*;
use soleus::movements::Catalogue;
use soleus::settings::{self, Loaded, Severity};

use super::any::any_settings;
use super::{lines, load};

/// Pieces that a damaged file is likely made of.
fn scraps() -> impl Strategy<Value = String> {
    let pieces: Vec<&'static str> = vec![
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "\"",
        "\\",
        "//",
        "/*",
        "*/",
        "\n",
        "\r",
        "null",
        "true",
        "30",
        "-",
        "1e9",
        "0x1",
        "\"version\"",
        "\"reminders\"",
        "\"every_minutes\"",
        "\"schedule\"",
        "\"monday\"",
        "\"09:00-17:00\"",
        "\"avoid\"",
        "\"half-squat\"",
        "ä",
        "\u{feff}",
        "\0",
        " ",
    ];
    proptest::collection::vec(proptest::sample::select(pieces), 0..40).prop_map(|all| all.concat())
}

fn check_places(text: &str, loaded: &Loaded) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines: Vec<&str> = text.split('\n').flat_map(|line| line.split('\r')).collect();
    for problem in loaded.problems.iter().chain(&loaded.notes) {
        let place = problem.place.unwrap();
        assert!(
            place.line >= 1 && place.line <= lines.len(),
            "{problem}\n{text:?}"
        );
        let longest = text.chars().count() + 1;
        assert!(
            place.column >= 1 && place.column <= longest,
            "{problem}\n{text:?}"
        );
        assert_eq!(
            problem.instead.is_some(),
            problem.severity == Severity::Error
        );
    }
}

proptest! {
    #[test]
    fn any_bytes_are_read_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = Loaded::from_bytes(&bytes, Catalogue::built_in());
    }

    #[test]
    fn any_text_made_of_json_is_read_and_every_place_lies_in_it(text in scraps()) {
        check_places(&text, &load(&text));
    }

    #[test]
    fn the_default_file_with_a_part_cut_out_is_read(from in 0usize..900, length in 0usize..60) {
        let text = include_str!("../../config/settings.json");
        let from = from.min(text.len());
        let cut = text[..from].to_owned() + &text[(from + length).min(text.len())..];
        check_places(&cut, &load(&cut));
    }

    #[test]
    fn settings_written_and_read_are_the_same(wanted in any_settings()) {
        let loaded = load(&settings::text(&wanted));
        prop_assert!(!loaded.has_errors(), "{:?}", lines(&loaded));
        prop_assert_eq!(loaded.settings, wanted);
    }
}

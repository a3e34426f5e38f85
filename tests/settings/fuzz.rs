//! Damaged files by the thousand: what holds for each of them.
//!
//! The same files each time. `SOLEUS_FUZZ_CASES=1000000 cargo test --test settings fuzz` tries more.

use soleus::movements::Catalogue;
use soleus::settings::{Fault, Loaded, Settings, Severity};

use super::broken::files;

const DEFAULT_FILE: &str = include_str!("../../config/settings.json");

/// So many files are tried where nobody asks for more.
const CASES: usize = 20_000;

/// Pieces that are put in.
const PIECES: [&str; 26] = [
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "\"",
    "'",
    "\\",
    "//",
    "/*",
    "*/",
    "\n",
    "\r",
    "\t",
    "#",
    "null",
    "true",
    "True",
    "-1",
    "1e9",
    "0x",
    "“",
    "\u{a0}",
    "\u{200b}",
    "\"reminders\": {",
];

/// A stream of numbers, always the same (`SplitMix64`).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        usize::try_from(mixed % limit.max(1) as u64).unwrap()
    }

    /// Damages the bytes in one place.
    fn damage(&mut self, bytes: &mut Vec<u8>, others: &[Vec<u8>]) {
        let at = self.below(bytes.len() + 1);
        let some = self.below(12).min(bytes.len() - at);
        match self.below(7) {
            0 => {
                bytes.drain(at..at + some);
            }
            1 => {
                let again = bytes[at..at + some].to_vec();
                bytes.splice(at..at, again);
            }
            2 if at < bytes.len() => bytes[at] = u8::try_from(self.below(256)).unwrap(),
            3 => bytes.truncate(at),
            4 => {
                let other = &others[self.below(others.len())];
                let from = self.below(other.len() + 1);
                let to = (from + self.below(60)).min(other.len());
                bytes.splice(at..at, other[from..to].iter().copied());
            }
            _ => {
                let piece = PIECES[self.below(PIECES.len())];
                bytes.splice(at..at, piece.bytes());
            }
        }
    }
}

/// What holds for whatever stands in the file.
fn holds(bytes: &[u8]) {
    let read = || Loaded::from_bytes(bytes, Catalogue::built_in());
    let loaded = read();
    let text = String::from_utf8_lossy(bytes);
    let lines = text.split('\n').flat_map(|line| line.split('\r')).count();
    let longest = text.chars().count() + 1;
    for problem in loaded.problems.iter().chain(&loaded.notes) {
        let is_error = problem.severity == Severity::Error;
        assert_eq!(problem.instead.is_some(), is_error, "{problem}\n{text:?}");
        assert!(!problem.to_string().contains('\n'), "{problem}\n{text:?}");
        if let Some(place) = problem.place {
            assert!((1..=lines).contains(&place.line), "{problem}\n{text:?}");
            assert!((1..=longest).contains(&place.column), "{problem}\n{text:?}");
        }
    }
    let unusable = [Fault::Syntax, Fault::File];
    if loaded
        .problems
        .iter()
        .any(|problem| unusable.contains(&problem.fault))
    {
        assert_eq!(loaded.settings, Settings::default(), "{text:?}");
        assert!(loaded.has_errors(), "{text:?}");
    }
    assert_eq!(read(), loaded, "{text:?}");
}

#[test]
fn no_damaged_file_is_a_trap() {
    let cases = std::env::var("SOLEUS_FUZZ_CASES")
        .ok()
        .and_then(|cases| cases.parse().ok())
        .unwrap_or(CASES);
    let mut seeds: Vec<Vec<u8>> = files()
        .iter()
        .map(|it| it.file.clone().into_bytes())
        .collect();
    seeds.push(DEFAULT_FILE.into());
    let mut dice = Dice(20_261_128);
    for case in 0..cases {
        // Every other one is the file that people have.
        let seed = if case % 2 == 0 {
            seeds.len() - 1
        } else {
            dice.below(seeds.len())
        };
        let mut bytes = seeds[seed].clone();
        for _ in 0..=dice.below(4) {
            dice.damage(&mut bytes, &seeds);
        }
        holds(&bytes);
    }
}

/// Where the pieces of the default file that mean something begin and end.
fn tokens(text: &str) -> Vec<(usize, usize)> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let length = match bytes[at] {
            b' ' | b'\n' => {
                at += 1;
                continue;
            }
            b'"' => text[at + 1..].find('"').unwrap() + 2,
            b'{' | b'}' | b'[' | b']' | b':' | b',' => 1,
            _ => text[at..].find([',', '\n', '}', ']', ' ']).unwrap(),
        };
        found.push((at, at + length));
        at += length;
    }
    found
}

fn syntax_errors(text: &str) -> Vec<String> {
    Loaded::from_text(text, Catalogue::built_in())
        .problems
        .iter()
        .filter(|problem| problem.fault == Fault::Syntax)
        .map(ToString::to_string)
        .collect()
}

#[test]
fn one_slip_is_told_as_one() {
    let tokens = tokens(DEFAULT_FILE);
    assert!(tokens.len() > 200);
    for (from, to) in tokens {
        let gone = DEFAULT_FILE[..from].to_owned() + &DEFAULT_FILE[to..];
        let doubled = DEFAULT_FILE[..to].to_owned() + &DEFAULT_FILE[from..];
        for text in [gone, doubled] {
            let told = Loaded::from_text(&text, Catalogue::built_in());
            let syntax = syntax_errors(&text);
            assert!(syntax.len() <= 1, "{syntax:#?}\n{text}");
            if syntax.len() == 1 {
                // Nothing is said of keys that nobody wrote wrong.
                let all: Vec<_> = told.problems.iter().map(ToString::to_string).collect();
                assert_eq!(all.len(), 1, "{all:#?}\n{text}");
            }
        }
    }
}

#[test]
fn three_slips_on_three_lines_are_told_as_three() {
    let text = DEFAULT_FILE
        .replacen("\"version\": 2,", "\"version\": 2", 1)
        .replacen("\"start_at_login\": true", "\"start_at_login\": True", 1)
        .replacen("\"every_minutes\": 30,", "every_minutes: 0,", 1);
    let told = Loaded::from_text(&text, Catalogue::built_in());
    let lines: Vec<_> = told.problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        lines,
        [
            "settings.json:3:15: error: a comma is missing here; using the defaults",
            "settings.json:4:21: error: write true, not True; using the defaults",
            "settings.json:9:5: error: write a key in double quotes; using the defaults",
            "settings.json:9:20: error: reminders.every_minutes: 0 is not a whole number of minutes \
             from 1 to 240; using the defaults",
        ]
    );
}

#[test]
fn a_comment_hides_no_mistake_beside_it() {
    let told = |text: &str| {
        let loaded = Loaded::from_text(text, Catalogue::built_in());
        loaded
            .problems
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
    };
    let comma = told("{ \"movements\": {} // note\n \"preset\": 5 }");
    let list = told(
        "{ // it is 5\" wide\n \"movements\": { \"avoid\": [\"easy-walk\" \"half-squat\"] }, \"preset\": 5 }",
    );
    for lines in [comma, list] {
        assert_eq!(lines.len(), 2, "{lines:#?}");
        assert!(lines[1].contains("preset: 5 is a number"), "{lines:#?}");
    }
}

#[test]
fn a_forgotten_quote_hides_no_mistake_behind_it() {
    for end in ["", ",", " }"] {
        let text = format!("{{\n  \"window\": {{ \"theme\": \"dark{end}\n  \"preset\": 5\n");
        let told = Loaded::from_text(&text, Catalogue::built_in()).problems;
        assert_eq!(told[0].fault, Fault::Syntax, "{text}");
    }
    let text = "{\n  \"language\": \"en,\n  \"preset\": 5\n}";
    let told = Loaded::from_text(text, Catalogue::built_in()).problems;
    let lines: Vec<_> = told.iter().map(ToString::to_string).collect();
    assert_eq!(
        lines,
        [
            "settings.json:2:15: error: this text has no closing \" on its line; using the defaults",
            "settings.json:3:13: error: preset: 5 is a number, not the id of a preset, or null; using \
             the defaults",
        ]
    );
}

#[test]
fn a_quote_taken_out_is_told_as_one_slip() {
    for (at, _) in DEFAULT_FILE.match_indices('"') {
        let text = DEFAULT_FILE[..at].to_owned() + &DEFAULT_FILE[at + 1..];
        let told = Loaded::from_text(&text, Catalogue::built_in()).problems;
        assert_eq!(told.len(), 1, "{told:#?}\n{text}");
    }
}

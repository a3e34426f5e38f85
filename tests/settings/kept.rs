//! Files as odd as people write them, and whatever is set in them: comments, order and unknown keys
//! stay.

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use serde_json::{Value, json};
use soleus::settings::{Change, KEYS, SetError, reset_in_file, set_in_file, take_back};

use super::load;

/// How the gaps between the words of a file are filled.
#[derive(Debug, Clone, Copy)]
enum Style {
    OneLine,
    Lines(&'static str),
}

/// Fills gaps one after the other, each comment with a number of its own.
struct Gaps<'a> {
    style: Style,
    kinds: &'a [u8],
    used: usize,
    comments: usize,
}

impl Gaps<'_> {
    fn next(&mut self) -> String {
        let kind = self.kinds[self.used % self.kinds.len()];
        self.used += 1;
        let number = self.comments;
        match (kind, self.style) {
            (0..=3, _) => String::new(),
            (4, _) => " ".to_owned(),
            (5, _) => "\t".to_owned(),
            (6, _) => {
                self.comments += 1;
                format!("/* c{number}. */")
            }
            (_, Style::OneLine) => "  ".to_owned(),
            (7, Style::Lines(end)) => format!("{end}  "),
            (8, Style::Lines(end)) => end.repeat(2),
            (_, Style::Lines(end)) => {
                self.comments += 1;
                format!(" // c{number}.{end}")
            }
        }
    }

    fn list(&mut self, open: char, parts: &[String], close: char, comma: bool) -> String {
        let mut text = format!("{open}{}", self.next());
        for (at, part) in parts.iter().enumerate() {
            text += part;
            text += &self.next();
            if comma || at + 1 < parts.len() {
                text.push(',');
                text += &self.next();
            }
        }
        text.push(close);
        text
    }

    fn property(&mut self, name: &str, value: &str) -> String {
        format!("\"{name}\"{}:{}{value}", self.next(), self.next())
    }

    fn value(&mut self, value: &Value, comma: bool) -> String {
        match value {
            Value::Array(list) => {
                let parts: Vec<_> = list.iter().map(|part| self.value(part, comma)).collect();
                self.list('[', &parts, ']', comma)
            }
            Value::Object(object) => self.object(object.iter(), comma),
            // The same word, written otherwise.
            Value::String(word) if word == "dark" => "\"d\\u0061rk\"".to_owned(),
            plain => plain.to_string(),
        }
    }

    fn object<'v>(
        &mut self,
        properties: impl Iterator<Item = (&'v String, &'v Value)>,
        comma: bool,
    ) -> String {
        let mut parts = Vec::new();
        for (name, value) in properties {
            let value = self.value(value, comma);
            parts.push(self.property(name, &value));
        }
        self.list('{', &parts, '}', comma)
    }
}

/// A file of some of these, which nobody reads and everybody reads, under old names and new ones.
fn file() -> impl Strategy<Value = String> {
    let parts = vec![
        ("colour", json!({ "tray": ["green", 1.5, { "x": null }] })),
        ("start_at_login", json!(false)),
        (
            "reminders",
            json!({ "every_minutes": 45, "nap": [], "snooze_minutes": 7 }),
        ),
        ("window", json!({ "theme": "dark", "guide": true })),
        (
            "sensors",
            json!({ "full_screen": false, "radar": 1, "idle": true }),
        ),
        (
            "schedule",
            json!({ "monday": ["09:00-12:00", "13:00-17:00"], "noday": [], "friday": [] }),
        ),
        (
            "movements",
            json!({ "avoid": ["easy-walk", "half-squat"], "favourites": [] }),
        ),
        ("language", json!("system")),
        ("hooks", json!({})),
        ("zzz", json!("{ \"//\": /* no comment */ }")),
    ];
    let style = prop_oneof![
        Just(Style::OneLine),
        Just(Style::Lines("\n")),
        Just(Style::Lines("\r\n")),
    ];
    let kinds = proptest::collection::vec(0u8..11, 40..90);
    let whole = any::<[bool; 3]>();
    (
        proptest::sample::subsequence(parts, 0..=10).prop_shuffle(),
        style,
        kinds,
        whole,
    )
        .prop_map(|(parts, style, kinds, [mark, comma, ends])| {
            let mut gaps = Gaps {
                style,
                kinds: &kinds,
                used: 0,
                comments: 0,
            };
            let mut text = String::from(if mark { "\u{feff}" } else { "" });
            text += &gaps.next();
            let parts: Vec<_> = parts
                .into_iter()
                .map(|(name, value)| {
                    let value = gaps.value(&value, comma);
                    gaps.property(name, &value)
                })
                .collect();
            text += &gaps.list('{', &parts, '}', comma);
            if ends {
                text += &gaps.next();
                text += match style {
                    Style::OneLine => "\n",
                    Style::Lines(end) => end,
                };
            }
            text
        })
}

#[derive(Debug, Clone)]
enum Act {
    Set(&'static str, Value),
    Reset(&'static str),
    /// The change made so many acts ago.
    TakeBack(usize),
}

fn act() -> impl Strategy<Value = Act> {
    let key = proptest::sample::select(vec![
        "start_at_login",
        "language",
        "reminders.every_minutes",
        "reminders.max_repeats",
        "window.theme",
        "quiet.full_screen",
        "schedule",
        "movements.avoid",
        "hooks.on_due",
    ]);
    let ids = || {
        let all = vec!["half-squat", "easy-walk", "ankle-pump"];
        proptest::sample::subsequence(all, 0..=3)
            .prop_shuffle()
            .prop_map(|ids| json!(ids))
    };
    let set = prop_oneof![
        any::<bool>().prop_map(|on| ("start_at_login", json!(on))),
        (1u32..=240).prop_map(|n| ("reminders.every_minutes", json!(n))),
        (0u32..=20).prop_map(|n| ("reminders.max_repeats", json!(n))),
        any::<bool>().prop_map(|on| ("quiet.full_screen", json!(on))),
        any::<bool>().prop_map(|on| ("sensors.idle", json!(on))),
        ids().prop_map(|ids| ("movements.avoid", ids)),
        ids().prop_map(|ids| ("movements.favourites", ids)),
        proptest::sample::select(vec!["dark", "light"])
            .prop_map(|word| ("window.theme", json!(word))),
        Just((
            "schedule",
            json!({ "monday": ["09:00-12:00"], "sunday": ["10:00-11:00"] })
        )),
        Just((
            "schedule",
            json!({ "friday": ["22:00-06:00"], "holidays": ["12-25"] })
        )),
        Just(("hooks.on_due", json!(["notify-send", "Up", ""]))),
        Just(("hooks.on_due", Value::Null)),
        Just(("language", json!("en"))),
    ];
    prop_oneof![
        5 => set.prop_map(|(key, value)| Act::Set(key, value)),
        2 => key.prop_map(Act::Reset),
        2 => (0usize..4).prop_map(Act::TakeBack),
    ]
}

/// The comments of a text, in order.
fn comments(text: &str) -> Vec<&str> {
    text.split('c')
        .skip(1)
        .filter_map(|rest| {
            let (number, _) = rest.split_once('.')?;
            number.parse::<u32>().ok().map(|_| number)
        })
        .collect()
}

/// The properties that no key is about, in order, with what is in them.
fn unknown(text: &str) -> Vec<(String, Value)> {
    let bare = text.trim_start_matches('\u{feff}');
    let root = jsonc(bare);
    let mut found = Vec::new();
    for (path, value) in root {
        let is_known = KEYS.iter().any(|key| {
            key.path == path
                || path.starts_with(&format!("{}.", key.path)) && path != "schedule.noday"
                || key.formerly == Some(&path)
        });
        if !is_known && !value.is_object() {
            found.push((path, value));
        }
    }
    found
}

/// Every value with its full name, in the order of the text.
fn jsonc(text: &str) -> Vec<(String, Value)> {
    fn walk(prefix: &str, value: &jsonc_parser::ast::Value, into: &mut Vec<(String, Value)>) {
        let jsonc_parser::ast::Value::Object(object) = value else {
            return into.push((prefix.to_owned(), value.clone().into()));
        };
        for property in &object.properties {
            let name = property.name.as_str();
            let full = match prefix {
                "" => name.to_owned(),
                prefix => format!("{prefix}.{name}"),
            };
            walk(&full, &property.value, into);
        }
    }
    let parsed = jsonc_parser::parse_to_ast(
        text,
        &jsonc_parser::CollectOptions::default(),
        &jsonc_parser::ParseOptions::default(),
    );
    let mut found = Vec::new();
    if let Some(root) = parsed.unwrap().value {
        walk("", &root, &mut found);
    }
    found
}

fn text_of(path: &Path) -> String {
    fs::read_to_string(path).unwrap()
}

/// What each key has in force.
fn in_force(text: &str) -> Vec<Value> {
    let loaded = load(text);
    assert!(!loaded.has_errors(), "{text}\n{:?}", loaded.problems);
    let settings = loaded.settings;
    KEYS.iter()
        .map(|key| serde_json::from_str(&key.shown(&settings)).unwrap())
        .collect()
}

fn place(key: &str) -> usize {
    KEYS.iter().position(|known| known.path == key).unwrap()
}

fn perform(path: &Path, act: &Act, made: &[Change]) -> Result<Change, SetError> {
    match act {
        Act::Set(key, value) => set_in_file(path, key, value),
        Act::Reset(key) => reset_in_file(path, key),
        Act::TakeBack(ago) => match made.len().checked_sub(ago + 1) {
            Some(at) => take_back(path, &made[at]),
            None => Ok(Change::default()),
        },
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn whatever_is_done_the_rest_of_the_file_stays(
        text in file(),
        acts in proptest::collection::vec(act(), 1..8),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.json");
        fs::write(&path, &text).unwrap();
        let usual = in_force("{}");
        let mut expected = in_force(&text);
        let mut made: Vec<Change> = Vec::new();
        for act in acts {
            let before = text_of(&path);
            let done = perform(&path, &act, &made);
            let new = text_of(&path);
            match &done {
                Ok(change) => {
                    for step in &change.steps {
                        let at = place(step.key);
                        expected[at] = step.after.clone().unwrap_or_else(|| usual[at].clone());
                    }
                    match &act {
                        Act::Set(key, value) => expected[place(key)] = value.clone(),
                        Act::Reset(key) => expected[place(key)] = usual[place(key)].clone(),
                        Act::TakeBack(_) => {}
                    }
                    made.push(change.clone());
                }
                Err(SetError::ChangedSince { .. }) => prop_assert_eq!(&new, &before),
                Err(other) => prop_assert!(false, "{act:?}: {other}\n{before}"),
            }
            let seen = format!("{act:?}\n--- before\n{before}\n--- after\n{new}\n---");
            // A part of a schedule that nobody knows stands in the text, and not in the settings.
            let (at, mut now) = (place("schedule"), in_force(&new));
            if let Some(days) = expected[at].as_object_mut() {
                days.remove("noday");
                days.retain(|_, hours| *hours != json!([]));
            }
            if let Some(days) = now[at].as_object_mut() {
                days.retain(|_, hours| *hours != json!([]));
            }
            prop_assert_eq!(&now, &expected, "{}", &seen);
            prop_assert_eq!(comments(&new), comments(&text), "{}", &seen);
            prop_assert_eq!(unknown(&new), unknown(&text), "{}", &seen);
            prop_assert_eq!(new.starts_with('\u{feff}'), text.starts_with('\u{feff}'));
            if text.contains("\r\n") {
                let bare = new.replace("\r\n", "");
                prop_assert!(!bare.contains('\n'), "{}", &seen);
            }
        }
    }

    #[test]
    fn what_is_set_and_taken_back_leaves_the_same_bytes(text in file(), act in act()) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.json");
        fs::write(&path, &text).unwrap();
        let change = perform(&path, &act, &[]).unwrap();
        let back = take_back(&path, &change).unwrap();
        prop_assert_eq!(text_of(&path), text);
        prop_assert_eq!(back.steps.len(), change.steps.len());
    }
}

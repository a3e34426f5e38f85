//! The schema, the reference in the README and the default file say what the table of keys says.
//!
//! `SOLEUS_BLESS=1 cargo test --test settings` writes schema and reference anew.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use soleus::settings::{
    Control, KEYS, Key, SCHEMA, SCHEMA_FILE, Settings, renew_schema, schema, set_in_file,
};

const DEFAULT: &str = include_str!("../../config/settings.json");

fn at_home(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn is_blessed() -> bool {
    std::env::var_os("SOLEUS_BLESS").is_some()
}

#[test]
fn the_schema_is_that_of_the_table_of_keys() {
    let path = at_home("config/settings.schema.json");
    let made = serde_json::to_string_pretty(&schema()).unwrap() + "\n";
    if is_blessed() {
        fs::write(&path, &made).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap();
    assert_eq!(kept, made, "SOLEUS_BLESS=1 writes it anew");
}

/// Each key of the default file: its full name and its value.
fn default_keys() -> Vec<(String, Value)> {
    let file: Value = serde_json::from_str(DEFAULT).unwrap();
    let mut keys = Vec::new();
    for (name, value) in file.as_object().unwrap() {
        match value {
            Value::Object(section) if name != "schedule" => keys.extend(
                section
                    .iter()
                    .map(|(inner, value)| (format!("{name}.{inner}"), value.clone())),
            ),
            _ if name == "$schema" => {}
            value => keys.push((name.clone(), value.clone())),
        }
    }
    keys.sort_by(|(one, _), (other, _)| one.cmp(other));
    keys
}

/// The same from the schema, without what is no key any more.
fn schema_keys() -> Vec<(String, Value)> {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let mut keys = Vec::new();
    let mut take = |name: String, property: &Value| {
        if let Some(default) = property.get("default") {
            for words in ["title", "description"] {
                assert!(property[words].is_string(), "{name}: {words}");
            }
            keys.push((name, default.clone()));
        }
    };
    for (name, property) in schema["properties"].as_object().unwrap() {
        match property["properties"].as_object() {
            Some(inner) if name != "schedule" => {
                for (key, property) in inner {
                    take(format!("{name}.{key}"), property);
                }
            }
            _ => take(name.clone(), property),
        }
    }
    keys.sort_by(|(one, _), (other, _)| one.cmp(other));
    keys
}

#[test]
fn the_table_the_default_file_and_the_schema_hold_the_same_keys_and_defaults() {
    let usual = Settings::default();
    let mut table: Vec<_> = KEYS
        .iter()
        .map(|key| {
            let value: Value = serde_json::from_str(&key.shown(&usual)).unwrap();
            (key.path.to_owned(), value)
        })
        .collect();
    table.sort_by(|(one, _), (other, _)| one.cmp(other));
    assert_eq!(default_keys(), table);
    assert_eq!(schema_keys(), table);
}

#[test]
fn the_schema_marks_what_is_unknown_and_what_is_old() {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    assert_eq!(schema["additionalProperties"], false);
    for key in KEYS {
        if let Some((section, _)) = key.path.split_once('.') {
            let section = &schema["properties"][section];
            assert_eq!(section["additionalProperties"], false, "{}", key.path);
        }
        let Some((section, name)) = key.formerly.and_then(|former| former.split_once('.')) else {
            continue;
        };
        let former = &schema["properties"][section]["properties"][name];
        assert_eq!(former["deprecated"], true, "{}", key.path);
    }
    let choice = &schema["properties"]["window"]["properties"]["theme"];
    assert_eq!(choice["enum"], json!(["system", "light", "dark"]));
    assert_eq!(
        choice["enumDescriptions"],
        json!(["As the desktop says.", "Light.", "Dark."])
    );
}

const BEGIN: &str =
    "<!-- The table of settings: made by SOLEUS_BLESS=1 cargo test --test settings. -->\n";
const END: &str = "<!-- The end of the table of settings. -->\n";

fn reference() -> String {
    let usual = Settings::default();
    let row = |key: &Key| {
        let value = match key.control() {
            Control::Schedule => "{}".to_owned(),
            _ => key.shown(&usual),
        };
        let accepted = key.accepted().replace('|', "\\|");
        format!(
            "| `{}` | {} | {accepted} | `{value}` |\n",
            key.path, key.doc
        )
    };
    let rows: String = KEYS.iter().map(row).collect();
    format!("\n| key | does | accepts | default |\n| --- | --- | --- | --- |\n{rows}\n")
}

#[test]
fn the_reference_in_the_readme_is_that_of_the_table_of_keys() {
    let path = at_home("README.md");
    let text = fs::read_to_string(&path).unwrap();
    let (before, rest) = text.split_once(BEGIN).expect("the table begins somewhere");
    let (table, after) = rest.split_once(END).expect("the table ends somewhere");
    let made = reference();
    if is_blessed() {
        fs::write(&path, format!("{before}{BEGIN}{made}{END}{after}")).unwrap();
        return;
    }
    assert_eq!(table, made, "SOLEUS_BLESS=1 writes it anew");
}

#[test]
fn a_new_file_has_its_schema_beside_it_and_an_old_schema_is_renewed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("settings.json");
    let beside = folder.path().join(SCHEMA_FILE);
    set_in_file(&path, "window.theme", &json!("dark")).unwrap();
    assert_eq!(fs::read_to_string(&beside).unwrap(), SCHEMA);
    assert!(!renew_schema(&path).unwrap(), "it is the same");

    fs::write(&beside, "{}").unwrap();
    set_in_file(&path, "window.theme", &json!("light")).unwrap();
    assert_eq!(fs::read_to_string(&beside).unwrap(), SCHEMA);
    fs::write(&beside, "{}").unwrap();
    assert!(renew_schema(&path).unwrap());
    assert_eq!(fs::read_to_string(&beside).unwrap(), SCHEMA);
}

#[test]
fn a_schema_is_put_only_where_the_file_asks_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("settings.json");
    let beside = folder.path().join(SCHEMA_FILE);
    for text in [
        "{}",
        r#"{ "$schema": "https://example.org/mine.json" }"#,
        r#"{ "$schema": "../settings.schema.json" }"#,
    ] {
        fs::write(&path, text).unwrap();
        set_in_file(&path, "window.theme", &json!("dark")).unwrap();
        assert!(!beside.exists(), "{text}");
    }
    assert!(!renew_schema(&path).unwrap());
    for text in [
        r#"{ "$schema": "./settings.schema.json" }"#,
        r#"{ "$schema": "settings.schema.json" }"#,
    ] {
        fs::write(&path, text).unwrap();
        set_in_file(&path, "window.theme", &json!("dark")).unwrap();
        assert_eq!(fs::read_to_string(&beside).unwrap(), SCHEMA, "{text}");
        assert!(
            fs::read_to_string(&path)
                .unwrap()
                .contains("settings.schema.json")
        );
        fs::remove_file(&beside).unwrap();
    }
}

#[cfg(unix)]
#[test]
fn a_schema_that_somebody_made_a_link_or_a_folder_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("settings.json");
    let beside = folder.path().join(SCHEMA_FILE);
    let own = folder.path().join("own.json");
    fs::write(&own, "{}").unwrap();
    std::os::unix::fs::symlink(&own, &beside).unwrap();
    set_in_file(&path, "window.theme", &json!("dark")).unwrap();
    assert!(!renew_schema(&path).unwrap());
    assert_eq!(fs::read_to_string(&own).unwrap(), "{}");

    fs::remove_file(&beside).unwrap();
    fs::create_dir(&beside).unwrap();
    set_in_file(&path, "window.theme", &json!("light")).unwrap();
    assert!(!renew_schema(&path).unwrap());
    assert!(beside.is_dir());
}

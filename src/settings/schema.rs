//! The schema of the settings file, by which editors complete and check it: made from the table of
//! keys, and put beside the file it is for.

use std::fs;
use std::io;
use std::path::Path;

use schemars::{Schema, json_schema};
use serde_json::{Map, Value, json};

use crate::movements::{Catalogue, Preset};
use crate::store::replace;

use super::keys::{Control, KEYS, Key, SCHEMA_FILE};
use super::load::GONE;
use super::meanings::meaning;
use super::tree;
use super::values::{Settings, Week};

/// The schema as it lies beside a settings file.
pub const SCHEMA: &str = include_str!("../../config/settings.schema.json");

/// Made from the table of keys.
#[must_use]
pub fn schema() -> Schema {
    let mut root = properties_of("");
    root.insert(
        "$schema".to_owned(),
        json!({ "title": "Schema", "description": "Where this schema lies." }),
    );
    for section in Key::sections() {
        let properties = properties_of(section);
        let whole = json!({
            "type": "object",
            "properties": properties,
            "additionalProperties": false,
        });
        root.insert(section.to_owned(), whole);
    }
    // The last two are read by VS Code alone.
    json_schema!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Settings of Soleus",
        "description": "Every key may be left out; it is then at its default.",
        "type": "object",
        "properties": root,
        "additionalProperties": false,
        "allowComments": true,
        "allowTrailingCommas": true,
    })
}

/// Renews the schema beside a settings file. Whether it was written: only where one is there
/// already, as a plain file, and differs.
///
/// # Errors
/// Whatever the system says.
pub fn renew_schema(settings: &Path) -> io::Result<bool> {
    let path = settings.with_file_name(SCHEMA_FILE);
    let plain = fs::symlink_metadata(&path).is_ok_and(|file| file.is_file());
    if !plain || fs::read(&path)? == SCHEMA.as_bytes() {
        return Ok(false);
    }
    replace(&path, SCHEMA.as_bytes()).map(|()| true)
}

/// Puts the schema beside a settings file with this text, if the text refers to it there; one that
/// is there is renewed. The file is good without it, so a failure only goes into the log.
pub fn put_schema(settings: &Path, text: &str) {
    let path = settings.with_file_name(SCHEMA_FILE);
    let wanted = tree::value(super::edit::bare(text), "$schema").is_some_and(|refers| {
        let name = refers.as_str().map(|to| to.trim_start_matches("./"));
        name == Some(SCHEMA_FILE)
    });
    let put = match fs::symlink_metadata(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound && wanted => {
            replace(&path, SCHEMA.as_bytes()).map(|()| true)
        }
        _ => renew_schema(settings),
    };
    if let Err(error) = put {
        tracing::warn!(path = %path.display(), %error, "the schema for editors cannot be written");
    }
}

/// What may stand in a section, older names included; "" is the root.
fn properties_of(section: &str) -> Map<String, Value> {
    let name_in = |path: &'static str| {
        let (inside, name) = path.split_once('.').unwrap_or(("", path));
        (inside == section).then(|| name.to_owned())
    };
    let mut properties = Map::new();
    for (path, why) in GONE {
        let Some(name) = name_in(path) else {
            continue;
        };
        let text = format!("Is no setting any more: {why}.");
        let gone = json!({ "description": text, "deprecated": true });
        properties.insert(name, gone);
    }
    for key in KEYS {
        if let Some(name) = key.formerly.and_then(name_in) {
            properties.insert(name, formerly(key));
        }
        if let Some(name) = name_in(key.path) {
            properties.insert(name, Value::Object(described(key)));
        }
    }
    properties
}

fn formerly(key: &Key) -> Value {
    let mut property = accepted(key);
    let text = format!("Is called {} by now, and read all the same.", key.path);
    property.insert("title".to_owned(), key.title.into());
    property.insert("description".to_owned(), text.into());
    property.insert("deprecated".to_owned(), true.into());
    Value::Object(property)
}

fn described(key: &Key) -> Map<String, Value> {
    let mut property = accepted(key);
    let text = format!("{} Accepts {}.", key.doc, key.accepted());
    let default = key.value(&Settings::default());
    property.insert("title".to_owned(), key.title.into());
    property.insert("description".to_owned(), text.into());
    property.insert("default".to_owned(), default);
    property
}

const TIME: &str = "([01]?[0-9]|2[0-3]):[0-5][0-9]";
const DATE: &str = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])";
const DAY_OF_ANY_YEAR: &str = "(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])";

fn accepted(key: &Key) -> Map<String, Value> {
    let accepted = match key.control() {
        Control::None => json!({ "type": "integer", "minimum": 1 }),
        Control::Switch => json!({ "type": "boolean" }),
        Control::Number { from, to, .. } => {
            json!({ "type": "integer", "minimum": from, "maximum": to })
        }
        Control::TimeOfDay => json!({ "type": "string", "pattern": format!("^{TIME}$") }),
        Control::Choice(words) => {
            let meanings: Vec<_> = words
                .iter()
                .map(|word| meaning(key.path, word).unwrap_or_default())
                .collect();
            json!({ "type": "string", "enum": words, "enumDescriptions": meanings })
        }
        Control::Several(words) => {
            json!({ "type": "array", "items": { "type": "string", "enum": words } })
        }
        Control::Schedule => schedule(),
        Control::Movements => movements(),
        Control::Preset => presets(),
        Control::Folder => json!({
            "type": ["string", "null"],
            "pattern": r"^(/|~(/|$)|[A-Za-z]:[\\/]|\\\\)",
        }),
        Control::Command => json!({
            "type": ["array", "null"],
            "minItems": 1,
            "prefixItems": [{ "type": "string", "pattern": r"\S" }],
            "items": { "type": "string" },
        }),
    };
    match accepted {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

fn schedule() -> Value {
    let hours = json!({
        "type": "array",
        "items": {
            "type": "string",
            "pattern": format!(r"^\s*{TIME}\s*-\s*({TIME}|24:00)\s*$"),
        },
    });
    let mut days: Map<String, Value> = Week::DAYS
        .iter()
        .map(|(day, _)| ((*day).to_owned(), hours.clone()))
        .collect();
    let holidays = json!({
        "description": "Days without hours: \"2026-12-25\", \"12-25\" for every year, or \
                        \"2026-12-24..2027-01-02\".",
        "type": "array",
        "items": {
            "type": "string",
            "pattern": format!(r"^\s*({DATE}(\s*\.\.\s*{DATE})?|{DAY_OF_ANY_YEAR})\s*$"),
        },
    });
    days.insert("holidays".to_owned(), holidays);
    json!({ "type": "object", "properties": days, "additionalProperties": false })
}

/// The built-in ones are offered; movements of one's own have any id.
fn movements() -> Value {
    let entries: Vec<_> = Catalogue::built_in().entries().collect();
    let ids: Vec<_> = entries.iter().map(|entry| &entry.id).collect();
    let names: Vec<_> = entries.iter().map(|entry| &entry.name).collect();
    json!({
        "type": "array",
        "items": { "anyOf": [
            { "type": "string", "enum": ids, "enumDescriptions": names },
            { "type": "string" },
        ] },
    })
}

fn presets() -> Value {
    let ids = Preset::all().iter().map(|preset| json!(preset.id));
    let does = Preset::all().iter().map(|preset| preset.does.as_str());
    let ids: Vec<_> = [Value::Null].into_iter().chain(ids).collect();
    let does: Vec<_> = ["No preset."].into_iter().chain(does).collect();
    json!({ "enum": ids, "enumDescriptions": does })
}

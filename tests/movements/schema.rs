//! The schema that an editor checks `movements.json` by.
//!
//! `SOLEUS_BLESS=1 cargo test --test movements` writes it anew.

use std::fs;
use std::path::Path;

use soleus::movements::Catalogue;

#[test]
fn the_schema_is_that_of_the_types() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/movements/schema.json");
    let schema = serde_json::to_string_pretty(&Catalogue::schema()).unwrap() + "\n";
    if std::env::var_os("SOLEUS_BLESS").is_some() {
        fs::write(&path, &schema).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap();
    assert_eq!(kept, schema, "SOLEUS_BLESS=1 writes it anew");
}

#[test]
fn the_schema_knows_every_field_of_the_built_in_movements() {
    let schema = serde_json::to_value(Catalogue::schema()).unwrap();
    let known = &schema["$defs"]["Entry"]["properties"];
    let text = include_str!("../../assets/movements/catalogue.json");
    let catalogue: serde_json::Value = serde_json::from_str(text).unwrap();
    for entry in catalogue["movements"].as_array().unwrap() {
        for field in entry.as_object().unwrap().keys() {
            assert!(known.get(field).is_some(), "{field}");
        }
    }
}

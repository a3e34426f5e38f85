//! Broken files, and every word that is said about each: `broken.json`.
//!
//! `SOLEUS_BLESS=1 cargo test --test settings broken` writes what is said now; read the difference.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::{lines, load};

const TABLE: &str = include_str!("broken.json");

/// One file, and what is said about it, line by line.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Broken {
    pub(super) file: String,
    pub(super) told: Vec<String>,
}

/// All of them.
pub(super) fn files() -> Vec<Broken> {
    serde_json::from_str(TABLE).unwrap()
}

#[test]
fn each_file_is_told_exactly_what_is_wrong_with_it() {
    let mut files = files();
    if std::env::var_os("SOLEUS_BLESS").is_some() {
        for broken in &mut files {
            broken.told = lines(&load(&broken.file));
        }
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/settings/broken.json");
        std::fs::write(path, serde_json::to_string_pretty(&files).unwrap() + "\n").unwrap();
    }
    for broken in &files {
        assert_eq!(lines(&load(&broken.file)), broken.told, "{}", broken.file);
    }
}

#[test]
fn the_table_holds_many_files_each_once() {
    let files = files();
    let each: HashSet<_> = files.iter().map(|broken| broken.file.as_str()).collect();
    assert_eq!(each.len(), files.len());
    let wrong = files.iter().filter(|broken| {
        broken
            .told
            .iter()
            .any(|line| line.contains(": error: ") || line.contains(": warning: "))
    });
    assert!(
        wrong.count() >= 120,
        "that is how many a stranger was promised"
    );
}

//! The promises of ARCHITECTURE.md that a compiler does not keep: who may know whom, where clocks
//! are read, where systems differ. Reads `src/` as text; each check is itself tested on broken text.

mod checks;
mod source;

use std::fs;
use std::path::Path;

use checks::Check;
use source::Source;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file of `src/`.
fn sources() -> Vec<Source> {
    let src = root().join("src");
    let mut folders = vec![src.clone()];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("src can be read") {
            let path = entry.expect("src can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(&src).expect("it lies in src");
                let text = fs::read_to_string(&path).expect("a source file is text");
                found.push(Source::new(
                    &name.to_string_lossy().replace('\\', "/"),
                    &text,
                ));
            }
        }
    }
    assert!(
        found.iter().any(|source| source.name == "engine/mod.rs"),
        "src was not read"
    );
    found
}

#[track_caller]
fn holds_everywhere(check: Check) {
    let mut broken: Vec<String> = sources().iter().flat_map(check).collect();
    broken.sort();
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

#[test]
fn each_layer_knows_only_the_layers_it_may() {
    holds_everywhere(checks::layers);
}

#[test]
fn the_engine_reads_nothing_of_the_world() {
    holds_everywhere(checks::pure_engine);
}

#[test]
fn clocks_are_read_in_one_place() {
    holds_everywhere(checks::clocks);
}

#[test]
fn only_the_platform_folder_asks_which_system_it_is() {
    holds_everywhere(checks::systems);
}

#[test]
fn only_the_platform_folder_names_the_crates_of_one_system() {
    holds_everywhere(checks::system_crates);
}

#[test]
fn only_the_platform_folder_holds_unsafe_code() {
    holds_everywhere(checks::unsafe_code);
}

#[test]
fn no_file_is_longer_than_one_can_read() {
    holds_everywhere(checks::length);
}

#[test]
fn no_crate_speaks_to_a_network() {
    let lock = fs::read_to_string(root().join("Cargo.lock")).expect("Cargo.lock is committed");
    assert!(
        lock.contains("name = \"soleus\""),
        "Cargo.lock was not read"
    );
    let found = checks::network_crates(&lock);
    assert!(found.is_empty(), "network code in Cargo.lock: {found:?}");
}

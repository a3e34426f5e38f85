//! Settings files as people write them, and every word that is said about them.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod any;
mod broken;
mod edit;
mod fuzz;
#[cfg(target_os = "linux")]
mod judge;
mod kept;
#[cfg(target_os = "linux")]
mod places;
mod reading;
mod schema;
mod scraps;
mod shapes;
#[path = "../support/skip.rs"]
#[cfg(target_os = "linux")]
#[allow(unreachable_pub, reason = "shared with the desktop tests")]
mod skip;
mod watcher;
mod writers;

use soleus::movements::Catalogue;
use soleus::settings::Loaded;

fn load(text: &str) -> Loaded {
    Loaded::from_text(text, Catalogue::built_in())
}

fn lines(loaded: &Loaded) -> Vec<String> {
    let all = loaded.problems.iter().chain(&loaded.notes);
    all.map(ToString::to_string).collect()
}

//! `soleus settings get`: values as JSON, as the file gives them.

use std::path::Path;
use std::process::ExitCode;

use serde_json::Map;

use super::{Named, named};
use crate::app::aloud::aloud;
use crate::app::shelf::{answer, fail, json};
use crate::settings::{self, Key, Loaded, Severity};

pub(super) fn get(path: &Path, name: &str) -> ExitCode {
    let named = match named(name) {
        Ok(named) => named,
        Err(words) => return fail(&words),
    };
    let loaded = settings::read(path);
    match named {
        Named::Key(key) => {
            say_errors(&loaded, &[key]);
            answer(&super::line_of(key, &loaded.settings))
        }
        Named::Section(keys) => {
            say_errors(&loaded, &keys);
            let inner = |key: &&Key| (key.parts().1.to_owned(), key.value(&loaded.settings));
            json(&keys.iter().map(inner).collect::<Map<_, _>>())
        }
    }
}

/// A value that is only the default because the one in the file cannot be used is said to be.
fn say_errors(loaded: &Loaded, keys: &[&Key]) {
    for problem in &loaded.problems {
        let about = |of: &str| {
            keys.iter().any(|key| {
                let within = |whole: &str, part: &str| {
                    let rest = part.strip_prefix(whole);
                    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
                };
                within(key.path, of) || within(of, key.path)
            })
        };
        if problem.severity == Severity::Error && problem.key.as_deref().is_none_or(about) {
            aloud(problem);
        }
    }
}

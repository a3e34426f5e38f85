//! `soleus settings diff`: what is not as it is by default.

use std::path::Path;
use std::process::ExitCode;

use super::{line_of, text_of};
use crate::app::shelf::{answer, fail};
use crate::movements::Preset;
use crate::settings::{self, Fault, KEYS, Settings, place_in, unknown_keys};

pub(super) fn diff(path: &Path) -> ExitCode {
    let loaded = settings::read(path);
    let unusable = [Fault::Syntax, Fault::File];
    if loaded
        .problems
        .iter()
        .any(|it| unusable.contains(&it.fault))
    {
        return fail(
            "The settings file cannot be read, so there is nothing to compare: `soleus check` says \
             what is wrong.",
        );
    }
    let text = text_of(path);
    let usual = Settings::default();
    let preset = loaded.settings.preset.as_deref().and_then(Preset::named);
    let mut lines: Vec<String> = KEYS
        .iter()
        .filter_map(|key| {
            let (usual, now) = (line_of(key, &usual), line_of(key, &loaded.settings));
            let mut line = format!("{}: {usual} → {now}", key.path);
            if let (None, Some(preset)) = (place_in(&text, key), preset) {
                line += &format!("  (from the preset {})", preset.id);
            }
            (usual != now).then_some(line)
        })
        .collect();
    for (name, place) in unknown_keys(&text) {
        let file = settings::FILE;
        let (line, column) = (place.line, place.column);
        lines.push(format!(
            "{name}: unknown, not used  ({file}:{line}:{column})"
        ));
    }
    if lines.is_empty() {
        lines.push("Every key is at its default.".to_owned());
    }
    if loaded.has_errors() {
        super::aloud("The file has mistakes: `soleus check` names them.");
    }
    answer(&lines.join("\n"))
}

//! The user's own programs as the resident sees them: what the settings name, and what happened.

use std::collections::BTreeMap;
use std::path::Path;

use super::resident::Resident;
use crate::engine::{Effect, Input, Now};
use crate::hooks::{Event, Eye, Happening, Hooks, Programs};
use crate::link::Link;
use crate::settings;

/// The heading of a notice about programs that fail.
pub(super) const FAILED: &str = "Something is wrong with your programs";

/// The programs, and what was seen of the engine last.
pub(super) struct Followed {
    hooks: Hooks,
    eye: Option<Eye>,
}

impl Followed {
    /// The programs of these settings. What the engine is restored to is not what happens: it is looked
    /// at only after the start.
    pub(super) fn start(link: Link, settings: &settings::Hooks, file: &Path) -> Self {
        Self {
            hooks: Hooks::start(link, programs(settings, file)),
            eye: None,
        }
    }

    pub(super) fn run(&self, event: Event) {
        self.hooks.tell(event);
    }
}

impl Resident {
    /// The programs of other settings, from now on.
    pub(super) fn retune_hooks(&mut self) {
        let programs = programs(&self.settings.hooks, &self.places.settings);
        self.hooks.hooks.retune(programs);
    }

    /// Looks at the engine before it handles an input, unless that was looked at already. Where nothing
    /// is set, and at the start, nothing is.
    pub(super) fn look_before(&mut self, input: &Input, now: Now) {
        if !self.hooks.hooks.are_any() || matches!(input, Input::Started) {
            self.hooks.eye = None;
        } else if self.hooks.eye.is_none() {
            self.hooks.eye = Some(Eye::on(&self.engine.view(now)));
        }
    }

    /// What happened by that input, which had these effects.
    pub(super) fn happened(&mut self, now: Now, effects: &[Effect]) -> Vec<Event> {
        let Some(eye) = &mut self.hooks.eye else {
            return Vec::new();
        };
        eye.see(now.wall, &self.engine.view(now), effects)
    }
}

/// What the settings name, as it is run: by the loop, and looked at by `doctor`.
pub(super) fn programs(hooks: &settings::Hooks, file: &Path) -> Programs {
    let named = Happening::ALL.map(|happening| {
        let command = match happening {
            Happening::Due => &hooks.on_due,
            Happening::Break => &hooks.on_break,
            Happening::Snooze => &hooks.on_snooze,
            Happening::Away => &hooks.on_away,
            Happening::Back => &hooks.on_back,
        };
        command
            .as_ref()
            .map(|command| (happening, command.0.clone()))
    });
    Programs {
        commands: named.into_iter().flatten().collect::<BTreeMap<_, _>>(),
        time_limit: hooks.time_limit,
        named_in: file.to_owned(),
        home: etcetera::home_dir().unwrap_or_default(),
    }
}

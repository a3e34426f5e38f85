//! `soleus autostart`: the user's own word on starting at login.

use std::process::ExitCode;

use super::args::{AutostartArgs, Common, Switch};
use super::out;
use crate::autostart::{self, AutostartError, Entry, State};

pub(super) fn autostart(common: &Common, args: &AutostartArgs) -> ExitCode {
    match switch(common, args.switch) {
        Ok(code) => code,
        Err(error) => out::no(&error.to_string()),
    }
}

fn switch(common: &Common, switch: Switch) -> Result<ExitCode, AutostartError> {
    let place = autostart::place()?;
    Ok(match switch {
        Switch::On => {
            let entry = Entry::ours(common.dir.as_deref())?;
            autostart::switch_on(&place, &entry)?;
            if entry.is_a_build() {
                out::note(format_args!(
                    "{} is in a build folder: cleaning that away ends the start at login.",
                    entry.program.display()
                ));
            }
            out::done("Soleus starts at your next login.")
        }
        Switch::Off => {
            autostart::switch_off(&place)?;
            out::done("Soleus does not start at login any more.")
        }
        Switch::Status => match autostart::state(&place)? {
            State::On { program } => {
                out::done(&format!("On: your login starts {}.", program.display()))
            }
            State::Off => out::answer_with(out::NO, "Off: your login does not start Soleus."),
            State::SwitchedOff => out::answer_with(
                out::NO,
                "Off: you switched it off, here or in the desktop's settings. `soleus autostart on` switches it on.",
            ),
            State::Gone { program } => out::answer_with(
                out::NO,
                &format!(
                    "Off: your login would start {}, which is not there any more. `soleus autostart on` mends it.",
                    program.display()
                ),
            ),
        },
    })
}

//! Why a program of the user failed, and how that is told: what was run, what happened, what to do.

use std::time::Duration;

use super::event::Happening;

/// So much of what a program complained is told; all that was kept is in the log.
const LONGEST_COMPLAINT: usize = 200;

/// What went wrong with one run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Failure {
    /// Its name is on no folder of the search path.
    NotOnPath,
    /// There is no such file.
    NoSuchFile,
    /// The file is there, and the program named in its first line is not.
    NoInterpreter,
    /// It may not be run.
    NotExecutable,
    /// It is neither a program nor a text that says in its first line what reads it.
    NoProgram,
    /// It is a folder.
    Folder,
    /// The system does not start it, and why.
    NotStarted(String),
    /// It ended with this exit code.
    Code(i32),
    /// It was ended by something else, and how the system says it.
    Killed(String),
    /// It took longer than it may.
    TooSlow(Duration),
    /// It took too long, and the system could not end it.
    Stuck(Duration),
}

impl Failure {
    /// The sentences for people. `said` is what the program wrote to its standard error.
    pub(super) fn words(&self, happening: Happening, program: &str, said: &str) -> String {
        let key = format!("hooks.on_{}", happening.word());
        let program = plain(program);
        let what = self.what(&key, &program);
        let said = match last_line(said) {
            Some(line) if self.ran() => format!(" It said: {line}"),
            _ => String::new(),
        };
        format!(
            "{what}{said} Soleus goes on. {}",
            self.advice(&key, &program)
        )
    }

    /// Whether the program came to run at all.
    pub(super) fn ran(&self) -> bool {
        matches!(
            self,
            Self::Code(_) | Self::Killed(_) | Self::TooSlow(_) | Self::Stuck(_)
        )
    }

    fn what(&self, key: &str, program: &str) -> String {
        match self {
            Self::NotOnPath => {
                format!("`{key}` cannot run {program}: there is no such program on your PATH.")
            }
            Self::NoSuchFile => format!("`{key}` cannot run {program}: there is no such file."),
            Self::NoInterpreter => format!(
                "`{key}` cannot run {program}: it is there, and the program named in its first \
                 line is not."
            ),
            Self::NotExecutable => {
                format!("`{key}` cannot run {program}: it may not be run as a program.")
            }
            Self::NoProgram => format!(
                "`{key}` cannot run {program}: it is no program, and its first line does not say \
                 what reads it."
            ),
            Self::Folder => format!("`{key}` cannot run {program}: it is a folder."),
            Self::NotStarted(why) => format!("`{key}` cannot run {program}: {why}."),
            Self::Code(code) => {
                format!("`{key}` ran {program}, and it ended with exit code {code}.")
            }
            Self::Killed(how) => format!("`{key}` ran {program}, and it was ended by {how}."),
            Self::TooSlow(limit) => format!(
                "`{key}` ran {program}, and it was ended because it took longer than {} s.",
                limit.as_secs()
            ),
            Self::Stuck(limit) => format!(
                "`{key}` ran {program}, which took longer than {} s and cannot be ended.",
                limit.as_secs()
            ),
        }
    }

    fn advice(&self, key: &str, program: &str) -> String {
        match self {
            Self::NotOnPath => {
                "Install it, or write its whole path in the settings file.".to_owned()
            }
            Self::NoSuchFile | Self::Folder => "Correct its path in the settings file.".to_owned(),
            Self::NoInterpreter => "Correct its first line, or install what that names.".to_owned(),
            Self::NotExecutable => format!("To make it a program: chmod +x {program}"),
            Self::NoProgram => {
                "A script needs a first line such as #!/bin/sh or #!/usr/bin/env python3."
                    .to_owned()
            }
            Self::NotStarted(_) | Self::Code(_) | Self::Killed(_) => {
                format!("Try it in a terminal, or set `{key}` to null.")
            }
            Self::TooSlow(_) => {
                "Raise `hooks.time_limit_seconds` if it needs longer, or let it go on in the \
                 background."
                    .to_owned()
            }
            Self::Stuck(_) => "Restart the machine if it does not end by itself.".to_owned(),
        }
    }
}

/// The last line with anything on it, shortened.
fn last_line(said: &str) -> Option<String> {
    let line = said.lines().rev().find(|line| !line.trim().is_empty())?;
    let line = plain(line.trim());
    let mut short: String = line.chars().take(LONGEST_COMPLAINT).collect();
    if short.len() < line.len() {
        short.push('…');
    } else if !short.ends_with(['.', '!', '?']) {
        short.push('.');
    }
    Some(short)
}

fn plain(words: &str) -> String {
    words
        .chars()
        .map(|letter| if letter.is_control() { '?' } else { letter })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_says_what_was_run_what_happened_and_what_to_do() {
        let limit = Duration::from_secs(10);
        let try_it = "Soleus goes on. Try it in a terminal, or set `hooks.on_due` to null.";
        let table = [
            (
                Failure::NotOnPath,
                "`hooks.on_due` cannot run lamp: there is no such program on your PATH. Soleus goes \
                 on. Install it, or write its whole path in the settings file."
                    .to_owned(),
            ),
            (
                Failure::NoSuchFile,
                "`hooks.on_due` cannot run lamp: there is no such file. Soleus goes on. Correct its \
                 path in the settings file."
                    .to_owned(),
            ),
            (
                Failure::NoInterpreter,
                "`hooks.on_due` cannot run lamp: it is there, and the program named in its first \
                 line is not. Soleus goes on. Correct its first line, or install what that names."
                    .to_owned(),
            ),
            (
                Failure::NotExecutable,
                "`hooks.on_due` cannot run lamp: it may not be run as a program. Soleus goes on. To \
                 make it a program: chmod +x lamp"
                    .to_owned(),
            ),
            (
                Failure::NoProgram,
                "`hooks.on_due` cannot run lamp: it is no program, and its first line does not say \
                 what reads it. Soleus goes on. A script needs a first line such as #!/bin/sh or \
                 #!/usr/bin/env python3."
                    .to_owned(),
            ),
            (
                Failure::Folder,
                "`hooks.on_due` cannot run lamp: it is a folder. Soleus goes on. Correct its path \
                 in the settings file."
                    .to_owned(),
            ),
            (
                Failure::NotStarted("too many open files".to_owned()),
                format!("`hooks.on_due` cannot run lamp: too many open files. {try_it}"),
            ),
            (
                Failure::Code(3),
                format!(
                    "`hooks.on_due` ran lamp, and it ended with exit code 3. It said: no lamp \
                     found. {try_it}"
                ),
            ),
            (
                Failure::Killed("signal 9 (SIGKILL)".to_owned()),
                format!(
                    "`hooks.on_due` ran lamp, and it was ended by signal 9 (SIGKILL). It said: no \
                     lamp found. {try_it}"
                ),
            ),
            (
                Failure::TooSlow(limit),
                "`hooks.on_due` ran lamp, and it was ended because it took longer than 10 s. It said: \
                 no lamp found. Soleus goes on. Raise `hooks.time_limit_seconds` if it needs longer, \
                 or let it go on in the background."
                    .to_owned(),
            ),
            (
                Failure::Stuck(limit),
                "`hooks.on_due` ran lamp, which took longer than 10 s and cannot be ended. It said: no \
                 lamp found. Soleus goes on. Restart the machine if it does not end by itself."
                    .to_owned(),
            ),
        ];
        for (failure, expected) in table {
            let words = failure.words(Happening::Due, "lamp", "looking\nno lamp found\n\n");
            assert_eq!(words, expected);
        }
    }

    #[test]
    fn a_complaint_is_one_plain_line_of_a_bearable_length() {
        assert_eq!(last_line(""), None);
        assert_eq!(last_line(" \n\n"), None);
        assert_eq!(last_line("one\n two! \n").as_deref(), Some("two!"));
        assert_eq!(last_line("\u{1b}[31mred").as_deref(), Some("?[31mred."));
        let long = last_line(&"ä".repeat(500)).unwrap();
        assert_eq!(long, "ä".repeat(LONGEST_COMPLAINT) + "…");
    }
}

//! One thing to say about the settings file, with its place and what is used instead.

use std::fmt;

/// The name of the settings file.
pub const FILE: &str = "settings.json";

/// Something found in the settings file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where it stands; none when it is about the file as a whole.
    pub place: Option<Place>,
    /// How bad it is.
    pub severity: Severity,
    /// The key it is about: `reminders.every_minutes`.
    pub key: Option<String>,
    /// What is wrong and what is accepted.
    pub what: String,
    /// For an error: what is used instead when the program starts with this file.
    pub instead: Option<String>,
}

/// A place in the file; both count from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The line.
    pub line: usize,
    /// The character in the line.
    pub column: usize,
}

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Severity {
    /// The text cannot be used as it stands.
    Error,
    /// It can be used, but is likely not what was meant.
    Warning,
    /// Good to know.
    Note,
}

impl Problem {
    /// The line to show when the file changed while the program runs: any error keeps what is in
    /// force.
    #[must_use]
    pub fn at_reload(&self) -> String {
        let instead = self.instead.as_ref().map(|_| "the settings in force stay");
        self.line(instead)
    }

    fn line(&self, instead: Option<&str>) -> String {
        let mut line = String::from(FILE);
        if let Some(Place { line: row, column }) = self.place {
            line += &format!(":{row}:{column}");
        }
        line += &format!(": {}: ", self.severity);
        if let Some(key) = &self.key {
            line += &format!("{key}: ");
        }
        line += &self.what;
        if let Some(instead) = instead {
            line += &format!("; {instead}");
        }
        line
    }
}

impl fmt::Display for Problem {
    /// The line to show at start and by `check`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.line(self.instead.as_deref()))
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        })
    }
}

/// Something found, before its place is worked out: a byte of the text instead of line and column.
#[derive(Debug)]
pub(super) struct Find {
    pub(super) at: usize,
    pub(super) severity: Severity,
    pub(super) key: Option<String>,
    pub(super) what: String,
    pub(super) instead: Option<String>,
}

impl Find {
    /// An error about a key.
    pub(super) fn error(at: usize, key: &str, what: String, instead: &str) -> Self {
        Self {
            at,
            severity: Severity::Error,
            key: Some(key.to_owned()),
            what,
            instead: Some(instead.to_owned()),
        }
    }

    /// A warning about a key.
    pub(super) fn warning(at: usize, key: &str, what: String) -> Self {
        Self {
            at,
            severity: Severity::Warning,
            key: Some(key.to_owned()),
            what,
            instead: None,
        }
    }

    /// A note about the text.
    pub(super) fn note(at: usize, what: &str) -> Self {
        Self {
            at,
            severity: Severity::Note,
            key: None,
            what: what.to_owned(),
            instead: None,
        }
    }
}

/// Works out the places of all finds in one walk over the text, in the order of the text.
pub(super) fn placed(text: &str, mut finds: Vec<Find>) -> Vec<Problem> {
    finds.sort_by_key(|find| find.at);
    let mut chars = text.char_indices().peekable();
    let mut place = Place { line: 1, column: 1 };
    finds
        .into_iter()
        .map(|find| {
            while let Some((_, char)) = chars.next_if(|(at, _)| *at < find.at) {
                let ends_line = match char {
                    '\n' => true,
                    '\r' => chars.peek().is_none_or(|(_, next)| *next != '\n'),
                    _ => false,
                };
                if ends_line {
                    place.line += 1;
                    place.column = 1;
                } else {
                    place.column += 1;
                }
            }
            Problem {
                place: Some(place),
                severity: find.severity,
                key: find.key,
                what: find.what,
                instead: find.instead,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_lines_and_characters() {
        let text = "aä\r\nß€x\ry";
        for (at, line, column) in [
            (0, 1, 1),
            (3, 1, 3),
            (5, 2, 1),
            (7, 2, 2),
            (10, 2, 3),
            (12, 3, 1),
        ] {
            let problem = placed(text, vec![Find::note(at, "here")]).remove(0);
            assert_eq!(problem.place, Some(Place { line, column }), "byte {at}");
        }
    }

    #[test]
    fn a_reload_keeps_the_settings_in_force() {
        let find = Find::error(0, "tray", "5 is not an object".into(), "using its defaults");
        let problem = placed("5", vec![find]).remove(0);
        assert_eq!(
            problem.at_reload(),
            "settings.json:1:1: error: tray: 5 is not an object; the settings in force stay"
        );
    }
}

//! One thing to say about a file, with its place and what is used instead.

use std::fmt;

/// A kind of file that a person writes, and how it is spoken of.
#[derive(Debug, PartialEq, Eq)]
pub struct Document {
    /// Its name: "settings.json".
    pub file: &'static str,
    /// What stands in it: "settings".
    pub holds: &'static str,
    /// What is used when nothing in it can be: "using the defaults".
    pub instead: &'static str,
}

/// Something found in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file.
    pub document: &'static Document,
    /// Where it stands; none when it is about the file as a whole.
    pub place: Option<Place>,
    /// How bad it is.
    pub severity: Severity,
    /// What sort of thing is wrong.
    pub fault: Fault,
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

/// What sort of thing is wrong: its word is for programs, the sentence for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fault {
    /// It is not JSON there.
    Syntax,
    /// The file as a whole cannot be used.
    File,
    /// A name stands twice.
    Duplicate,
    /// Nothing reads this key.
    Unknown,
    /// Another type is wanted: a number, a text, a list.
    Type,
    /// The type is right, and the value is none of those accepted.
    Value,
    /// Good alone, and odd beside another key.
    Conflict,
    /// The file was made for another version of the program.
    Version,
    /// Nothing is wrong.
    None,
}

impl Fault {
    /// The word for programs.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Syntax => "syntax",
            Self::File => "file",
            Self::Duplicate => "duplicate",
            Self::Unknown => "unknown",
            Self::Type => "type",
            Self::Value => "value",
            Self::Conflict => "conflict",
            Self::Version => "version",
            Self::None => "none",
        }
    }
}

impl Problem {
    /// The line to show when the file changed while the program runs: what is used instead is what
    /// was in force before, for all of them.
    #[must_use]
    pub fn at_reload(&self) -> String {
        self.line(None)
    }

    fn line(&self, instead: Option<&str>) -> String {
        let mut line = String::from(self.document.file);
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
pub struct Find {
    /// The byte at which it stands.
    pub at: usize,
    /// How bad it is.
    pub severity: Severity,
    /// What sort of thing is wrong.
    pub fault: Fault,
    /// The key it is about.
    pub key: Option<String>,
    /// What is wrong and what is accepted.
    pub what: String,
    /// For an error: what is used instead.
    pub instead: Option<String>,
}

impl Find {
    /// An error about a key.
    #[must_use]
    pub fn error(at: usize, key: &str, what: String, instead: &str) -> Self {
        Self {
            at,
            severity: Severity::Error,
            fault: Fault::Value,
            key: Some(key.to_owned()),
            what,
            instead: Some(instead.to_owned()),
        }
    }

    /// A warning about a key.
    #[must_use]
    pub fn warning(at: usize, key: &str, what: String) -> Self {
        Self {
            at,
            severity: Severity::Warning,
            fault: Fault::Value,
            key: Some(key.to_owned()),
            what,
            instead: None,
        }
    }

    /// A note about the text.
    #[must_use]
    pub fn note(at: usize, what: &str) -> Self {
        Self {
            at,
            severity: Severity::Note,
            fault: Fault::None,
            key: None,
            what: what.to_owned(),
            instead: None,
        }
    }

    /// The same, of this sort.
    #[must_use]
    pub fn of(self, fault: Fault) -> Self {
        Self { fault, ..self }
    }

    /// The same, as a note: nothing is wrong.
    #[must_use]
    pub fn noted(self) -> Self {
        Self {
            severity: Severity::Note,
            fault: Fault::None,
            instead: None,
            ..self
        }
    }
}

/// Works out the places of all finds in one walk over the text, in the order of the text.
#[must_use]
pub fn placed(document: &'static Document, text: &str, mut finds: Vec<Find>) -> Vec<Problem> {
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
                document,
                place: Some(place),
                severity: find.severity,
                fault: find.fault,
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

    static NOTES: Document = Document {
        file: "notes.json",
        holds: "notes",
        instead: "using none",
    };

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
            let problem = placed(&NOTES, text, vec![Find::note(at, "here")]).remove(0);
            assert_eq!(problem.place, Some(Place { line, column }), "byte {at}");
        }
    }

    #[test]
    fn at_a_reload_nothing_is_used_instead() {
        let find = Find::error(0, "tray", "5 is not an object".into(), "using its defaults");
        let problem = placed(&NOTES, "5", vec![find]).remove(0);
        assert_eq!(
            problem.at_reload(),
            "notes.json:1:1: error: tray: 5 is not an object"
        );
    }
}

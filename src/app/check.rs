//! `soleus check`: every mistake in the settings file and the own movements, with its place.

use std::io::{self, BufWriter, IsTerminal, Write, stderr, stdout};
use std::path::Path;
use std::process::ExitCode;

use serde_json::{Value, json};

use super::aloud::aloud;
use super::start::places;
use crate::cli::args::{CheckArgs, Common};
use crate::settings::{self, Loaded, Problem, Severity};
use crate::store::Contents;
use crate::text::excerpt;

/// The version of the object that `--json` prints.
const VERSION: u32 = 1;

/// A line of a file is shown in so many columns.
const WIDTH: usize = 96;

/// So many problems are shown with their line: who has more begins with these.
const MOST_EXCERPTS: usize = 100;

/// How what was found is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Paper {
    /// Plain lines, for programs and files.
    Plain,
    /// With the line of each problem and a mark under its place.
    Terminal {
        /// Whether the severity is coloured.
        colours: bool,
    },
}

/// Judges the settings file, or another one; exit code 1 when there is an error or a warning.
#[must_use]
pub fn check(common: &Common, args: &CheckArgs) -> ExitCode {
    let path = match (&args.file, places(common.dir.as_deref())) {
        (Some(file), _) => file.clone(),
        (None, Ok(places)) => places.settings,
        (None, Err(words)) => {
            aloud(&words);
            return ExitCode::FAILURE;
        }
    };
    let loaded = settings::read(&path);
    let mut out = BufWriter::new(stdout().lock());
    let written = if args.json {
        writeln!(out, "{}", object(&path, &loaded))
    } else {
        report(&path, &loaded, Paper::of(stdout().is_terminal()), &mut out)
    };
    // A reader that went away does not want the rest.
    let _ = written.and_then(|()| out.flush());
    if loaded.problems.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// What `check` says of a file, as it fits what errors are written to.
pub(super) fn report_of_errors(path: &Path, loaded: &Loaded) -> String {
    let mut said = Vec::new();
    // Memory takes whatever is written to it.
    let _ = report(path, loaded, Paper::of(stderr().is_terminal()), &mut said);
    String::from_utf8_lossy(&said).trim_end().to_owned()
}

impl Paper {
    fn of(terminal: bool) -> Self {
        if !terminal {
            return Self::Plain;
        }
        let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        Self::Terminal {
            colours: !set("NO_COLOR") && !dumb,
        }
    }
}

/// Line by line: a file may have tens of thousands of mistakes.
fn report(path: &Path, loaded: &Loaded, paper: Paper, out: &mut impl Write) -> io::Result<()> {
    let texts = match paper {
        Paper::Terminal { .. } => Some(Texts::beside(path)),
        Paper::Plain => None,
    };
    for (count, problem) in loaded.problems.iter().chain(&loaded.notes).enumerate() {
        match paper {
            Paper::Terminal { colours: true } => writeln!(out, "{}", coloured(problem))?,
            _ => writeln!(out, "{problem}")?,
        }
        if count < MOST_EXCERPTS
            && let Some(lines) = texts.as_ref().and_then(|texts| texts.excerpt(problem))
        {
            writeln!(out, "{lines}\n")?;
        }
    }
    if loaded.problems.is_empty() {
        return writeln!(out, "{}: nothing is wrong.", path.display());
    }
    match paper {
        Paper::Terminal { .. } => writeln!(out, "{}", counted(&loaded.problems)),
        Paper::Plain => Ok(()),
    }
}

/// What stands in the settings file and in the one of own movements.
#[derive(Debug)]
struct Texts {
    settings: String,
    own: String,
}

impl Texts {
    fn beside(settings: &Path) -> Self {
        let text = |path: &Path| match Contents::of(path) {
            Contents::Bytes(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Contents::Absent | Contents::Unreadable(_) => String::new(),
        };
        Self {
            settings: text(settings),
            own: text(&settings::own_movements(settings)),
        }
    }

    /// The line that a problem stands on, with a mark under its place.
    fn excerpt(&self, problem: &Problem) -> Option<String> {
        let text = if problem.document.file == settings::FILE {
            &self.settings
        } else {
            &self.own
        };
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        excerpt(text, problem.place?, WIDTH)
    }
}

fn coloured(problem: &Problem) -> String {
    let (colour, word) = match problem.severity {
        Severity::Error => ("1;31", "error"),
        Severity::Warning => ("1;33", "warning"),
        Severity::Note => ("1;36", "note"),
    };
    let line = problem.to_string();
    line.replacen(
        &format!(": {word}: "),
        &format!(": \u{1b}[{colour}m{word}\u{1b}[0m: "),
        1,
    )
}

fn counted(problems: &[Problem]) -> String {
    let count = |severity| {
        problems
            .iter()
            .filter(|problem| problem.severity == severity)
            .count()
    };
    let words = |count: usize, one: &str| match count {
        0 => None,
        1 => Some(format!("1 {one}")),
        many => Some(format!("{many} {one}s")),
    };
    let found = [
        words(count(Severity::Error), "error"),
        words(count(Severity::Warning), "warning"),
    ];
    let found: Vec<String> = found.into_iter().flatten().collect();
    format!("{}.", found.join(" and "))
}

fn object(path: &Path, loaded: &Loaded) -> Value {
    let of = |problem: &Problem| {
        json!({
            "file": problem.document.file,
            "severity": problem.severity.to_string(),
            "fault": problem.fault.word(),
            "line": problem.place.map(|place| place.line),
            "column": problem.place.map(|place| place.column),
            "key": problem.key,
            "what": problem.what,
            "instead": problem.instead,
        })
    };
    let problems: Vec<Value> = loaded
        .problems
        .iter()
        .chain(&loaded.notes)
        .map(of)
        .collect();
    json!({
        "v": VERSION,
        "settings": path,
        "newer": loaded.newer,
        "problems": problems,
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn on_a_terminal_each_problem_stands_over_its_line_and_is_counted() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.json");
        fs::write(&path, "{ \"preset\": 5,\n  \"colour\": 1\n}\n").unwrap();
        let loaded = settings::read(&path);
        let report = |paper| {
            let mut said = Vec::new();
            super::report(&path, &loaded, paper, &mut said).unwrap();
            String::from_utf8(said).unwrap()
        };
        let said = report(Paper::Terminal { colours: false });
        assert_eq!(
            said,
            "settings.json:1:13: error: preset: 5 is a number, not the id of a preset, or null; using null\n\
             1 | { \"preset\": 5,\n  |             ^\n\n\
             settings.json:2:3: warning: colour: unknown key, not used\n\
             2 |   \"colour\": 1\n  |   ^\n\n\
             1 error and 1 warning.\n"
        );
        let coloured = report(Paper::Terminal { colours: true });
        assert!(
            coloured.contains(":13: \u{1b}[1;31merror\u{1b}[0m: preset"),
            "{coloured}"
        );
        let plain = report(Paper::Plain);
        assert_eq!(plain.lines().count(), 2);
    }

    #[test]
    fn the_object_says_of_each_problem_what_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.json");
        fs::write(&path, "{ \"preset\": 5 }").unwrap();
        let object = object(&path, &settings::read(&path));
        let expected = json!({
            "file": "settings.json", "severity": "error", "fault": "type", "line": 1, "column": 13,
            "key": "preset", "what": "5 is a number, not the id of a preset, or null",
            "instead": "using null",
        });
        assert_eq!(object["problems"], json!([expected]));
        assert_eq!(object["newer"], json!(false));
    }
}

//! `soleus settings edit`: the user's own editor on the file, and every mistake named afterwards.

use std::env;
use std::io::{self, BufRead, IsTerminal, Write};
use std::path::Path;
use std::process::{Command, ExitCode};

use crate::app::aloud::aloud;
use crate::app::check::report_of_errors;
use crate::app::shelf::{answer, fail};
use crate::platform::open;
use crate::settings::{self, make_if_missing, put_schema};

pub(super) fn edit(path: &Path) -> ExitCode {
    if let Err(error) = make_if_missing(path) {
        return fail(&format!("{} cannot be made: {error}.", path.display()));
    }
    put_schema(path, &super::text_of(path));
    let words = match editor() {
        Ok(Some(words)) => words,
        Ok(None) => return by_the_desktop(path),
        Err(words) => return fail(&words),
    };
    loop {
        if let Err(words) = run(&words, path) {
            return fail(&words);
        }
        let loaded = settings::read(path);
        if loaded.problems.is_empty() {
            return answer(&format!("{}: nothing is wrong.", path.display()));
        }
        aloud(report_of_errors(path, &loaded));
        if !wants_again() {
            return ExitCode::FAILURE;
        }
    }
}

/// The words of VISUAL, else of EDITOR; none where neither says anything.
fn editor() -> Result<Option<Vec<String>>, String> {
    for name in ["VISUAL", "EDITOR"] {
        let Some(command) = env::var_os(name).filter(|command| !command.is_empty()) else {
            continue;
        };
        return match command.to_str().and_then(words) {
            Some(words) if words.is_empty() => continue,
            Some(words) => Ok(Some(words)),
            None => Err(format!(
                "{name} is not understood: a quote in it is never closed. Write a program and its \
                 arguments, such as \"code --wait\"."
            )),
        };
    }
    Ok(None)
}

/// A command split into words as a shell splits them, with quotes and backslashes, and nothing else
/// of a shell. None: a quote is never closed.
fn words(command: &str) -> Option<Vec<String>> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut letters = command.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\'' => {
                let word = word.get_or_insert_default();
                loop {
                    match letters.next()? {
                        '\'' => break,
                        inner => word.push(inner),
                    }
                }
            }
            '"' => {
                let word = word.get_or_insert_default();
                loop {
                    match letters.next()? {
                        '"' => break,
                        '\\' => match letters.next()? {
                            escaped @ ('"' | '\\') => word.push(escaped),
                            plain => word.extend(['\\', plain]),
                        },
                        inner => word.push(inner),
                    }
                }
            }
            '\\' => word.get_or_insert_default().extend(letters.next()),
            blank if blank.is_whitespace() => words.extend(word.take()),
            plain => word.get_or_insert_default().push(plain),
        }
    }
    words.extend(word);
    Some(words)
}

/// Runs the editor to its end.
fn run(words: &[String], path: &Path) -> Result<(), String> {
    let Some((program, arguments)) = words.split_first() else {
        return Ok(());
    };
    let status = Command::new(program).args(arguments).arg(path).status();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => {
            aloud(format!("{program} ended with {status}."));
            Ok(())
        }
        Err(error) => Err(format!(
            "{program} cannot be started: {error}. Name another editor in VISUAL or EDITOR, or open \
             {} yourself.",
            path.display()
        )),
    }
}

fn by_the_desktop(path: &Path) -> ExitCode {
    match open::file(path) {
        Ok(()) => answer(&format!(
            "{} was opened. `soleus check` names every mistake when you have saved it.",
            path.display()
        )),
        Err(error) => fail(&format!(
            "The desktop opens no program for it: {error}. Name an editor in VISUAL or EDITOR, or \
             open {} yourself.",
            path.display()
        )),
    }
}

/// Asks only where somebody can answer.
fn wants_again() -> bool {
    let stdin = io::stdin();
    if !stdin.is_terminal() {
        return false;
    }
    // A terminal that cannot be written to is asked nothing: the answer is what counts.
    let _ = write!(io::stderr().lock(), "Edit it again? [Y/n] ");
    let mut line = String::new();
    match stdin.lock().read_line(&mut line) {
        Ok(1..) => !line.trim().to_lowercase().starts_with('n'),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_split_as_a_shell_splits_it() {
        let table: [(&str, Option<&[&str]>); 11] = [
            ("vim", Some(&["vim"])),
            ("  code   --wait ", Some(&["code", "--wait"])),
            (
                r#""/opt/My Editor/run" -n"#,
                Some(&["/opt/My Editor/run", "-n"]),
            ),
            ("'a b'c", Some(&["a bc"])),
            (r"a\ b", Some(&["a b"])),
            (r#""a\"b\\c\d""#, Some(&[r#"a"b\c\d"#])),
            ("x ''", Some(&["x", ""])),
            ("x; rm $HOME `y`", Some(&["x;", "rm", "$HOME", "`y`"])),
            ("", Some(&[])),
            ("'open", None),
            ("\"open\\", None),
        ];
        for (command, expected) in table {
            let expected = expected.map(<[&str]>::to_vec);
            let split = words(command);
            let split: Option<Vec<&str>> = split
                .as_ref()
                .map(|words| words.iter().map(String::as_str).collect());
            assert_eq!(split, expected, "{command}");
        }
    }
}

//! How the command line speaks: one answer on stdout, or what went wrong on stderr.

use std::fmt::Display;
use std::io::{self, Write as _};
use std::process::ExitCode;

/// The answer is no.
pub(crate) const NO: u8 = 1;
/// It was not understood.
pub(crate) const WRONG: u8 = 2;

/// The answer, done.
pub(crate) fn done(answer: &str) -> ExitCode {
    answer_with(0, answer)
}

/// The answer, with an exit code of its own.
pub(crate) fn answer_with(code: u8, answer: &str) -> ExitCode {
    match writeln!(io::stdout().lock(), "{}", answer.trim_end()) {
        Ok(()) => ExitCode::from(code),
        // Whoever read stopped reading: `soleus today | head -1`.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::from(code),
        Err(error) => no(&format!("The answer could not be written: {error}.")),
    }
}

/// Words of another program, on one line: a terminal obeys some of what it is shown.
pub(crate) fn plain(words: &str) -> String {
    words
        .chars()
        .map(|letter| if letter.is_control() { '?' } else { letter })
        .collect()
}

/// A word as it is typed into a shell.
pub(crate) fn quoted(word: &str) -> String {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "/._-".contains(letter);
    if !word.is_empty() && word.chars().all(is_plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

/// The answer is no, and why.
pub(crate) fn no(why: &str) -> ExitCode {
    note(why);
    ExitCode::from(NO)
}

/// It was not understood, and why.
pub(crate) fn wrong(why: &str) -> ExitCode {
    note(why);
    ExitCode::from(WRONG)
}

/// Something beside the answer.
pub(crate) fn note(words: impl Display) {
    // Where stderr is closed there is nobody to tell.
    let _ = writeln!(io::stderr().lock(), "{words}");
}

/// Help and version on stdout, a misuse on stderr with 2.
pub(crate) fn clap(error: &clap::Error) -> ExitCode {
    // As above: a closed stream has no reader.
    let _ = error.print();
    ExitCode::from(if error.use_stderr() { WRONG } else { 0 })
}

/// A report for scripts.
pub(crate) fn json(report: &impl serde::Serialize) -> ExitCode {
    match serde_json::to_string_pretty(report) {
        Ok(text) => done(&text),
        Err(error) => no(&format!("The answer cannot be written as JSON: {error}.")),
    }
}

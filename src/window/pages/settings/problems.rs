//! What is wrong with the file, at the top of the page: where, what, and what holds meanwhile.

use eframe::egui::{Label, Stroke, Ui};

use super::fields;
use crate::settings::{FILE, Key, Loaded, Problem, Severity};
use crate::window::chores::Chore;
use crate::window::look::{self, Look};
use crate::window::model::Asks;
use crate::window::pages::reading::{capital, heading, paragraph, running};
use crate::window::pages::sentence;

/// Why nothing can be written.
const SHUT: &str = "Soleus cannot read the settings file. It goes on with the settings it had \
                    before; started again, it uses the defaults. Nothing can be set here until the \
                    file is mended.";
/// What holds while single keys are wrong.
const IN_PART: &str = "Soleus goes on with the settings it had before. Started again, it uses what \
                       is said here for each mistake. You can set everything else on this page, and \
                       it holds once the mistakes are mended.";

/// Whether the file as a whole cannot be understood: nothing can be written to it.
pub(super) fn is_shut(loaded: &Loaded) -> bool {
    errors(loaded).any(|problem| problem.key.is_none())
}

fn errors(loaded: &Loaded) -> impl Iterator<Item = &Problem> {
    let own = |problem: &&Problem| problem.document.file == FILE;
    let error = |problem: &&Problem| problem.severity == Severity::Error;
    loaded.problems.iter().filter(own).filter(error)
}

/// What is wrong with one key, a sentence each, and what Soleus goes on with, where that is known. A
/// section that is none is wrong for each of its keys.
pub(super) fn of_key(loaded: &Loaded, key: &Key, goes_on: Option<&str>) -> Vec<String> {
    let about = |problem: &&Problem| {
        let of = problem.key.as_deref().unwrap_or_default();
        let inside = |outer: &str, inner: &str| {
            inner
                .strip_prefix(outer)
                .is_some_and(|rest| rest.starts_with('.'))
        };
        of == key.path || inside(key.path, of) || (!of.is_empty() && inside(of, key.path))
    };
    errors(loaded)
        .filter(about)
        .map(|problem| {
            let of = problem.key.as_deref().unwrap_or_default();
            let part = of
                .strip_prefix(key.path)
                .and_then(|rest| rest.strip_prefix('.'));
            let part = part.map_or_else(String::new, |part| format!("{}: ", capital(part)));
            match goes_on {
                Some(goes_on) => format!(
                    "In the file: {part}{}. Soleus goes on with {goes_on}.",
                    problem.what
                ),
                None => format!("In the file: {part}{}.", said(problem)),
            }
        })
        .collect()
}

/// What is odd about one key, though it is used.
pub(super) fn odd_of_key(loaded: &Loaded, key: &Key) -> Vec<String> {
    let odd = |problem: &&Problem| {
        problem.document.file == FILE
            && problem.severity == Severity::Warning
            && problem.key.as_deref() == Some(key.path)
    };
    let problems = loaded.problems.iter().filter(odd);
    problems
        .map(|problem| format!("{}.", capital(&problem.what)))
        .collect()
}

/// "\"x\" is not a whole number of minutes from 1 to 240; using 30".
fn said(problem: &Problem) -> String {
    match &problem.instead {
        Some(instead) => format!("{}; {instead}", problem.what),
        None => problem.what.clone(),
    }
}

/// The list, the sentence on what holds, and the way into the file.
pub(super) fn show(ui: &mut Ui, loaded: &Loaded, look: Look, says: Option<&str>, asks: &mut Asks) {
    if loaded.problems.is_empty() {
        return;
    }
    let frame = look::card(look).stroke(Stroke::new(1.5, look.palette().mark));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        heading(ui, 2, "Found in your files");
        for problem in &loaded.problems {
            ui.add(Label::new(running(&line(problem))).wrap());
        }
        if is_shut(loaded) {
            sentence(ui, SHUT);
        } else if loaded.has_errors() {
            paragraph(ui, IN_PART);
        }
        open(ui, says, asks);
    });
    ui.add_space(8.0);
}

/// The way into the file.
pub(super) fn open(ui: &mut Ui, says: Option<&str>, asks: &mut Asks) {
    if fields::pressed(ui, "Open the file") {
        asks.chores.push(Chore::OpenFile);
    }
    if let Some(says) = says {
        sentence(ui, says);
    }
}

/// "Line 3, character 12: Time between reminders: …".
fn line(problem: &Problem) -> String {
    let mut words = Vec::new();
    if problem.document.file != FILE {
        words.push(problem.document.file.to_owned());
    }
    if let Some(place) = problem.place {
        words.push(format!("line {}, character {}", place.line, place.column));
    }
    let mut line = capital(&words.join(", "));
    if !line.is_empty() {
        line += ": ";
    }
    if let Some(key) = &problem.key {
        line += &Key::named(key).map_or_else(
            || format!("{key}: "),
            |known| format!("{} ({key}): ", known.title),
        );
    }
    // What holds while the whole file cannot be read is said below.
    let what = match problem.key {
        None if problem.document.file == FILE => problem.what.clone(),
        _ => said(problem),
    };
    format!("{line}{what}.")
}

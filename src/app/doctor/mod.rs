//! `soleus doctor`: how every part is, proven by asking now, and what can be done about it.
//!
//! It works with and without a running Soleus. It changes nothing and shows nothing, but for a
//! notification server that the bus may start to answer; whoever does not answer is told as not
//! answering, and no question takes longer than a few seconds.

mod advice;
mod asking;
mod desk;
mod files;
mod hooks;
mod machines;
mod packages;
mod pending;
mod report;
mod running;
mod sensing;
mod words;

use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use super::aloud::aloud;
use super::hooks::programs;
use super::start::places;
use crate::cli::args::{Common, DoctorArgs};
use crate::cli::out;
use crate::platform::clock::wall_time;
use crate::platform::found::{NoBus, NoticesFound, TrayFound};
use crate::platform::patience::Patience;
use crate::platform::probe;
use crate::sensors::Desktop;
use crate::settings;
use crate::store::Places;

use desk::Desk;
use pending::{Pending, Until};
use report::{DOCTOR_VERSION, DesktopReport, DoctorReport, Finding, lacks};
use running::Running;

/// How long all of it may take. The sensors' own limit for an answer is less, so that who does not
/// answer is told by them.
const PATIENCE: Duration = Duration::from_secs(6);
/// How long one answer of the bus, the tray or the notification server may take.
const ONE_ANSWER: Duration = Duration::from_millis(1500);

/// Examines every part and says how it is; exit code 1 when something that Soleus needs is missing.
#[must_use]
pub fn doctor(common: &Common, args: &DoctorArgs) -> ExitCode {
    let places = match places(common.dir.as_deref()) {
        Ok(places) => places,
        Err(words) => {
            aloud(&words);
            return ExitCode::FAILURE;
        }
    };
    let desk = Desk::from_environment();
    let mut report = examine(places, &desk);
    if let Some(dir) = &common.dir {
        name_folder(&mut report, dir);
    }
    let text = if args.json {
        match serde_json::to_string_pretty(&report) {
            Ok(text) => text,
            Err(error) => {
                aloud(format_args!(
                    "The answer cannot be written as JSON: {error}."
                ));
                return ExitCode::FAILURE;
            }
        }
    } else {
        words::words(&report, &desk)
    };
    // A reader that went away does not want the rest.
    let _ = writeln!(std::io::stdout(), "{text}");
    if report.lacks.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn examine(places: Places, desk: &Desk) -> DoctorReport {
    let loaded = settings::read(&places.settings);
    let places = places.with_history(loaded.settings.history.folder.as_deref());
    let desktop = Desktop::from_environment();
    let until = Until::after(PATIENCE);

    // All at once: each may take its whole time.
    let brisk = Desktop {
        patience: Patience {
            answer: ONE_ANSWER,
            ..desktop.patience
        },
        ..desktop.clone()
    };
    let tray = Pending::ask({
        let brisk = brisk.clone();
        move || probe::tray(&brisk)
    });
    let notices = Pending::ask(move || probe::notices(&brisk));
    let history = Pending::ask({
        let places = places.clone();
        move || files::try_history(&places)
    });
    let machines = Pending::ask({
        let places = places.clone();
        move || machines::look(&places)
    });
    let socket = places.socket();
    let running = Pending::ask({
        let socket = socket.clone();
        move || running::ask(&socket)
    });
    // Asked for first: the bus may start a server for it, whose do-not-disturb is then there to be seen.
    let notices = notices
        .answer(Until::after(until.left() / 2))
        .unwrap_or(NoticesFound::NoBus(NoBus::Silent));
    let healths = sensing::sense(&loaded.settings, desktop.clone(), until);

    // Who has not answered by now is given a last moment, for what is ready and not fetched.
    let until = Until::after(until.left().max(Duration::from_millis(100)));
    let tray = tray
        .answer(until)
        .unwrap_or(TrayFound::NoBus(NoBus::Silent));
    let running = running
        .answer(until)
        .unwrap_or_else(|| Running::Unreached("Soleus did not answer in time.".to_owned()));
    let mut parts = sensing::findings(&healths, desk, &desktop);
    parts.extend([
        asking::tray(&tray, &notices, desk),
        asking::notices(&notices, &tray, desk),
        files::autostart(),
        files::settings(&places.settings, &loaded),
        hooks::hooks(&programs(&loaded.settings.hooks, &places.settings)),
        files::history(&places, history.answer(until)),
        machines::finding(&places, machines.answer(until)),
        running.finding(&socket),
    ]);
    running.compare(&mut parts);
    DoctorReport {
        version: DOCTOR_VERSION,
        at: wall_time(),
        soleus: env!("CARGO_PKG_VERSION").to_owned(),
        desktop: DesktopReport::of(desk),
        running: running.report(),
        lacks: lacks(&parts),
        parts,
    }
}

/// Who keeps everything in a folder of their own types that folder with every command.
fn name_folder(report: &mut DoctorReport, dir: &Path) {
    let folder = out::quoted(&dir.display().to_string());
    let advice = report
        .parts
        .iter_mut()
        .flat_map(|Finding { advice, .. }| advice);
    for command in advice.flat_map(|advice| &mut advice.commands) {
        if let Some(rest) = command.strip_prefix("soleus") {
            *command = format!("soleus --dir {folder}{rest}");
        }
    }
}

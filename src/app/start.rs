//! Starting the resident: its files, its one instance, its engine as it was, its parts.

use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use super::aloud::aloud;
use super::console::Console;
use super::elsewhere::follow;
use super::event::Event;
use super::held::Held;
use super::hooks::Followed;
use super::names::CatalogueNames;
use super::resident::{Resident, Said, StateSaving};
use super::restore::{Restored, restore};
use super::senses::{ago, sensor_settings};
use super::trace::Trace;
use super::watch::Bars;
use super::window::{Windows, safety_was_read};
use crate::cli::args::{Common, RunArgs};
use crate::control::{Answer, Ask, Audience, ClientError, Server, ask};
use crate::engine::{Engine, Rules};
use crate::link::{Health, Link, Part};
use crate::movements::Catalogue;
use crate::notify::Notices;
use crate::platform::clock::SleepGap;
use crate::platform::mailbox::{Sender, mailbox};
use crate::platform::{end, main_thread};
use crate::sensors::Sensors;
use crate::settings::{self, Loaded, Problem, Settings};
use crate::store::{Lock, Locked, Places, Store};
use crate::tray::Tray;

/// How long a second program waits for the first to answer: it may just be starting.
const FIRST_MAY_TAKE: Duration = Duration::from_secs(5);
/// It is asked anew this often while it has no socket yet.
const BETWEEN_ASKS: Duration = Duration::from_millis(50);

/// Which way the resident runs.
#[derive(Debug)]
pub(super) struct Way {
    pub places: Places,
    pub dir: Option<PathBuf>,
    pub speed: u32,
    pub sensors: bool,
    pub trace: Option<PathBuf>,
    /// Whether who did not acknowledge the page on safety is shown it.
    pub safety: bool,
}

impl Way {
    /// The usual way.
    pub(super) fn new(places: Places, dir: Option<PathBuf>) -> Self {
        Self {
            places,
            dir,
            speed: 1,
            sensors: true,
            trace: None,
            safety: true,
        }
    }
}

/// Where files are: in the usual places, or all in one folder.
///
/// # Errors
/// A sentence for the user when there is no home folder.
pub fn places(dir: Option<&Path>) -> Result<Places, String> {
    match dir {
        Some(dir) => Ok(Places::inside(dir)),
        None => Places::standard().map_err(|error| format!("There are no files to use: {error}.")),
    }
}

/// `soleus run`.
#[must_use]
pub fn run(common: &Common, args: &RunArgs) -> ExitCode {
    let dir = match common.dir.as_deref().map(std::path::absolute).transpose() {
        Ok(dir) => dir,
        Err(error) => return fail(&format!("The folder cannot be used: {error}.")),
    };
    let places = match places(dir.as_deref()) {
        Ok(places) => places,
        Err(words) => return fail(&words),
    };
    let mut way = Way::new(places, dir);
    way.trace.clone_from(&args.trace);
    resident(way)
}

/// Runs the resident, unless one runs already: then says so, and how it stands.
pub(super) fn resident(way: Way) -> ExitCode {
    if let Err(error) = way.places.create_runtime() {
        let folder = way.places.runtime.display();
        return fail(&format!("The folder {folder} cannot be made: {error}."));
    }
    match Lock::ask(&way.places.lock()) {
        Ok(Locked::Held(lock)) => main_thread::host(move || {
            let code = start(way);
            drop(lock);
            code
        }),
        Ok(Locked::Taken) => runs_already(&way.places),
        Err(error) => {
            let lock = way.places.lock();
            fail(&format!(
                "The lock {} cannot be taken: {error}.",
                lock.display()
            ))
        }
    }
}

fn start(way: Way) -> ExitCode {
    let (sender, mailbox) = match mailbox() {
        Ok(ends) => ends,
        Err(error) => return fail(&format!("The program cannot wait for anything: {error}.")),
    };
    let link = Link::new({
        let sender = sender.clone();
        move |told| sender.send(Event::Told(told))
    });
    let loaded = settings::read(&way.places.settings);
    let settings = loaded.settings.clone();
    let catalogue = Arc::new(settings.fitted(&loaded.catalogue));
    let places = way.places.with_history(settings.history.folder.as_deref());
    let store = Store::start(places.clone(), link.clone(), {
        let sender = sender.clone();
        move |ticket, stored| sender.send(Event::Stored(ticket, stored))
    });
    log_to(&store);
    let Restored {
        engine,
        clock,
        device,
        told,
    } = restore(
        &places,
        rules_of(&settings, &loaded.catalogue, way.speed),
        way.speed,
    );
    let trace = match way.trace.as_deref().map(|path| begin_trace(path, &engine)) {
        None => None,
        Some(Ok(trace)) => Some(trace),
        Some(Err(words)) => return fail(&words),
    };
    super::open::keep_schema(&places.settings);
    let _watch = settings::watch(&places.settings, link.clone(), {
        let sender = sender.clone();
        move |loaded| sender.send(Event::Settings(Box::new(loaded)))
    });
    let _server = serve(&places, &sender, &link);
    end::on_end({
        let sender = sender.clone();
        move || sender.send(Event::End)
    });
    let sensors = way.sensors.then(|| {
        let settings = sensor_settings(&settings, &clock);
        Sensors::start(link.clone(), settings, ago(&clock))
    });
    let window_dir = way.dir.clone();
    let safety_read = safety_was_read(&places.safety);
    tracing::info!(version = env!("CARGO_PKG_VERSION"), settings = %places.settings.display(), "started");
    let others = follow(&places, &clock, &sender);
    let hooks = Followed::start(link.clone(), &settings.hooks, &places.settings);
    let mut resident = Resident {
        engine,
        clock,
        gap: SleepGap::from_now(),
        mailbox,
        sender: sender.clone(),
        places,
        device,
        dir: way.dir,
        names: CatalogueNames(Arc::clone(&catalogue)),
        catalogue,
        settings,
        store,
        others,
        tray: Tray::start(link.clone()),
        notices: Notices::start(link),
        sensors,
        hooks,
        trace,
        health: std::collections::BTreeMap::new(),
        held: Held::default(),
        state: StateSaving::default(),
        said: Said::default(),
        console: Console::default(),
        audience: Audience::default(),
        bars: Bars::default(),
        windows: Windows::new(sender, window_dir),
        safety_read,
        asks_for_safety: way.safety,
        speed: way.speed,
        settles_at: None,
        ending: false,
    };
    if let Some(words) = told {
        resident.console.say(&words);
        resident.say("The day so far was read back from the history", &words);
    }
    resident.say_problems(loaded);
    resident.run();
    ExitCode::SUCCESS
}

/// The first mistakes, a line each, and how many more there are: a notice is no book.
pub(super) fn told(problems: &[Problem], words: impl Fn(&Problem) -> String) -> String {
    let mut lines: Vec<String> = problems.iter().take(TOLD).map(words).collect();
    if let Some(more @ 1..) = problems.len().checked_sub(TOLD) {
        lines.push(format!("… and {more} more: `soleus check` lists them all."));
    }
    lines.join("\n")
}

/// So many mistakes are told at once.
const TOLD: usize = 10;

/// What to say above problems that hold nothing up.
pub(super) fn question(loaded: &Loaded) -> &'static str {
    if loaded.has_bad_movements() {
        "Some of your own movements were not understood"
    } else {
        "Your settings, with a question"
    }
}

/// The rules of these settings. The window's time is the real one, also beside a fast clock.
pub(super) fn rules_of(settings: &Settings, catalogue: &Catalogue, speed: u32) -> Rules {
    let rules = settings.rules(catalogue);
    Rules {
        window_waits: rules.window_waits.saturating_mul(speed.max(1)),
        ..rules
    }
}

fn begin_trace(path: &Path, engine: &Engine) -> Result<Trace, String> {
    Trace::begin(path, engine).map_err(|error| {
        let path = path.display();
        match error.kind() {
            ErrorKind::AlreadyExists => format!(
                "{path} is there already, and a trace is never written over a file. Name another."
            ),
            _ => format!("The trace {path} cannot be written: {error}."),
        }
    })
}

fn serve(places: &Places, sender: &Sender<Event>, link: &Link) -> Option<Server> {
    let sender = sender.clone();
    let on_ask = Arc::new(move |ask, replier| sender.send(Event::Asked(ask, replier)));
    let path = places.socket();
    match Server::start(&path, on_ask) {
        Ok(server) => {
            link.health(Part::Control, Health::Works(path.display().to_string()));
            Some(server)
        }
        Err(error) => {
            link.health(
                Part::Control,
                Health::Missing(format!(
                    "The command line cannot reach the running program, because its socket {} \
                     cannot be made: {error}. The clock and the tray go on.",
                    path.display()
                )),
            );
            None
        }
    }
}

fn runs_already(places: &Places) -> ExitCode {
    aloud("Soleus is running already.");
    match ask_first(&places.socket(), &Ask::Status) {
        Ok(Answer::Status(report)) => {
            // A reader that went away does not want the rest.
            let _ = writeln!(std::io::stdout(), "{}", report.headline);
            ExitCode::SUCCESS
        }
        Ok(_) => fail("It did not say how it stands."),
        Err(error) => fail(&format!("It did not say how it stands: {error}")),
    }
}

/// Asks a program that holds its lock: it has a socket in a moment.
pub(super) fn ask_first(socket: &Path, what: &Ask) -> Result<Answer, ClientError> {
    let mut tries = FIRST_MAY_TAKE.as_millis() / BETWEEN_ASKS.as_millis();
    loop {
        match ask(socket, what, FIRST_MAY_TAKE) {
            Err(ClientError::NotRunning) if tries > 0 => {
                tries -= 1;
                thread::sleep(BETWEEN_ASKS);
            }
            answer => return answer,
        }
    }
}

fn log_to(store: &Store) {
    use tracing_subscriber::filter::{LevelFilter, Targets};
    use tracing_subscriber::layer::SubscriberExt;
    use tracing_subscriber::{Layer, registry};

    let ours = Targets::new().with_target("soleus", LevelFilter::INFO);
    let lines = tracing_subscriber::fmt::layer()
        .with_ansi(false)
        .with_writer(store.log_writer())
        .with_filter(ours);
    // It fails only if a log was set before, which then goes on.
    let _ = tracing::subscriber::set_global_default(registry().with(lines));
}

fn fail(words: &str) -> ExitCode {
    aloud(words);
    ExitCode::FAILURE
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::movements::Catalogue;

    #[test]
    fn a_flood_of_mistakes_is_told_by_its_first_lines() {
        let keys: Vec<String> = (0..70_000).map(|at| format!("\"key{at}\": 1")).collect();
        let text = format!("{{{}}}", keys.join(", "));
        let loaded = Loaded::from_text(&text, Catalogue::built_in());
        let words = told(&loaded.problems, ToString::to_string);
        assert_eq!(words.lines().count(), TOLD + 1);
        let last = words.lines().last().unwrap();
        let more = loaded.problems.len() - TOLD;
        assert_eq!(
            last,
            format!("… and {more} more: `soleus check` lists them all.")
        );
        let few = told(&loaded.problems[..TOLD], ToString::to_string);
        assert_eq!(few.lines().count(), TOLD);
    }
}

//! Starting the resident: its files, its one instance, its engine as it was, its parts.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use super::day::counting;
use super::event::Event;
use super::held::Held;
use super::names::CatalogueNames;
use super::resident::{Resident, Said, StateSaving};
use super::saved::{FIRST_MOMENT, Saved};
use super::trace::Trace;
use crate::cli::args::{Common, RunArgs};
use crate::control::{Answer, Ask, Server, ask};
use crate::engine::{Engine, Now, Rules, date_of};
use crate::history::devices_around;
use crate::link::{Health, Link, Part};
use crate::movements::Catalogue;
use crate::notify::Notices;
use crate::platform::clock::{Clock, SleepGap, wall_time};
use crate::platform::mailbox::{Sender, mailbox};
use crate::platform::{end, main_thread};
use crate::sensors::{Ago, Sensors};
use crate::settings::{self, Problem};
use crate::store::{Lock, Locked, Places, Store, device_name, records_after};
use crate::tray::Tray;

/// How long a second program waits for the first to say how it stands: it may just be starting.
const FIRST_MAY_TAKE: Duration = Duration::from_secs(5);

/// Which way the resident runs.
#[derive(Debug)]
pub(super) struct Way {
    pub places: Places,
    pub dir: Option<PathBuf>,
    pub speed: u32,
    pub sensors: bool,
    pub trace: Option<PathBuf>,
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
    let catalogue = Catalogue::built_in();
    let (sender, mailbox) = match mailbox() {
        Ok(ends) => ends,
        Err(error) => return fail(&format!("The program cannot wait for anything: {error}.")),
    };
    let link = Link::new({
        let sender = sender.clone();
        move |told| sender.send(Event::Told(told))
    });
    let loaded = settings::read(&way.places.settings, catalogue);
    let settings = loaded.settings;
    let places = way.places.with_history(settings.history_folder.as_deref());
    let store = Store::start(places.clone(), link.clone(), {
        let sender = sender.clone();
        move |ticket, _kept| sender.send(Event::Stored(ticket))
    });
    log_to(&store);
    let (engine, clock) = restore(&places, settings.rules(catalogue), way.speed);
    let trace = match way
        .trace
        .as_deref()
        .map(|path| Trace::begin(path, &engine))
        .transpose()
    {
        Ok(trace) => trace,
        Err(error) => return fail(&format!("The trace cannot be written: {error}.")),
    };
    let _watch = settings::watch(&places.settings, catalogue, link.clone(), {
        let sender = sender.clone();
        move |loaded| sender.send(Event::Settings(Box::new(loaded)))
    });
    let _server = serve(&places, &sender, &link);
    end::on_end({
        let sender = sender.clone();
        move || sender.send(Event::End)
    });
    let sensors = way.sensors.then(|| {
        let settings = Resident::sensor_settings(&settings, &engine, &clock);
        let clock = clock.clone();
        let ago = Ago::new(move |real| clock.boot().saturating_sub(clock.engine_span(real)));
        Sensors::start(link.clone(), settings, ago)
    });
    tracing::info!(version = env!("CARGO_PKG_VERSION"), settings = %places.settings.display(), "started");
    let mut resident = Resident {
        engine,
        clock,
        gap: SleepGap::from_now(),
        mailbox,
        places,
        dir: way.dir,
        catalogue,
        names: CatalogueNames(catalogue),
        settings,
        store,
        tray: Tray::start(link.clone()),
        notices: Notices::start(link),
        sensors,
        trace,
        health: std::collections::BTreeMap::new(),
        held: Held::default(),
        state: StateSaving::default(),
        said: Said::default(),
        ending: false,
    };
    resident.say_problems(&loaded.problems);
    resident.run();
    ExitCode::SUCCESS
}

impl Resident {
    /// Tells what is wrong with the settings the program starts with.
    fn say_problems(&mut self, problems: &[Problem]) {
        self.said.at_start = Some(problems.to_vec());
        if problems.is_empty() {
            return;
        }
        let words: Vec<String> = problems.iter().map(ToString::to_string).collect();
        let words = words.join("\n");
        eprintln!("{words}");
        self.say("Some of your settings were not understood", &words);
    }
}

/// A mistake in settings that are not taken over.
pub(super) fn told_at_reload(problem: &Problem) -> String {
    problem.at_reload()
}

/// The engine as it was when the program stopped, and its clock going on.
fn restore(places: &Places, rules: Rules, speed: u32) -> (Engine, Clock) {
    let wall = wall_time();
    let device = device_name(&places.device).unwrap_or_default();
    let Some(saved) = read_state(&places.state) else {
        return begin_anew(places, rules, speed, &device);
    };
    let clock = Clock::starting_at(saved.engine_clock(wall), speed);
    let mut engine = Engine::restore(rules, saved.snapshot);
    match records_after(&places.history, &device, engine.last_record()) {
        Ok(tail) => engine.recover(&tail.records),
        Err(error) => tracing::warn!(%error, "the end of the history cannot be read"),
    }
    (engine, clock)
}

/// Without a state the day is read back from the history.
fn begin_anew(places: &Places, rules: Rules, speed: u32, device: &str) -> (Engine, Clock) {
    let clock = Clock::starting_at(FIRST_MOMENT, speed);
    let now = clock.now();
    let date = date_of(now.wall, rules.day_starts_at);
    let day_starts_at = counting(&rules).day_starts_at;
    let today: Vec<_> = devices_around(&places.history, date)
        .unwrap_or_default()
        .into_iter()
        .filter(|one| one.name == device)
        .flat_map(|one| one.records)
        .filter(|record| date_of(record.at, day_starts_at) == date && record.at <= now.wall)
        .collect();
    let Some(first) = today.first() else {
        return (Engine::new(rules, now), clock);
    };
    let ago = (now.wall - first.at).to_std().unwrap_or_default();
    let begin = Now {
        boot: now.boot.saturating_sub(ago),
        wall: first.at,
    };
    let mut engine = Engine::new(rules, begin);
    engine.recover(&today);
    (engine, clock)
}

/// Reads the state; one that cannot be used is put aside, not overwritten.
fn read_state(path: &Path) -> Option<Saved> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return None,
        Err(error) => {
            tracing::warn!(%error, path = %path.display(), "the state cannot be read");
            return None;
        }
    };
    match Saved::read(&text) {
        Ok(saved) => Some(saved),
        Err(why) => {
            let aside = path.with_extension("json.damaged");
            tracing::warn!(
                why,
                aside = %aside.display(),
                "the state cannot be used and is put aside; the day is read from the history"
            );
            if let Err(error) = fs::rename(path, &aside) {
                tracing::warn!(%error, "nor can it be put aside");
            }
            None
        }
    }
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
    eprintln!("Soleus is running already.");
    match ask(&places.socket(), &Ask::Status, FIRST_MAY_TAKE) {
        Ok(Answer::Status(report)) => {
            // A reader that went away does not want the rest.
            let _ = writeln!(std::io::stdout(), "{}", report.headline);
            ExitCode::SUCCESS
        }
        Ok(_) => fail("It did not say how it stands."),
        Err(error) => fail(&format!("It did not say how it stands: {error}")),
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
    eprintln!("{words}");
    ExitCode::FAILURE
}

//! The thread that runs the user's programs: one at a time, in the order of what happened.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use super::event::{Event, Happening};
use super::failure::Failure;
use super::trial::Ground;
use crate::link::{Health, Link, Part};
use crate::platform::files::trespass;

/// So many events wait while a program runs; the next one is not told.
pub const MOST_WAITING: usize = 16;

/// How long the program's end waits for what is running. What runs on is left to finish by itself.
const LAST_RUN: Duration = Duration::from_secs(1);

/// What is said where nothing is to be run.
pub(super) const NONE: &str = "no programs of yours";

/// What is to be run, as the settings say it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Programs {
    /// A program and its arguments for what has one.
    pub commands: BTreeMap<Happening, Vec<String>>,
    /// A program that takes longer is ended.
    pub time_limit: Duration,
    /// The file that names them. While others may write it, nothing is run.
    pub named_in: PathBuf,
    /// The folder they are run in, and what a leading `~/` means.
    pub home: PathBuf,
}

/// The user's programs. Where none is set there is no thread; dropped, it waits a moment for the one
/// that runs.
#[derive(Debug)]
pub struct Hooks {
    shared: Arc<Shared>,
    running: Option<Runner>,
    /// Closed when the thread before has ended: it may still wait for a program.
    leaving: Option<Receiver<()>>,
}

#[derive(Debug)]
struct Runner {
    orders: SyncSender<Order>,
    /// Closed when the thread has ended.
    ended: Receiver<()>,
}

#[derive(Debug)]
enum Order {
    Run(Event),
    /// See whether the file may be trusted, and say how things stand.
    Look,
}

#[derive(Debug)]
struct Shared {
    link: Link,
    standing: Mutex<Standing>,
}

/// How things stand.
#[derive(Debug, Default)]
struct Standing {
    programs: Programs,
    /// What failed and has not worked since, newest last, with the words told of it.
    failures: Vec<(Happening, Failure, String)>,
    /// Why the file that names them is not trusted.
    distrust: Option<String>,
    /// An event was not told, because too many waited.
    overrun: bool,
    told: Option<Health>,
}

impl Hooks {
    /// Runs nothing yet, and says whether there is anything to be run.
    #[must_use]
    pub fn start(link: Link, programs: Programs) -> Self {
        let mut hooks = Self {
            shared: Arc::new(Shared {
                link,
                standing: Mutex::default(),
            }),
            running: None,
            leaving: None,
        };
        hooks.retune(programs);
        hooks
    }

    /// Whether anything is to be run at all.
    #[must_use]
    pub fn are_any(&self) -> bool {
        self.running.is_some()
    }

    /// Other programs from now on, also for what waits. What failed before is worth telling again.
    pub fn retune(&mut self, programs: Programs) {
        let none = programs.commands.is_empty();
        {
            let mut standing = self.shared.standing();
            standing.failures.clear();
            standing.overrun = false;
            standing.programs = programs;
        }
        if none {
            // The thread ends once it has passed over what waits.
            if let Some(runner) = self.running.take() {
                self.leaving = Some(runner.ended);
            }
            self.shared.say();
        } else if let Some(runner) = &self.running {
            // Full: it looks before it runs what waits.
            let _ = runner.orders.try_send(Order::Look);
        } else {
            self.begin();
        }
    }

    /// Runs what is set for this, if anything is. Never waits.
    pub fn tell(&self, event: Event) {
        let Some(runner) = &self.running else {
            return;
        };
        if !self.shared.is_set(event.happening()) {
            return;
        }
        match runner.orders.try_send(Order::Run(event)) {
            Ok(()) | Err(TrySendError::Disconnected(_)) => {}
            Err(TrySendError::Full(_)) => {
                self.shared.standing().overrun = true;
                self.shared.say();
            }
        }
    }

    fn begin(&mut self) {
        let (orders, waiting) = sync_channel(MOST_WAITING);
        let (tell, ended) = sync_channel::<()>(0);
        let shared = Arc::clone(&self.shared);
        let before = self.leaving.take();
        let spawned = thread::Builder::new()
            .name("hooks".to_owned())
            .spawn(move || {
                if let Some(before) = before {
                    // Closed is what is waited for: programs run one at a time.
                    let _ = before.recv();
                }
                run(&shared, &waiting);
                drop(tell);
            });
        match spawned {
            Ok(_) => {
                // There is room: nothing waits yet.
                let _ = orders.try_send(Order::Look);
                self.running = Some(Runner { orders, ended });
            }
            Err(error) => self.shared.link.health(
                Part::Hooks,
                Health::Missing(format!(
                    "Your programs are not run, because the system gives no thread for it: {error}. \
                     Everything else goes on; start Soleus again when there is less to do."
                )),
            ),
        }
    }
}

impl Drop for Hooks {
    fn drop(&mut self) {
        let Some(Runner { orders, ended }) = self.running.take() else {
            return;
        };
        drop(orders);
        // Ended or not: what runs on is left to finish by itself.
        let _ = ended.recv_timeout(LAST_RUN);
    }
}

fn run(shared: &Shared, orders: &Receiver<Order>) {
    let home = shared.standing().programs.home.clone();
    let ground = Ground::at(home);
    loop {
        let order = match orders.try_recv() {
            Ok(order) => order,
            Err(TryRecvError::Empty) => {
                shared.caught_up();
                match orders.recv() {
                    Ok(order) => order,
                    Err(_) => return,
                }
            }
            Err(TryRecvError::Disconnected) => return,
        };
        shared.look();
        if let Order::Run(event) = order {
            shared.run(&ground, &event);
        }
    }
}

/// Why the file that names the programs is not trusted, if it is not.
pub(super) fn distrust(file: &Path) -> io::Result<Option<String>> {
    let found = trespass(file)?;
    Ok(found.map(|found| {
        format!(
            "Your programs are not run: {} {}, who could have anything run in your name. Everything \
             else goes on. To mend it: {}",
            found.path.display(),
            found.what,
            found.mend
        )
    }))
}

impl Shared {
    fn standing(&self) -> MutexGuard<'_, Standing> {
        self.standing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_set(&self, happening: Happening) -> bool {
        self.standing().programs.commands.contains_key(&happening)
    }

    /// Nothing waits any more.
    fn caught_up(&self) {
        self.standing().overrun = false;
        self.say();
    }

    /// Sees whether the file that names the programs may be trusted.
    fn look(&self) {
        let file = self.standing().programs.named_in.clone();
        // A file that is gone names nothing, and what that means is told by the watch over it.
        if let Ok(distrust) = distrust(&file) {
            self.standing().distrust = distrust;
        }
        self.say();
    }

    fn run(&self, ground: &Ground, event: &Event) {
        let happening = event.happening();
        let (command, limit) = {
            let standing = self.standing();
            let programs = &standing.programs;
            match programs.commands.get(&happening) {
                Some(command) if standing.distrust.is_none() => {
                    (command.clone(), programs.time_limit)
                }
                _ => return,
            }
        };
        let ran = ground.run(&command, event, limit);
        if ran.said.lines().nth(1).is_some() {
            tracing::info!(
                event = happening.word(),
                "a program of the user said:\n{}",
                ran.said
            );
        }
        let mut standing = self.standing();
        // Another program is set meanwhile, whose failure this is not.
        if standing.programs.commands.get(&happening) != Some(&command) {
            return;
        }
        match ran.failure {
            None => standing.failures.retain(|(which, ..)| *which != happening),
            Some(failure) => {
                let program = command.first().map_or("", String::as_str);
                let words = failure.words(happening, program, &ran.said);
                standing.failed(happening, failure, words);
            }
        }
        drop(standing);
        self.say();
    }

    /// Tells how things stand, if that is otherwise than was told. Told while nobody else can change
    /// it, so that the last that is told is how it is.
    fn say(&self) {
        let mut standing = self.standing();
        let health = standing.health();
        if standing.told.as_ref() != Some(&health) {
            standing.told = Some(health.clone());
            self.link.health(Part::Hooks, health);
        }
    }
}

impl Standing {
    /// The same failure again is not told again, though the program may complain in other words.
    fn failed(&mut self, happening: Happening, failure: Failure, words: String) {
        let known = self
            .failures
            .iter()
            .any(|(which, before, _)| *which == happening && *before == failure);
        if !known {
            self.failures.retain(|(which, ..)| *which != happening);
            self.failures.push((happening, failure, words));
        }
    }

    fn health(&self) -> Health {
        if self.programs.commands.is_empty() {
            return Health::Off(NONE.to_owned());
        }
        if let Some(words) = &self.distrust {
            return Health::Missing(words.clone());
        }
        if let Some((.., words)) = self.failures.last() {
            return Health::Missing(words.clone());
        }
        if self.overrun {
            return Health::Missing(format!(
                "More happened than your programs could be told: one runs and {MOST_WAITING} events \
                 wait, so the newest was left out. Soleus goes on. Have your programs end sooner."
            ));
        }
        Health::Works(self.programs.words())
    }
}

impl Programs {
    /// What is set, for people.
    pub(super) fn words(&self) -> String {
        let keys: Vec<String> = self
            .commands
            .keys()
            .map(|happening| format!("hooks.on_{}", happening.word()))
            .collect();
        format!("runs your programs: {}", keys.join(", "))
    }
}

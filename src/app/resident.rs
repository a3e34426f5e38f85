//! The loop: one message or one deadline at a time, and between them nothing at all.

use std::collections::{BTreeMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use super::aloud::aloud;
use super::console::Console;
use super::event::Event;
use super::held::Held;
use super::hooks::{FAILED, Followed};
use super::names::CatalogueNames;
use super::saved::Saved;
use super::trace::Trace;
use super::watch::Bars;
use super::window::Windows;
use crate::autostart;
use crate::control::Audience;
use crate::engine::{Engine, Input};
use crate::link::{Health, Part, Told};
use crate::movements::Catalogue;
use crate::notify::{Message, Notices, Topic};
use crate::platform::boot_time;
use crate::platform::clock::{Clock, SleepGap};
use crate::platform::mailbox::{Arrived, Mailbox, Sender};
use crate::platform::memory;
use crate::sensors::Sensors;
use crate::settings::{Fault, Loaded, Settings};
use crate::store::{Others, Places, Store};
use crate::tray::Tray;

/// The state is saved at most this often while nothing but time passes, on the engine's clock.
const BETWEEN_SAVES: Duration = Duration::from_mins(1);

/// A tray that is missing this long after it was told is said in a notice: at login the panel
/// often comes later than we do.
const PANEL_MAY_TAKE: Duration = Duration::from_secs(20);

/// How long after it the start is over: panels, servers and the sensors have answered. The one time
/// that the loop wakes for this.
const START_TAKES: Duration = Duration::from_secs(20);

/// How long the last records may take when the program ends.
const LAST_WRITE: Duration = Duration::from_secs(3);

/// Everything the loop owns.
pub(super) struct Resident {
    pub(super) engine: Engine,
    pub(super) clock: Clock,
    pub(super) gap: SleepGap,
    pub(super) mailbox: Mailbox<Event>,
    /// What happens apart from the loop tells it by this.
    pub(super) sender: Sender<Event>,
    pub(super) places: Places,
    /// What this machine is called in the history; empty where no name could be kept at the start.
    pub(super) device: String,
    /// The folder given with `--dir`, for what starts at login.
    pub(super) dir: Option<PathBuf>,
    /// Every movement, with the doses of this person.
    pub(super) catalogue: Arc<Catalogue>,
    pub(super) names: CatalogueNames,
    pub(super) settings: Settings,
    pub(super) store: Store,
    /// What other machines record.
    pub(super) others: Others,
    pub(super) tray: Tray,
    pub(super) notices: Notices,
    pub(super) sensors: Option<Sensors>,
    pub(super) hooks: Followed,
    pub(super) trace: Option<Trace>,
    pub(super) health: BTreeMap<Part, Health>,
    pub(super) held: Held,
    pub(super) state: StateSaving,
    pub(super) said: Said,
    pub(super) console: Console,
    pub(super) audience: Audience,
    pub(super) bars: Bars,
    pub(super) windows: Windows,
    /// Whether the page on safety was acknowledged.
    pub(super) safety_read: bool,
    /// Whether it is shown to who did not.
    pub(super) asks_for_safety: bool,
    /// How many times faster than time the engine's clock runs.
    pub(super) speed: u32,
    /// When the start is over, and what it alone needed can go.
    pub(super) settles_at: Option<Duration>,
    pub(super) ending: bool,
}

/// When the state was saved last.
#[derive(Debug, Default)]
pub(super) struct StateSaving {
    at: Option<Duration>,
}

/// What the user was told already; everything is told once.
#[derive(Debug, Default)]
pub(super) struct Said {
    messages: HashSet<String>,
    no_tray_at: Option<Duration>,
    /// What is odd in the settings, as far as it was told.
    pub(super) odd: HashSet<(Fault, Option<String>)>,
    /// The settings whose mistakes were told at the start.
    pub(super) at_start: Option<Loaded>,
}

impl Said {
    /// Whatever is wrong from now on is worth saying again.
    pub(super) fn forget(&mut self) {
        self.messages.clear();
    }
}

impl Resident {
    /// Runs until the program is to end.
    pub(super) fn run(mut self) {
        self.tell(Input::Started, None);
        self.look_for_display();
        self.show_safety_once();
        self.settles_at = Some(self.system_clock().saturating_add(START_TAKES));
        self.follow_autostart();
        while !self.ending {
            let deadline = self.deadline();
            let arrived = self.mailbox.wait(deadline);
            if let Some(slept) = self.gap.take() {
                let lasted = self.clock.engine_span(slept);
                self.tell(Input::Slept { lasted }, None);
            }
            match arrived {
                Ok(Arrived::Message(event)) => self.take(event),
                Ok(Arrived::Deadline) => self.deadline_came(),
                Err(error) => {
                    tracing::error!(%error, "the loop cannot wait; the program ends");
                    break;
                }
            }
        }
        self.tell(Input::Stopping, None);
        if let Some(trace) = self.trace.take() {
            trace.end();
        }
        if !self.store.flush(LAST_WRITE) {
            let words = "Soleus ends, and not everything could be written to the disk before.";
            tracing::warn!("{words}");
            aloud(words);
        }
    }

    /// Ends the loop after this event.
    pub(super) fn end(&mut self) {
        self.ending = true;
    }

    /// The system's boot clock.
    #[expect(clippy::unused_self, reason = "the loop's clocks are read through it")]
    pub(super) fn system_clock(&self) -> Duration {
        boot_time()
    }

    /// The state as it is to be saved: when something changed, and else now and then.
    pub(super) fn state_to_save(&mut self, now: Duration, changed: bool) -> Option<String> {
        let due = self
            .state
            .at
            .is_none_or(|at| now >= at.saturating_add(BETWEEN_SAVES));
        if !changed && !due {
            return None;
        }
        match serde_json::to_string(&Saved::of(&self.engine)) {
            Ok(state) => {
                self.state.at = Some(now);
                Some(state)
            }
            Err(error) => {
                tracing::error!(%error, "the state cannot be written down");
                None
            }
        }
    }

    /// Says something in a notice and in the log, once.
    pub(super) fn say(&mut self, summary: &str, body: &str) {
        if !self.said.messages.insert(format!("{summary}\n{body}")) {
            return;
        }
        tracing::warn!("{summary}: {body}");
        self.notices.say(Message {
            topic: Topic::Other,
            summary: summary.to_owned(),
            body: body.to_owned(),
        });
    }

    fn deadline(&self) -> Option<Duration> {
        [
            self.engine
                .next_deadline()
                .map(|at| self.clock.on_system_clock(at)),
            self.held.deadline(),
            self.said.no_tray_at,
            self.windows.deadline(),
            self.settles_at,
        ]
        .into_iter()
        .flatten()
        .min()
    }

    fn deadline_came(&mut self) {
        let now = self.system_clock();
        if self.settles_at.take_if(|at| *at <= now).is_some() {
            memory::give_back_code();
        }
        if self.said.no_tray_at.is_some_and(|at| at <= now) {
            self.said.no_tray_at = None;
            if let Some(Health::Missing(words)) = self.health.get(&Part::Tray).cloned() {
                self.say("Soleus runs without a tray icon", &words);
            }
        }
        self.look_for_window();
        let due = self
            .engine
            .next_deadline()
            .is_some_and(|at| at <= self.clock.boot());
        if due {
            self.tell(Input::Tick, None);
        } else {
            self.say_what_is_safe();
        }
    }

    fn take(&mut self, event: Event) {
        match event {
            Event::Told(Told::Input(input)) => self.tell(input, None),
            Event::Told(Told::Health(part, health)) => self.note_health(part, health),
            // The loop waits for nobody; this is for `doctor`.
            Event::Told(Told::HeardAll(_)) => {}
            Event::Told(Told::OpenWindow(page)) => self.open_window(page, true),
            Event::WindowFailed(page, why) => self.window_failed(page, &why),
            Event::WindowLeft => self.window_left(),
            Event::Told(Told::OpenSettings) => {
                super::open::settings_file(&self.places.settings, &self.sender);
            }
            Event::Told(Told::Quit) | Event::End => self.end(),
            Event::Asked(ask, replier) => self.asked(ask, replier),
            Event::Stored(ticket, stored) => {
                self.held.stored(ticket, stored.is_err());
                self.say_what_is_safe();
            }
            Event::Settings(loaded) => self.reload(*loaded),
            Event::Elsewhere(seen) => self.tell(Input::Elsewhere(seen), None),
            Event::Letter(letter) => self.tell(Input::Letter(letter), None),
            Event::NotWritten(why) => self.not_written(&why),
            Event::NotOpened(why) => self.say("The settings file cannot be opened", &why),
        }
    }

    /// Takes down how a part is.
    pub(super) fn note_health(&mut self, part: Part, health: Health) {
        if self.health.get(&part) == Some(&health) {
            return;
        }
        self.tell_watchers_of(part, &health);
        match &health {
            Health::Works(by) => tracing::info!(?part, "works: {by}"),
            Health::Off(by) => tracing::info!(?part, "{by}"),
            Health::Missing(words) => {
                tracing::warn!(?part, "{words}");
                self.console.say(words);
            }
        }
        match (&health, part) {
            (Health::Missing(_), Part::Tray) => {
                self.said.no_tray_at = Some(self.system_clock().saturating_add(PANEL_MAY_TAKE));
            }
            (Health::Missing(words), Part::Store) => {
                self.say("Soleus cannot save for now", &words.clone());
            }
            (Health::Works(_), Part::Store) => self.said.messages.clear(),
            (Health::Missing(words), Part::Hooks) => self.say(FAILED, &words.clone()),
            (Health::Works(_), Part::Hooks) => {
                self.said.messages.retain(|said| !said.starts_with(FAILED));
            }
            _ => {}
        }
        self.health.insert(part, health);
    }

    /// Registers or unregisters the start at login, on a thread that may wait for the disk. A program
    /// with a folder of its own is a trial or a portable one, and never registers itself.
    pub(super) fn follow_autostart(&self) {
        if self.dir.is_some() {
            return;
        }
        let wanted = self.settings.start_at_login;
        let follow = move || -> Result<_, autostart::AutostartError> {
            let entry = autostart::Entry::ours(None)?;
            autostart::follow_setting(&autostart::place()?, wanted, &entry)
        };
        let spawned = std::thread::Builder::new()
            .name("autostart".to_owned())
            .spawn(move || match follow() {
                Ok(followed) => tracing::info!(?followed, "start at login"),
                Err(error) => tracing::warn!("{error}"),
            });
        if let Err(error) = spawned {
            tracing::warn!(%error, "no thread to see to the start at login with");
        }
    }
}

//! The tray on Linux: a `StatusNotifierItem` by `tray-icon` and `ksni`, kept by three threads.
//!
//! - this one, `tray`, decides: it takes models, probes the panel, and waits;
//! - `tray-watch` holds a connection of its own and tells when a panel comes or goes;
//! - `tray-item` owns the icon. Any of its calls may hang for ever with a panel that hangs, so it
//!   is given a time to answer. One that does not is left behind and takes its icon with it when
//!   it wakes.
//!
//! In peace all three sleep until something comes. Timed waits exist only while something is
//! broken. No sentence is told twice in a row.

mod item;
mod watch;

use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

use zbus::blocking::Connection;

use crate::link::{Health, Link, Part};
use crate::tray::{Model, Update, Updates};
use item::{Answer, Item};
pub(super) use watch::{Panel, WATCHER, probe};

/// How long each thing may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// For one answer of the panel or the bus.
    pub method: Duration,
    /// For the icon to take a model, and for the bus to let us in.
    pub take: Duration,
    /// Before the first new try; doubled with each.
    pub first_retry: Duration,
    /// Before any later try.
    pub last_retry: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            method: Duration::from_secs(2),
            take: Duration::from_secs(5),
            first_retry: Duration::from_secs(5),
            last_retry: Duration::from_mins(5),
        }
    }
}

/// Starts the tray on a thread of its own and returns at once.
pub fn start(updates: Updates, link: Link) {
    start_with(updates, link, Patience::default());
}

/// As [`start`], with other limits.
pub fn start_with(updates: Updates, link: Link, patience: Patience) {
    let on_failure = link.clone();
    let spawned = thread::Builder::new()
        .name("tray".to_owned())
        .spawn(move || Keeper::new(updates, link, patience).run());
    if let Err(error) = spawned {
        on_failure.health(
            Part::Tray,
            Health::Missing(format!(
                "No tray icon: its thread could not be started ({error}). {INSTEAD}"
            )),
        );
    }
}

/// Threads stuck in a panel that may be left behind at a time.
const MOST_LEFT_BEHIND: usize = 3;

const WORKS: &str = "StatusNotifierItem on the session bus";
const INSTEAD: &str = "The clock runs on; until then, use the command line: soleus status";
const NO_BUS: &str =
    "No session bus answers, so there is no tray icon. Soleus tries again by itself.";
const NO_PANEL: &str = "No panel here shows tray icons. The icon comes by itself when one starts.";
const NO_PANEL_GNOME: &str = "GNOME shows tray icons only with the extension AppIndicator and \
     KStatusNotifierItem Support. The icon comes by itself once that is switched on.";
const NO_HOST: &str = "A tray service runs, but no panel shows its icons. The icon comes by \
     itself when one does.";
const SILENT: &str = "The panel does not answer, so the tray icon may be missing or old. Soleus \
     tries again by itself.";

/// What wakes the keeper.
enum Event {
    /// There is something to take from `Updates`.
    Updates,
    /// From the watch with this number.
    Watch(u32, watch::Seen),
    /// The item with this number answers again after it was late.
    Back(u32),
    /// The item with this number ended.
    Ended(u32),
}

/// Why a wait ended.
enum Wake {
    Model,
    /// A panel came, went, or answers again.
    Changed,
    Connected(Connection),
    BusGone,
    TimeUp,
    Closed,
}

/// Why a connection is not used any more.
enum End {
    Closed,
    NoBus,
}

struct Keeper {
    updates: Updates,
    link: Link,
    patience: Patience,
    events: Receiver<Event>,
    sender: Sender<Event>,
    told: Option<Health>,
    backoff: Backoff,
    /// Numbers watches and items, so that news of a former one is not taken for this one's.
    number: u32,
    watch: u32,
    item: Option<Item>,
    /// Items that were given up and did not end yet.
    left_behind: Vec<u32>,
    model: Option<Model>,
}

impl Keeper {
    fn new(updates: Updates, link: Link, patience: Patience) -> Self {
        let (sender, events) = mpsc::channel();
        item::answer_clicks_to(&link);
        let wake = sender.clone();
        updates.on_wake(move || {
            // Fails only when the keeper has ended, and then nobody waits for it.
            let _ = wake.send(Event::Updates);
        });
        Self {
            updates,
            link,
            patience,
            events,
            sender,
            told: None,
            backoff: Backoff::new(patience),
            number: 0,
            watch: 0,
            item: None,
            left_behind: Vec::new(),
            model: None,
        }
    }

    fn run(mut self) {
        while let End::NoBus = self.session() {
            self.let_go();
            self.missing(NO_BUS);
            let pause = self.backoff.next();
            loop {
                match self.wait(Some(pause)) {
                    Wake::TimeUp => break,
                    Wake::Closed => return,
                    // News of what is already given up.
                    _ => {}
                }
            }
        }
    }

    /// One connection to the bus, from its beginning to its end.
    fn session(&mut self) -> End {
        self.number += 1;
        self.watch = self.number;
        watch::start(self.watch, self.sender.clone(), self.patience.method);
        let connection = loop {
            match self.wait(Some(self.patience.take)) {
                Wake::Connected(connection) => break connection,
                Wake::Closed => return End::Closed,
                Wake::BusGone | Wake::TimeUp => return End::NoBus,
                Wake::Model | Wake::Changed => {}
            }
        };
        let end = self.serve(&connection);
        // Ends the watch. It fails only if the bus is gone, which ends the watch as well.
        let _ = connection.close();
        end
    }

    fn serve(&mut self, connection: &Connection) -> End {
        let mut panel = probe(connection);
        loop {
            let pause = self.refresh(panel);
            match self.wait(pause) {
                Wake::Model => {}
                Wake::Changed | Wake::TimeUp | Wake::Connected(_) => {
                    panel = probe(connection);
                    if let Some(item) = &mut self.item {
                        // Shows whether the icon still answers with this panel.
                        item.stale = true;
                    }
                }
                Wake::BusGone => return End::NoBus,
                Wake::Closed => return End::Closed,
            }
        }
    }

    /// Shows what there is to show, tells how that went, and says how long to wait for news.
    fn refresh(&mut self, panel: Panel) -> Option<Duration> {
        match panel {
            // The watch tells when one comes.
            Panel::None => {
                self.missing(no_panel());
                None
            }
            Panel::Silent => {
                self.missing(SILENT);
                Some(self.backoff.next())
            }
            Panel::Unknown => Some(self.backoff.next()),
            Panel::Works | Panel::Hidden => match self.show() {
                Shown::Yes => {
                    self.backoff.reset();
                    if panel == Panel::Works {
                        self.tell(Health::Works(WORKS.to_owned()));
                    } else {
                        self.missing(NO_HOST);
                    }
                    None
                }
                Shown::NothingYet => None,
                Shown::Failed => {
                    self.missing(SILENT);
                    Some(self.backoff.next())
                }
                Shown::TooManyStuck => {
                    self.missing(SILENT);
                    None
                }
            },
        }
    }

    fn show(&mut self) -> Shown {
        match self.updates.take() {
            Update::Show(model) => {
                self.model = Some(model);
                if let Some(item) = &mut self.item {
                    item.stale = true;
                }
            }
            Update::Nothing | Update::Closed => {}
        }
        let Some(model) = self.model.clone() else {
            return Shown::NothingYet;
        };
        if self.item.as_ref().is_some_and(|item| item.late) {
            if self.left_behind.len() >= MOST_LEFT_BEHIND {
                return Shown::TooManyStuck;
            }
            self.let_go();
        }
        let item = match &mut self.item {
            Some(item) if !item.stale => return Shown::Yes,
            Some(item) => item,
            None => {
                self.number += 1;
                let Some(item) = Item::start(self.number, self.sender.clone()) else {
                    return Shown::Failed;
                };
                self.item.insert(item)
            }
        };
        match item.show(model, self.patience.take) {
            Answer::Taken => Shown::Yes,
            Answer::Late => Shown::Failed,
            Answer::Ended => {
                self.item = None;
                Shown::Failed
            }
        }
    }

    /// Waits for something that matters, at most `limit`. A model does not end a limited wait: it
    /// stays where it is until the wait is over, so it can prolong the wait only once.
    fn wait(&mut self, limit: Option<Duration>) -> Wake {
        loop {
            let event = match limit {
                None => match self.events.recv() {
                    Ok(event) => event,
                    Err(_) => return Wake::Closed,
                },
                Some(limit) => match self.events.recv_timeout(limit) {
                    Ok(event) => event,
                    Err(RecvTimeoutError::Timeout) => return Wake::TimeUp,
                    Err(RecvTimeoutError::Disconnected) => return Wake::Closed,
                },
            };
            match event {
                Event::Updates if self.updates.is_closed() => return Wake::Closed,
                Event::Updates if limit.is_none() => return Wake::Model,
                Event::Watch(number, seen) if number == self.watch => {
                    return match seen {
                        watch::Seen::Connected(connection) => Wake::Connected(connection),
                        watch::Seen::Changed => Wake::Changed,
                        watch::Seen::Ended => Wake::BusGone,
                    };
                }
                Event::Back(number) => {
                    if let Some(item) = self.item.as_mut().filter(|item| item.number == number) {
                        if !item.settle() {
                            self.item = None;
                        }
                        return Wake::Changed;
                    }
                }
                Event::Ended(number) => {
                    let stuck = self.left_behind.len();
                    self.left_behind.retain(|&left| left != number);
                    let mine = self.item.as_ref().is_some_and(|item| item.number == number);
                    if mine {
                        self.item = None;
                    }
                    if mine || stuck == MOST_LEFT_BEHIND && self.left_behind.len() < stuck {
                        return Wake::Changed;
                    }
                }
                Event::Updates | Event::Watch(..) => {}
            }
        }
    }

    /// Gives up the item. Its thread takes the icon away as soon as it can.
    fn let_go(&mut self) {
        if let Some(item) = self.item.take() {
            self.left_behind.push(item.number);
        }
    }

    fn missing(&mut self, what: &str) {
        self.tell(Health::Missing(format!("{what} {INSTEAD}")));
    }

    fn tell(&mut self, health: Health) {
        if self.told.as_ref() != Some(&health) {
            self.told = Some(health.clone());
            self.link.health(Part::Tray, health);
        }
    }
}

/// What became of a model.
enum Shown {
    Yes,
    NothingYet,
    Failed,
    /// So many threads hang in the panel that no more are tried until one of them ends.
    TooManyStuck,
}

/// Waits that grow with each failure.
struct Backoff {
    patience: Patience,
    next: Duration,
}

impl Backoff {
    fn new(patience: Patience) -> Self {
        Self {
            patience,
            next: patience.first_retry,
        }
    }

    fn next(&mut self) -> Duration {
        let now = self.next;
        self.next = (now * 2).min(self.patience.last_retry);
        now
    }

    fn reset(&mut self) {
        self.next = self.patience.first_retry;
    }
}

fn no_panel() -> &'static str {
    let gnome = std::env::var("XDG_CURRENT_DESKTOP")
        .is_ok_and(|desktop| desktop.to_ascii_uppercase().contains("GNOME"));
    if gnome { NO_PANEL_GNOME } else { NO_PANEL }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_the_last_and_begin_anew_after_success() {
        let mut backoff = Backoff::new(Patience::default());
        let waits: Vec<u64> = (0..8).map(|_| backoff.next().as_secs()).collect();
        assert_eq!(waits, [5, 10, 20, 40, 80, 160, 300, 300]);
        backoff.reset();
        assert_eq!(backoff.next().as_secs(), 5);
    }

    #[test]
    fn what_is_missing_is_said_in_calm_words() {
        for words in [NO_BUS, NO_PANEL, NO_PANEL_GNOME, NO_HOST, SILENT, INSTEAD] {
            assert!(!words.contains('!') && !words.contains("  "), "{words}");
        }
    }
}

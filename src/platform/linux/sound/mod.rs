//! Two short sounds for a guided break, by the user's sound server: no library, no file.
//!
//! They are kept at the server while the window is open. Whoever plays one never waits: a thread does,
//! from the first sound on. Without a server, or with one that hangs, there is silence.

mod samples;
mod server;

use std::sync::mpsc::{self, Receiver, RecvTimeoutError, SyncSender};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread;
use std::time::Duration;

use super::pulse::Fault;
use crate::platform::boot_time;
use crate::platform::patience::BackOff;
use crate::sensors::Desktop;

use server::Server;

/// A sound that comes later than this after what it belongs to is worse than none.
const TOO_LATE: Duration = Duration::from_millis(300);
/// So many wait for the thread at most.
const QUEUE: usize = 4;
/// What the server holds back of a sound before it is heard, at most.
const SERVER_MAY_TAKE: Duration = Duration::from_millis(250);
/// How long closing waits for the last sound to end and to be forgotten.
const END_MAY_TAKE: Duration = Duration::from_millis(900);

/// Plays sounds. Dropping it waits for the last one to end, for less than a second, and for nothing
/// if none was played.
#[derive(Debug)]
pub struct Player {
    desktop: Desktop,
    shared: Arc<Shared>,
    thread: OnceLock<Option<Thread>>,
}

#[derive(Debug)]
struct Thread {
    orders: SyncSender<Order>,
    /// Closed by the thread's end.
    ended: Receiver<()>,
}

#[derive(Debug, Default)]
struct Shared {
    trouble: Mutex<Option<&'static str>>,
}

#[derive(Debug, Clone, Copy)]
struct Order {
    sound: Sound,
    /// When, on the boot clock.
    at: Duration,
}

/// Which sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sound {
    Tick,
    End,
}

impl Sound {
    /// What the server keeps it by: the same each time, so that what a crash left there is replaced.
    fn name(self) -> &'static str {
        match self {
            Self::Tick => "soleus-tick",
            Self::End => "soleus-end",
        }
    }

    fn samples(self) -> Vec<u8> {
        match self {
            Self::Tick => samples::tick(),
            Self::End => samples::tone(),
        }
    }

    /// How long it lasts, rounded up.
    fn lasts(self) -> Duration {
        match self {
            Self::Tick => Duration::from_millis(20),
            Self::End => Duration::from_millis(360),
        }
    }
}

impl Player {
    /// A player on this user's sound server. Nothing is done before the first sound.
    #[must_use]
    pub fn start() -> Self {
        Self::start_in(Desktop::from_environment())
    }

    /// The same on this desktop.
    #[must_use]
    pub fn start_in(desktop: Desktop) -> Self {
        Self {
            desktop,
            shared: Arc::default(),
            thread: OnceLock::new(),
        }
    }

    /// A soft tick.
    pub fn tick(&self) {
        self.play(Sound::Tick);
    }

    /// The closing tone of a break.
    pub fn end(&self) {
        self.play(Sound::End);
    }

    /// Whether the last sound was played, as far as is known. Before the first one nothing is.
    ///
    /// # Errors
    /// A sentence that says why there is silence.
    pub fn works(&self) -> Result<(), &'static str> {
        self.shared.trouble().map_or(Ok(()), Err)
    }

    fn play(&self, sound: Sound) {
        let Some(thread) = self.thread.get_or_init(|| self.thread()) else {
            return;
        };
        // A full queue is one that nobody gets through in time.
        let _ = thread.orders.try_send(Order {
            sound,
            at: boot_time(),
        });
    }

    fn thread(&self) -> Option<Thread> {
        let (orders, taken) = mpsc::sync_channel(QUEUE);
        let (end, ended) = mpsc::channel();
        let worker = Worker {
            desktop: self.desktop.clone(),
            shared: self.shared.clone(),
            orders: taken,
            server: None,
            back_off: BackOff::new(self.desktop.patience),
            not_before: Duration::ZERO,
            sounds_until: Duration::ZERO,
            _end: end,
        };
        let started = thread::Builder::new()
            .name("sound".to_owned())
            .spawn(move || worker.run());
        if let Err(error) = started {
            tracing::warn!(%error, "no thread to play sounds with");
            self.shared.is(Some(
                "There is no sound: the system gives no thread for it.",
            ));
            return None;
        }
        Some(Thread { orders, ended })
    }
}

impl Drop for Player {
    fn drop(&mut self) {
        let Some(Some(Thread { orders, ended })) = self.thread.take() else {
            return;
        };
        drop(orders);
        // Its end is told by its dropping the other side.
        let late = ended.recv_timeout(END_MAY_TAKE) == Err(RecvTimeoutError::Timeout);
        if late {
            tracing::debug!("the sound server was left behind");
        }
    }
}

impl Shared {
    fn trouble(&self) -> Option<&'static str> {
        *self.trouble.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is(&self, trouble: Option<&'static str>) {
        *self.trouble.lock().unwrap_or_else(PoisonError::into_inner) = trouble;
    }
}

struct Worker {
    desktop: Desktop,
    shared: Arc<Shared>,
    orders: Receiver<Order>,
    server: Option<Server>,
    back_off: BackOff,
    /// A server that hung is not asked before then, on the boot clock.
    not_before: Duration,
    /// Until when the last sound is heard, on the boot clock.
    sounds_until: Duration,
    _end: mpsc::Sender<()>,
}

impl Worker {
    fn run(mut self) {
        while let Ok(order) = self.orders.recv() {
            if boot_time() > order.at + TOO_LATE || boot_time() < self.not_before {
                continue;
            }
            match self.play(order.sound) {
                Ok(()) => {
                    self.shared.is(None);
                    self.back_off.reset();
                    self.sounds_until = boot_time() + order.sound.lasts() + SERVER_MAY_TAKE;
                }
                Err(fault) => self.failed(&fault),
            }
        }
        // PipeWire ends a sound with its program's connection.
        if let Some(mut server) = self.server.take() {
            server.linger(self.sounds_until.saturating_sub(boot_time()));
            if let Err(fault) = server.forget() {
                tracing::debug!(%fault, "the sounds stay at the sound server");
            }
        }
    }

    /// Plays it, on a new connection if the one there was is gone.
    fn play(&mut self, sound: Sound) -> Result<(), Fault> {
        if let Some(server) = &mut self.server {
            match server.play(sound) {
                Err(Fault::Gone(_)) => self.server = None,
                other => return other,
            }
        }
        let socket = self.desktop.sound_server.as_deref();
        let socket = socket.ok_or_else(|| Fault::Gone(std::io::ErrorKind::NotFound.into()))?;
        let cookie = self.desktop.sound_cookie.as_deref();
        let mut server = Server::open(socket, cookie, self.desktop.patience.answer)?;
        server.play(sound)?;
        self.server = Some(server);
        Ok(())
    }

    fn failed(&mut self, fault: &Fault) {
        tracing::debug!(%fault, "no sound");
        self.server = None;
        self.shared.is(Some(match fault {
            Fault::Gone(_) => {
                "There is no sound: no sound server is reached. The break goes on without."
            }
            Fault::Refused => {
                "There is no sound: the sound server refuses it. The break goes on without."
            }
            Fault::Malformed(_) | Fault::Late => {
                self.not_before = boot_time() + self.back_off.next_wait();
                "There is no sound: the sound server does not answer. The break goes on without."
            }
        }));
    }
}

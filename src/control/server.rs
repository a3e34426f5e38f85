//! The resident's end: hands each ask to the loop and brings its answer back.
//!
//! One thread waits for clients; each client has a thread that lives for its one ask, or, of who
//! subscribed, for as long as the subscription. Whatever a client sends or fails to send is over
//! within the [`Limits`], and never reaches the loop unless it is an [`Ask`]. In peace nothing here
//! wakes up.

use std::fmt;
use std::io::{self, ErrorKind};
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::LONGEST_ASK;
use super::feed::{AtEnd, Feed, Teller, subscription};
use super::message::{self, Answer, Ask, Hello, Unreadable};
use crate::platform::socket::{Connection, Deadline, Listener};

/// What is done with an ask: it must not block, and answers by the [`Replier`] when it can.
pub type OnAsk = Arc<dyn Fn(Ask, Replier) + Send + Sync>;

/// How much a client may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Clients served at the same time; more wait their turn.
    pub clients: usize,
    /// Subscribers at the same time, beside the clients; more are refused.
    pub subscribers: usize,
    /// How long a client may take to ask, and to take its answer.
    pub exchange: Duration,
    /// How long the loop may take to answer.
    pub answer: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            clients: 8,
            subscribers: 16,
            exchange: Duration::from_secs(2),
            answer: Duration::from_secs(5),
        }
    }
}

/// How long an ending server lets its clients finish, so that "quit" gets its answer.
const FAREWELL: Duration = Duration::from_millis(500);

/// After the system refused a client for want of something, how long until the next is tried.
const BREATH: Duration = Duration::from_secs(1);

/// Brings one answer back to whoever asked. Dropped unused, the client is told there is none.
#[derive(Debug)]
pub struct Replier(SyncSender<Reply>);

/// What a client gets.
#[derive(Debug)]
enum Reply {
    Answer(Answer),
    /// The answer, and what is told after it.
    Subscription(Answer, Feed),
}

impl Replier {
    fn pair() -> (Self, Receiver<Reply>) {
        let (sender, receiver) = sync_channel(1);
        (Self(sender), receiver)
    }

    /// Answers. Never blocks; a client that is gone by now misses it.
    pub fn answer(self, answer: Answer) {
        self.reply(Reply::Answer(answer));
    }

    /// Answers an ask that subscribes, and gives the end that goes on telling. None if the system has
    /// nothing left for it, which is what is answered then.
    #[must_use]
    pub fn subscribe(self, answer: Answer) -> Option<Teller> {
        self.subscribe_with(answer, None)
    }

    /// The same, and `at_end` is called when it ends, on whichever thread ends it: it must not block.
    #[must_use]
    pub fn subscribe_until(
        self,
        answer: Answer,
        at_end: impl FnOnce() + Send + 'static,
    ) -> Option<Teller> {
        self.subscribe_with(answer, Some(Box::new(at_end)))
    }

    fn subscribe_with(self, answer: Answer, at_end: Option<AtEnd>) -> Option<Teller> {
        match subscription(at_end) {
            Ok((teller, feed)) => {
                self.reply(Reply::Subscription(answer, feed));
                Some(teller)
            }
            Err(error) => {
                self.answer(Answer::no(format!("Nobody more can watch now: {error}.")));
                None
            }
        }
    }

    fn reply(self, reply: Reply) {
        // The channel holds one and this is the only one; it fails only when nobody waits any more.
        let _ = self.0.try_send(reply);
    }
}

/// The server, for as long as it lives.
pub struct Server {
    shared: Arc<Shared>,
    waiting: Option<JoinHandle<()>>,
}

struct Shared {
    listener: Listener,
    limits: Limits,
    on_ask: OnAsk,
    gate: Mutex<Gate>,
    changed: Condvar,
}

#[derive(Default)]
struct Gate {
    clients: usize,
    subscribers: usize,
    closed: bool,
}

impl Server {
    /// Listens at `path` with the usual limits. A socket found there is taken for stale, so the
    /// caller must hold the instance lock.
    ///
    /// # Errors
    /// The folder is not the user's alone, or the system refuses a socket there.
    pub fn start(path: &Path, on_ask: OnAsk) -> io::Result<Self> {
        Self::start_with(path, Limits::default(), on_ask)
    }

    /// Listens with limits of the caller's.
    ///
    /// # Errors
    /// As [`Server::start`].
    pub fn start_with(path: &Path, limits: Limits, on_ask: OnAsk) -> io::Result<Self> {
        let shared = Arc::new(Shared {
            listener: Listener::bind(path)?,
            limits,
            on_ask,
            gate: Mutex::default(),
            changed: Condvar::new(),
        });
        let waiting = thread::Builder::new().name("control".into()).spawn({
            let shared = Arc::clone(&shared);
            move || shared.wait_for_clients()
        })?;
        Ok(Self {
            shared,
            waiting: Some(waiting),
        })
    }
}

impl Drop for Server {
    /// Takes no more clients, and lets those that are there finish, for half a second. The loop drops
    /// its ends of the subscriptions before.
    fn drop(&mut self) {
        self.shared.lock().closed = true;
        self.shared.changed.notify_all();
        self.shared.listener.close();
        if let Some(waiting) = self.waiting.take() {
            // It holds nothing that a panic of its could have left broken.
            let _ = waiting.join();
        }
        let gate = self.shared.lock();
        // Whether they are done or the time is over, the server ends.
        let _ = self
            .shared
            .changed
            .wait_timeout_while(gate, FAREWELL, |gate| gate.clients + gate.subscribers > 0);
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server")
            .field("listener", &self.shared.listener)
            .finish_non_exhaustive()
    }
}

impl Shared {
    fn wait_for_clients(self: &Arc<Self>) {
        while let Some(seat) = self.free_seat() {
            match self.listener.accept() {
                Ok(client) => seat.serve(client),
                Err(_) if self.lock().closed => return,
                Err(error) => self.absorb(&error),
            }
        }
    }

    /// Waits until one client more may be served; none once the server is closed.
    fn free_seat(self: &Arc<Self>) -> Option<Seat> {
        let full = |gate: &mut Gate| !gate.closed && gate.clients >= self.limits.clients;
        let mut gate = self
            .changed
            .wait_while(self.lock(), full)
            .unwrap_or_else(PoisonError::into_inner);
        if gate.closed {
            return None;
        }
        gate.clients += 1;
        Some(Seat::new(self, Kind::Client))
    }

    fn absorb(&self, error: &io::Error) {
        match error.kind() {
            ErrorKind::Interrupted | ErrorKind::ConnectionAborted => {}
            ErrorKind::PermissionDenied => {
                tracing::warn!("a client of the control socket was refused: {error}");
            }
            _ => {
                tracing::warn!("the control socket takes no client for now: {error}");
                let closed = |gate: &mut Gate| !gate.closed;
                // Over at once when the server closes.
                let _ = self.changed.wait_timeout_while(self.lock(), BREATH, closed);
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Gate> {
        self.gate.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A place for one subscriber more, if there is one.
    fn free_place(self: &Arc<Self>) -> Option<Seat> {
        let mut gate = self.lock();
        if gate.subscribers >= self.limits.subscribers {
            return None;
        }
        gate.subscribers += 1;
        Some(Seat::new(self, Kind::Subscriber))
    }

    fn ask(&self, ask: Ask) -> Reply {
        let (replier, reply) = Replier::pair();
        (self.on_ask)(ask, replier);
        match reply.recv_timeout(self.limits.answer) {
            Ok(reply) => reply,
            Err(RecvTimeoutError::Timeout) => {
                tracing::error!("an ask was not answered in time");
                Reply::Answer(Answer::Late {
                    words:
                        "Soleus did not answer in time. Its clock may still be running; try again."
                            .to_owned(),
                })
            }
            Err(RecvTimeoutError::Disconnected) => Reply::Answer(Answer::Ending {
                words: "Soleus is ending and did not take that up.".to_owned(),
            }),
        }
    }
}

/// One client's or subscriber's place, given back when dropped, also by a panic.
struct Seat {
    shared: Arc<Shared>,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Client,
    Subscriber,
}

impl Seat {
    fn new(shared: &Arc<Shared>, kind: Kind) -> Self {
        let shared = Arc::clone(shared);
        Self { shared, kind }
    }

    fn serve(self, mut client: Connection) {
        let spawned = thread::Builder::new()
            .name("control-client".into())
            .stack_size(256 * 1024)
            .spawn(move || {
                if let Err(error) = self.talk(&mut client) {
                    tracing::debug!("a client of the control socket left early: {error}");
                }
            });
        if let Err(error) = spawned {
            tracing::warn!("no thread for a client of the control socket: {error}");
        }
    }

    fn talk(self, client: &mut Connection) -> io::Result<()> {
        let limits = self.shared.limits;
        let deadline = Deadline::after(limits.exchange)?;
        client.write_all(&message::write(&Hello::ours()), &deadline)?;
        let answer = match client.read_line(LONGEST_ASK, &deadline) {
            Ok(line) => match message::read::<Ask>(&line) {
                Ok(ask) if ask.subscribes() => return self.subscribed(client, ask),
                Ok(ask) => match self.shared.ask(ask) {
                    Reply::Answer(answer) | Reply::Subscription(answer, _) => answer,
                },
                Err(unreadable) => Answer::wrong(not_understood(&unreadable)),
            },
            Err(error) if error.kind() == ErrorKind::InvalidData => Answer::wrong(format!(
                "The request is longer than {} KiB.",
                LONGEST_ASK / 1024
            )),
            Err(error) if error.kind() == ErrorKind::TimedOut => Answer::wrong(format!(
                "No request came within {} seconds.",
                limits.exchange.as_secs_f32()
            )),
            Err(error) => return Err(error),
        };
        client.write_all(&message::write(&answer), &Deadline::after(limits.exchange)?)
    }

    /// Answers who subscribes, from a place beside those of the clients, and goes on telling.
    fn subscribed(self, client: &mut Connection, ask: Ask) -> io::Result<()> {
        let limits = self.shared.limits;
        let place = self.shared.free_place();
        let reply = match &place {
            Some(_) => self.shared.ask(ask),
            None => Reply::Answer(Answer::no(format!(
                "{} watch already, which is as many as may. End one of them first.",
                limits.subscribers
            ))),
        };
        let (answer, feed) = match reply {
            Reply::Answer(answer) => (answer, None),
            Reply::Subscription(answer, feed) => (answer, Some(feed)),
        };
        if feed.is_some() {
            drop(self);
        }
        client.write_all(&message::write(&answer), &Deadline::after(limits.exchange)?)?;
        match feed {
            Some(feed) => feed.pass_on(client, limits.exchange),
            None => Ok(()),
        }
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut gate = self.shared.lock();
        match self.kind {
            Kind::Client => gate.clients -= 1,
            Kind::Subscriber => gate.subscribers -= 1,
        }
        drop(gate);
        self.shared.changed.notify_all();
    }
}

fn not_understood(unreadable: &Unreadable) -> String {
    format!("That was not understood: {unreadable}.")
}

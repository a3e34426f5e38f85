//! A part's connection to a bus that may be missing, may never answer, and may go at any time.
//!
//! It is opened apart and with a limit, kept where stopping finds it, and opened again after growing
//! pauses. What is said on it is the part's own affair.

use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use zbus::blocking::Connection;

use super::connect::{self, Bus, apart, is_timeout};
use crate::platform::patience::{BackOff, Patience};

/// The line of a part that runs. Dropping it ends the part.
#[derive(Debug)]
pub(super) struct Line {
    /// Closed by being dropped.
    _stop: Sender<()>,
    kept: Arc<Kept>,
}

/// Who talks on a line, on the line's own thread.
pub(super) trait Follow: Send + 'static {
    /// Follows what happens on the bus for as long as it is there. Whoever gets on well there lets
    /// the pauses begin anew.
    ///
    /// # Errors
    /// When the bus, or a peer nothing goes on without, does not answer. The bus is then opened anew.
    fn follow(&mut self, bus: &Connection, back_off: &mut BackOff) -> zbus::Result<()>;

    /// There is nothing to follow for now.
    fn lost(&mut self, loss: Loss);
}

/// Why there is nothing to follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Loss {
    /// There is no such bus.
    NoBus,
    /// It takes a connection and then says nothing; it is waited for.
    SilentBus,
    /// It was there and went.
    BusGone,
    /// Whoever was asked did not answer.
    NoAnswer,
}

/// The open connection, where stopping finds it.
#[derive(Debug, Default)]
struct Kept(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    bus: Option<Connection>,
    stopped: bool,
}

struct Worker<F> {
    bus: Bus,
    patience: Patience,
    stopped: Receiver<()>,
    kept: Arc<Kept>,
    part: F,
}

impl Line {
    /// Starts `part` on a thread of this name.
    #[must_use]
    pub(super) fn start(
        name: &'static str,
        bus: Bus,
        patience: Patience,
        part: impl Follow,
    ) -> Self {
        let (stop, stopped) = mpsc::channel();
        let kept = Arc::new(Kept::default());
        let mut worker = Worker {
            bus,
            patience,
            stopped,
            kept: kept.clone(),
            part,
        };
        // Its end is not waited for.
        drop(apart(name, move || worker.run()));
        Self { _stop: stop, kept }
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        let mut state = self.kept.state();
        state.stopped = true;
        if let Some(bus) = state.bus.take() {
            // Closing may wait for the bus.
            drop(apart("bus-close", move || bus.close()));
        }
    }
}

impl<F: Follow> Worker<F> {
    fn run(&mut self) {
        let mut back_off = BackOff::new(self.patience);
        loop {
            let loss = match self.open() {
                Ok(bus) => match self.part.follow(&bus, &mut back_off) {
                    Ok(()) => Loss::BusGone,
                    Err(error) => {
                        tracing::debug!(%error, "a bus was left");
                        if is_timeout(&error) {
                            Loss::NoAnswer
                        } else {
                            Loss::BusGone
                        }
                    }
                },
                Err(error) => {
                    tracing::debug!(%error, "no bus");
                    Loss::NoBus
                }
            };
            self.kept.close();
            if self.kept.state().stopped {
                return;
            }
            self.part.lost(loss);
            let wait = back_off.next_wait();
            if self.stopped.recv_timeout(wait) == Err(RecvTimeoutError::Disconnected) {
                return;
            }
        }
    }

    fn open(&mut self) -> zbus::Result<Connection> {
        let (bus, limit) = (self.bus.clone(), self.patience.answer);
        let attempt = apart("bus-open", move || connect::open(&bus, limit));
        let opened = match attempt.recv_timeout(limit) {
            Ok(opened) => opened,
            Err(RecvTimeoutError::Timeout) => {
                self.part.lost(Loss::SilentBus);
                attempt.recv().unwrap_or_else(|_| no_thread())
            }
            Err(RecvTimeoutError::Disconnected) => no_thread(),
        }?;
        self.kept.keep(&opened);
        Ok(opened)
    }
}

impl Kept {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Leaves the connection where stopping finds it; closes it if that was asked meanwhile.
    fn keep(&self, bus: &Connection) {
        let mut state = self.state();
        if state.stopped {
            // What is read from it ends by it, which is all that is wanted.
            drop(bus.clone().close());
        } else {
            state.bus = Some(bus.clone());
        }
    }

    /// Ends a connection that is of no use any more.
    fn close(&self) {
        if let Some(bus) = self.state().bus.take() {
            drop(apart("bus-close", move || bus.close()));
        }
    }
}

fn no_thread<T>() -> zbus::Result<T> {
    Err(zbus::Error::Failure("no thread for it".to_owned()))
}

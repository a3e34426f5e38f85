//! Reads one source whenever that is due, and tells what it says.
//!
//! A thread reads, one at a time, and ends when there is nothing more to read. Whoever wants it read
//! meanwhile is answered by one more reading after that. The thread stays only while something is due
//! later: while the source does not answer, and while what nobody signals is so.

use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use super::super::connect::{is_broken, is_timeout};
use super::source::{Asked, Seen, Source};
use crate::platform::patience::{BackOff, Patience};
use crate::sensors::fact::{Hear, Says};

/// While what no signal tells is so, it is read again after this long at most, to find its end.
const LOOK_AGAIN: Duration = Duration::from_mins(1);

#[derive(Debug)]
pub(super) struct Reader {
    pub(super) source: Source,
    hear: Hear,
    look_again: Duration,
    state: Mutex<State>,
    /// Something is due, or nothing any more.
    changed: Condvar,
}

struct State {
    /// None: nobody is there to be asked.
    asked: Option<Arc<Asked>>,
    work: Work,
    /// Those who look wait until these are dropped.
    looks: Vec<Sender<()>>,
    /// What the source turned out to be.
    called: &'static str,
    /// No signal tells of it.
    unsignalled: bool,
    back_off: BackOff,
    stopped: bool,
}

/// What the reading thread is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Work {
    /// There is no thread.
    None,
    /// It reads, or waits until something is due.
    Reads,
    /// It is to read, once more if it reads.
    ReadsAgain,
}

impl Reader {
    pub(super) fn new(source: Source, hear: Hear, patience: Patience) -> Self {
        let called = source.called;
        Self {
            source,
            hear,
            look_again: LOOK_AGAIN.min(patience.last_retry),
            state: Mutex::new(State {
                asked: None,
                work: Work::None,
                looks: Vec::new(),
                called,
                unsignalled: false,
                back_off: BackOff::new(patience),
                stopped: false,
            }),
            changed: Condvar::new(),
        }
    }

    /// From now on these are to be asked, or nobody is there.
    pub(super) fn meet(self: &Arc<Self>, asked: Option<Asked>) {
        let mut state = self.state();
        if state.stopped {
            return;
        }
        let there = asked.is_some();
        state.meet(asked);
        state.called = self.source.called;
        if there {
            self.read(state);
        } else {
            self.says(state.called, Says::Absent);
            self.changed.notify_all();
        }
    }

    /// Nobody knows whether anybody is there: the bus itself does not answer.
    pub(super) fn is_unheard(&self) {
        let state = self.state();
        if !state.stopped {
            self.says(state.called, Says::Hung);
        }
    }

    /// What it said may not be so any more.
    pub(super) fn read_anew(self: &Arc<Self>) {
        let state = self.state();
        if state.asked.is_some() {
            self.read(state);
        }
    }

    /// Reads it if no signal tells of it, and drops a copy of `done` then. Whether it does.
    pub(super) fn look(self: &Arc<Self>, done: &Sender<()>) -> bool {
        let mut state = self.state();
        let due = state.unsignalled && state.asked.is_some();
        if due {
            state.looks.push(done.clone());
            self.read(state);
        }
        due
    }

    /// Tells nothing any more.
    pub(super) fn stop(&self) {
        let mut state = self.state();
        state.stopped = true;
        state.meet(None);
        self.changed.notify_all();
    }

    fn read(self: &Arc<Self>, mut state: MutexGuard<'_, State>) {
        if state.work != Work::None {
            state.work = Work::ReadsAgain;
            self.changed.notify_all();
            return;
        }
        let reader = self.clone();
        let started = thread::Builder::new()
            .name("bus-read".to_owned())
            .spawn(move || reader.run());
        match started {
            Ok(_) => state.work = Work::ReadsAgain,
            Err(error) => {
                tracing::warn!(%error, "could not start a thread");
                state.looks.clear();
                self.says(state.called, Says::Hung);
            }
        }
    }

    fn run(&self) {
        let mut state = self.state();
        while let Some(asked) = state.asked.clone() {
            drop(state);
            if !self.source.settles.is_zero() {
                thread::sleep(self.source.settles);
            }
            self.state().work = Work::Reads;
            let seen = (self.source.read)(&asked);
            state = self.state();
            let still = state.asked.as_ref();
            if !still.is_some_and(|it| Arc::ptr_eq(it, &asked)) {
                continue;
            }
            let due = self.tell(&mut state, seen);
            if state.work == Work::ReadsAgain {
                continue;
            }
            state.looks.clear();
            let Some(due) = due else { break };
            let nothing_new =
                |state: &mut State| state.work == Work::Reads && state.asked.is_some();
            let waited = self.changed.wait_timeout_while(state, due, nothing_new);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        state.work = Work::None;
    }

    /// Tells what was read, and how long until it is due by itself; none: it is not.
    fn tell(&self, state: &mut State, seen: zbus::Result<Option<Seen>>) -> Option<Duration> {
        match seen {
            Ok(Some(seen)) => {
                state.back_off.reset();
                state.called = seen.called;
                state.unsignalled = !seen.signals;
                self.says(seen.called, Says::Is(seen.on));
                (seen.on && !seen.signals).then_some(self.look_again)
            }
            Ok(None) => {
                self.says(state.called, Says::Absent);
                None
            }
            Err(error) if is_timeout(&error) => {
                self.says(state.called, Says::Hung);
                Some(state.back_off.next_wait())
            }
            // The bus went, and who follows it finds that, too.
            Err(error) if is_broken(&error) => None,
            Err(error) => {
                tracing::debug!(source = self.source.called, %error, "not offered");
                self.says(state.called, Says::Absent);
                None
            }
        }
    }

    /// The source called so says that; whatever else it may be called is not there.
    fn says(&self, called: &'static str, says: Says) {
        self.hear.says(called, says);
        for other in self.source.all_called().filter(|it| *it != called) {
            self.hear.says(other, Says::Absent);
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn meet(&mut self, asked: Option<Asked>) {
        self.asked = asked.map(Arc::new);
        self.unsignalled = false;
        self.looks.clear();
        self.back_off.reset();
    }
}

impl std::fmt::Debug for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("State")
            .field("called", &self.called)
            .finish_non_exhaustive()
    }
}

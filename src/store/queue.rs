//! What waits to be written, shared between the callers and the one thread that writes.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::engine::Record;

/// So many records are kept while the disk takes none: years of use.
const MOST_RECORDS: usize = 100_000;

/// So many log lines may wait; more are dropped and counted.
const MOST_LINES: usize = 1_000;

/// The queue and its two bells.
#[derive(Debug, Default)]
pub(super) struct Shared {
    queue: Mutex<Queue>,
    /// Rung for the writer: there is work.
    work: Condvar,
    /// Rung for those who flush: nothing is being tried any more.
    rest: Condvar,
}

#[derive(Debug, Default)]
struct Queue {
    waiting: Work,
    dropped_lines: u64,
    wanted: bool,
    busy: bool,
    closing: bool,
}

/// What is to be written.
#[derive(Debug, Default)]
pub(super) struct Work {
    /// Records, oldest first.
    pub(super) records: VecDeque<Record>,
    /// Whom to tell what became of them.
    pub(super) tickets: Vec<u64>,
    /// The newest snapshot.
    pub(super) state: Option<String>,
    /// Lines for the log.
    pub(super) lines: VecDeque<String>,
    /// Records that found no room.
    pub(super) lost: u64,
}

/// What the writer is to do.
pub(super) enum Turn {
    /// Write this.
    Write(Work),
    /// Write this and end.
    Last(Work),
}

impl Shared {
    /// Queues records; their ticket is answered after the next attempt to write.
    pub(super) fn append(&self, records: Vec<Record>, ticket: u64) {
        let mut queue = self.lock();
        let room = MOST_RECORDS.saturating_sub(queue.waiting.records.len());
        queue.waiting.lost += records.len().saturating_sub(room) as u64;
        queue.waiting.records.extend(records.into_iter().take(room));
        queue.waiting.tickets.push(ticket);
        self.ring(queue);
    }

    /// Queues a snapshot in place of one that still waits.
    pub(super) fn state(&self, state: String) {
        let mut queue = self.lock();
        queue.waiting.state = Some(state);
        self.ring(queue);
    }

    /// Queues a line for the log, or drops it.
    pub(super) fn line(&self, line: String) {
        let mut queue = self.lock();
        if queue.waiting.lines.len() < MOST_LINES {
            queue.waiting.lines.push_back(line);
            self.ring(queue);
        } else {
            queue.dropped_lines += 1;
        }
    }

    /// Asks the writer to end after one more attempt.
    pub(super) fn close(&self) {
        let mut queue = self.lock();
        queue.closing = true;
        self.ring(queue);
    }

    /// Waits until everything was tried once; whether it is all on the disk.
    pub(super) fn flush(&self, limit: Duration) -> bool {
        let mut queue = self.lock();
        queue.wanted = true;
        self.work.notify_one();
        let (queue, waited) = self
            .rest
            .wait_timeout_while(queue, limit, |queue| queue.wanted || queue.busy)
            .unwrap_or_else(PoisonError::into_inner);
        !waited.timed_out() && queue.waiting.records.is_empty() && queue.waiting.state.is_none()
    }

    /// Sleeps until there is something to try. `again` is when to try anew what failed; without
    /// it nothing but new work wakes the writer.
    pub(super) fn next(&self, again: Option<Duration>) -> Turn {
        let mut queue = self.lock();
        queue.busy = false;
        if !queue.wanted {
            self.rest.notify_all();
        }
        let idle = |queue: &mut Queue| !queue.wanted && !queue.closing;
        let mut queue = match again {
            None => self
                .work
                .wait_while(queue, idle)
                .unwrap_or_else(PoisonError::into_inner),
            Some(again) => {
                self.work
                    .wait_timeout_while(queue, again, idle)
                    .unwrap_or_else(PoisonError::into_inner)
                    .0
            }
        };
        queue.wanted = false;
        queue.busy = true;
        let mut work = std::mem::take(&mut queue.waiting);
        if queue.dropped_lines > 0 {
            let dropped = std::mem::take(&mut queue.dropped_lines);
            work.lines
                .push_back(format!("{dropped} log lines found no room\n"));
        }
        if queue.closing {
            Turn::Last(work)
        } else {
            Turn::Write(work)
        }
    }

    /// Puts back what could not be written, before what came since.
    pub(super) fn keep(&self, mut records: VecDeque<Record>, state: Option<String>) {
        let mut queue = self.lock();
        records.append(&mut queue.waiting.records);
        let lost = records.len().saturating_sub(MOST_RECORDS);
        records.truncate(MOST_RECORDS);
        queue.waiting.lost += lost as u64;
        queue.waiting.records = records;
        if queue.waiting.state.is_none() {
            queue.waiting.state = state;
        }
    }

    /// Marks the writer as gone, so that nobody waits for it.
    pub(super) fn gone(&self) {
        let mut queue = self.lock();
        queue.wanted = false;
        queue.busy = false;
        self.rest.notify_all();
    }

    fn ring(&self, mut queue: MutexGuard<'_, Queue>) {
        queue.wanted = true;
        drop(queue);
        self.work.notify_one();
    }

    /// A panic elsewhere leaves the queue whole: each change to it is one step.
    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

//! Orders to a thread that sleeps in `poll` beside other descriptors: a channel with a bell.

use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::Arc;
use std::sync::mpsc::{self, RecvTimeoutError, TryRecvError};
use std::time::Duration;

use rustix::event::{EventfdFlags, PollFd, PollFlags, eventfd, poll};
use rustix::fs::Timespec;

/// Where orders are given. When the last one is dropped, the thread is woken to find it gone.
#[derive(Debug)]
pub(super) struct Giver<T> {
    orders: Option<mpsc::Sender<T>>,
    bell: Arc<OwnedFd>,
}

/// The thread's end.
#[derive(Debug)]
pub(super) struct Taker<T> {
    orders: mpsc::Receiver<T>,
    bell: Arc<OwnedFd>,
}

/// What came of waiting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Woken {
    /// An order, or one of the descriptors, has something; or nothing has.
    Up,
    /// The time is over.
    TimeOut,
}

/// Nobody gives orders any more: the thread is to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Dismissed;

/// Both ends.
///
/// # Errors
/// When the system gives no more descriptors.
pub(super) fn orders<T>() -> rustix::io::Result<(Giver<T>, Taker<T>)> {
    let bell = Arc::new(eventfd(0, EventfdFlags::CLOEXEC | EventfdFlags::NONBLOCK)?);
    let (sender, receiver) = mpsc::channel();
    let giver = Giver {
        orders: Some(sender),
        bell: bell.clone(),
    };
    let taker = Taker {
        orders: receiver,
        bell,
    };
    Ok((giver, taker))
}

impl<T> Giver<T> {
    /// Gives an order. One to a thread that ended is dropped.
    pub(super) fn give(&self, order: T) {
        if let Some(orders) = &self.orders
            && orders.send(order).is_ok()
        {
            self.ring();
        }
    }

    fn ring(&self) {
        // A bell already full is ringing.
        let _ = rustix::io::write(&self.bell, &1_u64.to_ne_bytes());
    }
}

impl<T> Drop for Giver<T> {
    fn drop(&mut self) {
        self.orders = None;
        self.ring();
    }
}

impl<T> Taker<T> {
    /// The next order, if there is one.
    ///
    /// # Errors
    /// `Dismissed` when nobody gives orders any more.
    pub(super) fn next(&self) -> Result<Option<T>, Dismissed> {
        match self.orders.try_recv() {
            Ok(order) => Ok(Some(order)),
            Err(TryRecvError::Empty) => Ok(None),
            Err(TryRecvError::Disconnected) => Err(Dismissed),
        }
    }

    /// Waits for an order alone; none when the time is over.
    ///
    /// # Errors
    /// `Dismissed` when nobody gives orders any more.
    pub(super) fn wait(&self, at_most: Option<Duration>) -> Result<Option<T>, Dismissed> {
        let Some(at_most) = at_most else {
            return self.orders.recv().map(Some).map_err(|_| Dismissed);
        };
        match self.orders.recv_timeout(at_most) {
            Ok(order) => Ok(Some(order)),
            Err(RecvTimeoutError::Timeout) => Ok(None),
            Err(RecvTimeoutError::Disconnected) => Err(Dismissed),
        }
    }

    /// Sleeps until an order or one of `others` has something to read, at most so long.
    ///
    /// # Errors
    /// What the system says.
    pub(super) fn sleep(
        &self,
        others: &[BorrowedFd<'_>],
        at_most: Option<Duration>,
    ) -> rustix::io::Result<Woken> {
        let mut wakers: Vec<PollFd<'_>> = std::iter::once(self.bell.as_fd())
            .chain(others.iter().copied())
            .map(|fd| PollFd::from_borrowed_fd(fd, PollFlags::IN))
            .collect();
        let limit = at_most.and_then(|time| Timespec::try_from(time).ok());
        let woken = match poll(&mut wakers, limit.as_ref()) {
            Ok(0) => Woken::TimeOut,
            Ok(_) | Err(rustix::io::Errno::INTR) => Woken::Up,
            Err(error) => return Err(error),
        };
        // Empty when it was another that woke us.
        let _ = rustix::io::read(&self.bell, &mut [0; 8]);
        Ok(woken)
    }
}

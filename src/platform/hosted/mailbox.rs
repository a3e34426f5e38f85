//! The loop's one place to wait: a message or a deadline, also across a sleep.
//!
//! A channel's own time limit stands still while the machine sleeps, on both systems. Until their
//! wake-ups are listened to, no wait with a deadline is longer than a minute.

use std::io;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use crate::platform::boot_time;

const LONGEST_WAIT: Duration = Duration::from_mins(1);

/// The receiving end, owned by the loop.
#[derive(Debug)]
pub struct Mailbox<T> {
    messages: mpsc::Receiver<T>,
}

/// A sending end; sending never blocks.
#[derive(Debug)]
pub struct Sender<T> {
    messages: mpsc::Sender<T>,
}

/// What ended the wait.
#[derive(Debug, PartialEq, Eq)]
pub enum Arrived<T> {
    /// A message.
    Message(T),
    /// The deadline.
    Deadline,
}

/// A new mailbox.
///
/// # Errors
/// None on this system.
pub fn mailbox<T>() -> io::Result<(Sender<T>, Mailbox<T>)> {
    let (sender, messages) = mpsc::channel();
    Ok((Sender { messages: sender }, Mailbox { messages }))
}

impl<T> Sender<T> {
    /// Sends a message; once the loop is gone it is dropped.
    pub fn send(&self, message: T) {
        // Nobody is left who would want it.
        let _ = self.messages.send(message);
    }
}

impl<T> Clone for Sender<T> {
    fn clone(&self) -> Self {
        Self {
            messages: self.messages.clone(),
        }
    }
}

impl<T> Mailbox<T> {
    /// Waits for a message, at most until `deadline` on the boot clock.
    ///
    /// # Errors
    /// When every sender is gone and there is no deadline: nothing would ever end the wait.
    pub fn wait(&mut self, deadline: Option<Duration>) -> io::Result<Arrived<T>> {
        let Some(deadline) = deadline else {
            let message = self.messages.recv().map_err(io::Error::other)?;
            return Ok(Arrived::Message(message));
        };
        loop {
            let left = deadline.saturating_sub(boot_time());
            match self.messages.recv_timeout(left.min(LONGEST_WAIT)) {
                Ok(message) => return Ok(Arrived::Message(message)),
                Err(RecvTimeoutError::Timeout) if left <= LONGEST_WAIT => {
                    return Ok(Arrived::Deadline);
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(error @ RecvTimeoutError::Disconnected) => return Err(io::Error::other(error)),
            }
        }
    }
}

//! The loop's one place to wait: a message or a deadline, also across a suspend.
//!
//! A channel's own timeout sleeps on a clock that stands still while the machine sleeps; a timerfd on
//! `CLOCK_BOOTTIME` does not. Between messages and deadlines nothing wakes.

use std::io;
use std::os::fd::OwnedFd;
use std::sync::Arc;
use std::sync::mpsc;
use std::time::Duration;

use rustix::event::{EventfdFlags, PollFd, PollFlags, eventfd, poll};
use rustix::io::{Errno, read, write};
use rustix::time::{
    Itimerspec, TimerfdClockId, TimerfdFlags, TimerfdTimerFlags, Timespec, timerfd_create,
    timerfd_settime,
};

/// The receiving end, owned by the loop.
#[derive(Debug)]
pub struct Mailbox<T> {
    messages: mpsc::Receiver<T>,
    bell: Arc<OwnedFd>,
    timer: OwnedFd,
}

/// A sending end; sending never blocks.
#[derive(Debug)]
pub struct Sender<T> {
    messages: mpsc::Sender<T>,
    bell: Arc<OwnedFd>,
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
/// When the system has no file descriptors left.
pub fn mailbox<T>() -> io::Result<(Sender<T>, Mailbox<T>)> {
    let (sender, messages) = mpsc::channel();
    let bell = Arc::new(eventfd(0, EventfdFlags::CLOEXEC | EventfdFlags::NONBLOCK)?);
    let timer = timerfd_create(
        TimerfdClockId::Boottime,
        TimerfdFlags::CLOEXEC | TimerfdFlags::NONBLOCK,
    )?;
    let sender = Sender {
        messages: sender,
        bell: Arc::clone(&bell),
    };
    Ok((
        sender,
        Mailbox {
            messages,
            bell,
            timer,
        },
    ))
}

impl<T> Sender<T> {
    /// Sends a message; once the loop is gone it is dropped.
    pub fn send(&self, message: T) {
        if self.messages.send(message).is_ok() {
            // The counter of an eventfd can only be full after 2^64 messages nobody took.
            let _ = write(&*self.bell, &1u64.to_ne_bytes());
        }
    }
}

impl<T> Clone for Sender<T> {
    fn clone(&self) -> Self {
        Self {
            messages: self.messages.clone(),
            bell: Arc::clone(&self.bell),
        }
    }
}

impl<T> Mailbox<T> {
    /// Waits for a message, at most until `deadline` on the boot clock.
    ///
    /// # Errors
    /// When the system refuses to wait.
    pub fn wait(&mut self, deadline: Option<Duration>) -> io::Result<Arrived<T>> {
        if let Some(message) = self.take() {
            return Ok(Arrived::Message(message));
        }
        self.arm(deadline)?;
        loop {
            let mut fds = [
                PollFd::new(&*self.bell, PollFlags::IN),
                PollFd::new(&self.timer, PollFlags::IN),
            ];
            match poll(&mut fds, None) {
                Ok(_) => {}
                Err(Errno::INTR) => continue,
                Err(error) => return Err(error.into()),
            }
            let timer_rang = !fds[1].revents().is_empty();
            // The counts in both are not needed, only that they are read away.
            let mut count = [0u8; 8];
            let _ = read(&*self.bell, &mut count);
            if let Some(message) = self.take() {
                return Ok(Arrived::Message(message));
            }
            if timer_rang {
                let _ = read(&self.timer, &mut count);
                return Ok(Arrived::Deadline);
            }
        }
    }

    /// The next message; whether there is none or nobody left to send one is all the same here.
    fn take(&self) -> Option<T> {
        self.messages.try_recv().ok()
    }

    fn arm(&self, deadline: Option<Duration>) -> io::Result<()> {
        // A zero time switches the timer off, so a deadline in the past becomes one nanosecond.
        let at = deadline.map_or(Duration::ZERO, |at| at.max(Duration::from_nanos(1)));
        let value = Timespec {
            tv_sec: i64::try_from(at.as_secs()).unwrap_or(i64::MAX),
            tv_nsec: at.subsec_nanos().into(),
        };
        let never = Timespec {
            tv_sec: 0,
            tv_nsec: 0,
        };
        let spec = Itimerspec {
            it_interval: never,
            it_value: value,
        };
        timerfd_settime(&self.timer, TimerfdTimerFlags::ABSTIME, &spec)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::boot_time;

    #[test]
    fn a_message_ends_the_wait_before_its_deadline() {
        let (sender, mut mailbox) = mailbox().unwrap();
        let thread = std::thread::spawn(move || sender.send(7));
        let far = boot_time() + Duration::from_hours(1);
        assert_eq!(mailbox.wait(Some(far)).unwrap(), Arrived::Message(7));
        thread.join().unwrap();
    }

    #[test]
    fn a_deadline_in_the_past_ends_the_wait_at_once() {
        let (_sender, mut mailbox) = mailbox::<u8>().unwrap();
        assert_eq!(
            mailbox.wait(Some(Duration::ZERO)).unwrap(),
            Arrived::Deadline
        );
    }

    #[test]
    fn no_message_is_lost_and_their_order_is_kept() {
        let (sender, mut mailbox) = mailbox().unwrap();
        for number in 0..1000 {
            sender.send(number);
        }
        let past = Some(Duration::ZERO);
        for number in 0..1000 {
            assert_eq!(mailbox.wait(past).unwrap(), Arrived::Message(number));
        }
        assert_eq!(mailbox.wait(past).unwrap(), Arrived::Deadline);
    }

    #[test]
    fn the_deadline_of_an_earlier_wait_is_forgotten() {
        let (sender, mut mailbox) = mailbox().unwrap();
        assert_eq!(
            mailbox.wait(Some(Duration::ZERO)).unwrap(),
            Arrived::Deadline
        );
        sender.send(1);
        assert_eq!(mailbox.wait(None).unwrap(), Arrived::Message(1));
    }
}

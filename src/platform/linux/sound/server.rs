//! The sounds at the server: sent once, kept there, and played by their names.
//!
//! On a thread that may wait: each question has a limit.

use std::io::{self, Write};
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, poll};
use rustix::fs::Timespec;

use super::super::pulse::wire::{Ask, Heard, Inbox, Malformed, Tags, block};
use super::super::pulse::{self, Fault};
use super::Sound;
use super::samples::RATE;
use crate::platform::boot_time;

/// A connection to the server that was let in.
#[derive(Debug)]
pub(super) struct Server {
    stream: UnixStream,
    inbox: Inbox,
    numbers: u32,
    /// The longest wait for an answer.
    answer: Duration,
}

impl Server {
    /// Connects and brings the sounds.
    pub(super) fn open(
        socket: &Path,
        cookie: Option<&Path>,
        answer: Duration,
    ) -> Result<Self, Fault> {
        let mut server = Self {
            stream: pulse::open(socket)?,
            inbox: Inbox::default(),
            numbers: 0,
            answer,
        };
        server.ask(Ask::Enter(&pulse::read_cookie(cookie)), ignore)?;
        server.ask(Ask::Introduce, ignore)?;
        server.bring(Sound::Tick)?;
        server.bring(Sound::End)?;
        Ok(server)
    }

    /// Plays it, also if somebody else had the server forget it.
    pub(super) fn play(&mut self, sound: Sound) -> Result<(), Fault> {
        match self.ask(Ask::Play(sound.name()), ignore) {
            Err(Fault::Refused) => {
                self.bring(sound)?;
                self.ask(Ask::Play(sound.name()), ignore)
            }
            other => other,
        }
    }

    /// Has the server forget the sounds. One that is playing goes on.
    pub(super) fn forget(&mut self) -> Result<(), Fault> {
        for sound in [Sound::Tick, Sound::End] {
            match self.ask(Ask::Forget(sound.name()), ignore) {
                // Another window of this user was here first.
                Err(Fault::Refused) => {}
                other => other?,
            }
        }
        Ok(())
    }

    /// Waits so long, or until the server goes.
    pub(super) fn linger(&mut self, at_most: Duration) {
        let until = boot_time() + at_most;
        while self.wait(PollFlags::IN, until).is_ok() {
            if self.inbox.fill(&self.stream).is_err() {
                return;
            }
        }
    }

    fn bring(&mut self, sound: Sound) -> Result<(), Fault> {
        let samples = sound.samples();
        let upload = Ask::Upload {
            name: sound.name(),
            rate: RATE.into(),
            bytes: u32::try_from(samples.len()).unwrap_or(u32::MAX),
        };
        let channel = self.ask(upload, |mut tags| tags.word())?;
        self.send(&block(channel, &samples))?;
        self.ask(Ask::Uploaded(channel), ignore)
    }

    fn ask<T>(
        &mut self,
        ask: Ask<'_>,
        read: impl FnOnce(Tags<'_>) -> Result<T, Malformed>,
    ) -> Result<T, Fault> {
        self.numbers = self.numbers.wrapping_add(1);
        self.send(&ask.message(self.numbers))?;
        let until = boot_time() + self.answer;
        loop {
            while let Some(heard) = self.inbox.next()? {
                match heard {
                    Heard::Reply(number, tags) if number == self.numbers => return Ok(read(tags)?),
                    Heard::Refused(number) if number == self.numbers => return Err(Fault::Refused),
                    _ => {}
                }
            }
            self.wait(PollFlags::IN, until)?;
            match self.inbox.fill(&self.stream) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                other => other?,
            }
        }
    }

    fn send(&mut self, mut message: &[u8]) -> Result<(), Fault> {
        let until = boot_time() + self.answer;
        while !message.is_empty() {
            match self.stream.write(message) {
                Ok(sent) => message = &message[sent..],
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    self.wait(PollFlags::OUT, until)?;
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    /// Waits until the stream is ready, at the latest until then, on the boot clock.
    fn wait(&self, ready: PollFlags, until: Duration) -> Result<(), Fault> {
        let left = until.saturating_sub(boot_time());
        if left.is_zero() {
            return Err(Fault::Late);
        }
        let limit = Timespec::try_from(left).map_err(|_| Fault::Late)?;
        let mut waker = [PollFd::from_borrowed_fd(self.stream.as_fd(), ready)];
        match poll(&mut waker, Some(&limit)) {
            Ok(0) => Err(Fault::Late),
            Ok(_) | Err(rustix::io::Errno::INTR) => Ok(()),
            Err(error) => Err(Fault::Gone(error.into())),
        }
    }
}

#[expect(clippy::unnecessary_wraps, reason = "one of several ways to read")]
fn ignore(_tags: Tags<'_>) -> Result<(), Malformed> {
    Ok(())
}

//! A conversation with the sound server: one question at a time, each with a limit.
//!
//! It enters, subscribes, and lists what is recorded; then again after each event. Events come in
//! bursts, so lists are asked for at most once in a while, however many come.

use std::io::{self, Write};
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::Duration;

use super::super::pulse::wire::{Ask, Heard, Inbox, Malformed};
use super::super::pulse::{self, Fault};
use super::judge::{self, Recording};
use crate::platform::boot_time;

/// Between two lists at least this long passes: what one call sets off comes within it.
const GATHER: Duration = Duration::from_millis(100);

/// A conversation.
#[derive(Debug)]
pub(super) struct Talk {
    stream: UnixStream,
    inbox: Inbox,
    /// The longest wait for an answer.
    answer: Duration,
    numbers: u32,
    asked: Option<Step>,
    /// Something changed since the lists were asked for.
    changed: bool,
    /// When the last list came, on the boot clock.
    listed: Duration,
    /// When what is awaited is late, on the boot clock.
    late: Option<Duration>,
}

/// What was asked last.
#[derive(Debug)]
enum Step {
    Enter,
    Introduce,
    Subscribe,
    Recordings,
    Sources(Vec<Recording>),
}

impl Talk {
    /// Connects and asks to be let in.
    pub(super) fn open(
        socket: &Path,
        cookie: Option<&Path>,
        answer: Duration,
    ) -> Result<Self, Fault> {
        let mut talk = Self {
            stream: pulse::open(socket)?,
            inbox: Inbox::default(),
            answer,
            numbers: 0,
            asked: None,
            changed: false,
            listed: Duration::ZERO,
            late: None,
        };
        talk.say(Ask::Enter(&pulse::read_cookie(cookie)), Step::Enter)?;
        Ok(talk)
    }

    /// Takes what came. Gives whether a microphone is in use, if that was answered anew.
    pub(super) fn hear(&mut self) -> Result<Option<bool>, Fault> {
        match self.inbox.fill(&self.stream) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(None),
            Err(error) => return Err(error.into()),
        }
        let mut in_use = None;
        while let Some(heard) = self.inbox.next()? {
            let tags = match heard {
                Heard::Reply(number, tags) if number == self.numbers => tags,
                Heard::Reply(..) => return Err(Malformed.into()),
                Heard::Refused(_) => return Err(Fault::Refused),
                Heard::RecordingsChanged => {
                    self.changed = true;
                    continue;
                }
                Heard::Other => continue,
            };
            match self.asked.take().ok_or(Malformed)? {
                Step::Enter => self.say(Ask::Introduce, Step::Introduce)?,
                Step::Introduce => self.say(Ask::Subscribe, Step::Subscribe)?,
                Step::Subscribe => self.changed = true,
                Step::Recordings => {
                    let recordings = judge::recordings(tags)?;
                    self.say(Ask::Sources, Step::Sources(recordings))?;
                }
                Step::Sources(recordings) => {
                    in_use = Some(judge::in_use(&recordings, &judge::sources(tags)?));
                    self.listed = boot_time();
                }
            }
        }
        self.inbox.shrink();
        self.late = match (self.asked.is_some(), self.inbox.is_amid()) {
            (false, false) => None,
            _ => self.late.or(Some(boot_time() + self.answer)),
        };
        Ok(in_use)
    }

    /// Asks for the lists if something changed and it is time. Gives how long there is nothing to do
    /// unless something comes; none: for as long as nothing does.
    pub(super) fn go_on(&mut self) -> Result<Option<Duration>, Fault> {
        let now = boot_time();
        let due = self.listed + GATHER;
        if self.changed && self.asked.is_none() && due <= now {
            self.changed = false;
            self.say(Ask::Recordings, Step::Recordings)?;
        }
        let next = if self.changed && self.asked.is_none() {
            Some(self.late.map_or(due, |late| late.min(due)))
        } else {
            self.late
        };
        Ok(next.map(|next| next.saturating_sub(now)))
    }

    /// Whether an answer is late, or the rest of a message.
    pub(super) fn is_late(&self) -> bool {
        self.late.is_some_and(|late| late <= boot_time())
    }

    /// Waits so much longer for what is late.
    pub(super) fn wait_longer(&mut self, longer: Duration) {
        self.late = Some(boot_time() + longer);
    }

    fn say(&mut self, ask: Ask<'_>, step: Step) -> Result<(), Fault> {
        self.numbers = self.numbers.wrapping_add(1);
        // So little always fits, if what was sent before was answered.
        self.stream.write_all(&ask.message(self.numbers))?;
        self.asked = Some(step);
        self.late = Some(boot_time() + self.answer);
        Ok(())
    }
}

impl AsFd for Talk {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.stream.as_fd()
    }
}

//! A program of the user in a group of its own, waited for with a limit.

use std::io;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, ExitStatus};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::thread;
use std::time::Duration;

use crate::platform::process::{Signal, await_end, signal_group};

/// A program that was started. Dropped, it runs on.
#[derive(Debug)]
pub struct Running {
    child: Child,
    /// Closed when the program has ended; it is not reaped before, so that its number, and that of its
    /// group, stay its own.
    ended: Receiver<()>,
}

impl Running {
    /// Starts it as the first of a group of its own.
    ///
    /// # Errors
    /// Whatever the system says.
    pub fn start(command: &mut Command) -> io::Result<Self> {
        let mut child = command.process_group(0).spawn()?;
        let id = child.id();
        let (tell, ended) = sync_channel::<()>(0);
        let waiting = thread::Builder::new()
            .name("hook-end".to_owned())
            .stack_size(64 * 1024)
            .spawn(move || {
                await_end(id);
                drop(tell);
            });
        if let Err(error) = waiting {
            signal_group(id, Signal::End);
            // It is gone, and its number is free again.
            let _ = child.wait();
            return Err(error);
        }
        Ok(Self { child, ended })
    }

    /// The program itself, for its pipes.
    pub fn child(&mut self) -> &mut Child {
        &mut self.child
    }

    /// Whether it has ended, after waiting no longer than this.
    #[must_use]
    pub fn ended_within(&self, limit: Duration) -> bool {
        self.ended.recv_timeout(limit) != Err(RecvTimeoutError::Timeout)
    }

    /// Asks it and all it started in its group to end.
    pub fn ask_to_end(&self) {
        signal_group(self.child.id(), Signal::AskToEnd);
    }

    /// Ends it and all it started in its group.
    pub fn end(&mut self) {
        signal_group(self.child.id(), Signal::End);
    }

    /// How it ended; to be asked once it has.
    ///
    /// # Errors
    /// Whatever the system says.
    pub fn status(mut self) -> io::Result<ExitStatus> {
        self.child.wait()
    }
}

/// Whether the system refused to start a file because it is no program: ENOEXEC.
#[must_use]
pub fn is_no_program(error: &io::Error) -> bool {
    error.raw_os_error() == Some(8)
}

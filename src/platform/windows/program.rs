//! A program of the user, waited for with a limit.

use std::io;
use std::os::windows::io::AsRawHandle;
use std::os::windows::process::CommandExt;
use std::process::{Child, Command, ExitStatus};
use std::time::Duration;

use windows_sys::Win32::Foundation::WAIT_TIMEOUT;
use windows_sys::Win32::System::Threading::{CREATE_NO_WINDOW, WaitForSingleObject};

/// A program that was started. Dropped, it runs on.
#[derive(Debug)]
pub struct Running {
    child: Child,
}

impl Running {
    /// Starts it without a console of its own.
    ///
    /// # Errors
    /// Whatever the system says.
    pub fn start(command: &mut Command) -> io::Result<Self> {
        let child = command.creation_flags(CREATE_NO_WINDOW).spawn()?;
        Ok(Self { child })
    }

    /// The program itself, for its pipes.
    pub fn child(&mut self) -> &mut Child {
        &mut self.child
    }

    /// Whether it has ended, after waiting no longer than this.
    #[must_use]
    #[expect(
        unsafe_code,
        reason = "the standard library waits without a limit only"
    )]
    pub fn ended_within(&self, limit: Duration) -> bool {
        // All ones would mean without a limit.
        let limit = u32::try_from(limit.as_millis()).unwrap_or(u32::MAX - 1);
        // SAFETY: the handle is the child's own, which is open for as long as the child is held.
        let waited = unsafe { WaitForSingleObject(self.child.as_raw_handle(), limit) };
        waited != WAIT_TIMEOUT
    }

    /// Nothing: a program without a window cannot be asked here.
    pub fn ask_to_end(&self) {}

    /// Ends it. What it started goes on.
    pub fn end(&mut self) {
        // It fails where it has ended already.
        let _ = self.child.kill();
    }

    /// How it ended; to be asked once it has.
    ///
    /// # Errors
    /// Whatever the system says.
    pub fn status(mut self) -> io::Result<ExitStatus> {
        self.child.wait()
    }
}

/// Whether the system refused to start a file because it is no program: `ERROR_BAD_EXE_FORMAT`.
#[must_use]
pub fn is_no_program(error: &io::Error) -> bool {
    error.raw_os_error() == Some(193)
}

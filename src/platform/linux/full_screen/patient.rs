//! A connection to an X server on which no wait is without a limit: the crate has none of its own.

use std::io::{self, IoSlice};
use std::os::fd::{AsFd, BorrowedFd};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, poll};
use rustix::fs::Timespec;
use x11rb::reexports::x11rb_protocol::parse_display::parse_display;
use x11rb::reexports::x11rb_protocol::xauth::get_auth;
use x11rb::rust_connection::{DefaultStream, PollMode, RustConnection, Stream};
use x11rb::utils::RawFdContainer;

use super::Fault;
use crate::platform::boot_time;

/// The bytes to and from the server.
#[derive(Debug)]
pub(super) struct Patient {
    stream: DefaultStream,
    /// Nothing is waited for any longer, in milliseconds of the boot clock.
    late: AtomicU64,
}

impl Patient {
    /// Connects to a display; gives its screen too. Connecting itself may block, whatever the limit.
    pub(super) fn connect(
        display: &str,
        limit: Duration,
    ) -> Result<(RustConnection<Self>, usize), Fault> {
        let display = parse_display(Some(display)).map_err(Fault::gone)?;
        let screen = usize::from(display.screen);
        let mut fault = Fault::gone("the display has no address");
        for address in display.connect_instruction() {
            let (stream, (family, peer)) = match DefaultStream::connect(&address) {
                Ok(connected) => connected,
                Err(error) => {
                    fault = Fault::gone(error);
                    continue;
                }
            };
            // Without a key it is tried all the same.
            let key = get_auth(family, &peer, display.display).ok().flatten();
            let (name, data) = key.unwrap_or_default();
            let stream = Self {
                stream,
                late: AtomicU64::default(),
            };
            stream.allow(limit);
            let x = RustConnection::connect_to_stream_with_auth_info(stream, screen, name, data);
            return Ok((x.map_err(Fault::of_connecting)?, screen));
        }
        Err(fault)
    }

    /// All that follows may take so long together.
    pub(super) fn allow(&self, limit: Duration) {
        let late = (boot_time() + limit).as_millis();
        let late = u64::try_from(late).unwrap_or(u64::MAX);
        self.late.store(late, Ordering::Relaxed);
    }

    fn left(&self) -> io::Result<Timespec> {
        let late = Duration::from_millis(self.late.load(Ordering::Relaxed));
        let left = late.saturating_sub(boot_time());
        Timespec::try_from(left).map_err(|_| io::ErrorKind::InvalidInput.into())
    }
}

impl Stream for Patient {
    fn poll(&self, mode: PollMode) -> io::Result<()> {
        let mut wanted = PollFlags::empty();
        wanted.set(PollFlags::IN, mode.readable());
        wanted.set(PollFlags::OUT, mode.writable());
        let mut stream = [PollFd::new(&self.stream, wanted)];
        loop {
            match poll(&mut stream, Some(&self.left()?)) {
                Ok(0) => return Err(io::ErrorKind::TimedOut.into()),
                Ok(_) => return Ok(()),
                Err(rustix::io::Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    fn read(&self, buffer: &mut [u8], files: &mut Vec<RawFdContainer>) -> io::Result<usize> {
        self.stream.read(buffer, files)
    }

    fn write(&self, buffer: &[u8], files: &mut Vec<RawFdContainer>) -> io::Result<usize> {
        self.stream.write(buffer, files)
    }

    fn write_vectored(
        &self,
        buffers: &[IoSlice<'_>],
        files: &mut Vec<RawFdContainer>,
    ) -> io::Result<usize> {
        self.stream.write_vectored(buffers, files)
    }
}

impl AsFd for Patient {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.stream.as_fd()
    }
}

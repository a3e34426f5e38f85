//! The system's wish that the program ends: SIGTERM at logout, SIGINT at Ctrl-C, SIGHUP; and a reader
//! of its answer who went away.

use std::thread;

use rustix::event::{PollFd, PollFlags, poll};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

/// Calls `ended` each time the system or the user wants the program to end.
pub fn on_end(ended: impl Fn() + Send + 'static) {
    let signals = match Signals::new([SIGTERM, SIGINT, SIGHUP]) {
        Ok(signals) => signals,
        Err(error) => {
            tracing::warn!(%error, "an end by signal will not be in good order");
            return;
        }
    };
    let waiting = thread::Builder::new()
        .name("end".to_owned())
        .spawn(move || {
            let mut signals = signals;
            for _ in signals.forever() {
                ended();
            }
        });
    if let Err(error) = waiting {
        tracing::warn!(%error, "no thread to wait for the end with");
    }
}

/// Calls `gone` once whoever reads what this program prints has gone: at once, not only with the next
/// line. Where that cannot be seen, as with a file, never.
pub fn on_no_reader(gone: impl FnOnce() + Send + 'static) {
    let waiting = thread::Builder::new()
        .name("reader".to_owned())
        .spawn(move || {
            let stdout = std::io::stdout();
            // Nothing is waited for but what is always told: an error, or a hang-up.
            let mut reader = [PollFd::new(&stdout, PollFlags::empty())];
            while matches!(
                poll(&mut reader, None),
                Ok(0) | Err(rustix::io::Errno::INTR)
            ) {}
            gone();
        });
    if let Err(error) = waiting {
        tracing::warn!(%error, "no thread to wait for the reader's end with");
    }
}

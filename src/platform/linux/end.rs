//! The system's wish that the program ends: SIGTERM at logout, SIGINT at Ctrl-C, SIGHUP.

use std::thread;

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

//! The system's wish that the program ends, which is not heard on this system yet.

/// Says so in the log; the program ends by its menu.
pub fn on_end(_ended: impl Fn() + Send + 'static) {
    tracing::info!("an end by the system is not heard on this system yet");
}

/// Does nothing: it is noticed with the next line.
pub fn on_no_reader(_gone: impl FnOnce() + Send + 'static) {}

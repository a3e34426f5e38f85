//! What the main thread does while the program runs: on Linux, the program itself.

/// Runs the program.
pub fn host<R: Send + 'static>(program: impl FnOnce() -> R + Send + 'static) -> R {
    program()
}

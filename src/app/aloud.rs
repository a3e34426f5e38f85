//! Words for the terminal that the program was started from.

use std::fmt::Display;
use std::io::{self, Write};

/// Says it on stderr. A terminal that is closed, or a full disk behind it, is no reason to end.
pub(super) fn aloud(words: impl Display) {
    // There is nobody else to tell that nobody listens.
    let _ = writeln!(io::stderr().lock(), "{words}");
}

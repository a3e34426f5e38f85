//! Opening a file in the program the user chose for it.

use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

/// Opens a file by the desktop's own choice; waits until the program was started.
///
/// # Errors
/// When there is no opener, or it finds no program for the file.
pub fn file(path: &Path) -> io::Result<()> {
    let status = Command::new("xdg-open")
        .arg(path)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()?;
    if status.success() {
        return Ok(());
    }
    Err(io::Error::other(format!("xdg-open ended with {status}")))
}

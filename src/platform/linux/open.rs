//! Opening a file or a web address in the program the user chose for it.

use std::ffi::OsStr;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

/// Opens a file by the desktop's own choice; waits until the program was started.
///
/// # Errors
/// When there is no opener, or it finds no program for the file.
pub fn file(path: &Path) -> io::Result<()> {
    start(path.as_os_str())
}

/// Opens a web address in the user's browser; waits until that was started.
///
/// # Errors
/// When it is no web address, there is no opener, or it finds no browser.
pub fn address(address: &str) -> io::Result<()> {
    if !address.starts_with("https://") && !address.starts_with("http://") {
        return Err(io::Error::other("it is no web address"));
    }
    start(OsStr::new(address))
}

/// No shell reads what is opened: it is one argument.
fn start(what: &OsStr) -> io::Result<()> {
    let status = Command::new("xdg-open")
        .arg(what)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()?;
    if status.success() {
        return Ok(());
    }
    Err(io::Error::other(format!("xdg-open ended with {status}")))
}

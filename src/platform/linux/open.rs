//! Opening a file in the program the user chose for it.

use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;

/// Opens the settings file; makes one with every key at its default if there is none.
pub fn settings_file(path: &Path) {
    let path = path.to_owned();
    // The opener may take its time, so a thread waits for it and for the disk.
    let waiting = thread::Builder::new().name("open".to_owned()).spawn(move || {
        let opened = Command::new("xdg-open")
            .arg(&path)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        match opened {
            Ok(status) if status.success() => {}
            Ok(status) => tracing::warn!(path = %path.display(), %status, "xdg-open did not open the file"),
            Err(error) => tracing::warn!(path = %path.display(), %error, "xdg-open cannot be started"),
        }
    });
    if let Err(error) = waiting {
        tracing::warn!(%error, "no thread to open the file with");
    }
}

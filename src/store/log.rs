//! The log: bounded in size, written by the store's thread, never waited for.

use std::fmt;
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use tracing_subscriber::fmt::MakeWriter;

use crate::platform::files;

use super::places::folder_of;
use super::queue::Shared;

/// At this size the log is put aside as `soleus.log.1`, in place of the one before.
const LARGEST: u64 = 1024 * 1024;

const LONGEST_LINE: usize = 8 * 1024;

/// Hands log lines to the store. Lines are dropped when too many wait.
#[derive(Clone)]
pub struct LogWriter {
    shared: Arc<Shared>,
}

/// One event of the log, handed over when it is whole.
pub struct LogLine {
    shared: Arc<Shared>,
    text: Vec<u8>,
}

impl LogWriter {
    pub(super) fn new(shared: Arc<Shared>) -> Self {
        Self { shared }
    }
}

impl<'a> MakeWriter<'a> for LogWriter {
    type Writer = LogLine;

    fn make_writer(&'a self) -> LogLine {
        LogLine {
            shared: Arc::clone(&self.shared),
            text: Vec::new(),
        }
    }
}

impl Write for LogLine {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let room = LONGEST_LINE.saturating_sub(self.text.len());
        self.text.extend_from_slice(&bytes[..bytes.len().min(room)]);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for LogLine {
    fn drop(&mut self) {
        if !self.text.is_empty() {
            let text = String::from_utf8_lossy(&self.text).into_owned();
            self.shared.line(text);
        }
    }
}

impl fmt::Debug for LogWriter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LogWriter")
    }
}

impl fmt::Debug for LogLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LogLine")
    }
}

/// Adds lines to the log file.
pub(super) fn append<'l>(
    path: &Path,
    lines: impl IntoIterator<Item = &'l String>,
) -> io::Result<()> {
    let mut text = String::new();
    for line in lines {
        text += line.trim_end_matches('\n');
        text.push('\n');
    }
    files::create_private_folder(folder_of(path))?;
    if fs::metadata(path).is_ok_and(|log| log.len() >= LARGEST) {
        let mut aside = path.as_os_str().to_owned();
        aside.push(".1");
        fs::rename(path, aside)?;
    }
    files::private_file()
        .append(true)
        .create(true)
        .open(path)?
        .write_all(text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_stays_small_and_keeps_the_newest_lines() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("soleus.log");
        let batch: Vec<String> = vec!["x".repeat(1000); 100];
        for _ in 0..50 {
            append(&path, &batch).unwrap();
        }
        append(&path, &["the last".to_owned()]).unwrap();
        let size = |name| fs::metadata(folder.path().join(name)).unwrap().len();
        assert!(size("soleus.log") < LARGEST + 200_000);
        assert!(size("soleus.log.1") < LARGEST + 200_000);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
        assert!(
            fs::read_to_string(&path)
                .unwrap()
                .ends_with("x\nthe last\n")
        );
    }
}

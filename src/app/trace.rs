//! Traces: every input with its moment, one JSON line each, written as it happens and replayed later.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::engine::{Engine, Input, Now, Rules, Snapshot};

/// One line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum TraceLine {
    /// How the engine stood at the beginning.
    Begin {
        rules: Box<Rules>,
        snapshot: Box<Snapshot>,
    },
    /// What it was told.
    Told { now: Now, input: Box<Input> },
}

/// Writes a trace on a thread of its own, so that a slow disk never stops the clock.
#[derive(Debug)]
pub(super) struct Trace {
    lines: mpsc::Sender<String>,
    /// Hangs up when all is written.
    written: mpsc::Receiver<()>,
}

/// How long the last lines may take when the program ends.
const LAST_LINES: Duration = Duration::from_secs(1);

impl Trace {
    /// Begins a trace in a new file; one that is there is not overwritten.
    ///
    /// # Errors
    /// When the file cannot be made.
    pub(super) fn begin(path: &Path, engine: &Engine) -> std::io::Result<Self> {
        let mut file = BufWriter::new(File::create_new(path)?);
        let (lines, to_write) = mpsc::channel::<String>();
        let (writing, written) = mpsc::channel();
        thread::Builder::new()
            .name("trace".to_owned())
            .spawn(move || {
                let _writing: mpsc::Sender<()> = writing;
                for line in to_write {
                    if let Err(error) = writeln!(file, "{line}").and_then(|()| file.flush()) {
                        tracing::warn!(%error, "the trace cannot be written any more");
                        return;
                    }
                }
            })?;
        let trace = Self { lines, written };
        trace.write(&TraceLine::Begin {
            rules: Box::new(engine.rules().clone()),
            snapshot: Box::new(engine.snapshot()),
        });
        Ok(trace)
    }

    /// Adds one input.
    pub(super) fn told(&self, now: Now, input: &Input) {
        self.write(&TraceLine::Told {
            now,
            input: Box::new(input.clone()),
        });
    }

    /// Waits, for a short while, until the last line is written.
    pub(super) fn end(self) {
        let Self { lines, written } = self;
        drop(lines);
        // Nothing is ever sent: it ends by the hanging up, or by the time.
        let _ = written.recv_timeout(LAST_LINES);
    }

    fn write(&self, line: &TraceLine) {
        match serde_json::to_string(line) {
            // The thread is gone when the disk failed; that was said.
            Ok(line) => drop(self.lines.send(line)),
            Err(error) => tracing::error!(%error, "an input cannot be traced"),
        }
    }
}

//! Traces: every input with its moment, one JSON line each, written as it happens and replayed later.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::mpsc;
use std::thread;

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
pub(super) struct Trace(mpsc::Sender<String>);

impl Trace {
    /// Begins a trace in a new file; one that is there is not overwritten.
    ///
    /// # Errors
    /// When the file cannot be made.
    pub(super) fn begin(path: &Path, engine: &Engine) -> std::io::Result<Self> {
        let mut file = BufWriter::new(File::create_new(path)?);
        let (lines, to_write) = mpsc::channel::<String>();
        thread::Builder::new()
            .name("trace".to_owned())
            .spawn(move || {
                for line in to_write {
                    if let Err(error) = writeln!(file, "{line}").and_then(|()| file.flush()) {
                        tracing::warn!(%error, "the trace cannot be written any more");
                        return;
                    }
                }
            })?;
        let trace = Self(lines);
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

    fn write(&self, line: &TraceLine) {
        match serde_json::to_string(line) {
            // The thread is gone when the disk failed; that was said.
            Ok(line) => drop(self.0.send(line)),
            Err(error) => tracing::error!(%error, "an input cannot be traced"),
        }
    }
}

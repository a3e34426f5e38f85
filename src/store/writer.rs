//! The one thread that writes: history, then snapshot, then log. Nobody ever waits for it.

use std::io;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use crate::engine::Record;
use crate::link::{Health, Link, Part};
use crate::platform::files;

use super::append::Appender;
use super::device::device_name;
use super::log::{self, LogWriter};
use super::places::{Places, folder_of};
use super::queue::{Shared, Turn, Work};
use super::replace::{remove_leftovers, replace};

const FIRST_RETRY: Duration = Duration::from_secs(1);
const LAST_RETRY: Duration = Duration::from_mins(5);

/// Hands over what is to be written. Dropped, it lets the thread finish what it holds.
#[derive(Debug)]
pub struct Store {
    shared: Arc<Shared>,
}

/// Records that could not be written for now. They are kept in memory and tried again.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Kept(pub String);

impl Store {
    /// Starts the thread. It calls `done` once for each ticket of [`Store::append`], and tells
    /// through the link when nothing can be written, and when it works again.
    #[must_use]
    pub fn start(
        places: Places,
        link: Link,
        done: impl Fn(u64, Result<(), Kept>) + Send + 'static,
    ) -> Self {
        let shared = Arc::new(Shared::default());
        let failed = link.clone();
        let mut writer = Writer {
            shared: Arc::clone(&shared),
            places,
            link,
            done: Box::new(done),
            appender: None,
            failing: None,
            works: false,
            lost: 0,
        };
        let spawned = thread::Builder::new()
            .name("store".to_owned())
            .spawn(move || {
                let _gone = Gone(Arc::clone(&writer.shared));
                writer.run();
            });
        if let Err(error) = spawned {
            shared.gone();
            let what = format!(
                "Nothing is saved, because the thread that writes could not start: {error}. \
                 The clock goes on; start Soleus again."
            );
            failed.health(Part::Store, Health::Missing(what));
        }
        Self { shared }
    }

    /// Appends records. The ticket is answered when they are on the disk, or when the attempt
    /// failed; then they are kept and tried again with the next ones, and now and then.
    pub fn append(&self, records: Vec<Record>, ticket: u64) {
        self.shared.append(records, None, ticket);
    }

    /// Appends records and then replaces the snapshot, in one go: what was answered can be undone
    /// also after a crash.
    pub fn append_with_state(&self, records: Vec<Record>, state: String, ticket: u64) {
        self.shared.append(records, Some(state), ticket);
    }

    /// The records that were handed over and are not on the disk, as far as is known.
    #[must_use]
    pub fn waiting(&self) -> Vec<Record> {
        self.shared.waiting()
    }

    /// Replaces the snapshot, after all records handed over before. Of several only the last counts.
    pub fn state(&self, state: String) {
        self.shared.state(state);
    }

    /// Adds a line to the log, or drops it when too many wait.
    pub fn log(&self, line: String) {
        self.shared.line(line);
    }

    /// A writer for the log, for `tracing`.
    #[must_use]
    pub fn log_writer(&self) -> LogWriter {
        LogWriter::new(Arc::clone(&self.shared))
    }

    /// Waits, at most so long, until all was tried; whether everything is on the disk. For shutdown.
    #[must_use]
    pub fn flush(&self, limit: Duration) -> bool {
        self.shared.flush(limit)
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        self.shared.close();
    }
}

/// Tells those who flush that the thread has ended, however it did.
struct Gone(Arc<Shared>);

impl Drop for Gone {
    fn drop(&mut self) {
        self.0.gone();
    }
}

struct Writer {
    shared: Arc<Shared>,
    places: Places,
    link: Link,
    done: Box<dyn Fn(u64, Result<(), Kept>) + Send>,
    appender: Option<Appender>,
    /// When to try again, while something could not be written.
    failing: Option<Duration>,
    works: bool,
    lost: u64,
}

impl Writer {
    fn run(&mut self) {
        let prepared = self.prepare().map(|_| ());
        self.judge(prepared);
        loop {
            match self.shared.next(self.failing) {
                Turn::Write(work) => self.write(work),
                Turn::Last(work) => return self.write(work),
            }
        }
    }

    fn write(&mut self, mut work: Work) {
        let lines = std::mem::take(&mut work.lines);
        if !lines.is_empty() {
            // A log that cannot be written has nowhere to say so; the store's own failure is
            // told through the link.
            let _ = log::append(&self.places.log, &lines);
        }
        let nothing = work.records.is_empty() && work.state.is_none();
        if nothing && self.failing.is_none() {
            return self.answer(&work.tickets, &Ok(()));
        }
        let mut written = self.write_records(&mut work);
        self.lost += work.lost;
        let answer = match &written {
            Ok(()) => Ok(()),
            Err(error) => Err(Kept(self.in_words(error))),
        };
        if written.is_ok()
            && let Some(state) = &work.state
        {
            written = self.write_state(state);
            if written.is_ok() {
                work.state = None;
            }
        }
        self.shared.keep(work.records, work.state);
        self.judge(written);
        self.answer(&work.tickets, &answer);
    }

    fn write_records(&mut self, work: &mut Work) -> io::Result<()> {
        let appender = self.prepare()?;
        let failed = match appender.append(work.records.make_contiguous()) {
            Ok(()) => {
                work.records.clear();
                return Ok(());
            }
            Err(failed) => failed,
        };
        work.records.drain(..failed.written);
        Err(failed.error)
    }

    fn write_state(&self, state: &str) -> io::Result<()> {
        files::create_private_folder(folder_of(&self.places.state))?;
        replace(&self.places.state, state.as_bytes())
    }

    /// Finds out who this device is and makes its folders, once.
    fn prepare(&mut self) -> io::Result<&Appender> {
        if self.appender.is_none() {
            let device = device_name(&self.places.device)?;
            let appender = Appender::new(&self.places.history, &device);
            appender.prepare()?;
            remove_leftovers(folder_of(&self.places.state));
            self.appender = Some(appender);
        }
        self.appender
            .as_ref()
            .ok_or_else(|| io::Error::other("no place for the history"))
    }

    /// Tells each change once, and says when to try again.
    fn judge(&mut self, written: io::Result<()>) {
        match written {
            Ok(()) => {
                let was_failing = self.failing.take().is_some();
                if was_failing || !self.works {
                    let folder = self.places.history.display();
                    let mut what = format!("history in {folder}");
                    if self.lost > 0 {
                        what += &format!("; {} records found no room and are lost", self.lost);
                        self.lost = 0;
                    }
                    self.works = true;
                    self.link.health(Part::Store, Health::Works(what));
                }
            }
            Err(error) => {
                if self.failing.is_none() {
                    let what = self.in_words(&error);
                    self.link.health(Part::Store, Health::Missing(what));
                }
                let again = self.failing.map_or(FIRST_RETRY, |last| last * 2);
                self.failing = Some(again.min(LAST_RETRY));
            }
        }
    }

    fn answer(&self, tickets: &[u64], answer: &Result<(), Kept>) {
        for ticket in tickets {
            (self.done)(*ticket, answer.clone());
        }
    }

    fn in_words(&self, error: &io::Error) -> String {
        format!(
            "Nothing can be saved below {}: {}. It is kept in memory and tried again; make room, \
             or check that the folder is yours.",
            self.places.history.display(),
            why(error)
        )
    }
}

/// Why the system refused, as a person would say it.
pub(super) fn why(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "the disk is full".into(),
        io::ErrorKind::FileTooLarge => "the file may not grow any more".into(),
        io::ErrorKind::ReadOnlyFilesystem => "the disk is read-only".into(),
        io::ErrorKind::PermissionDenied => "permission denied".into(),
        _ => {
            let text = error.to_string();
            match text.split_once(" (os error") {
                Some((words, _)) => words.to_lowercase(),
                None => text,
            }
        }
    }
}

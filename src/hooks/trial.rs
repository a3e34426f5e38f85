//! One run of one program: started, told, waited for, ended when it takes too long.

use std::collections::VecDeque;
use std::env;
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use super::event::Event;
use super::failure::Failure;
use crate::platform::program::{Running, is_no_program};

/// So much of what a program says last on its standard error is kept.
const KEPT: usize = 4096;

/// How long a program that was asked to end may take for it.
const TO_END: Duration = Duration::from_secs(2);

/// How long the end of what it said may take to arrive once it has ended itself. What it left running
/// may hold its standard error open for ever.
const LAST_WORDS: Duration = Duration::from_millis(200);

/// While so many programs that were left running hold a standard error open, no more are read.
const MOST_LEFT: usize = 8;

/// What came of it.
#[derive(Debug)]
pub(super) struct Ran {
    /// Why it failed, if it did.
    pub(super) failure: Option<Failure>,
    /// What it said last on its standard error.
    pub(super) said: String,
}

/// Where and how programs are run.
#[derive(Debug)]
pub(super) struct Ground {
    home: PathBuf,
    /// Held by each thread that reads a standard error.
    readers: Arc<()>,
}

impl Ground {
    /// Programs run in the home folder.
    pub(super) fn at(home: PathBuf) -> Self {
        Self {
            home,
            readers: Arc::new(()),
        }
    }

    /// Runs it to its end, or to the end of its time.
    pub(super) fn run(&self, command: &[String], event: &Event, limit: Duration) -> Ran {
        let Some((program, arguments)) = command.split_first() else {
            return Ran::failed(Failure::NotOnPath);
        };
        let line = match event.to_line() {
            Ok(line) => line,
            Err(error) => return Ran::failed(Failure::NotStarted(error.to_string())),
        };
        let path = resolved(program, &self.home);
        let is_read = Arc::strong_count(&self.readers) <= MOST_LEFT;
        let mut command = Command::new(&path);
        command
            .args(arguments)
            .env("SOLEUS_EVENT", event.happening().word())
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(if is_read {
                Stdio::piped()
            } else {
                Stdio::null()
            });
        if self.home.is_dir() {
            command.current_dir(&self.home);
        }
        let mut running = match Running::start(&mut command) {
            Ok(running) => running,
            Err(error) => return Ran::failed(why_not_started(&error, program, &path)),
        };
        if let Some(mut stdin) = running.child().stdin.take() {
            // An event is shorter than any pipe holds, so this never waits. It fails for a program
            // that has closed its input, which is its own affair.
            let _ = stdin.write_all(line.as_bytes());
        }
        let said = running.child().stderr.take().map(|it| self.listen(it));
        let failure = outcome(running, limit);
        Ran {
            failure,
            said: said.map_or_else(String::new, Said::last),
        }
    }

    /// Reads on a thread of its own until nobody holds the other end, so that no program is held up, nor
    /// ended by the loss of its reader.
    fn listen(&self, mut stderr: impl Read + Send + 'static) -> Said {
        let tail = Arc::new(Mutex::new(VecDeque::new()));
        let (tell, all) = sync_channel(0);
        let spawned = thread::Builder::new()
            .name("hook-says".to_owned())
            .stack_size(64 * 1024)
            .spawn({
                let tail = Arc::clone(&tail);
                let reader = Arc::clone(&self.readers);
                move || {
                    let mut chunk = [0; KEPT];
                    loop {
                        match stderr.read(&mut chunk) {
                            Ok(0) => break,
                            Ok(length) => keep(&tail, &chunk[..length]),
                            Err(error) if error.kind() == ErrorKind::Interrupted => {}
                            Err(_) => break,
                        }
                    }
                    drop((tell, reader));
                }
            });
        if let Err(error) = spawned {
            tracing::warn!(%error, "no thread to hear a program of the user with");
        }
        Said { tail, all }
    }
}

impl Ran {
    fn failed(failure: Failure) -> Self {
        Self {
            failure: Some(failure),
            said: String::new(),
        }
    }
}

/// What a program says while it runs.
struct Said {
    tail: Arc<Mutex<VecDeque<u8>>>,
    /// Closed at its end.
    all: Receiver<()>,
}

impl Said {
    fn last(self) -> String {
        // Closed or late: what is there counts.
        let _ = self.all.recv_timeout(LAST_WORDS);
        let tail = self.tail.lock().unwrap_or_else(PoisonError::into_inner);
        let bytes: Vec<u8> = tail.iter().copied().collect();
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

fn keep(tail: &Mutex<VecDeque<u8>>, more: &[u8]) {
    let mut tail = tail.lock().unwrap_or_else(PoisonError::into_inner);
    tail.extend(more);
    let too_many = tail.len().saturating_sub(KEPT);
    tail.drain(..too_many);
}

fn outcome(mut running: Running, limit: Duration) -> Option<Failure> {
    if !running.ended_within(limit) {
        running.ask_to_end();
        // What does not end when asked is ended, and what it started with it.
        let _ = running.ended_within(TO_END);
        running.end();
        if !running.ended_within(TO_END) {
            return Some(Failure::Stuck(limit));
        }
        // It is ended; how does not matter.
        let _ = running.status();
        return Some(Failure::TooSlow(limit));
    }
    match running.status() {
        Ok(status) if status.success() => None,
        Ok(status) => Some(match status.code() {
            Some(code) => Failure::Code(code),
            None => Failure::Killed(status.to_string().replace("signal: ", "signal ")),
        }),
        Err(error) => Some(Failure::Killed(error.to_string())),
    }
}

/// The program as it is started: below the home folder if it begins with `~/` or names a folder on the
/// way; a plain name is left to the search path.
pub(super) fn resolved(program: &str, home: &Path) -> PathBuf {
    match program.strip_prefix("~/") {
        Some(rest) => home.join(rest),
        None if is_plain_name(program) => PathBuf::from(program),
        None => home.join(program),
    }
}

pub(super) fn is_plain_name(program: &str) -> bool {
    Path::new(program).file_name() == Some(program.as_ref())
}

fn why_not_started(error: &io::Error, program: &str, path: &Path) -> Failure {
    let plain = is_plain_name(program);
    match error.kind() {
        _ if path.is_dir() && !plain => Failure::Folder,
        ErrorKind::NotFound | ErrorKind::NotADirectory => match (plain, is_there(path)) {
            (_, true) => Failure::NoInterpreter,
            (true, false) => Failure::NotOnPath,
            (false, false) => Failure::NoSuchFile,
        },
        ErrorKind::PermissionDenied => Failure::NotExecutable,
        _ if is_no_program(error) => Failure::NoProgram,
        _ => Failure::NotStarted(error.to_string().to_lowercase()),
    }
}

/// Whether a file of this name is there, or for a plain name in a folder of the search path.
fn is_there(path: &Path) -> bool {
    if path.components().nth(1).is_some() {
        return path.exists();
    }
    on_search_path(path).next().is_some()
}

/// The files of this name in the folders of the search path.
pub(super) fn on_search_path(name: &Path) -> impl Iterator<Item = PathBuf> {
    let folders = env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = env::split_paths(&folders).collect();
    let name = name.to_owned();
    folders
        .into_iter()
        .map(move |folder| folder.join(&name))
        .filter(|file| file.is_file())
}

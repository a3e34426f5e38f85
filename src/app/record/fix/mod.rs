//! `soleus fix`: the resident puts its record right; while none runs, this does, by its lock.

mod found;

use std::io;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use chrono::{DateTime, FixedOffset, TimeDelta};

use super::super::start::ask_first;
use super::book::Book;
use crate::cli::args::Common;
use crate::cli::record::{FixArgs, WasWord};
use crate::cli::{ask, out};
use crate::control::{self, Answer, Ask, ClientError, Minutes};
use crate::engine::effect::{Refusal, Reply};
use crate::engine::input::Fix;
use crate::engine::record::RECORD_VERSION;
use crate::engine::{Record, fix_record};
use crate::platform::clock::local_time;
use crate::store::{Appender, Lock, Locked, device_name, last_id};
use crate::words::reply::{refused, reply};
use found::found;

/// More than the resident takes at its slowest.
const PATIENCE: Duration = Duration::from_secs(10);

/// `soleus fix`.
#[must_use]
pub fn fix(common: &Common, args: &FixArgs) -> ExitCode {
    let book = match Book::open(common.dir.as_deref()) {
        Ok(book) => book,
        Err(words) => return out::no(&words),
    };
    // The clock of a demonstration is ahead: what was an hour ago there, the book knows.
    let Some(fix) = meant(args, book.now) else {
        return out::wrong(
            "Say what it was, `soleus fix --at 10:20 walked 5`, what does not count, `soleus fix --drop \
             ID`, or which absence was a break, `soleus fix --confirm ID`.",
        );
    };
    let fix = match found(&book, fix) {
        Ok(fix) => fix,
        Err(words) => return out::no(&words),
    };
    let dir = common.dir.as_deref();
    match control::ask(&book.places.socket(), &asked(&fix), PATIENCE) {
        Ok(answer) => answered(&answer, dir),
        Err(ClientError::NotRunning | ClientError::Unsupported) => alone(dir, &fix),
        Err(error) => out::no(&error.to_string()),
    }
}

fn meant(args: &FixArgs, now: DateTime<FixedOffset>) -> Option<Fix> {
    let device = || args.machine.clone();
    match (args.at, args.was, args.minutes, args.drop, args.confirm) {
        (Some(when), Some(was), Some(minutes), None, None) => Some(Fix::Was {
            at: local_time(when.before(now.naive_local())),
            lasted: Minutes::duration(minutes),
            was: WasWord::into(was),
        }),
        (None, _, _, Some(id), None) => Some(Fix::Drop {
            id,
            device: device(),
            at: None,
        }),
        (None, _, _, None, Some(id)) => Some(Fix::Confirm {
            id,
            device: device(),
            at: None,
        }),
        _ => None,
    }
}

fn asked(fix: &Fix) -> Ask {
    match fix {
        Fix::Was { at, lasted, was } => Ask::Correct {
            at: *at,
            seconds: lasted.as_secs(),
            was: *was,
        },
        Fix::Drop { id, device, at } => Ask::Drop {
            id: *id,
            device: device.clone(),
            at: *at,
        },
        Fix::Confirm { id, device, at } => Ask::Confirm {
            id: *id,
            device: device.clone(),
            at: *at,
        },
    }
}

fn answered(answer: &Answer, dir: Option<&Path>) -> ExitCode {
    match answer {
        Answer::Did { words, .. } => out::done(&with_folder(words, dir)),
        other => ask::not_done(other),
    }
}

/// The words, with the folder in the command that they name: who keeps everything in one of their own
/// types it with every command.
fn with_folder(words: &str, dir: Option<&Path>) -> String {
    let Some(dir) = dir else {
        return words.to_owned();
    };
    let dir = out::quoted(&dir.display().to_string());
    words.replace("soleus fix ", &format!("soleus --dir {dir} fix "))
}

/// While no resident runs: takes its lock, so that none writes meanwhile, and adds the records.
fn alone(dir: Option<&Path>, fix: &Fix) -> ExitCode {
    let book = match Book::open(dir) {
        Ok(book) => book,
        Err(words) => return out::no(&words),
    };
    if let Err(error) = book.places.create_runtime() {
        let folder = book.places.runtime.display();
        return out::no(&format!("The folder {folder} cannot be made: {error}."));
    }
    match Lock::ask(&book.places.lock()) {
        Ok(Locked::Held(lock)) => {
            let done = write(&book, fix);
            drop(lock);
            match done {
                Ok(words) => out::done(&with_folder(&words, dir)),
                Err(words) => out::no(&words),
            }
        }
        // It is just starting, and has a socket in a moment.
        Ok(Locked::Taken) => match ask_first(&book.places.socket(), &asked(fix)) {
            Ok(answer) => answered(&answer, dir),
            Err(error) => out::no(&error.to_string()),
        },
        Err(error) => {
            let lock = book.places.lock();
            out::no(&format!(
                "The lock {} cannot be taken: {error}.",
                lock.display()
            ))
        }
    }
}

fn write(book: &Book, fix: &Fix) -> Result<String, String> {
    judge(book, fix)?;
    let failed = |error: io::Error| {
        let history = book.places.history.display();
        format!("The record in {history} cannot be added to: {error}. It is as it was.")
    };
    let device = device_name(&book.places.device).map_err(failed)?;
    let last = last_id(&book.places.history, &device, book.now).map_err(failed)?;
    let record = numbered(fix, book.now, last.unwrap_or_default());
    let record = record.ok_or_else(|| refused(Refusal::NoSuchRecord).to_owned())?;
    let id = record.id;
    Appender::new(&book.places.history, &device)
        .append(&[record])
        .map_err(|failure| failed(failure.error))?;
    let said = match fix {
        Fix::Was { at, lasted, was } => Reply::Fixed {
            at: *at,
            lasted: *lasted,
            was: *was,
            record: id,
        },
        Fix::Drop { id, .. } => Reply::Dropped(*id),
        Fix::Confirm { id, .. } => Reply::Confirmed(*id),
    };
    Ok(reply(&said, &book.names(), book.now))
}

/// Whether it can be, by the words of the engine. What is dropped was found before.
fn judge(book: &Book, fix: &Fix) -> Result<(), String> {
    let Fix::Was { at, lasted, .. } = fix else {
        return Ok(());
    };
    let no = |refusal| Err(refused(refusal).to_owned());
    let ended = TimeDelta::from_std(*lasted)
        .ok()
        .and_then(|lasted| at.checked_add_signed(lasted));
    match ended {
        _ if *at > book.now => no(Refusal::InTheFuture),
        Some(ended) if ended <= book.now => Ok(()),
        _ => no(Refusal::NotOverYet),
    }
}

/// The record with an id after the last one.
fn numbered(fix: &Fix, now: DateTime<FixedOffset>, last: u64) -> Option<Record> {
    let (at, happened) = fix_record(fix)?;
    let clock = u64::try_from(now.timestamp_millis()).unwrap_or_default();
    Some(Record {
        v: RECORD_VERSION,
        id: clock.max(last.saturating_add(1)),
        at,
        happened,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::input::Was;
    use crate::engine::record::Happened;

    fn at(text: &str) -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339(text).unwrap()
    }

    #[test]
    fn ids_go_on_after_the_last_one_also_where_the_clock_was_ahead() {
        let now = at("2026-11-28T10:00:00+01:00");
        let walk = Fix::Was {
            at: at("2026-11-28T09:20:00+01:00"),
            lasted: Duration::from_mins(5),
            was: Was::Walked,
        };
        let id = |last| numbered(&walk, now, last).unwrap().id;
        let milliseconds = 1_795_856_400_000;
        assert_eq!(id(0), milliseconds);
        assert_eq!(id(milliseconds + 50), milliseconds + 51);
        let record = numbered(&walk, now, 0).unwrap();
        let walked = matches!(record.happened, Happened::Break { seconds: 300, .. });
        assert!(walked, "{record:?}");
    }

    #[test]
    fn a_drop_stands_in_the_month_of_what_it_drops() {
        let walked = at("2025-12-01T00:45:00+02:00");
        let fix = Fix::Drop {
            id: 7,
            device: None,
            at: Some(walked),
        };
        let record = numbered(&fix, at("2026-11-28T10:00:00+01:00"), 0).unwrap();
        assert_eq!(record.at.to_rfc3339(), "2025-12-01T00:45:00+02:00");
    }
}

//! `soleus fix`: the resident puts its record right; while none runs, this does, by its lock.

use std::io;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use chrono::{DateTime, FixedOffset, TimeDelta};

use super::super::start::ask_first;
use super::book::Book;
use super::files::each_line;
use crate::cli::args::Common;
use crate::cli::record::{FixArgs, WasWord};
use crate::cli::{ask, out};
use crate::control::{self, Answer, Ask, ClientError, Minutes};
use crate::engine::effect::{Refusal, Reply};
use crate::engine::input::Fix;
use crate::engine::record::RECORD_VERSION;
use crate::engine::{Record, fix_record};
use crate::history::{Files, Line, files, origin};
use crate::platform::clock::local_time;
use crate::store::{Appender, Lock, Locked, device_name, kept_device_name, last_id};
use crate::words::reply::{refused, reply};

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
            "Say what it was, `soleus fix --at 10:20 walked 5`, or what does not count, `soleus fix \
             --drop ID`.",
        );
    };
    let fix = match found(&book, fix) {
        Ok(fix) => fix,
        Err(words) => return out::no(&words),
    };
    match control::ask(&book.places.socket(), &asked(&fix), PATIENCE) {
        Ok(answer) => answered(&answer),
        Err(ClientError::NotRunning | ClientError::Unsupported) => {
            alone(common.dir.as_deref(), &fix)
        }
        Err(error) => out::no(&error.to_string()),
    }
}

/// The correction, with when the record began that it drops.
fn found(book: &Book, fix: Fix) -> Result<Fix, String> {
    let Fix::Drop { id, device, .. } = fix else {
        return Ok(fix);
    };
    let unreadable = |error| book.unreadable(&error);
    let own = kept_device_name(&book.places.device).map_err(unreadable)?;
    let device = device.filter(|device| own.as_ref() != Some(device));
    let named = device.as_deref().or(own.as_deref()).unwrap_or_default();
    let at = find(book, id, named).map_err(unreadable)?;
    Ok(Fix::Drop {
        id,
        device,
        at: Some(at.ok_or_else(|| refused(Refusal::NoSuchRecord).to_owned())?),
    })
}

fn meant(args: &FixArgs, now: DateTime<FixedOffset>) -> Option<Fix> {
    match (args.at, args.was, args.minutes, args.drop) {
        (Some(when), Some(was), Some(minutes), None) => Some(Fix::Was {
            at: local_time(when.before(now.naive_local())),
            lasted: Minutes::duration(minutes),
            was: WasWord::into(was),
        }),
        (None, _, _, Some(id)) => Some(Fix::Drop {
            id,
            device: args.machine.clone(),
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

fn answered(answer: &Answer) -> ExitCode {
    match answer {
        Answer::Did { words, .. } => out::done(words),
        other => ask::not_done(other),
    }
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
                Ok(words) => out::done(&words),
                Err(words) => out::no(&words),
            }
        }
        // It is just starting, and has a socket in a moment.
        Ok(Locked::Taken) => match ask_first(&book.places.socket(), &asked(fix)) {
            Ok(answer) => answered(&answer),
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

/// When the record of this id that this machine wrote began; none: there is none. An import stands
/// for the machine it came from. The newest month is looked through first.
fn find(book: &Book, id: u64, device: &str) -> io::Result<Option<DateTime<FixedOffset>>> {
    let unwritten = &book.unwritten;
    if unwritten.device == device
        && let Some(record) = unwritten.records.iter().find(|it| it.id == id)
    {
        return Ok(Some(record.at));
    }
    let Files { files, .. } = files(&book.places.history)?;
    let is_its = |machine: &str| origin(machine) == origin(device);
    for file in files.iter().rev().filter(|file| is_its(&file.machine)) {
        let mut found = None;
        each_line(&file.path, |_, line| {
            if let Line::Record(record) = line
                && record.id == id
            {
                found = Some(record.at);
            }
            Ok::<(), io::Error>(())
        })?;
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
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

//! `soleus import`: an export, or what Workrave counted. The file is believed nothing: it may be
//! damaged, huge or made to harm.

use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::ExitCode;

use chrono::{Datelike as _, NaiveDate};
use serde_json::Value;

use super::book::Book;
use super::export::{Exported, Header, VERSION};
use super::files::time_of;
use super::shelve::{Shelf, Shelved};
use super::workrave;
use crate::cli::args::Common;
use crate::cli::out;
use crate::cli::record::ImportArgs;
use crate::engine::Record;
use crate::engine::record::{Happened, RECORD_VERSION};
use crate::history::{LONGEST_LINE, Line, lines, read_line, to_line};
use crate::platform::clock::local_time;
use crate::platform::end;
use crate::platform::files::open_at_once;
use crate::words::duration::count;

/// No export of ten years is a quarter as large.
const LARGEST: u64 = 1024 * 1024 * 1024;
/// No file of Workrave or of settings is.
const LARGEST_TEXT: u64 = 16 * 1024 * 1024;
/// A line of an export is one of a history with a name around it.
const LONGEST: u64 = LONGEST_LINE + 4096;
/// More often than this, nobody makes a file between two looks.
const MOST_TRIES: usize = 100;

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
enum Refused {
    /// The file or the history cannot be read or written.
    #[error("{0}")]
    System(#[from] io::Error),
    /// It is understood and holds nothing to import.
    #[error("{0}")]
    Nothing(String),
    /// It is not understood.
    #[error("{0}")]
    Unknown(String),
}

/// What came of an import.
#[derive(Debug, Default)]
struct Imported {
    shelved: Vec<Shelved>,
    /// Lines that could not be used.
    damaged: u64,
    /// What else is to be said.
    note: Option<String>,
}

/// `soleus import`.
#[must_use]
pub fn import(common: &Common, args: &ImportArgs) -> ExitCode {
    let book = match Book::open(common.dir.as_deref()) {
        Ok(book) => book,
        Err(words) => return out::no(&words),
    };
    let path = out::plain(&args.file.display().to_string());
    match take_up(&args.file, &book) {
        Ok(imported) => {
            if imported.damaged > 0 {
                let lines = count(imported.damaged, "line");
                out::note(format!("Damaged and left out: {lines} of {path}."));
            }
            if let Some(note) = &imported.note {
                out::note(note);
            }
            out::done(&words(&imported.shelved))
        }
        Err(Refused::System(error)) => out::no(&format!(
            "{path} was not imported: {error}. The history is as it was."
        )),
        Err(Refused::Nothing(words)) => out::no(&format!("{path} {words}")),
        Err(Refused::Unknown(words)) => out::wrong(&format!("{path} {words}")),
    }
}

fn words(shelved: &[Shelved]) -> String {
    if shelved.is_empty() {
        return "There is no record in it: nothing to import.".to_owned();
    }
    let line = |one: &Shelved| {
        let records = count(one.lines, "record");
        let there = if one.there {
            ", all of them there already"
        } else {
            ""
        };
        format!("{}: {records}{there}.", one.name)
    };
    let lines: Vec<String> = shelved.iter().map(line).collect();
    lines.join("\n")
}

fn take_up(path: &Path, book: &Book) -> Result<Imported, Refused> {
    let mut file = open(path)?;
    let begins = file.fill_buf()?.to_vec();
    if begins.starts_with(workrave::MARK.as_bytes()) {
        return of_workrave(&text(file)?, book);
    }
    if begins.starts_with(&[0x1f, 0x8b]) {
        return Err(Refused::Nothing(
            "is compressed. Unpack it first: gunzip --keep FILE".to_owned(),
        ));
    }
    let first = begins
        .split(|byte| *byte == b'\n')
        .next()
        .unwrap_or_default();
    match serde_json::from_slice::<Header>(first) {
        Ok(header) if header.version == VERSION => of_export(file, book),
        Ok(header) => Err(Refused::Nothing(format!(
            "is an export of a newer Soleus (version {}); this one reads version {VERSION}.",
            header.version
        ))),
        Err(_) if matches!(read_line(first), Line::Record(_) | Line::Unknown { .. }) => {
            Err(Refused::Nothing(
                "is a month of a history itself. `soleus export` on the machine it comes from makes a \
                 file that can be imported."
                    .to_owned(),
            ))
        }
        Err(_) => Err(of_another_program(&text(file)?)),
    }
}

fn open(path: &Path) -> Result<BufReader<io::Take<File>>, Refused> {
    let not_a_file = || Refused::Unknown("is no plain file.".to_owned());
    if !fs::metadata(path)?.is_file() {
        return Err(not_a_file());
    }
    let file = open_at_once(path)?;
    let found = file.metadata()?;
    if !found.is_file() {
        return Err(not_a_file());
    }
    if found.len() > LARGEST {
        let mib = LARGEST / (1024 * 1024);
        return Err(Refused::Unknown(format!(
            "is larger than {mib} MiB, which no export is."
        )));
    }
    Ok(BufReader::new(file.take(LARGEST)))
}

fn text(file: BufReader<io::Take<File>>) -> Result<String, Refused> {
    let mut bytes = Vec::new();
    file.take(LARGEST_TEXT).read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// A shelf beside the history, of which nothing stays where the import is broken off.
fn shelf(book: &Book) -> io::Result<Shelf> {
    let shelf = Shelf::beside(&book.places.history)?;
    let room = shelf.room().to_owned();
    end::on_end(move || {
        // Whoever fills it may be just making the next file.
        for _ in 0..MOST_TRIES {
            if fs::remove_dir_all(&room).is_ok() || !room.exists() {
                break;
            }
        }
        std::process::exit(i32::from(out::NO));
    });
    Ok(shelf)
}

fn of_export(file: BufReader<io::Take<File>>, book: &Book) -> Result<Imported, Refused> {
    let mut shelf = shelf(book)?;
    let mut damaged = 0;
    let mut first = true;
    lines(file, LONGEST, |line| {
        if std::mem::take(&mut first) || line.is_some_and(|line| line.trim_ascii().is_empty()) {
            return Ok(());
        }
        let told = line.and_then(|line| serde_json::from_slice::<Exported>(line).ok());
        let placed =
            told.and_then(|it| Some((month_of(it.record.get(), it.month.as_deref())?, it)));
        if let Some((month, it)) = placed {
            return shelf.add(&it.device, &month, it.record.get().as_bytes());
        }
        damaged += 1;
        Ok(())
    })?;
    Ok(Imported {
        shelved: shelf.put()?,
        damaged,
        note: None,
    })
}

/// The month whose file a line is put into: the one it was exported from, or its own. None if the line
/// is none of a history, or says no believable time.
fn month_of(line: &str, told: Option<&str>) -> Option<String> {
    if line.contains('\n') || line.len() as u64 > LONGEST_LINE {
        return None;
    }
    let at = match read_line(line.as_bytes()) {
        Line::Record(record) => Some(record.at),
        Line::Unknown { .. } => time_of(line.as_bytes()),
        Line::Damaged | Line::Blank => return None,
    };
    let is_believable = |year: i32| (1970..=9999).contains(&year);
    match (told, at) {
        (_, Some(at)) if !is_believable(at.year()) => None,
        (Some(told), _) => NaiveDate::parse_from_str(&format!("{told}-01"), "%Y-%m-%d")
            .ok()
            .filter(|month| is_believable(month.year()))
            .map(|month| month.format("%Y-%m").to_string()),
        (None, Some(at)) => Some(at.format("%Y-%m").to_string()),
        (None, None) => None,
    }
}

fn of_workrave(text: &str, book: &Book) -> Result<Imported, Refused> {
    let Some(stats) = workrave::read(text) else {
        return Err(Refused::Nothing(
            "is of a Workrave whose files are not known here; versions 3 and 4 are.".to_owned(),
        ));
    };
    let today = book.now.date_naive();
    let mut shelf = shelf(book)?;
    for (_, day) in stats.days.range(..today) {
        let record = totals(day);
        let line = to_line(&record).map_err(io::Error::from)?;
        let month = record.at.format("%Y-%m").to_string();
        shelf.add("workrave", &month, line.trim_end().as_bytes())?;
    }
    let ahead = stats.days.range(today..).next();
    Ok(Imported {
        shelved: shelf.put()?,
        damaged: stats.damaged,
        note: ahead.map(|(date, _)| not_over(*date, today)),
    })
}

fn not_over(date: NaiveDate, today: NaiveDate) -> String {
    if date == today {
        "Today is left out, because it is not over. Import the file again tomorrow.".to_owned()
    } else {
        format!("{date} lies ahead and is left out.")
    }
}

fn totals(day: &workrave::Counted) -> Record {
    let at = local_time(day.began);
    Record {
        v: RECORD_VERSION,
        // The same day gets the same id at every import; of counts that differ the one of the most use
        // stands.
        id: u64::try_from(at.timestamp_millis()).unwrap_or_default(),
        at,
        happened: Happened::Totals {
            program: "workrave".to_owned(),
            active_seconds: day.active,
            taken: day.taken,
            passed: day.passed,
        },
    }
}

/// Programs whose files hold settings alone, each with keys that no other has. Their logs hold break
/// events of the last days.
const WITHOUT_HISTORY: [(&str, &[&str]); 2] = [
    ("Stretchly", &["microbreakInterval", "breakInterval"]),
    ("BreakTimer", &["settings", "appInitialized"]),
];

fn of_another_program(text: &str) -> Refused {
    let settings: Value = serde_json::from_str(text).unwrap_or_default();
    let named = WITHOUT_HISTORY
        .iter()
        .find(|(_, keys)| keys.iter().all(|key| settings.get(key).is_some()));
    match named {
        Some((program, _)) => Refused::Nothing(format!(
            "holds the settings of {program}, and it keeps nothing else in its files. Its log has the \
             breaks of the last days and is not read, so there is nothing to import."
        )),
        None => Refused::Unknown(
            "is not understood. An export of Soleus can be imported, and Workrave's `historystats` \
             and `todaystats`."
                .to_owned(),
        ),
    }
}

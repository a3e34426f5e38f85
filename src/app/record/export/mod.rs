//! `soleus export`: every record as it was written, a table, or a file for `ActivityWatch`.
//!
//! The first line of an export is `{"soleus-export":1,"at":…,"since":…}`; every other one holds the
//! machine and the line of its history, untouched: `{"device":"pc-1","record":{…}}`; one that stands
//! in the file of another month than its own has that month too, `"month":"2026-06"`, so that an import
//! puts it where it counts for the same days.

mod activitywatch;
mod sink;
mod table;

use std::borrow::Cow;
use std::fs;
use std::io::{self, ErrorKind, Write as _};
use std::process::ExitCode;

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use sink::Sink;

use super::book::{Book, odd};
use super::files::{each_line, time_of};
use crate::cli::args::Common;
use crate::cli::out;
use crate::cli::record::ExportArgs;
use crate::engine::{Record, date_of};
use crate::history::{Filed, Files, Line, Refused, Unread, files};
use crate::platform::end;

/// The version of an export. It grows when an older Soleus would misread it.
pub(super) const VERSION: u32 = 1;

/// The first line of an export.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Header {
    /// [`VERSION`].
    #[serde(rename = "soleus-export")]
    pub version: u32,
    /// When it was made.
    pub at: DateTime<FixedOffset>,
    /// The first day in it; null: everything.
    #[serde(default)]
    pub since: Option<NaiveDate>,
}

/// Every other line.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Exported<'a> {
    /// The machine that wrote the record.
    pub device: Cow<'a, str>,
    /// The month of its file (`2026-06`), where the record's own time does not tell it.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub month: Option<Cow<'a, str>>,
    /// The line of its history.
    #[serde(borrow)]
    pub record: &'a RawValue,
}

/// Why there is no export.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failed {
    /// The history.
    #[error("The history cannot be read: {0}.")]
    Read(#[from] io::Error),
    /// A file of that name.
    #[error("{0}")]
    There(String),
    /// Where it goes.
    #[error("The export cannot be written: {0}.")]
    Write(io::Error),
}

/// `soleus export`.
#[must_use]
pub fn export(common: &Common, args: &ExportArgs) -> ExitCode {
    let book = match Book::open(common.dir.as_deref()) {
        Ok(book) => book,
        Err(words) => return out::no(&words),
    };
    let mut sink = match Sink::open(args.out.as_deref()) {
        Ok(sink) => sink,
        Err(words) => return out::no(&words),
    };
    if let Some(path) = sink.half_made() {
        end::on_end(move || {
            // Whole by now, it has another name already.
            let _ = fs::remove_file(&path);
            std::process::exit(i32::from(out::NO));
        });
    }
    let since = args.since.map(|since| book.first(since));
    let written = match (args.csv, args.activitywatch) {
        (true, _) => table::write(&book, since, &mut sink),
        (_, true) => activitywatch::write(&book, since, &mut sink),
        _ => lines(&book, since, &mut sink),
    };
    match written.and_then(|told| sink.finish().map(|()| told)) {
        Ok(unread) => {
            for words in odd(&unread, &[]) {
                out::note(words);
            }
            ExitCode::SUCCESS
        }
        // Whoever read has enough: `soleus export | head`.
        Err(Failed::Write(error)) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(failed) => out::no(&failed.to_string()),
    }
}

fn lines(book: &Book, since: Option<NaiveDate>, to: &mut Sink) -> Result<Unread, Failed> {
    let header = Header {
        version: VERSION,
        at: book.now,
        since,
    };
    write_line(to, &header)?;
    each_record(book, since, |file, at, text| {
        // A record is JSON, so that this never fails; were it none, it would be damage.
        let Ok(record) = serde_json::from_slice::<&RawValue>(text) else {
            return Ok(());
        };
        let is_of_its_month = at.is_some_and(|at| file.is_of(at));
        let line = Exported {
            device: file.machine.as_str().into(),
            month: (!is_of_its_month).then(|| file.month.format("%Y-%m").to_string().into()),
            record,
        };
        write_line(to, &line)
    })
}

fn write_line(to: &mut Sink, line: &impl Serialize) -> Result<(), Failed> {
    serde_json::to_writer(&mut *to, line).map_err(|error| Failed::Write(error.into()))?;
    to.write_all(b"\n").map_err(Failed::Write)
}

/// Calls `each` with the file, the time and the line, for every line from that day on and for those
/// whose day is not known, because a newer version wrote them. What another machine wrote and cannot be
/// read is told, and holds nothing else up.
fn each_record(
    book: &Book,
    since: Option<NaiveDate>,
    mut each: impl FnMut(&Filed, Option<DateTime<FixedOffset>>, &[u8]) -> Result<(), Failed>,
) -> Result<Unread, Failed> {
    let day_starts_at = book.counting.day_starts_at;
    let wanted = |record: &Record| since.is_none_or(|day| date_of(record.at, day_starts_at) >= day);
    let Files { files, refused } = files(&book.places.history)?;
    let mut unread = Unread {
        refused,
        ..Unread::default()
    };
    for file in files {
        let read = each_line(&file.path, |text, line| match line {
            Line::Record(record) if !wanted(&record) => Ok(()),
            Line::Record(record) => each(&file, Some(record.at), text),
            Line::Unknown { .. } => each(&file, time_of(text), text),
            Line::Blank => Ok(()),
            Line::Damaged => {
                unread.damaged += 1;
                Ok(())
            }
        });
        match read {
            Err(Failed::Read(error)) => {
                let refused = Refused::of(&file.machine, &file.path, &error);
                unread.refused.insert(refused);
            }
            read => read?,
        }
    }
    unread.all_of(&book.unwritten.device)?;
    Ok(unread)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_of_an_export_are_as_documented_and_records_stay_as_they_were_written() {
        let header = Header {
            version: VERSION,
            at: DateTime::parse_from_rfc3339("2026-11-28T10:00:00+01:00").unwrap(),
            since: NaiveDate::from_ymd_opt(2026, 11, 1),
        };
        let text = serde_json::to_string(&header).unwrap();
        assert_eq!(
            text,
            r#"{"soleus-export":1,"at":"2026-11-28T10:00:00+01:00","since":"2026-11-01"}"#
        );
        assert_eq!(serde_json::from_str::<Header>(&text).unwrap(), header);

        let odd = r#"{"v": 9,  "id":5,"kind":"dance","mood":"\u00fc"}"#;
        let line = Exported {
            device: "pc-1".into(),
            month: None,
            record: serde_json::from_str(odd).unwrap(),
        };
        let text = serde_json::to_string(&line).unwrap();
        assert_eq!(text, format!(r#"{{"device":"pc-1","record":{odd}}}"#));
        let back: Exported = serde_json::from_str(&text).unwrap();
        assert_eq!((&*back.device, back.record.get()), ("pc-1", odd));
    }
}

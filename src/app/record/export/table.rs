//! The record as a table: a line a record, one column for each field that any kind has.

use std::io;

use chrono::NaiveDate;
use serde_json::Value;

use super::super::book::Book;
use super::super::sheet::cell;
use super::{Failed, Sink, each_record};
use crate::history::Unread;

/// The columns. Times are local with their offset, lengths whole seconds; what a record does not have
/// is empty. `cause` is why somebody was away or the clocks stood still.
const COLUMNS: [&str; 20] = [
    "device",
    "id",
    "at",
    "kind",
    "posture",
    "cause",
    "seconds",
    "movement",
    "movement_kind",
    "outcome",
    "asked",
    "repetitions",
    "side",
    "source",
    "of",
    "of_device",
    "program",
    "active_seconds",
    "taken",
    "passed",
];

/// Writes the table.
///
/// # Errors
/// When the history cannot be read, or the table not written.
pub(super) fn write(
    book: &Book,
    since: Option<NaiveDate>,
    to: &mut Sink,
) -> Result<Unread, Failed> {
    let mut table = csv::Writer::from_writer(to);
    table.write_record(COLUMNS).map_err(failed)?;
    let unread = each_record(book, since, |file, _, line| {
        let record: Value = serde_json::from_slice(line).unwrap_or_default();
        table
            .write_record(row(&file.machine, &record))
            .map_err(failed)
    })?;
    table.flush().map_err(Failed::Write)?;
    Ok(unread)
}

fn failed(error: csv::Error) -> Failed {
    Failed::Write(match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    })
}

/// A record in columns, whatever its version.
fn row(device: &str, record: &Value) -> [String; COLUMNS.len()] {
    // `{"away":"idle"}`: the posture, and its cause.
    let caused = record["posture"]
        .as_object()
        .and_then(|it| it.iter().next());
    COLUMNS.map(|column| match (column, caused) {
        ("device", _) => cell(device),
        ("of_device", _) => text(&record["device"]),
        ("posture", Some((posture, _))) => cell(posture),
        ("cause", Some((_, cause))) => text(cause),
        _ => text(&record[column]),
    })
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => cell(text),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn shown(record: &Value) -> String {
        row("pc-1", record)
            .join(",")
            .trim_end_matches(',')
            .to_owned()
    }

    #[test]
    fn a_record_is_a_line_of_its_fields() {
        let table = [
            (
                json!({"v":1,"id":7,"at":"2026-11-23T09:05:00+01:00","kind":"stretch",
                    "posture":"seated","seconds":600}),
                "pc-1,7,2026-11-23T09:05:00+01:00,stretch,seated,,600",
            ),
            (
                json!({"v":1,"id":8,"at":"x","kind":"stretch","posture":{"away":"idle"},"seconds":9}),
                "pc-1,8,x,stretch,away,idle,9",
            ),
            (
                json!({"v":1,"id":9,"at":"x","kind":"undo","of":7,"device":"pc-2"}),
                "pc-1,9,x,undo,,,,,,,,,,,7,pc-2",
            ),
            (
                json!({"v":1,"id":9,"at":"x","kind":"break","movement":"=cmd()","seconds":60}),
                "pc-1,9,x,break,,,60,'=cmd()",
            ),
        ];
        for (record, line) in table {
            assert_eq!(shown(&record), line);
        }
    }
}

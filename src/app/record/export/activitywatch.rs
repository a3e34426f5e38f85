//! A file for `ActivityWatch`: one bucket of what the body did, as its servers import it.
//!
//! `{"buckets":{ID:{"id":ID,"type":…,"client":…,"hostname":…,"created":…,"events":[…]}}}`, each event
//! a `timestamp` in UTC, a `duration` in seconds and `data`. The web page of `ActivityWatch` shows the
//! `title` of data it does not know.

use std::io::Write as _;

use chrono::{DateTime, Datelike as _, FixedOffset, Months, NaiveDate, SecondsFormat, Utc};
use serde::Serialize;

use super::super::book::Book;
use super::super::today::{doing, known};
use super::{Failed, Sink};
use crate::history::{Doing, Piece, Unread, first_day, read_days};
use crate::platform::host;

/// The type of the events.
const KIND: &str = "soleus.posture";
/// Who made the bucket.
const CLIENT: &str = "aw-watcher-soleus";

#[derive(Serialize)]
struct Event {
    timestamp: String,
    duration: f64,
    data: Data,
}

#[derive(Serialize)]
struct Data {
    title: &'static str,
    /// `seated`, `standing`, `on-feet`, `away` or `stopped`.
    posture: &'static str,
    /// `sensed`, `said` or `guessed`.
    known: &'static str,
}

impl Event {
    /// None where nothing is recorded.
    fn of(piece: &Piece) -> Option<Self> {
        let title = match piece.doing {
            Doing::Seated => "Sitting",
            Doing::Standing => "Standing",
            Doing::OnFeet => "On the feet",
            Doing::Away(_) => "Away",
            Doing::Stopped(_) => "Stopped",
            Doing::Unrecorded => return None,
        };
        Some(Self {
            timestamp: in_utc(piece.from),
            duration: piece.lasted().as_secs_f64(),
            data: Data {
                title,
                posture: doing(piece.doing),
                known: known(piece.known),
            },
        })
    }
}

fn in_utc(at: DateTime<FixedOffset>) -> String {
    at.with_timezone(&Utc)
        .to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// Writes the bucket, a month at a time.
///
/// # Errors
/// When the history cannot be read, or the file not written.
pub(super) fn write(
    book: &Book,
    since: Option<NaiveDate>,
    to: &mut Sink,
) -> Result<Unread, Failed> {
    let host = host::name().unwrap_or_else(|| "unknown".to_owned());
    let today = book.today();
    let first = first_day(&book.places.history)?.unwrap_or(today);
    let mut from = since.map_or(first, |since| since.max(first));
    let mut events = Events::begin(to, &host, book.now)?;
    let mut unread = Unread::default();
    while from <= today {
        let next = from
            .with_day(1)
            .and_then(|month| month.checked_add_months(Months::new(1)));
        let last = next
            .and_then(|next| next.pred_opt())
            .unwrap_or(today)
            .min(today);
        let days = read_days(
            &book.places.history,
            from..=last,
            book.counting,
            &book.unwritten,
            book.now,
        )?;
        unread += Unread {
            copies: 0,
            ..days.unread
        };
        for piece in days.days.iter().flat_map(|day| &day.pieces) {
            if let Some(event) = Event::of(piece) {
                events.add(&event)?;
            }
        }
        match next {
            Some(next) => from = next,
            None => break,
        }
    }
    events.end()?;
    Ok(unread)
}

/// The events of a bucket, written one after the other: years of them are held nowhere.
struct Events<'a> {
    to: &'a mut Sink,
    any: bool,
}

impl<'a> Events<'a> {
    fn begin(to: &'a mut Sink, host: &str, now: DateTime<FixedOffset>) -> Result<Self, Failed> {
        let id = format!("{CLIENT}_{host}");
        let text = |text: &str| serde_json::Value::from(text);
        write!(
            to,
            r#"{{"buckets":{{{}:{{"id":{},"type":{},"client":{},"hostname":{},"created":{},"events":["#,
            text(&id),
            text(&id),
            text(KIND),
            text(CLIENT),
            text(host),
            text(&in_utc(now)),
        )
        .map_err(Failed::Write)?;
        Ok(Self { to, any: false })
    }

    fn add(&mut self, event: &Event) -> Result<(), Failed> {
        let before: &[u8] = if self.any { b",\n" } else { b"\n" };
        self.any = true;
        self.to.write_all(before).map_err(Failed::Write)?;
        serde_json::to_writer(&mut *self.to, event).map_err(|error| Failed::Write(error.into()))
    }

    fn end(self) -> Result<(), Failed> {
        self.to.write_all(b"\n]}}}\n").map_err(Failed::Write)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::record::Cause;
    use crate::history::Known;

    fn event(doing: Doing) -> Option<String> {
        let at = |text| DateTime::parse_from_rfc3339(text).unwrap();
        let piece = Piece {
            from: at("2026-11-28T09:00:00.250+01:00"),
            to: at("2026-11-28T09:01:30.750+01:00"),
            doing,
            known: Known::Sensed,
        };
        Event::of(&piece).map(|event| serde_json::to_string(&event).unwrap())
    }

    #[test]
    fn a_piece_of_the_day_is_an_event() {
        assert_eq!(
            event(Doing::Away(Cause::Idle)).unwrap(),
            r#"{"timestamp":"2026-11-28T08:00:00.250Z","duration":90.5,"data":{"title":"Away","posture":"away","known":"sensed"}}"#
        );
        assert_eq!(event(Doing::Unrecorded), None);
    }
}

//! `soleus history`: the record line by line, the newest last.

use std::collections::{HashMap, HashSet};
use std::process::ExitCode;

use serde::Serialize;

use super::book::Book;
use super::entry::entry;
use crate::cli::args::Common;
use crate::cli::out;
use crate::cli::record::{HistoryArgs, Since};
use crate::engine::record::Happened;
use crate::engine::{Record, date_of};
use crate::history::{Device, Unread, devices_around};
use crate::words::Names;

/// The version of what `--json` prints. It grows when a field changes its meaning or goes away.
const VERSION: u32 = 1;

/// `soleus history`.
#[must_use]
pub fn history(common: &Common, args: &HistoryArgs) -> ExitCode {
    let book = match Book::open(common.dir.as_deref()) {
        Ok(book) => book,
        Err(words) => return out::no(&words),
    };
    let since = book.first(args.since.unwrap_or(Since::Days(1)));
    let mut devices = match devices_around(&book.places.history, since, book.today()) {
        Ok(devices) => devices,
        Err(error) => return out::no(&book.unreadable(&error)),
    };
    let unread = unread(&devices);
    if let Err(error) = unread.all_of(&book.unwritten.device) {
        return out::no(&book.unreadable(&error));
    }
    let unwritten = add_unwritten(&mut devices, &book);
    let mut lines = lines(&devices, &unwritten);
    lines.retain(|line| date_of(line.record.at, book.counting.day_starts_at) >= since);
    book.say_notes(&unread, &[]);
    if args.json {
        return out::json(&Report {
            version: VERSION,
            records: lines,
            damaged_lines: unread.damaged,
            unknown_lines: unread.unknown,
        });
    }
    if lines.is_empty() {
        return out::done(&format!("Nothing is recorded since {since}."));
    }
    let several = devices.iter().filter(|one| !one.records.is_empty()).count() > 1;
    out::done(&words(&lines, several, &book.names()))
}

fn unread(devices: &[Device]) -> Unread {
    let mut unread = Unread::default();
    for device in devices {
        unread += device.unread.clone();
    }
    unread
}

/// Adds what the resident has not written yet, and gives the ids of it.
fn add_unwritten(devices: &mut Vec<Device>, book: &Book) -> HashSet<u64> {
    let name = &book.unwritten.device;
    let place = devices.iter().position(|one| one.name == *name);
    let place = place.unwrap_or_else(|| {
        devices.push(Device {
            name: name.clone(),
            ..Device::default()
        });
        devices.len() - 1
    });
    let ours = &mut devices[place].records;
    let written: HashSet<u64> = ours.iter().map(|record| record.id).collect();
    let new = book.unwritten.records.iter();
    let new: Vec<Record> = new
        .filter(|record| !written.contains(&record.id))
        .cloned()
        .collect();
    let ids = new.iter().map(|record| record.id).collect();
    ours.extend(new);
    ids
}

/// What `--json` prints.
#[derive(Serialize)]
struct Report<'a> {
    version: u32,
    /// In the order of time.
    records: Vec<Listed<'a>>,
    damaged_lines: u64,
    unknown_lines: u64,
}

/// A record and what is known of it.
#[derive(Serialize)]
struct Listed<'a> {
    /// The machine that wrote it.
    device: &'a str,
    /// Whether another record took it back.
    taken_back: bool,
    /// Whether it is on the disk; what goes on is not yet.
    written: bool,
    /// As in the history.
    record: &'a Record,
}

/// Every record once, in the order of time. One that lies under two machines, as an import beside
/// the original does, is the first one's.
fn lines<'a>(devices: &'a [Device], unwritten: &HashSet<u64>) -> Vec<Listed<'a>> {
    let undone = taken_back(devices);
    let mut places: HashMap<u64, Vec<usize>> = HashMap::new();
    let mut lines: Vec<Listed<'a>> = Vec::new();
    let (imports, own): (Vec<_>, Vec<_>) = devices
        .iter()
        .partition(|device| device.name.starts_with("import-"));
    for device in own.into_iter().chain(imports) {
        for record in &device.records {
            let taken_back = undone.contains(&(device.name.as_str(), record.id));
            let same = places.entry(record.id).or_default();
            if let Some(place) = same.iter().find(|place| lines[**place].record == record) {
                lines[*place].taken_back |= taken_back;
                continue;
            }
            same.push(lines.len());
            lines.push(Listed {
                device: &device.name,
                taken_back,
                written: !unwritten.contains(&record.id),
                record,
            });
        }
    }
    lines.sort_by_key(|line| (line.record.at, line.record.id));
    lines
}

/// What does not count, by machine and id; an undo that was undone takes nothing back.
fn taken_back(devices: &[Device]) -> HashSet<(&str, u64)> {
    let mut undos: Vec<(u64, &str, (&str, u64))> = Vec::new();
    for device in devices {
        for record in &device.records {
            if let Happened::Undo { of, device: named } = &record.happened {
                let writer = device.name.as_str();
                undos.push((record.id, writer, (named.as_deref().unwrap_or(writer), *of)));
            }
        }
    }
    // An undo is newer than what it takes back.
    undos.sort_unstable_by(|a, b| b.cmp(a));
    let mut taken = HashSet::new();
    for (id, writer, target) in undos {
        if !taken.contains(&(writer, id)) {
            taken.insert(target);
        }
    }
    taken
}

fn words(lines: &[Listed<'_>], several: bool, names: &dyn Names) -> String {
    let widest = lines.iter().map(|line| line.device.chars().count()).max();
    let width = widest.unwrap_or(0);
    let mut text = String::new();
    let mut date = None;
    for line in lines {
        let at = line.record.at;
        if date.replace(at.date_naive()) != Some(at.date_naive()) {
            let gap = if text.is_empty() { "" } else { "\n" };
            text += &format!("{gap}{}\n", at.format("%a %-d %b %Y"));
        }
        let id = if line.written {
            line.record.id.to_string()
        } else {
            "goes on".to_owned()
        };
        let device = if several {
            format!("{:<width$}  ", out::plain(line.device))
        } else {
            String::new()
        };
        let mark = if line.taken_back {
            "  (taken back)"
        } else {
            ""
        };
        let said = entry(line.record, names);
        text += &format!("  {id:<13}  {}  {device}{said}{mark}\n", at.format("%H:%M"));
    }
    text
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::engine::record::{Posture, RECORD_VERSION};
    use crate::words::fake::Fake;

    fn record(id: u64, at: &str, happened: Happened) -> Record {
        Record {
            v: RECORD_VERSION,
            id,
            at: DateTime::parse_from_rfc3339(&format!("2026-11-{at}:00+01:00")).unwrap(),
            happened,
        }
    }

    fn sat(id: u64, at: &str) -> Record {
        let posture = Posture::Seated;
        record(
            id,
            at,
            Happened::Stretch {
                posture,
                seconds: 600,
            },
        )
    }

    fn undo(id: u64, at: &str, of: u64, device: Option<&str>) -> Record {
        let device = device.map(str::to_owned);
        record(id, at, Happened::Undo { of, device })
    }

    fn device(name: &str, records: Vec<Record>) -> Device {
        Device {
            name: name.to_owned(),
            records,
            unread: Unread::default(),
        }
    }

    fn shown(devices: &[Device]) -> String {
        let several = devices.len() > 1;
        words(&lines(devices, &HashSet::from([9])), several, &Fake::new())
    }

    #[test]
    fn records_are_lines_in_the_order_of_time_with_their_ids() {
        let pc = vec![
            sat(1_764_146_105_250, "26T09:05"),
            sat(1_764_146_105_000, "25T23:50"),
            sat(9, "26T10:00"),
        ];
        assert_eq!(
            shown(&[device("pc", pc)]),
            "\
Wed 25 Nov 2026
  1764146105000  23:50  sat 10 min

Thu 26 Nov 2026
  1764146105250  09:05  sat 10 min
  goes on        10:00  sat 10 min
"
        );
    }

    #[test]
    fn what_was_taken_back_is_marked_also_by_another_machine_and_through_undone_undos() {
        let pc = vec![
            sat(1, "26T09:00"),
            sat(2, "26T09:10"),
            sat(3, "26T09:20"),
            undo(4, "26T09:30", 1, None),
            undo(5, "26T09:31", 4, None),
        ];
        let laptop = vec![undo(7, "26T09:40", 2, Some("pc"))];
        let text = shown(&[device("laptop", laptop), device("pc", pc)]);
        let marked: Vec<&str> = text
            .lines()
            .filter(|line| line.ends_with("(taken back)"))
            .collect();
        assert_eq!(
            marked,
            [
                "  2              09:10  pc      sat 10 min  (taken back)",
                "  4              09:30  pc      takes back 1  (taken back)",
            ]
        );
    }

    #[test]
    fn an_import_beside_the_original_is_shown_once() {
        let records = vec![sat(1, "26T09:00"), undo(4, "26T09:30", 1, None)];
        let other = vec![sat(1, "26T09:00"), sat(4, "26T11:00")];
        let both = [
            device("import-pc-1f2e3d4c", records.clone()),
            device("pc", records),
            device("tablet", other),
        ];
        let lines = lines(&both, &HashSet::new());
        let found: Vec<_> = lines
            .iter()
            .map(|line| (line.device, line.record.id, line.taken_back))
            .collect();
        assert_eq!(
            found,
            [("pc", 1, true), ("pc", 4, false), ("tablet", 4, false)]
        );
    }
}

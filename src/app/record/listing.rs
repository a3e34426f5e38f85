//! `soleus history`: the record line by line, the newest last.

use std::collections::{HashMap, HashSet};
use std::process::ExitCode;

use serde::Serialize;
use unicode_width::UnicodeWidthStr as _;

use super::book::Book;
use super::entry::entry;
use super::table::hanging;
use super::terminal::Terminal;
use crate::cli::args::Common;
use crate::cli::out;
use crate::cli::record::{HistoryArgs, Since};
use crate::engine::{Record, date_of};
use crate::history::{Counted, Device, Unread, devices_around, origin};
use crate::words::Names;

/// The version of what `--json` prints. It grows when a field changes its meaning or goes away.
const VERSION: u32 = 1;

/// With less room than this the words are not broken.
const FEWEST: usize = 20;

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
    let is_elsewhere = has_others(&lines, &book.unwritten.device);
    let width = Terminal::of_stdout().map_or(usize::MAX, |terminal| terminal.width);
    out::done(&words(&lines, is_elsewhere, &book.names(), width))
}

/// Whether any line is of another machine than this one, so that each has to say whose it is.
fn has_others(lines: &[Listed<'_>], own: &str) -> bool {
    lines.iter().any(|line| line.device != own)
}

fn unread(devices: &[Device]) -> Unread {
    let mut unread = Unread::default();
    for device in devices {
        unread += device.unread.clone();
    }
    unread
}

/// Adds what the resident has not written yet, and gives the ids of it.
pub(super) fn add_unwritten(devices: &mut Vec<Device>, book: &Book) -> HashSet<u64> {
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
    let counted = Counted::of(devices);
    let mut places: HashMap<u64, Vec<usize>> = HashMap::new();
    let mut lines: Vec<Listed<'a>> = Vec::new();
    let (imports, own): (Vec<_>, Vec<_>) = devices
        .iter()
        .partition(|device| origin(&device.name) != device.name);
    for device in own.into_iter().chain(imports) {
        for record in &device.records {
            let same = places.entry(record.id).or_default();
            if same.iter().any(|place| lines[*place].record == record) {
                continue;
            }
            same.push(lines.len());
            lines.push(Listed {
                device: &device.name,
                taken_back: !counted.has(record),
                written: !unwritten.contains(&record.id),
                record,
            });
        }
    }
    lines.sort_by_key(|line| (line.record.at, line.record.id));
    lines
}

/// The records in lines no wider than this, where there is room for their words at all.
fn words(lines: &[Listed<'_>], several: bool, names: &dyn Names, columns: usize) -> String {
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
        let begins = format!("  {id:<13}  {}  {device}", at.format("%H:%M"));
        let columns = match columns.saturating_sub(begins.width()) {
            0..FEWEST => usize::MAX,
            _ => columns,
        };
        for line in hanging(&begins, &format!("{said}{mark}"), columns) {
            text += &(line + "\n");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::engine::record::{Happened, Posture, RECORD_VERSION};
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
        let lines = lines(devices, &HashSet::from([9]));
        words(&lines, several, &Fake::new(), 60)
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
    fn words_without_room_go_on_under_each_other() {
        let off = Happened::Stretch {
            posture: Posture::Stopped(crate::engine::record::Halt::OffHours),
            seconds: 600,
        };
        let pc = vec![record(1, "26T09:00", off)];
        let text = shown(&[device("import-pc", pc), device("pc", Vec::new())]);
        assert_eq!(
            text,
            "\
Thu 26 Nov 2026
  1              09:00  import-pc  outside your hours for 10
                                   min
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

    /// What refers to a machine's records means those that were imported from it.
    #[test]
    fn what_was_taken_back_is_marked_in_an_import_too() {
        let pc = device(
            "import-pc-1f2e3d4c",
            vec![sat(1, "26T09:00"), sat(2, "26T09:10")],
        );
        let laptop = vec![undo(7, "26T09:40", 2, Some("pc"))];
        let both = [device("import-laptop-0a1b2c3d", laptop), pc];
        let lines = lines(&both, &HashSet::new());
        let found: Vec<_> = lines
            .iter()
            .map(|line| (line.record.id, line.taken_back))
            .collect();
        assert_eq!(found, [(1, false), (2, true), (7, false)]);
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

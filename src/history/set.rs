//! Records as a set: each once, whatever files and machines they came from, and what was taken back.
//!
//! Two lines with the same id and the same content are one record: a copy that a program made when
//! it synchronised a folder, or an import beside the original. Two with the same id and different
//! content are two. So neither the order in which lines are read nor the machine they stand under
//! changes what they add up to.

use crate::engine::Record;
use crate::engine::record::Happened;

/// More different records than this with one id are damage, and compared no further.
const MOST_OF_ONE_ID: usize = 64;

/// Records of one machine.
#[derive(Debug, Clone, Copy)]
pub(super) struct Batch<'a> {
    /// Its name.
    pub(super) device: &'a str,
    /// Some of its records, in any order.
    pub(super) records: &'a [Record],
}

/// One record.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry<'a> {
    pub(super) record: &'a Record,
    pub(super) device: &'a str,
    /// The place of the record that this one is a copy of, or its own.
    original: usize,
}

/// Records in the order of their ids.
#[derive(Debug)]
pub(super) struct Set<'a> {
    entries: Vec<Entry<'a>>,
    undone: Vec<bool>,
    confirmed: Vec<bool>,
}

impl<'a> Set<'a> {
    /// All of them.
    pub(super) fn of(batches: &[Batch<'a>]) -> Self {
        Self::with(batches, |_| true)
    }

    /// Those that matter, what refers to any record, and what is referred to.
    pub(super) fn only(batches: &[Batch<'a>], matters: impl Fn(&Record) -> bool) -> Self {
        let records = batches.iter().flat_map(|batch| batch.records);
        // Of two records with one id the first is meant, whether it matters or not.
        let mut meant: Vec<u64> = records.filter_map(refers).collect();
        meant.sort_unstable();
        Self::with(batches, |record| {
            matters(record) || refers(record).is_some() || meant.binary_search(&record.id).is_ok()
        })
    }

    fn with(batches: &[Batch<'a>], keep: impl Fn(&Record) -> bool) -> Self {
        let mut entries: Vec<Entry<'a>> = Vec::new();
        for batch in batches {
            let device = origin(batch.device);
            let kept = batch.records.iter().filter(|record| keep(record));
            entries.extend(kept.map(|record| Entry {
                record,
                device,
                original: 0,
            }));
        }
        // Files are written in this order, so that sorting finds little to do.
        entries.sort_by(|a, b| {
            let key = |entry: &Entry<'a>| (entry.record.id, entry.record.at, entry.device);
            key(a).cmp(&key(b))
        });
        find_copies(&mut entries);
        let count = entries.len();
        let mut set = Self {
            entries,
            undone: vec![false; count],
            confirmed: vec![false; count],
        };
        set.heed_references();
        set
    }

    /// Every record that counts, once, with its place in the order of ids.
    pub(super) fn counting(&self) -> impl Iterator<Item = (usize, Entry<'a>)> + '_ {
        self.entries
            .iter()
            .enumerate()
            .filter(|(place, entry)| entry.original == *place && !self.undone[*place])
            .map(|(place, entry)| (place, *entry))
    }

    /// Whether the guess at this place was confirmed.
    pub(super) fn is_confirmed(&self, place: usize) -> bool {
        self.confirmed[place]
    }

    /// The newest first, so that an undo that was undone takes nothing back.
    fn heed_references(&mut self) {
        for place in (0..self.entries.len()).rev() {
            let entry = self.entries[place];
            if self.undone[entry.original] {
                continue;
            }
            let (of, device, undoes) = match &entry.record.happened {
                Happened::Undo { of, device } => (*of, device, true),
                Happened::Confirm { of, device } => (*of, device, false),
                _ => continue,
            };
            let device = device.as_deref().map_or(entry.device, origin);
            let Some(meant) = self.find(of, device) else {
                continue;
            };
            if undoes {
                self.undone[meant] = true;
            } else {
                self.confirmed[meant] = true;
            }
        }
    }

    fn find(&self, id: u64, device: &str) -> Option<usize> {
        let first = self.entries.partition_point(|entry| entry.record.id < id);
        self.entries[first..]
            .iter()
            .take_while(|entry| entry.record.id == id)
            .take(MOST_OF_ONE_ID)
            .find(|entry| entry.device == device)
            .map(|entry| entry.original)
    }
}

/// The machine that wrote what stands in a folder: an import (`import-pc-1-3f9c2a07`) is named after it,
/// and what refers to that machine's records means these too, by either name.
#[must_use]
pub fn origin(device: &str) -> &str {
    let is_hash = |text: &str| text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    device
        .strip_prefix("import-")
        .and_then(|rest| rest.rsplit_once('-'))
        .filter(|(_, hash)| is_hash(hash))
        .map_or(device, |(name, _)| name)
}

/// The id of the record that it says something of.
fn refers(record: &Record) -> Option<u64> {
    match record.happened {
        Happened::Undo { of, .. } | Happened::Confirm { of, .. } => Some(of),
        _ => None,
    }
}

fn find_copies(entries: &mut [Entry<'_>]) {
    for place in 0..entries.len() {
        let record = entries[place].record;
        let same_id = (place.saturating_sub(MOST_OF_ONE_ID)..place).rev();
        let original = same_id
            .take_while(|before| entries[*before].record.id == record.id)
            .find(|before| entries[*before].record == record)
            .map(|before| entries[before].original);
        entries[place].original = original.unwrap_or(place);
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use crate::engine::record::RECORD_VERSION;

    use super::*;

    #[test]
    fn what_an_undo_means_does_not_depend_on_what_matters() {
        let record = |id: u64, time: &str, happened: Happened| Record {
            v: RECORD_VERSION,
            id,
            at: DateTime::parse_from_rfc3339(&format!("2026-11-23T{time}:00+01:00")).unwrap(),
            happened,
        };
        let call = |seconds| Happened::Call { seconds };
        let undo = Happened::Undo {
            of: 7,
            device: None,
        };
        // A clock that was wrong once gave one number twice.
        let records = [
            record(7, "09:00", call(60)),
            record(7, "11:00", call(90)),
            record(8, "12:00", undo),
        ];
        let batches = [Batch {
            device: "pc-1",
            records: &records,
        }];
        let counts = |set: &Set<'_>| {
            let entries = set.counting();
            let calls = entries.filter(|(_, it)| it.record.happened == call(90));
            calls.count()
        };
        assert_eq!(counts(&Set::of(&batches)), 1);
        let late = |it: &Record| records[1].at <= it.at;
        assert_eq!(counts(&Set::only(&batches, late)), 1);
    }
}

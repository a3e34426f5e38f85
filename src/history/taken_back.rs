//! Which records count, for whoever lists them one by one: by the very rule of the figures.

use std::collections::HashMap;

use crate::engine::Record;

use super::reader::Device;
use super::set::{Batch, Set};

/// The records that count; the others were taken back.
#[derive(Debug)]
pub struct Counted<'a> {
    by_id: HashMap<u64, Vec<&'a Record>>,
}

impl<'a> Counted<'a> {
    /// Those of these devices together.
    #[must_use]
    pub fn of(devices: &'a [Device]) -> Self {
        let batches: Vec<Batch<'a>> = devices.iter().map(Device::batch).collect();
        let mut by_id: HashMap<u64, Vec<&Record>> = HashMap::new();
        for (_, entry) in Set::of(&batches).counting() {
            by_id.entry(entry.record.id).or_default().push(entry.record);
        }
        Self { by_id }
    }

    /// Whether a record of these devices counts, whichever copy of it this is.
    #[must_use]
    pub fn has(&self, record: &Record) -> bool {
        let same_id = self.by_id.get(&record.id);
        same_id.is_some_and(|records| records.contains(&record))
    }
}

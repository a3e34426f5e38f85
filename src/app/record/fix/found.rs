//! Which record a number means: of this machine first, else of another whose history is here, and
//! whether there is anything to put right about it.

use std::io;

use super::super::book::Book;
use super::super::files::each_line;
use super::super::listing::add_unwritten;
use crate::engine::effect::Refusal;
use crate::engine::input::Fix;
use crate::engine::record::{Happened, Outcome};
use crate::engine::{Record, date_of};
use crate::history::{Counted, Device, Files, Line, devices_around, files, origin};
use crate::store::kept_device_name;
use crate::words::reply::refused;

/// The correction, with whose the record is that it is about, and when that began.
///
/// # Errors
/// A sentence for the user: there is no such record, or nothing to put right about it.
pub(super) fn found(book: &Book, fix: Fix) -> Result<Fix, String> {
    Ok(match fix {
        Fix::Was { .. } => fix,
        Fix::Drop { id, device, .. } => {
            let meant = Meant::find(book, id, device)?;
            Around::read(book, &meant)?.counts(&meant)?;
            Fix::Drop {
                id,
                at: Some(meant.record.at),
                device: meant.device,
            }
        }
        Fix::Confirm { id, device, .. } => {
            let meant = Meant::find(book, id, device)?;
            let around = Around::read(book, &meant)?;
            around.counts(&meant)?;
            around.is_guess(&meant)?;
            Fix::Confirm {
                id,
                at: Some(meant.record.at),
                device: meant.device,
            }
        }
    })
}

/// A record, and whose it is.
struct Meant {
    record: Record,
    /// The machine that wrote it; none: this one.
    device: Option<String>,
    /// The same by its name, also where it is this one.
    machine: String,
}

impl Meant {
    /// What the number means: with a name, there; without one, here, and if there is none, anywhere.
    fn find(book: &Book, id: u64, named: Option<String>) -> Result<Self, String> {
        let unreadable = |error| book.unreadable(&error);
        let own = kept_device_name(&book.places.device).map_err(unreadable)?;
        let of = |machine: &str| {
            let hits = hits(book, id, |it| it == origin(machine)).map_err(unreadable)?;
            Ok::<_, String>(hits.into_iter().next())
        };
        let with = |device, hit: Hit| Self {
            record: hit.record,
            device,
            machine: hit.machine,
        };
        if let Some(named) = named {
            let is_own = own.as_deref().is_some_and(|own| own == named);
            let hit = of(&named)?.ok_or_else(nobodys)?;
            return Ok(with((!is_own).then_some(named), hit));
        }
        if let Some(own) = own
            && let Some(hit) = of(&own)?
        {
            return Ok(with(None, hit));
        }
        let mut different: Vec<Hit> = Vec::new();
        for hit in hits(book, id, |_| true).map_err(unreadable)? {
            // The same record under two machines is one, whichever of them it is said to be of.
            if different.iter().all(|it| it.record != hit.record) {
                different.push(hit);
            }
        }
        if different.len() > 1 {
            return Err(several(&different));
        }
        let hit = different.pop().ok_or_else(nobodys)?;
        Ok(with(Some(hit.machine.clone()), hit))
    }
}

fn nobodys() -> String {
    refused(Refusal::NoSuchRecord).to_owned()
}

fn several(hits: &[Hit]) -> String {
    let mut names: Vec<&str> = hits.iter().map(|hit| hit.machine.as_str()).collect();
    let last = names.pop().unwrap_or_default();
    let names = match names.as_slice() {
        [] => last.to_owned(),
        _ => format!("{} and {last}", names.join(", ")),
    };
    format!("This number is of {names}: add --machine NAME.")
}

/// A record of the number, and the machine it is of: an import stands for the one it came from.
struct Hit {
    record: Record,
    machine: String,
}

/// The records of this id, machine by machine; of each, those in its newest month that has one.
fn hits(book: &Book, id: u64, is_meant: impl Fn(&str) -> bool) -> io::Result<Vec<Hit>> {
    let mut hits: Vec<Hit> = Vec::new();
    let unwritten = &book.unwritten;
    if is_meant(origin(&unwritten.device))
        && let Some(record) = unwritten.records.iter().find(|it| it.id == id)
    {
        hits.push(Hit {
            record: record.clone(),
            machine: origin(&unwritten.device).to_owned(),
        });
    }
    let Files { files, .. } = files(&book.places.history)?;
    for file in files.iter().rev() {
        let machine = origin(&file.machine);
        if !is_meant(machine) || hits.iter().any(|hit| hit.machine == machine) {
            continue;
        }
        let mut first: Option<Record> = None;
        each_line(&file.path, |_, line| {
            if let Line::Record(record) = line
                && record.id == id
                && first.as_ref().is_none_or(|first| record.at < first.at)
            {
                first = Some(record);
            }
            Ok::<(), io::Error>(())
        })?;
        hits.extend(first.map(|record| Hit {
            record,
            machine: machine.to_owned(),
        }));
    }
    hits.sort_by(|one, other| one.machine.cmp(&other.machine));
    Ok(hits)
}

/// What was written about the time of a record, by all machines.
struct Around(Vec<Device>);

impl Around {
    fn read(book: &Book, meant: &Meant) -> Result<Self, String> {
        let day = date_of(meant.record.at, book.counting.day_starts_at);
        let mut devices = devices_around(&book.places.history, day, day)
            .map_err(|error| book.unreadable(&error))?;
        add_unwritten(&mut devices, book);
        Ok(Self(devices))
    }

    fn counts(&self, meant: &Meant) -> Result<(), String> {
        if Counted::of(&self.0).has(&meant.record) {
            Ok(())
        } else {
            Err(format!(
                "Record {} counts no more already.",
                meant.record.id
            ))
        }
    }

    fn is_guess(&self, meant: &Meant) -> Result<(), String> {
        let Happened::Break {
            outcome: Outcome::Natural,
            ..
        } = meant.record.happened
        else {
            return Err("Only an absence that was taken for a break can be confirmed.".to_owned());
        };
        if self.is_confirmed(meant) {
            let id = meant.record.id;
            return Err(format!("Absence {id} counts as a break already."));
        }
        Ok(())
    }

    fn is_confirmed(&self, meant: &Meant) -> bool {
        let counted = Counted::of(&self.0);
        self.0.iter().any(|device| {
            let confirms = |record: &Record| match &record.happened {
                Happened::Confirm { of, device: whose } => {
                    let whose = origin(whose.as_deref().unwrap_or(&device.name));
                    *of == meant.record.id && whose == meant.machine && counted.has(record)
                }
                _ => false,
            };
            device.records.iter().any(confirms)
        })
    }
}

//! Other machines of the same person: what they record is read as it comes, on a thread that may wait
//! for the disk, and told to the engine once.

use std::collections::BTreeSet;
use std::path::Path;

use chrono::{DateTime, FixedOffset};

use super::event::Event;
use crate::engine::Input;
use crate::engine::input::Elsewhere;
use crate::history::{Device, Heard, LATELY, Unread, elsewhere};
use crate::platform::clock::Clock;
use crate::platform::mailbox::Sender;
use crate::store::{Devices, Others, Places, records_since};
use crate::words::machines::clocks_differ;

/// Follows the other machines until it is dropped.
pub(super) fn follow(places: &Places, clock: &Clock, sender: &Sender<Event>) -> Others {
    let (history, clock, sender) = (places.history.clone(), clock.clone(), sender.clone());
    let mut known = Known::default();
    Others::start(places.clone(), move |devices| {
        let now = clock.now().wall;
        let read = read(&history, devices, now);
        for words in known.clocks(&read, &devices.own, now) {
            tracing::warn!("{words}");
        }
        let new = known.take_up(elsewhere(&read, &devices.own, now));
        if new != Elsewhere::default() {
            sender.send(Event::Elsewhere(new));
        }
    })
}

/// Whether somebody may have come from another machine.
pub(super) fn is_an_arrival(input: &Input) -> bool {
    matches!(
        input,
        Input::Active | Input::Woke | Input::Locked(false) | Input::SwitchedAway(false)
    )
}

/// The ends of what every machine wrote. That of this one too: what of the others was taken back here.
/// One that cannot be read hides no other.
fn read(history: &Path, devices: &Devices, now: DateTime<FixedOffset>) -> Vec<Device> {
    let all = devices.others.iter().chain([&devices.own]);
    let read = |name: &String| match records_since(history, name, now - LATELY) {
        Ok(tail) => Some(Device {
            name: name.clone(),
            records: tail.records,
            unread: Unread {
                damaged: tail.damaged,
                unknown: tail.unknown,
                ..Unread::default()
            },
        }),
        Err(error) => {
            tracing::warn!(%error, name, "what a machine recorded lately cannot be read");
            None
        }
    };
    all.filter_map(read).collect()
}

/// What was told already.
#[derive(Debug, Default)]
struct Known {
    seen: Elsewhere,
    clocks: BTreeSet<String>,
}

impl Known {
    /// Takes up what was seen; what of it was not told before.
    fn take_up(&mut self, seen: Elsewhere) -> Elsewhere {
        let before = std::mem::replace(&mut self.seen, seen);
        let mut new = self.seen.clone();
        new.sat.retain(|sitting| !before.sat.contains(sitting));
        new.moved.retain(|moved| !before.moved.contains(moved));
        new
    }

    /// Sentences on the machines whose clocks differ, each told once until it is put right.
    fn clocks(&mut self, read: &[Device], own: &str, now: DateTime<FixedOffset>) -> Vec<String> {
        let mut told = Vec::new();
        for device in read.iter().filter(|device| device.name != own) {
            let ahead = Heard::of(&device.records, now).and_then(|heard| heard.ahead);
            match ahead {
                Some(by) if self.clocks.insert(device.name.clone()) => {
                    told.push(clocks_differ(&device.name, by));
                }
                Some(_) => {}
                None => {
                    self.clocks.remove(&device.name);
                }
            }
        }
        told
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;
    use crate::engine::Record;
    use crate::engine::input::{MovedThere, Sitting};
    use crate::engine::movement::Kind;
    use crate::engine::record::{Happened, RECORD_VERSION};

    fn noon() -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339("2026-11-23T12:00:00+01:00").unwrap()
    }

    fn minutes_ago(minutes: i64) -> DateTime<FixedOffset> {
        noon() - TimeDelta::minutes(minutes)
    }

    fn seen(sat: &[(i64, i64)], moved: &[i64]) -> Elsewhere {
        let sitting = |(from, to): &(i64, i64)| Sitting {
            from: minutes_ago(*from),
            to: minutes_ago(*to),
        };
        let moved_there = |ended: &i64| MovedThere {
            ended: minutes_ago(*ended),
            kind: Kind::OnFeet,
        };
        Elsewhere {
            otherwise: Vec::new(),
            sat: sat.iter().map(sitting).collect(),
            moved: moved.iter().map(moved_there).collect(),
        }
    }

    #[test]
    fn what_was_told_is_not_told_again() {
        let mut known = Known::default();
        let first = seen(&[(60, 30)], &[40]);
        assert_eq!(known.take_up(first.clone()), first);
        assert_eq!(known.take_up(first), Elsewhere::default());
        let grown = seen(&[(60, 20)], &[40, 10]);
        assert_eq!(known.take_up(grown), seen(&[(60, 20)], &[10]));
    }

    #[test]
    fn a_clock_that_is_off_is_told_once_until_it_is_right() {
        let device = |ahead: i64| Device {
            name: "laptop-1".to_owned(),
            records: vec![Record {
                v: RECORD_VERSION,
                id: 1,
                at: noon() + TimeDelta::minutes(ahead),
                happened: Happened::Started,
            }],
            ..Device::default()
        };
        let mut known = Known::default();
        let told: Vec<usize> = [180, 181, 0, 180]
            .map(|ahead| known.clocks(&[device(ahead)], "desk-1", noon()).len())
            .into();
        assert_eq!(told, [1, 0, 0, 1]);
        assert_eq!(known.clocks(&[device(500)], "laptop-1", noon()).len(), 0);
    }
}

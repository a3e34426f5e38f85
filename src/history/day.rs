//! What a day adds up to, by the engine's own ledger, so that both count alike.

use std::collections::HashSet;
use std::io;
use std::path::Path;
use std::time::Duration;

use chrono::{DateTime, Days, FixedOffset, NaiveDate, NaiveTime, TimeDelta};

use crate::engine::ledger::{Ends, Ledger, Mark, Tally};
use crate::engine::movement::Kind;
use crate::engine::record::{Cause, Happened, Outcome, Posture, Source};
use crate::engine::{Record, date_of};

use super::reader::{Device, Unread, devices};

/// Two stretches this near to each other have no gap between them: lengths are whole seconds.
const ROUNDING: Duration = Duration::from_secs(1);

/// A moment after anything that can touch the day, from the origin.
const FAR: Duration = Duration::from_hours(24 * 8);

/// The numbers that a day is counted with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counting {
    /// When a day begins.
    pub day_starts_at: NaiveTime,
    /// An absence shorter than this ends no bout.
    pub break_length: Duration,
}

/// One local day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// Which.
    pub date: NaiveDate,
    /// Time by posture, as far as it is recorded.
    pub tally: Tally,
    /// Every bout of sitting, in order.
    pub bouts: Vec<DayBout>,
    /// What became of reminders, movements and absences, in order, without what was taken back.
    pub breaks: Vec<DayBreak>,
    /// Lines that could not be used, in the files that were read.
    pub unread: Unread,
}

/// Unbroken sitting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayBout {
    /// When it began.
    pub at: DateTime<FixedOffset>,
    /// How long was sat.
    pub lasted: Duration,
}

/// A break, or what became of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayBreak {
    /// The device that wrote it.
    pub device: String,
    /// The record's id on that device.
    pub id: u64,
    /// When it began.
    pub at: DateTime<FixedOffset>,
    /// The movement's id; none for a natural break.
    pub movement: Option<String>,
    /// Its place on the ladder; none for a natural break.
    pub kind: Option<Kind>,
    /// What became of it.
    pub outcome: Outcome,
    /// How long it was.
    pub lasted: Duration,
    /// Who said so.
    pub source: Source,
    /// Whether a guess was confirmed.
    pub confirmed: bool,
}

/// Reads what all devices recorded of a day.
///
/// # Errors
/// If the history is there and cannot be read.
pub fn read_day(history: &Path, date: NaiveDate, counting: Counting) -> io::Result<Day> {
    Ok(Day::of(&devices_around(history, date)?, date, counting))
}

/// The same, with records of one device that are not written yet.
///
/// # Errors
/// If the history is there and cannot be read.
pub fn read_day_and(
    history: &Path,
    date: NaiveDate,
    counting: Counting,
    device: &str,
    unwritten: Vec<Record>,
) -> io::Result<Day> {
    let mut devices = devices_around(history, date)?;
    match devices.iter_mut().find(|one| one.name == device) {
        Some(ours) => ours.records.extend(unwritten),
        None => devices.push(Device {
            name: device.to_owned(),
            records: unwritten,
            ..Device::default()
        }),
    }
    Ok(Day::of(&devices, date, counting))
}

/// What every device recorded in the months around a day.
///
/// # Errors
/// If the history is there and cannot be read.
pub fn devices_around(history: &Path, date: NaiveDate) -> io::Result<Vec<Device>> {
    let around = [
        date.checked_sub_days(Days::new(1)),
        Some(date),
        date.checked_add_days(Days::new(2)),
    ];
    let mut months: Vec<_> = around
        .into_iter()
        .flatten()
        .map(|date| date.format("%Y-%m").to_string())
        .collect();
    months.dedup();
    devices(history, &months)
}

impl Day {
    /// Adds up what these devices recorded. Where two devices cover the same time it counts once.
    #[must_use]
    pub fn of(devices: &[Device], date: NaiveDate, counting: Counting) -> Self {
        let mut days: Vec<_> = devices
            .iter()
            .map(|device| OneDevice::of(device, date, counting))
            .collect();
        let (ledger, known) = merged(&days);
        let mut tally = Tally::default();
        for (from, to) in known {
            for piece in ledger.pieces(from, to) {
                tally.add(piece.posture, piece.lasted());
            }
        }
        let offset = days
            .iter()
            .find_map(|day| day.offset)
            .unwrap_or_else(|| DateTime::UNIX_EPOCH.fixed_offset().timezone());
        let bouts = ledger
            .bouts(Duration::ZERO, FAR, counting.break_length)
            .into_iter()
            .map(|bout| DayBout {
                at: (origin(date) + bout.from).with_timezone(&offset),
                lasted: bout.lasted,
            })
            .collect();
        let mut breaks: Vec<_> = days
            .iter_mut()
            .flat_map(|day| day.breaks.split_off(0))
            .collect();
        breaks.sort_by_key(|broken| broken.at);
        let mut unread = Unread::default();
        for device in devices {
            unread.damaged += device.unread.damaged;
            unread.unknown += device.unread.unknown;
        }
        Self {
            date,
            tally,
            bouts,
            breaks,
            unread,
        }
    }

    /// The longest bout.
    #[must_use]
    pub fn longest_bout(&self) -> Duration {
        self.bouts
            .iter()
            .map(|bout| bout.lasted)
            .max()
            .unwrap_or_default()
    }
}

/// A day as one device saw it.
struct OneDevice {
    ledger: Ledger,
    /// The stretches of time that it knows anything of.
    known: Vec<(Duration, Duration)>,
    marks: Vec<Mark>,
    breaks: Vec<DayBreak>,
    offset: Option<FixedOffset>,
}

impl OneDevice {
    fn of(device: &Device, date: NaiveDate, counting: Counting) -> Self {
        let undone = undone(&device.records);
        let confirmed: HashSet<u64> = device
            .records
            .iter()
            .filter(|record| !undone.contains(&record.id))
            .filter_map(|record| match record.happened {
                Happened::Confirm { of } => Some(of),
                _ => None,
            })
            .collect();
        let mut day = Self {
            ledger: nothing_known(),
            known: Vec::new(),
            marks: Vec::new(),
            breaks: Vec::new(),
            offset: None,
        };
        let mut end = Duration::ZERO;
        for record in &device.records {
            if undone.contains(&record.id) {
                continue;
            }
            match &record.happened {
                Happened::Stretch { posture, seconds } => {
                    if let Some((from, to)) = day.part(record, *seconds, date, counting) {
                        let joins = end <= from && from - end < ROUNDING;
                        day.paint(if joins { end } else { from }, to, *posture);
                        end = to;
                    }
                }
                Happened::Correction { posture, seconds } => {
                    if let Some((from, to)) = day.part(record, *seconds, date, counting) {
                        day.paint(from, to, *posture);
                    }
                }
                Happened::Break {
                    movement,
                    kind,
                    outcome,
                    seconds,
                    source,
                } => {
                    day.mark(record, *kind, *outcome, *seconds, date);
                    if date_of(record.at, counting.day_starts_at) == date {
                        day.breaks.push(DayBreak {
                            device: device.name.clone(),
                            id: record.id,
                            at: record.at,
                            movement: movement.clone(),
                            kind: *kind,
                            outcome: *outcome,
                            lasted: Duration::from_secs(*seconds),
                            source: *source,
                            confirmed: confirmed.contains(&record.id),
                        });
                    }
                }
                Happened::Started
                | Happened::Stopped
                | Happened::Snooze { .. }
                | Happened::Undo { .. }
                | Happened::Confirm { .. } => {}
            }
        }
        day
    }

    /// The part of a record's time that lies in the day, by the record's own local time.
    fn part(
        &mut self,
        record: &Record,
        seconds: u64,
        date: NaiveDate,
        counting: Counting,
    ) -> Option<(Duration, Duration)> {
        let to = end_of(record, seconds)?;
        let begin = date.and_time(counting.day_starts_at);
        let begin = begin.and_local_timezone(record.at.timezone()).single()?;
        let end = begin.checked_add_days(Days::new(1))?;
        let (from, to) = (record.at.max(begin), to.min(end));
        if from >= to {
            return None;
        }
        self.offset.get_or_insert(record.at.timezone());
        Some((since_origin(from, date)?, since_origin(to, date)?))
    }

    fn paint(&mut self, from: Duration, to: Duration, posture: Posture) {
        self.ledger.paint(from, to, posture);
        self.known.push((from, to));
    }

    fn mark(
        &mut self,
        record: &Record,
        kind: Option<Kind>,
        outcome: Outcome,
        seconds: u64,
        date: NaiveDate,
    ) {
        let (Some(kind), Outcome::Done | Outcome::Part) = (kind, outcome) else {
            return;
        };
        let end = end_of(record, seconds).and_then(|end| since_origin(end, date));
        if let Some(at) = end {
            let ends = match kind.leaves_chair() {
                true => Ends::Both,
                false => Ends::Pump,
            };
            self.marks.push(Mark {
                at,
                ends,
                record: Some(record.id),
            });
        }
    }
}

/// The ids of records that do not count, through undone undos too.
fn undone(records: &[Record]) -> HashSet<u64> {
    let mut undone = HashSet::new();
    for record in records.iter().rev() {
        if let Happened::Undo { of } = record.happened
            && !undone.contains(&record.id)
        {
            undone.insert(of);
        }
    }
    undone
}

/// All devices in one ledger, and the times that any of them knows, without overlap.
fn merged(days: &[OneDevice]) -> (Ledger, Vec<(Duration, Duration)>) {
    let mut edges: Vec<Duration> = days
        .iter()
        .flat_map(|day| {
            let pieces = day.ledger.pieces(Duration::ZERO, FAR);
            let turns = pieces.into_iter().map(|piece| piece.from);
            let ends = day.known.iter().flat_map(|(from, to)| [*from, *to]);
            turns.chain(ends).collect::<Vec<_>>()
        })
        .collect();
    edges.sort_unstable();
    edges.dedup();
    let (mut ledger, mut known) = (nothing_known(), Vec::new());
    for edge in edges.windows(2) {
        let (from, to) = (edge[0], edge[1]);
        let posture = days
            .iter()
            .filter(|day| {
                day.known
                    .iter()
                    .any(|(begin, end)| *begin <= from && to <= *end)
            })
            .filter_map(|day| day.ledger.pieces(from, to).first().copied())
            .map(|piece| piece.posture)
            .max_by_key(|posture| weight(*posture));
        if let Some(posture) = posture {
            ledger.paint(from, to, posture);
            known.push((from, to));
        }
    }
    for mark in days.iter().flat_map(|day| &day.marks) {
        ledger.mark(*mark);
    }
    (ledger, known)
}

/// Which of two devices is believed: a person sits at one of them and is missed by the other, and
/// standing is never guessed.
fn weight(posture: Posture) -> u8 {
    match posture {
        Posture::Standing => 3,
        Posture::Seated => 2,
        Posture::Away(_) => 1,
        Posture::Stopped(_) => 0,
    }
}

fn nothing_known() -> Ledger {
    Ledger::new(Duration::ZERO, Posture::Away(Cause::Off))
}

/// A moment before anything that can touch the day, in any time zone.
fn origin(date: NaiveDate) -> DateTime<chrono::Utc> {
    date.and_time(NaiveTime::MIN).and_utc() - TimeDelta::days(3)
}

fn since_origin(at: DateTime<FixedOffset>, date: NaiveDate) -> Option<Duration> {
    at.to_utc()
        .signed_duration_since(origin(date))
        .to_std()
        .ok()
}

/// When a record's time ends; none if that is beyond the calendar.
fn end_of(record: &Record, seconds: u64) -> Option<DateTime<FixedOffset>> {
    let lasted = TimeDelta::try_seconds(i64::try_from(seconds).ok()?)?;
    record.at.checked_add_signed(lasted)
}

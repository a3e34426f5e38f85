//! A day as all machines tell it together, and how its figures are counted.

use std::cmp::Reverse;
use std::time::Duration;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime};

use crate::engine::effect::Ask;
use crate::engine::ledger::Tally;
use crate::engine::movement::Kind;
use crate::engine::record::{Cause, Halt, Outcome, Source};

use super::fold::days;
use super::reader::Device;
use super::set::Batch;

/// The numbers that a day is counted with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counting {
    /// When a day begins.
    pub day_starts_at: NaiveTime,
    /// An absence shorter than this ends no bout.
    pub break_length: Duration,
}

/// One local day, as all machines tell it together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// Which.
    pub date: NaiveDate,
    /// When it began.
    pub from: DateTime<FixedOffset>,
    /// When the next one began, or begins.
    pub to: DateTime<FixedOffset>,
    /// The whole of it in order, end to end, from `from` until `to`.
    pub pieces: Vec<Piece>,
    /// Calls, in order; they lie over the pieces.
    pub calls: Vec<Span>,
    /// How often a reminder was put off.
    pub snoozes: u32,
    /// What other programs counted on it.
    pub totals: Vec<Totals>,
    /// Time by posture, as far as it is recorded.
    pub tally: Tally,
    /// Every bout of sitting, in order.
    pub bouts: Vec<DayBout>,
    /// What became of reminders, movements and absences, in order, without what was taken back.
    pub breaks: Vec<DayBreak>,
}

/// A part of a day in which the body did one thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// Its beginning.
    pub from: DateTime<FixedOffset>,
    /// Its end.
    pub to: DateTime<FixedOffset>,
    /// What the body did.
    pub doing: Doing,
    /// How that is known.
    pub known: Known,
}

impl Piece {
    /// How long it lasted.
    #[must_use]
    pub fn lasted(&self) -> Duration {
        (self.to - self.from).to_std().unwrap_or_default()
    }
}

/// What the body did, as far as the record tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Doing {
    /// In the chair.
    Seated,
    /// At a standing desk.
    Standing,
    /// Moving about: a movement that leaves the chair, or an absence the user said was one.
    OnFeet,
    /// Not at the machine; perhaps on the feet.
    Away(Cause),
    /// The clocks stood still.
    Stopped(Halt),
    /// Nothing is recorded.
    Unrecorded,
}

/// How something is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Known {
    /// By the sensors.
    Sensed,
    /// The user said so.
    Said,
    /// Concluded and not confirmed: an absence taken for a break.
    Guessed,
}

/// A stretch of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// Its beginning.
    pub from: DateTime<FixedOffset>,
    /// Its end.
    pub to: DateTime<FixedOffset>,
}

/// What another program counted on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Totals {
    /// Which program.
    pub program: String,
    /// How long the machine was used.
    pub active: Duration,
    /// Breaks it asked for that were taken.
    pub taken: u32,
    /// Breaks it asked for that were skipped or put off.
    pub passed: u32,
}

impl Totals {
    /// What stands of all that was imported, by date: of several counts of one program for one date the
    /// one of the most use, because the others were made before that day was over.
    pub(super) fn that_stand(mut counted: Vec<(NaiveDate, Self)>) -> Vec<(NaiveDate, Self)> {
        let most = |it: &Self| Reverse((it.active, it.taken, it.passed));
        counted.sort_by(|(a_date, a), (b_date, b)| {
            let key = |date: &NaiveDate, it: &Self| (*date, it.program.clone(), most(it));
            key(a_date, a).cmp(&key(b_date, b))
        });
        counted.dedup_by(|(later, other), (date, stands)| {
            later == date && other.program == stands.program
        });
        counted
    }

    /// Those of a date.
    pub(super) fn of_date(standing: &[(NaiveDate, Self)], date: NaiveDate) -> Vec<Self> {
        let those = standing.iter().filter(|(its, _)| *its == date);
        those.map(|(_, totals)| totals.clone()).collect()
    }
}

/// Unbroken sitting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayBout {
    /// When it began.
    pub at: DateTime<FixedOffset>,
    /// The last seated moment of it: short absences lie in between.
    pub to: DateTime<FixedOffset>,
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
    /// The wish of the reminder that was open; none where nobody had been reminded.
    pub asked: Option<Ask>,
    /// How long it was.
    pub lasted: Duration,
    /// How many repetitions were counted; none where nobody counted.
    pub repetitions: Option<u32>,
    /// Who said so.
    pub source: Source,
    /// Whether a guess was confirmed.
    pub confirmed: bool,
}

impl Day {
    /// Adds up what these devices recorded. Where two devices cover the same time it counts once.
    #[must_use]
    pub fn of(devices: &[Device], date: NaiveDate, counting: Counting) -> Self {
        let batches: Vec<Batch<'_>> = devices.iter().map(Device::batch).collect();
        days(&batches, date, 1, counting, None).remove(0)
    }

    /// The longest bout; of two that are equally long the earlier one.
    #[must_use]
    pub fn longest(&self) -> Option<DayBout> {
        self.bouts.iter().copied().reduce(DayBout::longer)
    }

    /// How long the longest bout was.
    #[must_use]
    pub fn longest_bout(&self) -> Duration {
        self.longest().map_or(Duration::ZERO, |bout| bout.lasted)
    }

    /// Whether more is recorded of it than that nobody was there. What another program counted is no
    /// record of the day.
    #[must_use]
    pub fn is_recorded(&self) -> bool {
        let there =
            |piece: &Piece| matches!(piece.doing, Doing::Seated | Doing::Standing | Doing::OnFeet);
        self.pieces.iter().any(there) || !self.breaks.is_empty()
    }
}

impl DayBout {
    /// The longer one of two; if they are equally long, the earlier.
    #[must_use]
    pub fn longer(self, other: Self) -> Self {
        let longer = other.lasted > self.lasted;
        let earlier = other.lasted == self.lasted && other.at < self.at;
        if longer || earlier { other } else { self }
    }
}

#[cfg(test)]
mod tests {
    use chrono::{TimeDelta, TimeZone};

    use crate::engine::Record;
    use crate::engine::record::{Happened, Posture, RECORD_VERSION};

    use super::*;

    const COUNTING: Counting = Counting {
        day_starts_at: NaiveTime::from_hms_opt(4, 0, 0).unwrap(),
        break_length: Duration::from_mins(2),
    };
    const AWAY: Posture = Posture::Away(Cause::Idle);

    fn date() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
    }

    /// A local time of that week: day of November, hour, minute, offset in hours.
    fn at(day: u32, hour: u32, minute: u32, offset: i32) -> DateTime<FixedOffset> {
        let zone = FixedOffset::east_opt(offset * 3600).unwrap();
        zone.with_ymd_and_hms(2026, 11, day, hour, minute, 0)
            .unwrap()
    }

    fn today(hour: u32, minute: u32) -> DateTime<FixedOffset> {
        at(23, hour, minute, 1)
    }

    fn stretch(
        at: DateTime<FixedOffset>,
        posture: Posture,
        minutes: u64,
    ) -> (DateTime<FixedOffset>, Happened) {
        let seconds = minutes * 60;
        (at, Happened::Stretch { posture, seconds })
    }

    fn moved(
        at: DateTime<FixedOffset>,
        kind: Kind,
        outcome: Outcome,
    ) -> (DateTime<FixedOffset>, Happened) {
        let happened = Happened::Break {
            movement: Some("some".into()),
            kind: Some(kind),
            outcome,
            asked: None,
            seconds: 60,
            repetitions: None,
            side: None,
            source: Source::Command,
        };
        (at, happened)
    }

    fn device(happened: Vec<(DateTime<FixedOffset>, Happened)>) -> Device {
        let record = |(id, (at, happened))| Record {
            v: RECORD_VERSION,
            id,
            at,
            happened,
        };
        Device {
            name: "pc-1".into(),
            records: (1..).zip(happened).map(record).collect(),
            ..Device::default()
        }
    }

    fn day(devices: &[Device]) -> Day {
        Day::of(devices, date(), COUNTING)
    }

    /// Minutes seated, standing, away, stopped, and of each bout.
    fn figures(day: &Day) -> ([u64; 4], Vec<u64>) {
        let tally = day.tally;
        let minutes = |time: Duration| time.as_secs() / 60;
        (
            [tally.seated, tally.standing, tally.away, tally.stopped].map(minutes),
            day.bouts.iter().map(|bout| minutes(bout.lasted)).collect(),
        )
    }

    #[test]
    fn a_day_adds_up_by_posture_and_bout() {
        let day = day(&[device(vec![
            stretch(today(9, 0), Posture::Seated, 30),
            stretch(today(9, 30), AWAY, 10),
            stretch(today(9, 40), Posture::Seated, 20),
            stretch(today(10, 0), AWAY, 1),
            stretch(today(10, 1), Posture::Seated, 40),
            stretch(today(10, 41), Posture::Standing, 15),
            stretch(
                today(10, 56),
                Posture::Stopped(crate::engine::record::Halt::Paused),
                60,
            ),
        ])]);
        assert_eq!(figures(&day), ([90, 15, 11, 60], vec![30, 60]));
        assert_eq!(day.longest_bout(), Duration::from_hours(1));
        assert_eq!(day.bouts[1].at, today(9, 40));
    }

    #[test]
    fn time_that_nobody_recorded_is_no_time_at_all_but_ends_a_bout() {
        let day = day(&[device(vec![
            stretch(today(9, 0), Posture::Seated, 30),
            stretch(today(14, 0), Posture::Seated, 30),
        ])]);
        assert_eq!(figures(&day), ([60, 0, 0, 0], vec![30, 30]));
    }

    #[test]
    fn a_movement_on_the_feet_ends_a_bout_and_a_seated_one_does_not() {
        let sat = |kind| {
            figures(&day(&[device(vec![
                stretch(today(9, 0), Posture::Seated, 60),
                moved(today(9, 19), kind, Outcome::Done),
            ])]))
        };
        // The minute on the feet is none in the chair.
        assert_eq!(sat(Kind::OnFeet), ([59, 1, 0, 0], vec![19, 40]));
        assert_eq!(sat(Kind::Seated), ([60, 0, 0, 0], vec![60]));
    }

    #[test]
    fn a_skipped_movement_ends_nothing_and_is_listed() {
        let day = day(&[device(vec![
            stretch(today(9, 0), Posture::Seated, 60),
            moved(today(9, 19), Kind::OnFeet, Outcome::Skipped),
            moved(today(9, 39), Kind::OnFeet, Outcome::Ignored),
        ])]);
        assert_eq!(figures(&day).1, [60]);
        let outcomes: Vec<_> = day.breaks.iter().map(|broken| broken.outcome).collect();
        assert_eq!(outcomes, [Outcome::Skipped, Outcome::Ignored]);
    }

    #[test]
    fn what_was_taken_back_does_not_count() {
        let records = |undo: &[u64]| {
            let mut all = vec![
                stretch(today(9, 0), Posture::Seated, 60),
                moved(today(9, 19), Kind::OnFeet, Outcome::Done),
            ];
            all.extend(undo.iter().map(|of| {
                (
                    today(10, 0),
                    Happened::Undo {
                        of: *of,
                        device: None,
                    },
                )
            }));
            let day = day(&[device(all)]);
            (day.breaks.len(), figures(&day).1)
        };
        assert_eq!(records(&[]), (1, vec![19, 40]));
        assert_eq!(records(&[2]), (0, vec![60]));
        assert_eq!(records(&[2, 3]), (1, vec![19, 40]));
    }

    #[test]
    fn a_confirmed_guess_is_marked() {
        let natural = Happened::Break {
            movement: None,
            kind: None,
            outcome: Outcome::Natural,
            asked: None,
            seconds: 600,
            repetitions: None,
            side: None,
            source: Source::Guess,
        };
        let confirm = (
            today(10, 0),
            Happened::Confirm {
                of: 1,
                device: None,
            },
        );
        let day = day(&[device(vec![
            (today(9, 0), natural.clone()),
            confirm,
            (today(11, 0), natural),
        ])]);
        let confirmed: Vec<_> = day.breaks.iter().map(|broken| broken.confirmed).collect();
        assert_eq!(confirmed, [true, false]);
    }

    #[test]
    fn a_correction_paints_over_what_was_written() {
        let corrected = Happened::Correction {
            posture: Posture::Seated,
            seconds: 600,
        };
        let day = day(&[device(vec![
            stretch(today(9, 0), Posture::Seated, 30),
            stretch(today(9, 30), AWAY, 10),
            stretch(today(9, 40), Posture::Seated, 20),
            (today(9, 30), corrected),
        ])]);
        assert_eq!(figures(&day), ([60, 0, 0, 0], vec![60]));
    }

    #[test]
    fn of_two_corrections_the_newest_counts() {
        let correction = |minute, posture, minutes: u64| {
            let seconds = minutes * 60;
            (today(9, minute), Happened::Correction { posture, seconds })
        };
        let told = |corrections: Vec<_>| {
            let mut all = vec![stretch(today(9, 0), AWAY, 60)];
            all.extend(corrections);
            figures(&day(&[device(all)])).0
        };
        let stood = || correction(0, Posture::Standing, 30);
        let sat = || correction(10, Posture::Seated, 10);
        assert_eq!(told(vec![stood(), sat()]), [10, 20, 30, 0]);
        assert_eq!(told(vec![sat(), stood()]), [0, 30, 30, 0]);
    }

    #[test]
    fn a_clock_set_back_counts_no_minute_twice() {
        let day = day(&[device(vec![
            stretch(today(9, 0), Posture::Seated, 60),
            stretch(today(9, 30), AWAY, 60),
        ])]);
        // Of two that cover the same time, who was seen was there.
        assert_eq!(figures(&day), ([60, 0, 30, 0], vec![60]));
    }

    #[test]
    fn two_devices_are_one_person() {
        let laptop = device(vec![
            stretch(today(9, 0), Posture::Seated, 60),
            stretch(today(10, 0), AWAY, 60),
        ]);
        let desktop = Device {
            name: "pc-2".into(),
            ..device(vec![
                stretch(today(9, 30), AWAY, 30),
                stretch(today(10, 0), Posture::Seated, 30),
                stretch(today(10, 30), Posture::Standing, 60),
            ])
        };
        let both = day(&[laptop.clone(), desktop.clone()]);
        assert_eq!(figures(&both), ([90, 60, 0, 0], vec![90]));
        let other = day(&[desktop, laptop]);
        assert_eq!((both.tally, both.bouts), (other.tally, other.bouts));
    }

    #[test]
    fn a_day_begins_when_the_user_says() {
        let day = day(&[device(vec![
            stretch(at(23, 3, 30, 1), Posture::Seated, 60),
            stretch(at(24, 3, 30, 1), Posture::Standing, 60),
            moved(at(23, 3, 59, 1), Kind::Seated, Outcome::Done),
            moved(at(23, 4, 0, 1), Kind::Seated, Outcome::Done),
            moved(at(24, 3, 59, 1), Kind::Seated, Outcome::Done),
            moved(at(24, 4, 0, 1), Kind::Seated, Outcome::Done),
        ])]);
        assert_eq!(figures(&day), ([30, 30, 0, 0], vec![30]));
        let ids: Vec<_> = day.breaks.iter().map(|broken| broken.id).collect();
        assert_eq!(ids, [4, 5]);
    }

    #[test]
    fn travel_and_summer_time_give_no_double_time() {
        let day = day(&[device(vec![
            stretch(at(23, 9, 0, 1), Posture::Seated, 60),
            stretch(at(23, 9, 0, 0), Posture::Seated, 60),
            stretch(at(23, 10, 45, 1), Posture::Seated, 30),
        ])]);
        assert_eq!(figures(&day), ([135, 0, 0, 0], vec![135]));
    }

    #[test]
    fn fractions_of_seconds_between_stretches_are_no_gaps() {
        let later = |ms| today(9, 0) + TimeDelta::milliseconds(ms);
        let day = day(&[device(vec![
            (
                later(0),
                Happened::Stretch {
                    posture: Posture::Seated,
                    seconds: 100,
                },
            ),
            (
                later(100_700),
                Happened::Stretch {
                    posture: AWAY,
                    seconds: 100,
                },
            ),
        ])]);
        let Tally {
            seated,
            standing,
            away,
            stopped,
        } = day.tally;
        assert_eq!(
            seated + standing + away + stopped,
            Duration::from_millis(200_700)
        );
    }

    #[test]
    fn what_another_program_counted_stands_once_a_date_and_is_no_record_of_the_day() {
        let counted = |at, program: &str, minutes: u64| {
            let totals = Happened::Totals {
                program: program.to_owned(),
                active_seconds: minutes * 60,
                taken: 1,
                passed: 0,
            };
            (at, totals)
        };
        let day = day(&[device(vec![
            counted(today(9, 5), "workrave", 240),
            counted(today(9, 5), "workrave", 60),
            // The same day, imported in another time zone; and one that began before four.
            counted(at(23, 9, 5, -5), "workrave", 241),
            counted(at(23, 0, 30, 1), "other", 7),
            counted(at(24, 0, 30, 1), "workrave", 500),
        ])]);
        let stand: Vec<_> = day
            .totals
            .iter()
            .map(|it| (&*it.program, it.active.as_secs() / 60))
            .collect();
        assert_eq!(stand, [("other", 7), ("workrave", 241)]);
        assert!(!day.is_recorded());
        let summary = super::super::Summary::among_others(&day).unwrap();
        assert_eq!(summary.figures, super::super::Figures::default());
        assert_eq!(summary.totals, day.totals);
    }

    #[test]
    fn absurd_times_are_left_out() {
        let day = day(&[device(vec![
            (
                today(9, 0),
                Happened::Stretch {
                    posture: Posture::Seated,
                    seconds: u64::MAX,
                },
            ),
            (
                DateTime::<chrono::Utc>::MAX_UTC.fixed_offset(),
                Happened::Stretch {
                    posture: Posture::Seated,
                    seconds: 60,
                },
            ),
            (
                DateTime::<chrono::Utc>::MIN_UTC.fixed_offset(),
                Happened::Stretch {
                    posture: Posture::Seated,
                    seconds: 60,
                },
            ),
        ])]);
        assert_eq!(figures(&day), ([0, 0, 0, 0], vec![]));
    }
}

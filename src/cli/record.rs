//! What can be typed after the commands of the record: `stats`, `history`, `export`, `import`, `fix`.

use std::path::PathBuf;
use std::str::FromStr;

use chrono::{Datelike as _, NaiveDate, NaiveDateTime, NaiveTime};
use clap::ValueEnum;

use crate::control::Minutes;
use crate::engine::input::Was;

/// More days than a life has.
const MOST_DAYS: u32 = 40_000;
/// No record is older, and no import takes one that is.
const EARLIEST: i32 = 1970;

/// For `stats`.
#[derive(Debug, Clone, PartialEq, Eq, clap::Args)]
pub struct StatsArgs {
    /// So many days, the last of them today
    #[arg(long, value_name = "N", default_value_t = 7, conflicts_with_all = ["from", "to"],
        value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST_DAYS)))]
    pub days: u32,
    /// The first day
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub from: Option<NaiveDate>,
    /// The last day; without it, today
    #[arg(long, value_name = "DATE", value_parser = date, requires = "from")]
    pub to: Option<NaiveDate>,
    /// What each line is about
    #[arg(
        long,
        value_enum,
        value_name = "day|week|month|hour|movement",
        default_value = "day"
    )]
    pub by: By,
    /// Print a JSON object instead of words
    #[arg(long, conflicts_with = "csv")]
    pub json: bool,
    /// Print a table for spreadsheets: a line of names, then plain numbers
    #[arg(long)]
    pub csv: bool,
}

/// What a line of the figures is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum By {
    /// A day.
    Day,
    /// A week, from Monday to Sunday.
    Week,
    /// A month of the calendar.
    Month,
    /// An hour of the day, over all days.
    Hour,
    /// A movement.
    Movement,
}

impl By {
    /// The word as it is typed.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Hour => "hour",
            Self::Movement => "movement",
        }
    }
}

/// For `history`.
#[derive(Debug, Clone, PartialEq, Eq, clap::Args)]
pub struct HistoryArgs {
    /// The first day; without it, today
    #[arg(long, value_name = "DATE|Nd")]
    pub since: Option<Since>,
    /// Print a JSON object instead of words
    #[arg(long)]
    pub json: bool,
}

/// For `export`.
#[derive(Debug, Clone, PartialEq, Eq, clap::Args)]
pub struct ExportArgs {
    /// The first day; without it, everything
    #[arg(long, value_name = "DATE|Nd")]
    pub since: Option<Since>,
    /// A table for spreadsheets: a line a record
    #[arg(long, conflicts_with = "activitywatch")]
    pub csv: bool,
    #[expect(clippy::doc_markdown, reason = "the line is the help's own")]
    /// A file that ActivityWatch imports
    #[arg(long)]
    pub activitywatch: bool,
    /// Write to this new file; without it, to the terminal or the pipe
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// For `import`.
#[derive(Debug, Clone, PartialEq, Eq, clap::Args)]
pub struct ImportArgs {
    /// An export of Soleus, or Workrave's `historystats` or `todaystats`
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
}

/// For `fix`.
#[derive(Debug, Clone, PartialEq, Eq, clap::Args)]
#[command(
    group = clap::ArgGroup::new("what").required(true).args(["at", "drop", "confirm"]),
    override_usage = "\
soleus fix --at <[DATE] HH:MM> <sat|stood|walked|away> <MINUTES>
       soleus fix --drop <ID> [--machine <NAME>]
       soleus fix --confirm <ID> [--machine <NAME>]")]
pub struct FixArgs {
    /// When it began
    #[arg(long, value_name = "[DATE] HH:MM", requires_all = ["was", "minutes"])]
    pub at: Option<When>,
    /// What you did: sat, stood, walked or away
    #[arg(
        value_enum,
        value_name = "sat|stood|walked|away",
        conflicts_with_all = ["drop", "confirm"]
    )]
    pub was: Option<WasWord>,
    /// For how many minutes
    #[arg(value_name = "MINUTES", allow_negative_numbers = true, conflicts_with_all = ["drop", "confirm"])]
    pub minutes: Option<Minutes>,
    /// The record with this id does not count; `soleus history` shows ids
    #[arg(long, value_name = "ID", value_parser = id)]
    pub drop: Option<u64>,
    /// The absence with this id, so far only guessed, was a break on your feet
    #[arg(long, value_name = "ID", value_parser = id)]
    pub confirm: Option<u64>,
    /// The machine that wrote it; without it, this one, else the one that has it
    #[arg(long, value_name = "NAME", conflicts_with_all = ["at", "was", "minutes"])]
    pub machine: Option<String>,
}

/// What somebody says they did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum WasWord {
    /// In the chair.
    Sat,
    /// At a standing desk.
    Stood,
    /// On your feet.
    Walked,
    /// Not there.
    Away,
}

impl From<WasWord> for Was {
    fn from(word: WasWord) -> Self {
        match word {
            WasWord::Sat => Self::Sat,
            WasWord::Stood => Self::Stood,
            WasWord::Walked => Self::Walked,
            WasWord::Away => Self::Away,
        }
    }
}

/// From which day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Since {
    /// This one.
    Date(NaiveDate),
    /// So many days, the last of them today.
    Days(u32),
}

impl FromStr for Since {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Some(days) = text.strip_suffix('d') {
            let days = days
                .parse()
                .ok()
                .filter(|days| (1..=MOST_DAYS).contains(days));
            return days
                .map(Self::Days)
                .ok_or_else(|| format!("say a number of days from 1d to {MOST_DAYS}d"));
        }
        date(text)
            .map(Self::Date)
            .map_err(|words| format!("{words}, nor a number of days such as 7d"))
    }
}

/// A local time, on a date or the last one that was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct When {
    /// The date; none: today, or yesterday where that lies ahead.
    pub date: Option<NaiveDate>,
    /// The time of day.
    pub time: NaiveTime,
}

impl When {
    /// The local time that is meant, when it is `now`.
    #[must_use]
    pub fn before(self, now: NaiveDateTime) -> NaiveDateTime {
        match self.date {
            Some(date) => date.and_time(self.time),
            None if self.time <= now.time() => now.date().and_time(self.time),
            None => now
                .date()
                .pred_opt()
                .unwrap_or(now.date())
                .and_time(self.time),
        }
    }
}

impl FromStr for When {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (day, time) = match text.split_once([' ', 'T']) {
            Some((day, time)) => (Some(day), time),
            None => (None, text),
        };
        let date = day.map(date).transpose()?;
        if date.is_some_and(|date| date.year() < EARLIEST) {
            return Err(format!("say a date from {EARLIEST} on"));
        }
        Ok(Self {
            date,
            time: NaiveTime::parse_from_str(time, "%H:%M").map_err(|_| {
                "say a time such as 10:20, or \"2026-11-20 10:20\" for another day".to_owned()
            })?,
        })
    }
}

fn id(text: &str) -> Result<u64, String> {
    text.parse()
        .map_err(|_| "say a number, as `soleus history` shows it".to_owned())
}

fn date(text: &str) -> Result<NaiveDate, String> {
    // Years of four digits: the calendar knows others, and nobody sat in them.
    let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
    date.filter(|_| text.len() == 10)
        .ok_or_else(|| "that is not a date such as 2026-11-20".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        date(text).unwrap()
    }

    #[test]
    fn since_is_a_date_or_a_number_of_days() {
        let of = |text: &str| text.parse::<Since>();
        assert_eq!(of("2026-11-20"), Ok(Since::Date(day("2026-11-20"))));
        assert_eq!(of("7d"), Ok(Since::Days(7)));
        for bad in [
            "",
            "0d",
            "-1d",
            "d",
            "7",
            "99999d",
            "yesterday",
            "20.11.2026",
            "2026-02-30",
        ] {
            assert!(of(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_time_without_a_date_is_the_last_one_that_was() {
        let now = day("2026-11-28").and_hms_opt(9, 30, 0).unwrap();
        let table = [
            ("09:20", "2026-11-28T09:20:00"),
            ("9:30", "2026-11-28T09:30:00"),
            ("23:50", "2026-11-27T23:50:00"),
            ("2026-11-20 10:20", "2026-11-20T10:20:00"),
            ("2026-12-24T10:20", "2026-12-24T10:20:00"),
        ];
        for (typed, meant) in table {
            let when: When = typed.parse().unwrap();
            let found = when.before(now).format("%Y-%m-%dT%H:%M:%S").to_string();
            assert_eq!(found, meant, "{typed}");
        }
        for bad in [
            "",
            "25:00",
            "10",
            "20.11. 10:20",
            "2026-11-20",
            "2026-11-20 ",
            "1969-12-31 10:20",
            "0001-01-01 10:00",
        ] {
            assert!(bad.parse::<When>().is_err(), "{bad}");
        }
    }
}

//! The figures as one versioned object. Lengths are whole seconds, times local with their offset.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::ser::SerializeMap as _;
use serde::{Serialize, Serializer};

use super::super::left_out::LeftOut;
use super::Question;
use super::fields::FIELDS;
use super::rows::{hours, movements};
use crate::cli::record::By;
use crate::engine::movement::Kind;
use crate::history::Figures;

/// The version of the object. It grows when a field changes its meaning or goes away.
const VERSION: u32 = 1;

/// What `--json` prints.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    /// [`VERSION`].
    version: u32,
    /// The first day asked for.
    from: NaiveDate,
    /// The last day.
    to: NaiveDate,
    /// What a row is about: `day`, `week`, `month`, `hour` or `movement`.
    by: &'static str,
    /// All days together: the figures of `fields.rs`, and `longest_bout_at`.
    total: Named,
    /// By what was asked, in order.
    rows: Vec<Row>,
    /// What other programs counted on these days; it is in no other figure.
    other_programs: Vec<OtherProgram>,
    /// What is not in the figures.
    #[serde(flatten)]
    left_out: LeftOut,
}

/// Figures by their names, and when the longest bout began; null: nobody sat.
#[derive(Debug)]
struct Named(Figures);

impl Named {
    fn longest_at(&self) -> Option<DateTime<FixedOffset>> {
        self.0.bouts.longest.map(|bout| bout.at)
    }
}

impl Serialize for Named {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(FIELDS.len() + 1))?;
        for field in &FIELDS {
            map.serialize_entry(field.name, &(field.of)(&self.0))?;
        }
        map.serialize_entry("longest_bout_at", &self.longest_at())?;
        map.end()
    }
}

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Row {
    /// A day, a week or a month.
    Span {
        from: NaiveDate,
        to: NaiveDate,
        #[serde(flatten)]
        figures: Box<Named>,
    },
    /// An hour of the local clock, over all days.
    Hour {
        hour: usize,
        seated_seconds: u64,
        /// The part of it in bouts of an hour and more.
        long_seated_seconds: u64,
        /// At a standing desk or moving about.
        upright_seconds: u64,
        /// Without those that are guessed.
        breaks: u32,
        breaks_guessed: u32,
    },
    /// A movement.
    Movement {
        movement: String,
        /// What it is called; null where the catalogue does not know it.
        name: Option<String>,
        /// `on-feet`, `strength`, `seated`, `standing` or `stretch`; null likewise.
        kind: Option<&'static str>,
        times: u32,
        seconds: u64,
        /// Counted ones alone.
        repetitions: u64,
    },
}

#[derive(Debug, Serialize)]
struct OtherProgram {
    date: NaiveDate,
    program: String,
    active_seconds: u64,
    taken: u32,
    passed: u32,
}

impl Report {
    pub(super) fn of(question: &Question<'_>) -> Self {
        let days = &question.days;
        let others = days.days.iter().flat_map(|day| {
            day.totals.iter().map(|other| OtherProgram {
                date: day.date,
                program: other.program.clone(),
                active_seconds: other.active.as_secs(),
                taken: other.taken,
                passed: other.passed,
            })
        });
        Self {
            version: VERSION,
            from: question.from,
            to: question.to,
            by: question.by.word(),
            total: Named(question.total()),
            rows: rows(question),
            other_programs: others.collect(),
            left_out: LeftOut::of(&days.unread, &days.clocks_off),
        }
    }
}

fn rows(question: &Question<'_>) -> Vec<Row> {
    let days = &question.days.days;
    match question.by {
        By::Day | By::Week | By::Month => question
            .spans()
            .into_iter()
            .map(|span| Row::Span {
                from: span.from,
                to: span.to,
                figures: Box::new(Named(span.figures)),
            })
            .collect(),
        By::Hour => hours(days)
            .iter()
            .enumerate()
            .map(|(hour, it)| Row::Hour {
                hour,
                seated_seconds: it.seated.as_secs(),
                long_seated_seconds: it.long_seated.as_secs(),
                upright_seconds: it.upright.as_secs(),
                breaks: it.breaks,
                breaks_guessed: it.guessed,
            })
            .collect(),
        By::Movement => movements(days)
            .into_iter()
            .map(|(movement, moved)| Row::Movement {
                name: question.names.name(&movement).map(str::to_owned),
                kind: question.kind(&movement).map(Kind::word),
                movement,
                times: moved.times,
                seconds: moved.lasted.as_secs(),
                repetitions: moved.repetitions,
            })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{days, question};
    use super::*;

    fn said(by: By) -> serde_json::Value {
        let days = days();
        serde_json::to_value(Report::of(&question(&days, by))).unwrap()
    }

    #[test]
    fn the_object_is_exactly_as_documented() {
        let said = said(By::Week);
        let keys: Vec<_> = said.as_object().unwrap().keys().cloned().collect();
        let mut expected = [
            "version",
            "from",
            "to",
            "by",
            "total",
            "rows",
            "other_programs",
            "damaged_lines",
            "unknown_lines",
            "unreadable",
            "clocks_off",
        ];
        expected.sort_unstable();
        assert_eq!(keys, expected);
        assert_eq!(said["version"], 1);
        assert_eq!(
            (&said["from"], &said["by"]),
            (&"2026-11-22".into(), &"week".into())
        );
        assert_eq!(said["total"]["days"], 2);
        assert_eq!(said["total"]["seated_seconds"], 300 * 60);
        assert_eq!(said["total"]["longest_bout_seconds"], 108 * 60);
        assert_eq!(
            said["total"]["longest_bout_at"],
            "2026-11-24T09:00:00+01:00"
        );
        assert_eq!(said["total"]["bouts_under_30_minutes"], 2);
        assert_eq!(said["total"]["bouts_30_to_60_minutes"], 1);
        assert_eq!(said["total"]["bouts_60_minutes_and_more"], 1);
        assert_eq!(said["total"]["breaks_guessed"], 2);
        assert_eq!(said["total"]["breaks_on_feet"], 4);
        assert_eq!(said["total"]["breaks_seated"], 2);
        assert_eq!(said["total"]["breaks_strength"], 0);
        assert_eq!(said["total"]["reminders_answered"], 6);
        assert_eq!(said["total"]["reminders_seen"], 8);
        let row = said["rows"][0].as_object().unwrap();
        assert_eq!(row.len(), FIELDS.len() + 3);
        assert_eq!(said["rows"][1]["from"], "2026-11-23");
        assert_eq!(said["damaged_lines"], 2);
    }

    #[test]
    fn hours_and_movements_have_rows_of_their_own() {
        assert_eq!(said(By::Hour)["rows"].as_array().unwrap().len(), 24);
        assert_eq!(said(By::Hour)["rows"][9]["seated_seconds"], 150 * 60);
        assert_eq!(said(By::Hour)["rows"][9]["breaks"], 4);
        assert_eq!(said(By::Hour)["rows"][9]["breaks_guessed"], 2);
        let rows = &said(By::Movement)["rows"];
        assert_eq!(rows[0]["movement"], "easy-walk");
        assert_eq!(rows[0]["name"], "Walk");
        assert_eq!(rows[0]["kind"], "on-feet");
        assert_eq!(
            (&rows[0]["times"], &rows[0]["seconds"]),
            (&6.into(), &720.into())
        );
    }
}

//! The figures as a table for spreadsheets: ISO dates, plain seconds, plain counts.

use super::super::sheet::{cell, sheet};
use super::Question;
use super::fields::FIELDS;
use super::rows::{hours, movements};
use crate::cli::record::By;
use crate::engine::movement::Kind;

/// The table.
///
/// # Errors
/// As [`sheet`].
pub(super) fn table(question: &Question<'_>) -> csv::Result<String> {
    let days = &question.days.days;
    match question.by {
        By::Day | By::Week | By::Month => {
            let mut names = vec!["from", "to"];
            names.extend(FIELDS.iter().map(|field| field.name));
            names.push("longest_bout_at");
            let rows = question.spans().into_iter().map(|span| {
                let mut row = vec![span.from.to_string(), span.to.to_string()];
                let values = FIELDS.iter().map(|field| (field.of)(&span.figures));
                row.extend(values.map(|value| value.to_string()));
                let longest = span.figures.bouts.longest;
                row.push(longest.map_or_else(String::new, |bout| bout.at.to_rfc3339()));
                row
            });
            sheet(&names, rows)
        }
        By::Hour => {
            let names = [
                "hour",
                "seated_seconds",
                "long_seated_seconds",
                "upright_seconds",
                "breaks",
                "breaks_guessed",
            ];
            let hours = hours(days);
            let rows = hours.iter().enumerate().map(|(hour, it)| {
                [
                    hour.to_string(),
                    it.seated.as_secs().to_string(),
                    it.long_seated.as_secs().to_string(),
                    it.upright.as_secs().to_string(),
                    it.breaks.to_string(),
                    it.guessed.to_string(),
                ]
            });
            sheet(&names, rows)
        }
        By::Movement => {
            let names = [
                "movement",
                "name",
                "kind",
                "times",
                "seconds",
                "repetitions",
            ];
            let rows = movements(days).into_iter().map(|(id, moved)| {
                let name = question.names.name(&id).unwrap_or_default();
                [
                    cell(&id),
                    cell(name),
                    question.kind(&id).map_or("", Kind::word).to_owned(),
                    moved.times.to_string(),
                    moved.lasted.as_secs().to_string(),
                    moved.repetitions.to_string(),
                ]
            });
            sheet(&names, rows)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{days, question};
    use super::*;

    #[test]
    fn a_day_is_a_line_of_plain_values() {
        let days = days();
        let table = table(&question(&days, By::Day)).unwrap();
        let lines: Vec<&str> = table.lines().collect();
        assert_eq!(lines.len(), 3);
        assert!(
            lines[0].starts_with("from,to,days,seated_seconds,"),
            "{table}"
        );
        assert!(
            lines[1].starts_with("2026-11-22,2026-11-22,1,6000,"),
            "{table}"
        );
        assert!(lines[2].ends_with(",2026-11-24T09:00:00+01:00"), "{table}");
        let columns = |line: &str| line.split(',').count();
        assert_eq!(columns(lines[0]), FIELDS.len() + 3);
        assert_eq!(columns(lines[1]), columns(lines[0]));
    }

    #[test]
    fn every_hour_is_a_line() {
        let days = days();
        let table = table(&question(&days, By::Hour)).unwrap();
        assert_eq!(table.lines().count(), 25);
        assert_eq!(table.lines().nth(10).unwrap(), "9,9000,0,0,4,2");
    }

    #[test]
    fn a_movement_is_a_line() {
        let days = days();
        let table = table(&question(&days, By::Movement)).unwrap();
        assert_eq!(
            table,
            "movement,name,kind,times,seconds,repetitions\neasy-walk,Walk,on-feet,6,720,0\n"
        );
    }
}

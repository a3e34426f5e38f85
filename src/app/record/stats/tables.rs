//! The figures row by row, in columns for people, each row with a bar where there is a terminal.

use std::time::Duration;

use chrono::{Datelike as _, NaiveDate};
use unicode_width::UnicodeWidthStr as _;

use super::super::table::{hanging, table};
use super::super::terminal::{Hue, Terminal, bar};
use super::super::words::length;
use super::Question;
use super::rows::{Span, hours, movements};
use crate::cli::out;
use crate::cli::record::By;
use crate::engine::movement::Kind;

/// No bar is shorter: rather than that, a column is left out.
const SHORTEST_BAR: usize = 6;
/// But never these, at the beginning of each table.
const FEWEST_COLUMNS: usize = 2;
/// None is longer.
const LONGEST_BAR: usize = 40;

/// What stands behind a number of breaks that are a guess.
const GUESS: char = '?';

/// A table, and what is to be said under it.
struct Table {
    /// The columns, the one that matters most first.
    names: Vec<&'static str>,
    rows: Vec<Row>,
    /// What the bars show.
    bars: &'static str,
}

/// A row of the table, and what its bar shows.
struct Row {
    cells: Vec<String>,
    bar: Duration,
    hue: Hue,
}

/// The rows that are asked for, and what their signs mean; nothing where there are none.
pub(super) fn rows(question: &Question<'_>, terminal: Option<Terminal>) -> String {
    let of_spans = matches!(question.by, By::Day | By::Week | By::Month);
    let table = match question.by {
        By::Day | By::Week | By::Month => by_span(&question.spans(), question.by),
        By::Hour => by_hour(question),
        By::Movement => by_movement(question),
    };
    if table.rows.is_empty() {
        return String::new();
    }
    let mut text = String::new();
    let mut has_bars = false;
    for line in drawn(&table, terminal) {
        text += line.text.trim_end();
        text.push('\n');
        has_bars |= line.has_bar;
    }
    let has_guess = of_spans && text.contains(GUESS);
    let notes = [
        (has_bars, format!("The bars show {}.", table.bars)),
        (
            has_guess,
            "A number with ? counts breaks that were only guessed.".to_owned(),
        ),
    ];
    let width = terminal.map_or(usize::MAX, |terminal| terminal.width);
    let notes = notes.iter().filter(|(is_said, _)| *is_said);
    let notes: Vec<String> = notes
        .flat_map(|(_, note)| hanging("", note, width))
        .collect();
    if !notes.is_empty() {
        text += &format!("\n{}\n", notes.join("\n"));
    }
    text
}

/// A length in a column, where "under a minute" would take the room of two.
fn cell(time: Duration) -> String {
    if time.is_zero() || time >= Duration::from_mins(1) {
        length(time)
    } else {
        "<1 min".to_owned()
    }
}

fn by_hour(question: &Question<'_>) -> Table {
    let hours = hours(&question.days.days);
    let rows = hours
        .iter()
        .enumerate()
        .filter(|(_, it)| it.seated + it.upright > Duration::ZERO || it.breaks + it.guessed > 0);
    Table {
        names: vec![
            "",
            "sitting",
            "in an hour and more",
            "upright",
            "breaks",
            "guessed",
        ],
        rows: rows
            .map(|(hour, it)| Row {
                cells: vec![
                    format!("{hour:02}:00"),
                    cell(it.seated),
                    cell(it.long_seated),
                    cell(it.upright),
                    it.breaks.to_string(),
                    it.guessed.to_string(),
                ],
                bar: it.seated,
                hue: Hue::Cyan,
            })
            .collect(),
        bars: "the time sitting",
    }
}

fn by_movement(question: &Question<'_>) -> Table {
    let movements = movements(&question.days.days);
    let is_counted = movements.iter().any(|(_, moved)| moved.repetitions > 0);
    let mut names = vec!["", "time", "times", "kind"];
    if is_counted {
        names.push("counted");
    }
    let rows = movements.into_iter().map(|(id, moved)| {
        let name = question.names.name(&id);
        let mut cells = vec![
            name.map_or_else(|| out::plain(&id), str::to_owned),
            cell(moved.lasted),
            moved.times.to_string(),
            question.kind(&id).map_or("", Kind::word).to_owned(),
        ];
        if is_counted {
            cells.push(match moved.repetitions {
                0 => String::new(),
                repetitions => repetitions.to_string(),
            });
        }
        Row {
            cells,
            bar: moved.lasted,
            hue: Hue::Green,
        }
    });
    Table {
        names,
        rows: rows.collect(),
        bars: "the time",
    }
}

fn by_span(spans: &[Span], by: By) -> Table {
    let first_year = spans.first().map(|span| span.from.year());
    let years = first_year != spans.last().map(|span| span.to.year());
    let row = |span: &Span| {
        let it = &span.figures;
        let longest = it.bouts.longest.map_or(Duration::ZERO, |bout| bout.lasted);
        let known = it.breaks.done + it.breaks.part + it.breaks.natural;
        Row {
            cells: vec![
                label(span, by, years),
                cell(longest),
                cell(it.time.seated),
                cell(it.time.standing + it.time.on_feet),
                match it.breaks.guessed {
                    0 => known.to_string(),
                    guessed => format!("{known} +{guessed}{GUESS}"),
                },
                cell(it.breaks.leg_work),
                format!("{} of {}", it.reminders.answered(), it.reminders.seen()),
            ],
            bar: longest,
            hue: match longest.as_secs() / 60 {
                0..30 => Hue::Green,
                30..60 => Hue::Yellow,
                _ => Hue::Magenta,
            },
        }
    };
    Table {
        names: vec![
            "", "longest", "sitting", "upright", "breaks", "leg work", "answered",
        ],
        rows: spans.iter().map(row).collect(),
        bars: "the longest sitting",
    }
}

/// What a row is about, as far as it was asked for; with the year where the rows are of several.
pub(super) fn label(span: &Span, by: By, years: bool) -> String {
    let year = if years { " %Y" } else { "" };
    let date = |date: NaiveDate, form: &str| date.format(form).to_string();
    match by {
        By::Month => {
            let month = date(span.from, "%b %Y");
            let (from, to) = (span.from.day(), span.to.day());
            let is_to_the_end = to == u32::from(span.to.num_days_in_month());
            match (from, is_to_the_end) {
                (1, true) => month,
                (_, true) if from < to => format!("{month}, from {from}"),
                (1, false) if from < to => format!("{month}, to {to}"),
                _ if from < to => format!("{month}, {from} to {to}"),
                _ => date(span.from, "%-d %b %Y"),
            }
        }
        By::Week if span.from == span.to => label(span, By::Day, years),
        By::Week => {
            let is_one_month = span.from.month() == span.to.month();
            let from = date(span.from, if is_one_month { "%-d" } else { "%-d %b" });
            format!("{from} to {}", date(span.to, &format!("%-d %b{year}")))
        }
        By::Day | By::Hour | By::Movement => date(span.from, &format!("%a %-d %b{year}")),
    }
}

/// A line of the table as it is shown.
struct Drawn {
    text: String,
    has_bar: bool,
}

/// The table, with a bar behind each row where there is a terminal. Where it has no room for one, the
/// last columns are left out.
fn drawn(it: &Table, terminal: Option<Terminal>) -> Vec<Drawn> {
    let names = it.names.iter().map(|name| (*name).to_owned()).collect();
    let cells = it.rows.iter().map(|row| row.cells.clone());
    let cells: Vec<Vec<String>> = std::iter::once(names).chain(cells).collect();
    let Some(terminal) = terminal else {
        let plain = |text| Drawn {
            text,
            has_bar: false,
        };
        return table(&cells).into_iter().map(plain).collect();
    };
    let (lines, room) = fitted(&cells, terminal.width);
    let most = it.rows.iter().map(|row| row.bar).max().unwrap_or_default();
    let bars = it.rows.iter().map(|row| {
        let bar = bar(row.bar.as_secs(), most.as_secs(), room);
        (!bar.is_empty(), terminal.paint(&bar, row.hue))
    });
    // Nothing stands behind the names.
    let bars = std::iter::once((false, String::new())).chain(bars);
    let draw = |(line, (has_bar, bar))| Drawn {
        text: format!("{line}  {bar}"),
        has_bar,
    };
    lines.into_iter().zip(bars).map(draw).collect()
}

/// As many columns as leave room for a bar, and the room; where none does, as many as there is room for.
fn fitted(cells: &[Vec<String>], width: usize) -> (Vec<String>, usize) {
    let most = cells.first().map_or(0, Vec::len);
    let first = |columns: usize| {
        let cut = |row: &Vec<String>| row.iter().take(columns).cloned().collect();
        let lines = table(&cells.iter().map(cut).collect::<Vec<_>>());
        let widest = lines.iter().map(|line| line.width()).max().unwrap_or(0);
        (lines, widest)
    };
    let all = || (FEWEST_COLUMNS..=most).rev().map(first);
    let room = |widest: usize| width.saturating_sub(widest + 3);
    if let Some((lines, widest)) = all().find(|(_, widest)| room(*widest) >= SHORTEST_BAR) {
        return (lines, room(widest).min(LONGEST_BAR));
    }
    let (lines, _) = all()
        .find(|(_, widest)| *widest <= width)
        .unwrap_or_else(|| first(FEWEST_COLUMNS));
    (lines, 0)
}

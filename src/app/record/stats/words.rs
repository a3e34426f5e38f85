//! The figures for people: the longest sitting first, then what the days add up to, then row by row.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use chrono::{Datelike as _, NaiveDate};
use unicode_width::UnicodeWidthStr as _;

use super::super::table::{hanging, table};
use super::super::terminal::{Hue, Terminal, bar};
use super::super::words::{guessed_of, length};
use super::Question;
use super::rows::{Span, hours, movements};
use crate::cli::out;
use crate::cli::record::By;
use crate::history::{Figures, Summary, Totals};
use crate::words::duration::count;

/// No bar is shorter: rather than that, a column is left out.
const SHORTEST_BAR: usize = 6;
/// But never these, at the beginning of each table.
const FEWEST_COLUMNS: usize = 2;
/// None is longer.
const LONGEST_BAR: usize = 40;

/// What stands behind a number of breaks that are a guess.
const GUESS: char = '?';

/// A row of the table, and what its bar shows.
struct Row {
    cells: Vec<String>,
    bar: Duration,
    hue: Hue,
}

/// The whole answer.
pub(super) fn words(question: &Question<'_>, terminal: Option<Terminal>) -> String {
    let total = question.total();
    if total.days == 0 {
        let (from, to) = (question.from, question.to);
        let nothing = if from == to {
            format!("Nothing is recorded on {from}.")
        } else {
            format!("Nothing is recorded from {from} to {to}.")
        };
        let width = terminal.map_or(usize::MAX, |terminal| terminal.width);
        let lines = [nothing].into_iter().chain(others(&question.days.days));
        let lines = lines.flat_map(|line| hanging("", &line, width));
        return lines.collect::<Vec<_>>().join("\n");
    }
    let mut text = head(question, &total, terminal);
    let rows = rows(question);
    if rows.len() > 1 {
        let table = drawn(&rows, terminal);
        let has_guess = spans_are_asked(question.by) && table.contains(GUESS);
        text += &format!("\n{table}");
        if has_guess {
            text += "\nA number with ? counts breaks that were only guessed.\n";
        }
    }
    text
}

fn head(question: &Question<'_>, total: &Figures, terminal: Option<Terminal>) -> String {
    let longest = total.bouts.longest.map_or_else(
        || "nobody sat".to_owned(),
        |bout| {
            let at = bout.at.format("%a %-d %b %Y, %H:%M");
            format!("{}, {at}", length(bout.lasted))
        },
    );
    let time = &total.time;
    let reminders = &total.reminders;
    let lines = [
        ("Longest sitting", longest),
        ("Sittings", sittings(total)),
        ("Breaks", breaks(total)),
        ("Leg work", length(total.breaks.leg_work)),
        (
            "Reminders",
            format!(
                "{} answered of {} seen",
                reminders.answered(),
                reminders.seen()
            ),
        ),
        (
            "Time",
            format!(
                "sitting {}, standing {}, on your feet {}",
                length(time.seated),
                length(time.standing),
                length(time.on_feet),
            ),
        ),
        (
            "Away",
            length(time.away) + &guessed_of(time.guessed, time.away),
        ),
    ];
    let days = count(total.days.into(), "day");
    let title = format!("{} ({days} recorded)", asked(question.from, question.to));
    let mut text = String::new();
    let width = terminal.map_or(usize::MAX, |terminal| terminal.width);
    let mut say = |name: &str, words: &str| {
        for line in hanging(name, words, width) {
            text += &(line + "\n");
        }
    };
    say("", &title);
    say("", "");
    for (name, words) in lines {
        say(&format!("{name:<17}"), &words);
    }
    for line in others(&question.days.days) {
        say("", "");
        say("", &format!("Beside these, {line}"));
    }
    text
}

/// What other programs counted: beside the figures, and in none of them. One line a program.
fn others(days: &[Summary]) -> Vec<String> {
    let mut programs: BTreeMap<&str, (BTreeSet<NaiveDate>, Totals)> = BTreeMap::new();
    let all = days
        .iter()
        .flat_map(|day| day.totals.iter().map(|it| (day.date, it)));
    for (date, one) in all {
        let (dates, sum) = programs.entry(&one.program).or_insert_with(|| {
            let none = Totals {
                program: out::plain(&one.program),
                active: Duration::ZERO,
                taken: 0,
                passed: 0,
            };
            (BTreeSet::new(), none)
        });
        dates.insert(date);
        sum.active = sum.active.saturating_add(one.active);
        sum.taken = sum.taken.saturating_add(one.taken);
        sum.passed = sum.passed.saturating_add(one.passed);
    }
    let line = |(dates, it): (BTreeSet<NaiveDate>, Totals)| {
        format!(
            "{} counted {} of use on {}: {} taken, {} passed over.",
            it.program,
            length(it.active),
            count(dates.len() as u64, "day"),
            count(it.taken.into(), "break"),
            it.passed,
        )
    };
    programs.into_values().map(line).collect()
}

fn asked(from: NaiveDate, to: NaiveDate) -> String {
    if from == to {
        return from.format("%a %-d %b %Y").to_string();
    }
    format!("{} to {}", from.format("%-d %b %Y"), to.format("%-d %b %Y"))
}

fn sittings(total: &Figures) -> String {
    let (half, whole) = (total.bouts.at_least(30), total.bouts.at_least(60));
    format!(
        "{}: {} under 30 min, {} of 30 to 60, {} of 60 and more",
        total.bouts.count,
        total.bouts.count.saturating_sub(half),
        half.saturating_sub(whole),
        whole
    )
}

/// What was only guessed stands apart.
fn breaks(total: &Figures) -> String {
    let it = &total.breaks;
    let known = it.done + it.part + it.natural;
    let kinds = [
        (it.done, "done"),
        (it.part, "partly done"),
        (it.natural, "away and on your feet"),
    ];
    let kinds: Vec<String> = kinds
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, words)| format!("{count} {words}"))
        .collect();
    let known = match kinds.as_slice() {
        [] => known.to_string(),
        _ => format!("{known}: {}", kinds.join(", ")),
    };
    match it.guessed {
        0 => known,
        guessed => format!("{known}; and {guessed} guessed"),
    }
}

fn rows(question: &Question<'_>) -> Vec<Row> {
    let days = &question.days.days;
    match question.by {
        By::Day | By::Week | By::Month => spans_in_words(&question.spans(), question.by),
        By::Hour => {
            let names = [
                "",
                "sitting",
                "in an hour and more",
                "upright",
                "breaks",
                "guessed",
            ];
            let mut rows = vec![named(&names)];
            for (hour, it) in hours(days).iter().enumerate() {
                if it.seated + it.upright > Duration::ZERO || it.breaks + it.guessed > 0 {
                    rows.push(Row {
                        cells: vec![
                            format!("{hour:02}:00"),
                            length(it.seated),
                            length(it.long_seated),
                            length(it.upright),
                            it.breaks.to_string(),
                            it.guessed.to_string(),
                        ],
                        bar: it.seated,
                        hue: Hue::Cyan,
                    });
                }
            }
            rows
        }
        By::Movement => {
            let mut rows = vec![named(&["", "times", "time", "counted"])];
            for (id, moved) in movements(days) {
                let name = question
                    .names
                    .name(&id)
                    .map_or_else(|| out::plain(&id), str::to_owned);
                rows.push(Row {
                    cells: vec![
                        name,
                        moved.times.to_string(),
                        length(moved.lasted),
                        match moved.repetitions {
                            0 => String::new(),
                            repetitions => repetitions.to_string(),
                        },
                    ],
                    bar: moved.lasted,
                    hue: Hue::Green,
                });
            }
            rows
        }
    }
}

fn spans_in_words(spans: &[Span], by: By) -> Vec<Row> {
    let names = [
        "", "longest", "sitting", "upright", "breaks", "leg work", "answered",
    ];
    let mut rows = vec![named(&names)];
    let first_year = spans.first().map(|span| span.from.year());
    let years = first_year != spans.last().map(|span| span.to.year());
    for span in spans {
        let it = &span.figures;
        let longest = it.bouts.longest.map_or(Duration::ZERO, |bout| bout.lasted);
        let known = it.breaks.done + it.breaks.part + it.breaks.natural;
        rows.push(Row {
            cells: vec![
                label(span, by, years),
                length(longest),
                length(it.time.seated),
                length(it.time.standing + it.time.on_feet),
                match it.breaks.guessed {
                    0 => known.to_string(),
                    guessed => format!("{known} +{guessed}{GUESS}"),
                },
                length(it.breaks.leg_work),
                format!("{} of {}", it.reminders.answered(), it.reminders.seen()),
            ],
            bar: longest,
            hue: match longest.as_secs() / 60 {
                0..30 => Hue::Green,
                30..60 => Hue::Yellow,
                _ => Hue::Magenta,
            },
        });
    }
    rows
}

fn named(names: &[&str]) -> Row {
    Row {
        cells: names.iter().map(|name| (*name).to_owned()).collect(),
        bar: Duration::ZERO,
        hue: Hue::Dim,
    }
}

/// What a row is about, as far as it was asked for; with the year where the rows are of several.
fn label(span: &Span, by: By, years: bool) -> String {
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

fn spans_are_asked(by: By) -> bool {
    matches!(by, By::Day | By::Week | By::Month)
}

/// The table, with a bar behind each row where there is a terminal. Where it has no room for one, the
/// last columns are left out.
fn drawn(rows: &[Row], terminal: Option<Terminal>) -> String {
    let mut cells: Vec<Vec<String>> = rows.iter().map(|row| row.cells.clone()).collect();
    let mut lines = table(&cells);
    let Some(terminal) = terminal else {
        let mut text = String::new();
        for line in &lines {
            text += line.trim_end();
            text.push('\n');
        }
        return text;
    };
    let room = |lines: &[String]| {
        let widest = lines.iter().map(|line| line.width()).max().unwrap_or(0);
        terminal.width.saturating_sub(widest + 3)
    };
    while room(&lines) < SHORTEST_BAR && cells[0].len() > FEWEST_COLUMNS {
        for row in &mut cells {
            row.pop();
        }
        lines = table(&cells);
    }
    let room = match room(&lines) {
        0..SHORTEST_BAR => 0,
        room => room.min(LONGEST_BAR),
    };
    let most = rows.iter().map(|row| row.bar).max().unwrap_or_default();
    let mut text = String::new();
    for (line, row) in lines.iter().zip(rows) {
        let bar = bar(row.bar.as_secs(), most.as_secs(), room);
        text += format!("{line}  {}", terminal.paint(&bar, row.hue)).trim_end();
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::tests::{days, question};
    use super::*;
    use crate::history::Days;

    #[test]
    fn the_longest_sitting_comes_first_and_guesses_stand_apart() {
        let days = days();
        assert_eq!(
            words(&question(&days, By::Day), None),
            "\
22 Nov 2026 to 28 Nov 2026 (2 days recorded)

Longest sitting  1 h 48, Tue 24 Nov 2026, 09:00
Sittings         4: 2 under 30 min, 1 of 30 to 60, 1 of 60 and more
Breaks           6: 6 done; and 2 guessed
Leg work         12 min
Reminders        6 answered of 8 seen
Time             sitting 5 h, standing 0 min, on your feet 0 min
Away             2 h, 40 min of it a guess

            longest  sitting  upright  breaks  leg work  answered
Sun 22 Nov   48 min   1 h 40    0 min   3 +1?     6 min    3 of 4
Tue 24 Nov   1 h 48   3 h 20    0 min   3 +1?     6 min    3 of 4

A number with ? counts breaks that were only guessed.
"
        );
    }

    fn terminal(width: usize) -> Terminal {
        Terminal {
            width,
            colour: false,
        }
    }

    #[test]
    fn a_terminal_gets_bars_and_a_narrow_one_fewer_columns() {
        let days = days();
        let rows = |width| -> Vec<String> {
            let text = words(&question(&days, By::Day), Some(terminal(width)));
            text.lines()
                .filter(|line| line.starts_with("Sun") || line.starts_with("Tue"))
                .map(str::to_owned)
                .collect()
        };
        assert!(rows(79)[0].ends_with("3 of 4  █████"), "{:?}", rows(79));
        assert!(
            rows(79)[1].ends_with("3 of 4  ███████████"),
            "{:?}",
            rows(79)
        );
        assert_eq!(
            rows(70)[1],
            "Tue 24 Nov   1 h 48   3 h 20    0 min   3 +1?     6 min  ████████████"
        );
        assert_eq!(rows(40)[1], "Tue 24 Nov   1 h 48   3 h 20  █████████");
        assert_eq!(rows(20)[1], "Tue 24 Nov   1 h 48");
        let colour = Terminal {
            width: 79,
            colour: true,
        };
        let coloured = words(&question(&days, By::Day), Some(colour));
        assert!(
            coloured.contains("\u{1b}[35m███████████\u{1b}[0m\n"),
            "{coloured:?}"
        );
    }

    /// A year of somebody who never rests, and whose weeks have long names.
    #[test]
    fn nothing_is_wider_than_the_terminal() {
        let mut days = Days::default();
        for day in 0..366 {
            let date = NaiveDate::from_ymd_opt(2025, 12, 1).unwrap() + chrono::Days::new(day);
            let mut summary = super::super::rows::tests::summary(&date.to_string(), 700, 130);
            summary.figures.breaks.part = 13;
            summary.figures.breaks.natural = 14;
            summary.figures.breaks.guessed = 12;
            summary.figures.reminders.done = 20;
            summary.totals.push(Totals {
                program: "workrave".to_owned(),
                active: Duration::from_hours(11),
                taken: 99,
                passed: 44,
            });
            days.days.push(summary);
        }
        let question = |by| Question {
            from: days.days[0].date,
            to: days.days[365].date,
            ..question(&days, by)
        };
        for by in [By::Day, By::Week, By::Month, By::Hour, By::Movement] {
            for width in [40, 80] {
                let text = words(&question(by), Some(terminal(width)));
                let widest = text.lines().max_by_key(|line| line.width()).unwrap();
                assert!(widest.width() <= width, "{by:?}: {widest}");
                assert!(text.contains('█'), "{by:?} {width}: {text}");
            }
        }
        let text = words(&question(By::Week), Some(terminal(80)));
        assert!(text.contains("\n29 Dec to 4 Jan 2026 "), "{text}");
        assert!(text.contains("\n5 to 11 Jan 2026 "), "{text}");
        let text = words(&question(By::Day), Some(terminal(80)));
        assert!(text.contains("\nMon 1 Dec 2025 "), "{text}");
    }

    #[test]
    fn weeks_hours_and_movements_have_rows_of_their_own() {
        let days = days();
        let rows = |by| -> Vec<String> {
            let text = words(&question(&days, by), None);
            text.lines().skip(11).map(str::to_owned).collect()
        };
        assert!(
            rows(By::Week)[0].starts_with("Sun 22 Nov "),
            "{:?}",
            rows(By::Week)
        );
        assert!(rows(By::Week)[1].starts_with("23 to 28 Nov "));
        assert_eq!(rows(By::Hour).len(), 1);
        assert!(
            rows(By::Hour)[0].starts_with("09:00   2 h 30 "),
            "{:?}",
            rows(By::Hour)
        );
        assert_eq!(rows(By::Movement), ["Walk      6  12 min"]);
    }

    #[test]
    fn a_week_or_a_month_that_is_cut_says_so() {
        let said = |by, from: &str, to: &str| {
            let span = Span {
                from: from.parse().unwrap(),
                to: to.parse().unwrap(),
                figures: Figures::default(),
            };
            label(&span, by, false)
        };
        let table = [
            (By::Week, "2026-09-28", "2026-10-04", "28 Sep to 4 Oct"),
            (By::Week, "2026-09-30", "2026-10-04", "30 Sep to 4 Oct"),
            (By::Week, "2026-11-23", "2026-11-28", "23 to 28 Nov"),
            (By::Week, "2026-11-28", "2026-11-28", "Sat 28 Nov"),
            (By::Month, "2026-09-01", "2026-09-30", "Sep 2026"),
            (By::Month, "2026-09-21", "2026-09-30", "Sep 2026, from 21"),
            (By::Month, "2026-09-30", "2026-09-30", "30 Sep 2026"),
            (By::Month, "2026-11-01", "2026-11-28", "Nov 2026, to 28"),
            (By::Month, "2026-11-01", "2026-11-01", "1 Nov 2026"),
            (By::Month, "2026-11-03", "2026-11-28", "Nov 2026, 3 to 28"),
        ];
        for (by, from, to, expected) in table {
            assert_eq!(said(by, from, to), expected);
        }
    }

    #[test]
    fn what_other_programs_counted_stands_beside_the_figures() {
        let mut days = days();
        for day in &mut days.days {
            day.totals.push(Totals {
                program: "workrave".to_owned(),
                active: Duration::from_hours(4),
                taken: 9,
                passed: 3,
            });
        }
        let text = words(&question(&days, By::Day), None);
        let line =
            "Beside these, workrave counted 8 h of use on 2 days: 18 breaks taken, 6 passed over.";
        assert!(text.contains(&format!("\n\n{line}\n\n")), "{text}");
        assert!(text.contains("sitting 5 h,"), "{text}");
    }

    #[test]
    fn days_without_a_record_are_said_to_be_such() {
        let none = Days::default();
        assert_eq!(
            words(&question(&none, By::Day), None),
            "Nothing is recorded from 2026-11-22 to 2026-11-28."
        );
    }
}

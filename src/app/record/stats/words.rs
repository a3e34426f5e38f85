//! The figures for people: the longest sitting first, then what the days add up to, then row by row.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::{Datelike as _, NaiveDate};

use super::super::table::table;
use super::super::terminal::{Hue, Terminal, bar};
use super::super::words::{guessed_of, length};
use super::Question;
use super::rows::{Span, hours, movements, spans};
use crate::cli::out;
use crate::cli::record::By;
use crate::history::{Figures, Summary, Totals};
use crate::words::duration::count;

/// No bar is shorter; a terminal with less room gets none.
const SHORTEST_BAR: usize = 8;
/// None is longer.
const LONGEST_BAR: usize = 40;

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
        return if from == to {
            format!("Nothing is recorded on {from}.")
        } else {
            format!("Nothing is recorded from {from} to {to}.")
        };
    }
    let mut text = head(question, &total);
    let rows = rows(question);
    if rows.len() > 1 {
        text.push('\n');
        text += &drawn(&rows, terminal);
    }
    text
}

fn head(question: &Question<'_>, total: &Figures) -> String {
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
    let mut text = format!(
        "{} ({days} recorded)\n\n",
        asked(question.from, question.to)
    );
    for (name, words) in lines {
        text += &format!("{name:<17}{words}\n");
    }
    text + &others(&question.days.days)
}

/// What other programs counted: beside the figures, and in none of them.
fn others(days: &[Summary]) -> String {
    let mut programs: BTreeMap<&str, (u32, Totals)> = BTreeMap::new();
    for one in days.iter().flat_map(|day| &day.totals) {
        let (days, sum) = programs.entry(&one.program).or_insert_with(|| {
            let none = Totals {
                program: out::plain(&one.program),
                active: Duration::ZERO,
                taken: 0,
                passed: 0,
            };
            (0, none)
        });
        *days += 1;
        sum.active += one.active;
        sum.taken = sum.taken.saturating_add(one.taken);
        sum.passed = sum.passed.saturating_add(one.passed);
    }
    let line = |(days, it): (u32, Totals)| {
        format!(
            "\nBeside these, {} counted {} of use on {}: {} taken, {} passed over.\n",
            it.program,
            length(it.active),
            count(days.into(), "day"),
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
        "{}: {} under 30 min, {} of 30 to 60 min, {} of 60 min and more",
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
        By::Day | By::Week | By::Month => spans_in_words(&spans(days, question.by), question.by),
        By::Hour => {
            let names = [
                "",
                "sitting",
                "in an hour and more",
                "on your feet",
                "breaks",
                "guessed",
            ];
            let mut rows = vec![named(&names)];
            for (hour, it) in hours(days).iter().enumerate() {
                if it.seated + it.on_feet > Duration::ZERO || it.breaks + it.guessed > 0 {
                    rows.push(Row {
                        cells: vec![
                            format!("{hour:02}:00"),
                            length(it.seated),
                            length(it.long_seated),
                            length(it.on_feet),
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
        "",
        "longest",
        "sitting",
        "on feet",
        "breaks",
        "leg work",
        "reminders",
    ];
    let mut rows = vec![named(&names)];
    for span in spans {
        let it = &span.figures;
        let longest = it.bouts.longest.map_or(Duration::ZERO, |bout| bout.lasted);
        let known = it.breaks.done + it.breaks.part + it.breaks.natural;
        rows.push(Row {
            cells: vec![
                label(span, by),
                length(longest),
                length(it.time.seated),
                length(it.time.standing + it.time.on_feet),
                match it.breaks.guessed {
                    0 => known.to_string(),
                    guessed => format!("{known} +{guessed}?"),
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

fn label(span: &Span, by: By) -> String {
    match by {
        By::Month => span.from.format("%b %Y").to_string(),
        By::Week if span.from.month() == span.to.month() => {
            format!(
                "{} to {}",
                span.from.format("%-d"),
                span.to.format("%-d %b")
            )
        }
        By::Week => format!(
            "{} to {}",
            span.from.format("%-d %b"),
            span.to.format("%-d %b")
        ),
        By::Day | By::Hour | By::Movement => span.from.format("%a %-d %b").to_string(),
    }
}

/// The table, with a bar behind each row where there is a terminal with room for it.
fn drawn(rows: &[Row], terminal: Option<Terminal>) -> String {
    let cells: Vec<Vec<String>> = rows.iter().map(|row| row.cells.clone()).collect();
    let lines = table(&cells);
    let widest = lines
        .iter()
        .map(|line| line.chars().count())
        .max()
        .unwrap_or(0);
    let most = rows.iter().map(|row| row.bar).max().unwrap_or_default();
    let room = terminal.map_or(0, |terminal| terminal.width.saturating_sub(widest + 3));
    let mut text = String::new();
    for (line, row) in lines.iter().zip(rows) {
        let bar = match terminal {
            Some(terminal) if room >= SHORTEST_BAR => {
                let bar = bar(row.bar.as_secs(), most.as_secs(), room.min(LONGEST_BAR));
                terminal.paint(&bar, row.hue)
            }
            _ => String::new(),
        };
        text += format!("{line}  {bar}").trim_end();
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
Sittings         4: 2 under 30 min, 1 of 30 to 60 min, 1 of 60 min and more
Breaks           6: 6 done; and 2 guessed
Leg work         12 min
Reminders        6 answered of 8 seen
Time             sitting 5 h, standing 0 min, on your feet 0 min
Away             2 h, 40 min of it a guess

            longest  sitting  on feet  breaks  leg work  reminders
Sun 22 Nov   48 min   1 h 40    0 min   3 +1?     6 min     3 of 4
Tue 24 Nov   1 h 48   3 h 20    0 min   3 +1?     6 min     3 of 4
"
        );
    }

    #[test]
    fn a_terminal_gets_bars_and_a_narrow_one_none() {
        let days = days();
        let terminal = |width| Terminal {
            width,
            colour: false,
        };
        let wide = words(&question(&days, By::Day), Some(terminal(79)));
        let bars: Vec<&str> = wide
            .lines()
            .filter(|line| line.starts_with("Sun") || line.starts_with("Tue"))
            .collect();
        assert!(bars[0].ends_with("3 of 4  ████▌"), "{wide}");
        assert!(bars[1].ends_with("3 of 4  ██████████"), "{wide}");
        assert!(
            wide.lines().skip(9).all(|line| line.chars().count() <= 79),
            "{wide}"
        );
        let narrow = words(&question(&days, By::Day), Some(terminal(70)));
        assert_eq!(narrow, words(&question(&days, By::Day), None));
        let colour = Terminal {
            width: 79,
            colour: true,
        };
        let coloured = words(&question(&days, By::Day), Some(colour));
        assert!(
            coloured.contains("\u{1b}[35m██████████\u{1b}[0m\n"),
            "{coloured:?}"
        );
    }

    #[test]
    fn weeks_hours_and_movements_have_rows_of_their_own() {
        let days = days();
        let rows = |by| -> Vec<String> {
            let text = words(&question(&days, by), None);
            text.lines().skip(11).map(str::to_owned).collect()
        };
        assert!(
            rows(By::Week)[0].starts_with("16 to 22 Nov"),
            "{:?}",
            rows(By::Week)
        );
        assert!(rows(By::Week)[1].starts_with("23 to 29 Nov"));
        assert_eq!(rows(By::Hour).len(), 1);
        assert!(
            rows(By::Hour)[0].starts_with("09:00   2 h 30 "),
            "{:?}",
            rows(By::Hour)
        );
        assert_eq!(rows(By::Movement), ["Walk      6  12 min"]);
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

//! The figures for people: the longest sitting first, then what the days add up to, then row by row.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use chrono::NaiveDate;

use super::super::table::hanging;
use super::super::terminal::Terminal;
use super::super::words::{guessed_of, length, program};
use super::Question;
use super::tables::rows;
use crate::engine::movement::Kind;
use crate::history::{Breaks, Figures, Summary, Totals};
use crate::words::duration::count;

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
    let rows = rows(question, terminal);
    if !rows.is_empty() {
        text += &format!("\n{rows}");
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
        ("Leg work", leg_work(&total.breaks)),
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
                program: program(&one.program),
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

/// How long, and how often of each kind.
fn leg_work(breaks: &Breaks) -> String {
    let kinds: Vec<String> = breaks
        .kinds
        .iter()
        .map(|(kind, moved)| format!("{} {}", moved.times, of_kind(*kind)))
        .collect();
    let lasted = length(breaks.leg_work);
    match kinds.as_slice() {
        [] => lasted,
        _ => format!("{lasted}: {}", kinds.join(", ")),
    }
}

fn of_kind(kind: Kind) -> &'static str {
    match kind {
        Kind::OnFeet => "on your feet",
        Kind::Strength | Kind::Seated | Kind::Stretch | Kind::Standing => kind.word(),
    }
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr as _;

    use super::super::rows::Span;
    use super::super::tables::label;
    use super::super::tests::{days, question};
    use super::*;
    use crate::cli::record::By;
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
Leg work         12 min: 4 on your feet, 2 seated
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

    #[test]
    fn a_bar_is_told_what_it_shows_where_there_is_one() {
        let days = days();
        for (by, bars) in [
            (By::Day, "The bars show the longest sitting."),
            (By::Hour, "The bars show the time sitting."),
            (By::Movement, "The bars show the time."),
        ] {
            let text = |terminal| words(&question(&days, by), terminal);
            let wide = text(Some(terminal(79)));
            assert!(wide.contains(&format!("\n\n{bars}\n")), "{by:?}: {wide}");
            for none in [text(None), text(Some(terminal(20)))] {
                assert!(!none.contains("bars"), "{by:?}: {none}");
            }
        }
    }

    /// Names of movements are long: the time is what is kept.
    #[test]
    fn the_time_of_a_movement_is_shown_on_the_narrowest_terminal() {
        let mut days = days();
        for day in &mut days.days {
            let moved = day.movements["easy-walk"];
            let long = "leg-extension-with-both-up";
            day.movements.insert(long.to_owned(), moved);
        }
        let text = words(&question(&days, By::Movement), Some(terminal(40)));
        assert!(
            text.contains("\nleg-extension-with-both-up  12 min\n"),
            "{text}"
        );
    }

    #[test]
    fn what_nobody_counted_has_no_column_and_seconds_have_little_room() {
        let mut days = days();
        let text = |days: &Days<Summary>| words(&question(days, By::Movement), None);
        assert!(!text(&days).contains("counted"), "{}", text(&days));
        for day in &mut days.days {
            let moved = day.movements.get_mut("easy-walk").unwrap();
            moved.repetitions = 12;
            moved.lasted = Duration::from_secs(20);
        }
        assert!(
            text(&days).contains("\nWalk  <1 min      6  on-feet       24\n"),
            "{}",
            text(&days)
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
        assert_eq!(rows(By::Movement), ["Walk  12 min      6  on-feet"]);
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
            "Beside these, Workrave counted 8 h of use on 2 days: 18 breaks taken, 6 passed over.";
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

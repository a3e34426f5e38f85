//! `soleus today`: the day in a few lines, or as an object for scripts.

use std::process::ExitCode;
use std::time::Duration;

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::Serialize;

use super::super::day::{nothing, report};
use super::book::Book;
use super::left_out::LeftOut;
use super::ribbon::ribbon;
use super::terminal::Terminal;
use super::words::{broken, guessed_of, length};
use crate::cli::args::{Common, ReportArgs};
use crate::cli::out;
use crate::control::TodayReport;
use crate::history::{
    ClockOff, Day, DayBout, Days, Doing, Known, Piece, Summary, Unread, read_days,
};

/// `soleus today`.
#[must_use]
pub fn today(common: &Common, args: ReportArgs) -> ExitCode {
    let book = match Book::open(common.dir.as_deref()) {
        Ok(book) => book,
        Err(words) => return out::no(&words),
    };
    let date = book.today();
    let read = read_days(
        &book.places.history,
        date..=date,
        book.counting,
        &book.unwritten,
        book.now,
    );
    let Days {
        days,
        unread,
        clocks_off,
    } = match read {
        Ok(days) => days,
        Err(error) => return out::no(&book.unreadable(&error)),
    };
    book.say_notes(&unread, &clocks_off);
    let day = days.into_iter().next();
    let today = day
        .as_ref()
        .map_or_else(nothing, |day| report(day, &book.names()));
    if args.json {
        return out::json(&DayReport::of(
            date,
            today,
            day.as_ref(),
            &unread,
            &clocks_off,
        ));
    }
    let told = day.as_ref().filter(|day| is_told_of(day));
    out::done(&words(told, &today, Terminal::of_stdout()))
}

/// Whether anything at all is known of the day.
fn is_told_of(day: &Day) -> bool {
    let known = |piece: &Piece| piece.doing != Doing::Unrecorded;
    day.pieces.iter().any(known) || !day.breaks.is_empty() || day.snoozes > 0
}

/// What `--json` says beside what the socket does. Lengths are whole seconds, times local.
#[derive(Debug, Serialize)]
struct DayReport {
    /// Its fields are those of the answer on the socket.
    #[serde(flatten)]
    today: TodayReport,
    /// The day.
    date: NaiveDate,
    /// When the longest sitting began and ended; null: nobody sat.
    longest_bout: Option<BoutReport>,
    /// The part of `away_seconds` that is taken for a break and was not confirmed.
    guessed_seconds: u64,
    /// In calls, whatever the body did.
    in_call_seconds: u64,
    /// How often a reminder was put off.
    snoozes: u32,
    /// The day end to end.
    pieces: Vec<PieceReport>,
    /// What is not in all this.
    #[serde(flatten)]
    left_out: LeftOut,
}

#[derive(Debug, Serialize)]
struct BoutReport {
    from: DateTime<FixedOffset>,
    to: DateTime<FixedOffset>,
    seconds: u64,
}

impl BoutReport {
    fn of(bout: DayBout) -> Self {
        Self {
            from: bout.at,
            to: bout.to,
            seconds: bout.lasted.as_secs(),
        }
    }
}

/// A piece of the day: `doing` is `seated`, `standing`, `on-feet`, `away`, `stopped` or
/// `unrecorded`, `known` is `sensed`, `said` or `guessed`; null where nothing is recorded.
#[derive(Debug, Serialize)]
struct PieceReport {
    from: DateTime<FixedOffset>,
    to: DateTime<FixedOffset>,
    doing: &'static str,
    known: Option<&'static str>,
}

impl PieceReport {
    fn of(piece: &Piece) -> Self {
        Self {
            from: piece.from,
            to: piece.to,
            doing: doing(piece.doing),
            known: (piece.doing != Doing::Unrecorded).then(|| known(piece.known)),
        }
    }
}

impl DayReport {
    fn of(
        date: NaiveDate,
        today: TodayReport,
        day: Option<&Day>,
        unread: &Unread,
        clocks_off: &[ClockOff],
    ) -> Self {
        let times = day
            .map(|day| Summary::of(day).figures.time)
            .unwrap_or_default();
        let pieces = day.map_or(&[][..], |day| &day.pieces);
        Self {
            today,
            date,
            longest_bout: day.and_then(Day::longest).map(BoutReport::of),
            guessed_seconds: times.guessed.as_secs(),
            in_call_seconds: times.in_call.as_secs(),
            snoozes: day.map_or(0, |day| day.snoozes),
            pieces: pieces.iter().map(PieceReport::of).collect(),
            left_out: LeftOut::of(unread, clocks_off),
        }
    }
}

/// The word for scripts.
pub(super) fn doing(doing: Doing) -> &'static str {
    match doing {
        Doing::Seated => "seated",
        Doing::Standing => "standing",
        Doing::OnFeet => "on-feet",
        Doing::Away(_) => "away",
        Doing::Stopped(_) => "stopped",
        Doing::Unrecorded => "unrecorded",
    }
}

/// The word for scripts.
pub(super) fn known(known: Known) -> &'static str {
    match known {
        Known::Sensed => "sensed",
        Known::Said => "said",
        Known::Guessed => "guessed",
    }
}

fn words(day: Option<&Day>, today: &TodayReport, terminal: Option<Terminal>) -> String {
    let Some(day) = day else {
        return "Nothing is recorded today yet.".to_owned();
    };
    let mut text = rows(day);
    if let Some(ribbon) = terminal.and_then(|terminal| ribbon(day, terminal)) {
        text += &format!("\n{ribbon}\n");
    }
    if today.breaks.is_empty() {
        return text + "\nNo breaks yet.";
    }
    text.push('\n');
    for one in &today.breaks {
        text += &format!("{}  {}\n", one.at.format("%H:%M"), broken(one));
    }
    text
}

/// The longest sitting first: it is what matters most.
fn rows(day: &Day) -> String {
    let times = Summary::of(day).figures.time;
    let mut text = row("Longest sitting", day.longest_bout(), &longest_at(day));
    text += &row("Sitting", times.seated, "");
    let guessed = guessed_of(times.guessed, times.away);
    for (name, time, note) in [
        ("Standing", times.standing, ""),
        ("On your feet", times.on_feet, ""),
        ("Away", times.away, guessed.trim_start_matches(", ")),
        ("Stopped", times.stopped, ""),
    ] {
        if time >= MINUTE {
            text += &row(name, time, note);
        }
    }
    text
}

const MINUTE: Duration = Duration::from_mins(1);

fn longest_at(day: &Day) -> String {
    day.longest().map_or_else(String::new, |bout| {
        format!("{} to {}", bout.at.format("%H:%M"), bout.to.format("%H:%M"))
    })
}

fn row(name: &str, time: Duration, note: &str) -> String {
    let line = format!("{name:<16}{:>8}  {note}", length(time));
    line.trim_end().to_owned() + "\n"
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::words::tests::one;
    use super::*;
    use crate::engine::ledger::Tally;
    use crate::engine::record::{Cause, Outcome};

    fn at(time: &str) -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339(&format!("2026-03-10T{time}:00+02:00")).unwrap()
    }

    /// A day of these pieces, with nothing else.
    pub(in super::super) fn day(pieces: Vec<Piece>) -> Day {
        let mut tally = Tally::default();
        for piece in &pieces {
            match piece.doing {
                Doing::Seated => tally.seated += piece.lasted(),
                Doing::Standing | Doing::OnFeet => tally.standing += piece.lasted(),
                Doing::Away(_) => tally.away += piece.lasted(),
                Doing::Stopped(_) => tally.stopped += piece.lasted(),
                Doing::Unrecorded => {}
            }
        }
        Day {
            date: NaiveDate::from_ymd_opt(2026, 3, 10).unwrap(),
            from: at("04:00"),
            to: at("04:00") + chrono::TimeDelta::days(1),
            pieces,
            calls: Vec::new(),
            snoozes: 0,
            totals: Vec::new(),
            tally,
            bouts: Vec::new(),
            breaks: Vec::new(),
        }
    }

    fn piece(from: &str, to: &str, doing: Doing, known: Known) -> Piece {
        Piece {
            from: at(from),
            to: at(to),
            doing,
            known,
        }
    }

    fn usual() -> Day {
        let bout = |from: &str, to: &str| DayBout {
            at: at(from),
            to: at(to),
            lasted: (at(to) - at(from)).to_std().unwrap(),
        };
        Day {
            bouts: vec![
                bout("09:00", "09:48"),
                bout("10:00", "10:20"),
                bout("11:00", "11:48"),
            ],
            ..day(vec![
                piece("09:00", "09:48", Doing::Seated, Known::Sensed),
                piece("09:48", "10:00", Doing::Standing, Known::Said),
                piece("10:00", "10:20", Doing::Seated, Known::Sensed),
                piece("10:20", "11:00", Doing::Away(Cause::Idle), Known::Sensed),
                piece("11:00", "11:48", Doing::Seated, Known::Sensed),
            ])
        }
    }

    fn report_of(breaks: Vec<crate::control::BreakReport>) -> TodayReport {
        TodayReport {
            breaks,
            ..nothing()
        }
    }

    #[test]
    fn a_day_is_shown_in_a_few_lines_the_longest_sitting_first() {
        let breaks = vec![
            one("09:48", Some("easy-walk"), Outcome::Done, 180),
            one("10:20", None, Outcome::Natural, 2_400),
        ];
        let text = words(Some(&usual()), &report_of(breaks), None);
        assert_eq!(
            text,
            "\
Longest sitting   48 min  09:00 to 09:48
Sitting           1 h 56
Standing          12 min
Away              40 min

09:48  easy walk, 3 min, done
10:20  time away, 40 min, a guess
"
        );
    }

    #[test]
    fn a_terminal_shows_the_ribbon_too() {
        let terminal = Terminal {
            width: 30,
            colour: false,
        };
        let text = words(Some(&usual()), &report_of(Vec::new()), Some(terminal));
        assert!(
            text.contains("\n\n████████▓▓███░░░░░░░████████\n"),
            "{text}"
        );
        assert!(text.ends_with("\n\nNo breaks yet."), "{text}");
    }

    #[test]
    fn a_day_without_anything_says_so() {
        let text = words(None, &report_of(Vec::new()), None);
        assert_eq!(text, "Nothing is recorded today yet.");
        assert!(!is_told_of(&day(Vec::new())));
        assert!(is_told_of(&usual()));
    }

    #[test]
    fn fields_for_scripts_are_added_and_none_is_changed() {
        let clock = ClockOff {
            device: "pc".to_owned(),
            ahead: Duration::from_mins(15),
        };
        let unread = Unread {
            damaged: 2,
            unknown: 1,
            ..Unread::default()
        };
        let today = report_of(vec![one("09:48", Some("easy-walk"), Outcome::Done, 180)]);
        let before = serde_json::to_value(&today).unwrap();
        let gap = piece("11:48", "12:00", Doing::Unrecorded, Known::Sensed);
        let day = Day {
            pieces: [usual().pieces, vec![gap]].concat(),
            ..usual()
        };
        let report = DayReport::of(day.date, today, Some(&day), &unread, &[clock]);
        let said = serde_json::to_value(&report).unwrap();
        for (name, value) in before.as_object().unwrap() {
            assert_eq!(&said[name], value, "{name}");
        }
        assert_eq!(said["date"], "2026-03-10");
        assert_eq!(said["longest_bout"]["from"], "2026-03-10T09:00:00+02:00");
        assert_eq!(said["longest_bout"]["seconds"], 48 * 60);
        assert_eq!(said["pieces"][3]["doing"], "away");
        assert_eq!(said["pieces"][1]["known"], "said");
        assert_eq!(said["pieces"][5]["doing"], "unrecorded");
        assert!(said["pieces"][5]["known"].is_null(), "{said}");
        assert_eq!(said["damaged_lines"], 2);
        assert_eq!(said["clocks_off"][0]["ahead_seconds"], 900);
    }
}

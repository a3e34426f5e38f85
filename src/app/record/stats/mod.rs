//! `soleus stats`: days, weeks, months, hours or movements in figures.

mod fields;
mod json;
mod rows;
mod spread;
mod tables;
mod words;

use std::process::ExitCode;

use chrono::NaiveDate;

use super::book::Book;
use super::terminal::Terminal;
use crate::cli::args::Common;
use crate::cli::out;
use crate::cli::record::{By, Since, StatsArgs};
use crate::engine::movement::Kind;
use crate::history::{Days, Figures, Summary, read_summaries};
use crate::movements::{Catalogue, Group};
use crate::words::Names;
use rows::{Span, spans};

/// What is asked.
struct Question<'a> {
    from: NaiveDate,
    to: NaiveDate,
    by: By,
    days: &'a Days<Summary>,
    names: &'a dyn Names,
    /// What kinds movements are of.
    catalogue: &'a Catalogue,
}

impl Question<'_> {
    /// All days together.
    fn total(&self) -> Figures {
        let mut total = Figures::default();
        for day in &self.days.days {
            total += &day.figures;
        }
        total
    }

    /// The kind of a movement; none where the catalogue does not know it.
    fn kind(&self, movement: &str) -> Option<Kind> {
        match self.catalogue.movement(movement)?.group {
            Group::Exercise(kind) => Some(kind),
            Group::Other(_) => None,
        }
    }

    /// Row by row, by day, week or month.
    fn spans(&self) -> Vec<Span> {
        spans(&self.days.days, self.by, &(self.from..=self.to))
    }
}

/// `soleus stats`.
#[must_use]
pub fn stats(common: &Common, args: &StatsArgs) -> ExitCode {
    let book = match Book::open(common.dir.as_deref()) {
        Ok(book) => book,
        Err(words) => return out::no(&words),
    };
    let to = args.to.unwrap_or_else(|| book.today());
    let from = args
        .from
        .unwrap_or_else(|| book.first(Since::Days(args.days)));
    if from > to {
        return out::wrong(&format!(
            "{from} comes after {to}: there are no days between."
        ));
    }
    let read = read_summaries(
        &book.places.history,
        from..=to,
        book.counting,
        &book.unwritten,
        book.now,
    );
    let days = match read {
        Ok(days) => days,
        Err(error) => return out::no(&book.unreadable(&error)),
    };
    book.say_notes(&days.unread, &days.clocks_off);
    let question = Question {
        from,
        to,
        by: args.by,
        days: &days,
        names: &book.names(),
        catalogue: &book.catalogue,
    };
    if args.json {
        out::json(&json::Report::of(&question))
    } else if args.csv {
        match spread::table(&question) {
            Ok(table) => out::done(&table),
            Err(error) => out::no(&format!("The table cannot be written: {error}.")),
        }
    } else {
        out::done(&words::words(&question, Terminal::of_stdout()))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::rows::tests::summary;
    use super::*;
    use crate::history::Unread;
    use crate::words::fake::Fake;

    /// Two days of a week, and a little damage.
    pub(super) fn days() -> Days<Summary> {
        Days {
            days: vec![
                summary("2026-11-22", 100, 48),
                summary("2026-11-24", 200, 108),
            ],
            unread: Unread {
                damaged: 2,
                unknown: 0,
                ..Unread::default()
            },
            clocks_off: Vec::new(),
        }
    }

    pub(super) fn question(days: &Days<Summary>, by: By) -> Question<'_> {
        static NAMES: LazyLock<Fake> = LazyLock::new(Fake::new);
        Question {
            from: NaiveDate::from_ymd_opt(2026, 11, 22).unwrap(),
            to: NaiveDate::from_ymd_opt(2026, 11, 28).unwrap(),
            by,
            days,
            names: &*NAMES,
            catalogue: Catalogue::built_in(),
        }
    }
}

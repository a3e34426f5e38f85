//! Figures as a table that spreadsheets open: commas, a line of names, times as ISO 8601 has them.

use chrono::{DateTime, FixedOffset, SecondsFormat};

/// One line a row. Text that a spreadsheet would take for a formula is kept from being one.
#[must_use]
pub fn table<const WIDE: usize>(
    names: [&str; WIDE],
    rows: impl IntoIterator<Item = [String; WIDE]>,
) -> Vec<u8> {
    let mut table = csv::Writer::from_writer(Vec::new());
    // Writing into memory cannot fail, nor can a row be of another width.
    let _ = table.write_record(names);
    for row in rows {
        let _ = table.write_record(row.map(harmless));
    }
    table.into_inner().unwrap_or_default()
}

/// A moment as tables have it: local, in whole seconds, with its offset.
#[must_use]
pub fn time(at: DateTime<FixedOffset>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, false)
}

/// A history that came from elsewhere may hold anything, and a spreadsheet obeys some of it.
fn harmless(cell: String) -> String {
    let is_number = cell.parse::<f64>().is_ok();
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && !is_number {
        format!("'{cell}")
    } else {
        cell
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_needs_quotes_has_them_and_a_formula_is_text() {
        let rows = [
            ["walk, easy".to_owned(), "-2.5".to_owned()],
            ["=1+1".to_owned(), "say \"so\"".to_owned()],
        ];
        let text = String::from_utf8(table(["movement", "minutes"], rows)).unwrap();
        assert_eq!(
            text,
            "movement,minutes\n\"walk, easy\",-2.5\n'=1+1,\"say \"\"so\"\"\"\n"
        );
    }
}

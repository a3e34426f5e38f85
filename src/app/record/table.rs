//! Columns under each other for people: names on the left, numbers on the right.

use unicode_width::UnicodeWidthStr as _;

/// Rows with the first column on the left and the others on the right, two spaces between.
pub(super) fn table(rows: &[Vec<String>]) -> Vec<String> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| cell.width()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    rows.iter().map(|row| line(row, &widths)).collect()
}

fn line(row: &[String], widths: &[usize]) -> String {
    let mut line = String::new();
    for (column, width) in widths.iter().enumerate() {
        let cell = row.get(column).map_or("", String::as_str);
        let room = " ".repeat(width.saturating_sub(cell.width()));
        line += &match column {
            0 => format!("{cell}{room}"),
            _ => format!("  {room}{cell}"),
        };
    }
    line
}

/// A name and what is said of it in lines no wider than this, the words under each other.
pub(super) fn hanging(name: &str, words: &str, width: usize) -> Vec<String> {
    let indent = " ".repeat(name.width());
    let mut lines = Vec::new();
    let mut line = name.to_owned();
    let mut is_empty = true;
    for word in words.split(' ') {
        if !is_empty && line.width() + 1 + word.width() > width {
            lines.push(line.trim_end().to_owned());
            line.clone_from(&indent);
            is_empty = true;
        }
        if !is_empty {
            line.push(' ');
        }
        line += word;
        is_empty = false;
    }
    lines.push(line.trim_end().to_owned());
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_under_each_other_where_there_is_no_room() {
        let lines = |width| hanging("Breaks  ", "6: 4 done, 2 partly", width);
        assert_eq!(lines(80), ["Breaks  6: 4 done, 2 partly"]);
        assert_eq!(lines(20), ["Breaks  6: 4 done, 2", "        partly"]);
        assert_eq!(hanging("", "averylongword no", 4), ["averylongword", "no"]);
    }

    #[test]
    fn numbers_stand_under_each_other() {
        let row = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
        assert_eq!(
            table(&[
                row(["", "longest", "breaks"]),
                row(["Sun 22 Nov", "48 min", "3"]),
                row(["Nov über", "1 h 05", "12"]),
            ]),
            [
                "            longest  breaks",
                "Sun 22 Nov   48 min       3",
                "Nov über     1 h 05      12",
            ]
        );
    }
}

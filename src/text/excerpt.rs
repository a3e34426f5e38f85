//! The line a problem stands on, with a mark under the place.

use unicode_width::UnicodeWidthChar;

use super::problem::Place;

/// A tab in the text takes so many columns here.
const TAB: usize = 4;

/// The line of that place and a line with a caret under it, in at most `width` columns; of a longer
/// line the part around the place. None where the text has no such line.
#[must_use]
pub fn excerpt(text: &str, place: Place, width: usize) -> Option<String> {
    let line = lines(text).nth(place.line.checked_sub(1)?)?;
    let number = place.line.to_string();
    let margin = number.len() + 3;
    let room = width.saturating_sub(margin).max(20);
    let mut cells: Vec<(char, usize)> = line.chars().map(shown).collect();
    let mut caret = place.column.saturating_sub(1).min(cells.len());
    let wide = |cells: &[(char, usize)]| cells.iter().map(|(_, wide)| wide).sum::<usize>();
    let mut whole = wide(&cells);
    let mut ahead = wide(&cells[..caret]);
    // What stands before the place may take two thirds of the room.
    let before = room * 2 / 3;
    if room < whole + 1 && before < ahead {
        let mut cut = 0;
        while before < ahead + 1 && cut < caret {
            ahead -= cells[cut].1;
            whole -= cells[cut].1;
            cut += 1;
        }
        cells.drain(..cut);
        cells.insert(0, ('…', 1));
        whole += 1;
        caret = caret - cut + 1;
    }
    if room < whole {
        while room < whole + 1 && caret + 1 < cells.len() {
            whole -= cells.pop().map_or(0, |(_, wide)| wide);
        }
        cells.push(('…', 1));
    }
    let drawn: String = cells
        .iter()
        .map(|(char, wide)| match char {
            '\t' => " ".repeat(*wide),
            char => char.to_string(),
        })
        .collect();
    let mark = " ".repeat(wide(&cells[..caret]));
    let bar = " ".repeat(number.len());
    Some(format!("{number} | {}\n{bar} | {mark}^", drawn.trim_end()))
}

/// A character as it is drawn, and its columns.
fn shown(char: char) -> (char, usize) {
    match char {
        '\t' => (char, TAB),
        char => match char.width() {
            Some(wide) if !char.is_control() => (char, wide),
            _ => ('\u{fffd}', 1),
        },
    }
}

/// The lines of a text, whichever way they end.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split('\n')
        .map(|line| line.strip_suffix('\r').unwrap_or(line))
        .flat_map(|line| line.split('\r'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, line: usize, column: usize) -> String {
        excerpt(text, Place { line, column }, 60).unwrap_or_default()
    }

    #[test]
    fn the_mark_stands_under_the_place() {
        let text = "{\n  \"a\": 0,\n}";
        assert_eq!(at(text, 2, 8), "2 |   \"a\": 0,\n  |        ^");
        assert_eq!(at(text, 3, 2), "3 | }\n  |  ^");
        assert_eq!(at(text, 4, 1), "");
    }

    #[test]
    fn tabs_and_wide_characters_and_what_a_terminal_obeys_keep_the_mark_in_its_place() {
        assert_eq!(at("\t\"a\": 0", 1, 7), "1 |     \"a\": 0\n  |          ^");
        assert_eq!(at("\"脚\": 0", 1, 6), "1 | \"脚\": 0\n  |       ^");
        assert_eq!(
            at("\"\u{1b}[2J\": 0", 1, 9),
            "1 | \"\u{fffd}[2J\": 0\n  |         ^"
        );
        assert_eq!(at("a\r\nb\rc", 3, 1), "3 | c\n  | ^");
    }

    #[test]
    fn of_a_long_line_the_part_around_the_place_is_shown() {
        let long = format!("{}X{}", "a".repeat(200), "b".repeat(200));
        let shown = at(&long, 1, 201);
        let mut lines = shown.lines();
        let (text, mark) = (
            lines.next().unwrap_or_default(),
            lines.next().unwrap_or_default(),
        );
        assert!(text.chars().count() <= 60, "{shown}");
        let caret = mark.find('^').unwrap_or_default();
        assert_eq!(text.chars().nth(caret), Some('X'), "{shown}");
        assert!(text.contains("| …a") && text.ends_with("b…"), "{shown}");
    }

    #[test]
    fn a_line_of_a_mebibyte_is_cut_in_one_walk() {
        let long = "ä".repeat(1024 * 1024);
        let shown = at(&long, 1, 700_000);
        assert_eq!(shown.lines().count(), 2);
        assert!(
            shown.lines().all(|line| line.chars().count() <= 61),
            "{shown}"
        );
    }
}

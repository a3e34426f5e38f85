//! What a terminal can show: a width, bars, colours. A pipe gets none of it.

use std::env;
use std::io::{self, IsTerminal as _};

use terminal_size::{Width, terminal_size};

/// How wide text is where nobody says it.
pub(super) const USUAL_WIDTH: usize = 80;

/// No bar needs more.
const WIDEST: usize = 120;

/// The terminal that the answer goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Terminal {
    /// Columns.
    pub width: usize,
    /// Whether it wants colours.
    pub colour: bool,
}

/// A colour of the terminal's own palette, so that it fits a light and a dark one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hue {
    Cyan,
    Yellow,
    Magenta,
    Green,
    Dim,
}

impl Terminal {
    /// The one that stdout is; none where it is a pipe, a file or too simple for bars.
    pub(super) fn of_stdout() -> Option<Self> {
        if !io::stdout().is_terminal() {
            return None;
        }
        let width = terminal_size().map(|(Width(width), _)| usize::from(width));
        Self::of(
            width,
            env::var("TERM").ok().as_deref(),
            env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()),
        )
    }

    fn of(width: Option<usize>, term: Option<&str>, no_colour: bool) -> Option<Self> {
        if matches!(term, Some("dumb")) {
            return None;
        }
        let width = width.filter(|width| *width > 0).unwrap_or(USUAL_WIDTH);
        Some(Self {
            width: width.min(WIDEST),
            colour: !no_colour,
        })
    }

    /// The text in a colour, where colours are wanted.
    pub(super) fn paint(self, text: &str, hue: Hue) -> String {
        if !self.colour || text.is_empty() {
            return text.to_owned();
        }
        let code = match hue {
            Hue::Cyan => 36,
            Hue::Yellow => 33,
            Hue::Magenta => 35,
            Hue::Green => 32,
            Hue::Dim => 2,
        };
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    }
}

/// A bar of so many columns for a part of a whole, in eighths of a column.
pub(super) fn bar(part: u64, whole: u64, columns: usize) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    if whole == 0 || part == 0 {
        return String::new();
    }
    let columns = u128::try_from(columns).unwrap_or_default();
    let eighths = (u128::from(part.min(whole)) * columns * 8).div_ceil(u128::from(whole));
    let full = usize::try_from(eighths / 8).unwrap_or_default();
    let rest = usize::try_from(eighths % 8).unwrap_or_default();
    "█".repeat(full) + EIGHTHS[rest]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_for_those_who_want_them() {
        let of = |term, no_colour| Terminal::of(Some(100), term, no_colour);
        assert_eq!(of(Some("dumb"), false), None);
        let plain = of(Some("xterm"), true).unwrap();
        assert_eq!(plain.paint("x", Hue::Cyan), "x");
        let coloured = of(None, false).unwrap();
        assert_eq!(coloured.paint("x", Hue::Cyan), "\u{1b}[36mx\u{1b}[0m");
        assert_eq!(coloured.paint("", Hue::Cyan), "");
    }

    #[test]
    fn the_width_is_the_terminals_within_reason() {
        let width = |width| Terminal::of(width, None, false).unwrap().width;
        assert_eq!(width(None), 80);
        assert_eq!(width(Some(0)), 80);
        assert_eq!(width(Some(60)), 60);
        assert_eq!(width(Some(4000)), 120);
    }

    #[test]
    fn a_bar_is_as_long_as_its_part() {
        assert_eq!(bar(10, 10, 4), "████");
        assert_eq!(bar(5, 10, 4), "██");
        assert_eq!(bar(1, 1000, 4), "▏");
        assert_eq!(bar(0, 10, 4), "");
        assert_eq!(bar(5, 0, 4), "");
        assert_eq!(bar(20, 10, 2), "██");
        assert_eq!(bar(u64::MAX, u64::MAX, 1), "█");
    }
}

//! Reading on after a mistake in the syntax, so that all of them are told at once.
//!
//! The text is mended in a copy, as little as can be and only where there is no doubt about what was
//! meant, and read again. Nothing of the copy is ever used: it is judged, so that the next mistakes
//! are found. Where there is doubt, reading ends with what was found so far.

use std::ops::Range;

use jsonc_parser::errors::ParseErrorKind as Kind;

use super::mistake::{begins_word, in_words};
use super::problem::{Document, Find};
use super::syntax::{Slip, attempt};
use super::walk::Walk;

/// So many mistakes are looked for: who made more has another file in mind.
const MOST: usize = 20;

/// A longer text is read to its first mistake alone: it is read anew after each.
const LONGEST: usize = 64 * 1024;

/// What reading on found.
#[derive(Debug)]
pub struct Recovered {
    /// The mistakes in the syntax, the first one first.
    pub mistakes: Vec<Find>,
    /// The text without them, to be judged; none where there is doubt.
    pub mended: Option<Mended>,
}

/// A text whose syntax was mended.
#[derive(Debug)]
pub struct Mended {
    /// It.
    pub text: String,
    /// For each byte of it, the byte of the original that it comes from.
    origins: Vec<usize>,
    /// What was put in or replaced.
    touched: Vec<Range<usize>>,
}

impl Mended {
    fn of(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            origins: (0..=text.len()).collect(),
            touched: Vec::new(),
        }
    }

    /// The byte of the original text at which something found in this one stands; none where it was
    /// mended, for whatever is found there was not written by anybody.
    #[must_use]
    pub fn origin(&self, at: usize) -> Option<usize> {
        let mended = self.touched.iter().any(|range| range.contains(&at));
        if mended {
            return None;
        }
        self.origins.get(at).copied()
    }

    fn replace(&mut self, range: Range<usize>, with: &str) {
        let origin = self.origins.get(range.start).copied().unwrap_or_default();
        self.text.replace_range(range.clone(), with);
        let origins = std::iter::repeat_n(origin, with.len());
        self.origins.splice(range.clone(), origins);
        self.touched.push(range.start..range.start + with.len());
    }
}

/// Reads on after the first mistake of a text.
#[must_use]
pub fn recovered(document: &Document, text: &str) -> Recovered {
    let mut mended = Mended::of(text);
    let mut mistakes = Vec::new();
    let mut reached = None;
    loop {
        let Err(slip) = attempt(&mended.text) else {
            return Recovered {
                mistakes,
                mended: Some(mended),
            };
        };
        let mut find = in_words(document, &slip, &mended.text);
        let went_on = reached.is_none_or(|reached| find.at > reached);
        let origin = mended.origin(find.at);
        let (true, Some(origin)) = (went_on && mistakes.len() < MOST, origin) else {
            break;
        };
        let at = find.at;
        find.at = origin;
        mistakes.push(find);
        let short = text.len() <= LONGEST;
        let Some((range, with)) = mend(&mended.text, &slip, at).filter(|_| short) else {
            break;
        };
        reached = Some(range.start.max(at));
        mended.replace(range, &with);
    }
    Recovered {
        mistakes,
        mended: None,
    }
}

/// What is to stand where, for the mistake to be gone; none where that is in doubt: behind a brace that
/// is never closed everything would be read as standing in it.
fn mend(text: &str, slip: &Slip, at: usize) -> Option<(Range<usize>, String)> {
    let Slip::Parser(error) = slip else {
        return close_text(text, at);
    };
    let here = &text[at..];
    if let Some(mended) = odd_character(text, at) {
        return Some(mended);
    }
    match error.kind() {
        Kind::ExpectedComma => {
            let next = Walk::over(here)
                .next()
                .map_or("", |(next, _)| &here[next..]);
            let value = next.starts_with(['"', '{', '[']);
            (value && follows_comma(next, in_list(&text[..at]))).then(|| (at..at, ",".to_owned()))
        }
        Kind::ExpectedColonAfterObjectKey => {
            let end = at + quoted_length(here).unwrap_or(0);
            let next = text[end..].trim_start();
            next.starts_with(|next: char| next.is_ascii_digit() || "\"{[tfn".contains(next))
                .then(|| (end..end, ":".to_owned()))
        }
        Kind::UnexpectedComma | Kind::ExpectedObjectValue
            if text[..at].trim_end().ends_with(':') =>
        {
            Some((at..at, "null".to_owned()))
        }
        Kind::UnexpectedTokenInObject | Kind::UnexpectedComma
            if here.starts_with(',') && text[..at].trim_end().ends_with(',') =>
        {
            Some((at..at + 1, String::new()))
        }
        Kind::ExpectedStringObjectProperty => {
            let length = word_length(here)?;
            let follows = here[length..].trim_start().starts_with(':');
            follows.then(|| (at..at + length, format!("\"{}\"", &here[..length])))
        }
        Kind::SingleQuotedStringsNotAllowed => {
            let inner = here.strip_prefix('\'')?;
            let length = inner.find(['\'', '\n'])?;
            let plain = inner[length..].starts_with('\'') && !inner[..length].contains(['"', '\\']);
            plain.then(|| (at..at + length + 2, format!("\"{}\"", &inner[..length])))
        }
        Kind::UnexpectedWord | Kind::UnexpectedToken if begins_word(here) => {
            let length = word_length(here)?;
            ends_value(&here[length..]).then(|| (at..at + length, "null".to_owned()))
        }
        Kind::ExpectedDigit
        | Kind::ExpectedPlusMinusOrDigitInNumberLiteral
        | Kind::BareDecimalPointNumbersNotAllowed
        | Kind::HexadecimalNumbersNotAllowed
        | Kind::NonFiniteNumbersNotAllowed
        | Kind::UnaryPlusNumbersNotAllowed => {
            let number = |char: char| char.is_ascii_alphanumeric() || "+-.".contains(char);
            let length = here
                .find(|char| !number(char))
                .filter(|length| 0 < *length)?;
            ends_value(&here[length..]).then(|| (at..at + length, "0".to_owned()))
        }
        _ => None,
    }
}

/// The value whose closing quote is missing, closed where the line goes on as it does behind a value.
/// A key, or a line with more quotes in it, may have been meant in several ways.
fn close_text(text: &str, at: usize) -> Option<(Range<usize>, String)> {
    let line = text[at..].lines().next()?;
    let (_, before) = Walk::over(&text[..at]).last()?;
    if before != b':' || line[1..].contains(['"', '\\']) {
        return None;
    }
    let value = line.trim_end_matches([' ', '\t', ',', '}', ']']);
    Some((at..at + value.len(), format!("{value}\"")))
}

/// A character that can mean one thing alone.
fn odd_character(text: &str, at: usize) -> Option<(Range<usize>, String)> {
    let rest = text[at..].trim_start_matches([' ', '\t', '\r', '\n']);
    let start = text.len() - rest.len();
    let here = rest.chars().next()?;
    match here {
        '#' => {
            let length = rest.find('\n').unwrap_or(rest.len());
            Some((start..start + length, String::new()))
        }
        '\u{a0}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => {
            Some((start..start + here.len_utf8(), String::new()))
        }
        '“' | '”' => {
            let inner = &rest[here.len_utf8()..];
            let length = inner.find(['“', '”', '"', '\n'])?;
            let close = inner[length..]
                .chars()
                .next()
                .filter(|close| "“”".contains(*close))?;
            let end = start + here.len_utf8() + length + close.len_utf8();
            Some((start..end, format!("\"{}\"", &inner[..length])))
        }
        ';' => Some((start..start + 1, ",".to_owned())),
        '=' if !rest.starts_with("==") => Some((start..start + 1, ":".to_owned())),
        _ => None,
    }
}

/// Whether a value may end here.
fn ends_value(rest: &str) -> bool {
    let rest = rest.trim_start();
    rest.starts_with([',', '}', ']'])
}

fn word_length(text: &str) -> Option<usize> {
    let word = |char: char| char.is_alphanumeric() || char == '_';
    let length = text.find(|char| !word(char)).unwrap_or(text.len());
    (0 < length).then_some(length)
}

/// The length of a text in quotes, with them.
fn quoted_length(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('"')?;
    inner.find('"').map(|length| length + 2)
}

/// Whether this can stand behind a comma: in a list a value, in an object a key and its colon.
fn follows_comma(next: &str, in_list: bool) -> bool {
    let Some(length) = quoted_length(next) else {
        return in_list;
    };
    let rest = next[length..].trim_start();
    if in_list {
        ends_value(rest)
    } else {
        rest.starts_with(':')
    }
}

/// Whether the innermost bracket that is open at the end of this text is one of a list.
fn in_list(text: &str) -> bool {
    let mut open = Vec::new();
    for (_, byte) in Walk::over(text) {
        match byte {
            b'{' | b'[' => open.push(byte),
            b'}' | b']' => drop(open.pop()),
            _ => {}
        }
    }
    open.last() == Some(&b'[')
}

//! Mistakes in the syntax, in the words of somebody who saw what was meant.

use jsonc_parser::errors::ParseErrorKind;

use super::problem::{Document, Fault, Find, Severity};
use super::syntax::Slip;
use super::walk::Walk;

/// Words of other languages, and what stands for them here.
const WORDS: [(&str, &str); 12] = [
    ("true", "true"),
    ("yes", "true"),
    ("on", "true"),
    ("false", "false"),
    ("no", "false"),
    ("off", "false"),
    ("null", "null"),
    ("none", "null"),
    ("nil", "null"),
    ("undefined", "null"),
    ("tru", "true"),
    ("fals", "false"),
];

/// Says what is wrong at its place.
pub(super) fn in_words(document: &Document, slip: &Slip, text: &str) -> Find {
    let at = slip.at();
    let (at, what) = match slip {
        Slip::OpenText(_) => (at, "this text has no closing \" on its line".to_owned()),
        Slip::Parser(error) => match seen(text, at) {
            Some(what) => (at, what),
            None => of_kind(document, error.kind(), text, at),
        },
    };
    Find {
        at,
        severity: Severity::Error,
        fault: Fault::Syntax,
        key: None,
        what,
        instead: Some(document.instead.to_owned()),
    }
}

/// What is plain to see at that place, whatever the parser expected there.
fn seen(text: &str, at: usize) -> Option<String> {
    let rest = text[at..].trim_start_matches([' ', '\t', '\r', '\n']);
    let here = rest.chars().next()?;
    let before = text[..at].trim_end();
    let what = match here {
        '#' => "a comment begins with //, not with #",
        '“' | '”' | '„' | '‟' | '«' | '»' | '‘' | '’' => {
            "these quotes are curly; write straight ones: \""
        }
        '\u{a0}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => {
            let code = u32::from(here);
            return Some(format!(
                "a character that cannot be seen stands here (U+{code:04X}); take it away"
            ));
        }
        '=' if rest.starts_with("=======") => MERGE,
        '<' if rest.starts_with("<<<<<<<") => MERGE,
        '>' if rest.starts_with(">>>>>>>") => MERGE,
        '=' => "a key and its value are parted by a colon, not by an equals sign",
        ';' if rest[1..].trim().is_empty() => "nothing follows the last }",
        ';' => "two keys are parted by a comma, not by a semicolon",
        ':' if before.trim_start().starts_with('"') => FIRST_BRACE,
        '0'..='9' if before.ends_with(',') && ends_in_digit(&before[..before.len() - 1]) => {
            "a number is whole here: no comma and no point in it"
        }
        'a'..='z' | 'A'..='Z' if ends_in_digit(before) => {
            "a number stands alone here: its unit is in the name of the key"
        }
        '0'..='9' if ends_in_digit(&text[..at]) => NO_NUMBER,
        'a'..='z' | 'A'..='Z' if before.is_empty() => FIRST_BRACE,
        _ => return None,
    };
    Some(what.to_owned())
}

const FIRST_BRACE: &str = "the file begins with {, and every key stands in double quotes";
const NO_NUMBER: &str = "this is not a plain number such as 30";
const MERGE: &str = "a merge left its marks here; keep one of the two sides";

fn ends_in_digit(text: &str) -> bool {
    text.ends_with(|last: char| last.is_ascii_digit())
}

fn of_kind(document: &Document, kind: &ParseErrorKind, text: &str, at: usize) -> (usize, String) {
    use ParseErrorKind as Kind;
    let here = text.as_bytes().get(at);
    let what = match kind {
        Kind::ExpectedColonAfterObjectKey => "a colon is missing between key and value",
        Kind::ExpectedObjectValue => "this key has no value",
        Kind::ExpectedComma => "a comma is missing here",
        Kind::ExpectedStringObjectProperty => "write a key in double quotes",
        Kind::UnexpectedTokenInObject if here == Some(&b',') => "this comma is one too many",
        Kind::UnexpectedTokenInObject if here == Some(&b']') => {
            "this ] stands where a } is expected"
        }
        Kind::UnexpectedTokenInObject => "a key in \"quotes\" is expected here",
        Kind::UnexpectedCloseBrace => "a value is missing before this }, or it closes nothing",
        Kind::UnexpectedCloseBracket => "a value is missing before this ], or it closes nothing",
        Kind::UnexpectedComma => "this comma has no value before it",
        Kind::UnexpectedColon => "this colon has no key before it",
        Kind::UnexpectedWord => return (at, word(text, at)),
        Kind::UnterminatedObject => return open_brace(text, at),
        Kind::UnterminatedArray => "this [ is never closed",
        Kind::UnterminatedCommentBlock => "this comment is never closed by */",
        Kind::MultipleRootJsonValues => {
            let holds = document.holds;
            return (
                at,
                format!("the {holds} end before this; only one {{ }} is read"),
            );
        }
        Kind::SingleQuotedStringsNotAllowed => "write text in double quotes, not in single ones",
        Kind::NestingDepthExceeded => "brackets are nested too deep here",
        Kind::String(_) => "a \\ in a text is written twice: \\\\",
        Kind::ExpectedDigit
        | Kind::ExpectedDigitFollowingNegativeSign
        | Kind::ExpectedPlusMinusOrDigitInNumberLiteral
        | Kind::BareDecimalPointNumbersNotAllowed
        | Kind::HexadecimalNumbersNotAllowed
        | Kind::NonFiniteNumbersNotAllowed
        | Kind::UnaryPlusNumbersNotAllowed => NO_NUMBER,
        Kind::UnexpectedToken if begins_word(&text[at..]) => return (at, word(text, at)),
        _ => "this is not JSON",
    };
    (at, what.to_owned())
}

/// Whether a bare word begins here.
pub(super) fn begins_word(text: &str) -> bool {
    text.starts_with(char::is_alphabetic)
}

fn word(text: &str, at: usize) -> String {
    let word: String = text[at..]
        .chars()
        .take_while(|char| char.is_alphanumeric())
        .collect();
    let small = word.to_lowercase();
    if matches!(small.as_str(), "nan" | "infinity" | "inf") {
        return NO_NUMBER.to_owned();
    }
    match WORDS.iter().find(|(known, _)| *known == small) {
        Some((_, meant)) => format!("write {meant}, not {word}"),
        None => "write text in double quotes; only true, false and null stand without".to_owned(),
    }
}

/// The brace that is never closed. Brackets are counted from the inside, so the outermost is left
/// over whichever was forgotten; where the lines are indented, a key that stands further out than
/// what it stands in shows which.
fn open_brace(text: &str, outermost: usize) -> (usize, String) {
    match forgotten(text) {
        Some((at, line)) => (
            at,
            format!("this {{ is never closed; a }} is missing before line {line}"),
        ),
        None => (outermost, "this { is never closed".to_owned()),
    }
}

/// The byte of an opening brace whose closing one is missing, and the line before which.
fn forgotten(text: &str) -> Option<(usize, usize)> {
    let mut open: Vec<(usize, usize)> = Vec::new();
    let (mut line, mut start, mut seen) = (1, 0, 0);
    let marks = Walk::over(text).filter(|(_, byte)| matches!(byte, b'"' | b'{' | b'}'));
    for (at, byte) in marks {
        let passed = &text[seen..at];
        line += passed.matches('\n').count();
        start = passed.rfind('\n').map_or(start, |end| seen + end + 1);
        seen = at;
        let whole = &text[start..at];
        let indent = whole.len() - whole.trim_start_matches([' ', '\t']).len();
        match byte {
            b'"' => {
                if let (true, Some((brace, outer))) = (indent == whole.len(), open.last())
                    && open.len() > 1
                    && indent <= *outer
                {
                    return Some((*brace, line));
                }
            }
            b'{' => open.push((at, indent)),
            _ => drop(open.pop()),
        }
    }
    None
}

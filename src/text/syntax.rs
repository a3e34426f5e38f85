//! Text → syntax tree, and a mistake in the syntax in words, at the place where it was made.

use jsonc_parser::ast::Value;
use jsonc_parser::common::Ranged;
use jsonc_parser::errors::{ParseError, ParseErrorKind};
use jsonc_parser::tokens::Token;
use jsonc_parser::{CollectOptions, CommentCollectionStrategy, ParseOptions, parse_to_ast};

use super::problem::{Document, Find, Severity};

/// JSON with comments and trailing commas, and nothing else that is not JSON.
pub const OPTIONS: ParseOptions = ParseOptions {
    allow_comments: true,
    allow_trailing_commas: true,
    allow_loose_object_property_names: false,
    allow_missing_commas: false,
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};

/// The value in the text (none: nothing but white space and comments), with notes on what is
/// read although it is not strict JSON.
///
/// # Errors
/// The first mistake in the syntax, at its place.
pub fn parse<'t>(
    document: &Document,
    text: &'t str,
) -> Result<(Option<Value<'t>>, Vec<Find>), Find> {
    if let Some(at) = unclosed_string(text) {
        let what = "this text has no closing \" on its line";
        return Err(mistake(document, at, what));
    }
    let collect = CollectOptions {
        comments: CommentCollectionStrategy::AsTokens,
        tokens: true,
    };
    let parsed =
        parse_to_ast(text, &collect, &OPTIONS).map_err(|error| in_words(document, &error, text))?;
    let mut notes = Vec::new();
    let (mut comment, mut trailing, mut comma) = (false, false, None);
    for token in parsed.tokens.into_iter().flatten() {
        match token.token {
            Token::CommentLine(_) | Token::CommentBlock(_) => {
                if !comment {
                    comment = true;
                    notes.push(Find::note(
                        token.start(),
                        "comments are read here, but are not strict JSON",
                    ));
                }
            }
            Token::Comma => comma = Some(token.start()),
            other => {
                if let (false, Some(at), Token::CloseBrace | Token::CloseBracket) =
                    (trailing, comma, &other)
                {
                    trailing = true;
                    notes.push(Find::note(
                        at,
                        "a comma before a closing bracket is read here, but is not strict JSON",
                    ));
                }
                comma = None;
            }
        }
    }
    Ok((parsed.value, notes))
}

/// The first text in quotes that runs over the end of its line.
///
/// The parser goes on to the next quote, which turns the file inside out from there.
fn unclosed_string(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match (bytes[at], bytes.get(at + 1)) {
            (b'/', Some(b'/')) => at = until(bytes, at, |rest| matches!(rest[0], b'\n' | b'\r')),
            (b'/', Some(b'*')) => {
                at = until(bytes, at + 2, |rest| rest.starts_with(b"*/")) + 1;
            }
            (b'"', _) => {
                let start = at;
                at += 1;
                loop {
                    match bytes.get(at) {
                        Some(b'"') => break,
                        Some(b'\n' | b'\r') | None => return Some(start),
                        Some(b'\\') if !matches!(bytes.get(at + 1), Some(b'\n' | b'\r')) => at += 2,
                        Some(_) => at += 1,
                    }
                }
            }
            _ => {}
        }
        at += 1;
    }
    None
}

fn until(bytes: &[u8], mut at: usize, found: impl Fn(&[u8]) -> bool) -> usize {
    while at < bytes.len() && !found(&bytes[at..]) {
        at += 1;
    }
    at
}

fn mistake(document: &Document, at: usize, what: &str) -> Find {
    Find {
        at,
        severity: Severity::Error,
        key: None,
        what: what.to_owned(),
        instead: Some(document.instead.to_owned()),
    }
}

fn in_words(document: &Document, error: &ParseError, text: &str) -> Find {
    use ParseErrorKind as Kind;
    let at = error.range().start;
    let here = text.as_bytes().get(at);
    let what = match error.kind() {
        Kind::ExpectedColonAfterObjectKey => "a colon is missing between key and value",
        Kind::ExpectedObjectValue => "this key has no value",
        Kind::ExpectedComma => "a comma is missing here",
        Kind::ExpectedStringObjectProperty => "a key stands in \"quotes\"",
        Kind::UnexpectedTokenInObject if here == Some(&b',') => "this comma is one too many",
        Kind::UnexpectedTokenInObject if here == Some(&b']') => {
            "this ] stands where a } is expected"
        }
        Kind::UnexpectedTokenInObject => "a key in \"quotes\" is expected here",
        Kind::UnexpectedCloseBrace => "a value is missing before this }, or it closes nothing",
        Kind::UnexpectedCloseBracket => "a value is missing before this ], or it closes nothing",
        Kind::UnexpectedComma => "this comma has no value before it",
        Kind::UnexpectedColon => "this colon has no key before it",
        Kind::UnexpectedWord => "a word other than true, false and null stands in \"quotes\"",
        Kind::UnterminatedObject => "this { is never closed",
        Kind::UnterminatedArray => "this [ is never closed",
        Kind::UnterminatedCommentBlock => "this comment is never closed by */",
        Kind::MultipleRootJsonValues => {
            let holds = document.holds;
            let what = format!("the {holds} end before this; only one {{ }} is read");
            return mistake(document, at, &what);
        }
        Kind::SingleQuotedStringsNotAllowed => "text stands in \"double quotes\"",
        Kind::NestingDepthExceeded => "brackets are nested too deep here",
        Kind::String(_) => "the \\ in this text is followed by nothing it can stand before",
        Kind::ExpectedDigit
        | Kind::ExpectedDigitFollowingNegativeSign
        | Kind::ExpectedPlusMinusOrDigitInNumberLiteral
        | Kind::BareDecimalPointNumbersNotAllowed
        | Kind::HexadecimalNumbersNotAllowed
        | Kind::NonFiniteNumbersNotAllowed
        | Kind::UnaryPlusNumbersNotAllowed => "this is not a plain number such as 30",
        Kind::UnexpectedToken | Kind::CommentsNotAllowed | Kind::TrailingCommasNotAllowed => {
            "this is not JSON"
        }
    };
    mistake(document, at, what)
}

//! Text → syntax tree, or the first mistake in the syntax.

use jsonc_parser::ast::Value;
use jsonc_parser::errors::ParseError;
use jsonc_parser::{CollectOptions, CommentCollectionStrategy, ParseOptions, parse_to_ast};

use super::mistake::in_words;
use super::problem::{Document, Find};
use super::walk::Walk;

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

/// A mistake in the syntax: where, and of which kind.
#[derive(Debug)]
pub(super) enum Slip {
    /// A text in quotes runs over the end of its line.
    OpenText(usize),
    /// What the parser says.
    Parser(ParseError),
}

impl Slip {
    /// The byte at which it was made.
    pub(super) fn at(&self) -> usize {
        match self {
            Self::OpenText(at) => *at,
            Self::Parser(error) => error.range().start,
        }
    }
}

/// The value in the text (none: nothing but white space and comments), with notes on what is
/// read although it is not strict JSON.
///
/// # Errors
/// The first mistake in the syntax, at its place.
pub fn parse<'t>(
    document: &Document,
    text: &'t str,
) -> Result<(Option<Value<'t>>, Vec<Find>), Find> {
    attempt(text).map_err(|slip| in_words(document, &slip, text))
}

/// The same, with the mistake as it is.
pub(super) fn attempt(text: &str) -> Result<(Option<Value<'_>>, Vec<Find>), Slip> {
    let scan = Scan::of(text);
    if let Some(at) = scan.open_text {
        return Err(Slip::OpenText(at));
    }
    let collect = CollectOptions {
        comments: CommentCollectionStrategy::Off,
        tokens: false,
    };
    let parsed = parse_to_ast(text, &collect, &OPTIONS).map_err(Slip::Parser)?;
    let comment = scan
        .comment
        .map(|at| Find::note(at, "comments are read here, but are not strict JSON"));
    let trailing = scan.trailing.map(|at| {
        let what = "a comma before a closing bracket is read here, but is not strict JSON";
        Find::note(at, what)
    });
    Ok((parsed.value, comment.into_iter().chain(trailing).collect()))
}

/// What one walk over the text finds, before it is parsed. Keeping every token for it would be dear.
#[derive(Debug)]
struct Scan {
    /// The first text in quotes that runs over the end of its line. The parser goes on to the next
    /// quote, which turns the file inside out from there.
    open_text: Option<usize>,
    /// The first comment.
    comment: Option<usize>,
    /// The first comma before a closing bracket.
    trailing: Option<usize>,
}

impl Scan {
    fn of(text: &str) -> Self {
        let mut walk = Walk::over(text);
        let (mut comma, mut trailing) = (None, None);
        for (at, byte) in walk.by_ref() {
            match byte {
                b',' => comma = Some(at),
                b'}' | b']' => {
                    let found = comma.take();
                    trailing = trailing.or(found);
                }
                _ => comma = None,
            }
        }
        Self {
            open_text: walk.open_text,
            comment: walk.comment,
            trailing,
        }
    }
}

//! The text of a settings file with one value put in, set or taken out: every comment, the order,
//! and all that nobody knows stay.

use std::ops::Range;

use jsonc_parser::ast::{self, Object, ObjectProp};
use jsonc_parser::common::Ranged;
use jsonc_parser::cst::{CstArray, CstInputValue, CstObject, CstRootNode};
use jsonc_parser::tokens::Token;
use jsonc_parser::{CollectOptions, CommentCollectionStrategy, parse_to_ast};
use serde_json::{Map, Value};

use crate::text::{self, OPTIONS};

use super::keys::{KEYS, Key};
use super::load::SETTINGS;
use super::values::Week;

/// The part on the way to a key that is no object of settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Blocked {
    /// Where its value stands.
    pub(super) at: usize,
}

/// The name under which a key stands in the text, or would: an older one where that alone stands.
pub(super) fn name_in(text: &str, key: &Key) -> &'static str {
    match key.formerly {
        Some(former) if !stands(text, key.path) && stands(text, former) => former,
        _ => key.path,
    }
}

pub(super) fn stands(text: &str, path: &str) -> bool {
    name_at(text, path).is_some()
}

/// The byte at which the key begins.
pub(super) fn name_at(text: &str, path: &str) -> Option<usize> {
    with_property(text, path, |property| property.name.range().start)
}

/// The byte at which its value begins.
pub(super) fn value_at(text: &str, path: &str) -> Option<usize> {
    with_property(text, path, |property| property.value.start())
}

/// The value as it is written there.
pub(super) fn raw<'t>(text: &'t str, path: &str) -> Option<&'t str> {
    with_property(text, path, |property| span(&property.value)).map(|span| &text[span])
}

/// The value that stands there.
pub(super) fn value(text: &str, path: &str) -> Option<Value> {
    plain(raw(text, path)?)
}

/// What stands for each of all keys, in their order.
pub(super) fn values(text: &str) -> Vec<Option<Value>> {
    let parsed = text::parse(&SETTINGS, text).ok().and_then(|(root, _)| root);
    let Some(ast::Value::Object(root)) = parsed else {
        return vec![None; KEYS.len()];
    };
    let at = |path: &str| {
        let property = find(&root, &path.split('.').collect::<Vec<_>>())?;
        plain(&text[span(&property.value)])
    };
    KEYS.iter()
        .map(|key| at(key.path).or_else(|| at(key.formerly?)))
        .collect()
}

/// The text with this value at the key: at its place if it stands there, else at the end of its
/// object. Lists and objects are changed in their parts.
pub(super) fn put(text: &str, path: &str, value: &Value) -> Result<String, Blocked> {
    put_at(text, &path.split('.').collect::<Vec<_>>(), value)
}

/// The text with the value written exactly so, where the key stands.
pub(super) fn put_raw(text: &str, path: &str, raw: &str) -> Option<String> {
    let span = with_property(text, path, |property| span(&property.value))?;
    Some(format!("{}{raw}{}", &text[..span.start], &text[span.end..]))
}

/// Whether a value as it is written has comments in it.
pub(super) fn has_comments(raw: &str) -> bool {
    tokens(raw).iter().any(|(_, kind)| *kind == Kind::Comment)
}

/// The text without the key; what was said in comments about it stays.
pub(super) fn remove(text: &str, path: &str) -> String {
    remove_at(text, &path.split('.').collect::<Vec<_>>())
}

fn put_at(text: &str, path: &[&str], value: &Value) -> Result<String, Blocked> {
    let Some(old) = with_at(text, path, |property| span(&property.value)) else {
        return insert(text, path, value);
    };
    let raw = &text[old.clone()];
    let before = plain(raw);
    if before.as_ref() == Some(value) {
        return Ok(text.to_owned());
    }
    match (before, value) {
        (Some(Value::Object(before)), Value::Object(new)) => merged(text, path, &before, new),
        (Some(Value::Array(before)), Value::Array(new)) => {
            Ok(listed(text, path, &before, new).unwrap_or_else(|| replaced(text, path, value)))
        }
        _ => Ok(replaced(text, path, value)),
    }
}

/// Part by part: a day that goes, goes alone, and what is no day stays.
fn merged(
    text: &str,
    path: &[&str],
    before: &Map<String, Value>,
    new: &Map<String, Value>,
) -> Result<String, Blocked> {
    let inner = |name| [path, &[name]].concat();
    let mut text = text.to_owned();
    for name in before.keys() {
        if place_of_day(name) < DAYS && !new.contains_key(name) {
            text = remove_at(&text, &inner(name));
        }
    }
    let mut names: Vec<_> = new.keys().collect();
    names.sort_by_key(|name| place_of_day(name));
    for name in names {
        text = put_at(&text, &inner(name), &new[name])?;
    }
    Ok(text)
}

/// Element by element, where those that stay keep their order and the new ones come last.
fn listed(text: &str, path: &[&str], before: &[Value], new: &[Value]) -> Option<String> {
    let mut left = new.iter().peekable();
    let stays: Vec<bool> = before
        .iter()
        .map(|old| left.next_if(|wanted| *wanted == old).is_some())
        .collect();
    if !stays.contains(&true) {
        return None;
    }
    let mut text = text.to_owned();
    for at in (0..stays.len()).rev().filter(|at| !stays[*at]) {
        let span = with_at(&text, path, |property| match &property.value {
            ast::Value::Array(list) => list.elements.get(at).map(span),
            _ => None,
        })??;
        text = cut(&text, span);
    }
    let added: Vec<_> = left.collect();
    if added.is_empty() {
        return Some(text);
    }
    let tree = CstRootNode::parse(&text, &OPTIONS).ok()?;
    let list: CstArray = object_at(&tree, &path[..path.len() - 1])?
        .get(path.last()?)?
        .array_value()?;
    for value in added {
        list.append(written(value));
    }
    Some(tree.to_string())
}

/// The whole value anew; the comments in it go before it.
fn replaced(text: &str, path: &[&str], value: &Value) -> String {
    let text = comments_before(text, path);
    let tree = CstRootNode::parse(&text, &OPTIONS).ok();
    let property = tree
        .as_ref()
        .and_then(|tree| object_at(tree, &path[..path.len() - 1])?.get(path.last()?));
    match (tree, property) {
        (Some(tree), Some(property)) => {
            property.set_value(written(value));
            tree.to_string()
        }
        // It stood there a moment ago: the caller looked.
        _ => text,
    }
}

fn comments_before(text: &str, path: &[&str]) -> String {
    let Some(old) = with_at(text, path, |property| span(&property.value)) else {
        return text.to_owned();
    };
    let comments = comments_in(text, &old);
    if comments.is_empty() {
        return text.to_owned();
    }
    let (before, after) = text.split_at(old.start);
    format!("{before}{comments}{after}")
}

fn insert(text: &str, path: &[&str], value: &Value) -> Result<String, Blocked> {
    let Some((name, sections)) = path.split_last() else {
        return Ok(text.to_owned());
    };
    let Ok(tree) = CstRootNode::parse(text, &OPTIONS) else {
        return Err(Blocked { at: 0 });
    };
    let mut object = tree.object_value().ok_or(Blocked { at: 0 })?;
    for (depth, section) in sections.iter().enumerate() {
        let inner = match object.get(section) {
            None => object.object_value_or_create(section),
            Some(property) => property.object_value(),
        };
        object = inner.ok_or_else(|| Blocked {
            at: with_at(text, &path[..=depth], |found| found.name.range().start).unwrap_or(0),
        })?;
    }
    object.append(name, written(value));
    Ok(tree.to_string())
}

fn remove_at(text: &str, path: &[&str]) -> String {
    match with_at(text, path, |property| span(property)) {
        Some(span) => cut(text, span),
        None => text.to_owned(),
    }
}

/// The text without a property or an element, and without the comma that parted it from the rest.
fn cut(text: &str, span: Range<usize>) -> String {
    let tokens = tokens(text);
    let mut after = tokens
        .iter()
        .filter(|(range, _)| range.start >= span.end)
        .skip_while(|(_, kind)| *kind == Kind::Comment);
    let mut before = tokens
        .iter()
        .rev()
        .filter(|(range, _)| range.end <= span.start)
        .skip_while(|(_, kind)| *kind == Kind::Comment);
    let comma = [after.next(), before.next()]
        .into_iter()
        .flatten()
        .find(|(_, kind)| *kind == Kind::Comma)
        .map(|(range, _)| range.clone());
    let kept = comments_in(text, &span);
    let (mut head, mut tail) = (text[..span.start].to_owned(), text[span.end..].to_owned());
    match comma {
        Some(comma) if comma.start >= span.end => {
            tail.replace_range(comma.start - span.end..comma.end - span.end, "");
        }
        Some(comma) => head.replace_range(comma, ""),
        None => {}
    }
    if kept.is_empty() {
        return tidied(&head, &tail);
    }
    let ends_its_line = tail
        .trim_start_matches([' ', '\t'])
        .starts_with(['\r', '\n']);
    let kept = if ends_its_line {
        kept.trim_end()
    } else {
        &kept
    };
    format!("{head}{kept}{tail}")
}

/// Joins what is left around a gap: a line that is empty now goes, and so does a second space.
fn tidied(head: &str, tail: &str) -> String {
    let blank = |char: char| char == ' ' || char == '\t';
    let (before, after) = (head.trim_end_matches(blank), tail.trim_start_matches(blank));
    let begins = before.is_empty() || before.ends_with('\n');
    let rest = after
        .strip_prefix("\r\n")
        .or_else(|| after.strip_prefix('\n'));
    match rest {
        Some(rest) if begins => format!("{before}{rest}"),
        _ if begins => format!("{head}{after}"),
        _ if before.len() < head.len() => format!("{before}{tail}"),
        _ => format!("{head}{after}"),
    }
}

/// The comments in a part of the text, one after the other, so that anything may follow them.
fn comments_in(text: &str, part: &Range<usize>) -> String {
    let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    tokens(text)
        .into_iter()
        .filter(|(range, kind)| {
            *kind == Kind::Comment && part.start <= range.start && range.end <= part.end
        })
        .map(|(range, _)| match &text[range] {
            line if line.starts_with("//") => format!("{line}{line_end}"),
            block => format!("{block} "),
        })
        .collect()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Comma,
    Comment,
    Other,
}

fn tokens(text: &str) -> Vec<(Range<usize>, Kind)> {
    let collect = CollectOptions {
        comments: CommentCollectionStrategy::AsTokens,
        tokens: true,
    };
    let parsed = parse_to_ast(text, &collect, &OPTIONS).ok();
    parsed
        .and_then(|parsed| parsed.tokens)
        .into_iter()
        .flatten()
        .map(|token| {
            let kind = match token.token {
                Token::Comma => Kind::Comma,
                Token::CommentLine(_) | Token::CommentBlock(_) => Kind::Comment,
                _ => Kind::Other,
            };
            (span(&token), kind)
        })
        .collect()
}

fn with_property<T>(text: &str, path: &str, of: impl Fn(&ObjectProp) -> T) -> Option<T> {
    with_at(text, &path.split('.').collect::<Vec<_>>(), of)
}

fn with_at<T>(text: &str, path: &[&str], of: impl Fn(&ObjectProp) -> T) -> Option<T> {
    match text::parse(&SETTINGS, text).ok()?.0? {
        ast::Value::Object(root) => find(&root, path).map(of),
        _ => None,
    }
}

/// Reading takes the first of several with one name, and so does this.
fn find<'a, 't>(object: &'a Object<'t>, path: &[&str]) -> Option<&'a ObjectProp<'t>> {
    let (name, rest) = path.split_first()?;
    let mut properties = object.properties.iter();
    let property = properties.find(|property| property.name.as_str() == *name)?;
    match (rest, &property.value) {
        ([], _) => Some(property),
        (rest, ast::Value::Object(inner)) => find(inner, rest),
        _ => None,
    }
}

fn object_at(tree: &CstRootNode, path: &[&str]) -> Option<CstObject> {
    path.iter().try_fold(tree.object_value()?, |object, name| {
        object.get(name)?.object_value()
    })
}

fn plain(raw: &str) -> Option<Value> {
    let parsed = parse_to_ast(raw, &CollectOptions::default(), &OPTIONS);
    parsed.ok()?.value.map(Value::from)
}

fn span(part: &impl Ranged) -> Range<usize> {
    part.start()..part.end()
}

fn written(value: &Value) -> CstInputValue {
    match value {
        Value::Null => CstInputValue::Null,
        Value::Bool(switch) => CstInputValue::Bool(*switch),
        Value::Number(number) => CstInputValue::Number(number.to_string()),
        Value::String(text) => CstInputValue::String(text.clone()),
        Value::Array(list) => CstInputValue::Array(list.iter().map(written).collect()),
        Value::Object(object) => {
            let mut names: Vec<_> = object.keys().collect();
            names.sort_by_key(|name| place_of_day(name));
            CstInputValue::Object(
                names
                    .into_iter()
                    .map(|name| (name.clone(), written(&object[name])))
                    .collect(),
            )
        }
    }
}

/// So many parts of a schedule are known.
const DAYS: usize = Week::DAYS.len() + 1;

/// Where a part of a schedule stands among the others; behind them what is none.
fn place_of_day(name: &str) -> usize {
    let mut days = Week::DAYS.iter().map(|(day, _)| *day).chain(["holidays"]);
    days.position(|day| day == name).unwrap_or(DAYS)
}

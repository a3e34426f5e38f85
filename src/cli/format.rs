//! How `status` and `subscribe` are shown in bars: a format with a name, or words in braces.

use std::str::FromStr;

/// How a status is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Format {
    /// A JSON object a line for waybar's custom module: text, tooltip, class, percentage.
    Waybar,
    /// One short line: polybar, tmux, i3blocks.
    Plain,
    /// Prometheus' text exposition: a file for `node_exporter`'s textfile collector.
    Prometheus,
    /// Text with words of the program in it.
    Template(Vec<Piece>),
}

/// A piece of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// As it stands.
    Text(String),
    /// What a word stands for at the moment.
    Word(Word),
}

/// What can stand in braces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Word {
    /// Unbroken sitting, for people.
    Seated,
    /// Time standing, for people.
    Standing,
    /// Time since the calves last worked, for people.
    Pump,
    /// Time until the next reminder, for people; `now` when one is open, else `-`.
    Next,
    /// `seated`, `standing`, `away`, `paused` or `off-hours`.
    Posture,
    /// The posture, or what is more urgent: `due` or `overdue`.
    State,
    /// `none`, `due`, `waiting`, `shown`, `overdue` or `snoozed`.
    Reminder,
    /// The movement that is or would be suggested; `-` when there is none.
    Movement,
    /// How far the clock ran towards the next reminder, from 0 to 100.
    Percentage,
    /// Everything in one short line, as `plain` has it.
    Plain,
}

impl Word {
    /// Every word, in the order of the help.
    pub const ALL: [Self; 10] = [
        Self::Seated,
        Self::Standing,
        Self::Pump,
        Self::Next,
        Self::Posture,
        Self::State,
        Self::Reminder,
        Self::Movement,
        Self::Percentage,
        Self::Plain,
    ];

    /// As it stands in braces.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Seated => "seated",
            Self::Standing => "standing",
            Self::Pump => "pump",
            Self::Next => "next",
            Self::Posture => "posture",
            Self::State => "state",
            Self::Reminder => "reminder",
            Self::Movement => "movement",
            Self::Percentage => "percentage",
            Self::Plain => "plain",
        }
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "waybar" => Ok(Self::Waybar),
            "plain" => Ok(Self::Plain),
            "prometheus" => Ok(Self::Prometheus),
            template if template.contains(['{', '}']) => pieces(template).map(Self::Template),
            _ => Err(format!(
                "the formats are waybar, plain, prometheus, or words in braces: {}",
                known()
            )),
        }
    }
}

/// Cuts a template into pieces. `{{` and `}}` stand for one brace.
fn pieces(template: &str) -> Result<Vec<Piece>, String> {
    let mut pieces = Vec::new();
    let mut text = String::new();
    let mut rest = template;
    while let Some(at) = rest.find(['{', '}']) {
        text += &rest[..at];
        let brace = &rest[at..=at];
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix(brace) {
            text += brace;
            rest = after;
            continue;
        }
        let end = rest.find('}').filter(|_| brace == "{");
        let end = end.ok_or_else(|| {
            format!("a `{brace}` has no partner; two of them stand for a brace itself")
        })?;
        if !text.is_empty() {
            pieces.push(Piece::Text(std::mem::take(&mut text)));
        }
        pieces.push(Piece::Word(word(&rest[..end])?));
        rest = &rest[end + 1..];
    }
    text += rest;
    if !text.is_empty() {
        pieces.push(Piece::Text(text));
    }
    Ok(pieces)
}

fn word(name: &str) -> Result<Word, String> {
    let named = Word::ALL.into_iter().find(|word| word.name() == name);
    named.ok_or_else(|| format!("there is no word `{{{name}}}`; there are {}", known()))
}

fn known() -> String {
    Word::ALL
        .map(|word| format!("{{{}}}", word.name()))
        .join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_has_a_name_or_is_made_of_words() {
        let text = |text: &str| Piece::Text(text.to_owned());
        let table = [
            ("waybar", Format::Waybar),
            ("plain", Format::Plain),
            ("prometheus", Format::Prometheus),
            (
                "{seated} / {next}",
                Format::Template(vec![
                    Piece::Word(Word::Seated),
                    text(" / "),
                    Piece::Word(Word::Next),
                ]),
            ),
            (
                "a {{b}} {state}é",
                Format::Template(vec![text("a {b} "), Piece::Word(Word::State), text("é")]),
            ),
        ];
        for (typed, format) in table {
            assert_eq!(typed.parse(), Ok(format), "{typed}");
        }
    }

    #[test]
    fn what_is_not_understood_is_told_with_what_would_be() {
        let table = [
            ("wayber", "the formats are waybar, plain, prometheus"),
            ("", "the formats are waybar"),
            (
                "{sitting}",
                "there is no word `{sitting}`; there are {seated}, {standing}",
            ),
            ("{}", "there is no word `{}`"),
            ("{seated", "a `{` has no partner"),
            ("seated}", "a `}` has no partner"),
        ];
        for (typed, words) in table {
            let error = typed.parse::<Format>().unwrap_err();
            assert!(error.contains(words), "{typed}: {error}");
        }
    }
}

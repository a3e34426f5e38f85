//! For waybar's custom module with `return-type: json`.

use serde::Serialize;

use super::face;
use crate::control::StatusReport;

/// What waybar reads of a line.
#[derive(Debug, Serialize)]
struct Line<'a> {
    /// What stands in the bar.
    text: String,
    /// Picks an icon of `format-icons`.
    alt: &'a str,
    /// What is shown to who points at it.
    tooltip: String,
    /// A class for the style sheet.
    class: &'a str,
    /// Picks an icon of `format-icons`, where that is a list.
    percentage: u64,
}

/// How things stand, as one JSON object.
pub(super) fn line(status: Option<&StatusReport>) -> String {
    let state = face::state(status);
    let line = Line {
        text: escaped(&text(status)),
        alt: state,
        tooltip: escaped(&tooltip(status)),
        class: state,
        percentage: face::percentage(status),
    };
    // Text and numbers: there is nothing in it that JSON cannot hold.
    serde_json::to_string(&line).unwrap_or_default()
}

const IN_CALL: &str = "In a call";

/// A bar is narrow: sitting, which is most of the day, is its minutes alone.
fn text(status: Option<&StatusReport>) -> String {
    let plain = face::plain(status);
    match plain.strip_prefix("Sitting ") {
        Some(minutes) => minutes.to_owned(),
        None => plain,
    }
}

fn tooltip(status: Option<&StatusReport>) -> String {
    let Some(status) = status else {
        return "Soleus is not running. `soleus` starts it.".to_owned();
    };
    let headline = face::headline(status);
    let call = status
        .call
        .filter(|_| !headline.starts_with(IN_CALL))
        .map(|call| format!("{IN_CALL} since {}", call.since.format("%H:%M")));
    [Some(headline), call, status.quiet_words.clone()]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join("\n")
}

/// Waybar takes text for Pango markup.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{other, seated};
    use super::*;

    #[test]
    fn a_line_is_what_waybar_reads() {
        assert_eq!(
            line(Some(&seated())),
            r#"{"text":"24 min","alt":"seated","tooltip":"Sitting 24 min · break in 6 min","class":"seated","percentage":80}"#
        );
        assert_eq!(
            line(Some(&other("seated", "overdue"))),
            r#"{"text":"Break overdue · 24 min","alt":"overdue","tooltip":"Sitting 24 min · break in 6 min","class":"overdue","percentage":100}"#
        );
        assert_eq!(
            line(None),
            r#"{"text":"Soleus is off","alt":"off","tooltip":"Soleus is not running. `soleus` starts it.","class":"off","percentage":0}"#
        );
    }

    #[test]
    fn markup_is_text_and_a_line_stays_one_line() {
        let quiet = StatusReport {
            quiet_words: Some("<b>R & D</b>".to_owned()),
            ..seated()
        };
        let line = line(Some(&quiet));
        assert!(line.contains(r"\n&lt;b&gt;R &amp; D&lt;/b&gt;"), "{line}");
        assert!(!line.contains('\n'), "{line}");
    }
}

//! What is said over the socket: plain data, one JSON object a line.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use super::report::{StatusReport, TodayReport};
use super::terms::{Minutes, TimeOfDay};
use crate::engine::Record;
use crate::engine::effect::Page;
use crate::engine::input::Was;
use crate::engine::record::{Outcome, Side};

/// The version of the conversation. It grows when an old client would misunderstand a new server.
pub const PROTOCOL: u32 = 1;

/// The server's first line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hello {
    /// The version of the program that runs.
    pub soleus: String,
    /// The version of the conversation.
    pub protocol: u32,
}

impl Hello {
    /// This program's.
    #[must_use]
    pub fn ours() -> Self {
        Self {
            soleus: env!("CARGO_PKG_VERSION").to_owned(),
            protocol: PROTOCOL,
        }
    }
}

/// What a client asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "ask", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Ask {
    /// How things stand.
    Status,
    /// The day so far.
    Today,
    /// The records that are not in the history yet: whoever reads its files adds them.
    Unwritten,
    /// "It was otherwise": from `at` on, for so many seconds, whatever was recorded.
    Correct {
        /// From when on.
        at: DateTime<FixedOffset>,
        /// For how long.
        seconds: u64,
        /// What it was.
        was: Was,
    },
    /// "That record does not count."
    Drop {
        /// Its id.
        id: u64,
        /// The device that wrote it; none: this one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        device: Option<String>,
        /// When what it tells began; none: about when it was written, by its id.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at: Option<DateTime<FixedOffset>>,
    },
    /// "That absence was a break on my feet."
    Confirm {
        /// The id of the record that took it for one.
        id: u64,
        /// The device that wrote it; none: this one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        device: Option<String>,
        /// When it began; none: about when it was written, by its id.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at: Option<DateTime<FixedOffset>>,
    },
    /// Everything that happens, from now on, each with what follows from it.
    Watch,
    /// "I moved."
    Log {
        /// An id, the beginning of one, or a word for a kind; none: the suggested movement.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        movement: Option<String>,
        /// For how long; none: the usual dose.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        minutes: Option<Minutes>,
        /// When it began; none: it ended just now.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at: Option<TimeOfDay>,
    },
    /// "Start a break."
    Break {
        /// With this movement, by the words of `Log`; none: the one on offer.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        movement: Option<String>,
        /// With another one than is on offer or under way.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        another: bool,
        /// Whoever asks is a window and shows it.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        here: bool,
    },
    /// "This is what was done": a movement that was counted.
    Book {
        /// The movement's id.
        movement: String,
        /// The whole of it, or part.
        outcome: Outcome,
        /// For how many seconds.
        seconds: u64,
        /// How many repetitions were counted.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        repetitions: Option<u32>,
        /// The leg that began.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        side: Option<Side>,
        /// When it ended; none: just now.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ended: Option<DateTime<FixedOffset>>,
    },
    /// A window is here: how things stand, now and each time it changes. It shows started breaks
    /// for as long as this lasts.
    Follow,
    /// How things stand, now and each time it changes: for a bar or a script, which shows no breaks.
    Subscribe,
    /// Bring the window up on this page: asked of a window, which answers on a socket of its own.
    Open {
        /// The page.
        page: Page,
        /// Nobody asked for it just now: the focus stays where it is.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        unasked: bool,
    },
    /// "I read the page on safety."
    Acknowledge,
    /// "Later."
    Snooze {
        /// For how much seated time; none: the usual.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        minutes: Option<Minutes>,
        /// Until the next day instead.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        tomorrow: bool,
    },
    /// "Not this one."
    Skip,
    /// "Take the last booking back."
    Undo,
    /// "Ask nothing and stop the clocks"; without more: until `Resume`.
    Pause {
        /// For this long.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        minutes: Option<Minutes>,
        /// Until this time instead.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<TimeOfDay>,
        /// Until the next day instead.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        tomorrow: bool,
    },
    /// "Go on."
    Resume,
    /// "I'm sitting."
    Sit {
        /// Since when; none: now.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at: Option<TimeOfDay>,
    },
    /// "I'm standing."
    Stand {
        /// Since when; none: now.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at: Option<TimeOfDay>,
    },
    /// "I'm leaving."
    Away {
        /// Since when; none: now.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at: Option<TimeOfDay>,
    },
    /// End the program.
    Quit,
}

impl Ask {
    /// Whether the conversation goes on after the answer, with [`super::News`].
    #[must_use]
    pub fn subscribes(&self) -> bool {
        matches!(self, Self::Watch | Self::Follow | Self::Subscribe)
    }
}

/// What the server answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "kebab-case")]
pub enum Answer {
    /// How things stand.
    Status(Box<StatusReport>),
    /// The day so far.
    Today(TodayReport),
    /// What is not in the history yet.
    Unwritten {
        /// The device that will write it.
        device: String,
        /// The records, those that wait and those that go on.
        records: Vec<Record>,
        /// The time it is for the resident: the clock of a demonstration is ahead.
        now: DateTime<FixedOffset>,
    },
    /// From now on everything that happens is told.
    Watching,
    /// From now on it is told how things stand.
    Following,
    /// Done.
    Did {
        /// What was done, for people.
        words: String,
        /// The record that was written for it: to drop that takes exactly this back. None where nothing
        /// does.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        record: Option<u64>,
    },
    /// It cannot be done now.
    No {
        /// Why, for people.
        words: String,
    },
    /// The ask was not understood.
    Wrong {
        /// What was wrong, for people.
        words: String,
    },
    /// The program is ending, and did not take the ask up.
    Ending {
        /// The same for people.
        words: String,
    },
    /// Nobody knows whether the ask was taken up: the answer did not come in time.
    Late {
        /// The same for people.
        words: String,
    },
}

impl Answer {
    /// Why it is not as it was asked, for people; none where it is.
    #[must_use]
    pub fn refusal(&self) -> Option<&str> {
        match self {
            Self::No { words }
            | Self::Wrong { words }
            | Self::Ending { words }
            | Self::Late { words } => Some(words),
            Self::Status(_)
            | Self::Today(_)
            | Self::Unwritten { .. }
            | Self::Watching
            | Self::Following
            | Self::Did { .. } => None,
        }
    }

    /// Done.
    pub fn did(words: impl Into<String>) -> Self {
        Self::Did {
            words: words.into(),
            record: None,
        }
    }

    /// It cannot be done now.
    pub fn no(words: impl Into<String>) -> Self {
        Self::No {
            words: words.into(),
        }
    }

    /// The ask was not understood.
    pub fn wrong(words: impl Into<String>) -> Self {
        Self::Wrong {
            words: words.into(),
        }
    }
}

/// Reads one message, with an error that names no line, since there is only one.
pub(super) fn read<T: serde::de::DeserializeOwned>(line: &[u8]) -> Result<T, Unreadable> {
    let value: serde_json::Value = serde_json::from_slice(line).map_err(|_| Unreadable::NotJson)?;
    serde_json::from_value(value).map_err(|error| Unreadable::Other(error.to_string()))
}

/// One message as it goes over the socket, with the end of its line.
pub(super) fn write(message: &impl Serialize) -> Vec<u8> {
    // Maps with text keys, numbers and text: there is nothing in a message that JSON cannot hold.
    let mut line = serde_json::to_vec(message).unwrap_or_default();
    line.push(b'\n');
    line
}

/// Why a line is no message.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unreadable {
    /// It is not JSON at all.
    #[error("that line is not JSON")]
    NotJson,
    /// It is JSON and something else.
    #[error("{0}")]
    Other(String),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(line: &str) -> Result<Ask, String> {
        read(line.as_bytes()).map_err(|error| error.to_string())
    }

    fn minutes(count: u64) -> Option<Minutes> {
        Minutes::try_from(count).ok()
    }

    fn time(text: &str) -> Option<TimeOfDay> {
        text.parse().ok()
    }

    #[test]
    fn every_ask_is_one_documented_line_and_comes_back_the_same() {
        let table = [
            (r#"{"ask":"status"}"#, Ask::Status),
            (r#"{"ask":"today"}"#, Ask::Today),
            (r#"{"ask":"watch"}"#, Ask::Watch),
            (
                r#"{"ask":"log"}"#,
                Ask::Log {
                    movement: None,
                    minutes: None,
                    at: None,
                },
            ),
            (
                r#"{"ask":"log","movement":"walk","minutes":3,"at":"14:05"}"#,
                Ask::Log {
                    movement: Some("walk".into()),
                    minutes: minutes(3),
                    at: time("14:05"),
                },
            ),
            (
                r#"{"ask":"snooze"}"#,
                Ask::Snooze {
                    minutes: None,
                    tomorrow: false,
                },
            ),
            (
                r#"{"ask":"snooze","minutes":10}"#,
                Ask::Snooze {
                    minutes: minutes(10),
                    tomorrow: false,
                },
            ),
            (
                r#"{"ask":"snooze","tomorrow":true}"#,
                Ask::Snooze {
                    minutes: None,
                    tomorrow: true,
                },
            ),
            (r#"{"ask":"skip"}"#, Ask::Skip),
            (r#"{"ask":"undo"}"#, Ask::Undo),
            (
                r#"{"ask":"pause","until":"17:00"}"#,
                Ask::Pause {
                    minutes: None,
                    until: time("17:00"),
                    tomorrow: false,
                },
            ),
            (
                r#"{"ask":"pause","tomorrow":true}"#,
                Ask::Pause {
                    minutes: None,
                    until: None,
                    tomorrow: true,
                },
            ),
            (r#"{"ask":"resume"}"#, Ask::Resume),
            (r#"{"ask":"sit"}"#, Ask::Sit { at: None }),
            (
                r#"{"ask":"stand","at":"09:00"}"#,
                Ask::Stand { at: time("9:00") },
            ),
            (r#"{"ask":"away"}"#, Ask::Away { at: None }),
            (r#"{"ask":"quit"}"#, Ask::Quit),
        ];
        assert_documented(&table);
    }

    #[test]
    fn every_ask_of_a_break_and_a_window_is_one_documented_line() {
        assert_documented(&[
            (
                r#"{"ask":"break"}"#,
                Ask::Break {
                    movement: None,
                    another: false,
                    here: false,
                },
            ),
            (
                r#"{"ask":"break","movement":"easy-walk"}"#,
                Ask::Break {
                    movement: Some("easy-walk".into()),
                    another: false,
                    here: false,
                },
            ),
            (
                r#"{"ask":"break","another":true,"here":true}"#,
                Ask::Break {
                    movement: None,
                    another: true,
                    here: true,
                },
            ),
            (
                r#"{"ask":"book","movement":"half-squat","outcome":"part","seconds":20,"repetitions":5,"side":"left","ended":"2026-03-10T10:02:11+01:00"}"#,
                Ask::Book {
                    movement: "half-squat".into(),
                    outcome: Outcome::Part,
                    seconds: 20,
                    repetitions: Some(5),
                    side: Some(Side::Left),
                    ended: DateTime::parse_from_rfc3339("2026-03-10T10:02:11+01:00").ok(),
                },
            ),
            (r#"{"ask":"follow"}"#, Ask::Follow),
            (r#"{"ask":"subscribe"}"#, Ask::Subscribe),
            (
                r#"{"ask":"open","page":"science"}"#,
                Ask::Open {
                    page: Page::Science,
                    unasked: false,
                },
            ),
            (
                r#"{"ask":"open","page":"break","unasked":true}"#,
                Ask::Open {
                    page: Page::Break,
                    unasked: true,
                },
            ),
            (r#"{"ask":"acknowledge"}"#, Ask::Acknowledge),
        ]);
    }

    fn assert_documented(table: &[(&str, Ask)]) {
        for (line, meant) in table {
            assert_eq!(ask(line).as_ref(), Ok(meant), "{line}");
            assert_eq!(write(meant), format!("{line}\n").into_bytes());
        }
    }

    #[test]
    fn an_ask_that_is_not_understood_is_named() {
        let table = [
            ("{", "not JSON"),
            ("\u{0}\u{1}", "not JSON"),
            ("7", "invalid type"),
            (r#"{"ask":"sing"}"#, "unknown variant `sing`"),
            (r#"{"wish":"log"}"#, "missing field `ask`"),
            (r#"{"ask":"log","minuets":3}"#, "unknown field `minuets`"),
            (
                r#"{"ask":"log","minutes":0}"#,
                "whole number of minutes from 1 to 1440",
            ),
            (
                r#"{"ask":"log","minutes":-5}"#,
                "whole number of minutes from 1 to 1440",
            ),
            (
                r#"{"ask":"snooze","minutes":1000000000}"#,
                "whole number of minutes from 1 to 1440",
            ),
            (
                r#"{"ask":"snooze","minutes":1e300}"#,
                "whole number of minutes from 1 to 1440",
            ),
            (r#"{"ask":"sit","at":"25:00"}"#, "`25:00` is not a time"),
        ];
        for (line, part) in table {
            let words = ask(line).unwrap_err();
            assert!(words.contains(part), "{line}: {words}");
        }
    }

    #[test]
    fn an_answer_is_one_line_whatever_its_words_hold() {
        let line = write(&Answer::did("two\nlines"));
        assert_eq!(
            line.iter().position(|byte| *byte == b'\n'),
            Some(line.len() - 1)
        );
        assert_eq!(
            read::<Answer>(&line).unwrap(),
            Answer::did("two\nlines"),
            "{}",
            String::from_utf8_lossy(&line)
        );
    }
}

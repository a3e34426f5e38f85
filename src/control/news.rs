//! What a subscriber hears after its answer, one JSON object a line.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use super::report::StatusReport;

/// One line for a subscriber. Times are local with their offset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum News {
    /// How things stand: the first line.
    Stands {
        /// The moment.
        at: DateTime<FixedOffset>,
        /// The headline.
        words: String,
    },
    /// The program was told something: an input, or how a part is.
    Told {
        /// The moment.
        at: DateTime<FixedOffset>,
        /// In the words of scripts where there are such.
        words: String,
    },
    /// What the engine wants done for what was told before. Its record may still be on its way to the
    /// disk.
    Did {
        /// The moment.
        at: DateTime<FixedOffset>,
        /// In the words of the rule book.
        words: String,
    },
    /// How things stand, each time that changes: for a window or a bar.
    Status(Box<StatusReport>),
    /// The program ends: the last line.
    Ended {
        /// The same for people.
        words: String,
    },
    /// The subscriber did not read and was left: the last line, if it can be said at all.
    Dropped {
        /// The same for people.
        words: String,
    },
    /// A line of a later version, which is passed over.
    #[serde(other)]
    Unknown,
}

impl News {
    /// How things stand.
    pub fn stands(at: DateTime<FixedOffset>, words: impl Into<String>) -> Self {
        let words = words.into();
        Self::Stands { at, words }
    }

    /// The program was told this.
    pub fn told(at: DateTime<FixedOffset>, words: impl Into<String>) -> Self {
        let words = words.into();
        Self::Told { at, words }
    }

    /// The engine wants this done.
    pub fn did(at: DateTime<FixedOffset>, words: impl Into<String>) -> Self {
        let words = words.into();
        Self::Did { at, words }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::control::message::{read, write};

    #[test]
    fn every_event_is_one_documented_line_and_comes_back_the_same() {
        let at = DateTime::parse_from_rfc3339("2026-03-10T10:02:11+01:00").unwrap();
        let words = || "Soleus ends.".to_owned();
        let table = [
            (
                r#"{"event":"stands","at":"2026-03-10T10:02:11+01:00","words":"Sitting 24 min"}"#,
                News::stands(at, "Sitting 24 min"),
            ),
            (
                r#"{"event":"told","at":"2026-03-10T10:02:11+01:00","words":"call on (microphone)"}"#,
                News::told(at, "call on (microphone)"),
            ),
            (
                r#"{"event":"did","at":"2026-03-10T10:02:11+01:00","words":"tray due"}"#,
                News::did(at, "tray due"),
            ),
            (
                r#"{"event":"ended","words":"Soleus ends."}"#,
                News::Ended { words: words() },
            ),
            (
                r#"{"event":"dropped","words":"Soleus ends."}"#,
                News::Dropped { words: words() },
            ),
        ];
        for (line, news) in table {
            assert_eq!(write(&news), format!("{line}\n").into_bytes());
            assert_eq!(read::<News>(line.as_bytes()).unwrap(), news);
        }
    }

    #[test]
    fn a_line_of_a_later_version_is_unknown() {
        let line = br#"{"event":"sang","song":["la"]}"#;
        assert_eq!(read::<News>(line).unwrap(), News::Unknown);
        assert!(read::<News>(br#"{"answer":"did","words":"x"}"#).is_err());
    }
}

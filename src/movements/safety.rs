//! When not to move, and whom to ask: shown at the first start, and always reachable.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::built_in;

const TEXT: &str = include_str!("../../assets/safety.json");

static PAGE: LazyLock<Safety> = LazyLock::new(|| built_in(TEXT));

/// The safety text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Safety {
    #[serde(rename = "version")]
    version: u32,
    /// For the first start and the foot of a page.
    pub short: String,
    /// In full.
    pub long: String,
    /// Under every movement.
    pub card: String,
    /// Numbers to call.
    pub emergency_numbers: String,
    /// The lists, the most urgent first.
    pub lists: Vec<Signs>,
}

/// Signs that ask for the same thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signs {
    /// Names it: `emergency`.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// The signs.
    pub signs: Vec<String>,
    /// What to do then.
    pub then: String,
}

impl Safety {
    /// The text that comes with the program.
    #[must_use]
    pub fn page() -> &'static Self {
        &PAGE
    }
}

impl std::fmt::Display for Safety {
    /// All of it as plain text.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "{}\n", self.short)?;
        for list in &self.lists {
            writeln!(f, "{}", list.title)?;
            for sign in &list.signs {
                writeln!(f, "  - {sign}")?;
            }
            writeln!(f, "  {}", list.then)?;
            if list.id == "emergency" {
                writeln!(f, "  Numbers: {}.", self.emergency_numbers)?;
            }
            writeln!(f)?;
        }
        writeln!(f, "{}\n\n{}", self.card, self.long)
    }
}

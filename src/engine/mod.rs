//! The rules: presence, the two clocks, the life of a reminder, the schedule, the choice of movement.
//!
//! The engine is pure. It is told the time and the facts and answers with effects. It never reads
//! a clock, a file or the environment, never sleeps, never logs, and knows no operating system,
//! tray or notification. Nothing in here uses a module outside this folder (`tests/layers.rs`).

pub mod effect;
pub mod input;
pub mod ledger;
pub mod movement;
pub mod now;
pub mod record;
pub mod rules;
pub mod schedule;
pub mod view;

use std::time::Duration;

use serde::{Deserialize, Serialize};

pub use effect::Effect;
pub use input::Input;
pub use now::Now;
pub use record::Record;
pub use rules::Rules;
pub use view::View;

/// The engine: one per program, owned by the engine thread.
#[derive(Debug, Clone, PartialEq)]
pub struct Engine {
    rules: Rules,
}

/// Everything the engine must remember over a restart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Snapshot {}

impl Engine {
    /// A fresh engine that knows nothing yet.
    #[must_use]
    pub fn new(rules: Rules, _now: Now) -> Self {
        Self { rules }
    }

    /// Takes one fact and says what is to be done.
    pub fn handle(&mut self, _now: Now, _input: Input) -> Vec<Effect> {
        Vec::new()
    }

    /// When `Input::Tick` is wanted next, on the boot clock; none: never.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Duration> {
        None
    }

    /// The rules in force.
    #[must_use]
    pub fn rules(&self) -> &Rules {
        &self.rules
    }
}

//! A small language for days at a desk: a script in, the whole trace of the engine out.
//!
//! The rule book (`tests/rules/*.md`) is written in it, `soleus simulate` runs it, and a bug report
//! can be told in it. One line is one input; time moves only on lines that name a duration.
//! `soleus simulate --help` and `verb.rs` list the words.

mod record_verb;
mod rules;
mod run;
mod span;
mod told;
mod trace;
mod verb;

pub use rules::rules_of;
pub use run::{Run, ScriptError, Step};
pub use span::{parse_span, span};
pub use told::told;
pub use trace::effects;

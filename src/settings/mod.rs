//! The user's settings file: text in, checked [`Settings`] and every problem found out.
//!
//! A bad file never stops the program: a bad key takes its default and is named with line and
//! column. Nothing here ever writes, and no key is dropped without a word.

mod accepts;
mod file;
mod keys;
mod load;
mod problem;
mod syntax;
mod values;

pub use file::{read, watch};
pub use keys::{KEYS, Key, text};
pub use load::Loaded;
pub use problem::{FILE, Place, Problem, Severity};
pub use values::{Clicks, Presence, Reminders, Sensors, Settings, Span, Week};

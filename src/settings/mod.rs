//! The user's settings file: text in, checked [`Settings`] and every problem found out.
//!
//! A bad file never stops the program: a bad key takes its default and is named with line and
//! column, and no key is dropped without a word. Only [`set_in_file`] writes, one key on request.

mod accepts;
mod choice;
mod edit;
mod file;
mod keys;
mod list;
mod load;
mod looks;
mod values;

pub use crate::text::{Place, Problem, Severity};
pub use edit::{SetError, set_in_file, with_key};
pub use file::{own_movements, read, watch};
pub use keys::{KEYS, Key, text};
pub use list::set_in_list;
pub use load::{FILE, Loaded};
pub use looks::{Contrast, Motion, Theme, Window};
pub use values::{Clicks, Presence, Reminders, Sensors, Settings, Span, Week};

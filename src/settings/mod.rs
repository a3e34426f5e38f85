//! The user's settings file: text in, checked [`Settings`] and every problem found out.
//!
//! A bad file never stops the program: a bad key takes its default and is named with line and
//! column, and no key is dropped without a word. Only [`set_in_file`] writes, one key on request.

mod accepts;
mod choice;
mod conflicts;
mod edit;
mod file;
mod ids;
mod keys;
mod list;
mod load;
mod looks;
mod meanings;
mod schema;
mod standing;
mod tree;
mod values;
mod week;

pub use crate::text::{Fault, Place, Problem, Severity};
pub use edit::{Change, SetError, Step, reset_in_file, set_in_file, take_back, with_key};
pub use file::{follow, make_if_missing, own_movements, read, watch};
pub use keys::{Control, KEYS, Key, SCHEMA_FILE, Unit, text};
pub use list::{change_in_list, set_in_list};
pub use load::{FILE, Loaded};
pub use looks::{Contrast, Language, Motion, Theme, Window};
pub use meanings::meaning;
pub use schema::{SCHEMA, put_schema, renew_schema, schema};
pub use standing::{place_in, unknown_keys};
pub use values::{
    Clicks, Command, History, Hooks, Presence, Reminders, Sensors, Settings, Span, Week,
};

//! Text that a person writes by hand: JSON with comments, read with the place of every value, and
//! mistakes named by line and column.
//!
//! Knows nothing of what the text means. Nothing here reads or writes a file.

mod problem;
mod reading;
mod syntax;

pub use problem::{Document, Find, Place, Problem, Severity, placed};
pub use reading::{decoded, joined, nearest, properties, shortened, shown, start_of};
pub use syntax::{OPTIONS, parse};

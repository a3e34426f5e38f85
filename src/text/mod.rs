//! Text that a person writes by hand: JSON with comments, read with the place of every value, and
//! mistakes named by line and column.
//!
//! Knows nothing of what the text means. Nothing here reads or writes a file.

mod excerpt;
mod mistake;
mod problem;
mod reading;
mod recover;
mod syntax;
mod walk;

pub use excerpt::excerpt;
pub use problem::{Document, Fault, Find, Place, Problem, Severity, placed};
pub use reading::{decoded, joined, nearest, properties, shortened, shown, start_of, type_of};
pub use recover::{Mended, Recovered, recovered};
pub use syntax::{OPTIONS, parse};

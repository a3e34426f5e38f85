//! The record of what happened: lines of text ⇄ records, and what a day adds up to.
//!
//! Nothing here rewrites what was written. A line that cannot be read is counted and skipped, and
//! never changes what the other lines say.

mod day;
mod elsewhere;
mod figures;
mod files;
mod fold;
mod limits;
mod line;
mod lines;
mod names;
mod reader;
mod set;
mod settle;
mod span;
mod summary;
mod taken_back;
mod timeline;

pub use day::{Counting, Day, DayBout, DayBreak, Doing, Known, Piece, Span, Totals};
pub use elsewhere::{Heard, LATELY, elsewhere};
pub use figures::{Bouts, Breaks, Figures, Hour, Moved, Reminders, Summary, Times};
pub use files::{Filed, Files, files};
pub use line::{Line, read_line, to_line};
pub use lines::{LONGEST_LINE, lines};
pub use names::machine_of;
pub use reader::{Device, Refused, Unread, devices, devices_around};
pub use set::origin;
pub use span::{ClockOff, Days, Unwritten, first_day, read_days, read_summaries, unread};
pub use taken_back::Counted;

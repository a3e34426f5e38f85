//! The resident: one loop that hears what happens, asks the engine, and does what it answers.
//!
//! It has no rule of its own and calls nothing that can block: the tray, the notices, the sensors,
//! the socket and the disk each have a thread, and the loop only sends to them.

mod aloud;
mod answer;
mod bar;
mod check;
mod console;
mod day;
mod demo;
mod doctor;
mod elsewhere;
mod event;
mod held;
mod hooks;
mod letter;
mod names;
mod open;
mod perform;
mod picture;
mod record;
mod reload;
mod resident;
mod restore;
mod saved;
mod senses;
mod settings;
mod shelf;
mod simulate;
mod start;
mod trace;
mod watch;
mod window;
mod window_program;

pub use bar::{status_as, subscribe};
pub use check::check;
pub use demo::demo;
pub use doctor::doctor;
pub use record::{export, fix, history, import, stats, today};
pub use settings::settings;
pub use shelf::{movements, presets, safety, sources};
pub use simulate::simulate;
pub use start::{places, run};
pub use window_program::window;

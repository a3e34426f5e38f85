//! What lies on disk: where it lives, how it is written so that nothing is lost, who may write it.
//!
//! The store writes what it is given and reads bytes back. It never parses settings, and nothing
//! it does ever makes its caller wait.

mod alert;
mod append;
mod device;
mod folders;
mod lock;
mod log;
mod others;
mod places;
mod queue;
mod replace;
mod tail;
mod watch;
mod way;
mod writer;

pub use append::Appender;
pub use device::{device_name, kept_device_name};
pub use folders::conflict_copies;
pub use lock::{Lock, Locked};
pub use log::LogWriter;
pub use others::{Devices, Others};
pub use places::{NoHome, Places, at_home};
pub use replace::{replace, replace_if};
pub use tail::{Tail, is_near, last_id, last_records, records_after, records_since};
pub use watch::{Contents, Watch};
pub use way::Way;
pub use writer::{Kept, Store};

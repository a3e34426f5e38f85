//! The commands that read the record and add to it: `today`, `stats`, `history`, `export`, `import`
//! and `fix`. They read the files themselves and need no running Soleus.

mod book;
mod entry;
mod export;
mod files;
mod fix;
mod import;
mod left_out;
mod listing;
mod ribbon;
mod sheet;
mod shelve;
mod stats;
mod table;
mod terminal;
mod today;
mod words;
mod workrave;

pub use export::export;
pub use fix::fix;
pub use import::import;
pub use listing::history;
pub use stats::stats;
pub use today::today;

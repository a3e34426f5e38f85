//! The catalogue, the presets, the sources and the texts: every id, number and source, and what a
//! person's choices make of them.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "movements/choice.rs"]
mod choice;
#[path = "movements/facts.rs"]
mod facts;
#[path = "movements/figures.rs"]
mod figures;
#[path = "movements/own.rs"]
mod own;
#[path = "movements/schema.rs"]
mod schema;

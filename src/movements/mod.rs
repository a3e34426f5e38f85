//! The catalogue of movements: what each is, its dose, its steps, its safety, its sources.
//!
//! The facts live in `assets/movements/catalogue.json`, which is built into the program. Nothing
//! here invents a number: every movement names the studies it comes from.

mod catalogue;
mod entry;
mod safety;

pub use catalogue::{Abilities, Catalogue};
pub use entry::{Entry, Group, Supportive};
pub use safety::Safety;

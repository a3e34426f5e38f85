//! The catalogue of movements: what each is, its dose, its steps, its safety, its sources.
//!
//! The facts live in `assets/`, which is built into the program and read when asked for. Nothing
//! here invents a number: every movement names the studies it comes from.

mod abilities;
mod catalogue;
mod entry;
mod evidence;
mod fields;
mod loads;
mod own;
mod own_entry;
mod own_figure;
mod presets;
mod safety;
mod science;

pub use abilities::Abilities;
pub use catalogue::Catalogue;
pub use entry::{Entry, Group, Pace, Supportive};
pub use evidence::{Certainty, Evidence, Strength, Topic};
pub use loads::{Effort, Legs, Need, Place, Sides};
pub use own::Own;
pub use presets::{Preset, Studied};
pub use safety::{Safety, Signs};
pub use science::{Claim, Science, Section, Sentence};

/// Reads a file that is built into the program.
fn built_in<T: serde::de::DeserializeOwned>(text: &str) -> T {
    serde_json::from_str(text).expect("the file is part of the program, and a test reads it")
}

//! The figure: a person seen from the side who makes a movement, as plain geometry.
//!
//! Poses are data of the catalogue; here they become lines and discs at any moment. Who draws them
//! (the window, a notice's picture) is not known here. Units: the body's height is 1, x is forward,
//! y is up, the floor lies at 0.

mod body;
mod data;
mod drawing;
mod limbs;
mod measures;
mod pace;
pub mod raster;
mod scene;
mod surroundings;
mod vector;

pub use data::{Figure, Joint, Leg, Pose, Step, Surface};
pub use drawing::{Drawing, Ink, Shape};

#[cfg(test)]
mod tests;

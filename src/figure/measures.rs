//! The sizes of the body, in body heights: close to what tables of the human body give.

use super::vector::{Point, Vector};

pub(super) const THIGH: f32 = 0.245;
pub(super) const SHANK: f32 = 0.246;
pub(super) const TRUNK: f32 = 0.288;
pub(super) const NECK: f32 = 0.045;
pub(super) const HEAD: f32 = 0.058;
pub(super) const UPPER_ARM: f32 = 0.17;
pub(super) const FOREARM: f32 = 0.15;
pub(super) const TOE: f32 = 0.043;
/// From the ankle, with the sole flat.
pub(super) const HEEL: Vector = Point::new(-0.038, -0.039);
/// From the ankle, with the sole flat.
pub(super) const BALL: Vector = Point::new(0.071, -0.039);

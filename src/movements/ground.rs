//! Whether the feet of a pose stay above the floor.

use crate::figure::{Leg, Pose};

/// Lengths in body heights, close to standard body tables; the poses were solved with them.
const THIGH: f32 = 0.245;
const SHANK: f32 = 0.246;
/// From the ankle, with a flat sole.
const HEEL: [f32; 2] = [-0.038, -0.039];
const BALL: [f32; 2] = [0.071, -0.039];
const TOE: f32 = 0.043;

/// How far below the floor a foot may be, in body heights: the poses were rounded.
pub(super) const TOLERANCE: f32 = 0.006;

/// The height of the lowest point of both feet.
pub(super) fn lowest(pose: &Pose) -> f32 {
    lowest_of(pose.hip, &pose.near).min(lowest_of(pose.hip, &pose.far))
}

fn lowest_of(hip: [f32; 2], leg: &Leg) -> f32 {
    let ankle = hip[1] + THIGH * leg.alpha.to_radians().sin() + SHANK * leg.beta.to_radians().sin();
    let (sin, cos) = leg.phi.to_radians().sin_cos();
    let turned = |[x, y]: [f32; 2]| ankle + x * sin + y * cos;
    let ball = turned(BALL);
    let toe = ball + TOE * leg.toe.to_radians().sin();
    turned(HEEL).min(ball).min(toe)
}

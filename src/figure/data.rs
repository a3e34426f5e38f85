//! The key poses of a movement and how they follow each other, as the catalogue holds them.

use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Everything there is to draw of one movement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// What it is done on or at.
    pub surface: Surface,
    /// How far from the planted foot the wall is, for `wall`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wall_x: Option<f32>,
    /// The key poses.
    pub poses: Vec<Pose>,
    /// The order of the poses, from pose 0 on: one cycle.
    #[serde(rename = "loop")]
    pub cycle: Vec<Step>,
    /// How many repetitions one cycle shows: 2 where each leg has its turn.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub repetitions_a_cycle: u32,
    /// How far the floor or the stairs move under the body in one cycle, forward and up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub travels: Option<[f32; 2]>,
    /// Near and far leg change places with each cycle: climbing stairs.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub swaps_legs: bool,
    /// Whether the lower leg is drawn a second time, twice as large: for ankle work.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub enlarged: bool,
    /// The joint that does the work, for marking.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub works: Option<Joint>,
    /// Whether the hand holds a cup, at a desk.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cup: bool,
}

/// What a movement is done on or at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Surface {
    /// On a chair.
    Chair,
    /// Before a chair.
    ChairBehind,
    /// At a desk or another support for the hands.
    Support,
    /// At a wall.
    Wall,
    /// On stairs.
    Stairs,
    /// On a floor that moves along under the walker.
    FloorScrolls,
    /// On the floor.
    None,
}

/// A joint that can be marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Joint {
    /// The hip.
    Hip,
    /// The knee.
    Knee,
    /// The ankle.
    Ankle,
    /// The ball of the foot.
    Toes,
}

/// One key pose. Angles are absolute, in degrees, counter-clockwise from forward.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pose {
    /// Names it: "heels-high".
    pub name: String,
    /// Where the hip is.
    pub hip: [f32; 2],
    /// From hip to shoulder; 90 is upright.
    pub tau: f32,
    /// The leg that is nearer.
    pub near: Leg,
    /// The other leg.
    pub far: Leg,
    /// Upper arm and forearm.
    pub arm: [f32; 2],
}

/// One leg of a pose.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Leg {
    /// From hip to knee: 0 is a level thigh, -90 straight down.
    pub alpha: f32,
    /// From knee to ankle: -90 is an upright shin.
    pub beta: f32,
    /// The sole: 0 is flat, less is heel up, more is toes up.
    pub phi: f32,
    /// The toe piece.
    pub toe: f32,
}

/// One move of the cycle: to this pose, in so many seconds, and held for so many. In the file a
/// list of the three.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(from = "(usize, f32, f32)", into = "(usize, f32, f32)")]
pub struct Step {
    /// The pose, from 0.
    pub pose: usize,
    /// Seconds to move there.
    pub moves: f32,
    /// Seconds to hold it.
    pub holds: f32,
}

impl From<(usize, f32, f32)> for Step {
    fn from((pose, moves, holds): (usize, f32, f32)) -> Self {
        Self { pose, moves, holds }
    }
}

impl From<Step> for (usize, f32, f32) {
    fn from(step: Step) -> Self {
        (step.pose, step.moves, step.holds)
    }
}

impl Figure {
    /// How long one cycle takes.
    #[must_use]
    pub fn period(&self) -> Duration {
        let seconds: f32 = self.cycle.iter().map(|step| step.moves + step.holds).sum();
        Duration::try_from_secs_f32(seconds).unwrap_or_default()
    }

    /// How many seconds of the cycle one repetition takes.
    #[must_use]
    pub fn seconds_a_repetition(&self) -> f32 {
        let count = u16::try_from(self.repetitions_a_cycle).unwrap_or(u16::MAX);
        self.period().as_secs_f32() / f32::from(count.max(1))
    }
}

fn one() -> u32 {
    1
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands over references"
)]
fn is_one(count: &u32) -> bool {
    *count == 1
}

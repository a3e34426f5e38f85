//! The figure of an own movement: poses by angles, and their order.

use jsonc_parser::common::Ranged;

use crate::figure::{Figure, Joint, Leg, Pose, Step, Surface};

use super::fields::Fields;

const SURFACES: [(&str, Surface); 7] = [
    ("chair", Surface::Chair),
    ("chair-behind", Surface::ChairBehind),
    ("support", Surface::Support),
    ("wall", Surface::Wall),
    ("stairs", Surface::Stairs),
    ("floor-scrolls", Surface::FloorScrolls),
    ("none", Surface::None),
];

const JOINTS: [(&str, Joint); 4] = [
    ("hip", Joint::Hip),
    ("knee", Joint::Knee),
    ("ankle", Joint::Ankle),
    ("toes", Joint::Toes),
];

/// A turn, in degrees.
const TURN: f32 = 360.0;
/// In body heights: no pose leaves the picture by more.
const FAR: f32 = 2.0;
/// In seconds, for one move or hold.
const SLOWEST: f32 = 600.0;

/// So many poses, and so many moves in a cycle: those of the built-in movements are six at most.
const MOST: usize = 64;

/// The figure, if nothing is wrong with it.
pub(super) fn read_figure(fields: &mut Fields) -> Option<Figure> {
    let surface = fields.word("surface", &SURFACES);
    let wall_x = fields.number_if_any("wall_x", -FAR, FAR);
    let poses = poses(fields);
    let cycle = cycle(fields, poses.as_ref().map_or(usize::MAX, Vec::len));
    let repetitions_a_cycle = fields.whole("repetitions_a_cycle", 1, 100).unwrap_or(1);
    let travels = fields
        .has("travels")
        .then(|| fields.numbers("travels", -FAR, FAR))
        .flatten();
    let swaps_legs = fields.switch("swaps_legs", false);
    let enlarged = fields.switch("enlarged", false);
    let works = fields.word_if_any("works", &JOINTS);
    let cup = fields.switch("cup", false);
    if surface == Some(Surface::Wall) && !fields.has("wall_x") {
        fields.wrong(
            fields.place(""),
            "wall_x",
            "is missing: how far is the wall",
        );
    }
    Some(Figure {
        surface: surface?,
        wall_x,
        poses: poses?,
        cycle: cycle?,
        repetitions_a_cycle,
        travels,
        swaps_legs,
        enlarged,
        works,
        cup,
    })
}

fn poses(fields: &mut Fields) -> Option<Vec<Pose>> {
    let list = fields.list("poses", "a list of poses")?;
    if list.elements.is_empty() {
        fields.wrong(list.start(), "poses", "holds no pose");
    }
    if list.elements.len() > MOST {
        let what = format!("holds more than {MOST} poses");
        fields.wrong(list.start(), "poses", what);
        return None;
    }
    let mut poses = Vec::new();
    for (index, value) in list.elements.iter().enumerate() {
        let name = format!("poses.{}", index + 1);
        let pose = fields.within(value, &name, pose);
        if let Some(pose) = &pose {
            let lowest = pose.lowest();
            if lowest < -Pose::ROUNDING {
                let what = format!("a foot is {:.3} body heights below the floor", -lowest);
                fields.wrong(value.start(), &name, what);
            }
        }
        poses.push(pose);
    }
    poses.into_iter().collect()
}

fn pose(fields: &mut Fields) -> Option<Pose> {
    let name = fields.text("name", 60);
    let hip = fields.numbers("hip", -FAR, FAR);
    let tau = fields.number("tau", -TURN, TURN);
    let near = fields.inner("near", leg);
    let far = fields.inner("far", leg);
    let arm = fields.numbers("arm", -TURN, TURN);
    Some(Pose {
        name: name?,
        hip: hip?,
        tau: tau?,
        near: near?,
        far: far?,
        arm: arm?,
    })
}

fn leg(fields: &mut Fields) -> Option<Leg> {
    let mut angle = |name| fields.number(name, -TURN, TURN);
    let [alpha, beta, phi, toe] = ["alpha", "beta", "phi", "toe"].map(&mut angle);
    Some(Leg {
        alpha: alpha?,
        beta: beta?,
        phi: phi?,
        toe: toe?,
    })
}

fn cycle(fields: &mut Fields, poses: usize) -> Option<Vec<Step>> {
    let list = fields.list("loop", "a list of moves such as [1, 0.5, 2]")?;
    if list.elements.len() > MOST {
        let what = format!("holds more than {MOST} moves");
        fields.wrong(list.start(), "loop", what);
        return None;
    }
    let mut steps = Vec::new();
    for value in &list.elements {
        let [pose, moves, holds] = fields.row(value, "loop", 0.0, SLOWEST)?;
        if pose.fract() != 0.0 {
            let what = format!("{pose} is not the number of a pose");
            fields.wrong(value.start(), "loop", what);
            return None;
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a whole number from 0 to 600, as was just seen"
        )]
        let pose = pose as usize;
        if pose >= poses {
            let what = format!("there is no pose {pose}; the first is 0");
            fields.wrong(value.start(), "loop", what);
            return None;
        }
        steps.push(Step { pose, moves, holds });
    }
    let seconds: f32 = steps.iter().map(|step| step.moves + step.holds).sum();
    if seconds <= 0.0 {
        fields.wrong(list.start(), "loop", "takes no time");
    }
    Some(steps)
}

//! Every pose and loop of the built-in figures.

use soleus::figure::{Figure, Pose};
use soleus::movements::{Catalogue, Own};

fn figures() -> impl Iterator<Item = (&'static str, &'static Figure)> {
    Catalogue::built_in()
        .entries()
        .filter_map(|entry| Some((entry.id.as_str(), entry.figure.as_ref()?)))
}

#[test]
fn no_foot_is_below_the_floor() {
    for (id, figure) in figures() {
        for pose in &figure.poses {
            let lowest = pose.lowest();
            assert!(lowest > -Pose::ROUNDING, "{id}, {}: {lowest}", pose.name);
        }
    }
}

#[test]
fn some_foot_is_on_the_floor_where_one_stands() {
    for (id, figure) in figures() {
        let first = &figure.poses[0];
        assert!(first.lowest() < 0.02, "{id}: {}", first.lowest());
    }
}

#[test]
fn loops_name_poses_that_exist_and_come_back_to_the_first() {
    for (id, figure) in figures() {
        assert!(figure.poses.len() >= 2, "{id}");
        let used: Vec<_> = figure.cycle.iter().map(|step| step.pose).collect();
        assert!(used.iter().all(|pose| *pose < figure.poses.len()), "{id}");
        assert_eq!(used.last(), Some(&0), "{id}");
        for pose in 0..figure.poses.len() {
            assert!(used.contains(&pose), "{id}: pose {pose} is never shown");
        }
        assert!(figure.period().as_secs_f32() > 0.1, "{id}");
    }
}

#[test]
fn the_pace_is_that_of_the_loop() {
    for entry in Catalogue::built_in().entries() {
        let (Some(pace), Some(figure)) = (entry.pace, &entry.figure) else {
            continue;
        };
        let id = &entry.id;
        let shown = figure.seconds_a_repetition();
        assert!((pace.repetition_seconds - shown).abs() < 1e-3, "{id}");
        let held = figure
            .cycle
            .iter()
            .filter(|step| step.pose != 0)
            .map(|step| step.holds)
            .fold(0.0, f32::max);
        assert!((pace.hold_seconds - held).abs() < 1e-3, "{id}: {held}");
    }
}

#[test]
fn ankle_work_is_enlarged_and_its_joint_marked() {
    for entry in Catalogue::built_in().entries() {
        let figure = entry.figure.as_ref().unwrap();
        assert_eq!(
            figure.works.is_some(),
            entry.kind().is_some(),
            "{}",
            entry.id
        );
    }
    let enlarged: Vec<_> = figures()
        .filter(|(_, figure)| figure.enlarged)
        .map(|(id, _)| id)
        .collect();
    assert_eq!(
        enlarged,
        [
            "standing-calf-raise",
            "seated-heel-raise",
            "seated-toe-raise",
            "ankle-pump",
            "toe-press",
            "foot-tap",
            "soleus-push-up",
            "heel-toe-rock",
        ]
    );
}

#[test]
fn the_built_in_movements_under_other_ids_are_good_movements_of_ones_own() {
    let text = include_str!("../../assets/movements/catalogue.json");
    let own = Own::from_text(&text.replace("\"id\": \"", "\"id\": \"my-"));
    let problems: Vec<_> = own.problems.iter().map(ToString::to_string).collect();
    assert_eq!(problems, [""; 0]);
    let built_in: Vec<_> = Catalogue::built_in().entries().cloned().collect();
    let renamed: Vec<_> = own
        .entries
        .into_iter()
        .map(|mut entry| {
            entry.id = entry.id.trim_start_matches("my-").to_owned();
            entry
        })
        .collect();
    assert_eq!(renamed, built_in);
}

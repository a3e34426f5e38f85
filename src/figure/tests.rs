//! What the body of a figure may never do, over all movements, all times and either leg.

use std::collections::BTreeMap;
use std::time::Duration;

use super::body::{Body, Limb};
use super::data::{Figure, Step, Surface};
use super::drawing::{Drawing, Ink, Shape};
use super::pace::Pace;
use super::vector::Point;

/// Between two pictures of a film.
const FRAME: Duration = Duration::from_nanos(1_000_000_000 / 60);
/// The fastest point is the foot of a walker as it swings: some 2 heights in a second.
const FASTEST: f32 = 0.045;
const LOWEST: f32 = -0.006;

fn figures() -> BTreeMap<String, Figure> {
    let catalogue = include_str!("../../assets/movements/catalogue.json");
    let catalogue: serde_json::Value = serde_json::from_str(catalogue).unwrap();
    let movements = catalogue["movements"].as_array().unwrap();
    let drawn = movements.iter().filter(|one| one.get("figure").is_some());
    drawn
        .map(|one| {
            let id = one["id"].as_str().unwrap().to_owned();
            (id, serde_json::from_value(one["figure"].clone()).unwrap())
        })
        .collect()
}

fn figure(id: &str) -> Figure {
    figures().remove(id).unwrap()
}

/// The body sixty times a second, over two cycles and a little more.
fn film(figure: &Figure, swapped: bool) -> Vec<Body> {
    let pace = Pace::of(figure, swapped).unwrap();
    let grip = Body::grip(figure, &pace);
    let mut now = Duration::ZERO;
    let mut bodies = Vec::new();
    while now < figure.period() * 2 + Duration::from_millis(500) {
        bodies.push(Body::at(&pace.moment(now), grip));
        now += FRAME;
    }
    bodies
}

/// Calls with each film, its name and figure.
fn each_film(mut look: impl FnMut(&str, &Figure, &[Body])) {
    for (id, figure) in figures() {
        for swapped in [false, true] {
            let name = format!("{id}, swapped: {swapped}");
            look(&name, &figure, &film(&figure, swapped));
        }
    }
}

fn points(body: &Body) -> Vec<Point> {
    let trunk = [body.hip, body.shoulder, body.head, body.elbow, body.hand];
    let legs = body.legs.iter();
    let legs = legs.flat_map(|leg| [leg.knee, leg.ankle, leg.heel, leg.ball, leg.toe]);
    trunk.into_iter().chain(legs).collect()
}

fn lengths(body: &Body) -> Vec<f32> {
    let mut pairs = vec![
        (body.hip, body.shoulder),
        (body.shoulder, body.head),
        (body.shoulder, body.elbow),
        (body.elbow, body.hand),
    ];
    for leg in &body.legs {
        pairs.extend([
            (body.hip, leg.knee),
            (leg.knee, leg.ankle),
            (leg.ankle, leg.heel),
            (leg.ankle, leg.ball),
        ]);
    }
    pairs
        .iter()
        .map(|(one, two)| (*two - *one).length())
        .collect()
}

/// How far a point strays from where it was at first.
fn strays(bodies: &[Body], of: impl Fn(&Body) -> Point) -> f32 {
    let first = of(&bodies[0]);
    let away = bodies.iter().map(|body| (of(body) - first).length());
    away.fold(0.0, f32::max)
}

#[test]
fn nothing_jumps_not_even_where_the_cycle_begins_anew() {
    each_film(|name, _, bodies| {
        for (frame, pair) in bodies.windows(2).enumerate() {
            for (one, two) in points(&pair[0]).into_iter().zip(points(&pair[1])) {
                let moved = (two - one).length();
                assert!(moved < FASTEST, "{name}, frame {frame}: {moved}");
            }
        }
    });
}

#[test]
fn limbs_keep_their_length() {
    let expected = [
        0.288, 0.103, 0.17, 0.15, 0.245, 0.246, 0.054_45, 0.081, 0.245, 0.246, 0.054_45, 0.081,
    ];
    each_film(|name, _, bodies| {
        for body in bodies {
            for (length, expected) in lengths(body).into_iter().zip(expected) {
                assert!((length - expected).abs() < 1e-3, "{name}: {length}");
            }
        }
    });
}

#[test]
fn no_foot_goes_through_the_floor() {
    each_film(|name, figure, bodies| {
        if figure.surface == Surface::Stairs {
            return;
        }
        for leg in bodies.iter().flat_map(|body| &body.legs) {
            let lowest = leg.heel.y.min(leg.ball.y).min(leg.toe.y);
            assert!(lowest > LOWEST, "{name}: {lowest}");
        }
    });
}

#[test]
fn planted_feet_stay_where_they_are() {
    let ball: fn(&Limb) -> Point = |leg| leg.ball;
    let heel: fn(&Limb) -> Point = |leg| leg.heel;
    for (id, part) in [
        ("seated-heel-raise", ball),
        ("soleus-push-up", ball),
        ("foot-tap", ball),
        ("standing-calf-raise", ball),
        ("half-squat", ball),
        ("half-squat", heel),
        ("sit-to-stand", ball),
        ("glute-squeeze", heel),
        ("seated-toe-raise", heel),
    ] {
        let bodies = film(&figure(id), false);
        let strays = strays(&bodies, |body| part(&body.legs[0]));
        assert!(strays < 4e-3, "{id}: {strays}");
    }
    for id in [
        "seated-march",
        "standing-knee-raise",
        "seated-leg-extension",
    ] {
        let bodies = film(&figure(id), false);
        let half = bodies.len() / 5;
        let strays = strays(&bodies[..half], |body| body.legs[1].ball);
        assert!(strays < 2e-3, "{id}: {strays}");
    }
}

#[test]
fn who_stretches_steps_back_with_one_foot_and_lifts_it() {
    let bodies = film(&figure("calf-stretch-straight"), false);
    let highest = bodies.iter().map(|body| body.legs[0].heel.y);
    assert!(highest.fold(0.0, f32::max) > 0.02);
    assert!(strays(&bodies, |body| body.legs[0].ball) > 0.2);
    assert!(strays(&bodies, |body| body.legs[1].ball) < 2e-3);
}

#[test]
fn a_walkers_foot_goes_back_with_the_floor_it_stands_on() {
    let walk = figure("easy-walk");
    let bodies = film(&walk, false);
    // The near foot is flat from mid-stance on; the floor goes back by 0.43 in 0.56 s.
    let frames = 12;
    let from = 18;
    let moved = bodies[from + frames].legs[0].ball.x - bodies[from].legs[0].ball.x;
    let floor = -0.43 / 0.56 * 12.0 / 60.0;
    assert!((moved - floor).abs() < 0.03, "{moved} beside {floor}");
}

#[test]
fn toes_that_press_curl_and_get_shorter_however_little_the_pose_says() {
    let mut press = figure("toe-press");
    for toe in [-25.0, -7.0] {
        press.poses[1].near.toe = toe;
        let bodies = film(&press, false);
        let lengths = bodies.iter().map(|body| {
            let leg = &body.legs[0];
            (leg.toe - leg.ball).length()
        });
        let shortest = lengths.fold(1.0, f32::min);
        assert!((shortest - 0.6 * 0.043).abs() < 1e-4, "{toe}: {shortest}");
    }
    each_film(|name, _, bodies| {
        let curls = bodies.iter().any(|body| body.legs[0].curl > 0.0);
        assert_eq!(curls, name.starts_with("toe-press"), "{name}");
    });
}

#[test]
fn climbing_changes_legs_with_each_cycle_and_goes_on() {
    let stairs = figure("stair-climb");
    let pace = Pace::of(&stairs, false).unwrap();
    let at = |halves: u32| Body::at(&pace.moment(stairs.period() * halves / 2), None).legs;
    let [first, second, third] = [0, 2, 4].map(at);
    let apart = |one: Point, two: Point| (two - one).length();
    assert!(apart(first[0].knee, second[1].knee) < 2e-3);
    assert!(apart(first[1].ankle, second[0].ankle) < 2e-3);
    assert!(apart(first[0].ankle, third[0].ankle) < 2e-3);
    assert!(apart(first[0].ankle, second[0].ankle) > 0.1);
    let [one, other] = [1, 3].map(at);
    assert!(apart(one[0].ankle, other[1].ankle) < 2e-3);
    assert!(apart(one[1].knee, other[0].knee) < 2e-3);
}

#[test]
fn a_hand_that_holds_on_stays_there() {
    for id in [
        "standing-calf-raise",
        "heel-toe-rock",
        "calf-stretch-straight",
        "calf-stretch-bent",
        "stair-climb",
    ] {
        let bodies = film(&figure(id), false);
        assert!(strays(&bodies, |body| body.hand) < 2e-3, "{id}");
    }
}

#[test]
fn swapped_the_other_leg_does_it() {
    for id in ["seated-leg-extension", "calf-stretch-bent", "easy-walk"] {
        let [plain, swapped] = [false, true].map(|swapped| film(&figure(id), swapped));
        for (plain, swapped) in plain.iter().zip(&swapped) {
            assert_eq!(plain.legs[0], swapped.legs[1], "{id}");
            assert_eq!(plain.legs[1], swapped.legs[0], "{id}");
        }
    }
}

fn is_finite(drawing: &Drawing) -> bool {
    let shapes = drawing.shapes.iter();
    let mut shapes = shapes.chain(drawing.enlarged.iter().flatten());
    shapes.all(|shape| shape.edges().into_iter().all(f32::is_finite))
}

#[test]
fn a_drawing_exists_after_any_time_however_long() {
    let odd = [0, 1, 999_999_999, u64::MAX / 3, u64::MAX - 1];
    for (id, figure) in figures() {
        for seconds in odd {
            for nanos in [0, 1, 123_456_789, 999_999_999] {
                let after = Duration::new(seconds, nanos);
                let drawing = figure.at(after, nanos % 2 == 0);
                assert!(drawing.shapes.len() > 8, "{id} after {after:?}");
                assert!(is_finite(&drawing), "{id} after {after:?}");
            }
        }
    }
}

#[test]
fn everything_fits_in_the_frame_and_the_enlarged_foot_in_its_own() {
    for (id, figure) in figures() {
        let [left, bottom, width, height] = figure.frame();
        let [across, up] = Drawing::ENLARGED;
        for step in 0..240 {
            let drawing = figure.at(figure.period() * 2 * step / 240, step % 2 == 0);
            for shape in &drawing.shapes {
                let [west, south, east, north] = shape.edges();
                assert!(west >= left && east <= left + width, "{id}: {shape:?}");
                assert!(
                    south >= bottom && north <= bottom + height,
                    "{id}: {shape:?}"
                );
            }
            for shape in drawing.enlarged.iter().flatten() {
                let [west, south, east, north] = shape.edges();
                let floor = shape.ink() == Ink::Floor;
                assert!(floor || (west >= 0.0 && east <= across), "{id}: {shape:?}");
                assert!(floor || (south >= 0.0 && north <= up), "{id}: {shape:?}");
            }
        }
    }
}

#[test]
fn shapes_of_the_body_stay_the_same_in_number_and_order() {
    for (id, figure) in figures() {
        let inks = |after: Duration| -> Vec<Ink> {
            let shapes = figure.at(after, false).shapes;
            let inks = shapes.iter().map(Shape::ink);
            inks.filter(|ink| *ink != Ink::Floor).collect()
        };
        let first = inks(Duration::ZERO);
        for step in 1..60 {
            assert_eq!(inks(figure.period() * step / 60), first, "{id}");
        }
    }
}

#[test]
fn a_working_joint_is_marked_and_the_mark_grows_with_the_work() {
    let radius = |id: &str, after: f32| {
        let shapes = figure(id).at(Duration::from_secs_f32(after), false).shapes;
        shapes.iter().find_map(|shape| match shape {
            Shape::Ring { radius, .. } => Some(*radius),
            _ => None,
        })
    };
    let grown = radius("glute-squeeze", 1.0).unwrap() - radius("glute-squeeze", 0.0).unwrap();
    assert!((grown - 0.02).abs() < 1e-4, "{grown}");
    assert_eq!(radius("drink-water", 1.0), None);
}

#[test]
fn the_still_shows_the_movement_at_its_height() {
    let heel = figure("seated-heel-raise");
    assert_eq!(heel.still(), heel.at(Duration::from_secs(1), false));
    let walk = figure("easy-walk");
    assert_eq!(walk.still(), walk.at(Duration::ZERO, false));
}

#[test]
fn a_figure_that_makes_no_sense_is_drawn_empty_or_still_and_nothing_breaks() {
    let heel = figure("seated-heel-raise");
    let bare = Figure {
        poses: Vec::new(),
        ..heel.clone()
    };
    assert_eq!(bare.at(Duration::ZERO, false), Drawing::default());
    let no_time = Figure {
        cycle: Vec::new(),
        ..heel.clone()
    };
    assert_eq!(no_time.still(), Drawing::default());
    assert!(no_time.frame().into_iter().all(f32::is_finite));
    let mut wide = figure("easy-walk");
    wide.poses[1].hip = [1e9, -1e9];
    wide.poses[2].hip = [f32::MAX, 0.0];
    assert!(wide.at(Duration::from_millis(300), false).shapes.len() < 80);
    let odd = |pose, moves, holds| Figure {
        cycle: vec![Step { pose, moves, holds }],
        travels: Some([0.0, 0.3]),
        ..heel.clone()
    };
    for figure in [
        odd(9, 1.0, 1.0),
        odd(1, 0.0, 2.0),
        odd(0, 1e-6, 0.0),
        odd(1, 1e9, -1.0),
    ] {
        for seconds in [0, 1, 77] {
            assert!(is_finite(&figure.at(Duration::from_secs(seconds), true)));
        }
    }
}

//! What is suggested, and how much of it, by what the user can and will do.

use std::time::Duration;

use soleus::engine::movement::{Kind, Movement};
use soleus::movements::{Abilities, Catalogue, Effort, Legs, Need, Place, Preset, Sides};

fn everything(abilities: &Abilities, preset: Option<&str>) -> Vec<Movement> {
    let preset = preset.map(|id| Preset::named(id).unwrap());
    Catalogue::built_in()
        .fitted(abilities, preset)
        .exercises(abilities)
}

fn suggested(abilities: &Abilities, preset: Option<&str>) -> Vec<String> {
    everything(abilities, preset)
        .into_iter()
        .filter(|movement| movement.suggested)
        .map(|movement| movement.id)
        .collect()
}

fn some(change: impl Fn(&mut Abilities)) -> Abilities {
    let mut abilities = Abilities::default();
    change(&mut abilities);
    abilities
}

#[test]
fn kinds_doses_and_wishes_are_those_of_the_evidence() {
    let table: Vec<_> = Catalogue::built_in()
        .engine_movements(&Abilities::default())
        .into_iter()
        .map(|m| {
            let mark = |on, word| if on { word } else { "" };
            format!(
                "{} {} {}s{}{}{}",
                m.id,
                m.kind.word(),
                m.dose.as_secs(),
                mark(m.suggested, " suggested"),
                mark(m.discreet, " discreet"),
                mark(m.one_by_one, " one-by-one"),
            )
        })
        .collect();
    assert_eq!(
        table,
        [
            "easy-walk on-feet 120s suggested",
            "stair-climb on-feet 180s",
            "fast-stairs on-feet 20s",
            "sit-to-stand strength 75s suggested",
            "standing-calf-raise strength 60s suggested",
            "half-squat strength 35s suggested",
            "standing-knee-raise strength 60s suggested",
            "glute-squeeze seated 60s discreet",
            "seated-heel-raise seated 60s suggested",
            "seated-toe-raise seated 60s suggested discreet",
            "ankle-pump seated 60s suggested discreet",
            "toe-press seated 60s suggested discreet",
            "seated-leg-extension seated 90s suggested one-by-one",
            "seated-march seated 30s suggested",
            "foot-tap seated 60s",
            "soleus-push-up seated 120s",
            "heel-toe-rock standing 60s suggested",
            "calf-stretch-straight stretch 150s one-by-one",
            "calf-stretch-bent stretch 150s one-by-one",
        ]
    );
}

#[test]
fn what_helps_but_is_no_exercise_never_reaches_the_rules() {
    let all = everything(&Abilities::default(), None);
    for id in ["drink-water", "compression-check"] {
        assert!(Catalogue::built_in().movement(id).unwrap().kind().is_none());
        assert!(!all.iter().any(|movement| movement.id == id));
    }
}

#[test]
fn an_avoided_movement_is_not_suggested_but_can_be_logged() {
    let abilities = some(|a| a.avoid = vec!["half-squat".into()]);
    assert!(!suggested(&abilities, None).contains(&"half-squat".to_owned()));
    let all = everything(&abilities, None);
    assert!(all.iter().any(|movement| movement.id == "half-squat"));
}

#[test]
fn only_seated_suggests_nothing_that_leaves_the_chair() {
    let abilities = some(|a| {
        a.only_seated = true;
        a.stairs = true;
    });
    let left = everything(&abilities, None);
    let mut left = left.iter().filter(|movement| movement.suggested);
    assert!(left.clone().count() > 3);
    assert!(left.all(|movement| movement.kind == Kind::Seated));
}

#[test]
fn stairs_are_for_those_who_want_them_and_fast_ones_for_those_who_want_it_hard() {
    let stairs = |stairs, vigorous| {
        let abilities = some(|a| {
            a.stairs = stairs;
            a.vigorous = vigorous;
        });
        suggested(&abilities, None)
            .into_iter()
            .filter(|id| id.contains("stair"))
            .collect::<Vec<_>>()
    };
    assert_eq!(stairs(false, false), [""; 0]);
    assert_eq!(stairs(false, true), [""; 0]);
    assert_eq!(stairs(true, false), ["stair-climb"]);
    assert_eq!(stairs(true, true), ["stair-climb", "fast-stairs"]);
}

#[test]
fn in_a_meeting_only_what_is_not_odd_there_is_suggested() {
    let abilities = some(|a| a.place = Place::Meeting);
    assert_eq!(
        suggested(&abilities, None),
        [
            "seated-heel-raise",
            "seated-toe-raise",
            "ankle-pump",
            "toe-press"
        ]
    );
}

#[test]
fn what_is_spared_is_not_loaded() {
    for (_, need) in Need::SPARED {
        let abilities = some(|a| a.spare = vec![need]);
        let left = suggested(&abilities, None);
        assert!(!left.is_empty());
        assert_ne!(left, suggested(&Abilities::default(), None), "{need:?}");
        for id in left {
            let entry = Catalogue::built_in().movement(&id).unwrap();
            assert!(!entry.needs.contains(&need), "{id}");
        }
    }
}

#[test]
fn one_leg_works_alone_and_takes_half_of_what_both_took_in_turn() {
    let abilities = some(|a| a.legs = Legs::Left);
    assert_eq!(
        suggested(&abilities, None),
        [
            "seated-heel-raise",
            "seated-toe-raise",
            "ankle-pump",
            "toe-press",
            "seated-leg-extension"
        ]
    );
    let all = everything(&abilities, None);
    assert!(!all.iter().any(|movement| movement.one_by_one));
    let fitted = Catalogue::built_in().fitted(&abilities, None);
    let entry = fitted.movement("seated-leg-extension").unwrap();
    assert_eq!(entry.dose, "8 times, about 45 seconds");
    assert_eq!(entry.sides, Sides::Together);
}

#[test]
fn a_favourite_is_suggested_wherever_it_can_be_done() {
    let abilities = some(|a| a.favourites = vec!["foot-tap".into(), "fast-stairs".into()]);
    let all = everything(&abilities, None);
    let found = |id: &str| all.iter().find(|movement| movement.id == id).unwrap();
    assert!(found("foot-tap").favourite && found("foot-tap").suggested);
    assert!(found("fast-stairs").favourite && !found("fast-stairs").suggested);
    assert!(!found("easy-walk").favourite);
}

#[test]
fn effort_takes_the_lowest_or_the_highest_rung_where_there_are_rungs() {
    let heel_raises = |effort| {
        let abilities = some(|a| a.effort = effort);
        let fitted = Catalogue::built_in().fitted(&abilities, None);
        let entry = fitted.movement("seated-heel-raise").unwrap();
        let toes = fitted.movement("seated-toe-raise").unwrap();
        assert_eq!(toes.dose, "20 times, about a minute");
        let seconds = entry.dose_seconds.unwrap().get();
        (
            entry.repetitions.unwrap().get(),
            seconds,
            entry.dose.clone(),
        )
    };
    let words = |text: &str| text.to_owned();
    assert_eq!(
        heel_raises(Effort::Gentle),
        (10, 40, words("10 times, about 40 seconds"))
    );
    assert_eq!(
        heel_raises(Effort::Usual),
        (15, 60, words("15 times, about a minute"))
    );
    assert_eq!(
        heel_raises(Effort::Strong),
        (25, 100, words("25 times, about 100 seconds"))
    );
}

#[test]
fn a_preset_suggests_its_own_on_its_rungs_and_keeps_those_below_as_a_way_out() {
    let walks = suggested(&Abilities::default(), Some("walk-5-60"));
    assert_eq!(walks[0], "easy-walk");
    assert!(walks.contains(&"ankle-pump".to_owned()));

    let squats = suggested(&Abilities::default(), Some("squat-10-45"));
    assert_eq!(squats[0], "half-squat");
    assert!(!squats.contains(&"easy-walk".to_owned()));
    assert!(!squats.contains(&"sit-to-stand".to_owned()));
    assert!(squats.contains(&"ankle-pump".to_owned()));

    let taps = suggested(&Abilities::default(), Some("fidget-1-5"));
    assert_eq!(taps, ["foot-tap", "heel-toe-rock"]);

    let usual = suggested(&Abilities::default(), None);
    assert_eq!(
        suggested(&Abilities::default(), Some("two-on-your-feet")),
        usual
    );
    assert_eq!(
        suggested(&Abilities::default(), Some("standing-shift")),
        usual
    );
}

#[test]
fn a_preset_gives_its_doses_and_nobody_is_asked_for_what_they_cannot_do() {
    let all = everything(&Abilities::default(), Some("walk-5-60"));
    assert_eq!(all[0].dose, Duration::from_mins(5));
    let fitted = Catalogue::built_in().fitted(&Abilities::default(), Preset::named("calf-10-10"));
    let raises = fitted.movement("standing-calf-raise").unwrap();
    assert_eq!(raises.dose, "10 times, about 40 seconds");

    let spared = some(|a| a.spare = vec![Need::Knees]);
    let left = suggested(&spared, Some("squat-10-45"));
    assert!(!left.contains(&"half-squat".to_owned()));
    let snack = some(|a| a.stairs = true);
    let left = suggested(&snack, Some("stair-snack-60"));
    assert!(!left.contains(&"fast-stairs".to_owned()), "it is vigorous");
}

#[test]
fn an_unknown_movement_is_not_found() {
    assert_eq!(Catalogue::built_in().movement("hop"), None);
}

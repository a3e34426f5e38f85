//! What the sensors see: the very code that runs in the resident, started for a moment, and what it says
//! of itself. Nothing of what they tell of the person is kept.

use std::collections::BTreeMap;
use std::sync::mpsc;
use std::time::Duration;

use super::advice;
use super::desk::Desk;
use super::pending::Until;
use super::report::{Finding, Verdict};
use crate::app::senses::{ago, sensor_settings};
use crate::engine::{Input, Now};
use crate::link::{Health, Link, Part, Told};
use crate::platform::boot_time;
use crate::platform::clock::{Clock, wall_time};
use crate::sensors::fact::HUNG;
use crate::sensors::{Desktop, Sensors};
use crate::settings::Settings;

/// The parts that are sensors, in the order of the report, and what each is asked.
const ASKED: [(Part, &str); 8] = [
    (
        Part::Idle,
        "to tell when nobody touches anything; how long that is now is not asked",
    ),
    (Part::Lock, "whether the screen is locked, and to tell it"),
    (Part::Sleep, "to tell before the machine sleeps"),
    (Part::Microphone, "whether one is in use, and to tell it"),
    (Part::Camera, "whether one is in use"),
    (Part::Media, "whether anybody holds the screen awake"),
    (Part::DoNotDisturb, "whether it is on"),
    (Part::FullScreen, "whether a window covers the screen"),
];

/// Between two looks at whether everything was heard.
const TICK: Duration = Duration::from_millis(20);

/// What the sensors said of themselves.
pub(super) type Healths = BTreeMap<Part, Health>;

/// Starts the sensors and waits until each has said how it is, and all of its sources were heard.
pub(super) fn sense(settings: &Settings, desktop: Desktop, until: Until) -> Healths {
    let (tell, told) = mpsc::channel();
    let link = Link::new(move |it| {
        // What comes after the end is not wanted.
        let _ = tell.send(it);
    });
    let now = Now {
        boot: boot_time(),
        wall: wall_time(),
    };
    let clock = Clock::starting_at(now, 1);
    let settings = sensor_settings(settings, &clock);
    let sensors = Sensors::start_in(link, settings, ago(&clock), desktop);
    // Those that only look when they are asked are asked.
    sensors.look();
    let mut healths = Healths::new();
    let mut looked = false;
    loop {
        // Before what was told is taken: whoever was heard has told it by then.
        let heard = sensors.heard_all();
        for it in told.try_iter() {
            match it {
                Told::Health(part, health) => {
                    healths.insert(part, health);
                }
                Told::Input(Input::Looked) => looked = true,
                _ => {}
            }
        }
        let all = ASKED.iter().all(|(part, _)| healths.contains_key(part));
        if (all && looked && heard) || until.left().is_zero() {
            return healths;
        }
        std::thread::sleep(TICK.min(until.left()));
    }
}

/// What there is to say of each sensor.
pub(super) fn findings(healths: &Healths, desk: &Desk, desktop: &Desktop) -> Vec<Finding> {
    ASKED
        .into_iter()
        .map(|(part, asked)| match healths.get(&part) {
            Some(health) => finding(part, asked, health, desk, desktop),
            None => Finding::new(
                part.word(),
                asked,
                Verdict::Missing,
                "It did not say in time whether it works.",
            ),
        })
        .collect()
}

fn finding(
    part: Part,
    asked: &'static str,
    health: &Health,
    desk: &Desk,
    desktop: &Desktop,
) -> Finding {
    let of = |verdict, words: &str| Finding::new(part.word(), asked, verdict, words);
    match health {
        Health::Works(words) if words.contains(HUNG) => {
            of(Verdict::Degraded, words).means("What it would tell is not seen meanwhile.")
        }
        Health::Works(words) if part == Part::Idle => of(Verdict::Works, words).means(
            "It took the order to tell when nobody touches anything. How long that is now was not asked.",
        ),
        Health::Works(words) => of(Verdict::Works, words),
        Health::Off(words) => of(Verdict::Off, words),
        // It is there: nothing has to be installed.
        Health::Missing(words) if words.contains(HUNG) => of(Verdict::Missing, words),
        Health::Missing(words) => {
            of(Verdict::Missing, words).advise(advice::sensor(part, desk, desktop))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::doctor::desk::Said;
    use crate::engine::input::Sensor;
    use crate::sensors::fact::{Of, OnLoss, Says, fact};

    const FILMS: Of = Of {
        part: Part::Media,
        sensor: Sensor::Media,
        input: Input::Media,
        on_loss: OnLoss::Forget,
        sources: &["one", "two"],
        unseen: "Nobody tells.",
    };

    fn found(health: Option<Health>) -> (Verdict, usize) {
        let healths = health.map(|health| (Part::Microphone, health));
        let desk = Desk::of(Said::default());
        let all = findings(&healths.into_iter().collect(), &desk, &Desktop::default());
        let microphone = all.iter().find(|finding| finding.part == "microphone");
        let microphone = microphone.expect("every sensor is told");
        (microphone.verdict, microphone.advice.len())
    }

    #[test]
    fn a_fact_was_heard_once_each_of_its_sources_said_something() {
        let hear = fact(&Link::new(|_| {}), FILMS);
        assert!(!hear.heard_all());
        hear.says("one", Says::Absent);
        hear.says("one", Says::Is(true));
        assert!(!hear.heard_all(), "one said two things");
        hear.says("two", Says::Hung);
        assert!(hear.heard_all());
    }

    #[test]
    fn sensors_are_judged_by_what_they_say_of_themselves() {
        let words = |words: &str| format!("the sound server{words}");
        let table = [
            (Some(Health::Works(words(""))), Verdict::Works, 0),
            (
                Some(Health::Works(format!("one; {} {HUNG}", words("")))),
                Verdict::Degraded,
                0,
            ),
            (
                Some(Health::Missing(words(" is gone."))),
                Verdict::Missing,
                2,
            ),
            (
                Some(Health::Missing(format!("So far {} {HUNG}.", words("")))),
                Verdict::Missing,
                0,
            ),
            (Some(Health::Off(words(""))), Verdict::Off, 0),
            (None, Verdict::Missing, 0),
        ];
        for (health, verdict, advice) in table {
            assert_eq!(found(health.clone()), (verdict, advice), "{health:?}");
        }
    }
}

//! What the sensors see: the very code that runs in the resident, started for a moment, and what it says
//! of itself. Nothing of what they tell of the person is kept.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::mpsc;

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
use crate::sensors::{Desktop, SensorSettings, Sensors};
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

/// What stands in the words of a sensor whose only peer is there and hangs.
const SILENT: &str = "does not answer";

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
    let mut sensed = Sensed::default();
    while !sensed.is_all(settings) {
        match told.recv_timeout(until.left()) {
            Ok(it) => sensed.take(it),
            // The time is over; what was not told by now is told to be missing.
            Err(_) => break,
        }
    }
    sensed.healths
}

/// What was told so far.
#[derive(Debug, Default)]
struct Sensed {
    healths: Healths,
    heard_all: BTreeSet<Part>,
    looked: bool,
}

impl Sensed {
    fn take(&mut self, told: Told) {
        match told {
            Told::Health(part, health) => {
                self.healths.insert(part, health);
            }
            Told::HeardAll(part) => {
                self.heard_all.insert(part);
            }
            Told::Input(Input::Looked) => self.looked = true,
            _ => {}
        }
    }

    /// Whether there is nothing more to learn.
    fn is_all(&self, settings: SensorSettings) -> bool {
        let has_said = |part| match self.healths.get(&part) {
            None => false,
            // Idle and sleep have one source at a time.
            Some(_) if matches!(part, Part::Idle | Part::Sleep) => true,
            Some(Health::Off(_)) => true,
            Some(_) => self.heard_all.contains(&part),
        };
        let looks = settings.camera || settings.do_not_disturb || settings.full_screen;
        (self.looked || !looks) && ASKED.iter().all(|(part, _)| has_said(*part))
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
        Health::Works(words) if part == Part::Idle => of(Verdict::Works, words)
            .means("It answered just now. For how long nobody has touched anything was not asked."),
        Health::Works(words) => of(Verdict::Works, words),
        Health::Off(words) => of(Verdict::Off, words),
        // It is there: nothing has to be installed.
        Health::Missing(words) if words.contains(SILENT) => {
            of(Verdict::Missing, words).advise(advice::silent_sensor(part))
        }
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
    fn it_waits_for_every_source_of_every_sensor_and_for_the_looks() {
        let settings = SensorSettings::default();
        let mut sensed = Sensed::default();
        let health = Health::Works("it".to_owned());
        for (part, _) in ASKED {
            sensed.take(Told::Health(part, health.clone()));
        }
        sensed.take(Told::Input(Input::Looked));
        assert!(!sensed.is_all(settings), "no fact was heard by all sources");
        let facts = ASKED.iter().filter(|(part, _)| *part != Part::Media);
        for (part, _) in facts {
            sensed.take(Told::HeardAll(*part));
        }
        assert!(!sensed.is_all(settings), "media has other sources");
        sensed.take(Told::Health(Part::Media, Health::Off("off".to_owned())));
        assert!(sensed.is_all(settings));
        sensed.looked = false;
        assert!(!sensed.is_all(settings), "nobody has looked");
    }

    #[test]
    fn that_all_sources_of_a_fact_were_heard_is_told_once_and_last() {
        let (tell, told) = mpsc::channel();
        let hear = fact(&Link::new(move |it| tell.send(it).unwrap()), FILMS);
        hear.says("one", Says::Absent);
        hear.says("one", Says::Is(true));
        assert!(told.try_iter().all(|it| !matches!(it, Told::HeardAll(_))));
        hear.says("two", Says::Hung);
        hear.says("two", Says::Absent);
        let all: Vec<Told> = told.try_iter().collect();
        let heard: Vec<usize> = (0..all.len())
            .filter(|at| all[*at] == Told::HeardAll(Part::Media))
            .collect();
        let health = all.iter().position(|it| matches!(it, Told::Health(..)));
        assert_eq!(heard.len(), 1, "{all:?}");
        assert!(health < heard.first().copied(), "{all:?}");
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

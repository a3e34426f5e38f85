//! What the program does for a window: tells it how things stand, leaves breaks to it, and does
//! without it when it does not come.

use std::fs;

use soleus::control::{Answer, Ask, News, StatusReport, Subscribed, Subscription, subscribe};
use soleus::engine::record::{Outcome, Side};

use crate::stage::{ASK, Resident, Stage};
use crate::support::process::until;

/// A window as the program sees it.
struct Follower(Subscription);

impl Follower {
    fn of(resident: &Resident) -> Self {
        match subscribe(&resident.socket, &Ask::Follow, ASK).unwrap() {
            Subscribed::Yes(news) => Self(news),
            Subscribed::No(answer) => panic!("{answer:?}"),
        }
    }

    /// The next status that is so.
    fn until(&mut self, so: impl Fn(&StatusReport) -> bool) -> StatusReport {
        loop {
            match self.0.next_news().unwrap() {
                News::Status(status) if so(&status) => return *status,
                News::Status(_) => {}
                other => panic!("{other:?}"),
            }
        }
    }
}

fn start(movement: Option<&str>) -> Ask {
    Ask::Break {
        movement: movement.map(str::to_owned),
        another: false,
        here: false,
    }
}

/// Everything told to the program until now, as its trace has it.
fn told(stage: &Stage) -> Vec<String> {
    let trace = fs::read_to_string(stage.path("told.trace")).unwrap_or_default();
    trace
        .lines()
        .filter_map(|line| {
            let line: serde_json::Value = serde_json::from_str(line).ok()?;
            let input = &line["told"]["input"];
            (input["input"] == "window").then(|| input["with"].as_str().unwrap().to_owned())
        })
        .collect()
}

/// The program as it is on a desktop whose display went away.
fn on_a_dead_display(stage: &Stage) -> Resident {
    let trace = stage.path("told.trace");
    let mut command = stage.command(&["run", "--trace", trace.to_str().unwrap()]);
    command.env("DISPLAY", ":4711");
    stage.start(command).ready()
}

#[test]
fn a_window_hears_how_things_stand_and_what_becomes_of_its_break() {
    let stage = Stage::new();
    let resident = stage.run();
    let mut window = Follower::of(&resident);
    let first = window.until(|_| true);
    assert_eq!((&*first.posture, first.guided), ("seated", None));

    resident.ask(&start(Some("seated-heel-raise"))).unwrap();
    let status = window.until(|status| status.guided.is_some());
    let guided = status.guided.unwrap().suggestion;
    assert_eq!(
        (&*guided.movement, guided.dose_seconds, guided.side),
        ("seated-heel-raise", 60, None)
    );

    let booked = resident.ask(&Ask::Book {
        movement: "seated-heel-raise".into(),
        outcome: Outcome::Done,
        seconds: 60,
        repetitions: Some(15),
        side: None,
        ended: None,
    });
    let Some(Answer::Did { words, record }) = booked else {
        panic!("{booked:?}");
    };
    assert_eq!(words, "Booked: 15 heel raises, 60 s.");
    let status = window.until(|status| status.guided.is_none());
    assert!(status.can_undo);
    assert_eq!(record, Some(status.last_record));
    let today = stage.ask(&["today"]);
    assert!(
        today.stdout.contains("15 heel raises, 60 s, done\n"),
        "{today:?}"
    );
}

#[test]
fn a_booking_says_which_leg_began_and_the_next_begins_with_the_other() {
    let stage = Stage::new();
    let resident = stage.run();
    let mut window = Follower::of(&resident);
    let mut begins = |resident: &Resident| {
        resident.ask(&start(Some("seated-leg-extension"))).unwrap();
        let status = window.until(|status| status.guided.is_some());
        let side = status.guided.unwrap().suggestion.side;
        resident.ask(&Ask::Book {
            movement: "seated-leg-extension".into(),
            outcome: Outcome::Part,
            seconds: 44,
            repetitions: Some(8),
            side,
            ended: None,
        });
        window.until(|status| status.guided.is_none());
        side
    };
    assert_eq!(begins(&resident), Some(Side::Left));
    assert_eq!(begins(&resident), Some(Side::Right));
    assert_eq!(begins(&resident), Some(Side::Left));
}

#[test]
fn what_was_not_done_cannot_be_booked_as_counted() {
    let stage = Stage::new();
    let resident = stage.run();
    for (outcome, seconds, movement) in [
        (Outcome::Skipped, 60, "easy-walk"),
        (Outcome::Natural, 60, "easy-walk"),
        (Outcome::Done, 0, "easy-walk"),
        (Outcome::Done, 90_000, "easy-walk"),
        (Outcome::Done, 60, "hop"),
    ] {
        let answer = resident.ask(&Ask::Book {
            movement: movement.into(),
            outcome,
            seconds,
            repetitions: None,
            side: None,
            ended: None,
        });
        let refused = matches!(answer, Some(Answer::No { .. } | Answer::Wrong { .. }));
        assert!(refused, "{outcome:?} {seconds} {movement}: {answer:?}");
    }
    assert_eq!(stage.json("today")["breaks"].as_array().unwrap().len(), 0);
}

#[test]
fn a_window_that_cannot_come_leaves_the_break_to_the_notice_and_says_why() {
    let stage = Stage::new();
    let resident = on_a_dead_display(&stage);
    resident.ask(&start(None)).unwrap();
    let words = until("the window's failure", || stage.broken("window"));
    assert!(
        words.starts_with("The window cannot be opened: "),
        "{words}"
    );
    until("the engine is told", || {
        told(&stage).contains(&"failed".to_owned()).then_some(())
    });
    assert_eq!(stage.json("status")["guided"]["movement"], "easy-walk");
}

#[test]
fn a_window_that_is_lost_is_noticed_at_once() {
    let stage = Stage::new();
    let resident = on_a_dead_display(&stage);
    let mut window = Follower::of(&resident);
    window.until(|_| true);
    drop(window);
    until("the loss is noticed", || {
        (told(&stage) == ["possible", "here", "gone"]).then_some(())
    });
}

#[test]
fn two_windows_are_one_until_both_are_gone() {
    let stage = Stage::new();
    let resident = on_a_dead_display(&stage);
    let mut first = Follower::of(&resident);
    let mut second = Follower::of(&resident);
    first.until(|_| true);
    second.until(|_| true);
    drop(first);
    resident.ask(&start(None)).unwrap();
    second.until(|status| status.guided.is_some());
    drop(second);
    until("the loss is noticed", || {
        // The one that was to be brought up for the break fails: here it is none.
        let told = told(&stage);
        let of_ours = told.iter().filter(|fact| *fact != "failed");
        of_ours
            .eq(["possible", "here", "here", "gone"])
            .then_some(())
    });
}

#[test]
fn that_safety_was_read_is_remembered() {
    let stage = Stage::new();
    fs::remove_file(stage.path("safety-read")).unwrap();
    let resident = stage.run();
    assert_eq!(stage.json("status")["safety_read"], false);
    assert!(matches!(
        resident.ask(&Ask::Acknowledge),
        Some(Answer::Did { .. })
    ));
    assert_eq!(stage.json("status")["safety_read"], true);
    resident.kill();
    let _resident = stage.run();
    assert_eq!(stage.json("status")["safety_read"], true);
}

#[test]
fn the_resident_is_no_window() {
    let stage = Stage::new();
    let resident = stage.run();
    let answer = resident.ask(&Ask::Open {
        page: soleus::engine::effect::Page::Science,
        unasked: false,
    });
    assert!(matches!(answer, Some(Answer::Wrong { .. })), "{answer:?}");
}

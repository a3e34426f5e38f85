//! The bout goes on from one machine to the other.

use chrono::TimeDelta;

use crate::support::process::until;
use crate::two::{ago, book, breaks, carry, figures, name, sat, two, walked, write};

#[test]
fn sitting_begun_at_the_laptop_goes_on_at_the_desk() {
    let (_, desk) = two();
    write(&desk.path("history"), "laptop-1", &[sat(ago(42), ago(2))]);
    let _resident = desk.run();
    until("the bout goes on", || {
        (desk.status("bout_seconds") >= 41 * 60).then_some(())
    });
}

#[test]
fn the_way_from_the_laptop_to_the_desk_is_in_clock_and_record_alike() {
    let (_, desk) = two();
    write(&desk.path("history"), "laptop-1", &[sat(ago(43), ago(3))]);
    let _resident = desk.run();
    until("the bout goes on", || {
        (desk.status("bout_seconds") >= 42 * 60).then_some(())
    });
    let told = until("one bout", || {
        figures(&desk)["longest_bout_seconds"]
            .as_u64()
            .filter(|it| *it >= 42 * 60)
    });
    let clock = desk.status("bout_seconds");
    assert!((told..told + 60).contains(&clock), "{told} s, {clock} s");
}

#[test]
fn what_the_laptop_records_is_told_to_the_desk_while_it_runs() {
    let (_, desk) = two();
    let _resident = desk.run();
    let history = desk.path("history");
    write(&history, "laptop-1", &[sat(ago(50), ago(2))]);
    until("the bout goes on", || {
        (desk.status("bout_seconds") >= 49 * 60).then_some(())
    });
    write(&history, "laptop-1", &[walked(ago(1))]);
    until("a walk ends the bout", || {
        (desk.status("bout_seconds") < 10 * 60).then_some(())
    });
    // A machine that was never there before.
    write(&history, "phone-1", &[walked(ago(0))]);
    until("a newer walk ends it anew", || {
        (desk.status("bout_seconds") < 45).then_some(())
    });
}

#[test]
fn a_clock_that_is_off_is_told_once_and_its_times_move_no_clock() {
    let (_, desk) = two();
    let history = desk.path("history");
    let ahead = |minutes: i64| ago(minutes) + TimeDelta::hours(3);
    write(&history, "laptop-1", &[sat(ahead(60), ahead(30))]);
    let resident = desk.run();
    let told = || desk.log().matches("differ by about").count();
    until("it is told", || (told() == 1).then_some(()));
    assert!(
        desk.log()
            .contains("of laptop-1 differ by about 2 hours: one of them is wrong")
    );
    write(&history, "laptop-1", &[sat(ahead(30), ahead(20))]);
    write(&history, "phone-1", &[sat(ago(42), ago(2))]);
    until("another machine is believed", || {
        (desk.status("bout_seconds") >= 41 * 60).then_some(())
    });
    assert_eq!(resident.end_by("-TERM").code(), Some(0));
    assert_eq!(told(), 1);
}

#[test]
fn both_machines_tell_the_same_day() {
    let (laptop, desk) = two();
    for (stage, minutes) in [(&laptop, 3), (&desk, 4)] {
        let resident = stage.run();
        book(&resident, minutes);
        assert_eq!(resident.end_by("-TERM").code(), Some(0));
    }
    carry(&name(&laptop), &laptop, &desk);
    carry(&name(&desk), &desk, &laptop);
    let mut both = breaks(&laptop);
    both.sort_unstable();
    assert_eq!(both, [3, 4]);
    assert_eq!(figures(&laptop), figures(&desk));
}

//! The end in good order: everything written, soon, with exit code 0.

use std::fs;

use soleus::control::{Answer, Ask};

use crate::ledger::total;
use crate::stage::{Resident, Stage};
use crate::support::process::until;

fn ends_in_order(end: impl Fn(Resident) -> i32) {
    let stage = Stage::new();
    let resident = stage.run();
    until("some sitting", || {
        (stage.status("bout_seconds") >= 2).then_some(())
    });
    resident.ask(&Ask::Log {
        movement: Some("seated".to_owned()),
        minutes: None,
        at: None,
    });
    let before = stage.json("today");
    assert_eq!(end(resident), 0);
    let history = stage.history();
    history.holds();
    let last = history.lines.last().unwrap();
    assert_eq!(last["kind"], "stopped");
    assert_eq!(history.of("stopped").len(), 1);
    assert_eq!(history.of("break").len(), 1);
    assert!(history.stretched() + 1 >= total(&before));
    assert!(
        !stage.path("run/socket").exists(),
        "the socket is taken away"
    );
    assert_eq!(stage.names(".soleus-"), [] as [String; 0]);
    let after = stage.json("today");
    assert!(total(&after) + 1 >= total(&before));
}

fn signal(signal: &'static str) -> impl Fn(Resident) -> i32 {
    move |resident| resident.end_by(signal).code().unwrap()
}

#[test]
fn logging_out_writes_everything() {
    ends_in_order(signal("-TERM"));
}

#[test]
fn control_c_writes_everything() {
    ends_in_order(signal("-INT"));
}

#[test]
fn a_terminal_that_hangs_up_writes_everything() {
    ends_in_order(signal("-HUP"));
}

#[test]
fn quit_writes_everything() {
    ends_in_order(|resident| {
        let answer = resident.ask(&Ask::Quit);
        assert!(matches!(answer, Some(Answer::Did { .. })), "{answer:?}");
        resident.code()
    });
}

#[test]
fn a_disk_that_fails_does_not_hold_the_end_up() {
    let stage = Stage::new();
    let resident = stage.run();
    let folder = stage.own_folder();
    fs::remove_dir_all(&folder).unwrap();
    // A file where the folder was: nothing can be appended, and nothing be made anew.
    fs::write(&folder, "").unwrap();
    let status = resident.end_by("-TERM");
    assert_eq!(status.code(), Some(0));
    let said = fs::read_to_string(stage.beside("stderr")).unwrap();
    assert!(said.contains("not everything could be written"), "{said}");
}

#[test]
fn a_terminal_that_is_gone_does_not_end_the_program() {
    let stage = Stage::new();
    let mut command = stage.command(&["run"]);
    let (reader, writer) = std::io::pipe().unwrap();
    let mut child = command
        .stdout(std::process::Stdio::null())
        .stderr(writer)
        .spawn()
        .unwrap();
    drop(command);
    drop(reader);
    until("it answers", || {
        assert!(child.try_wait().unwrap().is_none(), "it ended");
        (stage.ask(&["status"]).code == 0).then_some(())
    });
    // One more thing to say on the terminal.
    fs::remove_dir_all(stage.path("history")).unwrap();
    fs::write(stage.path("history"), "").unwrap();
    stage.ask(&["log", "walk"]);
    until("it is said where it can be", || stage.broken("store"));
    child.kill().unwrap();
    child.wait().unwrap();
}

//! What a killed program leaves behind, and places where no socket can be.

use std::fs;
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::PathBuf;

use crate::stage::Stage;
use crate::support::process::until;

#[test]
fn a_stale_socket_and_lock_do_not_stop_the_next_start() {
    let stage = Stage::new();
    stage.run().kill();
    assert!(stage.path("run/socket").exists() && stage.path("run/lock").exists());
    let asked = stage.ask(&["status"]);
    assert_eq!(asked.code, 1);
    assert!(asked.stderr.contains("is not running"), "{}", asked.stderr);
    stage.run().kill();
}

#[test]
fn two_started_at_once_over_a_stale_lock_leave_one() {
    let stage = Stage::new();
    stage.run().kill();
    let both = [0, 1].map(|_| stage.command(&["run"]).spawn().unwrap());
    let mut both = both;
    let first_ended = until("one gives way", || {
        both.iter_mut()
            .position(|child| child.try_wait().unwrap().is_some())
    });
    let code = both[first_ended].wait().unwrap().code();
    assert_eq!(code, Some(0), "the second says how the first stands");
    let other = &mut both[1 - first_ended];
    assert!(other.try_wait().unwrap().is_none(), "the other one runs on");
    other.kill().unwrap();
    other.wait().unwrap();
}

#[test]
fn a_path_too_long_for_a_socket_is_reached_all_the_same() {
    let stage = Stage::new();
    let deep: PathBuf = stage.dir.join(["long-name-of-a-folder"; 9].join("/"));
    let command = |arguments: &[&str]| {
        let mut command = stage.bare();
        command.arg("--dir").arg(&deep).args(arguments);
        command
    };
    assert!(deep.as_os_str().len() > 108);
    let resident = stage
        .start_at(command(&["run"]), deep.join("run/socket"))
        .ready();
    let booked = command(&["log", "walk"]).output().unwrap();
    assert_eq!(booked.status.code(), Some(0));
    resident.kill();
}

#[test]
fn a_runtime_folder_open_to_others_is_closed() {
    let stage = Stage::new();
    fs::create_dir(stage.path("run")).unwrap();
    fs::set_permissions(stage.path("run"), fs::Permissions::from_mode(0o777)).unwrap();
    let resident = stage.run();
    let mode = fs::metadata(stage.path("run")).unwrap().permissions();
    assert_eq!(mode.mode() & 0o777, 0o700);
    resident.kill();
}

#[test]
fn a_runtime_folder_of_somebody_else_is_not_used() {
    if !rustix::process::geteuid().is_root() {
        // Only root can give a folder away; to anybody else somebody's folder says so itself.
        return;
    }
    let stage = Stage::new();
    fs::create_dir(stage.path("run")).unwrap();
    chown(stage.path("run"), Some(4711), None).unwrap();
    let mut resident = stage.start(stage.command(&["run"]));
    until("it says so", || {
        resident
            .stderr()
            .contains("belongs to another user")
            .then_some(())
    });
    assert!(resident.stderr().contains("The clock and the tray go on."));
    assert!(resident.runs());
    let asked = stage.ask(&["status"]);
    assert_eq!(asked.code, 1);
    assert!(
        asked.stderr.contains("belongs to another user")
            && asked.stderr.contains("Nothing was sent"),
        "{}",
        asked.stderr
    );
    assert!(resident.end_by("-TERM").success());
}

#[test]
fn a_folder_in_the_place_of_the_socket_leaves_the_clock_running() {
    let stage = Stage::new();
    fs::create_dir_all(stage.path("run/socket")).unwrap();
    let resident = stage.start(stage.command(&["run"]));
    until("it says so", || {
        resident.stderr().contains("is no socket").then_some(())
    });
    assert!(resident.end_by("-TERM").success());
    assert_eq!(stage.history().of("stopped").len(), 1);
}

#[test]
fn a_folder_in_the_place_of_the_lock_is_said() {
    let stage = Stage::new();
    fs::create_dir_all(stage.path("run/lock")).unwrap();
    let ran = stage.ask(&["run"]);
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("The lock"), "{}", ran.stderr);
}

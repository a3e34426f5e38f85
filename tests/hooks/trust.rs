//! A settings file that others may write names nothing that is run.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::Path;

use crate::rig::Rig;
use crate::support::skip::say;

fn mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

fn distrust(what: &str, path: &Path, mend: &str) -> String {
    let path = path.canonicalize().unwrap();
    let path = path.display();
    format!(
        "Your programs are not run: {path} {what}, who could have anything run in your name. \
         Everything else goes on. To mend it: {mend} '{path}'"
    )
}

#[test]
fn nothing_is_run_while_others_may_write_the_file() {
    let mut rig = Rig::snooze(&["sh", "-c", "cat >>told"]);
    rig.works();
    let file = rig.path("settings.json");
    for (times, bad) in [0o666, 0o664, 0o602, 0o620].into_iter().enumerate() {
        mode(&file, bad);
        rig.tell(1);
        let expected = distrust("may be written by other users", &file, "chmod go-w");
        assert_eq!(rig.missing(), expected, "{bad:o}");
        // Read again, it is the same.
        rig.retune(|_| {});
        assert_eq!(rig.healths(), []);
        mode(&file, 0o644);
        rig.tell(2);
        rig.works();
        rig.lines("told", times + 1);
    }
    let told = rig.lines("told", 4);
    assert!(
        told.iter().all(|line| line.ends_with("\"seconds\":2}")),
        "{told:?}"
    );
    assert_eq!(told.len(), 4);
}

#[test]
fn nothing_is_run_while_others_may_put_another_file_in_its_place() {
    let rig = Rig::snooze(&["sh", "-c", "cat >>told"]);
    rig.works();
    let folder = rig.path("");
    mode(&folder, 0o777);
    rig.tell(1);
    let expected = distrust("may be written by other users", &folder, "chmod go-w");
    assert_eq!(rig.missing(), expected);
    // With the bit of /tmp nobody can.
    mode(&folder, 0o1777);
    rig.tell(2);
    rig.works();
    assert!(rig.lines("told", 1)[0].ends_with("\"seconds\":2}"));
    mode(&folder, 0o700);
}

#[test]
fn a_link_is_judged_by_the_file_it_leads_to() {
    let rig = Rig::snooze(&["sh", "-c", "cat >>told"]);
    rig.works();
    let real = rig.path("real.json");
    fs::write(&real, "{}").unwrap();
    mode(&real, 0o666);
    fs::remove_file(rig.path("settings.json")).unwrap();
    std::os::unix::fs::symlink(&real, rig.path("settings.json")).unwrap();
    rig.tell(1);
    let expected = distrust("may be written by other users", &real, "chmod go-w");
    assert_eq!(rig.missing(), expected);
}

#[test]
fn nothing_is_run_for_another_user() {
    let rig = Rig::snooze(&["sh", "-c", "cat >>told"]);
    rig.works();
    let file = rig.path("settings.json");
    if chown(&file, Some(65534), None).is_err() {
        return say("the right to give a file away");
    }
    rig.tell(1);
    let expected = distrust("belongs to another user", &file, "sudo chown \"$USER\"");
    assert_eq!(rig.missing(), expected);
}

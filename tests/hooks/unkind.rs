//! Programs that hang, flood, fork or do not listen: none holds up the next.

use std::fs;
use std::path::Path;
use std::time::Duration;

use crate::rig::Rig;
use crate::support::process::until;

const ONE_SECOND: Duration = Duration::from_secs(1);

fn runs(pid: &str) -> bool {
    // A process that ended and was not asked for yet is still listed.
    let status = fs::read_to_string(Path::new("/proc").join(pid).join("stat")).unwrap_or_default();
    let state = status
        .rsplit(") ")
        .next()
        .and_then(|rest| rest.chars().next());
    state.is_some_and(|state| state != 'Z' && state != 'X')
}

#[test]
fn one_that_takes_too_long_is_ended_with_all_it_started() {
    let rig = Rig::with(&["~/hang"], ONE_SECOND);
    rig.script(
        "hang",
        "#!/bin/sh\necho working >&2\nsleep 600 &\necho $! >>pids\necho $$ >>pids\nwait\n",
    );
    rig.works();
    rig.tell(1);
    assert_eq!(
        rig.missing(),
        "`hooks.on_snooze` ran ~/hang, and it was ended because it took longer than 1 s. It said: \
         working. Soleus goes on. Raise `hooks.time_limit_seconds` if it needs longer, or let it go \
         on in the background."
    );
    for pid in rig.lines("pids", 2) {
        until("its end", || (!runs(&pid)).then_some(()));
    }
}

#[test]
fn one_that_ignores_the_request_to_end_is_ended() {
    let rig = Rig::with(&["~/stubborn"], ONE_SECOND);
    rig.script(
        "stubborn",
        "#!/bin/sh\ntrap 'echo asked >>log' TERM\necho $$ >pid\nwhile :; do sleep 0.05; done\n",
    );
    rig.works();
    rig.tell(1);
    assert!(rig.missing().contains("took longer than 1 s"));
    assert_eq!(rig.lines("log", 1)[0], "asked");
    let pid = rig.lines("pid", 1).remove(0);
    until("its end", || (!runs(&pid)).then_some(()));
}

#[test]
fn one_that_ends_when_asked_may_clean_up() {
    let rig = Rig::with(&["~/tidy"], ONE_SECOND);
    rig.script(
        "tidy",
        "#!/bin/sh\ntrap 'echo tidy >log; exit 0' TERM\nwhile :; do sleep 0.05; done\n",
    );
    rig.works();
    rig.tell(1);
    assert!(rig.missing().contains("took longer than 1 s"));
    assert_eq!(rig.written("log"), "tidy\n");
}

#[test]
fn one_that_never_reads_holds_nothing_up() {
    let rig = Rig::snooze(&["~/deaf"]);
    rig.script("deaf", "#!/bin/sh\nexec <&-\necho ran >>log\n");
    rig.works();
    for run in 0..10 {
        rig.tell(run);
    }
    assert_eq!(rig.lines("log", 10).len(), 10);
    assert_eq!(rig.healths(), [], "it works");
}

#[test]
fn one_that_leaves_a_daemon_behind_holds_nothing_up() {
    let rig = Rig::snooze(&["~/forks"]);
    rig.script(
        "forks",
        "#!/bin/sh\nsetsid sh -c 'sleep 300; echo bye >&2' &\necho $! >>pids\necho bad >&2\nexit 3\n",
    );
    rig.works();
    for run in 0..12 {
        rig.tell(run);
    }
    assert!(rig.missing().contains("exit code 3. It said: bad."));
    let daemons = rig.lines("pids", 12);
    for pid in &daemons {
        assert!(runs(pid), "left to run: {pid}");
    }
    for pid in &daemons {
        let group = format!("-{pid}");
        std::process::Command::new("kill")
            .args(["--", &group])
            .status()
            .unwrap();
    }
}

#[test]
fn a_daemon_left_behind_may_go_on_complaining() {
    let rig = Rig::snooze(&["~/forks"]);
    rig.script(
        "forks",
        "#!/bin/sh\nsetsid sh -c 'while ! test -e go; do sleep 0.05; done; echo late >&2; echo on >log' &\n",
    );
    rig.works();
    rig.tell(1);
    rig.tell(2);
    fs::write(rig.path("go"), "").unwrap();
    assert_eq!(rig.written("log"), "on\n");
    assert_eq!(rig.healths(), []);
}

#[test]
fn a_flood_of_complaints_is_read_and_its_end_is_told() {
    let rig = Rig::snooze(&["~/flood"]);
    rig.script(
        "flood",
        "#!/bin/sh\nhead -c 20000000 /dev/zero | tr '\\0' x >&2\necho >&2\necho the end >&2\nexit 4\n",
    );
    rig.works();
    rig.tell(1);
    assert!(rig.missing().contains("exit code 4. It said: the end."));
}

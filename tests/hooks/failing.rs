//! Programs that fail: told once, in words, until they work again.

use std::fs;
use std::time::Duration;

use crate::rig::{Rig, words};
use soleus::hooks::Happening;

const TRY: &str = "Soleus goes on. Try it in a terminal, or set `hooks.on_snooze` to null.";

/// What is said of a program, found in the home folder if there is a text for it.
fn said_of(command: &[&str], text: Option<(&str, &str)>) -> String {
    let rig = Rig::snooze(command);
    if let Some((name, text)) = text {
        rig.script(name, text);
    }
    rig.works();
    rig.tell(1);
    rig.missing()
}

#[test]
fn a_program_that_cannot_be_run_is_named_with_what_to_do() {
    assert_eq!(
        said_of(&["notify-sned", "Up"], None),
        "`hooks.on_snooze` cannot run notify-sned: there is no such program on your PATH. Soleus \
         goes on. Install it, or write its whole path in the settings file."
    );
    assert_eq!(
        said_of(&["/nowhere/lamp"], None),
        "`hooks.on_snooze` cannot run /nowhere/lamp: there is no such file. Soleus goes on. Correct \
         its path in the settings file."
    );
    assert_eq!(
        said_of(&["~/lamp"], Some(("lamp", "#!/nowhere/interpreter\n"))),
        "`hooks.on_snooze` cannot run ~/lamp: it is there, and the program named in its first line \
         is not. Soleus goes on. Correct its first line, or install what that names."
    );
    assert_eq!(
        said_of(&["~/lamp"], Some(("lamp", "echo no first line\n"))),
        "`hooks.on_snooze` cannot run ~/lamp: it is no program, and its first line does not say \
         what reads it. Soleus goes on. A script needs a first line such as #!/bin/sh or \
         #!/usr/bin/env python3."
    );
    assert_eq!(
        said_of(&["~/settings.json"], None),
        "`hooks.on_snooze` cannot run ~/settings.json: it may not be run as a program. Soleus goes \
         on. To make it a program: chmod +x ~/settings.json"
    );
    assert_eq!(
        said_of(&["/tmp"], None),
        "`hooks.on_snooze` cannot run /tmp: it is a folder. Soleus goes on. Correct its path in \
         the settings file."
    );
}

#[test]
fn a_program_that_ends_badly_is_told_with_its_last_words() {
    assert_eq!(
        said_of(
            &["sh", "-c", "echo one >&2; echo no lamp >&2; exit 3"],
            None
        ),
        format!("`hooks.on_snooze` ran sh, and it ended with exit code 3. It said: no lamp. {TRY}")
    );
    assert_eq!(
        said_of(&["sh", "-c", "kill -9 $$"], None),
        format!("`hooks.on_snooze` ran sh, and it was ended by signal 9 (SIGKILL). {TRY}")
    );
}

#[test]
fn a_failure_is_told_once_until_the_program_works_again() {
    let rig = Rig::snooze(&["~/moody"]);
    // Its words differ each time, which makes it no other failure.
    rig.script(
        "moody",
        "#!/bin/sh\necho $$ >&2\necho ran >>log\ntest -e good\n",
    );
    rig.works();
    for run in 1..=3 {
        rig.tell(run);
    }
    let words = rig.missing();
    assert!(words.contains("it ended with exit code 1"), "{words}");
    rig.lines("log", 3);
    fs::write(rig.path("good"), "").unwrap();
    rig.tell(4);
    rig.works();
    fs::remove_file(rig.path("good")).unwrap();
    rig.tell(5);
    let words = rig.missing();
    assert!(words.contains("it ended with exit code 1"), "{words}");
    assert_eq!(rig.healths(), []);
}

#[test]
fn another_failure_of_the_same_program_is_told() {
    let rig = Rig::snooze(&["~/moody"]);
    rig.script("moody", "#!/bin/sh\nexit 1\n");
    rig.works();
    rig.tell(1);
    assert!(rig.missing().contains("exit code 1"));
    fs::remove_file(rig.path("moody")).unwrap();
    rig.tell(2);
    assert!(rig.missing().contains("no such file"));
}

#[test]
fn one_program_that_works_does_not_hide_another_that_fails() {
    let mut rig = Rig::snooze(&["sh", "-c", "exit 5"]);
    rig.works();
    rig.retune(|programs| {
        let command = words(&["sh", "-c", "cat >told"]);
        programs.commands.insert(Happening::Back, command);
    });
    rig.health();
    rig.tell(1);
    assert!(rig.missing().contains("exit code 5"));
    rig.hooks.as_ref().unwrap().tell(soleus::hooks::Event {
        at: crate::rig::snoozed(1).at,
        what: soleus::hooks::What::Back {
            posture: soleus::engine::record::Posture::Standing,
            away_since: crate::rig::snoozed(1).at,
        },
    });
    assert_eq!(
        rig.written("told"),
        "{\"v\":1,\"event\":\"back\",\"at\":\"2026-11-28T10:02:40+01:00\",\"posture\":\"standing\",\
         \"away_since\":\"2026-11-28T10:02:40+01:00\"}\n"
    );
    assert_eq!(rig.healths(), []);
}

#[test]
fn settings_that_change_make_a_failure_worth_telling_again() {
    let mut rig = Rig::snooze(&["sh", "-c", "exit 5"]);
    rig.works();
    rig.tell(1);
    rig.missing();
    rig.retune(|programs| programs.time_limit = Duration::from_secs(5));
    rig.works();
    rig.tell(2);
    assert!(rig.missing().contains("exit code 5"));
}

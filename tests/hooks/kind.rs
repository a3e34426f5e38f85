//! Programs that do as they should.

use std::fs;

use soleus::hooks::{Happening, MOST_WAITING};
use soleus::link::Health;

use crate::rig::{Rig, words};
use crate::support::process::until;

const LINE: &str =
    "{\"v\":1,\"event\":\"snooze\",\"at\":\"2026-11-28T10:02:40+01:00\",\"seconds\":600}\n";

#[test]
fn a_program_gets_the_event_its_arguments_its_folder_and_its_surroundings() {
    let arguments = [
        "~/tell",
        "two words",
        "$HOME",
        "*",
        "a;b|c>d",
        "\"quoted\"",
        "",
    ];
    let rig = Rig::snooze(&arguments);
    rig.script(
        "tell",
        "#!/bin/sh\n\
         pwd >cwd\necho \"$SOLEUS_EVENT $PATH\" >surroundings\nprintf '<%s>\\n' \"$@\" >arguments\n\
         echo 'never seen'\ncat >told\n",
    );
    rig.works();
    rig.tell(600);
    assert_eq!(rig.written("told"), LINE);
    assert_eq!(
        rig.written("arguments"),
        "<two words>\n<$HOME>\n<*>\n<a;b|c>d>\n<\"quoted\">\n<>\n"
    );
    let home = rig.path("").canonicalize().unwrap();
    assert_eq!(rig.written("cwd"), format!("{}\n", home.display()));
    let path = std::env::var("PATH").unwrap();
    assert_eq!(rig.written("surroundings"), format!("snooze {path}\n"));
}

#[test]
fn a_python_script_reads_the_event_to_its_end() {
    let rig = Rig::snooze(&["./note.py"]);
    rig.script(
        "note.py",
        "#!/usr/bin/env python3\n\
         import json, sys\n\
         event = json.load(sys.stdin)\n\
         print(event['event'], event['seconds'] // 60, 'min', file=open('noted', 'w'))\n",
    );
    rig.works();
    rig.tell(600);
    assert_eq!(rig.written("noted"), "snooze 10 min\n");
}

#[test]
fn a_plain_name_is_found_on_the_search_path() {
    let rig = Rig::snooze(&["cp", "/dev/stdin", "told"]);
    rig.works();
    rig.tell(600);
    assert_eq!(rig.written("told"), LINE);
}

#[test]
fn what_has_no_program_runs_none() {
    let mut rig = Rig::snooze(&["sh", "-c", "echo \"$SOLEUS_EVENT\" >>told"]);
    rig.works();
    rig.retune(|programs| {
        let command = programs.commands.remove(&Happening::Snooze).unwrap();
        programs.commands.insert(Happening::Due, command);
    });
    assert_eq!(
        rig.health(),
        Health::Works("runs your programs: hooks.on_due".to_owned())
    );
    rig.tell(1);
    rig.retune(|programs| {
        let command = programs.commands.remove(&Happening::Due).unwrap();
        programs.commands.insert(Happening::Snooze, command);
    });
    rig.works();
    rig.tell(2);
    rig.tell(3);
    assert_eq!(rig.lines("told", 2), ["snooze", "snooze"]);
}

/// Notes when it begins and ends, and waits at its first run until it may go on.
const COUNTS: &str = "#!/usr/bin/env python3\n\
    import json, os, sys, time\n\
    number = json.load(sys.stdin)['seconds']\n\
    note = lambda what: print(what, number, file=open('log', 'a'))\n\
    note('begin')\n\
    while number == 0 and not os.path.exists('go'): time.sleep(0.01)\n\
    note('end')\n";

#[test]
fn many_events_at_once_run_one_at_a_time_in_order_and_the_newest_are_left_out() {
    let rig = Rig::snooze(&["~/count"]);
    rig.script("count", COUNTS);
    rig.works();
    rig.tell(0);
    rig.lines("log", 1);
    for number in 1..50 {
        rig.tell(number);
    }
    let said = rig.missing();
    assert_eq!(
        said,
        "More happened than your programs could be told: one runs and 16 events wait, so the newest \
         was left out. Soleus goes on. Have your programs end sooner."
    );
    assert_eq!(rig.healths(), [], "told once");
    fs::write(rig.path("go"), "").unwrap();
    rig.works();
    let ran: Vec<String> = (0..=MOST_WAITING)
        .flat_map(|number| [format!("begin {number}"), format!("end {number}")])
        .collect();
    assert_eq!(rig.lines("log", ran.len()), ran);

    // Nothing is stuck: what comes now is told.
    rig.tell(99);
    let after = rig.lines("log", ran.len() + 2);
    assert_eq!(after[ran.len()..], ["begin 99", "end 99"]);
}

#[test]
fn other_programs_are_used_at_once_also_for_what_waits() {
    let mut rig = Rig::snooze(&["~/count"]);
    rig.script("count", COUNTS);
    rig.script("other", "#!/bin/sh\ncat >>other.log\n");
    rig.works();
    rig.tell(0);
    rig.lines("log", 1);
    rig.tell(1);
    rig.retune(|programs| {
        programs
            .commands
            .insert(Happening::Snooze, words(&["~/other"]));
    });
    fs::write(rig.path("go"), "").unwrap();
    assert_eq!(rig.lines("log", 2), ["begin 0", "end 0"]);
    assert!(rig.lines("other.log", 1)[0].ends_with("\"seconds\":1}"));
}

#[test]
fn a_program_that_runs_when_soleus_ends_is_left_to_finish() {
    let mut rig = Rig::snooze(&["~/count"]);
    rig.script("count", COUNTS);
    rig.works();
    rig.tell(0);
    rig.lines("log", 1);
    drop(rig.hooks.take());
    fs::write(rig.path("go"), "").unwrap();
    assert_eq!(rig.lines("log", 2), ["begin 0", "end 0"]);
}

#[test]
fn what_happened_right_before_the_end_is_still_told() {
    let mut rig = Rig::snooze(&["sh", "-c", "cat >told"]);
    rig.works();
    rig.tell(600);
    drop(rig.hooks.take());
    assert_eq!(rig.written("told"), LINE);
}

#[test]
fn none_set_is_off_and_no_fault() {
    let mut rig = Rig::snooze(&["sh", "-c", "exit 1"]);
    rig.works();
    rig.tell(1);
    rig.missing();
    rig.retune(|programs| programs.commands.clear());
    assert_eq!(rig.health(), Health::Off("no programs of yours".to_owned()));
    rig.tell(2);
    rig.retune(|programs| {
        let command = words(&["sh", "-c", "cat >told"]);
        programs.commands.insert(Happening::Snooze, command);
    });
    rig.works();
    rig.tell(600);
    until("only the new program runs", || {
        (fs::read_to_string(rig.path("told")).ok()? == LINE).then_some(())
    });
}

#[test]
fn programs_taken_out_and_put_in_again_still_run_one_at_a_time() {
    let wait = "echo begin >>log; while ! test -e go; do sleep 0.05; done; echo end >>log";
    let mut rig = Rig::snooze(&["sh", "-c", wait]);
    rig.works();
    rig.tell(1);
    rig.lines("log", 1);
    let mut command = None;
    rig.retune(|programs| command = programs.commands.remove(&Happening::Snooze));
    rig.retune(|programs| {
        programs
            .commands
            .extend(command.map(|command| (Happening::Snooze, command)));
    });
    rig.tell(2);
    fs::write(rig.path("go"), "").unwrap();
    assert_eq!(rig.lines("log", 4), ["begin", "end", "begin", "end"]);
}

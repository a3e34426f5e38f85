//! `fix`: by the resident where one runs, else by the command itself.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::channel;

use chrono::{DateTime, FixedOffset};
use soleus::control::{Answer, Ask, Replier, Server};
use soleus::engine::input::Was;
use soleus::platform::clock::wall_time;
use soleus::store::Lock;

use super::book::{PC, printed, write};
use super::{resident, socket, soleus};

/// What the history of this machine holds, by month.
fn own_records(dir: &Path) -> String {
    let device = fs::read_to_string(dir.join("device")).unwrap();
    // The name, and by what the machine is known.
    let name = device.split_whitespace().next().unwrap();
    let folder = dir.join("history").join(name);
    let mut files: Vec<_> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files
        .iter()
        .map(|file| fs::read_to_string(file).unwrap())
        .collect()
}

/// A moment as the zone of this machine writes it.
fn local(text: &str) -> DateTime<FixedOffset> {
    soleus::platform::clock::local_time(text.parse().unwrap())
}

#[test]
fn a_resident_is_asked_to_put_it_right() {
    let (dir, _server, asks) = resident(Answer::did("Noted."));
    fs::write(dir.path().join("device"), "pc-1\n").unwrap();
    write(dir.path(), "pc-1", PC);
    write(dir.path(), "laptop-2", PC);
    let walk = DateTime::parse_from_rfc3339("2026-03-09T09:48:00+01:00").unwrap();
    let drop = |device: Option<&str>| Ask::Drop {
        id: 3,
        device: device.map(str::to_owned),
        at: Some(walk),
    };
    let table: [(&[&str], &[Ask]); 3] = [
        (
            &["fix", "--at", "2026-03-09 10:20", "walked", "5"],
            &[
                Ask::Unwritten,
                Ask::Correct {
                    at: local("2026-03-09T10:20:00"),
                    seconds: 300,
                    was: Was::Walked,
                },
            ],
        ),
        (&["fix", "--drop", "3"], &[Ask::Unwritten, drop(None)]),
        (
            &["fix", "--drop", "3", "--machine", "laptop-2"],
            &[Ask::Unwritten, drop(Some("laptop-2"))],
        ),
    ];
    let before = own_records(dir.path());
    for (typed, meant) in table {
        assert_eq!(printed(dir.path(), typed), "Noted.\n");
        assert_eq!(asks.try_iter().collect::<Vec<_>>(), meant);
    }
    assert_eq!(own_records(dir.path()), before);
}

/// What the figures of a month say was done.
fn done(dir: &Path, [from, to]: [&str; 2]) -> String {
    let said = printed(dir, &["stats", "--from", from, "--to", to, "--json"]);
    let said: serde_json::Value = serde_json::from_str(&said).unwrap();
    said["total"]["breaks_done"].to_string()
}

#[test]
fn what_is_said_of_long_ago_is_taken_back_as_it_was_told() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("device"), "pc-1\n").unwrap();
    let january = ["2026-01-01", "2026-01-31"];
    let typed = ["fix", "--at", "2026-01-05 10:20", "walked", "5"];
    let said = printed(dir.path(), &typed);
    assert_eq!(done(dir.path(), january), "1");
    let id = said.trim().rsplit(' ').next().unwrap();
    printed(dir.path(), &["fix", "--drop", id]);
    assert_eq!(done(dir.path(), january), "0");
}

/// Runs a command that has to be refused, and gives why.
fn refused(dir: &Path, typed: &[&str]) -> String {
    let ran = soleus(dir, typed);
    assert_eq!((ran.code, &*ran.stdout), (1, ""), "{typed:?}");
    ran.stderr
}

/// `history` shows the numbers of all machines, and each of them can be dropped as it is shown.
#[test]
fn a_number_that_only_another_machine_has_is_found_there() {
    for machine in ["laptop-2", "import-laptop-2-3f9c2a07"] {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("device"), "pc-1\n").unwrap();
        write(dir.path(), machine, PC);
        printed(dir.path(), &["fix", "--drop", "3"]);
        assert!(
            own_records(dir.path()).contains(r#""kind":"undo","of":3,"device":"laptop-2"}"#),
            "{machine}"
        );
        assert_eq!(done(dir.path(), ["2026-03-01", "2026-03-31"]), "0");
    }
}

#[test]
fn a_resident_is_told_whose_number_it_is() {
    let (dir, _server, asks) = resident(Answer::did("Noted."));
    fs::write(dir.path().join("device"), "pc-1\n").unwrap();
    write(dir.path(), "laptop-2", PC);
    printed(dir.path(), &["fix", "--drop", "3"]);
    let meant = Ask::Drop {
        id: 3,
        device: Some("laptop-2".to_owned()),
        at: Some(DateTime::parse_from_rfc3339("2026-03-09T09:48:00+01:00").unwrap()),
    };
    assert_eq!(asks.try_iter().last(), Some(meant));
}

#[test]
fn a_number_that_several_others_have_needs_a_name() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("device"), "pc-1\n").unwrap();
    write(dir.path(), "laptop-1", PC);
    write(
        dir.path(),
        "desk-1",
        &[
            r#"{"v":1,"id":3,"at":"2026-03-09T14:00:00+01:00","kind":"stretch","posture":"seated","seconds":60}"#,
        ],
    );
    let why = refused(dir.path(), &["fix", "--drop", "3"]);
    assert_eq!(
        why.lines().last(),
        Some("This number is of desk-1 and laptop-1: add --machine NAME.")
    );
    printed(dir.path(), &["fix", "--drop", "3", "--machine", "laptop-1"]);
    // What lies under two machines, as an import beside the original does, is one record.
    printed(dir.path(), &["fix", "--drop", "2"]);
    write(dir.path(), "tablet-1", &PC[4..5]);
    printed(dir.path(), &["fix", "--drop", "5"]);
    // Of this machine first, whoever else has such a number.
    write(dir.path(), "pc-1", &PC[3..4]);
    printed(dir.path(), &["fix", "--drop", "4"]);
    assert!(own_records(dir.path()).contains(r#""kind":"undo","of":4}"#));
}

#[test]
fn what_counts_no_more_is_not_dropped_again() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("device"), "pc-1\n").unwrap();
    write(dir.path(), "pc-1", PC);
    for id in ["3", "9"] {
        if id == "3" {
            printed(dir.path(), &["fix", "--drop", id]);
        }
        let before = own_records(dir.path());
        let why = refused(dir.path(), &["fix", "--drop", id]);
        let said = format!("Record {id} counts no more already.");
        assert_eq!(why.lines().last(), Some(&*said));
        assert_eq!(own_records(dir.path()), before);
    }
}

#[test]
fn a_number_that_is_none_is_told_where_to_find_one() {
    let dir = tempfile::tempdir().unwrap();
    for option in ["--drop", "--confirm"] {
        let ran = soleus(dir.path(), &["fix", option, "abc"]);
        assert_eq!(ran.code, 2);
        assert!(
            ran.stderr
                .contains("say a number, as `soleus history` shows it"),
            "{}",
            ran.stderr
        );
    }
}

/// A figure of the two days of the book.
fn figure(dir: &Path, name: &str) -> u64 {
    let typed = [
        "stats",
        "--from",
        "2026-03-09",
        "--to",
        "2026-03-10",
        "--json",
    ];
    let said: serde_json::Value = serde_json::from_str(&printed(dir, &typed)).unwrap();
    said["total"][name].as_u64().unwrap()
}

#[test]
fn a_confirmed_absence_is_no_guess() {
    for (machine, typed, written) in [
        (
            "pc-1",
            &["fix", "--confirm", "7"][..],
            r#""kind":"confirm","of":7}"#,
        ),
        (
            "laptop-2",
            &["fix", "--confirm", "7"],
            r#""kind":"confirm","of":7,"device":"laptop-2"}"#,
        ),
        (
            "import-laptop-2-3f9c2a07",
            &["fix", "--confirm", "7", "--machine", "laptop-2"],
            r#""kind":"confirm","of":7,"device":"laptop-2"}"#,
        ),
    ] {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("device"), "pc-1\n").unwrap();
        write(dir.path(), machine, PC);
        let figures = || {
            ["breaks_natural", "breaks_guessed", "guessed_seconds"]
                .map(|name| figure(dir.path(), name))
        };
        assert_eq!(figures(), [0, 1, 2400]);
        let said = printed(dir.path(), typed);
        assert_eq!(
            said,
            "Noted: absence 7 was time on your feet, and a break.\n"
        );
        assert!(own_records(dir.path()).contains(written), "{machine}");
        assert_eq!(figures(), [1, 0, 0], "{machine}");
        let why = refused(dir.path(), typed);
        assert_eq!(
            why.lines().last(),
            Some("Absence 7 counts as a break already.")
        );
    }
}

#[test]
fn a_resident_is_asked_to_confirm() {
    let (dir, _server, asks) = resident(Answer::did("Noted."));
    fs::write(dir.path().join("device"), "pc-1\n").unwrap();
    write(dir.path(), "pc-1", PC);
    assert_eq!(printed(dir.path(), &["fix", "--confirm", "7"]), "Noted.\n");
    let meant = Ask::Confirm {
        id: 7,
        device: None,
        at: Some(DateTime::parse_from_rfc3339("2026-03-09T10:11:00+01:00").unwrap()),
    };
    assert_eq!(asks.try_iter().last(), Some(meant));
}

#[test]
fn only_a_guessed_absence_can_be_confirmed() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("device"), "pc-1\n").unwrap();
    write(dir.path(), "pc-1", PC);
    let last = |typed: &[&str]| {
        let why = refused(dir.path(), typed);
        why.lines().last().unwrap().to_owned()
    };
    for id in ["3", "6", "1"] {
        assert_eq!(
            last(&["fix", "--confirm", id]),
            "Only an absence that was taken for a break can be confirmed."
        );
    }
    assert!(last(&["fix", "--confirm", "77"]).starts_with("There is no record with this number."));
    printed(dir.path(), &["fix", "--drop", "7"]);
    assert_eq!(
        last(&["fix", "--confirm", "7"]),
        "Record 7 counts no more already."
    );
    for typed in [
        &["fix", "--confirm", "7", "--drop", "7"][..],
        &["fix", "--confirm", "7", "walked"],
        &["fix", "--confirm", "7", "--at", "10:20"],
    ] {
        assert_eq!(soleus(dir.path(), typed).code, 2, "{typed:?}");
    }
}

/// Who keeps everything in a folder of their own types it with every command.
#[test]
fn the_way_back_names_the_folder() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("it's mine");
    fs::create_dir(&folder).unwrap();
    let typed = ["fix", "--at", "2026-01-05 10:20", "walked", "5"];
    let said = printed(&folder, &typed);
    let way = format!(
        "To take it back: soleus --dir '{}/it'\\''s mine' fix --drop ",
        dir.path().display()
    );
    assert!(said.contains(&way), "{said}");
}

#[test]
fn what_was_imported_is_dropped_by_either_name_of_its_machine() {
    for machine in ["import-laptop-2-3f9c2a07", "laptop-2"] {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("device"), "pc-1\n").unwrap();
        write(dir.path(), "import-laptop-2-3f9c2a07", PC);
        let march = ["2026-03-01", "2026-03-31"];
        assert_eq!(done(dir.path(), march), "1");
        printed(dir.path(), &["fix", "--drop", "3", "--machine", machine]);
        assert_eq!(done(dir.path(), march), "0", "{machine}");
    }
}

/// The clock of a demonstration is ahead: a time without a date is the last one of that clock.
#[test]
fn a_time_without_a_date_is_by_the_residents_clock() {
    let noon = local("2031-03-09T12:00:00");
    let dir = tempfile::tempdir().unwrap();
    let (asked, asks) = channel();
    let on_ask = move |ask, replier: Replier| {
        let answer = match ask {
            Ask::Unwritten => Answer::Unwritten {
                device: "pc-1".into(),
                records: Vec::new(),
                now: noon,
            },
            _ => Answer::did("Noted."),
        };
        let _ = asked.send(ask);
        replier.answer(answer);
    };
    let _server = Server::start(&socket(dir.path()), Arc::new(on_ask)).unwrap();
    for (typed, meant) in [
        ("11:50", "2031-03-09T11:50:00"),
        ("12:10", "2031-03-08T12:10:00"),
    ] {
        printed(dir.path(), &["fix", "--at", typed, "walked", "5"]);
        let was = Ask::Correct {
            at: local(meant),
            seconds: 300,
            was: Was::Walked,
        };
        assert_eq!(asks.try_iter().collect::<Vec<_>>(), [Ask::Unwritten, was]);
    }
}

#[test]
fn years_that_no_record_has_are_not_understood() {
    let dir = tempfile::tempdir().unwrap();
    let ran = soleus(dir.path(), &["fix", "--at", "0001-01-01 10:00", "sat", "5"]);
    assert_eq!((ran.code, &*ran.stdout), (2, ""));
    assert!(ran.stderr.contains("from 1970 on"), "{}", ran.stderr);
}

#[test]
fn what_nobody_recorded_cannot_be_dropped() {
    let (dir, _server, asks) = resident(Answer::did("Noted."));
    write(dir.path(), "pc-1", PC);
    for typed in [
        &["fix", "--drop", "77"][..],
        &["fix", "--drop", "77", "--machine", "pc-1"],
        &["fix", "--drop", "3", "--machine", "nobody"],
    ] {
        let ran = soleus(dir.path(), typed);
        assert_eq!((ran.code, &*ran.stdout), (1, ""), "{typed:?}");
    }
    assert!(asks.try_iter().all(|ask| ask == Ask::Unwritten));
}

#[test]
fn a_resident_that_refuses_is_1() {
    let (dir, _server, _asks) = resident(Answer::no("There is no record with this number."));
    let typed = ["fix", "--at", "2026-03-09 10:20", "walked", "5"];
    let ran = soleus(dir.path(), &typed);
    assert_eq!((ran.code, &*ran.stdout), (1, ""));
    assert_eq!(ran.stderr, "There is no record with this number.\n");
}

#[test]
fn while_none_runs_the_record_is_added_to_here() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("device"), "pc-1\n").unwrap();
    write(dir.path(), "pc-1", PC);
    let said = printed(dir.path(), &["fix", "--at", "2026-03-09 10:20", "sat", "5"]);
    assert!(
        said.starts_with("Noted: on Mon 9 Mar 2026, from 10:20 on you sat for 5 minutes."),
        "{said}"
    );
    let id = said.trim().rsplit(' ').next().unwrap();
    let records = own_records(dir.path());
    assert_eq!(records.lines().count(), PC.len() + 1);
    let line = records.lines().last().unwrap();
    let at = serde_json::to_string(&local("2026-03-09T10:20:00")).unwrap();
    assert_eq!(
        line,
        format!(
            r#"{{"v":1,"id":{id},"at":{at},"kind":"correction","posture":"seated","seconds":300}}"#
        )
    );

    let said = printed(dir.path(), &["fix", "--drop", id]);
    assert_eq!(said, format!("Record {id} does not count any more.\n"));
    let said = printed(dir.path(), &["history", "--since", "2026-03-09"]);
    assert!(
        said.contains("corrected: sat 5 min  (taken back)"),
        "{said}"
    );
}

#[test]
fn another_machines_record_is_dropped_in_our_own_words() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("device"), "pc-1\n").unwrap();
    write(dir.path(), "pc-2", PC);
    let before = fs::read(dir.path().join("history/pc-2/2026-03.jsonl")).unwrap();
    printed(dir.path(), &["fix", "--drop", "2", "--machine", "pc-2"]);
    let after = fs::read(dir.path().join("history/pc-2/2026-03.jsonl")).unwrap();
    assert_eq!(before, after);
    assert!(own_records(dir.path()).contains(r#""kind":"undo","of":2,"device":"pc-2"}"#));
}

/// What was imported from a machine is dropped by the machine's own name too.
#[test]
fn an_imported_record_is_dropped_by_the_name_of_its_machine() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("device"), "pc-1\n").unwrap();
    write(dir.path(), "import-pc-2-0a1b2c3d", PC);
    printed(dir.path(), &["fix", "--drop", "2", "--machine", "pc-2"]);
    assert!(own_records(dir.path()).contains(r#""kind":"undo","of":2,"device":"pc-2"}"#));
    let shown = printed(dir.path(), &["history", "--since", "2026-03-09"]);
    assert!(shown.contains("sat 48 min  (taken back)"), "{shown}");
    let march = [
        "stats",
        "--from",
        "2026-03-09",
        "--to",
        "2026-03-10",
        "--json",
    ];
    let said: serde_json::Value = serde_json::from_str(&printed(dir.path(), &march)).unwrap();
    assert_eq!(said["total"]["seated_seconds"], 1200 + 600);
}

#[test]
fn what_cannot_be_is_refused_and_nothing_is_written() {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), "pc-2", PC);
    let year = wall_time().format("%Y").to_string().parse::<u32>().unwrap() + 1;
    let ahead = format!("{year}-06-01 10:20");
    let table: [(&[&str], &str); 4] = [
        (&["fix", "--at", &ahead, "walked", "5"], "lies ahead"),
        (&["fix", "--drop", "99"], "no record with this number"),
        (
            &["fix", "--drop", "99", "--machine", "pc-2"],
            "no record with this number",
        ),
        (
            &["fix", "--drop", "2", "--machine", "../pc-2"],
            "no record with this number",
        ),
    ];
    for (typed, words) in table {
        let ran = soleus(dir.path(), typed);
        assert_eq!((ran.code, &*ran.stdout), (1, ""), "{typed:?}");
        assert!(ran.stderr.contains(words), "{typed:?}: {}", ran.stderr);
    }
    let names: Vec<_> = fs::read_dir(dir.path().join("history")).unwrap().collect();
    assert_eq!(names.len(), 1);
}

#[test]
fn one_that_is_just_starting_is_waited_for_and_not_written_beside() {
    let dir = tempfile::tempdir().unwrap();
    socket(dir.path());
    let places = soleus::app::places(Some(dir.path())).unwrap();
    let lock = Lock::ask(&places.lock()).unwrap();
    let ran = soleus(dir.path(), &["fix", "--at", "2026-03-09 10:20", "sat", "5"]);
    assert_eq!((ran.code, &*ran.stdout), (1, ""), "{}", ran.stderr);
    assert!(!dir.path().join("history").exists());
    drop(lock);
}

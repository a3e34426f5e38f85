//! A disk that takes nothing: said once, kept in memory, written when there is room again.

use std::fs::{self, File};
use std::io::Write;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use soleus::control::{Answer, Ask, Minutes};

use crate::stage::{Resident, Stage, names, ran};
use crate::support::process::until;

fn log(resident: &Resident, count: u64) -> String {
    let answer = resident.ask(&Ask::Log {
        movement: Some("seated".to_owned()),
        minutes: Minutes::try_from(count).ok(),
        at: None,
    });
    match answer {
        Some(Answer::Did { words, .. }) => words,
        other => panic!("{count}: {other:?}"),
    }
}

fn breaks(resident: &Resident) -> usize {
    match resident.ask(&Ask::Today) {
        Some(Answer::Today(today)) => today.breaks.len(),
        other => panic!("{other:?}"),
    }
}

/// What the running program says of its store, if that does not work.
fn trouble(resident: &Resident) -> Option<String> {
    match resident.ask(&Ask::Status) {
        Some(Answer::Status(status)) => status
            .parts
            .into_iter()
            .find(|part| part.part == "store" && !part.works)
            .map(|part| part.words),
        other => panic!("{other:?}"),
    }
}

#[test]
fn records_wait_in_memory_for_a_full_disk_and_none_is_lost() {
    let stage = Stage::new();
    let resident = stage.run();
    let plain = log(&resident, 1);
    let file = stage.months().pop().unwrap();
    let held = file.with_extension("held");
    fs::rename(&file, &held).unwrap();
    // A file that is always full.
    symlink("/dev/full", &file).unwrap();
    for count in 2..=6 {
        let words = log(&resident, count);
        assert!(words.len() > plain.len(), "it is not on the disk: {words}");
        assert!(words.contains("not on the disk yet"), "{words}");
    }
    let words = until("the store says so", || trouble(&resident));
    assert!(words.contains("the disk is full"), "{words}");
    assert!(words.contains("kept in memory"), "{words}");
    until("the terminal says so", || {
        resident.stderr().contains(&words).then_some(())
    });
    assert_eq!(resident.stderr().matches(&words).count(), 1, "said once");
    assert_eq!(breaks(&resident), 5, "today knows what waits");

    fs::rename(&held, &file).unwrap();
    let words = log(&resident, 7);
    assert!(!words.contains("not on the disk yet"), "{words}");
    until("the store works", || {
        trouble(&resident).is_none().then_some(())
    });
    assert_eq!(breaks(&resident), 7);
    resident.kill();
    let history = stage.history();
    history.holds();
    for count in 1..=7 {
        assert_eq!(history.booked(count), 1, "{count} min");
    }
}

#[test]
fn room_is_noticed_without_being_asked() {
    let stage = Stage::new();
    let resident = stage.run();
    until("a month's file", || stage.months().pop());
    let folder = stage.path("history");
    let aside = stage.path("aside");
    fs::rename(&folder, &aside).unwrap();
    fs::write(&folder, "").unwrap();
    log(&resident, 1);
    until("the store says so", || trouble(&resident));
    fs::remove_file(&folder).unwrap();
    fs::rename(&aside, &folder).unwrap();
    until("it is tried again", || {
        (stage.history().booked(1) == 1).then_some(())
    });
    resident.kill();
}

#[test]
fn a_state_that_cannot_be_written_keeps_the_history_going() {
    let stage = Stage::new();
    let resident = stage.run();
    until("a state", || {
        stage.path("state.json").is_file().then_some(())
    });
    // The program may write it anew in between.
    until("a folder in its place", || {
        let _ = fs::remove_file(stage.path("state.json"));
        fs::create_dir(stage.path("state.json")).ok()
    });
    log(&resident, 1);
    until("the store says so", || trouble(&resident));
    log(&resident, 2);
    resident.kill();
    let history = stage.history();
    assert_eq!((history.booked(1), history.booked(2)), (1, 1));
}

/// A small disk of its own; gone with the test.
struct Disk(PathBuf);

impl Disk {
    /// None, said aloud, where the tests may not mount.
    fn at(place: &Path) -> Option<Self> {
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=128k", "tmpfs"])
            .arg(place)
            .output();
        if mounted.is_ok_and(|output| output.status.success()) {
            return Some(Self(place.to_owned()));
        }
        let test = std::thread::current();
        let name = test.name().unwrap_or_default();
        let mut terminal = std::io::stderr();
        writeln!(terminal, "skipped: {name}: needs the right to mount").unwrap();
        None
    }

    fn fill(&self) {
        let mut file = File::create(self.0.join("filler")).unwrap();
        while file.write_all(&[1; 512]).is_ok() {}
    }

    fn free(&self) {
        fs::remove_file(self.0.join("filler")).unwrap();
    }

    fn remount(&self, how: &str) {
        let done = Command::new("mount")
            .args(["-o", &format!("remount,{how}")])
            .arg(&self.0)
            .status();
        assert!(done.unwrap().success(), "remount {how}");
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // Lazily: a program that is just being killed may still hold it.
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

/// All lines of every device.
fn lines(home: &Path) -> String {
    let history = home.join("data/soleus/history");
    names(&history, "")
        .iter()
        .flat_map(|device| {
            let folder = history.join(device);
            names(&folder, "")
                .into_iter()
                .map(move |it| folder.join(it))
        })
        .map(|path| fs::read_to_string(path).unwrap())
        .collect()
}

#[test]
fn a_full_home_says_so_once_and_gets_everything_when_there_is_room() {
    let stage = Stage::new();
    let home = stage.beside("home");
    let Some(disk) = Disk::at(&home) else { return };
    let mut command = stage.bare();
    command.arg("run");
    let resident = stage
        .start_at(command, stage.beside("runtime/soleus/socket"))
        .ready();
    log(&resident, 1);
    disk.fill();
    // What is left of the last block takes a few more.
    for count in 2..=60 {
        log(&resident, count);
    }
    let words = until("the store says so", || trouble(&resident));
    assert!(words.contains("the disk is full"), "{words}");
    let said = || resident.stderr().matches("the disk is full").count();
    until("it says so", || (said() == 1).then_some(()));
    disk.free();
    log(&resident, 61);
    until("the store works", || {
        trouble(&resident).is_none().then_some(())
    });
    assert!(resident.end_by("-TERM").success());
    let lines = lines(&home);
    for count in 1..=61 {
        let seconds = format!("\"seconds\":{},", count * 60);
        assert_eq!(lines.matches(&seconds).count(), 1, "{count} min");
    }
    drop(disk);
}

#[test]
fn a_read_only_home_does_not_stop_the_clock() {
    let stage = Stage::new();
    let home = stage.beside("home");
    let Some(disk) = Disk::at(&home) else { return };
    disk.remount("ro");
    let mut command = stage.bare();
    command.arg("run");
    let resident = stage
        .start_at(command, stage.beside("runtime/soleus/socket"))
        .ready();
    assert!(log(&resident, 1).contains("not on the disk yet"));
    let words = until("the store says so", || trouble(&resident));
    assert!(words.contains("the disk is read-only"), "{words}");
    disk.remount("rw");
    log(&resident, 2);
    assert!(resident.end_by("-TERM").success());
    let lines = lines(&home);
    for seconds in [
        "\"seconds\":60,",
        "\"seconds\":120,",
        "\"kind\":\"started\"",
    ] {
        assert_eq!(lines.matches(seconds).count(), 1, "{seconds}");
    }
    drop(disk);
}

#[test]
fn a_folder_that_cannot_hold_the_lock_is_said_and_nothing_starts() {
    let stage = Stage::new();
    let place = stage.beside("disk");
    fs::create_dir(&place).unwrap();
    let Some(disk) = Disk::at(&place) else { return };
    disk.remount("ro");
    let mut command = stage.bare();
    command.arg("--dir").arg(place.join("x")).arg("run");
    let ran = ran(&command.output().unwrap());
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("cannot be made"), "{}", ran.stderr);
    drop(disk);
}

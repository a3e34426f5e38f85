//! What is on the disk after crashes, on full disks, and when the disk does not answer.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use chrono::{DateTime, FixedOffset, NaiveDate};
use soleus::engine::Record;
use soleus::engine::record::{Happened, RECORD_VERSION};
use soleus::history::{Device, devices_around};
use soleus::link::{Health, Link, Part, Told};
use soleus::platform::clock::wall_time;
#[cfg(target_os = "linux")]
use soleus::store::{Contents, Watch};
use soleus::store::{Kept, Places, Store, device_name, last_id, records_after};

const BOUND: Duration = Duration::from_mins(1);

fn record(id: u64) -> Record {
    Record {
        v: RECORD_VERSION,
        id,
        at: DateTime::parse_from_rfc3339("2026-11-23T09:00:00+01:00").unwrap(),
        happened: Happened::Snooze { seconds: Some(id) },
    }
}

fn written(places: &Places) -> Device {
    let november = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
    let mut all = devices_around(&places.history, november, november).unwrap();
    assert!(all.len() <= 1, "one device writes one folder");
    all.pop().unwrap_or_default()
}

fn ids(places: &Places) -> Vec<u64> {
    written(places)
        .records
        .iter()
        .map(|record| record.id)
        .collect()
}

/// A store with everything it said.
struct Trial {
    store: Store,
    answers: Receiver<(u64, Result<(), Kept>)>,
    health: Receiver<Health>,
}

impl Trial {
    fn start(places: &Places) -> Self {
        let (answer, answers) = mpsc::channel();
        let (tell, health) = mpsc::channel();
        let link = Link::new(move |told| {
            if let Told::Health(Part::Store, how) = told {
                let _ = tell.send(how);
            }
        });
        let store = Store::start(places.clone(), link, move |ticket, result| {
            let _ = answer.send((ticket, result));
        });
        Self {
            store,
            answers,
            health,
        }
    }

    fn answer(&self) -> (u64, Result<(), Kept>) {
        self.answers
            .recv_timeout(BOUND)
            .expect("a ticket was not answered")
    }

    fn works(&self) -> String {
        match self.health.recv_timeout(BOUND).expect("nothing was told") {
            Health::Works(what) => what,
            Health::Off(what) | Health::Missing(what) => panic!("it does not work: {what}"),
        }
    }

    fn missing(&self) -> String {
        match self.health.recv_timeout(BOUND).expect("nothing was told") {
            Health::Missing(what) => what,
            Health::Off(what) | Health::Works(what) => panic!("it works: {what}"),
        }
    }
}

#[test]
fn records_are_on_the_disk_when_their_ticket_is_answered() {
    let folder = tempfile::tempdir().unwrap();
    let places = Places::inside(folder.path());
    let trial = Trial::start(&places);
    assert!(trial.works().starts_with("history in "));
    for id in 1..=20 {
        trial.store.append(vec![record(id)], id);
        assert_eq!(trial.answer(), (id, Ok(())));
        assert_eq!(ids(&places), (1..=id).collect::<Vec<_>>());
    }
    trial.store.append(Vec::new(), 99);
    assert_eq!(trial.answer(), (99, Ok(())));
}

#[test]
fn of_many_snapshots_the_last_one_stays() {
    let folder = tempfile::tempdir().unwrap();
    let places = Places::inside(folder.path());
    let trial = Trial::start(&places);
    for number in 0..500 {
        trial.store.state(format!("{{\"number\":{number}}}"));
    }
    assert!(trial.store.flush(BOUND));
    assert_eq!(
        fs::read_to_string(&places.state).unwrap(),
        "{\"number\":499}"
    );
}

#[test]
fn a_store_that_is_dropped_finishes_what_it_holds() {
    let folder = tempfile::tempdir().unwrap();
    let places = Places::inside(folder.path());
    let trial = Trial::start(&places);
    trial.store.append(vec![record(1), record(2)], 1);
    trial.store.state("last".into());
    trial.store.log("bye".into());
    drop(trial.store);
    // The callback is dropped with the thread, after its last write.
    while trial.answers.recv_timeout(BOUND).is_ok() {}
    assert_eq!(ids(&places), [1, 2]);
    assert_eq!(fs::read_to_string(&places.state).unwrap(), "last");
    assert_eq!(fs::read_to_string(&places.log).unwrap(), "bye\n");
}

#[test]
fn a_place_that_cannot_be_written_is_told_once_and_used_when_it_can() {
    let folder = tempfile::tempdir().unwrap();
    let places = Places::inside(folder.path());
    fs::write(&places.history, "a file in place of the folder").unwrap();
    let trial = Trial::start(&places);
    let told = trial.missing();
    assert!(told.contains("kept in memory and tried again"), "{told}");
    for ticket in 1..=5 {
        trial.store.append(vec![record(ticket)], ticket);
        let (answered, result) = trial.answer();
        assert_eq!(answered, ticket);
        assert!(result.unwrap_err().0.contains("history"));
    }
    trial.store.state("after".into());
    assert!(!trial.store.flush(BOUND));
    assert!(
        !places.state.exists(),
        "the snapshot must not overtake its records"
    );

    fs::remove_file(&places.history).unwrap();
    trial.store.append(vec![record(6)], 6);
    assert_eq!(trial.answer(), (6, Ok(())));
    assert!(trial.store.flush(BOUND));
    trial.works();
    assert_eq!(trial.health.try_recv().ok(), None);
    assert_eq!(ids(&places), [1, 2, 3, 4, 5, 6]);
    assert_eq!(fs::read_to_string(&places.state).unwrap(), "after");
}

#[test]
fn what_failed_is_tried_again_without_being_asked() {
    let folder = tempfile::tempdir().unwrap();
    let places = Places::inside(folder.path());
    fs::write(&places.history, "").unwrap();
    let trial = Trial::start(&places);
    trial.missing();
    trial.store.append(vec![record(1)], 1);
    trial.answer().1.unwrap_err();
    fs::remove_file(&places.history).unwrap();
    trial.works();
    assert_eq!(ids(&places), [1]);
}

#[test]
fn a_snapshot_that_cannot_be_written_keeps_no_record_back() {
    let folder = tempfile::tempdir().unwrap();
    let places = Places::inside(folder.path());
    fs::create_dir_all(places.state.join("in the way")).unwrap();
    let trial = Trial::start(&places);
    trial.works();
    trial.store.state("one".into());
    trial.missing();
    trial.store.append(vec![record(1)], 1);
    assert_eq!(trial.answer(), (1, Ok(())));
    fs::remove_dir_all(&places.state).unwrap();
    trial.works();
    assert_eq!(fs::read_to_string(&places.state).unwrap(), "one");
}

#[test]
fn the_log_takes_what_tracing_says() {
    let folder = tempfile::tempdir().unwrap();
    let places = Places::inside(folder.path());
    let trial = Trial::start(&places);
    let subscriber = tracing_subscriber::fmt()
        .with_writer(trial.store.log_writer())
        .without_time()
        .finish();
    tracing::subscriber::with_default(subscriber, || tracing::info!("started"));
    assert!(trial.store.flush(BOUND));
    let log = fs::read_to_string(&places.log).unwrap();
    assert!(log.contains("INFO") && log.ends_with("started\n"), "{log}");
}

#[test]
fn a_recovered_start_reads_what_the_snapshot_does_not_know() {
    let folder = tempfile::tempdir().unwrap();
    let places = Places::inside(folder.path());
    let trial = Trial::start(&places);
    trial.store.append((1..=9).map(record).collect(), 1);
    assert_eq!(trial.answer(), (1, Ok(())));
    let device = device_name(&places.device).unwrap();
    let tail = records_after(&places.history, &device, 6).unwrap();
    assert_eq!(tail.records, [7, 8, 9].map(record));
}

/// Runs this test again in a process of its own, which finds `folder` in its environment.
#[cfg(unix)]
fn again(test: &str, folder: &Path, shell: &str) -> std::process::Command {
    let mut command = std::process::Command::new("sh");
    command
        .args(["-c", &format!("{shell} exec \"$0\" \"$@\"")])
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", test, "--nocapture", "--test-threads=1"])
        .env("SOLEUS_TEST_FOLDER", folder);
    command
}

/// The folder to work in, in such a process.
#[cfg(unix)]
fn given_folder() -> Option<std::path::PathBuf> {
    std::env::var_os("SOLEUS_TEST_FOLDER").map(Into::into)
}

#[cfg(unix)]
mod crash {
    use std::io::{self, BufRead, BufReader, Write};
    use std::process::Stdio;

    use super::*;

    /// Appends until it is killed, in pieces of one to three records, and says which are safe.
    fn append_for_ever(places: &Places) -> ! {
        let device = device_name(&places.device).unwrap();
        let mut next = last_id(&places.history, &device, wall_time())
            .unwrap()
            .unwrap_or(0)
            + 1;
        let (tell, told) = mpsc::sync_channel(4);
        let store = Store::start(places.clone(), Link::new(|_| {}), move |ticket, result| {
            assert_eq!(result, Ok(()));
            let said = format!("safe {ticket}\n");
            io::stdout().write_all(said.as_bytes()).unwrap();
            let _ = tell.send(());
        });
        loop {
            let last = next + next % 3;
            store.append((next..=last).map(record).collect(), last);
            if last.is_multiple_of(5) {
                store.state(format!("{{\"last\":{last}}}"));
            }
            next = last + 1;
            told.recv().unwrap();
        }
    }

    /// Kills it after it said so many times that records are safe, and some more turns of a loop, so
    /// that it may be anywhere in its work; the last one it called safe.
    fn kill_after(test: &str, folder: &Path, times: u64, turns: u64) -> u64 {
        let mut child = again(test, folder, "")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let mut safe = output.lines().filter_map(|line| {
            let line = line.unwrap();
            line.strip_prefix("safe ").map(|id| id.parse().unwrap())
        });
        let mut last = 0;
        for _ in 0..times {
            last = safe.next().expect("it died by itself");
        }
        (0..turns).for_each(|_| std::hint::spin_loop());
        child.kill().unwrap();
        let last = safe.last().unwrap_or(last);
        child.wait().unwrap();
        last
    }

    /// What a power loss leaves of a file: all that was synced, and any part of what came next.
    fn tear(places: &Places, safe: u64, seed: usize) -> bool {
        let device = device_name(&places.device).unwrap();
        let path = places.history.join(device).join("2026-11.jsonl");
        let text = fs::read(&path).unwrap();
        let needle = format!("\"id\":{safe},");
        let line = text
            .windows(needle.len())
            .rposition(|part| part == needle.as_bytes())
            .expect("a safe record is not in the file");
        let end = line + text[line..].iter().position(|byte| *byte == b'\n').unwrap() + 1;
        if end == text.len() {
            let next = whole_line(safe + 1);
            let half = &next[..=seed * 37 % (next.len() - 1)];
            fs::write(&path, [&text, half.as_bytes()].concat()).unwrap();
            return true;
        }
        let cut = end + seed * 37 % (text.len() - end + 1);
        fs::write(&path, &text[..cut]).unwrap();
        cut > end && text[cut - 1] != b'\n' && text.get(cut) != Some(&b'\n')
    }

    #[test]
    fn no_safe_record_is_lost_or_doubled() {
        if let Some(folder) = given_folder() {
            append_for_ever(&Places::inside(&folder));
        }
        let name = "crash::no_safe_record_is_lost_or_doubled";
        let folder = tempfile::tempdir().unwrap();
        let places = Places::inside(folder.path());
        let mut torn = 0;
        for round in 0..200 {
            let times = 1 + round as u64 * 7 % 13;
            let safe = kill_after(name, folder.path(), times, 0);
            let state = fs::read_to_string(&places.state).unwrap_or("{\"last\":0}".into());
            let state: BTreeMap<String, u64> = serde_json::from_str(&state).unwrap();
            let safe = safe.max(state["last"]);
            torn += u64::from(tear(&places, safe, round));
            let device = written(&places);
            let found: Vec<u64> = device.records.iter().map(|record| record.id).collect();
            let newest = *found.last().unwrap();
            assert!(
                newest >= safe,
                "round {round}: {safe} was safe, {newest} is there"
            );
            assert_eq!(found, (1..=newest).collect::<Vec<_>>(), "round {round}");
            assert!(device.unread.damaged <= torn, "round {round}");
        }
        assert!(torn > 50, "only {torn} lines were torn");
        let device = device_name(&places.device).unwrap();
        let path = places.history.join(device).join("2026-11.jsonl");
        let written = fs::read_to_string(path).unwrap();
        let mut times = BTreeMap::new();
        for line in written.lines() {
            *times.entry(line).or_insert(0) += 1;
        }
        for id in ids(&places) {
            assert_eq!(times.get(&*whole_line(id)), Some(&1), "record {id}");
        }
    }

    /// So often it is killed, shared between some histories.
    const KILLS: u64 = 1000;
    const HISTORIES: u64 = 4;

    #[test]
    fn killed_a_thousand_times_it_loses_nothing_and_gives_no_id_twice() {
        if let Some(folder) = given_folder() {
            append_for_ever(&Places::inside(&folder));
        }
        std::thread::scope(|scope| {
            for seed in 0..HISTORIES {
                scope.spawn(move || kill_again_and_again(seed));
            }
        });
    }

    fn kill_again_and_again(seed: u64) {
        let test = "crash::killed_a_thousand_times_it_loses_nothing_and_gives_no_id_twice";
        let folder = tempfile::tempdir().unwrap();
        let places = Places::inside(folder.path());
        let device = device_name(&places.device).unwrap();
        let (mut newest, mut torn) = (0, 0);
        for round in 0..KILLS / HISTORIES {
            let chance = chance(seed * KILLS + round);
            let safe = kill_after(test, folder.path(), 1 + chance % 6, chance % 100_000);
            let tail = records_after(&places.history, &device, newest).unwrap();
            let found: Vec<u64> = tail.records.iter().map(|record| record.id).collect();
            let last = *found.last().unwrap();
            assert!(
                last >= safe,
                "{safe} was safe, {last} is there: {seed} {round}"
            );
            assert_eq!(found, (newest + 1..=last).collect::<Vec<_>>());
            assert!(tail.damaged <= 1, "more than the last line is torn");
            torn += tail.damaged;
            newest = last;
        }
        let whole = written(&places);
        let found: Vec<u64> = whole.records.iter().map(|record| record.id).collect();
        assert_eq!(found, (1..=newest).collect::<Vec<_>>());
        // A torn line is seen at the end, and once more when the next ones stand after it.
        let damaged = whole.unread.damaged;
        assert!(
            damaged <= torn && torn <= 2 * damaged,
            "{damaged} of {torn}"
        );
        let file = places.history.join(device).join("2026-11.jsonl");
        let lines = fs::read_to_string(file).unwrap().lines().count();
        assert_eq!(lines as u64, newest + damaged, "a record was written twice");
    }

    /// A number as good as any other, the same each time (splitmix64).
    fn chance(seed: u64) -> u64 {
        let mut it = seed.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        it = (it ^ (it >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        it ^ (it >> 31)
    }

    fn whole_line(id: u64) -> String {
        let line = soleus::history::to_line(&record(id)).unwrap();
        line.trim_end().to_owned()
    }
}

#[cfg(target_os = "linux")]
mod full {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

    use super::*;

    #[test]
    fn a_full_disk_is_told_in_words_and_nothing_is_lost() {
        let folder = tempfile::tempdir().unwrap();
        let places = Places::inside(folder.path());
        let device = device_name(&places.device).unwrap();
        fs::create_dir_all(places.history.join(&device)).unwrap();
        let month = places.history.join(&device).join("2026-11.jsonl");
        std::os::unix::fs::symlink("/dev/full", &month).unwrap();
        let trial = Trial::start(&places);
        trial.works();
        trial.store.append(vec![record(1)], 1);
        assert!(trial.missing().contains("the disk is full"));
        trial.answer().1.unwrap_err();
        fs::remove_file(&month).unwrap();
        trial.store.append(vec![record(2)], 2);
        assert_eq!(trial.answer(), (2, Ok(())));
        trial.works();
        assert_eq!(ids(&places), [1, 2]);
    }

    /// A limit on the size of files cuts a write in its middle, as a disk does that runs full.
    #[test]
    fn a_write_cut_in_the_middle_leaves_no_half_record_and_no_double() {
        if let Some(folder) = given_folder() {
            return fill(&Places::inside(&folder));
        }
        let folder = tempfile::tempdir().unwrap();
        let test = "full::a_write_cut_in_the_middle_leaves_no_half_record_and_no_double";
        let output = again(test, folder.path(), "trap '' XFSZ;")
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{said}");
        let places = Places::inside(folder.path());
        assert_eq!(ids(&places), (1..=60).collect::<Vec<_>>());
        assert_eq!(written(&places).unread.damaged, 0);
    }

    fn fill(places: &Places) {
        let trial = Trial::start(places);
        trial.works();
        let before = getrlimit(Resource::Fsize);
        let small = Rlimit {
            current: Some(2000),
            ..before
        };
        setrlimit(Resource::Fsize, small).unwrap();
        let mut kept = 0;
        for piece in 0..20 {
            let records = (1..=3).map(|n| record(piece * 3 + n)).collect();
            trial.store.append(records, piece);
            kept += u64::from(trial.answer().1.is_err());
        }
        assert!(kept > 0, "the limit was not reached");
        assert!(trial.missing().contains("may not grow"));
        let device = written(places);
        assert_eq!(device.unread.damaged, 0);
        assert_eq!(device.records.len() as u64, 60 - kept * 3);
        setrlimit(Resource::Fsize, before).unwrap();
        assert!(trial.store.flush(BOUND));
    }

    #[test]
    fn a_watch_that_the_system_refuses_is_told_in_words() {
        if let Some(folder) = given_folder() {
            return watch_without_files(&Places::inside(&folder));
        }
        let folder = tempfile::tempdir().unwrap();
        let test = "full::a_watch_that_the_system_refuses_is_told_in_words";
        let output = again(test, folder.path(), "").output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{said}");
    }

    fn watch_without_files(places: &Places) {
        let (tell, health) = mpsc::channel();
        let (read, reads) = mpsc::channel();
        let link = Link::new(move |told| tell.send(told).unwrap());
        let none = Rlimit {
            current: Some(0),
            ..getrlimit(Resource::Nofile)
        };
        setrlimit(Resource::Nofile, none).unwrap();
        let path = places.settings.clone();
        let _watch = Watch::start(&path, Part::Settings, link, move |contents| {
            read.send(contents).unwrap();
        });
        let told = health.recv_timeout(BOUND).unwrap();
        let Told::Health(Part::Settings, Health::Missing(what)) = told else {
            panic!("{told:?}");
        };
        assert!(what.contains("are not noticed: "), "{what}");
        assert!(what.contains("too many open files"), "{what}");
        assert_eq!(reads.recv_timeout(BOUND).unwrap(), Contents::Absent);
    }

    #[test]
    fn a_disk_that_does_not_answer_holds_nobody_up() {
        let folder = tempfile::tempdir().unwrap();
        let places = Places::inside(folder.path());
        // Opening a pipe that nobody reads waits, as a network disk does that went away.
        let made = std::process::Command::new("mkfifo")
            .arg(&places.log)
            .status();
        assert!(made.unwrap().success());
        let trial = Trial::start(&places);
        trial.works();
        trial.store.log("into the pipe".into());
        trial.store.append(vec![record(1)], 1);
        trial.store.state("later".into());
        for _ in 0..100_000 {
            trial.store.log("too many to keep".into());
        }
        assert!(!trial.store.flush(Duration::from_millis(50)));
        // Somebody reads from now on, and goes on when a writer closes: opened for writing too, the pipe
        // never comes to an end, and the store is never held up again.
        let both = fs::OpenOptions::new()
            .read(true)
            .write(true)
            .open(&places.log);
        let mut reader = both.unwrap();
        std::thread::spawn(move || std::io::copy(&mut reader, &mut std::io::sink()));
        assert_eq!(trial.answer(), (1, Ok(())));
    }
}

#[test]
fn times_of_any_zone_come_back_as_they_were() {
    let folder = tempfile::tempdir().unwrap();
    let places = Places::inside(folder.path());
    let trial = Trial::start(&places);
    let zones = [-12 * 3600, -1, 0, 19_800, 14 * 3600];
    let records: Vec<Record> = (1..)
        .zip(zones)
        .map(|(id, seconds)| {
            let zone = FixedOffset::east_opt(seconds / 60 * 60).unwrap();
            let at = record(id).at.with_timezone(&zone);
            Record { at, ..record(id) }
        })
        .collect();
    trial.store.append(records.clone(), 1);
    assert_eq!(trial.answer(), (1, Ok(())));
    assert_eq!(written(&places).records, records);
}

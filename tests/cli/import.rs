//! `import`: of an export, of Workrave, and of what is neither.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use soleus::platform::boot_time;

use super::book::{NEWER, PC, printed, write};
use super::{Ran, command, soleus};

fn folders(dir: &Path) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(dir.join("history"))
        .into_iter()
        .flatten()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn import(dir: &Path, file: &Path) -> Ran {
    soleus(dir, &["import", file.to_str().unwrap()])
}

/// An export of a machine with a line of a newer version.
fn exported(dir: &Path) -> std::path::PathBuf {
    let mut lines = PC.to_vec();
    lines.push(NEWER);
    write(dir, "pc-1", &lines);
    let path = dir.join("out.jsonl");
    printed(dir, &["export", "--out", path.to_str().unwrap()]);
    path
}

#[test]
fn an_export_is_taken_up_once_and_byte_by_byte() {
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let file = exported(here.path());
    let ran = import(there.path(), &file);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stdout.starts_with("import-pc-1-"), "{}", ran.stdout);
    assert!(ran.stdout.ends_with(": 11 records.\n"), "{}", ran.stdout);
    let names = folders(there.path());
    assert_eq!(names.len(), 1);
    let path = |dir: &Path, name: &str| dir.join("history").join(name).join("2026-03.jsonl");
    let before = fs::read(path(here.path(), "pc-1")).unwrap();
    assert_eq!(fs::read(path(there.path(), &names[0])).unwrap(), before);

    let ran = import(there.path(), &file);
    assert_eq!(ran.code, 0);
    assert!(
        ran.stdout.ends_with("all of them there already.\n"),
        "{}",
        ran.stdout
    );
    assert_eq!(folders(there.path()), names);
    let shown = |dir: &Path, machine: &str| {
        let text = printed(dir, &["history", "--since", "2026-03-09"]);
        assert!(text.contains(&format!("  {machine}  ")), "{text}");
        text.replace(&format!("  {machine}  "), "  ")
    };
    assert_eq!(shown(there.path(), &names[0]), shown(here.path(), "pc-1"));
}

#[test]
fn an_export_of_an_import_is_the_same_again() {
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    import(there.path(), &exported(here.path()));
    let again = there.path().join("again.jsonl");
    printed(there.path(), &["export", "--out", again.to_str().unwrap()]);
    let ran = import(there.path(), &again);
    assert!(
        ran.stdout.ends_with("all of them there already.\n"),
        "{}",
        ran.stdout
    );
}

/// A line counts for the days near the month of its file; one that lies elsewhere counts nowhere, and an
/// export and its import do not change that.
#[test]
fn a_round_trip_changes_no_figure_wherever_the_lines_stood() {
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut lines = PC.to_vec();
    lines.push(r#"{"v":1,"id":20,"at":"2026-06-09T09:00:00+01:00","kind":"stretch","posture":"seated","seconds":600}"#);
    lines.push(r#"{"v":1,"id":21,"at":"2026-04-09T09:00:00+01:00","kind":"stretch","posture":"seated","seconds":600}"#);
    lines.push(r#"{"v":9,"id":22,"kind":"dance"}"#);
    write(here.path(), "pc-1", &lines);
    write(here.path(), "pc-\u{7}2", PC);
    let other = here.path().join("history/pc-1/old.jsonl");
    fs::write(&other, PC[7].replace("10:00:00", "12:00:00")).unwrap();

    let file = here.path().join("out.jsonl");
    printed(here.path(), &["export", "--out", file.to_str().unwrap()]);
    let ran = import(there.path(), &file);
    assert_eq!((ran.code, &*ran.stderr), (0, ""));
    let stats = [
        "stats",
        "--from",
        "2026-01-01",
        "--to",
        "2026-12-31",
        "--json",
    ];
    let said = printed(here.path(), &stats);
    assert_eq!(printed(there.path(), &stats), said);
    let said: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!(said["total"]["seated_seconds"], 2880 + 1200 + 600 + 600);
    let names = folders(there.path());
    assert_eq!(names.len(), 1);
    let path = |dir: &Path, name: &str| dir.join("history").join(name).join("2026-03.jsonl");
    let before = fs::read(path(here.path(), "pc-1")).unwrap();
    assert_eq!(fs::read(path(there.path(), &names[0])).unwrap(), before);
}

/// Waits until a half-made file or folder has something in it, with a limit.
fn half_made(folder: &Path, prefix: &str) -> bool {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let of_it = entries.filter(|it| {
        it.file_name()
            .to_str()
            .is_some_and(|it| it.starts_with(prefix))
    });
    let mut found = of_it.map(|entry| entry.path());
    found.any(|path| match fs::read_dir(&path) {
        Ok(mut inside) => inside.next().is_some(),
        Err(_) => fs::metadata(&path).is_ok_and(|file| file.len() > 0),
    })
}

/// Ends a command as soon as it has made half of what it makes.
fn broken_off(dir: &Path, arguments: &[&str], folder: &Path, prefix: &str) -> Option<i32> {
    let mut child = command(dir, arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let begun = boot_time();
    while !half_made(folder, prefix) {
        assert!(boot_time() < begun + Duration::from_secs(20));
        assert!(child.try_wait().unwrap().is_none(), "it was done before");
        thread::yield_now();
    }
    let pid = child.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-TERM", &pid])
            .status()
            .unwrap()
            .success()
    );
    child.wait().unwrap().code()
}

#[test]
fn what_is_broken_off_leaves_nothing_behind() {
    let dir = tempfile::tempdir().unwrap();
    let line = |id: u32| {
        let month = 1 + id % 2;
        format!(
            "{{\"v\":1,\"id\":{id},\"at\":\"2026-0{month}-09T09:00:00+01:00\",\"kind\":\"started\"}}"
        )
    };
    let lines: Vec<String> = (0..200_000).map(line).collect();
    let file = dir.path().join("many.jsonl");
    let mut text = "{\"soleus-export\":1,\"at\":\"2026-03-10T10:00:00+01:00\"}\n".to_owned();
    for line in &lines {
        text += &format!("{{\"device\":\"pc\",\"record\":{line}}}\n");
    }
    fs::write(&file, text).unwrap();
    let history = dir.path().join("history");
    let import = ["import", file.to_str().unwrap()];
    let code = broken_off(dir.path(), &import, &history, ".soleus-import-");
    assert_eq!(code, Some(1));
    assert_eq!(folders(dir.path()), [""; 0]);

    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    write(dir.path(), "pc-1", &lines);
    let out = tempfile::tempdir().unwrap();
    let path = out.path().join("out.jsonl");
    let export = ["export", "--out", path.to_str().unwrap()];
    let code = broken_off(dir.path(), &export, out.path(), ".soleus-export-");
    assert_eq!(code, Some(1));
    assert!(fs::read_dir(out.path()).unwrap().next().is_none());
}

#[test]
fn damage_in_an_export_is_counted_and_the_rest_taken_up() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("out.jsonl");
    let mut text = "{\"soleus-export\":1,\"at\":\"2026-03-10T10:00:00+01:00\"}\n".to_owned();
    for line in [
        format!("{{\"device\":\"pc\",\"record\":{}}}", PC[0]),
        "{\"device\":\"pc\",\"record\":{\"v\":1}}".to_owned(),
        "{\"device\":\"pc\",\"rec".to_owned(),
        format!("{{\"device\":\"pc\",\"month\":\"../../x\",\"record\":{}}}", PC[2]),
        format!("{{\"device\":\"pc\",\"month\":\"2026-99\",\"record\":{}}}", PC[2]),
        format!("{{\"device\":\"../../../etc\",\"record\":{}}}", PC[1]),
        "{\"device\":\"pc\",\"record\":{\"v\":1,\"id\":5,\"at\":\"+99999-01-01T00:00:00Z\",\"kind\":\"started\"}}".to_owned(),
        "x".repeat(300_000),
        String::new(),
    ] {
        text += &line;
        text.push('\n');
    }
    fs::write(&file, text).unwrap();
    let ran = import(dir.path(), &file);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(
        ran.stderr.contains("Damaged and left out: 6 lines"),
        "{}",
        ran.stderr
    );
    let names = folders(dir.path());
    assert_eq!(names.len(), 2, "{names:?}");
    assert!(names[0].starts_with("import-etc-"), "{names:?}");
    assert!(names[1].starts_with("import-pc-"), "{names:?}");
}

const WORKRAVE: &str = "\
WorkRaveStats 4
D 9 2 126 9 5 9 2 126 17 40
B 0 7 30 20 5 4 6 26 120 
B 1 7 8 6 2 1 1 7 300 
m 6 14400 900000 1000 3600 2500 12000 
D 10 2 126 8 55 10 2 126 18 2
m 6 600 1 1 1 1 1 
";

#[test]
fn what_workrave_counted_is_shown_beside_the_figures() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("historystats");
    fs::write(&file, WORKRAVE).unwrap();
    for there in [": 2 records.\n", "all of them there already.\n"] {
        let ran = import(dir.path(), &file);
        assert_eq!(
            (ran.code, ran.stdout.ends_with(there)),
            (0, true),
            "{}",
            ran.stdout
        );
    }
    let names = folders(dir.path());
    assert_eq!(names.len(), 1);
    assert!(names[0].starts_with("import-workrave-"), "{names:?}");
    let shown = printed(dir.path(), &["history", "--since", "2026-03-09"]);
    let line = format!(
        "  09:05  {}  Workrave counted 4 h of use, 26 breaks taken, 12 passed over",
        names[0]
    );
    assert!(shown.contains(&line), "{shown}");
}

/// A day that was not over, or that was imported in another time zone, is that day still.
#[test]
fn a_day_that_workrave_counted_on_counts_once() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("historystats");
    for (seconds, zone) in [
        ("600", "Europe/Berlin"),
        ("14400", "Europe/Berlin"),
        ("14400", "America/New_York"),
        ("700", "Europe/Berlin"),
    ] {
        let day = format!(
            "WorkRaveStats 4\nD 9 2 126 9 5 9 2 126 17 40\nB 0 7 9 6 0 2 1 9 5\nm 6 {seconds} 1 1 1 1 1\n"
        );
        fs::write(&file, day).unwrap();
        let run = command(dir.path(), &["import", file.to_str().unwrap()])
            .env("TZ", zone)
            .output();
        assert!(run.unwrap().status.success());
    }
    let march = ["stats", "--from", "2026-03-01", "--to", "2026-03-31"];
    let said = printed(dir.path(), &march);
    assert_eq!(
        said,
        "Nothing is recorded from 2026-03-01 to 2026-03-31.\n\
         Workrave counted 4 h of use on 1 day: 6 breaks taken, 3 passed over.\n"
    );

    write(dir.path(), "pc-1", &PC[7..8]);
    let said = printed(dir.path(), &march);
    assert!(said.contains("(1 day recorded)"), "{said}");
    assert!(
        said.contains(
            "\nBeside these, Workrave counted 4 h of use on 1 day: 6 breaks taken, 3 passed over.\n"
        ),
        "{said}"
    );
    let json = printed(dir.path(), &[&march[..], &["--json"]].concat());
    let said: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(said["rows"].as_array().unwrap().len(), 1);
    assert_eq!(said["total"]["unrecorded_seconds"], 24 * 3600 - 600);
    assert_eq!(said["other_programs"].as_array().unwrap().len(), 1);
}

#[test]
fn what_holds_no_history_is_told_kindly_and_nothing_is_made() {
    let dir = tempfile::tempdir().unwrap();
    let table: [(&str, &str, i32); 8] = [
        (
            r#"{"microbreakInterval":600000,"breakInterval":2}"#,
            "the settings of Stretchly",
            1,
        ),
        (
            r#"{"settings":{"breaksEnabled":true},"appInitialized":true}"#,
            "the settings of BreakTimer",
            1,
        ),
        (PC[0], "is a month of a history itself", 1),
        (
            "{\"soleus-export\":2,\"at\":\"2026-03-10T10:00:00+01:00\"}\n",
            "of a newer Soleus",
            1,
        ),
        ("WorkRaveStats 9\n", "are not known here", 1),
        ("\u{1f}", "is not understood", 2),
        ("", "is not understood", 2),
        ("{\"a\":1}", "is not understood", 2),
    ];
    for (text, words, code) in table {
        let file = dir.path().join("file");
        fs::write(&file, text).unwrap();
        let ran = import(dir.path(), &file);
        assert_eq!(
            (ran.code, &*ran.stdout),
            (code, ""),
            "{text}: {}",
            ran.stderr
        );
        assert!(ran.stderr.contains(words), "{text}: {}", ran.stderr);
    }
    fs::write(dir.path().join("packed"), [0x1f, 0x8b, 8, 0]).unwrap();
    let ran = import(dir.path(), &dir.path().join("packed"));
    assert!(ran.stderr.contains("gunzip"), "{}", ran.stderr);
    assert!(folders(dir.path()).is_empty());
}

#[test]
fn what_is_no_plain_file_is_not_waited_for() {
    let dir = tempfile::tempdir().unwrap();
    let pipe = dir.path().join("pipe");
    assert!(
        Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .unwrap()
            .success()
    );
    for path in [pipe.as_path(), dir.path(), Path::new("/dev/zero")] {
        let ran = import(dir.path(), path);
        assert_eq!((ran.code, &*ran.stdout), (2, ""), "{}", path.display());
        assert!(ran.stderr.contains("is no plain file"), "{}", ran.stderr);
    }
    let ran = import(dir.path(), &dir.path().join("none"));
    assert_eq!((ran.code, &*ran.stdout), (1, ""));
    assert!(
        ran.stderr.contains("The history is as it was"),
        "{}",
        ran.stderr
    );
}

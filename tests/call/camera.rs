//! A camera in use: real programs hold files that lie where devices do.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use soleus::engine::Input;
use soleus::engine::input::{CallSource, Sensor};
use soleus::link::{Link, Part, Told};
use soleus::sensors::{Desktop, Sensors};
use tempfile::TempDir;

use crate::support::ear::Ear;
use crate::support::process::{Process, until};
use crate::support::sensing::nothing;

/// The user that every system has for those who own nothing.
const NOBODY: u32 = 65534;

/// A folder of devices.
struct Devices(TempDir);

impl Devices {
    /// One with these devices.
    fn with(names: &[&str]) -> Self {
        let devices = Self(tempfile::tempdir().unwrap());
        for name in names {
            devices.plug_in(name);
        }
        devices
    }

    fn plug_in(&self, name: &str) {
        fs::write(self.at(name), "").unwrap();
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn start(&self, link: Link) -> Sensors {
        start_at(link, self.0.path())
    }

    /// A program that holds this device open until it is dropped.
    fn hold(&self, name: &str) -> Process {
        self.hold_by(&mut Command::new("sh"), name)
    }

    /// The same, by this shell.
    fn hold_by(&self, shell: &mut Command, name: &str) -> Process {
        let script = r#"exec 3<"$1"; echo held; kill -STOP $$"#;
        shell.args(["-c", script, "sh"]).arg(self.at(name));
        let (process, said) = Process::start_and_read(shell);
        assert_eq!(said, "held");
        process
    }
}

fn start_at(link: Link, devices: &Path) -> Sensors {
    let desktop = Desktop {
        devices: devices.to_owned(),
        ..nothing()
    };
    crate::start(link, desktop, |on| on.camera = true)
}

fn call(on: bool) -> Input {
    crate::call(CallSource::Camera, on)
}

fn works(works: bool) -> Input {
    crate::works(Sensor::Camera, works)
}

/// Looks, and gives everything about the camera that was told until the look was over.
fn look(sensors: &Sensors, ear: &Ear) -> Vec<Input> {
    sensors.look();
    heard_until(ear, &Input::Looked)
}

fn heard_until(ear: &Ear, last: &Input) -> Vec<Input> {
    let mut told = Vec::new();
    ear.until(&format!("{last:?}"), |it| {
        told.push(it.clone());
        (*it == Told::Input(last.clone())).then_some(())
    });
    crate::of(CallSource::Camera, &told)
}

#[test]
fn a_camera_is_seen_by_looking_and_its_end_as_it_happens() {
    let devices = Devices::with(&["video0", "video1", "null"]);
    let (link, ear) = Ear::new();
    let sensors = devices.start(link);
    assert_eq!(look(&sensors, &ear), [works(true)]);
    for _ in 0..2 {
        let holder = devices.hold("video1");
        assert_eq!(look(&sensors, &ear), [call(true)]);
        assert_eq!(look(&sensors, &ear), []);
        drop(holder);
        assert_eq!(heard_until(&ear, &call(false)), [call(false)]);
        assert_eq!(look(&sensors, &ear), []);
    }
    let _other = devices.hold("null");
    assert_eq!(look(&sensors, &ear), []);
}

#[test]
fn a_camera_in_use_at_the_start_is_seen_without_a_look() {
    let devices = Devices::with(&["video0"]);
    let holder = devices.hold("video0");
    let (link, ear) = Ear::new();
    let _sensors = devices.start(link);
    let mut heard = heard_until(&ear, &call(true));
    assert_eq!(ear.until_works(Part::Camera), "the video devices");
    drop(holder);
    heard.extend(heard_until(&ear, &call(false)));
    assert_eq!(heard, [works(true), call(true), call(false)]);
}

#[test]
fn a_camera_that_is_passed_on_is_in_use_until_the_last_lets_go() {
    let devices = Devices::with(&["video0", "video1"]);
    let (link, ear) = Ear::new();
    let sensors = devices.start(link);
    let first = devices.hold("video0");
    let second = devices.hold("video0");
    assert_eq!(look(&sensors, &ear), [works(true), call(true)]);
    let third = devices.hold("video1");
    drop(first);
    drop(second);
    // A look goes through the same thread: what the two set off is over after it.
    assert_eq!(look(&sensors, &ear), []);
    drop(third);
    assert_eq!(heard_until(&ear, &call(false)), [call(false)]);
}

#[test]
fn a_camera_that_is_unplugged_is_not_in_use_any_more() {
    let devices = Devices::with(&["video0"]);
    let (link, ear) = Ear::new();
    let sensors = devices.start(link);
    let _holder = devices.hold("video0");
    assert_eq!(look(&sensors, &ear), [works(true), call(true)]);
    fs::remove_file(devices.at("video0")).unwrap();
    assert_eq!(heard_until(&ear, &call(false)), [call(false)]);
    devices.plug_in("video0");
    assert_eq!(look(&sensors, &ear), []);
}

/// Whether this test, which has to act as another user, may not. Says so as `skip::missing` does.
fn not_root() -> bool {
    if rustix::process::geteuid().is_root() {
        return false;
    }
    let test = std::thread::current();
    let name = test.name().unwrap_or("a test");
    // Past the test harness, which keeps to itself what a passing test prints.
    let words = format!("skipped: {name}: needs root\n");
    std::io::stderr().write_all(words.as_bytes()).unwrap();
    true
}

#[test]
fn what_another_user_holds_does_not_count() {
    if not_root() {
        return;
    }
    let devices = Devices::with(&["video0"]);
    fs::set_permissions(devices.0.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let (link, ear) = Ear::new();
    let sensors = devices.start(link);
    let mut shell = Command::new("sh");
    let _theirs = devices.hold_by(shell.uid(NOBODY).gid(NOBODY), "video0");
    assert_eq!(look(&sensors, &ear), [works(true)]);
    let _ours = devices.hold("video0");
    assert_eq!(look(&sensors, &ear), [call(true)]);
}

#[test]
fn what_this_program_holds_does_not_count() {
    let devices = Devices::with(&["video0"]);
    let (link, ear) = Ear::new();
    let sensors = devices.start(link);
    let _own = fs::File::open(devices.at("video0")).unwrap();
    // A child that another test just started holds it too, until it becomes its program.
    let mut heard = Vec::new();
    until("a look that finds nobody", || {
        heard.extend(look(&sensors, &ear));
        (heard.last() != Some(&call(true))).then_some(())
    });
}

#[test]
fn what_a_session_manager_holds_does_not_count() {
    let devices = Devices::with(&["video0"]);
    let (link, ear) = Ear::new();
    let sensors = devices.start(link);
    // By another process: a program that a child of this one may still hold open cannot be run.
    let manager = devices.at("wireplumber");
    let copied = Command::new("cp").arg("/bin/sh").arg(&manager).status();
    assert!(copied.unwrap().success());
    let _manager = devices.hold_by(&mut Command::new(manager), "video0");
    assert_eq!(look(&sensors, &ear), [works(true)]);
    let _user = devices.hold("video0");
    assert_eq!(look(&sensors, &ear), [call(true)]);
}

#[test]
fn without_a_camera_there_is_no_call_and_one_that_comes_is_found() {
    let devices = Devices::with(&["null"]);
    let (link, ear) = Ear::new();
    let sensors = devices.start(link);
    assert_eq!(look(&sensors, &ear), [works(true)]);
    devices.plug_in("video0");
    let _holder = devices.hold("video0");
    assert_eq!(look(&sensors, &ear), [call(true)]);
}

#[test]
fn devices_that_cannot_be_listed_are_told_and_found_when_they_can() {
    let devices = Devices::with(&["video0"]);
    let (kept, hidden) = (devices.0.path(), devices.0.path().with_extension("away"));
    fs::rename(kept, &hidden).unwrap();
    let (link, ear) = Ear::new();
    let sensors = devices.start(link);
    let words = ear.until_missing(Part::Camera);
    assert!(words.contains("microphone"), "{words}");
    assert_eq!(look(&sensors, &ear), []);

    fs::rename(&hidden, kept).unwrap();
    let _holder = devices.hold("video0");
    assert_eq!(look(&sensors, &ear), [works(true), call(true)]);
    fs::rename(kept, &hidden).unwrap();
    assert_eq!(look(&sensors, &ear), [call(false), works(false)]);
    fs::rename(&hidden, kept).unwrap();
    assert_eq!(look(&sensors, &ear), [works(true), call(true)]);
}

#[test]
fn a_look_is_over_also_where_nothing_is_watched() {
    let (link, ear) = Ear::new();
    let sensors = crate::start(link, nothing(), |_| ());
    assert_eq!(look(&sensors, &ear), [works(false)]);
}

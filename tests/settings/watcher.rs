//! The settings file watched while editors, scripts and people save it their way.

use std::fs;
use std::path::Path;
use std::sync::mpsc;
use std::time::Duration;

use soleus::link::{Health, Link, Told};
use soleus::settings::{self, Loaded};
use soleus::store::Watch;

/// What the watch said, one message after the other, each waited for with a bound.
struct Heard(mpsc::Receiver<Loaded>);

impl Heard {
    const BOUND: Duration = Duration::from_secs(20);

    fn next(&self) -> Loaded {
        self.0
            .recv_timeout(Self::BOUND)
            .expect("the change was not noticed")
    }

    /// Waits for settings like these; those on the way to them do not matter.
    fn until(&self, every: u64) {
        while self.next().settings.reminders.every != Duration::from_mins(every) {}
    }
}

fn watched(path: &Path) -> (Watch, Heard, mpsc::Receiver<Health>) {
    let (told, heard) = mpsc::channel();
    let (health, healths) = mpsc::channel();
    let link = Link::new(move |told| {
        if let Told::Health(_, how) = told {
            let _ = health.send(how);
        }
    });
    let watch = settings::watch(path, link, move |loaded| {
        let _ = told.send(loaded);
    });
    let how = healths.recv_timeout(Heard::BOUND).unwrap();
    assert!(matches!(how, Health::Works(_)), "{how:?}");
    (watch, Heard(heard), healths)
}

fn every(minutes: u64) -> String {
    format!("{{ \"reminders\": {{ \"every_minutes\": {minutes} }} }}")
}

#[test]
fn every_way_of_saving_a_file_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("settings.json");
    fs::write(&path, every(20)).unwrap();
    let (_watch, heard, _) = watched(&path);
    heard.until(20);

    fs::write(&path, every(21)).unwrap();
    heard.until(21);

    let swap = folder.path().join(".settings.json.swp");
    fs::write(&swap, every(22)).unwrap();
    fs::rename(&swap, &path).unwrap();
    heard.until(22);

    fs::rename(&path, folder.path().join("settings.json~")).unwrap();
    fs::write(&path, every(23)).unwrap();
    heard.until(23);

    fs::remove_file(&path).unwrap();
    heard.until(30);

    fs::write(&path, every(24)).unwrap();
    heard.until(24);
}

#[test]
fn a_file_replaced_over_and_over_ends_as_its_last_text() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("settings.json");
    let (_watch, heard, _) = watched(&path);
    heard.until(30);
    for minutes in 31..=80 {
        fs::write(folder.path().join("new"), every(minutes)).unwrap();
        fs::rename(folder.path().join("new"), &path).unwrap();
    }
    heard.until(80);
}

#[test]
fn a_folder_that_comes_later_goes_and_is_swapped_is_followed() {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("config/soleus");
    let path = inner.join("settings.json");
    let (_watch, heard, _) = watched(&path);
    heard.until(30);

    fs::create_dir_all(&inner).unwrap();
    fs::write(&path, every(20)).unwrap();
    heard.until(20);

    let aside = folder.path().join("config/aside");
    fs::create_dir(&aside).unwrap();
    fs::write(aside.join("settings.json"), every(25)).unwrap();
    fs::rename(&inner, folder.path().join("config/old")).unwrap();
    fs::rename(&aside, &inner).unwrap();
    heard.until(25);

    fs::remove_dir_all(&inner).unwrap();
    heard.until(30);
}

#[cfg(unix)]
#[test]
fn a_link_is_followed_to_the_file_it_points_to() {
    let folder = tempfile::tempdir().unwrap();
    let [dots, config] = ["dotfiles", "config"].map(|name| folder.path().join(name));
    fs::create_dir(&dots).unwrap();
    fs::create_dir(&config).unwrap();
    let real = dots.join("soleus.json");
    fs::write(&real, every(20)).unwrap();
    let path = config.join("settings.json");
    std::os::unix::fs::symlink("../dotfiles/soleus.json", &path).unwrap();
    let (_watch, heard, _) = watched(&path);
    heard.until(20);

    fs::write(&real, every(21)).unwrap();
    heard.until(21);

    let other = dots.join("other.json");
    fs::write(&other, every(22)).unwrap();
    std::os::unix::fs::symlink(&other, config.join("new")).unwrap();
    fs::rename(config.join("new"), &path).unwrap();
    heard.until(22);

    fs::write(&other, every(23)).unwrap();
    heard.until(23);
}

#[test]
fn a_touch_without_a_change_says_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("settings.json");
    fs::write(&path, every(20)).unwrap();
    let (_watch, heard, _) = watched(&path);
    heard.until(20);
    fs::write(&path, every(20)).unwrap();
    fs::write(folder.path().join("other.json"), every(40)).unwrap();
    let silence = heard.0.recv_timeout(Duration::from_millis(1500));
    assert_eq!(silence.err(), Some(mpsc::RecvTimeoutError::Timeout));
    fs::write(&path, every(21)).unwrap();
    assert_eq!(
        heard.next().settings.reminders.every,
        Duration::from_mins(21)
    );
}

#[test]
fn a_watch_that_is_dropped_ends() {
    let folder = tempfile::tempdir().unwrap();
    let (watch, heard, _) = watched(&folder.path().join("settings.json"));
    heard.next();
    drop(watch);
    let end = heard.0.recv_timeout(Heard::BOUND);
    assert_eq!(end.err(), Some(mpsc::RecvTimeoutError::Disconnected));
}

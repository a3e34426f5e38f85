//! Programs of the user and the watch over the settings: asleep while nothing happens, and no thread
//! where none is needed. Alone in its file: it counts the wakes of all threads.
#![cfg(target_os = "linux")]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::sync::mpsc;
use std::time::Duration;

use soleus::hooks::{Event, Happening, Hooks, Programs, What};
use soleus::link::{Link, Part};
use soleus::platform::clock::wall_time;
use soleus::store::{Contents, Watch};

use support::ear::Ear;
use support::peace::{stays_asleep, until_gone};
use support::process::until;

#[test]
fn programs_and_the_watch_never_wake_while_nothing_happens() {
    let folder = tempfile::tempdir().unwrap();
    let settings = folder.path().join("settings.json");
    fs::write(&settings, "{}").unwrap();
    let none = Programs {
        named_in: settings.clone(),
        home: folder.path().to_owned(),
        time_limit: Duration::from_secs(10),
        commands: BTreeMap::new(),
    };
    let (link, ear) = Ear::new();
    let mut hooks = Hooks::start(link, none.clone());
    until_gone("hook");

    let command = ["sh", "-c", "cat >told"].map(str::to_owned).to_vec();
    hooks.retune(Programs {
        commands: BTreeMap::from([(Happening::Snooze, command)]),
        ..none.clone()
    });
    ear.until_works(Part::Hooks);
    hooks.tell(Event {
        at: wall_time(),
        what: What::Snooze { seconds: None },
    });
    until("the program has run", || {
        let told = fs::read_to_string(folder.path().join("told")).ok()?;
        told.ends_with('\n').then_some(())
    });

    let (tell, changes) = mpsc::channel();
    let silent = Link::new(|_| {});
    let _watch = Watch::start(&settings, Part::Settings, silent, move |contents| {
        tell.send(contents).unwrap();
    });
    let first = changes.recv_timeout(support::PATIENCE).unwrap();
    assert_eq!(first, Contents::Bytes(b"{}".to_vec()));
    fs::write(&settings, "{ }").unwrap();
    let next = changes.recv_timeout(support::PATIENCE).unwrap();
    assert_eq!(next, Contents::Bytes(b"{ }".to_vec()));

    stays_asleep(&["hooks", "watch"]);

    hooks.retune(none);
    until_gone("hook");
}

//! GNOME's setting, kept by a real dconf and read by the real gsettings, and by false ones.

use std::fs;

use soleus::link::Part;
use soleus::sensors::Desktop;

use crate::plasma::{plasma, turns};
use crate::support::ear::Ear;
use crate::support::gsettings::{FalseGSettings, GSettings};
use crate::support::peer::{Peer, What};
use crate::support::private_bus::PrivateBus;
use crate::support::process::write_program;
use crate::support::sensing::{PATIENCE, SHORT_PATIENCE};
use crate::support::skip::missing;
use crate::{of_quiet, quiet, start, until_works_by, with, works};

const SHELL: &str = "org.gnome.Shell";
const DCONF: What<'_> = (
    "/ca/desrt/dconf/Writer/user",
    "ca.desrt.dconf.Writer",
    "Notify",
);
/// What keeps and reads GNOME's settings.
const GNOME: [&str; 4] = [
    "dbus",
    "dconf-gsettings-backend",
    "gsettings-desktop-schemas",
    "libglib2.0-bin",
];

/// A GNOME whose settings are at this bus's home.
fn with_gnome(bus: &PrivateBus, settings: &GSettings) -> Desktop {
    Desktop {
        gsettings: settings.reader(),
        ..with(bus)
    }
}

#[test]
fn gnomes_setting_is_followed_while_its_shell_runs() {
    if missing(&GNOME) {
        return;
    }
    let bus = PrivateBus::start();
    let settings = GSettings::on(&bus);
    let (link, ear) = Ear::new();
    let _sensors = start(link, with_gnome(&bus, &settings));
    assert_eq!(ear.inputs(1, of_quiet), [works(false)]);
    assert_eq!(settings.times_read(), 0, "there is no shell");

    let shell = Peer::start(&bus, &[SHELL]);
    assert_eq!(ear.inputs(1, of_quiet), [works(true)]);
    until_works_by(&ear, "GNOME's do-not-disturb");
    for shown in [false, true, false] {
        settings.show_banners(shown);
        assert_eq!(ear.inputs(1, of_quiet), [quiet(!shown)]);
    }
    settings.reset();
    assert_eq!(ear.inputs(1, of_quiet), [quiet(false)]);

    settings.show_banners(false);
    assert_eq!(ear.inputs(1, of_quiet), [quiet(true)]);
    drop(shell);
    assert_eq!(ear.inputs(2, of_quiet), [quiet(false), works(false)]);
    let _shell = Peer::start(&bus, &[SHELL]);
    assert_eq!(ear.inputs(2, of_quiet), [works(true), quiet(true)]);
}

#[test]
fn a_burst_of_changes_is_read_once() {
    if missing(&["dbus"]) {
        return;
    }
    let bus = PrivateBus::start();
    let settings = FalseGSettings::at(&bus);
    let server = plasma(&bus, false);
    let _shell = Peer::start(&bus, &[SHELL]);
    let (link, ear) = Ear::new();
    let desktop = Desktop {
        gsettings: settings.program(),
        ..with(&bus)
    };
    let _sensors = start(link, desktop);
    until_works_by(&ear, "Plasma's notification server, GNOME's do-not-disturb");

    // dconf's writer has a name that is not known before, so whoever says so is believed, and
    // nothing but a reading comes of it. One after the other is heard, as the server's word shows.
    let anybody = Peer::nameless(&bus);
    for on in [true, false].repeat(5) {
        let body = ("/org/gnome/desktop/notifications/", vec![""], "tag");
        anybody.tells(DCONF, &body);
        turns(&server, on);
        assert_eq!(ear.inputs(1, of_quiet), [quiet(on)]);
    }
    settings.shows_banners(false);
    anybody.tells(DCONF, &("/org/gnome/desktop/", vec![""], "tag"));
    assert_eq!(ear.inputs(1, of_quiet), [quiet(true)]);
    // At the start, and the burst. A slow machine may be at it some times.
    let times = settings.times_read();
    assert!((2..7).contains(&times), "read {times} times");
}

#[test]
fn settings_that_hang_are_ended_and_read_again() {
    if missing(&["dbus"]) {
        return;
    }
    let bus = PrivateBus::start();
    let _shell = Peer::start(&bus, &[SHELL]);
    let (mine, pid) = (bus.home().join("gsettings"), bus.home().join("pid"));
    let hang = format!("#!/bin/sh\necho $$ >>{}\nexec sleep 1000\n", pid.display());
    write_program(&mine, &hang);
    let (link, ear) = Ear::new();
    let desktop = Desktop {
        gsettings: mine.clone(),
        patience: PATIENCE,
        ..with(&bus)
    };
    let _sensors = start(link, desktop);
    let words = ear.until_missing(Part::DoNotDisturb);
    assert!(
        words.contains("GNOME's do-not-disturb does not answer"),
        "{words}"
    );
    let pids = fs::read_to_string(pid).expect("it ran");
    let first = pids.lines().next().expect("it said who it is");
    assert!(!fs::exists(format!("/proc/{first}")).expect("a plain question"));

    let next = bus.home().join("next");
    write_program(&next, "#!/bin/sh\necho false\n");
    fs::rename(next, mine).expect("the same folder");
    assert_eq!(ear.inputs(2, of_quiet), [works(true), quiet(true)]);
}

#[test]
fn settings_that_cannot_be_read_are_none() {
    if missing(&["dbus"]) {
        return;
    }
    for words in [
        "#!/bin/sh\nexit 1\n",
        "#!/bin/sh\necho maybe\n",
        "#!/bin/sh\nyes\n",
    ] {
        let bus = PrivateBus::start();
        let _shell = Peer::start(&bus, &[SHELL]);
        let mine = bus.home().join("gsettings");
        write_program(&mine, words);
        let (link, ear) = Ear::new();
        let desktop = Desktop {
            gsettings: mine,
            patience: if words.contains("yes") {
                SHORT_PATIENCE
            } else {
                PATIENCE
            },
            ..with(&bus)
        };
        let _sensors = start(link, desktop);
        let said = ear.until_missing(Part::DoNotDisturb);
        // One that talks for ever fills its pipe and is as good as hung.
        assert_eq!(said.contains("does not answer"), words.contains("yes"));
    }
}

#[test]
fn without_gsettings_gnome_is_not_heard() {
    if missing(&["dbus"]) {
        return;
    }
    let bus = PrivateBus::start();
    let _shell = Peer::start(&bus, &[SHELL]);
    let (link, ear) = Ear::new();
    let _sensors = start(link, with(&bus));
    let words = ear.until_missing(Part::DoNotDisturb);
    assert!(words.contains("may still hold them back"), "{words}");
    assert!(!words.contains("does not answer"), "{words}");
}

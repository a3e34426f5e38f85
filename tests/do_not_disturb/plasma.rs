//! A false Plasma, which stands for every server in what is the same for all.

use soleus::engine::Input;
use soleus::link::Part;
use soleus::platform::patience::Patience;
use soleus::sensors::Desktop;

use crate::support::ear::Ear;
use crate::support::gsettings::FalseGSettings;
use crate::support::peer::{Peer, What, stranger_tells};
use crate::support::private_bus::PrivateBus;
use crate::support::process::LIMIT;
use crate::support::sensing::{PATIENCE, SHORT_PATIENCE};
use crate::support::skip::missing;
use crate::{SERVER, SERVER_PATH, WHO, of_quiet, quiet, start, until_works_by, with, works};

const INHIBITED: What<'_> = (SERVER_PATH, SERVER, "Inhibited");
const PROPERTIES: &str = "org.freedesktop.DBus.Properties";

/// Plasma's server.
pub(crate) fn plasma(on: &PrivateBus, inhibited: bool) -> Peer {
    let peer = Peer::nameless(on);
    peer.answers(WHO, ("Plasma", "KDE", "5.27.5", "1.2"));
    peer.has(INHIBITED, inhibited);
    peer.own(SERVER);
    peer
}

/// It begins to be quiet, or ends, and says so.
pub(crate) fn turns(plasma: &Peer, inhibited: bool) {
    plasma.has(INHIBITED, inhibited);
    plasma.tells_property(INHIBITED);
}

#[test]
fn plasmas_server_is_followed() {
    if missing(&["dbus"]) {
        return;
    }
    let bus = PrivateBus::start();
    let (link, ear) = Ear::new();
    let desktop = Desktop {
        patience: SHORT_PATIENCE,
        ..with(&bus)
    };
    let _sensors = start(link, desktop);
    assert_eq!(ear.inputs(1, of_quiet), [works(false)]);
    let peer = plasma(&bus, false);
    assert_eq!(ear.inputs(1, of_quiet), [works(true)]);
    until_works_by(&ear, "Plasma's notification server");
    for on in [true, false, true] {
        turns(&peer, on);
        assert_eq!(ear.inputs(1, of_quiet), [quiet(on)]);
    }
    // It hangs for a while: what it said is not believed for ever.
    peer.hang();
    turns(&peer, false);
    assert_eq!(ear.inputs(2, of_quiet), [quiet(false), works(false)]);
    let words = ear.until_missing(Part::DoNotDisturb);
    assert!(
        words.contains("Plasma's notification server does not answer"),
        "{words}"
    );
    peer.has(INHIBITED, true);
    peer.wake();
    assert_eq!(ear.inputs(2, of_quiet), [works(true), quiet(true)]);
    drop(peer);
    assert_eq!(ear.inputs(2, of_quiet), [quiet(false), works(false)]);
    let _peer = plasma(&bus, true);
    assert_eq!(ear.inputs(2, of_quiet), [works(true), quiet(true)]);
}

#[test]
fn a_quiet_server_that_takes_over_from_a_quiet_one_leaves_no_gap() {
    if missing(&["dbus"]) {
        return;
    }
    let bus = PrivateBus::start();
    let first = plasma(&bus, true);
    let next = Peer::nameless(&bus);
    next.answers(WHO, ("dunst", "knopwob", "1.9.0", "1.2"));
    let paused = (SERVER_PATH, "org.dunstproject.cmd0", "paused");
    next.has(paused, true);
    let (link, ear) = Ear::new();
    let _sensors = start(link, with(&bus));
    assert_eq!(ear.inputs(2, of_quiet), [works(true), quiet(true)]);
    until_works_by(&ear, "Plasma's notification server");
    next.own(SERVER);
    until_works_by(&ear, "dunst");
    drop(first);
    next.has(paused, false);
    next.tells_property(paused);
    assert_eq!(ear.inputs(1, of_quiet), [quiet(false)]);
}

#[test]
fn a_server_that_knows_no_do_not_disturb_is_missing_in_words() {
    if missing(&["dbus"]) {
        return;
    }
    let bus = PrivateBus::start();
    let peer = Peer::nameless(&bus);
    peer.answers(WHO, ("notification-daemon", "GNOME", "3.20", "1.2"));
    peer.own(SERVER);
    let (link, ear) = Ear::new();
    let _sensors = start(link, with(&bus));
    let words = ear.until_missing(Part::DoNotDisturb);
    assert!(words.contains("may still hold them back"), "{words}");
    assert!(!words.contains("does not answer"), "{words}");
}

#[test]
fn a_look_does_not_wait_for_those_who_tell_by_themselves() {
    if missing(&["dbus"]) {
        return;
    }
    let bus = PrivateBus::start();
    let peer = plasma(&bus, false);
    let (link, ear) = Ear::new();
    let patience = Patience {
        answer: LIMIT * 2,
        ..PATIENCE
    };
    let desktop = Desktop {
        patience,
        ..with(&bus)
    };
    let sensors = start(link, desktop);
    until_works_by(&ear, "Plasma's notification server");
    peer.hang();
    turns(&peer, true);
    peer.until_asked(WHO, 2);
    sensors.look();
    ear.until_input(&Input::Looked);
}

#[test]
fn a_stranger_who_says_that_all_is_quiet_is_not_even_looked_into() {
    if missing(&["dbus"]) {
        return;
    }
    let bus = PrivateBus::start();
    let peer = plasma(&bus, false);
    let marker = FalseGSettings::at(&bus);
    let shell = Peer::start(&bus, &["org.gnome.Shell"]);
    let (link, ear) = Ear::new();
    let desktop = Desktop {
        gsettings: marker.program(),
        ..with(&bus)
    };
    let _sensors = start(link, desktop);
    until_works_by(&ear, "Plasma's notification server, GNOME's do-not-disturb");
    // If it were asked now, it would say so.
    peer.has(INHIBITED, true);
    let unsaid: Vec<(String, String)> = Vec::new();
    for (path, interface) in [
        (SERVER_PATH, SERVER),
        (SERVER_PATH, "org.dunstproject.cmd0"),
        ("/fr/emersion/Mako", "fr.emersion.Mako"),
    ] {
        let signal = (path, PROPERTIES, "PropertiesChanged");
        stranger_tells(&bus, signal, &(interface, &unsaid, ["Inhibited"]));
    }
    let xfconf = ("/org/xfce/Xfconf", "org.xfce.Xfconf", "PropertyRemoved");
    stranger_tells(&bus, xfconf, &("xfce4-notifyd", "/do-not-disturb"));
    for on in [true, false] {
        marker.shows_banners(!on);
        let writer = "ca.desrt.dconf.Writer";
        let body = (
            "/org/gnome/desktop/notifications/",
            vec!["show-banners"],
            "tag",
        );
        shell.tells(("/ca/desrt/dconf/Writer/user", writer, "Notify"), &body);
        assert_eq!(ear.inputs(1, of_quiet), [quiet(on)]);
    }
    assert_eq!(peer.times_asked(INHIBITED), 1);
}

#[test]
fn a_bus_that_dies_ends_the_quiet_and_is_found_when_it_is_back() {
    if missing(&["dbus"]) {
        return;
    }
    let mut bus = PrivateBus::start();
    let peer = plasma(&bus, true);
    let (link, ear) = Ear::new();
    let _sensors = start(link, with(&bus));
    assert_eq!(ear.inputs(2, of_quiet), [works(true), quiet(true)]);
    bus.kill();
    assert_eq!(ear.inputs(2, of_quiet), [quiet(false), works(false)]);
    drop(peer);
    bus.restart();
    let _peer = plasma(&bus, true);
    assert_eq!(ear.inputs(2, of_quiet), [works(true), quiet(true)]);
}

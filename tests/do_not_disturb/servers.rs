//! dunst and Xfce's server, the real ones.

use std::process::Command;

use soleus::link::Part;
use soleus::sensors::Desktop;

use crate::support::ear::Ear;
use crate::support::private_bus::PrivateBus;
use crate::support::process::{Process, run};
use crate::support::sensing::SHORT_PATIENCE;
use crate::support::skip::missing;
use crate::support::xvfb::Xvfb;
use crate::{of_quiet, quiet, start, until_works_by, with, works};

const NOTIFYD: &str = "/usr/lib/x86_64-linux-gnu/xfce4/notifyd/xfce4-notifyd";

/// A program of a desktop with this bus and display.
fn on_desktop(bus: &PrivateBus, x: &Xvfb, program: &str) -> Command {
    let mut command = Command::new(program);
    command
        .env("DISPLAY", &x.display)
        .env("DBUS_SESSION_BUS_ADDRESS", bus.address())
        .env("HOME", bus.home())
        .env("NO_AT_BRIDGE", "1")
        .env_remove("XDG_CONFIG_HOME")
        .env_remove("WAYLAND_DISPLAY");
    command
}

/// A server that comes, is quiet or not, hangs, dies and comes back, all told.
fn follows_a_server(
    called: &str,
    bus: &PrivateBus,
    mut server: impl FnMut() -> Process,
    set: impl Fn(bool),
) {
    let (link, ear) = Ear::new();
    let desktop = Desktop {
        patience: SHORT_PATIENCE,
        ..with(bus)
    };
    let _sensors = start(link.clone(), desktop.clone());
    assert_eq!(ear.inputs(1, of_quiet), [works(false)]);
    let mut process = server();
    assert_eq!(ear.inputs(1, of_quiet), [works(true)]);
    until_works_by(&ear, called);
    for on in [true, false, true] {
        set(on);
        assert_eq!(ear.inputs(1, of_quiet), [quiet(on)]);
    }
    process.kill();
    assert_eq!(ear.inputs(2, of_quiet), [quiet(false), works(false)]);
    let process = server();
    assert_eq!(ear.inputs(1, of_quiet)[0], works(true));

    // Another pair of eyes meets it hung.
    process.freeze();
    let (link, ear) = Ear::new();
    let _sensors = start(link, desktop);
    let words = ear.until_missing(Part::DoNotDisturb);
    assert!(
        words.contains("the notification server does not answer"),
        "{words}"
    );
    process.thaw();
    ear.until_input(&works(true));
    until_works_by(&ear, called);
}

#[test]
fn dunst_is_followed() {
    if missing(&["dbus", "dunst", "xvfb"]) {
        return;
    }
    let (bus, x) = (PrivateBus::start(), Xvfb::start());
    let server = || Process::start(on_desktop(&bus, &x, "dunst").args(["-config", "/dev/null"]));
    let set = |on: bool| {
        let mut command = on_desktop(&bus, &x, "dunstctl");
        run(command.args(["set-paused", &on.to_string()]));
    };
    follows_a_server("dunst", &bus, server, set);
}

#[test]
fn xfces_server_is_followed_by_xfces_settings() {
    if missing(&["dbus", "xfce4-notifyd", "xfconf", "xvfb"]) {
        return;
    }
    let (bus, x) = (PrivateBus::start(), Xvfb::start());
    bus.lend("org.xfce.Xfconf");
    let server = || Process::start(&mut on_desktop(&bus, &x, NOTIFYD));
    let query = |words: &[&str]| {
        let mut command = on_desktop(&bus, &x, "xfconf-query");
        command.args(["-c", "xfce4-notifyd", "-p", "/do-not-disturb"]);
        run(command.args(words));
    };
    let set = |on: bool| query(&["-n", "-t", "bool", "-s", &on.to_string()]);
    follows_a_server("Xfce's notification server", &bus, server, set);

    // What is not set is off, also when it was.
    let _server = server();
    let (link, ear) = Ear::new();
    let _sensors = start(link, with(&bus));
    ear.until_input(&quiet(true));
    query(&["-r"]);
    assert_eq!(ear.inputs(1, of_quiet), [quiet(false)]);
}

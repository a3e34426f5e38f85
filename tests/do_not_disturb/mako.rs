//! The modes of mako: the real one under sway, and a false newer one.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use soleus::engine::Input;
use soleus::link::Part;
use soleus::platform::patience::Patience;
use soleus::sensors::Desktop;

use crate::support::compositor::Compositor;
use crate::support::ear::Ear;
use crate::support::peer::{Peer, What};
use crate::support::private_bus::PrivateBus;
use crate::support::process::{LIMIT, Process, run};
use crate::support::sensing::PATIENCE;
use crate::support::skip::missing;
use crate::{SERVER, WHO, of_quiet, quiet, start, until_works_by, with, works};

const MODES: What<'_> = ("/fr/emersion/Mako", "fr.emersion.Mako", "Modes");

/// mako under sway, on this bus.
struct Mako {
    sway: Compositor,
    bus: String,
}

impl Mako {
    fn on(bus: &PrivateBus) -> Self {
        // It is run by nobody, who has to get at the bus.
        let everybody = fs::Permissions::from_mode(0o755);
        fs::set_permissions(bus.home(), everybody).expect("the folder is ours");
        Self {
            sway: Compositor::sway(""),
            bus: bus.address(),
        }
    }

    fn start(&self) -> Process {
        Process::start(&mut self.command("mako"))
    }

    /// Goes into or out of a mode.
    fn mode(&self, how: &str, mode: &str) {
        run(self.command("makoctl").args(["mode", how, mode]));
    }

    fn command(&self, program: &str) -> Command {
        let mut command = self.sway.command(program);
        command.env("DBUS_SESSION_BUS_ADDRESS", &self.bus);
        command
    }
}

#[test]
fn makos_modes_are_read_when_somebody_looks() {
    if missing(&["dbus", "mako-notifier", "sway"]) {
        return;
    }
    let bus = PrivateBus::start();
    let mako = Mako::on(&bus);
    let (link, ear) = Ear::new();
    let patience = Patience {
        // What is on is not looked at again within this test.
        last_retry: LIMIT * 2,
        ..PATIENCE
    };
    let desktop = Desktop {
        patience,
        ..with(&bus)
    };
    let sensors = start(link, desktop);
    assert_eq!(ear.inputs(1, of_quiet), [works(false)]);
    let mut process = mako.start();
    assert_eq!(ear.inputs(1, of_quiet), [works(true)]);
    until_works_by(&ear, "mako");
    for (how, mode, told) in [
        ("-a", "reading", &[][..]),
        ("-a", "do-not-disturb", &[quiet(true)]),
        ("-r", "do-not-disturb", &[quiet(false)]),
        ("-a", "dnd", &[quiet(true)]),
        ("-a", "do_not_disturb", &[]),
        ("-r", "dnd", &[]),
        ("-r", "do_not_disturb", &[quiet(false)]),
    ] {
        mako.mode(how, mode);
        sensors.look();
        let told = [told, &[Input::Looked]].concat();
        assert_eq!(ear.inputs(told.len(), of_quiet), told, "{how} {mode}");
    }

    mako.mode("-a", "dnd");
    sensors.look();
    assert_eq!(ear.inputs(2, of_quiet), [quiet(true), Input::Looked]);
    process.kill();
    assert_eq!(ear.inputs(2, of_quiet), [quiet(false), works(false)]);
    sensors.look();
    assert_eq!(ear.inputs(1, of_quiet), [Input::Looked]);
    let _process = mako.start();
    assert_eq!(ear.inputs(1, of_quiet), [works(true)]);
}

#[test]
fn while_mako_is_quiet_its_end_is_found_without_a_look() {
    if missing(&["dbus", "mako-notifier", "sway"]) {
        return;
    }
    let bus = PrivateBus::start();
    let mako = Mako::on(&bus);
    let _process = mako.start();
    let (link, ear) = Ear::new();
    let sensors = start(link, with(&bus));
    ear.until_input(&works(true));
    until_works_by(&ear, "mako");
    mako.mode("-a", "do-not-disturb");
    sensors.look();
    assert_eq!(ear.inputs(2, of_quiet), [quiet(true), Input::Looked]);
    mako.mode("-r", "do-not-disturb");
    assert_eq!(ear.inputs(1, of_quiet), [quiet(false)]);
}

#[test]
fn a_mako_that_hangs_keeps_no_look_waiting() {
    if missing(&["dbus", "mako-notifier", "sway"]) {
        return;
    }
    let bus = PrivateBus::start();
    let mako = Mako::on(&bus);
    let process = mako.start();
    let (link, ear) = Ear::new();
    let sensors = start(link, with(&bus));
    until_works_by(&ear, "mako");
    process.freeze();
    sensors.look();
    // A call may wait longer than a look: the look ends before the call does.
    ear.until_input(&Input::Looked);
    let words = ear.until_missing(Part::DoNotDisturb);
    assert!(words.contains("mako does not answer"), "{words}");
    process.thaw();
    until_works_by(&ear, "mako");
}

#[test]
fn a_newer_mako_tells_by_itself() {
    if missing(&["dbus"]) {
        return;
    }
    let bus = PrivateBus::start();
    let mako = Peer::nameless(&bus);
    mako.answers(WHO, ("mako", "emersion", "1.10.0", "1.2"));
    mako.has(MODES, vec!["default"]);
    mako.own(SERVER);
    let (link, ear) = Ear::new();
    let sensors = start(link, with(&bus));
    until_works_by(&ear, "mako");
    mako.has(MODES, vec!["default", "do-not-disturb"]);
    mako.tells_property(MODES);
    assert_eq!(ear.inputs(1, of_quiet), [quiet(true)]);
    mako.has(MODES, vec!["default"]);
    mako.tells_property(MODES);
    assert_eq!(ear.inputs(1, of_quiet), [quiet(false)]);
    let before = mako.times_asked(MODES);
    sensors.look();
    assert_eq!(ear.inputs(1, of_quiet), [Input::Looked]);
    assert_eq!(mako.times_asked(MODES), before, "no need to look");
}

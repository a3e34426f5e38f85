//! Who follows peers on a bus does not wake while they have nothing to tell. Alone in its file: it
//! counts the wakes of all threads.
#![cfg(target_os = "linux")]

mod support;

use soleus::engine::Input;
use soleus::engine::input::QuietCause;
use soleus::link::{Health, Part, Told};
use soleus::sensors::{Desktop, SensorSettings};

use support::ear::Ear;
use support::gsettings::FalseGSettings;
use support::peace::{stays_asleep, until_gone};
use support::peer::{Peer, What};
use support::private_bus::PrivateBus;
use support::sensing::{SHORT_PATIENCE, all_off, nothing, start};
use support::skip::missing;

/// Those that follow. The kernel keeps the first fifteen letters.
const OURS: [&str; 5] = [
    "savers",
    "inhibitors",
    "inhibitors-sys",
    "do-not-disturb",
    "login",
];
/// How the names begin of those that live only while there is something to do: ours that open, read
/// or wait for a look's end, and the pool of zbus, which leaves after half a second.
const PASSING: [&str; 2] = ["bus-", "blocking-"];

const SAVER: &str = "org.gnome.ScreenSaver";
const SAVER_ACTIVE: What<'_> = ("/org/gnome/ScreenSaver", SAVER, "GetActive");
const MANAGER: &str = "org.gnome.SessionManager";
const MANAGER_PATH: &str = "/org/gnome/SessionManager";
const LOGIN: &str = "org.freedesktop.login1";
const INHIBITORS: What<'_> = (
    "/org/freedesktop/login1",
    "org.freedesktop.login1.Manager",
    "ListInhibitors",
);
const SERVER: &str = "org.freedesktop.Notifications";
const MAKO: What<'_> = ("/fr/emersion/Mako", "fr.emersion.Mako", "ListModes");

#[test]
fn who_follows_peers_never_wakes_while_nothing_happens() {
    if missing(&["dbus"]) {
        return;
    }
    let bus = PrivateBus::start();
    let saver = Peer::nameless(&bus);
    saver.answers(SAVER_ACTIVE, false);
    saver.own(SAVER);
    let manager = Peer::nameless(&bus);
    manager.answers((MANAGER_PATH, MANAGER, "IsInhibited"), false);
    manager.own(MANAGER);
    let login = Peer::nameless(&bus);
    let none: Vec<(String, String, String, String, u32, u32)> = Vec::new();
    login.answers(INHIBITORS, none);
    login.own(LOGIN);
    // An old mako, of all servers, is the one that has to be looked at.
    let server = Peer::nameless(&bus);
    let who = (
        "/org/freedesktop/Notifications",
        SERVER,
        "GetServerInformation",
    );
    server.answers(who, ("mako", "emersion", "1.7.1", "1.2"));
    server.answers(MAKO, vec!["default"]);
    server.own(SERVER);
    let settings_of_gnome = FalseGSettings::at(&bus);
    let _shell = Peer::start(&bus, &["org.gnome.Shell"]);

    let settings = SensorSettings {
        lock: true,
        media: true,
        do_not_disturb: true,
        ..all_off()
    };
    let desktop = Desktop {
        session_bus: Some(bus.address()),
        system_bus: Some(bus.address()),
        gsettings: settings_of_gnome.program(),
        // zbus wakes once more when the time for its last call would have been over.
        patience: SHORT_PATIENCE,
        ..nothing()
    };
    let (link, ear) = Ear::new();
    let sensors = start(link, settings, desktop);
    let mut awaited = vec![
        (Part::Lock, "GNOME's screen shield"),
        (Part::Media, "the session manager, the login service"),
        (Part::DoNotDisturb, "GNOME's do-not-disturb, mako"),
    ];
    ear.until("all of them", |told| {
        awaited.retain(|(part, words)| {
            *told != Told::Health(*part, Health::Works((*words).to_owned()))
        });
        awaited.is_empty().then_some(())
    });

    // Each has told something, and somebody has looked: nothing is left to do.
    saver.answers(SAVER_ACTIVE, true);
    saver.tells(("/org/gnome/ScreenSaver", SAVER, "ActiveChanged"), &true);
    ear.until_input(&Input::Locked(true));
    for on in [true, false] {
        manager.answers((MANAGER_PATH, MANAGER, "IsInhibited"), on);
        manager.tells((MANAGER_PATH, MANAGER, "InhibitorAdded"), &());
        ear.until_input(&Input::Media(on));
        server.answers(MAKO, vec![if on { "dnd" } else { "default" }]);
        sensors.look();
        let cause = QuietCause::DoNotDisturb;
        ear.until_input(&Input::Quiet { cause, on });
        ear.until_input(&Input::Looked);
    }
    for name in PASSING {
        until_gone(name);
    }
    stays_asleep(&OURS);
}

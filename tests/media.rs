//! Media plays: who holds the screen awake, as each desktop's peer tells it. The peers are false,
//! and answer and signal as the real ones do.
#![cfg(target_os = "linux")]

mod support;

use soleus::engine::Input;
use soleus::engine::input::Sensor;
use soleus::link::{Health, Part, Told};
use soleus::sensors::{Desktop, SensorSettings, Sensors};

use support::ear::Ear;
use support::peer::{Peer, What, stranger_tells};
use support::private_bus::PrivateBus;
use support::sensing::{self, SHORT_PATIENCE, all_off, nothing};
use support::skip::missing;

const MANAGER: &str = "org.gnome.SessionManager";
const MANAGER_PATH: &str = "/org/gnome/SessionManager";
const IS_INHIBITED: What<'_> = (MANAGER_PATH, MANAGER, "IsInhibited");

const AGENT: &str = "org.kde.Solid.PowerManagement.PolicyAgent";
const AGENT_PATH: &str = "/org/kde/Solid/PowerManagement/PolicyAgent";
const HAS_INHIBITION: What<'_> = (AGENT_PATH, AGENT, "HasInhibition");

const POWER: &str = "org.freedesktop.PowerManagement";
const POWER_PATH: &str = "/org/freedesktop/PowerManagement/Inhibit";
const INHIBIT: &str = "org.freedesktop.PowerManagement.Inhibit";
const HAS_INHIBIT: What<'_> = (POWER_PATH, INHIBIT, "HasInhibit");

const LOGIN: &str = "org.freedesktop.login1";
const LOGIN_PATH: &str = "/org/freedesktop/login1";
const LOGIN_MANAGER: &str = "org.freedesktop.login1.Manager";
const LIST: What<'_> = (LOGIN_PATH, LOGIN_MANAGER, "ListInhibitors");

/// A peer that says whether the screen is held awake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    SessionManager,
    PolicyAgent,
    PowerManagement,
    Login,
}

use Kind::{Login, PolicyAgent, PowerManagement, SessionManager};

const KINDS: [Kind; 4] = [SessionManager, PolicyAgent, PowerManagement, Login];

/// What may be held, in the words of the peer's own protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Held {
    Nothing,
    /// The machine does not sleep, but its screen may: a download.
    Awake,
    /// The screen stays on: a film.
    Screen,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            SessionManager => MANAGER,
            PolicyAgent => AGENT,
            PowerManagement => POWER,
            Login => LOGIN,
        }
    }

    fn question(self) -> What<'static> {
        match self {
            SessionManager => IS_INHIBITED,
            PolicyAgent => HAS_INHIBITION,
            PowerManagement => HAS_INHIBIT,
            Login => LIST,
        }
    }

    /// As people call it.
    fn called(self) -> &'static str {
        match self {
            SessionManager => "the session manager",
            PolicyAgent => "KDE's power management",
            PowerManagement => "the desktop's power management",
            Login => "the login service",
        }
    }

    /// Starts one on both buses' only bus.
    fn start(self, on: &PrivateBus, held: Held) -> Peer {
        let peer = Peer::nameless(on);
        self.knows(&peer, held);
        peer.own(self.name());
        peer
    }

    /// What it answers from now on.
    fn knows(self, peer: &Peer, held: Held) {
        match self {
            SessionManager => {
                // Flags 4 and 8 of gnome-session: suspend, idle.
                let flags: u32 = [0, 4, 4 | 8][held as usize];
                peer.answers_by(IS_INHIBITED, move |asked: u32| asked & flags != 0);
            }
            PolicyAgent => {
                // InterruptSession and ChangeScreenSettings of PowerDevil.
                let policies: u32 = [0, 1, 1 | 4][held as usize];
                peer.answers_by(HAS_INHIBITION, move |asked: u32| asked & policies != 0);
            }
            PowerManagement => peer.answers(HAS_INHIBIT, held != Held::Nothing),
            Login => {
                let us = rustix::process::getuid().as_raw();
                let upgrade = inhibitor("sleep:shutdown:idle", "block", us + 1);
                let lid = inhibitor("handle-lid-switch", "block", us);
                let mut all = vec![upgrade, lid, inhibitor("sleep:idle", "delay", us)];
                match held {
                    Held::Nothing => {}
                    Held::Awake => all.push(inhibitor("sleep", "block", us)),
                    Held::Screen => all.push(inhibitor("sleep:idle", "block", us)),
                }
                peer.answers(LIST, all);
            }
        }
    }

    /// Somebody begins to hold it, or lets go, and it tells that.
    fn turns(self, peer: &Peer, held: Held) {
        self.knows(peer, held);
        self.tells(peer, held);
    }

    fn tells(self, peer: &Peer, held: Held) {
        match self {
            SessionManager => peer.tells((MANAGER_PATH, MANAGER, signal(held)), &inhibitor_path()),
            PolicyAgent => {
                let none: Vec<(String, String)> = Vec::new();
                let body = (none, Vec::<String>::new());
                peer.tells((AGENT_PATH, AGENT, "InhibitionsChanged"), &body);
            }
            PowerManagement => {
                let on = held != Held::Nothing;
                peer.tells((POWER_PATH, INHIBIT, "HasInhibitChanged"), &on);
            }
            Login => peer.tells_property((LOGIN_PATH, LOGIN_MANAGER, "BlockInhibited")),
        }
    }
}

fn signal(held: Held) -> &'static str {
    if held == Held::Nothing {
        "InhibitorRemoved"
    } else {
        "InhibitorAdded"
    }
}

fn inhibitor_path() -> zbus::zvariant::ObjectPath<'static> {
    zbus::zvariant::ObjectPath::from_static_str("/org/gnome/SessionManager/Inhibitor1")
        .expect("a valid path")
}

/// An inhibitor as logind lists it.
fn inhibitor(what: &str, mode: &str, user: u32) -> (String, String, String, String, u32, u32) {
    let text = |it: &str| it.to_owned();
    (
        text(what),
        text("somebody"),
        text("a reason"),
        text(mode),
        user,
        4711,
    )
}

fn start(ear: soleus::link::Link, desktop: Desktop) -> Sensors {
    let settings = SensorSettings {
        media: true,
        ..all_off()
    };
    sensing::start(ear, settings, desktop)
}

/// One bus plays both: the peers' names differ.
fn with(bus: &PrivateBus) -> Desktop {
    Desktop {
        session_bus: Some(bus.address()),
        system_bus: Some(bus.address()),
        ..nothing()
    }
}

fn works(works: bool) -> Input {
    Input::Sensor {
        sensor: Sensor::Media,
        works,
    }
}

fn of_media(input: &Input) -> bool {
    let media = Sensor::Media;
    matches!(input, Input::Media(_))
        || matches!(input, Input::Sensor { sensor, .. } if *sensor == media)
}

#[test]
fn each_peer_tells_when_the_screen_begins_to_be_held_awake_and_when_that_ends() {
    if missing(&["dbus"]) {
        return;
    }
    for kind in KINDS {
        let bus = PrivateBus::start();
        let peer = kind.start(&bus, Held::Nothing);
        let (link, ear) = Ear::new();
        let _sensors = start(link, with(&bus));
        assert_eq!(ear.inputs(1, of_media), [works(true)], "{kind:?}");
        assert_eq!(ear.until_works(Part::Media), kind.called());
        for on in [true, false, true] {
            kind.turns(&peer, if on { Held::Screen } else { Held::Nothing });
            assert_eq!(ear.inputs(1, of_media), [Input::Media(on)], "{kind:?}");
        }
        // A second film, and then none.
        kind.turns(&peer, Held::Screen);
        kind.turns(&peer, Held::Nothing);
        assert_eq!(ear.inputs(1, of_media), [Input::Media(false)], "{kind:?}");
        assert_eq!(ear.rest(), [], "{kind:?}");
    }
}

#[test]
fn a_film_that_plays_at_the_start_is_told() {
    if missing(&["dbus"]) {
        return;
    }
    for kind in KINDS {
        let bus = PrivateBus::start();
        let _peer = kind.start(&bus, Held::Screen);
        let (link, ear) = Ear::new();
        let _sensors = start(link, with(&bus));
        assert_eq!(ear.inputs(2, of_media), [works(true), Input::Media(true)]);
    }
}

#[test]
fn a_machine_that_only_must_not_sleep_plays_no_film() {
    if missing(&["dbus"]) {
        return;
    }
    for kind in [SessionManager, PolicyAgent, Login] {
        let bus = PrivateBus::start();
        let peer = kind.start(&bus, Held::Awake);
        let (link, ear) = Ear::new();
        let _sensors = start(link, with(&bus));
        assert_eq!(ear.inputs(1, of_media), [works(true)], "{kind:?}");
        kind.turns(&peer, Held::Awake);
        peer.until_asked(kind.question(), 2);
        kind.turns(&peer, Held::Screen);
        assert_eq!(ear.inputs(1, of_media), [Input::Media(true)], "{kind:?}");
        kind.turns(&peer, Held::Awake);
        assert_eq!(ear.inputs(1, of_media), [Input::Media(false)], "{kind:?}");
    }
}

#[test]
fn beside_kdes_own_word_its_power_management_is_not_asked() {
    if missing(&["dbus"]) {
        return;
    }
    // As in PowerDevil: one program has both names, and a download counts by the second.
    let bus = PrivateBus::start();
    let peer = Peer::nameless(&bus);
    PolicyAgent.knows(&peer, Held::Awake);
    PowerManagement.knows(&peer, Held::Awake);
    peer.own(POWER);
    let (link, ear) = Ear::new();
    let _sensors = start(link, with(&bus));
    assert_eq!(ear.inputs(2, of_media), [works(true), Input::Media(true)]);
    peer.own(AGENT);
    assert_eq!(ear.inputs(1, of_media), [Input::Media(false)]);
    ear.until("its own word", |told| {
        (*told == Told::Health(Part::Media, Health::Works(PolicyAgent.called().to_owned())))
            .then_some(())
    });
    let before = peer.times_asked(HAS_INHIBIT);
    PowerManagement.tells(&peer, Held::Awake);
    PolicyAgent.turns(&peer, Held::Screen);
    assert_eq!(ear.inputs(1, of_media), [Input::Media(true)]);
    assert_eq!(peer.times_asked(HAS_INHIBIT), before);
}

#[test]
fn a_newer_policy_agent_is_heard_by_its_properties() {
    if missing(&["dbus"]) {
        return;
    }
    let bus = PrivateBus::start();
    let peer = PolicyAgent.start(&bus, Held::Nothing);
    let (link, ear) = Ear::new();
    let _sensors = start(link, with(&bus));
    assert_eq!(ear.inputs(1, of_media), [works(true)]);
    PolicyAgent.knows(&peer, Held::Screen);
    peer.tells_property((AGENT_PATH, AGENT, "ActiveInhibitions"));
    assert_eq!(ear.inputs(1, of_media), [Input::Media(true)]);
}

#[test]
fn without_any_of_them_it_is_missing_in_words_and_found_when_one_comes() {
    if missing(&["dbus"]) {
        return;
    }
    let bus = PrivateBus::start();
    let (link, ear) = Ear::new();
    let _sensors = start(link, with(&bus));
    let words = ear.until_missing(Part::Media);
    assert!(words.contains("soleus sit --at"), "{words}");
    let peer = SessionManager.start(&bus, Held::Screen);
    assert_eq!(ear.inputs(2, of_media), [works(true), Input::Media(true)]);
    drop(peer);
    assert_eq!(ear.inputs(2, of_media), [Input::Media(false), works(false)]);
}

#[test]
fn who_dies_holds_nothing_any_more_and_is_read_anew_when_it_is_back() {
    if missing(&["dbus"]) {
        return;
    }
    for kind in KINDS {
        let bus = PrivateBus::start();
        let peer = kind.start(&bus, Held::Screen);
        let (link, ear) = Ear::new();
        let _sensors = start(link, with(&bus));
        assert_eq!(ear.inputs(2, of_media), [works(true), Input::Media(true)]);
        drop(peer);
        assert_eq!(ear.inputs(2, of_media), [Input::Media(false), works(false)]);
        let peer = kind.start(&bus, Held::Screen);
        assert_eq!(ear.inputs(2, of_media), [works(true), Input::Media(true)]);
        kind.turns(&peer, Held::Nothing);
        assert_eq!(ear.inputs(1, of_media), [Input::Media(false)], "{kind:?}");
    }
}

#[test]
fn a_film_that_several_tell_of_ends_with_the_last_of_them() {
    if missing(&["dbus"]) {
        return;
    }
    let bus = PrivateBus::start();
    let login = Login.start(&bus, Held::Screen);
    let manager = SessionManager.start(&bus, Held::Screen);
    let (link, ear) = Ear::new();
    let _sensors = start(link, with(&bus));
    assert_eq!(ear.inputs(2, of_media), [works(true), Input::Media(true)]);
    let both = "the session manager, the login service".to_owned();
    ear.until("both", |told| {
        (*told == Told::Health(Part::Media, Health::Works(both.clone()))).then_some(())
    });
    Login.turns(&login, Held::Nothing);
    login.until_asked(LIST, 2);
    SessionManager.turns(&manager, Held::Nothing);
    assert_eq!(ear.inputs(1, of_media), [Input::Media(false)]);
}

#[test]
fn who_hangs_is_told_asked_again_and_makes_nobody_late() {
    if missing(&["dbus"]) {
        return;
    }
    for (hangs, other) in [
        (SessionManager, PolicyAgent),
        (PolicyAgent, SessionManager),
        (PowerManagement, SessionManager),
        (Login, SessionManager),
    ] {
        let bus = PrivateBus::start();
        let hung = hangs.start(&bus, Held::Screen);
        hung.hang();
        let peer = other.start(&bus, Held::Nothing);
        let (link, ear) = Ear::new();
        let desktop = Desktop {
            patience: SHORT_PATIENCE,
            ..with(&bus)
        };
        let _sensors = start(link, desktop);
        let words = format!(
            "{}; {} does not answer and is asked again by and by",
            other.called(),
            hangs.called()
        );
        // KDE's and the desktop's power management are not asked side by side.
        ear.until("its words", |told| {
            (*told == Told::Health(Part::Media, Health::Works(words.clone()))).then_some(())
        });
        for on in [true, false] {
            other.turns(&peer, if on { Held::Screen } else { Held::Nothing });
            assert_eq!(ear.inputs(1, of_media), [Input::Media(on)], "{hangs:?}");
        }
        hung.until_asked(hangs.question(), 3);
        hung.wake();
        assert_eq!(ear.inputs(1, of_media), [Input::Media(true)], "{hangs:?}");
    }
}

#[test]
fn a_stranger_who_tells_of_a_film_is_not_even_looked_into() {
    if missing(&["dbus"]) {
        return;
    }
    let none: Vec<(String, String)> = Vec::new();
    for kind in KINDS {
        let bus = PrivateBus::start();
        let peer = kind.start(&bus, Held::Nothing);
        let marks = if kind == Login { SessionManager } else { Login };
        let marker = marks.start(&bus, Held::Nothing);
        let (link, ear) = Ear::new();
        let _sensors = start(link, with(&bus));
        assert_eq!(ear.inputs(1, of_media), [works(true)]);
        peer.until_asked(kind.question(), 1);
        // If it were asked now, it would say so.
        kind.knows(&peer, Held::Screen);
        match kind {
            SessionManager => {
                let signal = (MANAGER_PATH, MANAGER, "InhibitorAdded");
                stranger_tells(&bus, signal, &inhibitor_path());
            }
            PolicyAgent => {
                let signal = (AGENT_PATH, AGENT, "InhibitionsChanged");
                stranger_tells(&bus, signal, &(&none, Vec::<String>::new()));
            }
            PowerManagement => {
                stranger_tells(&bus, (POWER_PATH, INHIBIT, "HasInhibitChanged"), &true);
            }
            Login => {
                let signal = (
                    LOGIN_PATH,
                    "org.freedesktop.DBus.Properties",
                    "PropertiesChanged",
                );
                stranger_tells(&bus, signal, &(LOGIN_MANAGER, &none, ["BlockInhibited"]));
            }
        }
        for on in [true, false] {
            marks.turns(&marker, if on { Held::Screen } else { Held::Nothing });
            assert_eq!(ear.inputs(1, of_media), [Input::Media(on)], "{kind:?}");
        }
        assert_eq!(peer.times_asked(kind.question()), 1, "{kind:?}");
    }
}

#[test]
fn a_peer_that_answers_nonsense_is_none() {
    if missing(&["dbus"]) {
        return;
    }
    let bus = PrivateBus::start();
    let manager = Peer::nameless(&bus);
    manager.answers(IS_INHIBITED, "certainly");
    manager.own(MANAGER);
    let login = Peer::nameless(&bus);
    let us = rustix::process::getuid().as_raw();
    // Far too much of it.
    login.answers(LIST, vec![inhibitor("idle", "block", us); 10_000]);
    login.own(LOGIN);
    let (link, ear) = Ear::new();
    let _sensors = start(link, with(&bus));
    let words = ear.until_missing(Part::Media);
    assert!(!words.contains("does not answer"), "{words}");
}

#[test]
fn a_bus_that_dies_ends_the_film_and_is_found_when_it_is_back() {
    if missing(&["dbus"]) {
        return;
    }
    let mut bus = PrivateBus::start();
    let peer = SessionManager.start(&bus, Held::Screen);
    let (link, ear) = Ear::new();
    let _sensors = start(link, with(&bus));
    assert_eq!(ear.inputs(2, of_media), [works(true), Input::Media(true)]);
    bus.kill();
    drop(peer);
    assert_eq!(ear.inputs(2, of_media), [Input::Media(false), works(false)]);
    bus.restart();
    let _peer = SessionManager.start(&bus, Held::Screen);
    assert_eq!(ear.inputs(2, of_media), [works(true), Input::Media(true)]);
}

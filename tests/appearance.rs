//! How the desktop looks: told by a real settings portal over GNOME's settings, by a false one, by the X
//! server's settings, or by nobody.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    reason = "a test whose stage does not stand fails"
)]

mod support;

use std::collections::HashMap;
use std::sync::mpsc::{self, Receiver};

use soleus::platform::appearance::{Watch, watch_in};
use soleus::platform::boot_time;
use soleus::platform::found::Appearance;
use soleus::sensors::Desktop;
use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{ConnectionExt as _, CreateWindowAux, PropMode, WindowClass};
use x11rb::wrapper::ConnectionExt as _;
use zbus::zvariant::Value;

use support::desk::Desk;
use support::gsettings::GSettings;
use support::peer::{Peer, What};
use support::private_bus::PrivateBus;
use support::process::{Process, until};
use support::sensing::{SHORT_PATIENCE, nothing};
use support::skip::missing;
use support::xvfb::Xvfb;

const PORTAL: &str = "org.freedesktop.portal.Desktop";
const PATH: &str = "/org/freedesktop/portal/desktop";
const SETTINGS: &str = "org.freedesktop.portal.Settings";
const READ_ALL: What<'_> = (PATH, SETTINGS, "ReadAll");
const CHANGED: What<'_> = (PATH, SETTINGS, "SettingChanged");
const COMMON: &str = "org.freedesktop.appearance";

const DARK: Appearance = Appearance {
    dark: Some(true),
    high_contrast: false,
    reduced_motion: false,
};
const LIGHT: Appearance = Appearance {
    dark: Some(false),
    ..DARK
};
const UNKNOWN: Appearance = Appearance { dark: None, ..DARK };

/// Watches, and what was told.
struct Eye {
    told: Receiver<Appearance>,
    _watch: Watch,
}

impl Eye {
    fn on(desktop: &Desktop) -> Self {
        let (tell, told) = mpsc::channel();
        let watch = watch_in(desktop, move |it| {
            // The test may be over.
            let _ = tell.send(it);
        });
        Self {
            told,
            _watch: watch,
        }
    }

    fn next(&self) -> Appearance {
        self.told.recv_timeout(support::PATIENCE).unwrap()
    }

    fn until(&self, wanted: Appearance) {
        let mut told = Vec::new();
        while told.last() != Some(&wanted) {
            let next = self.told.recv_timeout(support::PATIENCE);
            told.push(next.unwrap_or_else(|_| panic!("never {wanted:?}, only {told:?}")));
        }
    }

    fn told_no_more(&self) -> bool {
        self.told.try_recv().is_err()
    }
}

fn on(bus: &PrivateBus) -> Desktop {
    Desktop {
        session_bus: Some(bus.address()),
        ..nothing()
    }
}

type Told = HashMap<String, HashMap<String, Value<'static>>>;

/// What a portal tells that has this scheme of colours.
fn scheme(number: u32) -> Told {
    let scheme = ("color-scheme".to_owned(), number.into());
    HashMap::from([(COMMON.to_owned(), HashMap::from([scheme]))])
}

fn portal(bus: &PrivateBus) -> Peer {
    let portal = Peer::nameless(bus);
    portal.answers(READ_ALL, scheme(1));
    portal.own(PORTAL);
    portal
}

fn tells_change(portal: &Peer) {
    let news = (COMMON, "color-scheme", Value::from(0_u32));
    portal.tells(CHANGED, &news);
}

#[test]
fn a_portal_tells_once_and_again_when_it_changes() {
    if missing(&["dbus"]) {
        return;
    }
    let bus = PrivateBus::start();
    let portal = portal(&bus);
    let eye = Eye::on(&on(&bus));
    assert_eq!(eye.next(), DARK);
    // The same again is no news.
    tells_change(&portal);
    portal.until_asked(READ_ALL, 2);
    portal.answers(READ_ALL, scheme(2));
    tells_change(&portal);
    assert_eq!(eye.next(), LIGHT);
    // What is none of ours is not asked about.
    let other = ("org.example", "key", Value::from(1_u32));
    portal.tells(CHANGED, &other);
    portal.answers(READ_ALL, scheme(1));
    tells_change(&portal);
    assert_eq!(eye.next(), DARK);
    assert_eq!(portal.times_asked(READ_ALL), 4);
    assert!(eye.told_no_more());
}

#[test]
fn a_portal_that_comes_later_is_asked() {
    if missing(&["dbus"]) {
        return;
    }
    let bus = PrivateBus::start();
    let eye = Eye::on(&on(&bus));
    assert_eq!(eye.next(), UNKNOWN);
    let _portal = portal(&bus);
    assert_eq!(eye.next(), DARK);
}

#[test]
fn a_portal_that_hangs_holds_nobody_up_and_is_heard_when_it_wakes() {
    if missing(&["dbus"]) {
        return;
    }
    let bus = PrivateBus::start();
    let portal = portal(&bus);
    portal.hang();
    let desktop = Desktop {
        patience: SHORT_PATIENCE,
        ..on(&bus)
    };
    let began = boot_time();
    let eye = Eye::on(&desktop);
    let took = boot_time().saturating_sub(began);
    assert!(took < SHORT_PATIENCE.answer, "{took:?}");
    assert_eq!(eye.next(), UNKNOWN);
    portal.wake();
    tells_change(&portal);
    assert_eq!(eye.next(), DARK);
}

#[test]
fn a_portal_that_tells_nonsense_is_as_good_as_none() {
    if missing(&["dbus"]) {
        return;
    }
    let bus = PrivateBus::start();
    let portal = Peer::nameless(&bus);
    portal.answers(READ_ALL, "dark");
    portal.own(PORTAL);
    assert_eq!(Eye::on(&on(&bus)).next(), UNKNOWN);
}

#[test]
fn without_a_bus_the_usual_look_is_told_once() {
    let eye = Eye::on(&nothing());
    assert_eq!(eye.next(), UNKNOWN);
    assert!(eye.told_no_more());
}

#[test]
fn what_the_x_servers_settings_say_counts_where_nobody_else_says() {
    if missing(&["xvfb"]) {
        return;
    }
    let x = Xvfb::start();
    let (daemon, screen) = x11rb::connect(Some(x.display.as_str())).unwrap();
    let atom = |name: String| {
        let asked = daemon.intern_atom(false, name.as_bytes()).unwrap();
        asked.reply().unwrap().atom
    };
    let window = daemon.generate_id().unwrap();
    let root = daemon.setup().roots[screen].root;
    let plain = CreateWindowAux::new();
    daemon
        .create_window(
            0,
            window,
            root,
            0,
            0,
            1,
            1,
            0,
            WindowClass::INPUT_ONLY,
            0,
            &plain,
        )
        .unwrap();
    let settings = [
        b"\0\0\0\0\x07\0\0\0\x02\0\0\0".as_slice(),
        b"\x01\0\x0d\0Net/ThemeName\0\0\0\x01\0\0\0\x0c\0\0\0Adwaita-dark",
        b"\0\0\x14\0Gtk/EnableAnimations\x01\0\0\0\0\0\0\0",
    ]
    .concat();
    let name = atom("_XSETTINGS_SETTINGS".to_owned());
    daemon
        .change_property8(PropMode::REPLACE, window, name, name, &settings)
        .unwrap();
    let selection = atom(format!("_XSETTINGS_S{screen}"));
    daemon
        .set_selection_owner(window, selection, 0_u32)
        .unwrap();
    daemon.sync().unwrap();

    let desktop = Desktop {
        display: Some(x.display.clone()),
        ..nothing()
    };
    let expected = Appearance {
        reduced_motion: true,
        ..DARK
    };
    assert_eq!(Eye::on(&desktop).next(), expected);
    // In a Wayland session they are those of X programs alone.
    let desktop = Desktop {
        wayland: Some("/nonexistent/wayland".into()),
        ..desktop
    };
    assert_eq!(Eye::on(&desktop).next(), UNKNOWN);
}

#[test]
fn a_display_that_hangs_is_waited_for_no_longer_than_it_may_take() {
    if missing(&["xvfb"]) {
        return;
    }
    let x = Xvfb::start();
    x.server.freeze();
    let desktop = Desktop {
        display: Some(x.display.clone()),
        patience: SHORT_PATIENCE,
        ..nothing()
    };
    assert_eq!(Eye::on(&desktop).next(), UNKNOWN);
}

#[test]
fn the_real_portal_tells_what_gnomes_settings_say() {
    let needed = [
        "dbus",
        "dconf-gsettings-backend",
        "gsettings-desktop-schemas",
        "libglib2.0-bin",
        "xdg-desktop-portal",
        "xdg-desktop-portal-gtk",
        "xvfb",
    ];
    if missing(&needed) {
        return;
    }
    let desk = Desk::empty();
    let settings = GSettings::on(&desk.session);
    desk.session
        .lend("org.freedesktop.impl.portal.PermissionStore");
    settings.set("org.gnome.desktop.interface", "color-scheme", "prefer-dark");
    let start = |program: &str| {
        let mut command = desk.surroundings().command(program);
        command.env_remove("XDG_CONFIG_HOME");
        command.env("XDG_RUNTIME_DIR", desk.home());
        command.env("XDG_CURRENT_DESKTOP", "GNOME");
        Process::start(command.env("GSETTINGS_BACKEND", "dconf"))
    };
    let _gtk = start("/usr/libexec/xdg-desktop-portal-gtk");
    // The portal takes the settings' own part only if it is there before.
    until_owned(&desk, "org.freedesktop.impl.portal.desktop.gtk");
    let _portal = start("/usr/libexec/xdg-desktop-portal");

    let eye = Eye::on(&on(&desk.session));
    eye.until(DARK);
    settings.set("org.gnome.desktop.interface", "color-scheme", "default");
    eye.until(UNKNOWN);
    settings.set("org.gnome.desktop.interface", "enable-animations", "false");
    eye.until(Appearance {
        reduced_motion: true,
        ..UNKNOWN
    });
    settings.set("org.gnome.desktop.a11y.interface", "high-contrast", "true");
    eye.until(Appearance {
        reduced_motion: true,
        high_contrast: true,
        ..UNKNOWN
    });
}

fn until_owned(desk: &Desk, name: &str) {
    let bus = desk.connect();
    let dbus = Some("org.freedesktop.DBus");
    until(name, || {
        bus.call_method(dbus, "/", dbus, "GetNameOwner", &name).ok()
    });
}

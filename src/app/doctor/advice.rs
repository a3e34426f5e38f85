//! What can be done about a part that is missing, on this desktop and this system. Each piece names what
//! it is for and, where it is known, exactly what to type.

use super::desk::{Desk, Kind, Session};
use super::packages::{
    APPINDICATOR, DUNST, LXQT_NOTIFICATIONS, MAKO, MATE_NOTIFICATIONS, PIPEWIRE_PULSE, Package,
    Packages, WAYBAR, XFCE_NOTIFYD,
};
use super::report::Advice;
use crate::link::Part;
use crate::platform::found::NoBus;
use crate::sensors::Desktop;

/// GNOME's extension as Debian and Ubuntu name it.
const EXTENSION_ON_DEBIAN: &str = "ubuntu-appindicators@ubuntu.com";
/// The same as its authors name it.
const EXTENSION: &str = "appindicatorsupport@rgcjonas.gmail.com";

/// A tray where there is none.
pub(super) fn tray(desk: &Desk, old_tray: bool) -> Vec<Advice> {
    match desk.kind {
        Kind::Gnome => gnome_extension(desk.packages),
        Kind::Plasma => vec![Advice::say(
            "Add the widget System Tray to a panel: right click on the panel, Add Widgets.",
        )],
        Kind::Xfce => vec![Advice::say(
            "Add the Status Tray Plugin to the panel: right click on the panel, Panel, Add New Items.",
        )],
        Kind::Mate => vec![Advice::say(
            "Add the Notification Area to a panel: right click on the panel, Add to Panel.",
        )],
        Kind::Cinnamon => vec![Advice::say(
            "Add the XApp Status Applet to the panel: right click on the panel, Applets.",
        )],
        Kind::Lxqt => vec![Advice::say(
            "Add the Status Notifier plugin to the panel: right click on the panel, Manage Widgets.",
        )],
        Kind::Sway => vec![
            Advice::say(
                "sway's own bar has a tray, unless it was built without one or its configuration \
                 says `tray_output none`.",
            ),
            waybar(desk.packages),
        ],
        Kind::Compositor => vec![waybar(desk.packages)],
        Kind::WindowManager => vec![snixembed(old_tray)],
        Kind::Unknown if old_tray => vec![snixembed(old_tray)],
        Kind::Unknown => vec![Advice::say(
            "A panel that shows icons by the name of StatusNotifierItem or AppIndicator shows this \
             one, as the panels of Plasma, Xfce and LXQt do.",
        )],
    }
}

/// A tray or a notification server that does not answer.
pub(super) fn silent(by: Option<&str>) -> Vec<Advice> {
    vec![Advice::say(match by {
        Some(by) => format!("Start {by} anew, or log out and in again."),
        None => "Start it anew, or log out and in again.".to_owned(),
    })]
}

/// A session bus that cannot be asked.
pub(super) fn bus(why: NoBus) -> Vec<Advice> {
    vec![Advice::say(match why {
        NoBus::Absent => {
            "Run this in a session of your desktop, as yourself: over ssh, on a text console or \
             with sudo there is no session bus."
        }
        NoBus::Silent => {
            "Log out and in again; if the bus is silent then too, restart the machine."
        }
    })]
}

/// A notification server where there is none.
pub(super) fn notices(desk: &Desk) -> Vec<Advice> {
    let package = match (desk.kind, desk.session) {
        (Kind::Gnome | Kind::Plasma | Kind::Cinnamon, _) => {
            return vec![Advice::say(
                "Your desktop shows notices itself, and does not do it now: log out and in again.",
            )];
        }
        (Kind::Xfce, _) => XFCE_NOTIFYD,
        (Kind::Mate, _) => MATE_NOTIFICATIONS,
        (Kind::Lxqt, _) => LXQT_NOTIFICATIONS,
        (Kind::Sway | Kind::Compositor, _) | (Kind::Unknown, Session::Wayland) => MAKO,
        (Kind::WindowManager | Kind::Unknown, _) => DUNST,
    };
    vec![
        install("Install a notification server:", package, desk.packages),
        Advice::say("It starts by itself with the first notice."),
    ]
}

/// A notification server that answers with errors, or is started by the bus and fails.
pub(super) fn refused_notices(desk: &Desk) -> Vec<Advice> {
    match desk.kind {
        Kind::Gnome | Kind::Plasma | Kind::Cinnamon => notices(desk),
        _ => vec![Advice::say(
            "Start it by hand in a terminal, to see what it says; or log out and in again.",
        )],
    }
}

/// Buttons where notices have none.
pub(super) fn buttons() -> Vec<Advice> {
    let commands = ["soleus log", "soleus snooze", "soleus skip"];
    vec![Advice::run(
        "Answer in the tray's menu, or type that you moved, that you will later, or not this time:",
        commands.map(str::to_owned),
    )]
}

/// A sensor that is missing.
pub(super) fn sensor(part: Part, desk: &Desk, desktop: &Desktop) -> Vec<Advice> {
    match part {
        Part::Idle => idle(desktop),
        Part::Sleep => vec![Advice::say(
            "The login service is systemd's logind. Where systemd does not run, elogind is the same.",
        )],
        Part::Microphone => vec![
            install(
                "If this machine has a microphone you use for calls, install a sound server:",
                PIPEWIRE_PULSE,
                desk.packages,
            ),
            Advice::say("Log out and in again. PulseAudio, where that runs, will do as well."),
        ],
        _ => Vec::new(),
    }
}

/// A sensor whose peer is there and does not answer.
pub(super) fn silent_sensor(part: Part) -> Vec<Advice> {
    match part {
        Part::Idle => vec![say_away()],
        _ => Vec::new(),
    }
}

fn say_away() -> Advice {
    Advice::run(
        "Until then say it yourself when you leave, or lock the screen:",
        ["soleus away".to_owned()],
    )
}

fn idle(desktop: &Desktop) -> Vec<Advice> {
    let why = if desktop.wayland.is_some() {
        Advice::say(
            "On Wayland the compositor has to tell it: KWin does from Plasma 5.27 on and sway from \
             1.8 on by ext-idle-notify-v1, older ones of sway by org_kde_kwin_idle, GNOME by \
             org.gnome.Mutter.IdleMonitor.",
        )
    } else if desktop.display.is_none() {
        Advice::say(
            "Neither WAYLAND_DISPLAY nor DISPLAY is set here. Run this in a terminal of your desktop.",
        )
    } else {
        Advice::say("Run this in a terminal of the desktop that you sit at.")
    };
    vec![why, say_away()]
}

fn gnome_extension(packages: Option<Packages>) -> Vec<Advice> {
    let name = if packages == Some(Packages::Apt) {
        EXTENSION_ON_DEBIAN
    } else {
        EXTENSION
    };
    vec![
        install(
            "GNOME shows tray icons by an extension, AppIndicator and KStatusNotifierItem Support. \
             Install it:",
            APPINDICATOR,
            packages,
        ),
        Advice::run(
            "Log out and in again, then switch it on:",
            [format!("gnome-extensions enable {name}")],
        ),
    ]
}

fn waybar(packages: Option<Packages>) -> Advice {
    install(
        "A bar such as waybar shows icons, once \"tray\" is among the modules in its configuration. \
         Install it:",
        WAYBAR,
        packages,
    )
}

fn snixembed(old_tray: bool) -> Advice {
    let words = if old_tray {
        "The tray here is of the old kind (XEmbed), which cannot take this icon. The bridge snixembed, \
         installed and started with your session, puts it there:"
    } else {
        "A panel with a tray shows it, as Xfce's does. i3bar and polybar have a tray of the old kind \
         (XEmbed); beside one, the bridge snixembed, installed and started with your session, puts \
         the icon there:"
    };
    Advice::run(words, ["snixembed --fork".to_owned()])
}

/// Installs it by the system's own command, or names it.
fn install(words: &str, package: Package, packages: Option<Packages>) -> Advice {
    match packages {
        Some(packages) => Advice::run(words, [packages.install(package)]),
        None => Advice::say(format!("{words} {}.", package.called)),
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::app::doctor::desk::Said;

    fn desk(current_desktop: &str, id: &str) -> Desk {
        Desk::of(Said {
            current_desktop,
            os_release: &format!("ID={id}"),
            ..Said::default()
        })
    }

    fn commands(advice: &[Advice]) -> Vec<&str> {
        let all = advice.iter().flat_map(|it| &it.commands);
        all.map(String::as_str).collect()
    }

    fn words(advice: &[Advice]) -> String {
        let all: Vec<&str> = advice.iter().map(|it| it.words.as_str()).collect();
        all.join(" ")
    }

    #[test]
    fn gnome_is_told_its_extension_by_the_name_it_has_there() {
        let table = [
            (
                "debian",
                "sudo apt install gnome-shell-extension-appindicator",
                EXTENSION_ON_DEBIAN,
            ),
            (
                "ubuntu",
                "sudo apt install gnome-shell-extension-appindicator",
                EXTENSION_ON_DEBIAN,
            ),
            (
                "fedora",
                "sudo dnf install gnome-shell-extension-appindicator",
                EXTENSION,
            ),
            (
                "arch",
                "sudo pacman -S gnome-shell-extension-appindicator",
                EXTENSION,
            ),
            (
                "opensuse-tumbleweed",
                "sudo zypper install gnome-shell-extension-appindicator",
                EXTENSION,
            ),
        ];
        for (id, install, extension) in table {
            let advice = tray(&desk("GNOME", id), false);
            let enable = format!("gnome-extensions enable {extension}");
            assert_eq!(commands(&advice), [install, &enable], "{id}");
            assert!(words(&advice).contains("AppIndicator and KStatusNotifierItem Support"));
        }
        let advice = tray(&desk("GNOME", "nixos"), false);
        assert_eq!(
            commands(&advice),
            [format!("gnome-extensions enable {EXTENSION}")]
        );
        assert!(words(&advice).contains("AppIndicator and KStatusNotifierItem Support"));
    }

    #[test]
    fn each_desktop_is_told_its_own_way_to_a_tray() {
        let table = [
            ("KDE", "System Tray", vec![]),
            ("XFCE", "Status Tray Plugin", vec![]),
            ("MATE", "Notification Area", vec![]),
            ("X-Cinnamon", "XApp Status Applet", vec![]),
            ("LXQt", "Status Notifier", vec![]),
            ("sway", "tray_output none", vec!["sudo apt install waybar"]),
            ("Hyprland", "\"tray\"", vec!["sudo apt install waybar"]),
            ("i3", "polybar", vec!["snixembed --fork"]),
            ("Enlightenment", "StatusNotifierItem", vec![]),
        ];
        for (name, part, wanted) in table {
            let advice = tray(&desk(name, "debian"), false);
            assert!(words(&advice).contains(part), "{name}: {advice:?}");
            assert_eq!(commands(&advice), wanted, "{name}");
        }
    }

    #[test]
    fn a_tray_of_the_old_kind_is_bridged_whatever_the_desktop_is_called() {
        for name in ["i3", "Enlightenment", ""] {
            let advice = tray(&desk(name, "arch"), true);
            assert_eq!(commands(&advice), ["snixembed --fork"], "{name}");
            assert!(words(&advice).contains("cannot take this icon"), "{name}");
        }
    }

    #[test]
    fn each_desktop_is_told_its_notification_server() {
        let table = [
            ("GNOME", "debian", vec![]),
            ("KDE", "debian", vec![]),
            ("XFCE", "fedora", vec!["sudo dnf install xfce4-notifyd"]),
            (
                "MATE",
                "arch",
                vec!["sudo pacman -S mate-notification-daemon"],
            ),
            (
                "LXQt",
                "opensuse-leap",
                vec!["sudo zypper install lxqt-notificationd"],
            ),
            ("sway", "debian", vec!["sudo apt install mako-notifier"]),
            ("niri", "arch", vec!["sudo pacman -S mako"]),
            ("i3", "debian", vec!["sudo apt install dunst"]),
            ("", "debian", vec!["sudo apt install dunst"]),
        ];
        for (name, id, wanted) in table {
            assert_eq!(commands(&notices(&desk(name, id))), wanted, "{name}");
        }
        assert!(words(&notices(&desk("i3", "gentoo"))).contains("dunst."));
    }

    #[test]
    fn who_has_no_idle_time_is_told_why_and_what_to_say_meanwhile() {
        let wayland = Desktop {
            wayland: Some(PathBuf::from("/run/wayland-0")),
            ..Desktop::default()
        };
        let x = Desktop {
            display: Some(":0".to_owned()),
            ..Desktop::default()
        };
        let table = [
            (wayland, "ext-idle-notify-v1"),
            (x, "the desktop that you sit at"),
            (Desktop::default(), "Neither WAYLAND_DISPLAY nor DISPLAY"),
        ];
        for (desktop, part) in table {
            let advice = sensor(Part::Idle, &desk("", "debian"), &desktop);
            assert!(words(&advice).contains(part), "{advice:?}");
            assert_eq!(commands(&advice), ["soleus away"]);
        }
    }

    #[test]
    fn all_words_are_calm() {
        let mut all = Vec::new();
        for name in [
            "GNOME",
            "KDE",
            "XFCE",
            "MATE",
            "X-Cinnamon",
            "LXQt",
            "sway",
            "niri",
            "i3",
            "",
        ] {
            for id in ["debian", "nixos"] {
                let desk = desk(name, id);
                all.extend(tray(&desk, true));
                all.extend(tray(&desk, false));
                all.extend(notices(&desk));
                all.extend(refused_notices(&desk));
                all.extend(sensor(Part::Microphone, &desk, &Desktop::default()));
                all.extend(sensor(Part::Idle, &desk, &Desktop::default()));
            }
        }
        all.extend(buttons());
        all.extend(silent(None));
        all.extend(bus(NoBus::Absent));
        all.extend(bus(NoBus::Silent));
        for Advice { words, commands } in all {
            assert!(!words.contains('!') && !words.contains("  "), "{words}");
            let end = if commands.is_empty() { '.' } else { ':' };
            assert!(words.ends_with(end), "{words}");
        }
    }
}

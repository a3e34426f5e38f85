//! Which desktop this is, and on which system: read from what they say of themselves. It decides the
//! words of advice alone, never whether something works.

use std::env;
use std::fs;

use super::packages::Packages;

/// The desktop and its system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Desk {
    /// What the desktop calls itself: `GNOME`; none: it does not say.
    pub(super) name: Option<String>,
    pub(super) kind: Kind,
    pub(super) session: Session,
    /// What the system calls itself: `Debian GNU/Linux 12 (bookworm)`; none: it does not say.
    pub(super) system: Option<String>,
    /// How it installs packages, where that is known.
    pub(super) packages: Option<Packages>,
}

/// Desktops that need different advice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Gnome,
    Plasma,
    Xfce,
    Mate,
    Cinnamon,
    Lxqt,
    /// sway, whose own bar has a tray.
    Sway,
    /// Another Wayland compositor without a panel of its own.
    Compositor,
    /// A window manager on X11 without a panel of its own.
    WindowManager,
    Unknown,
}

/// By what the session draws.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Session {
    Wayland,
    X11,
    /// A text console, or a login from another machine.
    Text,
    Unknown,
}

/// The names of desktops, the more special ones first: Budgie says `Budgie:GNOME`.
const KINDS: [(&str, Kind); 32] = [
    ("budgie", Kind::Unknown),
    ("gnome-flashback", Kind::Unknown),
    ("unity", Kind::Unknown),
    ("cosmic", Kind::Unknown),
    ("pantheon", Kind::Unknown),
    ("gnome", Kind::Gnome),
    ("ubuntu", Kind::Gnome),
    ("kde", Kind::Plasma),
    ("plasma", Kind::Plasma),
    ("plasmawayland", Kind::Plasma),
    ("plasmax11", Kind::Plasma),
    ("xfce", Kind::Xfce),
    ("mate", Kind::Mate),
    ("x-cinnamon", Kind::Cinnamon),
    ("cinnamon", Kind::Cinnamon),
    ("lxqt", Kind::Lxqt),
    ("sway", Kind::Sway),
    ("hyprland", Kind::Compositor),
    ("river", Kind::Compositor),
    ("wayfire", Kind::Compositor),
    ("labwc", Kind::Compositor),
    ("niri", Kind::Compositor),
    ("wlroots", Kind::Compositor),
    ("i3", Kind::WindowManager),
    ("bspwm", Kind::WindowManager),
    ("openbox", Kind::WindowManager),
    ("fluxbox", Kind::WindowManager),
    ("awesome", Kind::WindowManager),
    ("dwm", Kind::WindowManager),
    ("xmonad", Kind::WindowManager),
    ("herbstluftwm", Kind::WindowManager),
    ("icewm", Kind::WindowManager),
];

/// What the desktop and the system say of themselves.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Said<'a> {
    /// `XDG_CURRENT_DESKTOP`: names parted by colons.
    pub(super) current_desktop: &'a str,
    /// `DESKTOP_SESSION`: a name, or the path of its entry.
    pub(super) desktop_session: &'a str,
    /// `XDG_SESSION_TYPE`.
    pub(super) session_type: &'a str,
    /// `/etc/os-release`.
    pub(super) os_release: &'a str,
    /// The system is one image, to which packages are not simply added.
    pub(super) image: bool,
}

impl Desk {
    /// The one this program runs on.
    pub(super) fn from_environment() -> Self {
        let set = |name: &str| env::var(name).unwrap_or_default();
        let os_release = fs::read_to_string("/etc/os-release")
            .or_else(|_| fs::read_to_string("/usr/lib/os-release"));
        Self::of(Said {
            current_desktop: &set("XDG_CURRENT_DESKTOP"),
            desktop_session: &set("DESKTOP_SESSION"),
            session_type: &set("XDG_SESSION_TYPE"),
            os_release: &os_release.unwrap_or_default(),
            image: fs::exists("/run/ostree-booted").unwrap_or_default(),
        })
    }

    /// The one that says this of itself.
    pub(super) fn of(said: Said<'_>) -> Self {
        let session = said.desktop_session.rsplit('/').next().unwrap_or_default();
        let names = said.current_desktop.split(':').chain([session]);
        let names: Vec<&str> = names.filter(|name| !name.is_empty()).collect();
        let found = KINDS.iter().find_map(|(known, kind)| {
            let name = names.iter().find(|name| name.eq_ignore_ascii_case(known))?;
            Some((*name, *kind))
        });
        let name = found.map(|(name, _)| name).or(names.first().copied());
        let field = |name| os_field(said.os_release, name);
        Self {
            name: name.map(plain),
            kind: found.map_or(Kind::Unknown, |(_, kind)| kind),
            session: match said.session_type {
                "wayland" => Session::Wayland,
                "x11" => Session::X11,
                "tty" => Session::Text,
                _ => Session::Unknown,
            },
            system: field("PRETTY_NAME").or_else(|| field("NAME")),
            packages: if said.image {
                None
            } else {
                Packages::of(
                    &field("ID").unwrap_or_default(),
                    &field("ID_LIKE").unwrap_or_default(),
                )
            },
        }
    }

    /// "GNOME on Wayland, Debian GNU/Linux 12 (bookworm)".
    pub(super) fn words(&self) -> String {
        let desktop = self.name.as_deref().unwrap_or("an unnamed desktop");
        let session = match self.session {
            Session::Wayland => " on Wayland",
            Session::X11 => " on X11",
            Session::Text => " in a text session",
            Session::Unknown => "",
        };
        match &self.system {
            Some(system) => format!("{desktop}{session}, {system}"),
            None => format!("{desktop}{session}"),
        }
    }
}

impl Session {
    /// The word in the report.
    pub(super) fn word(self) -> Option<&'static str> {
        match self {
            Self::Wayland => Some("wayland"),
            Self::X11 => Some("x11"),
            Self::Text => Some("tty"),
            Self::Unknown => None,
        }
    }
}

/// A field of `os-release`, without its quotes.
fn os_field(text: &str, name: &str) -> Option<String> {
    let mut lines = text.lines();
    let value = lines.find_map(|line| line.trim().strip_prefix(name)?.strip_prefix('='))?;
    let value = value.trim();
    let unquoted = ['"', '\''].iter().find_map(|quote| {
        let value = value.strip_prefix(*quote)?;
        value.strip_suffix(*quote)
    });
    let value = plain(unquoted.unwrap_or(value));
    (!value.is_empty()).then_some(value)
}

fn plain(text: &str) -> String {
    let letters = text.chars().filter(|letter| !letter.is_control());
    letters.take(80).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEBIAN: &str = "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nNAME=\"Debian GNU/Linux\"\nVERSION_ID=\"12\"\nID=debian\n";

    #[test]
    fn desktops_are_told_apart_by_what_they_say() {
        let table = [
            ("GNOME", "", Kind::Gnome, Some("GNOME")),
            ("ubuntu:GNOME", "ubuntu", Kind::Gnome, Some("GNOME")),
            ("GNOME-Classic:GNOME", "", Kind::Gnome, Some("GNOME")),
            ("pop:GNOME", "pop", Kind::Gnome, Some("GNOME")),
            ("Budgie:GNOME", "", Kind::Unknown, Some("Budgie")),
            (
                "GNOME-Flashback:GNOME",
                "",
                Kind::Unknown,
                Some("GNOME-Flashback"),
            ),
            ("Unity:Unity7:ubuntu", "", Kind::Unknown, Some("Unity")),
            ("COSMIC", "", Kind::Unknown, Some("COSMIC")),
            ("KDE", "plasma", Kind::Plasma, Some("KDE")),
            (
                "",
                "/usr/share/xsessions/plasma",
                Kind::Plasma,
                Some("plasma"),
            ),
            ("XFCE", "xfce", Kind::Xfce, Some("XFCE")),
            ("MATE", "", Kind::Mate, Some("MATE")),
            ("X-Cinnamon", "", Kind::Cinnamon, Some("X-Cinnamon")),
            ("LXQt", "", Kind::Lxqt, Some("LXQt")),
            ("sway", "", Kind::Sway, Some("sway")),
            ("sway:wlroots", "", Kind::Sway, Some("sway")),
            ("Hyprland", "", Kind::Compositor, Some("Hyprland")),
            ("labwc:wlroots", "", Kind::Compositor, Some("labwc")),
            ("i3", "", Kind::WindowManager, Some("i3")),
            ("", "i3", Kind::WindowManager, Some("i3")),
            ("", "openbox", Kind::WindowManager, Some("openbox")),
            ("Enlightenment", "", Kind::Unknown, Some("Enlightenment")),
            ("", "", Kind::Unknown, None),
            (":", "", Kind::Unknown, None),
        ];
        for (current_desktop, desktop_session, kind, name) in table {
            let desk = Desk::of(Said {
                current_desktop,
                desktop_session,
                ..Said::default()
            });
            let found = (desk.kind, desk.name.as_deref());
            assert_eq!(found, (kind, name), "{current_desktop} {desktop_session}");
        }
    }

    #[test]
    fn sessions_are_told_apart() {
        let table = [
            ("wayland", Session::Wayland),
            ("x11", Session::X11),
            ("tty", Session::Text),
            ("", Session::Unknown),
            ("mir", Session::Unknown),
        ];
        for (session_type, session) in table {
            let desk = Desk::of(Said {
                session_type,
                ..Said::default()
            });
            assert_eq!(desk.session, session, "{session_type}");
        }
    }

    #[test]
    fn the_system_is_named_as_it_names_itself() {
        let table = [
            (DEBIAN, Some("Debian GNU/Linux 12 (bookworm)")),
            ("NAME=Gentoo\nID=gentoo", Some("Gentoo")),
            ("PRETTY_NAME='One \u{1b}[2Jquote'", Some("One [2Jquote")),
            ("PRETTY_NAME=\"\"", None),
            ("PRETTY_NAME=\"half", Some("\"half")),
            ("XPRETTY_NAME=x\nnothing", None),
            ("", None),
        ];
        for (os_release, system) in table {
            let desk = Desk::of(Said {
                os_release,
                ..Said::default()
            });
            assert_eq!(desk.system.as_deref(), system, "{os_release}");
        }
    }

    #[test]
    fn a_system_that_is_one_image_is_not_told_to_install_packages() {
        let said = Said {
            os_release: "ID=fedora",
            ..Said::default()
        };
        assert_eq!(Desk::of(said).packages, Some(Packages::Dnf));
        let said = Said {
            image: true,
            ..said
        };
        assert_eq!(Desk::of(said).packages, None);
    }

    #[test]
    fn a_desk_is_said_in_one_line() {
        let desk = Desk::of(Said {
            current_desktop: "ubuntu:GNOME",
            session_type: "wayland",
            os_release: DEBIAN,
            ..Said::default()
        });
        assert_eq!(
            desk.words(),
            "GNOME on Wayland, Debian GNU/Linux 12 (bookworm)"
        );
        assert_eq!(Desk::of(Said::default()).words(), "an unnamed desktop");
    }
}

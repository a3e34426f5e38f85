//! How the families of systems install a package, and what the packages are called there.

/// A way to install packages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Packages {
    /// Debian, Ubuntu and what comes of them.
    Apt,
    /// Fedora and what comes of it.
    Dnf,
    /// Arch and what comes of it.
    Pacman,
    /// openSUSE.
    Zypper,
}

/// A program by the names of its package.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Package {
    apt: &'static str,
    dnf: &'static str,
    pacman: &'static str,
    zypper: &'static str,
    /// For people on other systems.
    pub(super) called: &'static str,
}

/// GNOME's extension for tray icons.
pub(super) const APPINDICATOR: Package = same(
    "gnome-shell-extension-appindicator",
    "the extension AppIndicator and KStatusNotifierItem Support",
);
/// A bar with a tray for Wayland compositors.
pub(super) const WAYBAR: Package = same("waybar", "waybar");
/// A notification server for X11.
pub(super) const DUNST: Package = same("dunst", "dunst");
/// A notification server for Wayland.
pub(super) const MAKO: Package = Package {
    apt: "mako-notifier",
    ..same("mako", "mako")
};
/// Xfce's notification server.
pub(super) const XFCE_NOTIFYD: Package = same("xfce4-notifyd", "xfce4-notifyd");
/// MATE's notification server.
pub(super) const MATE_NOTIFICATIONS: Package =
    same("mate-notification-daemon", "mate-notification-daemon");
/// `LXQt`'s notification server.
pub(super) const LXQT_NOTIFICATIONS: Package = same("lxqt-notificationd", "lxqt-notificationd");
/// PipeWire's server for PulseAudio's protocol.
pub(super) const PIPEWIRE_PULSE: Package = Package {
    apt: "pipewire-pulse",
    pacman: "pipewire-pulse",
    ..same(
        "pipewire-pulseaudio",
        "PipeWire with its PulseAudio server (pipewire-pulse)",
    )
};

const fn same(name: &'static str, called: &'static str) -> Package {
    Package {
        apt: name,
        dnf: name,
        pacman: name,
        zypper: name,
        called,
    }
}

impl Packages {
    /// The way of a system with this `ID` and this `ID_LIKE`, where it is known.
    pub(super) fn of(id: &str, like: &str) -> Option<Self> {
        // Its system is read-only, though it is like Arch.
        if id == "steamos" {
            return None;
        }
        [id].into_iter()
            .chain(like.split_whitespace())
            .find_map(|name| match name {
                "debian" | "ubuntu" => Some(Self::Apt),
                "fedora" | "rhel" | "centos" => Some(Self::Dnf),
                "arch" => Some(Self::Pacman),
                name if name.starts_with("opensuse") || name == "suse" => Some(Self::Zypper),
                _ => None,
            })
    }

    /// The word in the report.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Apt => "apt",
            Self::Dnf => "dnf",
            Self::Pacman => "pacman",
            Self::Zypper => "zypper",
        }
    }

    /// The command that installs it.
    pub(super) fn install(self, package: Package) -> String {
        match self {
            Self::Apt => format!("sudo apt install {}", package.apt),
            Self::Dnf => format!("sudo dnf install {}", package.dnf),
            Self::Pacman => format!("sudo pacman -S {}", package.pacman),
            Self::Zypper => format!("sudo zypper install {}", package.zypper),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_are_found_by_name_and_by_likeness() {
        let table = [
            ("debian", "", Some(Packages::Apt)),
            ("ubuntu", "debian", Some(Packages::Apt)),
            ("linuxmint", "ubuntu debian", Some(Packages::Apt)),
            ("fedora", "", Some(Packages::Dnf)),
            ("rocky", "rhel centos fedora", Some(Packages::Dnf)),
            ("arch", "", Some(Packages::Pacman)),
            ("manjaro", "arch", Some(Packages::Pacman)),
            (
                "opensuse-tumbleweed",
                "opensuse suse",
                Some(Packages::Zypper),
            ),
            ("opensuse-leap", "suse opensuse", Some(Packages::Zypper)),
            ("steamos", "arch", None),
            ("nixos", "", None),
            ("gentoo", "", None),
            ("", "", None),
        ];
        for (id, like, packages) in table {
            assert_eq!(Packages::of(id, like), packages, "{id} {like}");
        }
    }

    #[test]
    fn each_family_has_its_command_and_its_names() {
        let table = [
            (Packages::Apt, MAKO, "sudo apt install mako-notifier"),
            (Packages::Dnf, MAKO, "sudo dnf install mako"),
            (
                Packages::Pacman,
                PIPEWIRE_PULSE,
                "sudo pacman -S pipewire-pulse",
            ),
            (
                Packages::Zypper,
                PIPEWIRE_PULSE,
                "sudo zypper install pipewire-pulseaudio",
            ),
            (
                Packages::Dnf,
                APPINDICATOR,
                "sudo dnf install gnome-shell-extension-appindicator",
            ),
        ];
        for (packages, package, command) in table {
            assert_eq!(packages.install(package), command);
        }
    }
}

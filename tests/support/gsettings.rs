//! GNOME's settings in a folder of the test's own, and the programs that read and write them.

use std::path::PathBuf;
use std::process::Command;

use super::private_bus::PrivateBus;
use super::process::write_program;

/// The settings; a real dconf keeps them.
pub struct GSettings {
    home: PathBuf,
    bus: String,
}

impl GSettings {
    /// Settings of whoever is on this bus.
    pub fn on(bus: &PrivateBus) -> Self {
        bus.lend("ca.desrt.dconf");
        Self {
            home: bus.home().to_owned(),
            bus: bus.address(),
        }
    }

    /// Sets whether notifications show banners.
    pub fn show_banners(&self, on: bool) {
        self.write(
            &["set", "org.gnome.desktop.notifications", "show-banners"],
            Some(on),
        );
    }

    /// Takes back what was set of notifications.
    pub fn reset(&self) {
        self.write(
            &["reset", "org.gnome.desktop.notifications", "show-banners"],
            None,
        );
    }

    /// A program like `gsettings` that reads these settings, whoever runs it, and leaves a line in
    /// `read` each time.
    pub fn reader(&self) -> PathBuf {
        let script = format!(
            "#!/bin/sh\necho >>{read}\nexport HOME={home} DBUS_SESSION_BUS_ADDRESS={bus}\n\
             unset XDG_CONFIG_HOME\nexport XDG_RUNTIME_DIR={home} GSETTINGS_BACKEND=dconf\n\
             exec gsettings \"$@\"\n",
            read = self.home.join("read").display(),
            home = self.home.display(),
            bus = self.bus,
        );
        let path = self.home.join("gsettings");
        write_program(&path, &script);
        path
    }

    /// How often the settings were read.
    pub fn times_read(&self) -> usize {
        let lines = std::fs::read(self.home.join("read")).unwrap_or_default();
        lines.len()
    }

    /// Sets one of the settings.
    pub fn set(&self, schema: &str, key: &str, value: &str) {
        self.write(&["set", schema, key, value], None);
    }

    fn write(&self, words: &[&str], value: Option<bool>) {
        let mut command = Command::new("gsettings");
        command.args(words);
        command.args(value.map(|it| it.to_string()));
        command.env("HOME", &self.home);
        command.env("XDG_RUNTIME_DIR", &self.home);
        command.env("DBUS_SESSION_BUS_ADDRESS", &self.bus);
        command.env("GSETTINGS_BACKEND", "dconf");
        command.env_remove("XDG_CONFIG_HOME");
        let status = command.status().expect("gsettings is installed");
        assert!(status.success(), "{words:?}");
    }
}

/// A program that stands for `gsettings` and says what the test says.
pub struct FalseGSettings(PathBuf);

impl FalseGSettings {
    /// One that says that banners are shown.
    pub fn at(bus: &PrivateBus) -> Self {
        let settings = Self(bus.home().to_owned());
        settings.shows_banners(true);
        let script = format!(
            "#!/bin/sh\necho >>{folder}/read\ncat {folder}/shown\n",
            folder = settings.0.display()
        );
        write_program(&settings.program(), &script);
        settings
    }

    /// The program.
    pub fn program(&self) -> PathBuf {
        self.0.join("gsettings")
    }

    /// What it says from now on.
    pub fn shows_banners(&self, shown: bool) {
        std::fs::write(self.0.join("shown"), format!("{shown}\n")).expect("the folder is ours");
    }

    /// How often it was asked.
    pub fn times_read(&self) -> usize {
        let lines = std::fs::read(self.0.join("read")).unwrap_or_default();
        lines.len()
    }
}

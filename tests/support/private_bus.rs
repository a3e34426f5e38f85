//! A message bus for one test, on its own socket, with nothing it could start unless told so.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use super::process::Process;

/// The bus; dropping it ends it.
pub struct PrivateBus {
    folder: TempDir,
    daemon: Option<Process>,
}

impl PrivateBus {
    /// Starts a bus.
    pub fn start() -> Self {
        let mut bus = Self::absent();
        bus.restart();
        bus
    }

    /// A bus that has an address but does not run yet.
    pub fn absent() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir(folder.path().join("services")).expect("a folder for services");
        let bus = Self {
            folder,
            daemon: None,
        };
        let config = format!(
            r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>{}</listen>
  <auth>EXTERNAL</auth>
  <servicedir>{}</servicedir>
  <policy context="default">
    <allow user="*"/>
    <allow send_destination="*"/>
    <allow receive_sender="*"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#,
            bus.address(),
            bus.services().display(),
        );
        fs::write(bus.config(), config).expect("the bus configuration");
        bus
    }

    /// Where it listens, also after a restart.
    pub fn address(&self) -> String {
        format!("unix:path={}", self.folder.path().join("bus").display())
    }

    /// Lets the bus start a service as it is installed on this system.
    pub fn lend(&self, name: &str) {
        let file = format!("{name}.service");
        let installed = PathBuf::from("/usr/share/dbus-1/services").join(&file);
        fs::copy(installed, self.services().join(&file)).expect("the service is installed");
    }

    /// Lets the bus start a service of this name, which does no more than make this file.
    pub fn offer(&self, name: &str, file: &Path) {
        let touch = format!(
            "[D-BUS Service]\nName={name}\nExec=/usr/bin/touch {}\n",
            file.display()
        );
        let service = self.services().join(format!("{name}.service"));
        fs::write(service, touch).expect("a folder for services");
    }

    /// A folder for the settings of the programs on this bus.
    pub fn home(&self) -> &Path {
        self.folder.path()
    }

    /// Ends it at once.
    pub fn kill(&mut self) {
        self.daemon = None;
        let _ = fs::remove_file(self.folder.path().join("bus"));
    }

    /// Starts it, again if it ran before.
    pub fn restart(&mut self) {
        self.kill();
        let mut command = Command::new("dbus-daemon");
        command.args(["--nofork", "--print-address"]);
        command.arg(format!("--config-file={}", self.config().display()));
        command.env("HOME", self.home());
        command.env_remove("XDG_CONFIG_HOME");
        // What it starts is at home here too: dconf finds by a file there that a setting changed.
        command.env("XDG_RUNTIME_DIR", self.home());
        let (daemon, address) = Process::start_and_read(&mut command);
        assert!(address.starts_with("unix:path="), "{address}");
        self.daemon = Some(daemon);
    }

    /// The running daemon.
    pub fn daemon(&self) -> &Process {
        self.daemon.as_ref().expect("the bus runs")
    }

    fn config(&self) -> PathBuf {
        self.folder.path().join("bus.conf")
    }

    fn services(&self) -> PathBuf {
        self.folder.path().join("services")
    }
}

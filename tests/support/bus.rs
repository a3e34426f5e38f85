//! A private message bus for one test: nobody else is on it and nothing can be activated by it.
//!
//! It can be killed and started again at the same address, and it dies with the value.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;
use zbus::blocking::Connection;
use zbus::blocking::connection::Builder;

use super::PATIENCE;

/// A `dbus-daemon` of our own.
pub(crate) struct Bus {
    folder: TempDir,
    daemon: Option<Child>,
}

impl Bus {
    /// A bus that is up.
    pub(crate) fn start() -> Self {
        let mut bus = Self::prepare();
        bus.up();
        bus
    }

    /// An address with no bus behind it yet.
    pub(crate) fn prepare() -> Self {
        let folder = tempfile::tempdir().unwrap();
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
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#,
            bus.address()
        );
        fs::write(bus.config(), config).unwrap();
        bus
    }

    /// Starts the daemon and waits until it listens.
    pub(crate) fn up(&mut self) {
        assert!(self.daemon.is_none(), "the bus is up already");
        // A killed daemon leaves its socket behind.
        let _ = fs::remove_file(self.socket());
        let mut daemon = Command::new("dbus-daemon")
            .arg("--nofork")
            .arg("--print-address=1")
            .arg(format!("--config-file={}", self.config().display()))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("dbus-daemon is needed for this test (Debian: apt install dbus)");
        let mut line = String::new();
        BufReader::new(daemon.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        assert!(line.starts_with("unix:path="), "dbus-daemon said {line:?}");
        self.daemon = Some(daemon);
    }

    /// Kills the daemon as a crash would.
    pub(crate) fn kill(&mut self) {
        if let Some(mut daemon) = self.daemon.take() {
            daemon.kill().unwrap();
            daemon.wait().unwrap();
        }
    }

    /// What `DBUS_SESSION_BUS_ADDRESS` should be.
    pub(crate) fn address(&self) -> String {
        format!("unix:path={}", self.socket().display())
    }

    /// A connection whose calls fail rather than hang.
    pub(crate) fn connect(&self) -> Connection {
        self.builder().build().unwrap()
    }

    /// A connection to build on: objects, names.
    pub(crate) fn builder(&self) -> Builder<'static> {
        Builder::address(self.address().as_str())
            .unwrap()
            .method_timeout(PATIENCE)
    }

    fn socket(&self) -> PathBuf {
        self.folder.path().join("bus")
    }

    fn config(&self) -> PathBuf {
        self.folder.path().join("session.conf")
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        self.kill();
    }
}

//! A Wayland compositor for one test, headless, as an ordinary user runs it.
//!
//! The three refuse to run as root, so a test that does runs them as nobody. Each has a runtime
//! folder and a home of its own; KWin and Mutter also want a session bus.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use super::private_bus::PrivateBus;
use super::process::{Process, until};

/// The user and group that every system has for those who own nothing.
const NOBODY: u32 = 65534;

/// The compositor; dropping it ends it.
pub struct Compositor {
    process: Option<Process>,
    user: User,
    program: &'static str,
    arguments: Vec<String>,
    variables: Vec<(&'static str, String)>,
    socket: PathBuf,
}

/// An ordinary user with a home, which is the runtime folder too.
pub struct User {
    home: TempDir,
}

impl User {
    /// Makes one.
    pub fn new() -> Self {
        let home = tempfile::tempdir().expect("a temporary folder");
        fs::set_permissions(home.path(), fs::Permissions::from_mode(0o700)).expect("it is ours");
        if is_root() {
            chown(home.path(), Some(NOBODY), Some(NOBODY)).expect("root gives it away");
        }
        Self { home }
    }

    /// The home and runtime folder.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// A copy of an installed program. KWin and sway are installed with a capability that a
    /// container may not grant, and are then not run at all; a copy has none.
    fn plain(&self, program: &str) -> String {
        let copy = self.home().join(program);
        if !copy.exists() {
            let path = std::env::var_os("PATH").expect("programs are somewhere");
            let installed = std::env::split_paths(&path)
                .map(|folder| folder.join(program))
                .find(|file| file.is_file())
                .expect("the program is installed");
            // By another process: a program that any thread here may still hold open for writing,
            // in a child between fork and exec, cannot be run.
            let copied = Command::new("cp").arg(installed).arg(&copy).status();
            assert!(
                copied.is_ok_and(|status| status.success()),
                "no copy of {program}"
            );
        }
        copy.display().to_string()
    }

    /// A program run by this user, with nothing of the caller's around it but the path.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.env_clear().current_dir("/");
        if let Some(path) = std::env::var_os("PATH") {
            command.env("PATH", path);
        }
        command.env("HOME", self.home());
        command.env("XDG_RUNTIME_DIR", self.home());
        if is_root() {
            command.uid(NOBODY).gid(NOBODY);
        }
        command
    }
}

impl Compositor {
    /// KWin: ext-idle-notify version 1, and KDE's own idle protocol.
    pub fn kwin(bus: &PrivateBus) -> Self {
        let arguments = ["--virtual", "--no-lockscreen", "--socket", "wayland-kwin"];
        let variables = vec![
            ("DBUS_SESSION_BUS_ADDRESS", open(bus)),
            ("QT_QPA_PLATFORM", "offscreen".to_owned()),
            ("KWIN_WAYLAND_NO_PERMISSION_CHECKS", "1".to_owned()),
        ];
        Self::start("kwin_wayland", &arguments, variables, "wayland-kwin")
    }

    /// Mutter: its own idle monitor, on the bus.
    pub fn mutter(bus: &PrivateBus) -> Self {
        let arguments = [
            "--headless",
            "--wayland",
            "--no-x11",
            "--virtual-monitor",
            "1280x800",
            "--wayland-display",
            "wayland-mutter",
        ];
        let variables = vec![
            ("DBUS_SESSION_BUS_ADDRESS", open(bus)),
            // Settings in memory: nobody has none, and there is no dconf.
            ("GSETTINGS_BACKEND", "memory".to_owned()),
        ];
        Self::start("mutter", &arguments, variables, "wayland-mutter")
    }

    /// sway 1.7: KDE's idle protocol, the list of windows, layers; input can be made.
    pub fn sway(settings: &str) -> Self {
        let user = User::new();
        let path = user.home().join("sway.conf");
        fs::write(&path, format!("xwayland disable\n{settings}\n")).expect("sway's settings");
        let variables = vec![
            ("WLR_BACKENDS", "headless".to_owned()),
            ("WLR_LIBINPUT_NO_DEVICES", "1".to_owned()),
            ("WLR_RENDERER", "pixman".to_owned()),
        ];
        let arguments = vec!["-c".to_owned(), path.display().to_string()];
        let sway = Self {
            process: None,
            socket: user.home().join("wayland-1"),
            user,
            program: "sway",
            arguments,
            variables,
        };
        sway.started()
    }

    fn start(
        program: &'static str,
        arguments: &[&str],
        variables: Vec<(&'static str, String)>,
        socket: &str,
    ) -> Self {
        let user = User::new();
        let compositor = Self {
            process: None,
            socket: user.home().join(socket),
            user,
            program,
            arguments: arguments.iter().map(|it| (*it).to_owned()).collect(),
            variables,
        };
        compositor.started()
    }

    fn started(mut self) -> Self {
        self.restart();
        self
    }

    /// Where it listens, also after a restart.
    pub fn socket(&self) -> &Path {
        &self.socket
    }

    /// Its user.
    pub fn user(&self) -> &User {
        &self.user
    }

    /// The running program.
    pub fn process(&self) -> &Process {
        self.process.as_ref().expect("it runs")
    }

    /// A program in this session.
    pub fn command(&self, program: &str) -> Command {
        let mut command = self.user.command(program);
        command.env("WAYLAND_DISPLAY", &self.socket);
        let of_session = |(name, _): &&(&str, String)| *name == "DBUS_SESSION_BUS_ADDRESS";
        for (name, value) in self.variables.iter().filter(of_session) {
            command.env(name, value);
        }
        command
    }

    /// Ends it at once, as a crash does.
    pub fn kill(&mut self) {
        self.process = None;
    }

    /// Starts it, again if it ran before, and waits until it takes a client.
    pub fn restart(&mut self) {
        self.kill();
        // What a crash leaves behind would answer nobody.
        let _ = fs::remove_file(&self.socket);
        let program = self.user.plain(self.program);
        let mut command = self.user.command(&program);
        command.args(&self.arguments);
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        self.process = Some(Process::start(&mut command));
        until("a compositor that listens", || {
            UnixStream::connect(&self.socket).ok()
        });
    }
}

/// Lets nobody reach a bus, and says where it is.
fn open(bus: &PrivateBus) -> String {
    let everybody = fs::Permissions::from_mode(0o755);
    fs::set_permissions(bus.home(), everybody).expect("the folder is ours");
    bus.address()
}

fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

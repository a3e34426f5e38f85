//! Sound servers of one test: PulseAudio, and PipeWire with its server for the same protocol; and
//! what records there.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::process::Command;

use tempfile::TempDir;

use super::private_bus::PrivateBus;
use super::process::{Process, run, until};

/// A sound server with a runtime folder of its own; dropping it ends it.
pub struct SoundServer {
    /// Dropped in this order: who depends on another first.
    processes: Vec<Process>,
    bus: Option<PrivateBus>,
    folder: TempDir,
}

impl SoundServer {
    /// PulseAudio with a microphone that hears nothing, `mic`, and a loudspeaker, `out`.
    pub fn pulseaudio() -> Self {
        let mut server = Self::absent();
        server.start_pulseaudio();
        server
    }

    /// PipeWire, its session manager and its server for PulseAudio's protocol, with the same two.
    pub fn pipewire() -> Self {
        let mut server = Self::absent();
        server.bus = Some(PrivateBus::start());
        let pipewire = Process::start(&mut server.command("pipewire"));
        let socket = server.folder.path().join("pipewire-0");
        until("PipeWire", || UnixStream::connect(&socket).ok());
        let manager = Process::start(&mut server.command("wireplumber"));
        let pulse = Process::start(&mut server.command("pipewire-pulse"));
        server.processes = vec![pulse, manager, pipewire];
        server.until_it_answers();
        server.load(&[
            "module-null-sink",
            "media.class=Audio/Source/Virtual",
            "sink_name=mic",
        ]);
        server.load(&["module-null-sink", "sink_name=out"]);
        server
    }

    /// A place where none runs.
    pub fn absent() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o700)).expect("it is ours");
        Self {
            processes: Vec::new(),
            bus: None,
            folder,
        }
    }

    /// Starts PulseAudio here, again if it ran before.
    pub fn start_pulseaudio(&mut self) {
        self.kill();
        let mut command = self.command("pulseaudio");
        command.args(["--daemonize=no", "--exit-idle-time=-1", "-n"]);
        command.args(["-L", "module-native-protocol-unix"]);
        command.args(["-L", "module-null-source source_name=mic"]);
        command.args(["-L", "module-null-sink sink_name=out"]);
        self.processes = vec![Process::start(&mut command)];
        self.until_it_answers();
    }

    fn until_it_answers(&self) {
        until("a sound server", || {
            (!self.pactl(&["info"]).is_empty()).then_some(())
        });
    }

    /// Where it listens.
    pub fn socket(&self) -> PathBuf {
        self.folder.path().join("pulse/native")
    }

    /// The program that listens there.
    pub fn process(&self) -> &Process {
        self.processes.first().expect("it runs")
    }

    /// Ends it at once, as a crash does.
    pub fn kill(&mut self) {
        self.processes.clear();
    }

    /// Records from this source until it is dropped.
    pub fn record(&self, source: &str) -> Process {
        let mut command = self.command("parec");
        Process::start(command.args(["--device", source, "/dev/null"]))
    }

    /// Loads a module and gives its number.
    pub fn load(&self, module: &[&str]) -> String {
        let number = self.pactl(&[&["load-module"], module].concat());
        assert!(number.parse::<u32>().is_ok(), "{module:?} gave {number:?}");
        number
    }

    /// Asks the server by its own tool.
    pub fn pactl(&self, args: &[&str]) -> String {
        run(self.command("pactl").args(args))
    }

    /// A program in this folder's world.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.env_clear();
        if let Some(path) = std::env::var_os("PATH") {
            command.env("PATH", path);
        }
        command.env("LANG", "C.UTF-8");
        command.env("HOME", self.folder.path());
        command.env("XDG_RUNTIME_DIR", self.folder.path());
        // No other bus is started in place of one that is not there.
        let bus = self.bus.as_ref().map(PrivateBus::address);
        let nowhere = || "unix:path=/nonexistent/bus".to_owned();
        command.env("DBUS_SESSION_BUS_ADDRESS", bus.unwrap_or_else(nowhere));
        command
    }
}

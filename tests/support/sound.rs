//! Sound servers of one test: PulseAudio, and PipeWire with its server for the same protocol; and
//! what records there.

use std::fs::{self, File};
use std::io::Read as _;
use std::os::fd::OwnedFd;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

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
        // What is played on the null sink is heard only in part: it renders two seconds ahead, and what
        // it renders anew its monitor does not tell. This one writes down each sample once, in time.
        let exact = format!(
            "module-pipe-sink sink_name=exact use_system_clock_for_timing=yes format=s16le \
             rate=48000 channels=1 file={}",
            self.folder.path().join("exact").display()
        );
        command.args(["-L", &exact]);
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

    /// Listens to what is played from now on.
    pub fn hear(&self) -> Heard {
        let pipe = self.folder.path().join("exact");
        let (sound, recorder) = if pipe.exists() {
            self.pactl(&["set-default-sink", "exact"]);
            (File::open(&pipe).expect("a pipe with a writer"), None)
        } else {
            self.pactl(&["set-default-sink", "out"]);
            let mut command = self.command("parec");
            command.args(["--device=out.monitor", "--latency-msec=20", "--raw"]);
            command.args(["--format=s16le", "--channels=1", "--rate=48000"]);
            command.stdout(Stdio::piped()).stderr(Stdio::null());
            let mut recorder = command.spawn().expect("parec is installed");
            let sound = recorder.stdout.take().expect("its output is piped");
            let sound = File::from(OwnedFd::from(sound));
            (sound, Some(Process::from(recorder)))
        };
        let mut heard = Heard {
            sound,
            length: 0,
            sounds: Vec::new(),
            _recorder: recorder,
        };
        heard.listen_for(END);
        heard
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

/// What is heard, as it goes on.
pub struct Heard {
    sound: File,
    /// How many samples came so far.
    length: usize,
    sounds: Vec<Sound>,
    _recorder: Option<Process>,
}

/// A sound, in samples since the beginning.
struct Sound {
    first: usize,
    last: usize,
    loudest: u16,
}

/// Samples a second of what is heard.
const RATE: usize = 48_000;
/// What is softer is silence: a hundredth of full volume.
const SILENCE: u16 = 300;
/// So long a silence ends a sound, in samples.
const END: usize = RATE / 5;
/// No sound is waited for longer, in samples.
const LONGEST: usize = 60 * RATE;

impl Heard {
    /// Waits until so many sounds were heard to their ends, and gives how long each was and the loudest
    /// of its samples.
    pub fn until_sounds(&mut self, count: usize) -> Vec<(Duration, u16)> {
        let from = self.length;
        loop {
            self.listen_for(END / 8);
            let ended = |sound: &&Sound| self.length - sound.last >= END;
            let ended = self.sounds.iter().filter(ended);
            let told: Vec<_> = ended.map(Sound::told).collect();
            if told.len() >= count {
                return told;
            }
            assert!(self.length - from < LONGEST, "{count} sounds, not {told:?}");
        }
    }

    fn listen_for(&mut self, samples: usize) {
        let mut bytes = vec![0; 2 * samples];
        self.sound.read_exact(&mut bytes).expect("it goes on");
        let (pairs, _) = bytes.as_chunks();
        for pair in pairs {
            self.take(i16::from_le_bytes(*pair).unsigned_abs());
        }
    }

    fn take(&mut self, value: u16) {
        let at = self.length;
        self.length += 1;
        if value <= SILENCE {
            return;
        }
        match self.sounds.last_mut() {
            Some(sound) if at - sound.last < END => {
                sound.last = at;
                sound.loudest = value.max(sound.loudest);
            }
            _ => self.sounds.push(Sound {
                first: at,
                last: at,
                loudest: value,
            }),
        }
    }
}

impl Sound {
    fn told(&self) -> (Duration, u16) {
        let thousandths = (self.last - self.first) * 1000 / RATE;
        let thousandths = u64::try_from(thousandths).expect("no age");
        (Duration::from_millis(thousandths), self.loudest)
    }
}

//! A desk of one test: its own display, buses, home and panel, and nothing of anybody else's.
//!
//! Whatever is on it ends when the desk is dropped, also when the test fails.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use chrono::Timelike as _;
use soleus::platform::clock::wall_time;
use zbus::blocking::Connection;
use zbus::blocking::connection::Builder;

use super::PATIENCE;
use super::private_bus::PrivateBus;
use super::process::{Process, until};
use super::screen::Screen;
use super::xvfb::Xvfb;

const PANEL: &str = include_str!("xfce4-panel.xml");
const WATCHER: &str = "org.kde.StatusNotifierWatcher";

/// What a program on a desk finds around it: no variable of the caller's but the path.
#[derive(Debug, Clone)]
pub struct Surroundings(Vec<(&'static str, String)>);

impl Surroundings {
    /// A program that finds these things around it.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.env_clear();
        if let Some(path) = std::env::var_os("PATH") {
            command.env("PATH", path);
        }
        command.envs(self.0.iter().map(|(name, value)| (name, value)));
        command
    }
}

/// The desk. Fields are dropped in their order: programs first.
pub struct Desk {
    panel: Option<Process>,
    window_manager: Option<Process>,
    /// The display, if there is one.
    pub x: Option<Xvfb>,
    /// The session bus.
    pub session: PrivateBus,
    /// The system bus.
    pub system: PrivateBus,
    /// The panel without any icon.
    bare_panel: Option<Screen>,
}

impl Desk {
    /// A desk with nothing on it: no display, and buses that do not run.
    pub fn bare() -> Self {
        let desk = Self {
            panel: None,
            window_manager: None,
            x: None,
            session: PrivateBus::absent(),
            system: PrivateBus::absent(),
            bare_panel: None,
        };
        for folder in [".config", "run"] {
            fs::create_dir(desk.home().join(folder)).expect("a folder in an empty home");
        }
        desk
    }

    /// A desk with a session bus and a display, and no program on it.
    pub fn empty() -> Self {
        let mut desk = Self::bare();
        desk.session.lend("org.xfce.Xfconf");
        desk.session.restart();
        desk.x = Some(Xvfb::start());
        desk
    }

    /// A desk with a window manager and a panel.
    pub fn with_panel() -> Self {
        let mut desk = Self::empty();
        let mut openbox = desk.surroundings().command("openbox");
        desk.window_manager = Some(Process::start(&mut openbox));
        desk.start_panel();
        desk
    }

    /// Everything a program here finds around it.
    pub fn surroundings(&self) -> Surroundings {
        let home = self.home();
        let path = |name: &str| home.join(name).display().to_string();
        let mut variables = vec![
            ("HOME", home.display().to_string()),
            ("XDG_CONFIG_HOME", path(".config")),
            ("XDG_RUNTIME_DIR", path("run")),
            ("XDG_SESSION_ID", "7".to_owned()),
            ("DBUS_SESSION_BUS_ADDRESS", self.session.address()),
            ("DBUS_SYSTEM_BUS_ADDRESS", self.system.address()),
            ("TZ", morning()),
            ("LANG", "C.UTF-8".to_owned()),
            // Neither accessibility nor network folders: they would want more services.
            ("NO_AT_BRIDGE", "1".to_owned()),
            ("GIO_USE_VFS", "local".to_owned()),
        ];
        if let Some(x) = &self.x {
            variables.push(("DISPLAY", x.display.clone()));
        }
        Surroundings(variables)
    }

    /// The home of whoever sits here.
    pub fn home(&self) -> &Path {
        self.session.home()
    }

    /// The display.
    pub fn x(&self) -> &Xvfb {
        self.x.as_ref().expect("this desk has a display")
    }

    /// A connection to the session bus whose calls fail rather than hang.
    pub fn connect(&self) -> Connection {
        self.on_session().build().expect("the session bus runs")
    }

    /// A connection to build on: objects, names.
    pub fn on_session(&self) -> Builder<'static> {
        Builder::address(self.session.address().as_str())
            .expect("a valid address")
            .method_timeout(PATIENCE)
    }

    /// Starts the panel and waits until it would show an icon.
    pub fn start_panel(&mut self) {
        let folder = ".config/xfce4/xfconf/xfce-perchannel-xml";
        let folder: PathBuf = self.home().join(folder);
        fs::create_dir_all(&folder).expect("a folder for the panel's settings");
        fs::write(folder.join("xfce4-panel.xml"), PANEL).expect("the panel's settings");
        let mut command = self.surroundings().command("xfce4-panel");
        self.panel = Some(Process::start(command.arg("--disable-wm-check")));
        let bus = self.connect();
        until("a panel that takes icons", || {
            let properties = Some("org.freedesktop.DBus.Properties");
            let asked = (WATCHER, "IsStatusNotifierHostRegistered");
            let path = "/StatusNotifierWatcher";
            bus.call_method(Some(WATCHER), path, properties, "Get", &asked)
                .ok()
        });
        if self.bare_panel.is_none() {
            let drawn = until("the panel's picture", || {
                let now = Screen::strip(self.x());
                now.is_plain().then_some(now)
            });
            self.bare_panel = Some(drawn);
        }
    }

    /// Kills the panel as a crash would.
    pub fn kill_panel(&mut self) {
        self.panel = None;
    }

    /// Waits for the icon in the panel and gives its middle on the screen.
    pub fn icon(&self) -> (u32, u32) {
        until("the icon in the panel", || self.icon_now())
    }

    /// The icon's middle, if it is there: what differs from the panel without it.
    pub fn icon_now(&self) -> Option<(u32, u32)> {
        let bare = self.bare_panel.as_ref().expect("a panel was here");
        Screen::strip(self.x()).differs_at(bare)
    }
}

/// A time zone in which it is now morning, so that no test runs across the end of a day.
fn morning() -> String {
    let hour = i64::from(wall_time().to_utc().hour());
    // Written as hours behind Greenwich.
    format!("MORNING{:+}", hour - 8)
}

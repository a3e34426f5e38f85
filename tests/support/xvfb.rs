//! A display for one test, and a hand at its keyboard and mouse.

use std::process::Command;

use super::process::{Process, run};

/// A virtual X server; dropping it ends it.
pub struct Xvfb {
    /// Its name, as in `DISPLAY`.
    pub display: String,
    /// The server.
    pub server: Process,
}

impl Xvfb {
    /// Starts one on a free number.
    pub fn start() -> Self {
        Self::started(&[])
    }

    /// Starts one on a number that no other server takes by itself, so that it can be started again.
    /// One such test in each test program.
    pub fn start_apart() -> Self {
        Self::start_as(&format!(":{}", 1000 + std::process::id() % 30_000))
    }

    /// Starts one with this name, after the one before it is gone.
    pub fn start_as(display: &str) -> Self {
        Self::started(&[display])
    }

    fn started(name: &[&str]) -> Self {
        let mut command = Command::new("Xvfb");
        command.args(name);
        command.args(["-displayfd", "1", "-screen", "0", "800x600x24"]);
        command.args(["-nolisten", "tcp", "-noreset"]);
        let (server, number) = Process::start_and_read(&mut command);
        Self {
            display: format!(":{number}"),
            server,
        }
    }

    /// Makes input, or asks about windows.
    pub fn xdotool(&self, args: &[&str]) -> String {
        run(Command::new("xdotool")
            .args(args)
            .env("DISPLAY", &self.display))
    }

    /// The visible window of this name, if it is there and no mere helper.
    pub fn window(&self, name: &str) -> Option<Window> {
        let name = format!("^{name}$");
        let ids = self.xdotool(&["search", "--onlyvisible", "--name", &name]);
        let window = self.geometry(ids.lines().last()?)?;
        (window.width > 100).then_some(window)
    }

    fn geometry(&self, id: &str) -> Option<Window> {
        let geometry = self.xdotool(&["getwindowgeometry", "--shell", id]);
        let value = |key: &str| {
            let mut lines = geometry.lines();
            lines.find_map(|line| line.strip_prefix(key)?.parse().ok())
        };
        Some(Window {
            left: value("X=")?,
            top: value("Y=")?,
            width: value("WIDTH=")?,
            height: value("HEIGHT=")?,
        })
    }

    /// The menu that is open, if one is: a tall window without a name at the lower left.
    pub fn menu(&self) -> Option<Window> {
        let ids = self.xdotool(&["search", "--onlyvisible", "--class", "wrapper-2.0"]);
        let mut windows = ids.lines().filter_map(|id| self.geometry(id));
        windows.find(|window| window.width > 100 && window.height > 150)
    }

    /// Clicks with this mouse button at a place on the screen.
    pub fn click(&self, button: &str, (left, top): (u32, u32)) {
        self.xdotool(&["mousemove", &left.to_string(), &top.to_string()]);
        self.xdotool(&["click", button]);
    }
}

/// Where a window lies on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    pub left: u32,
    pub top: u32,
    pub width: u32,
    pub height: u32,
}

impl Window {
    /// A place in it, in hundredths of its width and height.
    pub fn at(&self, across: u32, down: u32) -> (u32, u32) {
        (
            self.left + self.width * across / 100,
            self.top + self.height * down / 100,
        )
    }
}

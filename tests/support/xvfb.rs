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
}

//! The window under Wayland compositors, as an ordinary user has it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::program::PROGRAM;
use crate::stage::QUIET;
use crate::support::compositor::Compositor;
use crate::support::private_bus::PrivateBus;
use crate::support::process::{Process, run, safety_was_read, until};
use crate::support::skip::missing;

const GL: [&str; 2] = ["libegl1", "libgl1-mesa-dri"];

/// Soleus in the session of a compositor, run by its user. Dropped before the compositor is.
struct Session<'a> {
    compositor: &'a Compositor,
    program: PathBuf,
    _resident: Process,
}

impl<'a> Session<'a> {
    fn start(compositor: &'a Compositor) -> Self {
        let home = compositor.user().home();
        // The user may not come to where it was built.
        let program = home.join("soleus-program");
        let copied = Command::new("cp").arg(PROGRAM).arg(&program).status();
        assert!(copied.is_ok_and(|status| status.success()));
        let made = compositor
            .command("mkdir")
            .arg(home.join("soleus"))
            .status();
        assert!(made.is_ok_and(|status| status.success()));
        fs::write(home.join("soleus/settings.json"), QUIET).unwrap();
        safety_was_read(&home.join("soleus"));
        let resident = Process::start(&mut command(compositor, &program, &["run"]));
        let session = Self {
            compositor,
            program,
            _resident: resident,
        };
        until("an answer of the program", || session.status());
        session
    }

    fn command(&self, arguments: &[&str]) -> Command {
        command(self.compositor, &self.program, arguments)
    }

    fn status(&self) -> Option<Value> {
        serde_json::from_str(&run(&mut self.command(&["status", "--json"]))).ok()
    }

    /// Opens the window and waits until it follows the resident.
    fn open(&self) -> Process {
        let mut window = Process::start(&mut self.command(&["window", "break"]));
        until("an open window", || {
            assert!(window.runs(), "it ended by itself");
            let status = self.status()?;
            let parts = status["parts"].as_array()?;
            let part = parts.iter().find(|it| it["part"] == "window")?;
            (part["words"] == "open").then_some(())
        });
        window
    }
}

fn command(compositor: &Compositor, program: &Path, arguments: &[&str]) -> Command {
    let mut command = compositor.command(&program.display().to_string());
    command.arg("--dir");
    command.arg(compositor.user().home().join("soleus"));
    command.args(arguments);
    command
}

#[test]
fn under_sway_it_opens_and_is_driven_by_keys() {
    if missing(&GL) || missing(&["sway", "wtype"]) {
        return;
    }
    let sway = Compositor::sway("");
    let session = Session::start(&sway);
    let mut window = session.open();
    let key = |key: &str| run(sway.command("wtype").args(["-k", key]));
    until("a break begun by a key", || {
        key("Return");
        let status = session.status()?;
        (!status["guided"].is_null()).then_some(())
    });
    until("a window closed by a key", || {
        key("Escape");
        (!window.runs()).then_some(())
    });
}

#[test]
fn under_kwin_it_opens_and_ends_with_the_compositor() {
    if missing(&GL) || missing(&["dbus", "kwin-wayland"]) {
        return;
    }
    let bus = PrivateBus::start();
    let mut kwin = Compositor::kwin(&bus);
    let mut window = Session::start(&kwin).open();
    assert!(window.runs());
    kwin.kill();
    until("the end of the window", || (!window.runs()).then_some(()));
}

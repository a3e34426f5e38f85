//! A desk with a window manager, a screen reader's eyes, and Soleus.

use std::fs;

use crate::program::Soleus;
use crate::support::at_spi::AtSpi;
use crate::support::desk::Desk;
use crate::support::openbox::openbox;
use crate::support::process::{Process, run};
use crate::support::window;
use crate::support::xvfb::Xvfb;

/// Nothing is due for hours, and a break is asked for by hand.
pub(crate) const QUIET: &str = r#"{
  "start_at_login": false,
  "reminders": {"every_minutes": 240, "longest_sitting_minutes": 480, "show_seconds": 7200}
}"#;

/// A speed at which a break of two minutes is over after eight seconds.
pub(crate) const BRISK: [&str; 3] = ["demo", "--speed", "15"];

/// Everything but Soleus. Fields are dropped in their order: programs first.
pub(crate) struct Stage {
    pub(crate) eyes: AtSpi,
    _openbox: Process,
    pub(crate) desk: Desk,
}

impl Stage {
    pub(crate) fn new() -> Self {
        let desk = Desk::empty();
        Self {
            eyes: AtSpi::start(&desk),
            _openbox: openbox(desk.x()),
            desk,
        }
    }

    pub(crate) fn x(&self) -> &Xvfb {
        self.desk.x()
    }

    /// Soleus with these settings, for which nobody has to wait.
    pub(crate) fn soleus(&self, settings: &str, arguments: &[&str]) -> Soleus {
        Soleus::start(&self.desk, settings, arguments)
    }

    /// Opens the window on a page and waits until it is in front.
    pub(crate) fn open(&self, soleus: &Soleus, page: &str) -> Process {
        let window = Process::start(&mut soleus.program(&["window", page]));
        window::until_focused(self.x());
        window
    }

    pub(crate) fn press(&self, button: &str, with: &str) {
        window::press(self.x(), &self.eyes, button, with);
    }

    /// The number of the process whose window it is.
    pub(crate) fn window_process(&self) -> String {
        let id = window::until_open(self.x());
        self.x().xdotool(&["getwindowpid", &id])
    }
}

/// `kill -9`.
pub(crate) fn kill(pid: &str) {
    run(std::process::Command::new("kill").args(["-9", pid]));
}

/// Whether the page on safety was acknowledged.
pub(crate) fn is_acknowledged(soleus: &Soleus) -> bool {
    fs::exists(soleus.dir().join("safety-read")).unwrap()
}

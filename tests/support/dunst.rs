//! dunst, and a hand at its buttons.
//!
//! dunst shows the buttons of its notices in a menu made by a program of the user's choice. Here
//! that program writes down what it was offered and chooses the button the test wants.

use std::fs;
use std::path::PathBuf;

use super::desk::{Desk, Surroundings};
use super::process::{Process, run, until, write_program};

/// The server; dropping it ends it.
pub struct Dunst {
    process: Process,
    around: Surroundings,
    folder: PathBuf,
}

impl Dunst {
    /// Starts it and waits until it answers.
    pub fn start(desk: &Desk) -> Self {
        let folder = desk.home().join("dunst");
        fs::create_dir_all(&folder).expect("a folder for dunst");
        let menu = folder.join("menu");
        let words = format!(
            "#!/bin/sh\ncd {folder} || exit\ncat >offered.part\nmv offered.part offered\n\
             grep -m1 -F \"#$(cat wanted) (\" offered\n",
            folder = folder.display()
        );
        write_program(&menu, &words);
        let settings = folder.join("dunstrc");
        let words = format!("[global]\ndmenu = {}\n", menu.display());
        fs::write(&settings, words).expect("dunst's settings");
        let around = desk.surroundings();
        let mut command = around.command("dunst");
        let process = Process::start(command.arg("-config").arg(&settings));
        let dunst = Self {
            process,
            around,
            folder,
        };
        until("dunst", || (!dunst.ctl("count").is_empty()).then_some(()));
        dunst
    }

    /// Waits until this many notices are on the screen.
    pub fn until_displayed(&self, count: &str) {
        until(&format!("{count} notices on the screen"), || {
            (self.displayed() == count).then_some(())
        });
    }

    /// How many notices are on the screen.
    pub fn displayed(&self) -> String {
        let mut command = self.around.command("dunstctl");
        run(command.args(["count", "displayed"]))
    }

    /// Closes what is on the screen and gives the words of the notices that were closed.
    pub fn closed(&self) -> String {
        self.ctl("close-all");
        self.ctl("history")
    }

    /// How many notices it holds back while it is paused.
    pub fn waiting(&self) -> String {
        let mut command = self.around.command("dunstctl");
        run(command.args(["count", "waiting"]))
    }

    /// Waits for a notice with this headline and a button of this name.
    pub fn until_offered(&self, button: &str, summary: &str) {
        self.choose("none of them", &format!("#{button} ({summary}) "));
    }

    /// Presses the button of this name on a notice with this headline, once that is there.
    pub fn press(&self, button: &str, summary: &str) {
        self.choose(button, &format!("#{button} ({summary}) "));
    }

    fn choose(&self, wanted: &str, line: &str) {
        fs::write(self.folder.join("wanted"), wanted).expect("a note for the menu");
        until(line, || {
            let offered = self.offered();
            offered.lines().any(|it| it.starts_with(line)).then_some(())
        });
    }

    /// Opens the menu of all notices and gives what it offered; nothing if there are none.
    fn offered(&self) -> String {
        let offered = self.folder.join("offered");
        let _ = fs::remove_file(&offered);
        if self.displayed() == "0" {
            return String::new();
        }
        until("the menu of dunst", || {
            // It does nothing while the menu before it is still open.
            self.ctl("context");
            let gone = self.displayed() == "0";
            let text = fs::read_to_string(&offered).ok();
            text.or_else(|| gone.then(String::new))
        })
    }

    fn ctl(&self, what: &str) -> String {
        run(self.around.command("dunstctl").arg(what))
    }

    /// Ends it at once.
    pub fn kill(mut self) {
        self.process.kill();
    }
}

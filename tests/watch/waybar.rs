//! The real waybar in a headless sway shows how the real program stands, by the colour of its class.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::support::compositor::Compositor;
use crate::support::process::{Process, run, safety_was_read, until};
use crate::support::skip::missing;

const SEATED: [u8; 3] = [0, 51, 102];
const STANDING: [u8; 3] = [0, 102, 0];

const STYLE: &str = "
window#waybar { background: #222222; color: #ffffff; }
#custom-soleus.seated { background: #003366; }
#custom-soleus.standing { background: #006600; }
";

/// One person's session: everybody in it is the same user, as the socket wants it.
struct Session {
    sway: Compositor,
    program: PathBuf,
}

impl Session {
    fn start() -> Self {
        let sway = Compositor::sway("output HEADLESS-1 resolution 400x60");
        let program = sway.user().home().join("soleus-program");
        // By another process: see `Compositor`.
        let copied = Command::new("cp")
            .arg(env!("CARGO_BIN_EXE_soleus"))
            .arg(&program)
            .status();
        assert!(copied.unwrap().success());
        let session = Self { sway, program };
        let dir = session.dir();
        run(session.command("mkdir").arg(&dir));
        safety_was_read(&dir);
        session
    }

    fn dir(&self) -> PathBuf {
        self.sway.user().home().join("soleus")
    }

    fn command(&self, program: &str) -> Command {
        let mut command = self.sway.command(program);
        for bus in ["DBUS_SESSION_BUS_ADDRESS", "DBUS_SYSTEM_BUS_ADDRESS"] {
            command.env(bus, "unix:path=/nonexistent/bus");
        }
        command
    }

    fn soleus(&self, arguments: &[&str]) -> Command {
        let mut command = self.command(&self.program.display().to_string());
        command.arg("--dir").arg(self.dir()).args(arguments);
        command
    }

    /// Starts the bar with our line on it.
    fn waybar(&self) -> Process {
        let home = self.sway.user().home();
        let exec = format!(
            "{} --dir {} subscribe --format waybar",
            self.program.display(),
            self.dir().display()
        );
        let config = serde_json::json!({
            "height": 30,
            "modules-left": ["custom/soleus"],
            "custom/soleus": {"exec": exec, "return-type": "json", "restart-interval": 1},
        });
        let (config_path, style_path) = (home.join("config.json"), home.join("style.css"));
        fs::write(&config_path, config.to_string()).unwrap();
        fs::write(&style_path, STYLE).unwrap();
        let mut waybar = self.command("waybar");
        waybar.arg("-c").arg(config_path).arg("-s").arg(style_path);
        Process::start(&mut waybar)
    }

    /// Whether a colour is on the screen.
    fn shows(&self, colour: [u8; 3]) -> bool {
        let picture = self.command("grim").args(["-t", "ppm", "-"]).output();
        let picture = picture.unwrap().stdout;
        // Behind the head, `P6 WIDTH HEIGHT 255`, there are three bytes a point.
        let head = picture
            .iter()
            .enumerate()
            .filter(|(_, byte)| byte.is_ascii_whitespace())
            .nth(3);
        let Some((end, _)) = head else {
            return false;
        };
        picture[end + 1..]
            .chunks_exact(3)
            .any(|point| point == colour)
    }

    fn until_shown(&self, colour: [u8; 3]) {
        until("the colour on the bar", || self.shows(colour).then_some(()));
    }
}

#[test]
fn a_real_waybar_shows_how_it_stands_from_its_start_to_its_end() {
    if missing(&["grim", "sway", "waybar"]) {
        return;
    }
    let session = Session::start();
    let _waybar = session.waybar();
    // The bar is there before the program, and starts its line again until it is.
    let mut program = session.soleus(&["run"]);
    let _program = Process::start(&mut program);
    session.until_shown(SEATED);
    run(&mut session.soleus(&["stand"]));
    session.until_shown(STANDING);
    assert!(!session.shows(SEATED));
    run(&mut session.soleus(&["quit"]));
    until("nothing of it on the bar", || {
        (!session.shows(STANDING)).then_some(())
    });
}
